"""What a rule answers: the clause, how strongly, and the words for a person."""

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """How strongly a finding speaks: the three tones of the component ``deal``."""

    DONE = "done"  # geregeld: the portal did it
    ASK = "ask"  # vraag: a person decides
    STOP = "stop"  # kan niet mee: something must change first


@dataclass(frozen=True)
class Finding:
    """One thing a rule has to say. ``message`` is what the user reads; ``field`` names the form field it is about."""

    clause: str
    level: Level
    message: str
    field: str = ""
    offer: str = ""
    quotes: tuple[str, ...] = ()  # the writer's own words that it is about
