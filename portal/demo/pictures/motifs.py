"""What the children of Het Kiezelpad draw: one function a motif, each in two light moods."""

import math
from collections.abc import Callable

from PIL import Image

from portal.demo.pictures.crayon import INK, Sheet, box, oval, smooth, spin

RED, BLUE, YELLOW, GREEN, TEAL = "#cf4a34", "#2f6db0", "#f0b429", "#7fae4f", "#1f8a82"
ORANGE, BROWN, PINK, PURPLE, SAND = "#dd7a26", "#8a5a33", "#e58fa6", "#7a4f9a", "#dcb878"
CREAM, SKY, NIGHT, MINT, ROSE = "#f6efdf", "#8fbfdc", "#2c3d63", "#e3efe4", "#f8e7de"
SKIN = ["#f0c6a0", "#7a4a2e", "#c98f62", "#e3b184"]

Draw = Callable[[Sheet, bool], None]


def _sky(s: Sheet, warm: bool, low: float = 330) -> None:
    s.fill(box(-30, -30, 860, low), "#f3c98f" if warm else SKY, thick=150)
    s.dot(110 if warm else 680, 95, 48, YELLOW if not warm else "#ef8a4a")


def _grass(s: Sheet, top: float = 440, colour: str = "#8fb858") -> None:
    s.fill(
        [*smooth((-30, top), (200, top - 18), (430, top + 8), (830, top - 14)), (830, 640), (-30, 640)],
        colour,
        slant=True,
    )


def _leaf(s: Sheet, x: float, y: float, turn: float, size: float, colour: str) -> None:
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


def _child(s: Sheet, x: float, foot: float, skin: str, hair: str, shirt: str, up: bool = True) -> None:
    for side in (-1, 1):
        s.stroke([(x + side * 14, foot - 62), (x + side * 16, foot)], "#3c5a99" if side < 0 else "#35508a", wide=13)
        s.stroke([(x + side * 30, foot - 128), (x + side * 74, foot - (186 if up else 92))], skin, wide=11)
    s.fill([(x - 30, foot - 146), (x + 30, foot - 146), (x + 46, foot - 52), (x - 46, foot - 52)], shirt, line=INK)
    s.fill(oval(x, foot - 196, 50, 52), hair, slant=True)
    s.fill(oval(x, foot - 186, 39, 42), skin, thick=225, line=INK, much=1.2)
    for side in (-1, 1):
        s.dot(x + side * 14, foot - 192, 4.5, INK, thick=255)
    s.stroke(oval(x, foot - 180, 18, 13, 25, 155), INK, wide=4, much=0.6)


def bridge(s: Sheet, warm: bool) -> None:
    for x in (20, 590):
        s.fill(box(x, 425, 190, 150), GREEN if not warm else SAND, slant=True, line=INK)
    for n in range(7):
        x = 130 + n * 78
        s.stroke([(x, 400), (x + 39, 262), (x + 78, 400)], ORANGE, wide=11)
    s.stroke([(168, 262), (632, 262)], BROWN, wide=13)
    s.stroke([(90, 405), (715, 405)], BROWN, wide=15)
    for n, colour in enumerate((RED, BLUE, YELLOW, TEAL)):
        s.fill(box(240 + n * 82, 350, 60, 46), colour, line=INK)
    s.stroke([(400, 405), (400, 482)], INK, wide=6)
    s.fill([(346, 482), (456, 482), (438, 572), (362, 572)], "#9aa4a6", line=INK)
    s.stroke(oval(401, 482, 52, 44, 180, 360), INK, wide=4)


def river(s: Sheet, warm: bool) -> None:
    _sky(s, warm, 240)
    s.fill(box(-30, 470, 860, 170), BLUE if not warm else TEAL, thick=225)
    for x in (150, 370, 590):
        for n, colour in enumerate((ORANGE, TEAL, YELLOW, RED)):
            s.fill(box(x - 42, 440 - n * 46, 84, 44), colour, line=INK)
    s.stroke(smooth((50, 296), (230, 254), (400, 240), (570, 254), (750, 296)), BROWN, wide=16)
    s.stroke([(50, 300), (750, 300)], BROWN, wide=10)
    s.fill(box(352, 186, 96, 40), RED, line=INK)
    s.fill([(372, 186), (388, 158), (424, 158), (436, 186)], SKY, line=INK)
    for x in (374, 428):
        s.dot(x, 230, 13, INK)
    for y in (510, 556):
        s.stroke(smooth(*[(x, y + (9 if n % 2 else -9)) for n, x in enumerate(range(40, 800, 80))]), "#cfe3f2", wide=4)


