"""Which push services the portal sends to. A visitor says where, so nobody but the known services is asked: an address
in the school's own network would be asked from inside it."""

import re

from django.conf import settings

_ENDPOINT = re.compile(r"(https?)://([a-z0-9.-]+)(?::\d{1,5})?/[\x21-\x7e]*")
LOOPBACK = "127.0.0.1"


def is_known(endpoint: str) -> bool:
    """Whether this address is of a push service that the settings name. Without TLS only on this machine, and only
    where the settings name it: for the tests."""
    found = _ENDPOINT.fullmatch(endpoint)
    if found is None or "\\" in endpoint:
        return False
    scheme, host = found.groups()
    if scheme == "http" and host != LOOPBACK:
        return False
    return any(_fits(host, name) for name in settings.PUSH_SERVICES)


def _fits(host: str, name: str) -> bool:
    return host.endswith(name[1:]) and len(host) >= len(name) if name.startswith("*.") else host == name
