"""Our own list of parents: no exchange format of schools carries them, let alone their authority (docs/import.md)."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from groups.imports.records import (
    FILE_MAX,
    FIRST_MAX,
    KEY_MAX,
    LAST_MAX,
    MAIL_MAX,
    GuardianRecord,
    ImportRefused,
    PersonRecord,
    Problem,
    clean,
    token_of,
)
from protocol.clauses import clause

COLUMNS = ("leerling_key", "voornaam", "achternaam", "email", "telefoon", "relatie", "gezag", "taal")
NEEDED = ("leerling_key", "voornaam", "achternaam", "relatie", "gezag")
DROPPED = "telefoon"  # nobody is shown a number yet, so none is kept
RELATIONS = {"moeder": "mother", "vader": "father", "voogd": "guardian", "verzorger": "carer"}
ANSWERS = {"ja": True, "nee": False}
LANGUAGES = {
    "nederlands": "nl",
    "engels": "en",
    "turks": "tr",
    "arabisch": "ar",
    "pools": "pl",
    "oekraïens": "uk",
    "tigrinya": "ti",
    "chinees": "zh",
    "duits": "de",
    "frans": "fr",
    "spaans": "es",
    "somalisch": "so",
    "perzisch": "fa",
    "dari": "prs",
    "bulgaars": "bg",
    "roemeens": "ro",
    "portugees": "pt",
    "papiaments": "pap",
    "fries": "fy",
    "berbers": "ber",
    "koerdisch": "ku",
    "russisch": "ru",
}
ROWS_MAX, CELLS_MAX = 50_000, 200  # a spreadsheet may add empty columns; it does not add thousands


def template() -> str:
    """The empty list, with its heads, as a spreadsheet of a Dutch computer opens it."""
    return "\ufeff" + ";".join(COLUMNS) + "\r\n"


@clause("A2", "B2")
def read_guardians(data: bytes) -> tuple[tuple[GuardianRecord, ...], dict[str, int], tuple[Problem, ...]]:
    """The links in the list, how many cells were dropped by column, and what must be put right.

    Raises:
        ImportRefused: too large, not text, or without the columns it needs.
    """
    rows = list(_rows(_text_of(data)))
    if not rows:
        raise ImportRefused("empty")
    heads = _heads(rows[0][1])
    reader = _Reader(heads)
    for line, cells in rows[1:]:
        reader.take(line, cells)
    return tuple(reader.found.values()), dict(sorted(reader.dropped.items())), tuple(reader.problems)


def _text_of(data: bytes) -> str:
    if len(data) > FILE_MAX:
        raise ImportRefused("too_large")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4000]:
        raise ImportRefused("not_csv")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise ImportRefused("cut_short") from error
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ImportRefused("encoding") from error


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line it begins on."""
    head = text.lstrip().split("\n", 1)[0]
    delimiter = ";" if head.count(";") >= head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line, number = 1, 0
    try:
        for cells in reader:
            if len(cells) > CELLS_MAX:
                raise ImportRefused("not_csv", line=line)
            if any(cell.strip() for cell in cells):
                number += 1
                if number > ROWS_MAX:
                    raise ImportRefused("too_many", line=line)
                yield line, [clean(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise ImportRefused("not_csv", line=line) from error


def _heads(cells: list[str]) -> list[str]:
    heads = [cell.casefold().replace(" ", "_").replace("-", "_") for cell in cells]
    for head in NEEDED:
        if head not in heads:
            raise ImportRefused("no_column", line=1, about=head)
    for head, number in Counter(heads).items():
        if number > 1 and head in COLUMNS:
            raise ImportRefused("column_twice", line=1, about=head)
    return heads


class _Reader:
    def __init__(self, heads: list[str]) -> None:
        self.heads = heads
        self.found: dict[tuple[str, str], GuardianRecord] = {}
        self.people: dict[str, PersonRecord] = {}
        self.dropped: Counter[str] = Counter()
        self.problems: list[Problem] = []

    def take(self, line: int, cells: list[str]) -> None:
        if len(cells) > len(self.heads) and any(cells[len(self.heads) :]):
            self._problem(line, "", "too_many_cells")
            return
        row = dict(zip(self.heads, cells, strict=False))
        for head, cell in row.items():
            if cell and (head == DROPPED or head not in COLUMNS):
                self.dropped[head if head in COLUMNS else "?"] += 1
        before = len(self.problems)
        record = self._record(line, row)
        if len(self.problems) == before:
            self._keep(record)

    def _problem(self, line: int, field: str, code: str, about: str = "") -> None:
        self.problems.append(Problem("guardians", line, field, code, about[:80]))

    def _cell(self, line: int, row: dict[str, str], head: str, limit: int) -> str:
        cell = row.get(head, "")
        if head in NEEDED and not cell:
            self._problem(line, head, "missing")
        if len(cell) > limit:
            self._problem(line, head, "too_long", str(limit))
        return cell[:limit]

    def _choice(self, line: int, row: dict[str, str], head: str, code: str) -> str:
        cell = self._cell(line, row, head, 40).casefold()
        choices: dict[str, object] = RELATIONS if head == "relatie" else ANSWERS  # type: ignore[assignment]
        if cell and cell not in choices:
            self._problem(line, head, code)
        return cell

    def _record(self, line: int, row: dict[str, str]) -> GuardianRecord:
        key = self._cell(line, row, "leerling_key", KEY_MAX)
        first, last = self._cell(line, row, "voornaam", FIRST_MAX), self._cell(line, row, "achternaam", LAST_MAX)
        email = self._address(line, row)
        relation = RELATIONS.get(self._choice(line, row, "relatie", "no_such_relation"), "")
        has_authority = ANSWERS.get(self._choice(line, row, "gezag", "not_yes_or_no"), False)
        if relation == "carer" and has_authority:
            self._problem(line, "gezag", "carer_has_no_authority")
        person = PersonRecord(token_of(first, last, email, key), first, last, email, self._language(line, row))
        return GuardianRecord(key, self.people.setdefault(person.token, person), relation, has_authority, line)

    def _address(self, line: int, row: dict[str, str]) -> str:
        email = self._cell(line, row, "email", MAIL_MAX)
        try:
            if email:
                validate_email(email)
        except ValidationError:
            self._problem(line, "email", "not_an_address")
        return email

    def _language(self, line: int, row: dict[str, str]) -> str:
        said = self._cell(line, row, "taal", 40).casefold()
        code = LANGUAGES.get(said, said) or "nl"
        if code not in LANGUAGES.values():
            self._problem(line, "taal", "no_such_language")
            return "nl"
        return code

    def _keep(self, record: GuardianRecord) -> None:
        """The same row twice is once; two rows that say otherwise of the same two people cannot both be true."""
        place = (record.pupil_key, record.person.token)
        known = self.found.setdefault(place, record)
        if (known.relation, known.has_authority) != (record.relation, record.has_authority):
            self._problem(record.line, "gezag", "says_otherwise", str(known.line))
