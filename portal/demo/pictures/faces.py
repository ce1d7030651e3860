"""Portraits for the demo's people: flat drawings, 320 pixels square."""

import io
import math
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

SIZE, TIMES = 320, 2
INK = "#1b2723"
BACKS = ["#d9e7f0", "#f7d9a3", "#d7ecdf", "#e6e1f4", "#f8d9d0", "#e9ecc9"]
SHIRTS = ["#2f6db0", "#c8452f", "#1f8a82", "#7b2d4b", "#d9972b", "#4b4c93", "#3c6b1c", "#54606b"]
PALE, LIGHT, TAN, DARK = "#f2cfae", "#e9bd96", "#cf9a6b", "#6d4229"
BLOND, CHESTNUT, BROWN, BLACK, GREY, RED = "#dcb25a", "#8a5a33", "#4a3123", "#191412", "#a9aaa6", "#b5602c"


@dataclass(frozen=True)
class Face:
    """What somebody looks like: the styles are short, long, bun, curls, bald, scarf and braids."""

    skin: str
    hair: str
    style: str
    shirt: str
    back: str
    glasses: bool = False
    beard: bool = False


FACES = {
    "naima": Face("#d9a47a", "#7b2d4b", "scarf", "#7b2d4b", BACKS[1]),
    "joris": Face(PALE, RED, "short", "#3c6b1c", BACKS[0], beard=True),
    "thijs": Face(PALE, BLOND, "short", "#2f6db0", BACKS[5], glasses=True),
    "karim": Face(TAN, BLACK, "short", "#4b4c93", BACKS[3], beard=True),
    "fleur": Face(PALE, BLOND, "long", "#1f8a82", BACKS[4]),
    "marleen": Face(PALE, GREY, "bun", "#c8452f", BACKS[0], glasses=True),
    "dennis": Face(TAN, BLACK, "short", "#54606b", BACKS[2], glasses=True),
    "wilma": Face(PALE, CHESTNUT, "bun", "#7b2d4b", BACKS[5]),
    "henk": Face(LIGHT, GREY, "bald", "#2f6db0", BACKS[1], beard=True),
    "samira": Face(LIGHT, BLACK, "long", "#c8452f", BACKS[3]),
    "kwame": Face(DARK, BLACK, "curls", "#d9972b", BACKS[2]),
    "chantal": Face(DARK, BLACK, "braids", "#c8452f", BACKS[1]),
    "tom": Face(PALE, CHESTNUT, "short", "#54606b", BACKS[2]),
}


def some_face(name: str, feminine: bool) -> Face:
    """A face for somebody of whom we know nothing but the name; the same one each time."""
    chance = Random(name)
    skin, hair = chance.choice(
        [(PALE, BLOND), (PALE, CHESTNUT), (LIGHT, BROWN), (LIGHT, BLACK), (TAN, BLACK), (DARK, BLACK), (PALE, RED)]
    )
    style = chance.choice(["long", "bun", "long", "curls"] if feminine else ["short", "short", "curls", "bald"])
    return Face(
        skin,
        hair,
        style,
        chance.choice(SHIRTS),
        chance.choice(BACKS),
        glasses=chance.random() < 0.25,
        beard=not feminine and chance.random() < 0.35,
    )


class _Pen:
    """Draws in the units of a 96 by 96 sheet."""

    def __init__(self, back: str) -> None:
        self.unit = SIZE * TIMES / 96
        self.image = Image.new("RGB", (SIZE * TIMES, SIZE * TIMES), back)
        self.draw = ImageDraw.Draw(self.image)

    def _box(self, x: float, y: float, rx: float, ry: float) -> tuple[float, ...]:
        return tuple(v * self.unit for v in (x - rx, y - ry, x + rx, y + ry))

    def oval(self, x: float, y: float, rx: float, ry: float, colour: str) -> None:
        self.draw.ellipse(self._box(x, y, rx, ry), fill=colour)

    def half(self, x: float, y: float, rx: float, ry: float, colour: str, start: int = 180, end: int = 360) -> None:
        self.draw.pieslice(self._box(x, y, rx, ry), start, end, fill=colour)

    def arc(self, x: float, y: float, rx: float, ry: float, start: int, end: int, wide: float = 2.4) -> None:
        self.draw.arc(self._box(x, y, rx, ry), start, end, fill=INK, width=round(wide * self.unit))

    def block(self, x: float, y: float, wide: float, high: float, colour: str, round_by: float = 0) -> None:
        edges = [v * self.unit for v in (x, y, x + wide, y + high)]
        self.draw.rounded_rectangle(edges, round_by * self.unit, fill=colour)


def _hair_behind(pen: _Pen, face: Face) -> None:
    if face.style == "long":
        pen.block(23, 30, 50, 54, face.hair, 20)
        pen.oval(48, 40, 25, 25, face.hair)
    elif face.style == "scarf":
        pen.oval(48, 48, 29, 33, face.hair)
        pen.block(24, 54, 48, 34, face.hair, 14)
    elif face.style in ("curls", "braids"):
        for n in range(9):
            angle = math.radians(180 + n * 22.5)
            pen.oval(48 + 24 * math.cos(angle), 42 + 22 * math.sin(angle), 9.5, 9.5, face.hair)
        if face.style == "braids":
            for side in (-1, 1):
                for n in range(4):
                    pen.oval(48 + side * 26, 48 + n * 9, 6, 7, face.hair)
    elif face.style == "bun":
        pen.oval(48, 16, 11, 10, face.hair)
        pen.oval(48, 42, 24, 25, face.hair)
    elif face.style == "short":
        pen.oval(48, 40, 23.5, 24, face.hair)


def _hair_before(pen: _Pen, face: Face) -> None:
    if face.style == "scarf":
        return
    if face.style == "bald":
        for side in (-1, 1):
            pen.oval(48 + side * 21, 47, 4, 9, face.hair)
        return
    pen.half(48, 41, 22.5, 17.5, face.hair)
    if face.style in ("long", "short"):
        pen.half(56, 41.2, 11.5, 9, face.skin)


def draw(face: Face) -> Image.Image:
    """The portrait of this face."""
    pen = _Pen(face.back)
    _hair_behind(pen, face)
    pen.half(48, 102, 39, 33, face.shirt)
    pen.block(41, 62, 14, 16, face.skin, 6)
    if face.style == "scarf":
        pen.half(48, 76, 22, 20, face.hair, 0, 180)
        pen.oval(48, 70, 23, 14, face.hair)
    pen.oval(48, 49, 20.5 if face.style != "scarf" else 19, 23.5 if face.style != "scarf" else 22, face.skin)
    if face.beard:
        pen.half(48, 54, 20.5, 19.5, face.hair if face.style != "bald" else "#c9cac6", 8, 172)
        pen.oval(48, 55, 15, 11, face.skin)
    _hair_before(pen, face)
    for side in (-1, 1):
        pen.oval(48 + side * 8, 49, 2.6, 2.6, INK)
        if face.glasses:
            pen.arc(48 + side * 8.6, 49, 7, 7, 0, 360, 1.7)
    if face.glasses:
        pen.arc(48, 48, 2.4, 1.8, 180, 360, 1.7)
    pen.arc(48, 57, 8.5, 6.5, 20, 160)
    return pen.image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def encoded(face: Face) -> bytes:
    """The portrait as a WebP file."""
    data = io.BytesIO()
    draw(face).save(data, "WEBP", quality=82, method=2)
    return data.getvalue()
