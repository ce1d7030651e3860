"""Who has an account in use, who was invited and how, who not yet: plain rows in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from groups.models import Invitation, Membership, Role, School, SchoolGroup
from protocol import clock

ANSWERS_WITHIN = timedelta(days=7)


class State(TextChoices):
    """Where somebody without an account in use stands."""

    NEW = "new", _("not invited yet")
    MAIL = "mail", _("invited by mail")
    LETTER = "letter", _("letter with code sent")
    DOOR = "door", _("got a code at the door")
    OVER = "over", _("the invitation is over")


OPEN_STATES = {
    Invitation.Kind.MAIL: State.MAIL,
    Invitation.Kind.LINK: State.MAIL,
    Invitation.Kind.LETTER: State.LETTER,
    Invitation.Kind.DOOR: State.DOOR,
}


class For(TextChoices):
    """Whom letters are for."""

    NEED = "need", _("without e-mail, or no answer after 7 days")
    NO_ADDRESS = "address", _("only without e-mail")
    NO_ANSWER = "answer", _("only no answer after 7 days")
    AGAIN = "again", _("who has a letter already: make it again")


@dataclass
class Newcomer:
    """Somebody whom the school let in, and who has not been in yet."""

    user: User
    state: State = State.NEW
    mailed_at: datetime | None = None
    works_here: bool = False

    @property
    def has_paper(self) -> bool:
        return self.state in {State.LETTER, State.DOOR}

    @property
    def is_invited(self) -> bool:
        return self.state not in {State.NEW, State.OVER}

    @property
    def may_be_mailed(self) -> bool:
        return bool(self.user.email) and not self.is_invited

    def gets_letter(self, whom: str) -> bool:
        """Whether a letter of this choice is for this person: never for who works at the school."""
        if self.works_here:
            return False
        if whom == For.AGAIN:
            return self.state == State.LETTER
        if self.has_paper:
            return False
        waited = self.mailed_at is not None and self.mailed_at <= clock.now() - ANSWERS_WITHIN
        without, unanswered = not self.user.email, bool(self.user.email) and waited
        return {For.NO_ADDRESS: without, For.NO_ANSWER: unanswered}.get(For(whom), without or unanswered)


@dataclass
class InvitedLine:
    """A group (or, without one, those who work at the school): how many are in, and who is not."""

    group: SchoolGroup | None
    in_use: int = 0
    newcomers: list[Newcomer] = field(default_factory=list)

    @property
    def invited(self) -> int:
        return sum(person.is_invited for person in self.newcomers)

    @property
    def not_yet(self) -> int:
        return len(self.newcomers) - self.invited

    @property
    def letters(self) -> list[tuple[str, str, int]]:
        """The choices of letters that are for somebody, with how many."""
        counts = ((choice, sum(person.gets_letter(choice) for person in self.newcomers)) for choice in For)
        return [(choice.value, str(choice.label), number) for choice, number in counts if number]


def is_in_use(user: User) -> bool:
    """Whether somebody chose a password, or signed in another way."""
    return user.has_usable_password() or user.last_login is not None


def states_of(users: Iterable[User]) -> dict[int, Newcomer]:
    """Where those of these people stand who have no account in use yet, by their key. One query."""
    found = {user.pk: Newcomer(user) for user in users if not is_in_use(user)}
    now = clock.now()
    for row in Invitation.objects.filter(user__in=found, used_at__isnull=True).order_by("invited_at", "pk"):
        person = found[row.user_id]
        if row.kind == Invitation.Kind.MAIL:
            person.mailed_at = row.invited_at
        is_open = row.revoked_at is None and row.expires_at > now
        if is_open:
            person.state = OPEN_STATES[Invitation.Kind(row.kind)]
        elif not person.is_invited:
            person.state = State.OVER
    return found


def invited_lines(school: School) -> list[InvitedLine]:
    """The classes of this year with their parents, and at the end who works at the school. Three queries."""
    groups = SchoolGroup.objects.of_year(clock.today()).filter(school=school)
    lines = {group.pk: InvitedLine(group) for group in groups}
    staff = InvitedLine(None)
    rows = (
        Membership.objects.in_force()
        .filter(role__school=school)
        .exclude(guardianship__pupil__deceased_at__isnull=False)
        .select_related("user", "role")
        .order_by("user__sort_name", "user__pk")
    )
    people = [(row.user, row.role) for row in rows]
    newcomers = states_of({user.pk: user for user, _role in people}.values())
    for user, role in people:
        if role.name != Role.Name.PARENT and user.pk in newcomers:
            newcomers[user.pk].works_here = True
    seen: set[tuple[int | None, int]] = set()
    for user, role in people:
        line = lines.get(role.school_group_id) if role.name == Role.Name.PARENT else staff
        place = (role.school_group_id if line is not staff else None, user.pk)
        if line is None or place in seen:
            continue
        seen.add(place)
        if user.pk in newcomers:
            line.newcomers.append(newcomers[user.pk])
        else:
            line.in_use += 1
    return [line for line in [*lines.values(), staff] if line.in_use or line.newcomers]
