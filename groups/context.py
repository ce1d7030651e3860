"""What every page may know about who is looking."""

from django.http import HttpRequest

from groups.standing import Standing, standing_of


def standing(request: HttpRequest) -> dict[str, Standing]:
    """``standing`` in every template; it asks the database only when used."""
    return {"standing": standing_of(request)} if hasattr(request, "user") else {}