def children(s: Sheet, warm: bool) -> None:
    _sky(s, warm, 320)
    _grass(s, 470)
    _child(s, 190, 540, SKIN[0], BROWN, TEAL)
    _child(s, 400, 560, SKIN[1], "#221a17", YELLOW)
    _child(s, 610, 540, SKIN[2], "#d9a441" if warm else "#3a2a22", RED)


def hedgehog(s: Sheet, warm: bool) -> None:
    _grass(s, 455, SAND if warm else "#c6b26a")
    body = smooth((180, 478), (210, 340), (330, 262), (470, 268), (580, 360), (604, 478))
    for n in range(44):
        angle = math.radians(188 + n * 3.9)
        x, y = 392 + 200 * math.cos(angle), 470 + 190 * math.sin(angle)
        s.stroke([(x, y), (x + 52 * math.cos(angle), y + 52 * math.sin(angle))], "#5b3a22" if n % 2 else BROWN, wide=8)
    s.fill([*body, (180, 484)], BROWN, slant=True)
    for n in range(34):
        x, y = s.chance.uniform(250, 540), s.chance.uniform(320, 460)
        s.stroke([(x, y), (x - 14, y - 28)], "#5b3a22", wide=6)
    s.fill(
        smooth((548, 482), (552, 400), (610, 380), (690, 452), (700, 470), (640, 486), (548, 482)), "#e0b98a", line=INK
    )
    s.dot(700, 458, 14, INK)
    s.dot(622, 428, 8, INK, thick=255)
    s.stroke(smooth((640, 470), (660, 472), (676, 464)), INK, wide=4)
    for x in (260, 340, 500, 580):
        s.stroke([(x, 484), (x + 4, 512)], "#e0b98a", wide=15)
    for x, y, turn, colour in (
        (90, 530, 40, ORANGE),
        (300, 556, -60, RED),
        (470, 548, 100, YELLOW),
        (700, 552, 20, ORANGE),
    ):
        _leaf(s, x, y, turn, 34, colour)


def autumn(s: Sheet, warm: bool) -> None:
    _grass(s, 500, "#b7a255")
    s.fill(
        [(356, 520), (376, 330), (330, 240), (362, 232), (396, 300), (420, 200), (446, 206), (432, 320), (468, 520)],
        BROWN,
        slant=True,
        line=INK,
    )
    for n in range(34):
        angle = n * 2.4
        away = 34 + 25 * math.sqrt(n)
        x, y = 400 + away * 1.5 * math.cos(angle), 195 + away * 0.82 * math.sin(angle)
        s.fill(
            oval(x, y, 40, 32),
            (ORANGE, YELLOW, RED, "#c9762b")[n % 4] if warm else (YELLOW, ORANGE, GREEN, RED)[n % 4],
            slant=bool(n % 2),
        )
    for x, y, turn, size, colour in (
        (120, 440, 30, 52, RED),
        (220, 545, -50, 46, ORANGE),
        (560, 540, 80, 50, YELLOW),
        (690, 470, -20, 58, RED),
        (650, 570, 130, 36, ORANGE),
    ):
        _leaf(s, x, y, turn, size, colour)


