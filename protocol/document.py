"""docs/protocol.md, made from the register."""

from protocol.clauses import CHAPTERS, Clause
from protocol.open import OPEN
from protocol.survey import Survey

_HEAD = """# The agreements, and where they are kept

Made by `manage.py protocol --write` from the register in `protocol/`; a test holds it fresh. The words of the clauses
are Dutch: they are the words of the page Afspraken.

- **enforced**: the portal makes it impossible, or does it by itself.
- **guided**: the portal helps while writing, and a person decides.
- **informed**: the portal shows it, to whom it concerns.

{counts}
"""


def write_document(found: Survey) -> str:
    """The whole document as Markdown."""
    wholly = sum(entry.wholly for entry in OPEN.values())
    total = sum(len(chapter.clauses) for chapter in CHAPTERS)
    counts = (
        f"Of {total} clauses {total - len(OPEN)} are kept in full, {len(OPEN) - wholly} in part, "
        f"{wholly} are still open (`protocol/open.py`)."
    )
    parts = [_HEAD.format(counts=counts)]
    for chapter in CHAPTERS:
        parts.append(f"## {chapter.letter}. {chapter.title}\n")
        parts += [_entry(entry, found) for entry in chapter.clauses]
    return "\n".join(parts)


def _entry(entry: Clause, found: Survey) -> str:
    lines = [f"### {entry.id} ({' + '.join(force.value for force in entry.forces)})\n", f"{entry.text}\n"]
    if entry.kept:
        lines.append(f"- Today: {entry.kept}")
    if entry.id in OPEN:
        open_entry = OPEN[entry.id]
        lines.append(f"- Still open{'' if open_entry.wholly else ', in part'}: {open_entry.what}")
    for label, names in (
        ("Code", found.places.get(entry.id, [])),
        ("Tests", _files(found.tests.get(entry.id, []))),
        ("Shown by", found.templates.get(entry.id, [])),
    ):
        if names:
            lines.append(f"- {label}: " + ", ".join(f"`{name}`" for name in names))
    return "\n".join(lines) + "\n"


def _files(tests: list[str]) -> list[str]:
    """The files of these tests: a page that named each one would change with every test."""
    return sorted({"/".join(name.split(".")[:2]) + ".py" for name in tests})
