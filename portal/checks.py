"""What a school must have set before it is on the air: ``manage.py check --deploy`` says so, in a sentence each."""

import os
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def production_is_set(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The settings that have a default for the demo and need a value of one's own for a school."""
    found: list[CheckMessage] = []
    if settings.DEMO:
        found.append(Error("KRING_DEMO=1: everybody knows the passwords of the demo.", id="kring.E001"))
    if os.environ.get("KRING_CLOCK_OFFSET"):
        found.append(Error("KRING_CLOCK_OFFSET moves the clock; it is for the demo only.", id="kring.E002"))
    if "*" in settings.ALLOWED_HOSTS:
        found.append(Error("ALLOWED_HOSTS=*: name the hosts of the portal.", id="kring.E003"))
    elif urlsplit(settings.SITE_URL).hostname not in settings.ALLOWED_HOSTS:
        found.append(Error("The host of SITE_URL is not in ALLOWED_HOSTS.", id="kring.E004"))
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        found.append(Warning("EMAIL_URL is not set: mail is written to a folder, nobody gets it.", id="kring.W001"))
    if not settings.SECURITY_CONTACT:
        found.append(Warning("SECURITY_CONTACT is not set: nobody can report a leak.", id="kring.W002"))
    return found