def lantern(s: Sheet, warm: bool) -> None:
    s.fill(box(-30, -30, 860, 660), NIGHT if not warm else "#3b2f5e", thick=235)
    for n in range(26):
        s.dot(s.chance.uniform(20, 780), s.chance.uniform(15, 250), s.chance.uniform(3, 6), "#ffe9a8", thick=255)
    for x, y, colour, light in ((190, 300, RED, YELLOW), (400, 350, TEAL, "#ffe08a"), (610, 290, ORANGE, YELLOW)):
        s.stroke([(x - 70, y - 190), (x, y - 132)], SAND, wide=9)
        s.stroke([(x, y - 132), (x, y - 92)], "#efe6d2", wide=4)
        s.fill(oval(x, y, 96, 92), light, thick=150)
        s.fill(oval(x, y, 78, 84), colour, line=INK)
        for across in (-48, -16, 16, 48):
            s.stroke(
                smooth((x + across * 0.5, y - 82), (x + across * 1.15, y), (x + across * 0.5, y + 82)), light, wide=5
            )
        for lid in (y - 90, y + 82):
            s.fill(box(x - 36, lid, 72, 16), INK)
        s.stroke([(x, y + 98), (x, y + 140)], light, wide=6)


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


def bicycle(s: Sheet, warm: bool) -> None:
    _sky(s, warm, 350)
    s.fill(box(-30, 480, 860, 160), "#a9adab", thick=185)
    for n in range(6):
        s.stroke([(n * 150 - 30, 556), (n * 150 + 50, 556)], CREAM, wide=9)
    for x in (220, 570):
        s.stroke(oval(x, 400, 108, 108), INK, wide=12)
        for n in range(8):
            a = math.radians(n * 45)
            s.stroke([(x, 400), (x + 98 * math.cos(a), 400 + 98 * math.sin(a))], "#7d8784", wide=2.5)
        s.dot(x, 400, 12, INK)
    frame = RED if not warm else TEAL
    s.stroke([(220, 400), (306, 244), (500, 244), (386, 404), (220, 400)], frame, wide=15)
    s.stroke([(306, 250), (386, 404)], frame, wide=14)
    s.stroke([(570, 400), (492, 190)], frame, wide=15)
    s.stroke(smooth((430, 180), (492, 190), (540, 168), (556, 194)), INK, wide=10)
    s.stroke([(306, 244), (296, 206)], INK, wide=9)
    s.fill(smooth((250, 198), (300, 188), (350, 200), (316, 216), (250, 198)), BROWN, line=INK)
    s.dot(386, 404, 24, "#b9bfbd", line=INK)
    s.fill(box(150, 262, 100, 62), SAND, line=INK)


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
    _sky(s, warm, 360)
    _grass(s, 478)
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


def space(s: Sheet, warm: bool) -> None:
    s.fill(box(-30, -30, 860, 660), "#1d2b52" if not warm else "#3a2452", thick=238)
    for n in range(48):
        s.dot(s.chance.uniform(10, 790), s.chance.uniform(10, 590), s.chance.uniform(2, 5), "#fff3c4", thick=255)
    s.fill(oval(170, 170, 84, 84), ORANGE, slant=True)
    s.stroke(spin(oval(0, 0, 138, 34), 170, 170, -18), "#f2d39a", wide=8)
    s.fill(oval(680, 500, 130, 130), "#4a8fbf", slant=True)
    s.fill(smooth((620, 450), (680, 430), (720, 480), (680, 530), (630, 500), (620, 450)), GREEN)
    fire = spin(smooth((-26, 120), (-34, 190), (0, 250), (34, 190), (26, 120)), 440, 290, 24)
    s.fill(fire, YELLOW)
    s.fill(spin([(-52, 60), (-98, 146), (-40, 124)], 440, 290, 24), RED, line=INK)
    s.fill(spin([(52, 60), (98, 146), (40, 124)], 440, 290, 24), RED, line=INK)
    s.fill(
        spin(
            smooth((0, -176), (52, -86), (54, 60), (34, 126), (-34, 126), (-54, 60), (-52, -86), (0, -176)),
            440,
            290,
            24,
        ),
        "#eef1ec",
        thick=235,
        line=INK,
    )
    s.fill(spin(smooth((0, -176), (40, -110), (0, -98), (-40, -110), (0, -176)), 440, 290, 24), RED)
    s.fill(spin(oval(0, -30, 27, 27), 440, 290, 24), SKY, line=INK)


