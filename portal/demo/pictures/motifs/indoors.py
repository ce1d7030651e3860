"""In and around the school."""

import math

from portal.demo.pictures.crayon import INK, Sheet, box, oval, smooth, spin
from portal.demo.pictures.motifs.palette import (
    BLUE,
    BROWN,
    CREAM,
    GREEN,
    ORANGE,
    PINK,
    PURPLE,
    RED,
    SAND,
    SKIN,
    TEAL,
    YELLOW,
    child,
    grass,
    sky,
)


def children(s: Sheet, warm: bool) -> None:
    sky(s, warm, 320)
    grass(s, 470)
    child(s, 190, 540, SKIN[0], BROWN, TEAL)
    child(s, 400, 560, SKIN[1], "#221a17", YELLOW)
    child(s, 610, 540, SKIN[2], "#d9a441" if warm else "#3a2a22", RED)


def book(s: Sheet, warm: bool) -> None:
    s.fill(box(-30, 455, 860, 180), "#b98a58" if warm else "#c79c6a", slant=True)
    for x, wide, high, colour in (
        (60, 46, 190, RED),
        (112, 38, 220, TEAL),
        (156, 52, 170, YELLOW),
        (630, 50, 210, PURPLE),
        (686, 42, 180, GREEN),
    ):
        s.fill(box(x, 455 - high, wide, high), colour, line=INK)
        s.stroke([(x + 9, 455 - high * 0.8), (x + wide - 9, 455 - high * 0.8)], CREAM, wide=6)
    s.fill(
        smooth((215, 460), (300, 428), (400, 466), (400, 250), (300, 214), (215, 246)), "#fffaf0", thick=235, line=INK
    )
    s.fill(
        smooth((400, 466), (500, 428), (588, 460), (588, 246), (500, 214), (400, 250)), "#fffaf0", thick=235, line=INK
    )
    for n in range(5):
        s.stroke(smooth((238, 280 + n * 34), (305, 258 + n * 34), (378, 282 + n * 34)), "#8b968f", wide=4)
    s.fill(smooth((430, 410), (480, 330), (520, 372), (560, 318), (566, 414)), GREEN, slant=True)
    s.dot(532, 282, 20, YELLOW)
    s.stroke(
        smooth(
            (400, 250),
            (300, 214),
            (215, 246),
            (215, 468),
            (300, 440),
            (400, 476),
            (500, 440),
            (590, 468),
            (590, 246),
            (500, 214),
            (400, 250),
        ),
        BLUE,
        wide=7,
    )


def gym(s: Sheet, warm: bool) -> None:
    s.fill(box(-30, -30, 860, 470), "#dfe8ea" if not warm else "#f3e2c4", thick=185)
    s.fill(box(-30, 425, 860, 215), "#d49a57", slant=True)
    for x in (60, 180):
        s.stroke([(x, 40), (x, 440)], BROWN, wide=12)
    for y in range(70, 440, 46):
        s.stroke([(54, y), (186, y)], SAND, wide=10)
    for x in (330, 560):
        s.stroke([(x, -10), (x + 6, 210)], "#9a8a6a", wide=6)
        s.stroke(oval(x + 6, 248, 38, 38), ORANGE, wide=11)
    s.fill(box(300, 470, 240, 66), BLUE, line=INK)
    s.fill([(600, 540), (626, 400), (722, 400), (748, 540)], SAND, line=INK)
    for y in (440, 490):
        s.stroke([(616, y), (732, y)], BROWN, wide=6)
    s.dot(232, 548, 40, RED, line=INK)
    s.stroke(smooth((196, 540), (232, 526), (268, 542)), CREAM, wide=6)


def school(s: Sheet, warm: bool) -> None:
    sky(s, warm, 360)
    grass(s, 478)
    s.fill(box(110, 262, 580, 226), "#c8714c", slant=True, line=INK)
    s.fill([(78, 266), (190, 168), (610, 168), (722, 266)], "#7d3b2f" if not warm else "#49566b", line=INK)
    for n in range(4):
        x = 142 + n * 142 + (16 if n > 1 else 0)
        s.fill(box(x, 304, 88, 78), "#ffe7a3" if warm else "#cfe6ee", thick=230, line=INK)
        s.stroke([(x + 44, 306), (x + 44, 380)], INK, wide=4)
        s.stroke([(x, 343), (x + 88, 343)], INK, wide=4)
    s.fill(box(366, 398, 76, 92), TEAL, line=INK)
    s.dot(428, 446, 5, YELLOW)
    s.stroke([(404, 168), (404, 62)], INK, wide=7)
    s.fill(smooth((408, 66), (450, 58), (502, 76), (500, 116), (452, 100), (408, 112)), RED, line=INK)
    s.fill([(370, 490), (440, 490), (520, 620), (300, 620)], "#d9d2bd", thick=190)
    for x, colour in ((60, GREEN), (746, "#6f9a3f")):
        s.stroke([(x, 500), (x, 400)], BROWN, wide=16)
        s.fill(oval(x, 360, 60, 70), colour, slant=True)


def cookies(s: Sheet, warm: bool) -> None:
    s.fill(box(-30, -30, 860, 660), "#e7c9a0" if warm else "#d8e3dc", thick=130)
    s.fill([(90, 80), (716, 66), (742, 520), (70, 534)], "#8c9695", slant=True, line=INK)
    s.fill([(118, 106), (690, 94), (712, 496), (98, 508)], "#b9c2c0", thick=190)
    for row in range(4):
        for column in range(6):
            x, y = (
                170 + column * 93 + (row % 2) * 22 + s.chance.uniform(-8, 8),
                156 + row * 98 + s.chance.uniform(-8, 8),
            )
            r = s.chance.uniform(30, 37)
            s.fill(
                oval(x, y, r, r * 0.92), s.chance.choice(["#9c6233", "#a96c3a", "#8d552b"]), slant=True, line="#5b371c"
            )
            for _ in range(4):
                s.dot(x + s.chance.uniform(-16, 16), y + s.chance.uniform(-15, 15), 3.2, "#d9a86b")


