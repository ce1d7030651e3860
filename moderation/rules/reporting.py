"""When a report hides what it is about (F4)."""

from protocol.clauses import clause

AT_ONCE = frozenset({"photo", "portrait"})
TOGETHER = 2


@clause("F4", "D1")
def hides(kind: str, *, reporters: int, was_put_back: bool) -> bool:
    """Whether it is hidden once so many people reported it.

    A photo at once: it can do harm as long as it stands. Words after a second person, so that nobody silences another
    alone. So does a photo that somebody of the school looked at before and put back.
    """
    alone_is_enough = kind in AT_ONCE and not was_put_back
    return reporters >= (1 if alone_is_enough else TOGETHER)
