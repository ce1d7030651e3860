"""The chain of evidence: each decision leans on the one before it, so none can be changed, taken out or put between.

A link holds the hash of a *commitment*: a salted hash of what was decided. When retention destroys a decision its salt
goes with it, so nobody can guess what it said, and the chain stays whole. Pure; nothing but hashes.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from typing import NamedTuple

GENESIS = "0" * 64


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def new_salt() -> str:
    """256 bits of chance."""
    return secrets.token_hex(32)


def commit(salt: str, fields: Mapping[str, object]) -> str:
    """The commitment to these fields, in whatever order they came."""
    return digest(salt + json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def link(number: int, previous: str, commitment: str) -> str:
    """The hash of link ``number`` after the link with hash ``previous``."""
    return digest(f"{number}:{previous}:{commitment}")


class Link(NamedTuple):
    """One link as it is kept; ``recommitted`` is made anew from what the decision says now, None when it was destroyed
    and ``was_destroyed`` says whether there is a record of that."""

    number: int
    previous: str
    commitment: str
    hash: str
    recommitted: str | None
    was_destroyed: bool


def faults(links: Iterable[Link]) -> list[tuple[int, str]]:
    """What is wrong with a chain, by the number of the link: an empty list for a whole one."""
    found, previous, number = [], GENESIS, 0
    for one in links:
        number += 1
        if one.number != number:
            found.append((one.number, f"follows link {number - 1}"))
            number = one.number
        if one.previous != previous:
            found.append((number, "does not lean on the link before it"))
        if one.hash != link(one.number, one.previous, one.commitment):
            found.append((number, "has another hash than its content"))
        if one.recommitted is None and not one.was_destroyed:
            found.append((number, "has lost its decision without a record of destruction"))
        if one.recommitted not in (None, one.commitment):
            found.append((number, "has a decision that was changed"))
        previous = one.hash
    return found
