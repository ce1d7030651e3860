"""Where private files lie: random names, one file one owner, nothing shared by hash."""

import secrets
import unicodedata

NAME_MAX = 80


def random_name(folder: str, suffix: str) -> str:
    """A path for a new file that nobody can guess and that says nothing: ``folder/ab/ab12….webp``."""
    name = secrets.token_hex(16)
    return f"{folder}/{name[:2]}/{name}{suffix}"


def shown_name(given: str | None, instead: str) -> str:
    """What a device called a file, fit to be shown: printable, on one line, at most 80 characters, its ending kept.

    Controls and characters that turn the direction of text are left out; ``instead`` is used when nothing is left.
    """
    last = (given or "").replace("\\", "/").rsplit("/", 1)[-1]
    name = " ".join("".join(c for c in last if c.isspace() or unicodedata.category(c)[0] != "C").split())
    if len(name) <= NAME_MAX:
        return name or instead
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 8:
        return name[: NAME_MAX - 1] + "…"
    return f"{stem[: NAME_MAX - len(ending) - 2]}….{ending}"
