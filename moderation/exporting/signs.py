"""Every sign on paper, whatever people typed: what no font has is named by its number."""

from functools import lru_cache
from typing import Any

from groups.letters import can_write


def writable(value: Any) -> Any:
    """The same data with texts that the fonts can write."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return {key: writable(one) for key, one in value.items()}
    return [writable(one) for one in value] if isinstance(value, list) else value


def _text(text: str) -> str:
    return text if text.isascii() or can_write(text) else "".join(map(_sign, text))


@lru_cache(maxsize=4096)
def _sign(sign: str) -> str:
    return sign if sign.isascii() or can_write(sign) else f"[U+{ord(sign):04X}]"
