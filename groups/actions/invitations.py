"""Invitations: one way in for one person, once, by mail, by letter or at the door (B3, F3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse

from accounts import audit
from accounts.address.actions import set_address
from accounts.models import User
from groups import mails, secrets
from groups.letters import Letter, Sender, can_write, letters_pdf
from groups.models import Invitation, Membership, Role, School
from protocol import clock
from protocol.clauses import clause

Kind = Invitation.Kind
LASTS = {
    Kind.LINK: timedelta(days=7),
    Kind.MAIL: timedelta(days=7),
    Kind.LETTER: timedelta(days=28),
    Kind.DOOR: timedelta(days=1),
}


@dataclass(frozen=True)
class Printed:
    """Letters as one PDF (empty when there are none), how many, and whose names the fonts cannot write."""

    pdf: bytes
    number: int
    unwritten: list[str]


class HasAccountError(Exception):
    """This person signs in already, and needs no invitation."""


class NotLetInError(Exception):
    """The school lets this person in nowhere now, so there is nothing to be invited to."""


class NotByHandError(Exception):
    """Somebody who works at the school gets a link by mail: a code on paper passes through other hands."""


class InvitationGoneError(Exception):
    """Wrong, used, revoked or over, or the person is let in no more: which one is nobody's business."""


@clause("B3", "B8")
@transaction.atomic
def invite_by_mail(user: User, *, by: User | None, school: School) -> Invitation:
    """Send a link that works for 7 days, once; an earlier one by mail no longer works.

    Raises:
        HasAccountError, NotLetInError: see there.
        ValueError: the person has no address.
    """
    if not user.email:
        raise ValueError(f"{user.sign_in_name} has no address")
    invitation, token = _invite(user, Kind.MAIL, by)
    mails.queue_invitation(invitation, token, school)
    return invitation


@clause("B3", "F3")
def invite_all_by_mail(users: Iterable[User], *, by: User, school: School) -> int:
    """A mail to each of these people who has no invitation that still works; how many went out.

    Each stands on its own: who signed in meanwhile, is let in no more or has no address is passed over.
    """
    return sum(_mail_one(user, by=by, school=school) for user in users)


@transaction.atomic
def _mail_one(user: User, *, by: User, school: School) -> bool:
    person = User.objects.select_for_update().get(pk=user.pk)
    if not person.email or Invitation.objects.open().filter(user=person).exists():
        return False
    try:
        invite_by_mail(person, by=by, school=school)
    except (HasAccountError, NotLetInError):
        return False
    return True


@clause("B3", "B8")
@transaction.atomic
def give_address(user: User, address: str, *, by: User, school: School) -> bool:
    """Change somebody's e-mail address on behalf of the school; who has never signed in is invited there. True when so.

    Raises:
        ChangeGoneError: the account was closed meanwhile.
    """
    person = set_address(user, address, by=by)
    Invitation.objects.open().filter(user=person).update(revoked_at=clock.now())  # it went to the old mailbox
    return _mail_one(person, by=by, school=school)


@transaction.atomic
def invite_by_link(user: User, *, by: User | None = None) -> str:
    """The secret of a link for the school's first head, who has it from the command line; 7 days, once.

    Raises:
        HasAccountError, NotLetInError: see there.
    """
    return _invite(user, Kind.LINK, by)[1]


@clause("B3", "F3")
@transaction.atomic
def invite_by_letter(users: Iterable[User], *, by: User, again: bool = False) -> list[tuple[User, str]]:
    """Codes for letters, each with its person; they work for 28 days, and earlier letters no longer do.

    Who has a letter that still works gets none, unless ``again``: two who print at once spoil nothing. Who signs in
    already, is let in no more or works at the school is passed over.
    """
    codes = []
    for user in users:
        try:
            _only_parent(user)
            User.objects.select_for_update().get(pk=user.pk)
            if again or not Invitation.objects.open().filter(user=user, kind=Kind.LETTER).exists():
                codes.append((user, _invite(user, Kind.LETTER, by)[1]))
        except (HasAccountError, NotLetInError, NotByHandError):
            continue
    return codes


