"""Template tags of the look: icons, faces, signs, moments. Builtins in every template."""

import re
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import User
from groups.models import Role, SchoolGroup
from protocol import clock

register = template.Library()


@cache
def _sprite(name: str) -> str:
    return f"{static('icons/sprite.svg')}#i-{name}"


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite; always beside a word, so hidden from screen readers."""
    return format_html('<svg class="i" aria-hidden="true"><use href="{}"/></svg>', _sprite(name))


@register.simple_tag
def face(user: User, size: str = "m") -> SafeString:
    """Somebody's portrait, or the initials (D13). Sizes s, m, l. The name stands beside it, so no alt text."""
    if user.portrait:
        url = reverse("groups:portrait", args=[user.portrait_key])
        return format_html(
            '<img class="face face-{}" src="{}" alt="" width="80" height="80" loading="lazy">', size, url
        )
    return format_html('<span class="face face-{}" aria-hidden="true">{}</span>', size, user.initials)


@register.simple_tag
def initials(person: Any) -> SafeString:
    """The initials of who has no portrait: a pupil."""
    return format_html('<span class="face face-m" aria-hidden="true">{}</span>', person.initials)


@register.simple_tag
def sign(group: SchoolGroup) -> SafeString:
    """The round sign of a group. The name stands beside it."""
    inner = icon("school") if group.kind == SchoolGroup.Kind.WHOLE_SCHOOL else group.sign
    return format_html('<span class="sign" aria-hidden="true">{}</span>', inner)


@register.filter
def role_name(hat: str) -> str:
    """As what somebody wrote (B6): a role's name in Dutch, or the school's own words for it."""
    return str(Role.Name(hat).label) if hat in Role.Name else hat


@register.filter
def day(value: date) -> str:
    """A day as people say it: vandaag, gisteren, vrijdag, 12 november, 12 november 2025; soon: vrijdag 4 december."""
    today = clock.today()
    if value == today:
        return _("today")
    if value == today - timedelta(days=1):
        return _("yesterday")
    if value == today + timedelta(days=1):
        return _("tomorrow")
    if timedelta(0) < today - value < timedelta(days=7):
        return date_format(value, "l")
    if timedelta(0) < value - today < timedelta(days=21):
        return date_format(value, "l j F")
    return date_format(value, "j F" if value.year == today.year else "j F Y")


@register.filter
def coming_day(value: date | datetime) -> str:
    """A day that is still to come, with its weekday: vandaag, morgen, maandag 30 november."""
    if isinstance(value, datetime):
        value = clock.at_school(value).date()
    soon = timedelta(0) <= value - clock.today() <= timedelta(days=1)
    return day(value) if soon else date_format(value, "l j F")


@register.filter
def moment(value: datetime) -> str:
    """A moment on the school's clock as people say it: "vandaag om 15.10 uur"."""
    local = clock.at_school(value)
    return _("%(day)s at %(hour)d.%(minute)02d") % {
        "day": day(local.date()),
        "hour": local.hour,
        "minute": local.minute,
    }


@register.filter
def coming_moment(value: datetime) -> str:
    """A moment that is still to come: "morgen om 8.00 uur", "maandag 30 november om 8.00 uur"."""
    return _("%(day)s at %(time)s") % {"day": coming_day(value), "time": clock_time(value)}


@register.filter
def clock_time(value: datetime) -> str:
    """The time of a moment on the school's clock: "8.00 uur"."""
    local = clock.at_school(value)
    return _("%(hour)d.%(minute)02d") % {"hour": local.hour, "minute": local.minute}


@register.filter
def school_day(value: datetime) -> str:
    """The day of a moment on the school's clock, as people say it: vandaag, gisteren, 12 november."""
    return day(clock.at_school(value).date())


@register.filter
def school_date(value: datetime) -> str:
    """The day of a moment on the school's clock with its name: vrijdag 27 november."""
    return date_format(clock.at_school(value).date(), "l j F")


@register.filter
def listed(value: str) -> list[str]:
    """One thing as a list of one, for what takes several."""
    return [value]


@register.filter
def translated(value: str) -> str:
    """The words of a finding: a msgid until it is shown."""
    return _(value)


@register.filter
def date_value(value: Any) -> str:
    """What a date field holds: 2026-11-24, or what somebody typed."""
    return value.isoformat() if isinstance(value, date) else value or ""


@register.filter
def longest_word(text: str) -> int:
    """How many letters the longest word has: one such as Medezeggenschapsraad must fit a phone without being broken."""
    return max((len(word) for word in str(text).split()), default=0)


@register.filter
def iso(value: datetime) -> str:
    """For the datetime attribute of <time>."""
    return clock.at_school(value).isoformat(timespec="minutes")


@register.simple_tag
def greeting() -> str:
    """By the school's clock: goedemorgen, goedemiddag, goedenavond."""
    hour = clock.at_school(clock.now()).hour
    return _("Good morning") if hour < 12 else _("Good afternoon") if hour < 18 else _("Good evening")


_ADDRESS = re.compile(r"(https?://[^\s<>\"]+)")


def _link(address: str) -> SafeString:
    """An address as a link; the full stop or bracket after it belongs to the sentence."""
    target = address.rstrip("',.;:!?)]}")
    if target.endswith("/") and target.count("/") == 2:
        return format_html("{}", address)
    link = format_html('<a href="{}" rel="noopener nofollow">{}</a>', target, target)
    return format_html("{}{}", link, address[len(target) :])


def _line(text: str) -> SafeString:
    pieces = enumerate(_ADDRESS.split(text))
    return format_html_join("", "{}", ((_link(piece) if number % 2 else piece,) for number, piece in pieces))


@register.filter
def words(text: str) -> SafeString:
    """What somebody wrote, as text: paragraphs and lines kept, everything escaped, web addresses as links."""
    paragraphs = [part for part in re.split(r"\n\s*\n", text.strip("\n")) if part.strip()]
    return format_html_join(
        "",
        "<p>{}</p>",
        ((format_html_join(_BREAK, "{}", ((_line(line),) for line in part.split("\n"))),) for part in paragraphs),
    )


_BREAK = SafeString("<br>")
