"""What the web server calls."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
_django = get_wsgi_application()

from notifications import bell  # noqa: E402 - the apps must be loaded first

bell.load()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Kring, without the headers on which Django would fail.

    A parameter of the kind ``name*=`` names its own encoding, and one nobody knows is an error before any page of ours
    is reached. No browser sends them in these two, so a header with one is passed over.
    """
    for header in ("CONTENT_TYPE", "HTTP_ACCEPT"):
        if "*=" in environ.get(header, ""):
            del environ[header]
    return _django(environ, start_response)
