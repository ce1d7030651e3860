"""What the head calls important goes to everybody at once: rare, and counted (E8)."""

from dataclasses import dataclass

from protocol.clauses import clause


@clause("E8")
@dataclass(frozen=True)
class Importance:
    """Which time of the school year it would be, and how many go without saying why."""

    number: int
    free: int

    @property
    def needs_why(self) -> bool:
        return self.number > self.free
