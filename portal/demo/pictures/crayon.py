"""Wax crayon on paper: shapes with a wobble, streaks of the hand, the grain of the sheet.

Coordinates run from (0, 0) to (800, 600); a sheet has half as many pixels again each way.
"""

import math
from functools import cache
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT, SCALE = 800, 600, 1.5
SIZE = (round(WIDTH * SCALE), round(HEIGHT * SCALE))
INK = "#1e2a26"

Point = tuple[float, float]
Path = list[Point]


@cache
def _grain() -> Image.Image:
    """The tooth of the paper: the same for all sheets, laid down at another place each time."""
    noise = Image.effect_noise((SIZE[0] // 2, SIZE[1] // 2), 110)
    return noise.resize(SIZE, Image.Resampling.BILINEAR).filter(ImageFilter.GaussianBlur(0.8))


@cache
def _streaks(angle: int) -> Image.Image:
    """Back and forth with the side of the crayon, at an angle in degrees: bright where the wax lies thick."""
    chance = Random(angle)
    length = SIZE[0] + SIZE[1]
    sheet = Image.new("L", (length, length), 172)
    draw = ImageDraw.Draw(sheet)
    place = 0.0
    while place < length:
        slope = chance.uniform(-26, 26)
        draw.line((0, place, length, place + slope), fill=chance.randint(214, 255), width=chance.randint(16, 30))
        place += chance.uniform(15, 31)
    turned = sheet.rotate(angle, Image.Resampling.BILINEAR)
    left, top = (length - SIZE[0]) // 2, (length - SIZE[1]) // 2
    return turned.crop((left, top, left + SIZE[0], top + SIZE[1])).filter(ImageFilter.GaussianBlur(2))


class Sheet:
    """One drawing. Later shapes lie over earlier ones, as wax does."""

    def __init__(self, paper: str, seed: int) -> None:
        self.chance = Random(seed)
        self.paper = paper
        self.ink = Image.new("RGB", SIZE, paper)
        self.cover = Image.new("L", SIZE, 0)
        self.slant = Image.new("L", SIZE, 0)

    def _wobble(self, path: Path, much: float) -> Path:
        """A path as a child's hand draws it: long slow waves, never quite where it should be."""
        waves = [(self.chance.uniform(0.01, 0.035), self.chance.uniform(0, 6.3)) for _ in range(4)]
        (fx, px), (fy, py), (gx, qx), (gy, qy) = waves
        return [
            (
                x + much * (math.sin(fx * (x + y) + px) + 0.6 * math.sin(3 * gx * y + qx)),
                y + much * (math.sin(fy * (x - y) + py) + 0.6 * math.sin(3 * gy * x + qy)),
            )
            for x, y in path
        ]

    def fill(
        self,
        path: Path,
        colour: str,
        *,
        thick: int = 205,
        slant: bool = False,
        line: str | None = None,
        much: float = 2.4,
    ) -> None:
        """Colour a shape in; ``line`` draws its edge too."""
        points = [(x * SCALE, y * SCALE) for x, y in self._wobble(_fine(path + path[:1]), much)]
        ImageDraw.Draw(self.ink).polygon(points, fill=colour)
        ImageDraw.Draw(self.cover).polygon(points, fill=thick)
        ImageDraw.Draw(self.slant).polygon(points, fill=255 if slant else 0)
        if line:
            self._stroke(points, line, 4.5, 236)

    def stroke(self, path: Path, colour: str = INK, *, wide: float = 5, thick: int = 232, much: float = 2.2) -> None:
        """Draw a line with the point of the crayon."""
        self._stroke([(x * SCALE, y * SCALE) for x, y in self._wobble(_fine(path), much)], colour, wide, thick)

    def _stroke(self, points: Path, colour: str, wide: float, thick: int) -> None:
        width = round(wide * SCALE)
        for image, fill in ((self.ink, colour), (self.cover, thick)):
            draw = ImageDraw.Draw(image)
            draw.line(points, fill=fill, width=width, joint="curve")
            for x, y in (points[0], points[-1]):
                r = width / 2
                draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    def dot(self, x: float, y: float, r: float, colour: str, *, thick: int = 225, line: str | None = None) -> None:
        self.fill(oval(x, y, r, r), colour, thick=thick, line=line, much=1.0)

    def finished(self) -> Image.Image:
        """The sheet as it hangs on the wall: wax only where the paper's tooth takes it."""
        streaks = Image.composite(_streaks(52), _streaks(-24), self.slant)
        wax = ImageChops.multiply(self.cover.filter(ImageFilter.GaussianBlur(2.2)), streaks)
        grain = ImageChops.offset(_grain(), self.chance.randrange(SIZE[0]), self.chance.randrange(SIZE[1]))
        mask = ImageChops.add(wax, grain, 1, -128).point(lambda v: min(255, max(0, (v - 96) * 5)))
        light = ImageChops.multiply(self.ink, Image.merge("RGB", [streaks.point(lambda v: min(255, v + 58))] * 3))
        return Image.composite(light, Image.new("RGB", SIZE, self.paper), mask)


def _fine(path: Path) -> Path:
    """The same path in steps of at most ten, so that it can wobble."""
    fine = [path[0]]
    for (x0, y0), (x1, y1) in pairwise(path):
        steps = max(1, int(math.hypot(x1 - x0, y1 - y0) // 10))
        fine += [(x0 + (x1 - x0) * n / steps, y0 + (y1 - y0) * n / steps) for n in range(1, steps + 1)]
    return fine


def box(x: float, y: float, wide: float, high: float) -> Path:
    return [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)]


def oval(x: float, y: float, rx: float, ry: float, start: float = 0, end: float = 360) -> Path:
    """Around (x, y), clockwise from the right; whole, or the part between two angles in degrees."""
    steps = max(10, int(max(rx, ry) / 3))
    angles = [math.radians(start + (end - start) * n / steps) for n in range(steps + 1)]
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]


def smooth(*points: Point) -> Path:
    """A flowing line through these points (Catmull-Rom)."""
    path: Path = []
    ends = [points[0], *points, points[-1]]
    for p0, p1, p2, p3 in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for n in range(8):
            t = n / 8
            x, y = (
                0.5
                * (
                    2 * p1[i]
                    + (p2[i] - p0[i]) * t
                    + (2 * p0[i] - 5 * p1[i] + 4 * p2[i] - p3[i]) * t * t
                    + (3 * p1[i] - p0[i] - 3 * p2[i] + p3[i]) * t * t * t
                )
                for i in (0, 1)
            )
            path.append((x, y))
    return [*path, points[-1]]


def spin(path: Path, x: float, y: float, degrees: float, times: float = 1) -> Path:
    """A path drawn around the origin, turned, made larger and put at (x, y)."""
    cos, sin = math.cos(math.radians(degrees)) * times, math.sin(math.radians(degrees)) * times
    return [(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in path]
