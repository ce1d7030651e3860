"""The school's own accounts (Microsoft, Google, Entree) from the environment: ``KRING_OIDC``, as JSON."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

WANTED = {"id", "name", "client_id", "secret", "server_url", "domains"}
KNOWN = WANTED | {"tenant"}


def read_providers(text: str, *, is_plain_allowed: bool) -> list[dict[str, Any]]:
    """The providers as django-allauth wants them; none for an empty text.

    ``domains`` are the mail domains that the school owns. ``tenant`` is for a provider that vouches for no address:
    who comes from this very tenant (Microsoft's ``tid``) is believed.

    Raises:
        ImproperlyConfigured: not JSON, a field missing or unknown, or an address without https.
    """
    try:
        providers = json.loads(text or "[]")
        return [_app(dict(provider), is_plain_allowed=is_plain_allowed) for provider in providers]
    except (ValueError, TypeError) as problem:
        raise ImproperlyConfigured(f"KRING_OIDC is no JSON list of objects: {problem}") from problem


def _app(provider: dict[str, Any], *, is_plain_allowed: bool) -> dict[str, Any]:
    named = provider.get("id", "?")
    if wrong := WANTED - provider.keys() or provider.keys() - KNOWN:
        raise ImproperlyConfigured(f"KRING_OIDC, {named}: look at {', '.join(sorted(wrong))}.")
    if not re.fullmatch(r"[a-z0-9-]+", provider["id"]):
        raise ImproperlyConfigured(f"KRING_OIDC, {named}: an id has small letters, digits and hyphens only.")
    if not provider["domains"] or not isinstance(provider["domains"], list):
        raise ImproperlyConfigured(f"KRING_OIDC, {named}: name the mail domains that the school owns, as a list.")
    if urlsplit(provider["server_url"]).scheme != "https" and not is_plain_allowed:
        raise ImproperlyConfigured(f"KRING_OIDC, {named}: server_url begins with https://.")
    return {
        "provider_id": provider["id"],
        "name": provider["name"],
        "client_id": provider["client_id"],
        "secret": provider["secret"],
        "settings": {
            "server_url": provider["server_url"].rstrip("/"),
            "domains": [domain.lower() for domain in provider["domains"]],
            "tenant": provider.get("tenant", ""),
            "oauth_pkce_enabled": True,
        },
    }


def origins_of(apps: list[dict[str, Any]]) -> list[str]:
    """Where the form of the sign-in page leads, for the content security policy."""
    addresses = [urlsplit(app["settings"]["server_url"]) for app in apps]
    return sorted({f"{address.scheme}://{address.netloc}" for address in addresses})
