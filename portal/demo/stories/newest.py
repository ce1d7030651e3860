"""The newest posts: those of the design's screens, each with who wrote it, its pictures and its reactions."""

from dataclasses import dataclass

from portal.demo.stories.story import Story


@dataclass(frozen=True)
class Newest:
    """A post by this person in this group, so many school days back (on a working day), at this time.

    Reactions are (who, text); who has a name in people.py or crowd.py.
    """

    group: str
    author: str
    days_back: int
    time: tuple[int, int]
    story: Story
    reactions: tuple[tuple[str, str], ...] = ()
    pdf: str = ""


NEWEST = [
    Newest(
        "groep5",
        "naima",
        0,
        (15, 10),
        Story(
            "day",
            "Onze bruggen houden een emmer zand",
            "Een brug van satéprikkers, en dan een emmer eraan: wie durft? De groep bouwde vandaag in viertallen. "
            "De sterkste brug hield 3,2 kilo. We leerden dat driehoeken sterker zijn dan vierkanten.\n\n"
            "Morgen tekenen we de bruggen na en rekenen we uit hoeveel prikkers er nodig waren. "
            "Vrijdag staan ze in de hal. Kom je kijken als je je kind ophaalt?",
            photos=("bridge", "river", "children", "sums", "circle", "paint", "book"),
        ),
        (
            ("mehmet.yildiz", "Wat knap, 3,2 kilo. Wij gaan het thuis ook proberen."),
            ("agnieszka.kowalczyk", "Bedankt voor de foto’s. Vrijdag kom ik kijken in de hal."),
            ("chantal", "Leuk om te zien hoe ze samenwerken. Die tweede brug vind ik de mooiste."),
        ),
    ),
    Newest(
        "egels",
        "thijs",
        1,
        (12, 5),
        Story(
            "activity",
            "Pepernoten bakken in de kleuterhal",
            "De Egels bakken zelf pepernoten. Dat doen we volgende week donderdag, van 8.45 tot 10.30 uur in de kleuterhal. "
            "Geef je kind een schort mee.\n\n"
            "We zoeken zes ouders die helpen bij de tafels. Er zijn nog twee plekken vrij. "
            "Ervaring is niet nodig, schone handen wel.",
            photos=("cookies",),
        ),
        (("kwame", "Ik help graag mee. Ik neem extra bakpapier mee."),),
    ),
    Newest(
        "whole_school",
        "marleen",
        2,
        (9, 0),
        Story(
            "news",
            "De nieuwe fietsenstalling is klaar",
            "Vanaf maandag kunnen de fietsen van groep 5 tot en met 8 naar de stalling aan de Beukenlaan. "
            "Het hek gaat om 8.15 uur open.\n\n"
            "De jongere kinderen zetten hun fiets op de oude plek. In de tekening zie je waar elke groep staat.",
            photos=("bicycle",),
            reactions_open=False,
        ),
        pdf="Plattegrond fietsenstalling.pdf",
    ),
    Newest(
        "council_or",
        "chantal",
        3,
        (10, 30),
        Story(
            "help",
            "Wie helpt bij het versieren van de hal?",
            "Volgende week woensdag om 19.00 uur maken we de hal klaar voor de winter. "
            "Er zijn ladders, lampjes en veel papier. Koffie staat klaar.",
            photos=("lantern",),
        ),
        (
            ("inge", "Ik kom. Ik neem een nietmachine mee."),
            ("mehmet.yildiz", "Ik kan vanaf 19.30 uur."),
            ("samira", "Ik ben er ook, met een doos lampjes."),
            ("kwame", "Ladders vasthouden kan ik goed."),
            ("pieterjan", "Tot woensdag."),
            ("agnieszka.kowalczyk", "Dit keer lukt het niet. Volgende keer graag."),
        ),
    ),
    Newest(
        "mr",
        "pieterjan",
        5,
        (12, 30),
        Story(
            "talks",
            "Wat vind jij van vijf gelijke dagen?",
            "De MR bespreekt op 10 december het rooster. We horen graag wat jij ervan vindt. "
            "De vragenlijst zit bij dit bericht. Op papier ligt hij bij Henk.",
        ),
        (
            ("samira", "Voor ons werk is het handig, dank voor het vragen."),
            ("tom", "De woensdagmiddag vrij vind ik juist fijn. Ik vul de lijst in."),
        ),
        pdf="Vragenlijst rooster.pdf",
    ),
    Newest(
        "groep8",
        "karim",
        0,
        (15, 25),
        Story(
            "learning",
            "Debatteren over een telefoonvrij plein",
            "Moet het plein telefoonvrij zijn? De groep was voor, tegen en daarna weer voor. "
            "Je moest eerst herhalen wat de ander zei, pas dan mocht je antwoorden.\n\n"
            "Volgende week schrijven we een brief aan de directie met drie argumenten.",
            photos=("circle",),
        ),
        (("pieterjan", "Aan tafel ging het debat verder. Wij verloren."),),
    ),
    Newest(
        "team",
        "marleen",
        1,
        (16, 5),
        Story(
            "activity",
            "Studiedag: dit nemen we mee",
            "Neem een leesboek uit je groep mee en twee teksten van kinderen. "
            "We beginnen om 8.45 uur in de hal. Voor de lunch wordt gezorgd.",
        ),
        (("joris", "Ik neem de teksten van de bruggen mee."), ("wilma", "Ik zet de koffie klaar.")),
    ),
]

# What Naima has begun and not yet sent.
DRAFTS = [
    ("learning", "Boekenkring", "Elke week vertelt een groepje over een boek. Deze week gaat het over "),
    ("help", "Wie fietst mee met de verkeersles?", ""),
]
