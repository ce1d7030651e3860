"""Bridges, wheels and rockets."""

import math

from portal.demo.pictures.crayon import INK, Sheet, box, oval, smooth, spin
from portal.demo.pictures.motifs.palette import (
    BLUE,
    BROWN,
    CREAM,
    GREEN,
    ORANGE,
    RED,
    SAND,
    SKIN,
    SKY,
    TEAL,
    YELLOW,
    sky,
)


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
    sky(s, warm, 240)
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


def bicycle(s: Sheet, warm: bool) -> None:
    sky(s, warm, 350)
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


def space(s: Sheet, warm: bool) -> None:
    s.fill(box(-30, -30, 860, 660), "#1d2b52" if not warm else "#3a2452", thick=238)
    for _ in range(48):
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


def bus(s: Sheet, warm: bool) -> None:
    sky(s, warm, 380)
    s.fill(box(-30, 470, 860, 170), "#a4a8a6", thick=190)
    for x in (60, 740):
        s.stroke([(x, 470), (x, 360)], BROWN, wide=18)
        s.fill(oval(x, 310, 74, 86), GREEN, slant=True)
    s.fill(
        [*smooth((120, 470), (118, 220), (150, 190), (640, 190), (690, 230), (704, 360), (704, 470)), (120, 470)],
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
