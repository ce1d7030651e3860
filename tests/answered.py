"""Consent for tests: who answered what, through the real action."""

from consent.actions import Signature, answer
from consent.purposes import PORTAL_GROUP
from groups.models import Enrolment, Guardianship
from messaging.actions import say_of_series
from messaging.models import Photo, Post
from protocol import clock

SIGNED = Signature("Getekend", "password")
# What the composer's form says when there are photos on which nobody can be recognised.
NOBODY = {"recognisable": "nobody", "no_swimwear": "on"}


def ask(school, year=None):
    """The school asks: a round of this consent year (or another one) is open."""
    from consent.models import Round
    from consent.purposes import purposes_of
    from consent.rules import consent_year
    from protocol import clock

    purposes_of(school)
    fields = {"opens_on": clock.today(), "opened_at": clock.now()}
    return Round.objects.create(school=school, year=year or consent_year(clock.today()), **fields)


def say(guardian, pupil, is_yes=True, *codes):
    """What this guardian answers for this pupil: the portal of the group, or these purposes."""
    said = {(pupil.pk, code): is_yes for code in codes or (PORTAL_GROUP,)}
    return answer(guardian, said, school=pupil.school, by=guardian, signature=SIGNED)


def nobody_on(post):
    """The author of a draft says of all its photos that nobody can be recognised, and that nobody wears swimwear."""
    say_of_series(post, Photo.Recognisable.NOBODY, by=post.author)
    Post.objects.filter(pk=post.pk).update(no_swimwear=True)


def say_for_group(cast, group, is_yes=True, *codes, without=()):
    """Every pupil of a group gets this answer of one guardian with authority; pupils without one get none."""
    places = Enrolment.objects.valid_on(clock.today()).filter(school_group=group).exclude(pupil__in=without)
    links = Guardianship.objects.with_authority(clock.today()).filter(pupil__in=places.values("pupil"))
    heard = {link.pupil: link.guardian for link in links.select_related("pupil__school", "guardian")}
    for pupil, guardian in heard.items():
        say(guardian, pupil, is_yes, *codes)
    return list(heard)