def sums(s: Sheet, warm: bool) -> None:
    s.fill(box(-30, -30, 860, 660), "#e9dcc0" if warm else "#dde8ea", thick=110)
    colours = [RED, YELLOW, TEAL, BLUE, ORANGE, PURPLE]
    for column, high in enumerate((2, 4, 3, 6, 5, 7)):
        for row in range(high):
            s.fill(box(96 + column * 104, 500 - row * 66, 78, 60), colours[(column + warm) % 6], line=INK)
    s.stroke([(56, 572), (764, 572)], INK, wide=8)
    s.stroke([(60, 40), (60, 574)], INK, wide=8)
    for n in range(7):
        s.stroke([(46, 540 - n * 66), (74, 540 - n * 66)], INK, wide=5)


def music(s: Sheet, warm: bool) -> None:
    s.fill(box(-30, 440, 860, 200), "#b5776a" if warm else "#9db7a6", slant=True)
    s.fill(
        smooth(
            (420, 210),
            (480, 250),
            (450, 320),
            (520, 400),
            (470, 500),
            (340, 500),
            (290, 410),
            (350, 320),
            (330, 250),
            (420, 210),
        ),
        ORANGE,
        slant=True,
        line=INK,
    )
    s.dot(404, 400, 42, INK)
    s.stroke([(404, 356), (420, 60)], BROWN, wide=26)
    for across in (-8, 0, 8):
        s.stroke([(404 + across, 460), (420 + across, 70)], CREAM, wide=2.4)
    s.fill(box(388, 28, 62, 44), BROWN, line=INK)
    s.fill(box(80, 390, 180, 120), RED, line=INK)
    s.fill(oval(170, 390, 90, 30), CREAM, line=INK)
    for n in range(5):
        s.stroke([(90 + n * 36, 412), (108 + n * 36, 500), (126 + n * 36, 412)], YELLOW, wide=5)
    s.stroke([(120, 340), (206, 250)], SAND, wide=10)
    s.stroke([(210, 350), (150, 240)], SAND, wide=10)
    for x, y in ((580, 160), (660, 240), (620, 90)):
        s.stroke([(x + 18, y), (x + 18, y - 66), (x + 54, y - 54)], INK, wide=7)
        s.fill(spin(oval(0, 0, 21, 15), x, y, -20), INK)
    s.fill([(570, 470), (740, 440), (740, 486), (570, 516)], BLUE, line=INK)
    for n in range(6):
        s.stroke([(592 + n * 26, 470 - n * 4), (592 + n * 26, 500 - n * 4)], "#e9eef0", wide=12)


def paint(s: Sheet, warm: bool) -> None:
    s.fill([(210, 30), (770, 54), (740, 420), (190, 396)], "#fffdf6", thick=240, line="#a9a290")
    for n, colour in enumerate((RED, ORANGE, YELLOW, GREEN, BLUE, PURPLE)):
        s.stroke(oval(478, 372, 244 - n * 28, 236 - n * 28, 187, 353), colour, wide=24, thick=205)
    s.fill(box(-30, 470, 860, 170), "#8fa9b5" if not warm else "#c8a27d", slant=True)
    for x, colour in ((90, RED), (230, BLUE), (370, YELLOW), (510, GREEN if warm else TEAL)):
        s.fill(box(x, 420, 100, 126), "#dbe7ea", thick=180, line=INK)
        s.fill(box(x + 5, 462, 90, 80), colour)
        s.fill(oval(x + 50, 420, 50, 13), "#eef4f4", line=INK)
    s.stroke([(266, 452), (310, 300)], SAND, wide=12)
    s.fill(spin([(-10, 0), (10, 0), (7, -44), (0, -62), (-7, -44)], 312, 296, 16), BLUE)
    s.stroke([(650, 560), (780, 470)], SAND, wide=12)
    s.fill(spin([(-11, 0), (11, 0), (7, -44), (0, -62), (-7, -44)], 648, 562, -126), RED)


def circle(s: Sheet, warm: bool) -> None:
    s.fill(box(-30, -30, 860, 660), "#e2d3b4" if warm else "#d5e0d3", thick=120)
    s.fill(oval(400, 310, 150, 104), TEAL if not warm else "#b6584a", slant=True)
    s.fill(oval(400, 310, 96, 64), YELLOW, thick=190)
    shirts = [RED, BLUE, ORANGE, PURPLE, GREEN, PINK, TEAL, YELLOW, "#b5533c", "#4d7fb8"]
    hair = ["#3a2a22", "#1c1513", "#221a17", "#d9a441"]
    for n in range(10):
        a = math.radians(n * 36 + 8)
        x, y = 400 + 292 * math.cos(a), 306 + 208 * math.sin(a)
        s.fill(oval(x, y + 26, 50, 34), shirts[n], line=INK)
        s.fill(oval(x, y - 12, 37, 38), hair[n % 4], slant=True)
        s.fill(oval(x + (400 - x) * 0.035, y - 6 + (306 - y) * 0.03, 28, 29), SKIN[n % 4], thick=225)
        s.dot(x - 8 + (400 - x) * 0.05, y - 8, 3.4, INK, thick=255)
        s.dot(x + 10 + (400 - x) * 0.05, y - 8, 3.4, INK, thick=255)