@clause("F3")
@transaction.atomic
def print_letters(users: Iterable[User], *, by: User, school: School, again: bool = False) -> Printed:
    """The letters of these people as one PDF; no codes when it cannot be made."""
    codes = invite_by_letter(users, by=by, again=again)
    path = reverse("groups:invitation-find")
    sender = Sender(school.name, school.place, school.phone, settings.SITE_URL.partition("://")[2] + path)
    until = clock.at_school(clock.now() + LASTS[Kind.LETTER]).date() - timedelta(days=1)
    letters = [
        Letter(
            first_name=user.first_name,
            full_name=user.full_name,
            sign_in_name=user.sign_in_name,
            language=user.language,
            code=secrets.in_fours(code),
            link=settings.SITE_URL + reverse("groups:invitation-accept", args=[code]),
            until=until,
        )
        for user, code in codes
    ]
    unwritten = [letter.full_name for letter in letters if not can_write(letter.full_name)]
    return Printed(letters_pdf(sender, letters) if letters else b"", len(letters), unwritten)


@clause("B3", "F3")
@transaction.atomic
def invite_at_door(user: User, *, by: User) -> str:
    """A code to hand over now; it works for a day, and no earlier invitation works any more.

    Raises:
        HasAccountError, NotLetInError, NotByHandError: see there.
    """
    _only_parent(user)
    return _invite(user, Kind.DOOR, by)[1]


def _only_parent(user: User) -> None:
    if Membership.objects.in_force(user).exclude(role__name=Role.Name.PARENT).exists():
        raise NotByHandError


def _invite(user: User, kind: str, by: User | None) -> tuple[Invitation, str]:
    """An invitation and its secret, which is kept nowhere; earlier ones of this kind end, at the door all of them."""
    person = User.objects.select_for_update().get(pk=user.pk)  # while somebody accepts, the other waits
    if person.has_usable_password():
        raise HasAccountError
    if not Membership.objects.in_force(person).exists():
        raise NotLetInError
    now = clock.now()
    earlier = Invitation.objects.filter(user=person, used_at__isnull=True, revoked_at__isnull=True)
    if kind != Kind.DOOR:
        earlier = earlier.filter(kind=kind)
    earlier.update(revoked_at=now)
    secret = secrets.make_token() if kind in {Kind.LINK, Kind.MAIL} else secrets.make_code()
    invitation: Invitation = Invitation.objects.create(
        user=person,
        kind=kind,
        secret_hash=secrets.digest(secret),
        invited_by=by,
        invited_at=now,
        expires_at=now + LASTS[Kind(kind)],
    )
    audit.record("invited", by=by, on=person, detail=str(invitation.get_kind_display()))
    return invitation, secret


@clause("B3", "B8")
@transaction.atomic
def accept_invitation(secret: str, password: str) -> User:
    """Set the password of the person whom this secret invites; it works once, and ends the others of that person.

    Raises:
        InvitationGoneError: it opens nothing, or somebody else was first.
        ValidationError: the password is too short, too common or too easily guessed; the invitation stays open.
    """
    invitation = Invitation.objects.open().filter(secret_hash__in=secrets.digests(secret)).first()
    if invitation is None:
        raise InvitationGoneError
    person = User.objects.select_for_update().get(pk=invitation.user_id)
    now = clock.now()
    is_worth_it = Invitation.objects.worth_something().filter(pk=invitation.pk).exists()
    if not is_worth_it or Invitation.objects.open(now).filter(pk=invitation.pk).update(used_at=now) != 1:
        raise InvitationGoneError
    validate_password(password, person)  # what it refuses undoes the line before
    Invitation.objects.open(now).filter(user=person).update(revoked_at=now)
    person.set_password(password)
    person.save(update_fields=["password", "sort_name"])
    audit.record("invitation_used", by=person, on=person, detail=str(invitation.get_kind_display()))
    return person
