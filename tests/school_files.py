"""Files of a school's administration, made for tests: EDEXML and our list of parents. All people are invented."""

from datetime import date
from xml.sax.saxutils import escape, quoteattr

from groups.school_year import year_of
from protocol import clock


def this_year() -> int:
    return year_of(clock.today())


def group(key: str, name: str, year: str = "", tag: str = "groep") -> str:
    years = f"<jaargroep>{year}</jaargroep>" if year else ""
    return f"<{tag} key={quoteattr(key)}><naam>{escape(name)}</naam>{years}</{tag}>"


def composite(key: str, name: str) -> str:
    return group(key, name, tag="samengestelde_groep")


def pupil(
    key: str,
    first: str = "Saar",
    last: str = "Vos",
    born: str = "2018-05-31",
    *,
    group: str = "g5",
    eckid: str = "",
    composites: tuple[str, ...] = (),
    more: str = "",
) -> str:
    """``more`` is put before the end, as it stands: fields that Kring drops, for instance."""
    names = f"<achternaam>{escape(last)}</achternaam>" if last else ""
    names += f"<roepnaam>{escape(first)}</roepnaam>" if first else ""
    place = f"<groep key={quoteattr(group)}/>" if group else ""
    inner = "".join(f"<samengestelde_groep key={quoteattr(key)}/>" for key in composites)
    places = f"<samengestelde_groepen>{inner}</samengestelde_groepen>" if inner else ""
    day = f"<geboortedatum>{born}</geboortedatum>" if born else ""
    mark = f" eckid={quoteattr(eckid)}" if eckid else ""
    return f"<leerling key={quoteattr(key)}{mark}>{names}{day}{place}{places}{more}</leerling>"


def staff(
    key: str,
    first: str = "Julia",
    last: str = "Smit",
    *,
    email: str = "",
    roles: str = "",
    groups: str = "",
    eckid: str = "",
) -> str:
    """``roles`` and ``groups`` as they stand in the file: "<rol>LRK</rol>", '<groep key="g5"/>'."""
    mark = f" eckid={quoteattr(eckid)}" if eckid else ""
    mail = f"<emailadres>{escape(email)}</emailadres>" if email else ""
    places = f"<groepen>{groups}</groepen>" if groups else ""
    return (
        f"<leerkracht key={quoteattr(key)}{mark}><achternaam>{escape(last)}</achternaam>"
        f"<roepnaam>{escape(first)}</roepnaam>{mail}{roles}{places}</leerkracht>"
    )


def edexml(
    pupils: list[str],
    groups: list[str] | None = None,
    staff: list[str] | None = None,
    *,
    year: int | None = None,
    version: str = "2.1",
    encoding: str = "UTF-8",
) -> bytes:
    """A file with one group (key g5, "5") unless others are given."""
    first = this_year() if year is None else year
    said = f"<xsdversie>{version}</xsdversie>" if version else ""
    rows = groups if groups is not None else [group("g5", "5", "5")]
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<EDEX>\n<school><schooljaar>{first}-{first + 1}</schooljaar>'
        f"<brincode>99XX</brincode>{said}</school>\n<groepen>\n" + "\n".join(rows) + "\n</groepen>\n<leerlingen>\n"
    )
    text += "\n".join(pupils) + "\n</leerlingen>\n"
    if staff:
        text += "<leerkrachten>\n" + "\n".join(staff) + "\n</leerkrachten>\n"
    return (text + "</EDEX>\n").encode(encoding)


HEADS = "leerling_key;voornaam;achternaam;email;telefoon;relatie;gezag;taal"


def guardians(*rows: str, heads: str = HEADS, encoding: str = "utf-8") -> bytes:
    """A list of parents: ``guardians("p1;Anna;Vos;anna@kiezelpad.example;;moeder;ja;nl")``."""
    return "\r\n".join([heads, *rows, ""]).encode(encoding)


def parent(key: str, first: str = "Anna", last: str = "Vos", **other: str) -> str:
    """One row of the list: a mother with authority, unless told otherwise."""
    cells = {"email": "", "telefoon": "", "relatie": "moeder", "gezag": "ja", "taal": ""} | other
    return ";".join([key, first, last, *cells.values()])


def birthday(number: int) -> str:
    return date(2014 + number % 8, 1 + number % 12, 1 + number % 28).isoformat()


def large_school(pupils: int, per_group: int = 25) -> tuple[bytes, bytes, int]:
    """Both files of a large school, and the number of parents: nearly two for each pupil, some for two children."""
    count = -(-pupils // per_group)
    rows = [
        pupil(f"p{n}", f"Kind{n}", f"Achternaam{n}", birthday(n), group=f"g{n // per_group}") for n in range(pupils)
    ]
    links = []
    parents = set()
    for n in range(pupils):
        family = n - n % 20 if n % 20 < 2 else n  # every twentieth family has two children
        for relation in ("moeder", "vader"):
            email = f"{relation}{family}@kiezelpad.example"
            parents.add(email)
            links.append(parent(f"p{n}", relation.title(), f"Achternaam{family}", email=email, relatie=relation))
    groups = [group(f"g{n}", f"Klas {n}", str(1 + n % 8)) for n in range(count)]
    teachers = [staff(f"s{n}", f"Juf{n}", f"Les{n}", groups=f'<groep key="g{n}"/>') for n in range(count)]
    return edexml(rows, groups, teachers), guardians(*links), len(parents)
