"""The report as a person reads it: counts first, then the lines by section, on the page and in the terminal alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from groups.imports import words
from groups.imports.difference import Difference
from groups.imports.groups import Beside
from groups.imports.plan import SECTIONS
from groups.imports.records import ImportRefused, Line, Problem, Records


@dataclass(frozen=True)
class Part:
    """The lines of one section and kind, under one head."""

    section: str
    kind: str
    title: str
    lines: list[tuple[str, str]]  # name, sentence


@dataclass(frozen=True)
class Report:
    counts: list[tuple[str, list[int]]]  # section, then new, changed, ended, the same
    parts: list[Part]
    problems: list[tuple[str, int, str, str]]  # file, line (0: none), field, sentence
    dropped: list[tuple[str, int]]
    helpers: int
    beside: list[Beside]
    ends_many: bool
    changes_nothing: bool
    school_year: str
    version: str
    digest: str


def _filled(text: Any, about: str) -> str:
    return str(text) % {"about": about}


def sentence_of(refused: ImportRefused) -> str:
    """Why a file was refused, with the line where it is known."""
    sentence = _filled(words.REFUSED[refused.code], refused.about)
    return _("Line %(line)d: %(sentence)s") % {"line": refused.line, "sentence": sentence} if refused.line else sentence


def _problem(problem: Problem) -> tuple[str, int, str, str]:
    sentence = _filled(words.PROBLEMS[problem.code], problem.about)
    return str(words.FILES[problem.file]), problem.line, problem.field, sentence


def _parts(lines: list[Line]) -> Iterator[Part]:
    for section in SECTIONS:
        for kind in ("new", "changed", "ended", "note"):
            rows = [line for line in lines if (line.section, line.kind) == (section, kind)]
            if rows:
                title = f"{words.SECTIONS[section]}: {str(words.KINDS[kind]).lower()}"
                yield Part(
                    section, kind, title, [(row.name, _filled(words.LINES[row.code], row.about)) for row in rows]
                )


def report_of(difference: Difference, records: Records) -> Report:
    """The report of a difference, in the words of the screen."""
    return Report(
        counts=[(str(words.SECTIONS[name]), list(kinds.values())) for name, kinds in difference.counts.items()],
        parts=list(_parts(difference.lines)),
        problems=[_problem(problem) for problem in difference.problems],
        dropped=[(name, number) for name, number in records.dropped.items()],
        helpers=records.helpers,
        beside=difference.beside,
        ends_many=difference.plan.ends_many,
        changes_nothing=difference.changes_nothing,
        school_year=f"{difference.first_year}-{difference.first_year + 1}",
        version=records.version,
        digest=difference.digest,
    )
