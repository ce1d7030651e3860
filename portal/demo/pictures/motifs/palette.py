"""The crayons in the box, and what comes back in many drawings: sky, grass, leaves, children."""

from portal.demo.pictures.crayon import INK, Sheet, box, oval, smooth, spin

RED, BLUE, YELLOW, GREEN, TEAL = "#cf4a34", "#2f6db0", "#f0b429", "#7fae4f", "#1f8a82"
ORANGE, BROWN, PINK, PURPLE, SAND = "#dd7a26", "#8a5a33", "#e58fa6", "#7a4f9a", "#dcb878"
CREAM, SKY, NIGHT, MINT, ROSE = "#f6efdf", "#8fbfdc", "#2c3d63", "#e3efe4", "#f8e7de"
SKIN = ["#f0c6a0", "#7a4a2e", "#c98f62", "#e3b184"]


def sky(s: Sheet, warm: bool, low: float = 330) -> None:
    """A day with sun, or a warm evening."""
    s.fill(box(-30, -30, 860, low), "#f3c98f" if warm else SKY, thick=150)
    s.dot(110 if warm else 680, 95, 48, YELLOW if not warm else "#ef8a4a")


def grass(s: Sheet, top: float = 440, colour: str = "#8fb858") -> None:
    """The ground, a little uneven."""
    s.fill(
        [*smooth((-30, top), (200, top - 18), (430, top + 8), (830, top - 14)), (830, 640), (-30, 640)],
        colour,
        slant=True,
    )


def leaf(s: Sheet, x: float, y: float, turn: float, size: float, colour: str) -> None:
    """A fallen leaf."""
    s.fill(
        spin(
            smooth((0, -1), (0.5, -0.45), (0.42, 0.3), (0, 0.9), (-0.42, 0.3), (-0.5, -0.45), (0, -1)), x, y, turn, size
        ),
        colour,
        slant=True,
        line=INK,
        much=1.4,
    )
    s.stroke(spin([(0, -0.6), (0, 1.35)], x, y, turn, size), INK, wide=3)


def child(s: Sheet, x: float, foot: float, skin: str, hair: str, shirt: str, up: bool = True) -> None:
    """A child that stands, arms up or down."""
    for side in (-1, 1):
        s.stroke([(x + side * 14, foot - 62), (x + side * 16, foot)], "#3c5a99" if side < 0 else "#35508a", wide=13)
        s.stroke([(x + side * 30, foot - 128), (x + side * 74, foot - (186 if up else 92))], skin, wide=11)
    s.fill([(x - 30, foot - 146), (x + 30, foot - 146), (x + 46, foot - 52), (x - 46, foot - 52)], shirt, line=INK)
    s.fill(oval(x, foot - 196, 50, 52), hair, slant=True)
    s.fill(oval(x, foot - 186, 39, 42), skin, thick=225, line=INK, much=1.2)
    for side in (-1, 1):
        s.dot(x + side * 14, foot - 192, 4.5, INK, thick=255)
    s.stroke(oval(x, foot - 180, 18, 13, 25, 155), INK, wide=4, much=0.6)
