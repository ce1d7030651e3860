"""What was agreed: every clause with how the portal keeps it, and where in the code it is kept.

``@clause("D10")`` on a rule, a door, an action or a constraint's home registers that place; the page Afspraken,
docs/protocol.md and the meta-test (tests/test_protocol_map.py) are made from the same register.
"""

from collections.abc import Callable
from typing import TypeVar

from protocol.agreement import Chapter, Clause, Force
from protocol.texts import CHAPTERS

__all__ = ["CHAPTERS", "CLAUSES", "PLACES", "Chapter", "Clause", "Force", "clause"]

T = TypeVar("T", bound=Callable[..., object])

CLAUSES: dict[str, Clause] = {entry.id: entry for chapter in CHAPTERS for entry in chapter.clauses}
# Where each clause is kept: "module.qualname", filled by @clause as modules load.
PLACES: dict[str, list[str]] = {}


def clause(*ids: str) -> Callable[[T], T]:
    """Mark a function or class as a place where these clauses are kept.

    Raises:
        KeyError: there is no such clause.
    """

    def mark(place: T) -> T:
        for clause_id in ids:
            PLACES.setdefault(CLAUSES[clause_id].id, []).append(f"{place.__module__}.{place.__qualname__}")
        return place

    return mark
