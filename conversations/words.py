"""Sentences that several pages say."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.limits import TooMany
from protocol import clock


def go_on_words(many: TooMany) -> str:
    """To who wrote a lot in a short time: when one can go on."""
    at = clock.at_school(many.until)
    words = {"time": date_format(at, "G.i")}
    if at.date() == clock.today():
        return _("You wrote a lot in a short time. You can go on at %(time)s.") % words
    return _("You wrote a lot today. You can go on tomorrow at %(time)s.") % words


def enough_words(many: TooMany) -> str:
    """The same, where the text that did not go still stands in the form."""
    return f"{go_on_words(many)} {_('Your text is still here.')}"