def snowman(s: Sheet, warm: bool) -> None:
    s.fill(box(-30, -30, 860, 430), "#a9c7dc" if not warm else "#e7c3b4", thick=165)
    s.fill([*smooth((-30, 440), (220, 404), (520, 446), (830, 408)), (830, 640), (-30, 640)], "#fbfcfb", thick=235)
    for y, r in ((470, 106), (320, 80), (206, 58)):
        s.fill(oval(400, y, r, r * 0.95), "#ffffff", thick=245, line="#7b93a3")
    s.fill(box(352, 92, 98, 66), INK)
    s.stroke([(326, 158), (476, 158)], INK, wide=13)
    s.stroke([(352, 142), (450, 142)], RED, wide=12)
    for x in (380, 424):
        s.dot(x, 198, 7, INK, thick=255)
    s.fill([(402, 210), (474, 222), (402, 228)], ORANGE)
    s.stroke(oval(402, 222, 32, 22, 40, 140), INK, wide=4)
    s.stroke(smooth((338, 256), (400, 272), (466, 254)), RED, wide=18)
    s.stroke([(448, 266), (462, 336)], RED, wide=17)
    for y in (306, 340, 430):
        s.dot(402, y, 8, INK)
    for side in (-1, 1):
        s.stroke([(400 + side * 76, 316), (400 + side * 190, 250)], BROWN, wide=9)
        s.stroke([(400 + side * 160, 268), (400 + side * 176, 226)], BROWN, wide=6)
    for _ in range(46):
        s.dot(s.chance.uniform(10, 790), s.chance.uniform(10, 590), s.chance.uniform(4, 8), "#ffffff", thick=255)


def sprouts(s: Sheet, warm: bool) -> None:
    s.fill(box(-30, 450, 860, 180), "#c99a66" if not warm else "#d9b98a", slant=True)
    s.dot(690, 100, 54, YELLOW)
    for n, (x, high, pot) in enumerate(((140, 120, RED), (310, 180, BLUE), (480, 220, ORANGE), (650, 150, PURPLE))):
        s.stroke(smooth((x, 386), (x - 8, 386 - high * 0.5), (x + 6, 386 - high)), "#4f7f35", wide=9)
        for level in range(1, 2 + n % 3):
            y = 386 - high * level / (2 + n % 3)
            for side in (-1, 1):
                s.fill(
                    smooth((x, y), (x + side * 30, y - 30), (x + side * 62, y - 22), (x + side * 36, y + 2), (x, y)),
                    GREEN,
                    slant=True,
                )
        if n in (1, 2):
            for petal in range(6):
                a = math.radians(petal * 60)
                s.dot(x + 6 + 24 * math.cos(a), 378 - high + 24 * math.sin(a), 15, PINK if warm else YELLOW)
            s.dot(x + 6, 378 - high, 14, BROWN)
        s.fill([(x - 58, 384), (x + 58, 384), (x + 42, 492), (x - 42, 492)], pot, line=INK)
        s.fill(box(x - 64, 372, 128, 24), pot, line=INK)


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


def bus(s: Sheet, warm: bool) -> None:
    _sky(s, warm, 380)
    s.fill(box(-30, 470, 860, 170), "#a4a8a6", thick=190)
    for x in (60, 740):
        s.stroke([(x, 470), (x, 360)], BROWN, wide=18)
        s.fill(oval(x, 310, 74, 86), GREEN, slant=True)
    s.fill(
        smooth((120, 470), (118, 220), (150, 190), (640, 190), (690, 230), (704, 360), (704, 470)) + [(120, 470)],
        YELLOW if not warm else BLUE,
        slant=True,
        line=INK,
    )
    for n, skin in enumerate((SKIN[0], SKIN[1], SKIN[2], SKIN[3])):
        x = 152 + n * 112
        s.fill(box(x, 228, 92, 92), "#d9ecf2", thick=225, line=INK)
        s.fill(oval(x + 46, 284, 27, 30), ("#3a2a22", "#1f1714", BROWN, "#d9a441")[n], slant=True)
        s.fill(oval(x + 46, 292, 22, 24), skin, thick=235, much=0.8)
        for side in (-8, 8):
            s.dot(x + 46 + side, 290, 3, INK, thick=255)
    s.fill([(606, 228), (660, 232), (686, 330), (606, 330)], "#d9ecf2", thick=225, line=INK)
    s.stroke([(122, 372), (702, 372)], RED, wide=15)
    for x in (234, 590):
        s.dot(x, 474, 56, INK)
        s.dot(x, 474, 25, "#b9bfbd")


