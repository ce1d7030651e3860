"""Families with a protected address: other parents see neither their names nor their portraits (B8)."""

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from groups.models import Guardianship, Membership
from groups.roles import STAFF


def is_protected(person: str) -> Exists:
    """SQL: whether the person in this field is, or was, a guardian of a pupil with a protected address."""
    return Exists(Guardianship.objects.filter(guardian=OuterRef(person), pupil__has_protected_address=True))


def is_staff(person: str) -> Exists:
    """SQL: whether the person in this field has a role of the staff today, and so a public face."""
    return Exists(Membership.objects.in_force().filter(user=OuterRef(person), role__name__in=STAFF))


def wrote_as_staff(person: str, hat: str) -> Q:
    """SQL: whether these words were written as staff: under a role of the staff, or the school's own name for one."""
    labelled = Membership.objects.filter(user=OuterRef(person), role__name__in=STAFF, label=OuterRef(hat))
    return Q(**{f"{hat}__in": STAFF}) | Q(Exists(labelled))


def reads_name_of(reader: User, person: User) -> bool:
    """Whether this reader sees whose words of this person are, written to them alone. One query."""
    hidden = User.objects.filter(is_protected("pk"), ~is_staff("pk"), pk=person.pk)
    return not hidden.filter(~Exists(User.objects.filter(is_staff("pk"), pk=reader.pk))).exists()
