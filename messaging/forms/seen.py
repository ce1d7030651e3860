"""Of what to look up who saw it: a news item, one of its photos, or a child; and between which days."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import reading
from accounts.models import ReadEntry
from groups.models import Pupil, School
from groups.people import pupils_called
from messaging.models import Photo, Post
from protocol import clock

# A number, or an address as the browser shows it: /nieuws/12/, /nieuws/12/foto/3/.
_ADDRESS = re.compile(r"(?:\S*/nieuws/)?(\d{1,15})(?:/foto/(\d{1,4}))?/?(?:[?#]\S*)?")
# Before and after these days there is no log, and the last day of all has no day after it.
FIRST, LAST = date(2000, 1, 1), date(2999, 12, 31)
NOT_A_DAY = {"invalid": gettext_lazy("Fill in a day, such as 24-11-2026.")}


@dataclass(frozen=True)
class Wanted:
    """What was chosen. A post may be gone for long: then only its number is known."""

    post: Post | None = None
    photo: int | None = None
    number: int | None = None
    pupil: Pupil | None = None

    @property
    def thing(self) -> Post | Pupil:
        thing = self.post or self.pupil
        assert thing is not None
        return thing

    def entries(self, since: datetime | None, until: datetime | None) -> "QuerySet[ReadEntry]":
        """Who saw it, newest first."""
        days = {"since": since, "until": until}
        if self.photo is not None:
            return reading.who_saw_photo(self.photo, self.thing.pk, **days)
        kind = reading.Kind.PUPIL if self.pupil else reading.Kind.POST
        return reading.who_saw(kind, self.thing.pk, **days)


class SeenForm(forms.Form):
    """One of the three, or what is wrong with it; ``choices`` when several children are called so."""

    bericht = forms.CharField(required=False, max_length=300, strip=True)
    kind = forms.CharField(required=False, max_length=80, strip=True)
    leerling = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    van = forms.DateField(required=False, error_messages=NOT_A_DAY)
    tot = forms.DateField(required=False, error_messages=NOT_A_DAY)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        self.choices: list[Pupil] = []
        self.wanted: Wanted | None = None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("bericht") and (data.get("kind") or data.get("leerling")):
            self.add_error("bericht", _("Choose a news item or a child, not both."))
        elif data.get("bericht"):
            self.wanted = self._post(data["bericht"])
        elif "leerling" in self.errors:
            del self.errors["leerling"]  # not typed by anybody: a link that somebody changed
            self.add_error("kind", _("This child is not known here. Look it up by name."))
        elif data.get("leerling"):
            self.wanted = self._pupil(data["leerling"])
        elif data.get("kind"):
            self._called(data["kind"])
        if data.get("van") and data.get("tot") and data["tot"] < data["van"]:
            self.add_error("tot", _("This day lies before the first day."))
        return data

    def _post(self, typed: str) -> Wanted | None:
        found = _ADDRESS.fullmatch(typed)
        if found is None:
            self.add_error("bericht", _("Fill in the number or the address of a news item, such as 12."))
            return None
        pk, number = int(found[1]), int(found[2] or 0)
        post = Post.objects.filter(pk=pk, published_at__isnull=False).first() or Post(pk=pk)
        if not number:
            return Wanted(post)
        photos = list(Photo.objects.shown().filter(post=pk).values_list("pk", flat=True)[:number])
        if len(photos) < number:
            self.add_error("bericht", _("This news item does not show so many photos."))
            return None
        return Wanted(post, photo=photos[-1], number=number)

    def _pupil(self, pk: int) -> Wanted | None:
        pupil = Pupil.objects.filter(school=self.school, pk=pk).first()
        if pupil is None:
            self.add_error("kind", _("This child is not known here. Look it up by name."))
            return None
        return Wanted(pupil=pupil)

    def _called(self, name: str) -> None:
        found = pupils_called(self.school, name)
        if len(found) == 1:
            self.wanted = Wanted(pupil=found[0])
        elif found:
            self.choices = found
        else:
            self.add_error("kind", _("No child is called so. Look at the name again."))

    def entries(self) -> "QuerySet[ReadEntry]":
        """The rows; days are school days (Europe/Amsterdam), both included."""
        assert self.wanted is not None
        since, until = self.cleaned_data.get("van"), self.cleaned_data.get("tot")
        return self.wanted.entries(
            clock.begin_of(max(since, FIRST)) if since else None,
            clock.begin_of(min(until, LAST) + timedelta(days=1)) if until else None,
        )
