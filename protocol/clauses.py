"""What was agreed: every clause with how the portal keeps it, and where in the code it is kept.

``@clause("D10")`` on a rule, a door, an action or a constraint's home registers that place; the page Afspraken,
docs/protocol.md and the meta-test (tests/test_protocol_map.py) are made from the same register.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

T = TypeVar("T", bound=Callable[..., object])


class Force(Enum):
    """How the portal keeps a clause."""

    ENFORCED = "enforced"
    GUIDED = "guided"
    INFORMED = "informed"


@dataclass(frozen=True)
class Clause:
    """One agreement between school and parents."""

    id: str
    forces: tuple[Force, ...]
    text: str = ""
    kept_by: str = ""


CLAUSES: dict[str, Clause] = {}
# Where each clause is kept: "module.qualname", filled by @clause as modules load.
PLACES: dict[str, list[str]] = {}


def clause(*ids: str) -> Callable[[T], T]:
    """Mark a function or class as a place where these clauses are kept."""

    def mark(place: T) -> T:
        for clause_id in ids:
            PLACES.setdefault(clause_id, []).append(f"{place.__module__}.{place.__qualname__}")
        return place

    return mark
