"""The purposes for which a school may ask consent, with who sees it, who must say yes and who may publish (B9, D6)."""

from dataclasses import dataclass

from django.db import transaction

from consent.models import Purpose, PurposeText
from consent.texts import WORDINGS
from groups.models import School, SchoolGroup
from groups.roles import CLASSES
from protocol.clauses import clause

PORTAL_GROUP, PORTAL_SCHOOL, NAME, WEBSITE, CLASS_PHOTO = (
    "portal_group", "portal_school", "name", "website", "class_photo",
)  # fmt: skip
_ANY, _ALL = Purpose.Policy.ANY, Purpose.Policy.ALL
_TEACHER, _HEAD, _PARENT = Purpose.Publisher.TEACHER, Purpose.Publisher.HEAD, Purpose.Publisher.PARENT


@dataclass(frozen=True)
class Default:
    """A purpose as it comes. A closed circle weighs lighter than the world: one guardian's yes, or that of all."""

    code: str
    medium: str
    policy: str
    publisher: str
    is_asked: bool = False


DEFAULTS = (
    Default(PORTAL_GROUP, "portal", _ANY, _TEACHER, is_asked=True),
    Default(NAME, "all", _ALL, _TEACHER, is_asked=True),
    Default(PORTAL_SCHOOL, "portal", _ANY, _HEAD, is_asked=True),
    Default(CLASS_PHOTO, "print", _ANY, _TEACHER, is_asked=True),
    Default(WEBSITE, "website", _ALL, _HEAD, is_asked=True),
    Default("newsletter", "mail", _ALL, _HEAD),
    Default("guide_print", "print", _ALL, _HEAD),
    Default("social_media", "social_media", _ALL, _HEAD),
    Default("contact_list", "portal", _ANY, _PARENT),
    Default("training_video", "video", _ALL, _HEAD),
)


@clause("B9", "D3")
def purpose_of(school_group: SchoolGroup) -> str:
    """For which purpose a photo in this group's posts must be allowed: who reads a class's page are its parents, all
    others are read by parents of the whole school."""
    return PORTAL_GROUP if school_group.kind in CLASSES else PORTAL_SCHOOL


def purposes_of(school: School) -> list[Purpose]:
    """All purposes of a school, in order; those that are not there yet are made as they come. One query once there."""
    found = list(Purpose.objects.filter(school=school))
    if len(found) < len(DEFAULTS):
        _fill(school)
        found = list(Purpose.objects.filter(school=school))
    return found


def asked_purposes(school: School) -> list[Purpose]:
    """Those of them that the school does ask."""
    return [purpose for purpose in purposes_of(school) if purpose.is_asked]


@transaction.atomic
def _fill(school: School) -> None:
    """Make what is missing; two at once make it once."""
    rows = [Purpose(school=school, position=place, **vars(one)) for place, one in enumerate(DEFAULTS)]
    Purpose.objects.bulk_create(rows, ignore_conflicts=True)
    texts = [
        PurposeText(purpose=purpose, version=1, **WORDINGS["nl"][purpose.code]._asdict())
        for purpose in Purpose.objects.filter(school=school)
    ]
    PurposeText.objects.bulk_create(texts, ignore_conflicts=True)
