"""What parents and teachers of groep 5 write to each other about one child: conversations of the demo school."""

from dataclasses import dataclass, field
from datetime import time

TEACHER, PARENT = "teacher", "parent"


@dataclass(frozen=True)
class Line:
    """Who says what, and when: so many school days ago. The teacher is who works that day."""

    days: int
    at: time
    who: str
    text: str
    kind: str = "words"
    pdf: str = ""
    file: tuple[str, ...] = ()


@dataclass(frozen=True)
class Talk:
    """One conversation: of whom, about which child (names in the cast); with the care coordinator when ``care``. Who
    ``joins`` reads along by choice of both; ``asked`` has not answered yet."""

    parent: str
    child: str
    subject: str
    lines: tuple[Line, ...]
    care: bool = False
    closed: bool = False
    joins: str = ""
    asked: str = ""
    read: bool = True
    waiting: str = field(default="")


TALKS = (
    Talk(
        "samira",
        "yara",
        "Staartdelingen",
        (
            Line(
                3,
                time(20, 48),
                PARENT,
                "Yara vertelde dat ze de staartdelingen lastig vindt. Kunnen we thuis iets doen?",
            ),
            Line(3, time(20, 48), "", "", kind="answer"),
            Line(
                1,
                time(8, 14),
                TEACHER,
                "Goed dat je het vraagt. Yara kent de stappen, maar gaat soms te snel. Laat haar hardop vertellen wat ze "
                "doet. Dat helpt meestal al.",
            ),
            Line(1, time(8, 20), TEACHER, "Kijk jij donderdag even mee bij rekenen?", kind="note"),
            Line(1, time(12, 31), PARENT, "Dank je, dat gaan we doen. Mag ze morgen haar rekenschrift mee naar huis?"),
        ),
        joins="tom",
        read=False,
    ),
    Talk(
        "tom",
        "yara",
        "Vrijdag ophalen",
        (Line(2, time(9, 5), PARENT, "Vrijdag haalt oma Yara op. Ze heeft een rode fiets. Is dat goed zo?"),),
        asked="samira",
        waiting="Prima, dan weten we ervan. Laat oma even bij het hek wachten.",
    ),
    Talk(
        "inge",
        "bram",
        "Gymschoenen kwijt",
        (
            Line(6, time(16, 40), PARENT, "Bram kan zijn gymschoenen niet vinden. Liggen ze nog op school?"),
            Line(5, time(8, 5), TEACHER, "Ja, in de mand bij de gymzaal. Ik heb ze in zijn luizenzak gedaan."),
            Line(5, time(17, 12), PARENT, "Fijn, bedankt!"),
        ),
        closed=True,
    ),
    Talk(
        "chantal",
        "aaliyah",
        "Spreekbeurt over bijen",
        (
            Line(
                2,
                time(15, 35),
                TEACHER,
                "Aaliyah houdt volgende week haar spreekbeurt. In de bijlage staat hoe ze die kan voorbereiden.",
                pdf="Zo maak je een spreekbeurt.pdf",
                file=("Kies een onderwerp waar je veel over weet.", "Vertel in vijf minuten.", "Neem iets mee."),
            ),
        ),
        read=False,
    ),
    Talk(
        "samira",
        "yara",
        "Lezen",
        (
            Line(
                9, time(10, 15), PARENT, "Yara leest thuis graag voor aan haar broertje. Welk niveau past nu bij haar?"
            ),
            Line(8, time(9, 30), TEACHER, "Wat leuk! Ik kijk het na en bel je deze week even."),
        ),
        care=True,
    ),
)
