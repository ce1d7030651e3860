"""Whom an account of the school's means here: pure, on what the provider says."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Said:
    """What the provider said of who signed in there."""

    address: str
    is_vouched_for: bool


def said_by(claims: dict[str, Any], *, tenant: str) -> Said | None:
    """The address, and whether the provider vouches for it; None when it contradicts itself or names none.

    It vouches by ``email_verified``, or by ``tid``: the school's own tenant, in the signed token.
    """
    userinfo, token = claims.get("userinfo") or {}, claims.get("id_token") or {}
    if userinfo and token and userinfo.get("sub") != token.get("sub"):
        return None
    address = userinfo.get("email") or token.get("email")
    if not isinstance(address, str) or address.count("@") != 1:
        return None
    source = userinfo if userinfo.get("email") else token
    is_own_tenant = bool(tenant) and token.get("tid") == tenant
    return Said(address.strip().lower(), source.get("email_verified") is True or is_own_tenant)


def is_owned(address: str, domains: list[str]) -> bool:
    """The address is in a domain that the school owns; a domain beneath it is another one."""
    return address.rpartition("@")[2] in domains
