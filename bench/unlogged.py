"""The portal as it would be without the log of who saw what: nothing is noted, nothing is written."""

from importlib import import_module

from portal import settings

settings.MIDDLEWARE.remove("accounts.middleware.ReadMiddleware")
application = import_module("portal.wsgi").application  # with the settings as they are now
import_module("accounts.reading").note = lambda *of, **more: None  # type: ignore[attr-defined]
