"""The government's file of school holidays as it is, traps and all: newlines, booleans as strings, ends at 21:59Z."""

import json
from typing import Any

EVERYWHERE = "heel Nederland"


def region(name: str, first: str, last: str, *, winter: bool = False) -> dict[str, str]:
    """A holiday of one region; the last minute of the last day at school is 21:59 of Greenwich, in winter 22:59."""
    end = "22:59" if winter else "21:59"
    return {"region": name, "startdate": f"{first}T00:00:00.000Z", "enddate": f"{last}T{end}:00.000Z"}


def vacation(name: str, *regions: dict[str, str]) -> dict[str, Any]:
    return {"type": f"\n      {name}\n    ", "compulsorydates": "false", "regions": list(regions)}


def year(name: str, *vacations: dict[str, Any]) -> dict[str, Any]:
    """The file of one school year: an object."""
    content = {"title": f"\n Schoolvakanties {name}\n", "schoolyear": f"\n {name} \n", "vacations": list(vacations)}
    return {"id": "x", "type": "schoolvakanties", "content": [content], "notice": "Uit de open data"}


AUTUMN = vacation(
    "Herfstvakantie",
    region("noord", "2026-10-10", "2026-10-18"),
    region("midden", "2026-10-17", "2026-10-25", winter=True),
    region("zuid", "2026-10-17", "2026-10-25", winter=True),
)
CHRISTMAS = vacation("Kerstvakantie", region(EVERYWHERE, "2026-12-19", "2027-01-03", winter=True))
MAY = vacation("Meivakantie", region(EVERYWHERE, "2027-04-24", "2027-05-09"))
LATER = vacation("Herfstvakantie", region(EVERYWHERE, "2029-10-13", "2029-10-21"))
OLD = vacation("Zomervakantie", region("noord", "2019-07-13", "2019-08-25"))

ONE_YEAR = year("2026-2027", AUTUMN, CHRISTMAS, MAY)
ALL_YEARS = [year("2018-2019", OLD), ONE_YEAR, year("2029-2030", LATER)]  # an array


def as_file(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()
