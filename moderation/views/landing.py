"""Where one lands after a form far down a page, which comes back to itself when something is missing."""

from django.http import HttpResponseRedirect
from django.urls import reverse


def to_the_top(name: str, *args: object) -> HttpResponseRedirect:
    """To this page, where it says on top what was done. With no place named, a browser keeps that of the form."""
    return HttpResponseRedirect(f"{reverse(name, args=args)}#inhoud")