def garden(s: Sheet, warm: bool) -> None:
    _sky(s, warm, 320)
    s.fill([*smooth((-30, 340), (300, 322), (830, 336)), (830, 640), (-30, 640)], "#8a6240", slant=True)
    for row, y in enumerate((386, 452, 588)):
        for n in range(7):
            x = 70 + n * 112 + row * 20
            if row == 0:
                s.fill(
                    smooth((x - 34, y), (x - 30, y - 40), (x, y - 54), (x + 30, y - 40), (x + 34, y), (x - 34, y)),
                    GREEN,
                    slant=True,
                    line="#3f6428",
                )
            elif row == 1:
                for lean in (-18, 0, 18):
                    s.stroke([(x, y - 6), (x + lean, y - 54)], "#4f8a3a", wide=7)
                s.fill([(x - 17, y - 8), (x + 17, y - 8), (x, y + 40)], ORANGE, line=INK)
            else:
                s.stroke([(x, y + 20), (x, y - 40)], "#4f7f35", wide=7)
                s.fill(
                    smooth(
                        (x - 26, y - 84),
                        (x - 24, y - 44),
                        (x, y - 34),
                        (x + 24, y - 44),
                        (x + 26, y - 84),
                        (x, y - 60),
                        (x - 26, y - 84),
                    ),
                    (RED, PINK, YELLOW)[n % 3],
                    line=INK,
                )
    s.stroke([(712, 322), (734, 176)], SAND, wide=11)
    s.stroke([(706, 172), (764, 180)], SAND, wide=11)


MOTIFS: dict[str, tuple[Draw, str, str]] = {
    "bridge": (bridge, CREAM, "Een brug van prikkers met een emmer eraan"),
    "river": (river, CREAM, "Een brug over het water, op pijlers van blokken"),
    "children": (children, CREAM, "Drie kinderen juichen bij hun werk"),
    "hedgehog": (hedgehog, CREAM, "Een egel tussen de herfstbladeren"),
    "autumn": (autumn, CREAM, "Een boom die zijn bladeren laat vallen"),
    "lantern": (lantern, "#4a5a80", "Drie lampionnen in het donker"),
    "book": (book, ROSE, "Een open boek op tafel, met boeken ernaast"),
    "bicycle": (bicycle, CREAM, "Een fiets met een mand op de weg"),
    "gym": (gym, CREAM, "De gymzaal met wandrek, ringen en mat"),
    "school": (school, CREAM, "Onze school met de vlag op het dak"),
    "cookies": (cookies, ROSE, "Een bakplaat vol pepernoten"),
    "space": (space, "#5a6a94", "Een raket tussen de planeten"),
    "snowman": (snowman, "#e8f0f4", "Een sneeuwpop met hoed en sjaal"),
    "sprouts": (sprouts, MINT, "Vier potjes met plantjes op de vensterbank"),
    "sums": (sums, CREAM, "Een staafgrafiek van gekleurde blokken"),
    "music": (music, ROSE, "Een gitaar, een trommel en een xylofoon"),
    "paint": (paint, MINT, "Potten verf en een geschilderde regenboog"),
    "circle": (circle, CREAM, "De klas in de kring, van boven gezien"),
    "bus": (bus, CREAM, "De bus voor het uitje, met kinderen voor het raam"),
    "garden": (garden, CREAM, "De moestuin met sla, wortels en tulpen"),
}


def draw(name: str, warm: bool = False) -> Image.Image:
    """A motif, 1200 by 900 pixels, in cool or warm light; the same picture each time."""
    motif, paper, _ = MOTIFS[name]
    sheet = Sheet(paper, seed=sum(map(ord, name)) + warm)
    motif(sheet, warm)
    return sheet.finished()


def words(name: str) -> str:
    """What is on the picture, in Dutch, for who cannot see it."""
    return MOTIFS[name][2]
