"""Out of doors, through the seasons."""

import math

from portal.demo.pictures.crayon import INK, Sheet, box, oval, smooth
from portal.demo.pictures.motifs.palette import (
    BLUE,
    BROWN,
    GREEN,
    NIGHT,
    ORANGE,
    PINK,
    PURPLE,
    RED,
    SAND,
    TEAL,
    YELLOW,
    grass,
    leaf,
    sky,
)


def hedgehog(s: Sheet, warm: bool) -> None:
    grass(s, 455, SAND if warm else "#c6b26a")
    body = smooth((180, 478), (210, 340), (330, 262), (470, 268), (580, 360), (604, 478))
    for n in range(44):
        angle = math.radians(188 + n * 3.9)
        x, y = 392 + 200 * math.cos(angle), 470 + 190 * math.sin(angle)
        s.stroke([(x, y), (x + 52 * math.cos(angle), y + 52 * math.sin(angle))], "#5b3a22" if n % 2 else BROWN, wide=8)
    s.fill([*body, (180, 484)], BROWN, slant=True)
    for _ in range(34):
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
        leaf(s, x, y, turn, 34, colour)


def autumn(s: Sheet, warm: bool) -> None:
    grass(s, 500, "#b7a255")
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
        leaf(s, x, y, turn, size, colour)


def lantern(s: Sheet, warm: bool) -> None:
    s.fill(box(-30, -30, 860, 660), NIGHT if not warm else "#3b2f5e", thick=235)
    for _ in range(26):
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


def garden(s: Sheet, warm: bool) -> None:
    sky(s, warm, 320)
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
