"""What programs read without signing in: robots.txt and security.txt (RFC 9116)."""

from datetime import UTC, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groups.models import School
from protocol import clock
from protocol.clauses import clause

# Less than a year, as the RFC asks; computed, so it never runs out while the portal is on the air.
HOLDS_FOR = timedelta(days=180)


@clause("B8")
@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """No search engine has anything to look for in a closed portal."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness: the address in the settings, else the school's own, else the sender of our mail."""
    expires = (clock.now().astimezone(UTC) + HOLDS_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {_contact()}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _contact() -> str:
    if settings.SECURITY_CONTACT:
        return str(settings.SECURITY_CONTACT)
    email = School.objects.exclude(email="").values_list("email", flat=True).first()
    return f"mailto:{email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
