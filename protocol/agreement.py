"""What a clause is."""

from dataclasses import dataclass
from enum import Enum


class Force(Enum):
    """How the portal keeps a clause."""

    ENFORCED = "enforced"  # the portal makes it impossible, or does it by itself
    GUIDED = "guided"  # the portal helps while writing, a person decides
    INFORMED = "informed"  # the portal shows it to whom it concerns


@dataclass(frozen=True)
class Clause:
    """One agreement between school and parents, in plain Dutch (B1): these words are data, not msgids.

    ``text`` is what was agreed, ``kept`` what the portal does about it today (empty: nothing yet, the school sees
    to it), ``later`` what of it is still to come. Both go together with protocol/open.py.
    """

    id: str
    forces: tuple[Force, ...]
    text: str
    kept: str = ""
    later: str = ""


@dataclass(frozen=True)
class Chapter:
    """Clauses that belong together."""

    letter: str
    title: str
    clauses: tuple[Clause, ...]
