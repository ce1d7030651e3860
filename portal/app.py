"""The portal as an app on a phone: the manifest, the service worker, and the page for who has no internet.

The worker keeps the shell and that page, never a message or a photo: those are asked for anew each time, or not shown.
"""

import hashlib
import json
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from groups.models import School
from protocol.clauses import clause

SHELL = (
    "css/kring.css",
    "css/kring-dark.css",
    "js/kring.js",
    "fonts/ahn-latin.woff2",
    "icons/kring.svg",
    "icons/sprite.svg",
)
ICONS = (
    ("icons/app-192.png", 192, "any"),
    ("icons/app-512.png", 512, "any"),
    ("icons/app-maskable-512.png", 512, "maskable"),
)


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone asks before it puts the portal among its apps; photos can be shared to the composer."""
    school = School.objects.first()
    name = school.name if school is not None else "Kring"
    told = {
        "id": "/",
        "name": name,
        "short_name": name if len(name) <= 12 else "Kring",
        "lang": "nl",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f3f3ec",
        "theme_color": "#16463d",
        "icons": [
            {"src": static(path), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for path, size, purpose in ICONS
        ],
        "share_target": {
            "action": reverse("messaging:photo-share"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"files": [{"name": "photos", "accept": ["image/*", ".heic", ".heif"]}]},
        },
        "shortcuts": [
            {"name": _("News"), "url": reverse("home")},
            {"name": _("Messages"), "url": reverse("conversations:conversation-list")},
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@clause("B8")
@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script itself, at the root so that it answers for every page without a header that widens it; a browser asks
    for it anew each time."""
    response = HttpResponse(_script(SHELL), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _script(shell: tuple[str, ...]) -> str:
    """Each change of the shell, or of the page for who has no internet, is another version."""
    files = [static(path) for path in shell]
    whole = "".join([*files, render_to_string("app/offline.html")])
    words = {
        "files": json.dumps(files),
        "offline": reverse("offline"),
        "badge": static("icons/badge-96.png"),
        "version": hashlib.sha256(whole.encode()).hexdigest()[:12],
        "wake": reverse("notifications:device-wake"),
    }
    return render_to_string("app/sw.js", words)


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What stands there without internet; it says nothing of anybody, so the worker may keep it."""
    return render(request, "app/offline.html")
