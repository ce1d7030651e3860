"""Before a change that takes photos away: it says how many, and goes on once somebody has seen that number."""

from django.http import HttpRequest


def has_seen(request: HttpRequest, gone: int) -> bool:
    """Whether the form that came was sent by somebody who knew that so many photos go."""
    seen = request.POST.get("sure", "")
    return gone <= 0 or (seen.isascii() and seen.isdigit() and int(seen[:9]) >= gone)
