"""Mails about what was decided: never a word of what was reported, and to nobody who reported the name of another."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from groups.models import School
from groups.recipients import admins_of, heads_of, heard_from
from moderation.council import members_to_ask
from moderation.models import Item, Removal, Report, policy_of
from moderation.recipients import handlers_of
from notifications.kinds import reads_there, register, row_of
from notifications.models import OutboxMail
from notifications.outbox import tell_person
from protocol.clauses import CLAUSES, clause

KEPT, REMOVED, MEMBER_ASKED, TEACHER_ASKED = "item_kept", "thing_removed", "removal_asked", "item_ask_teacher"


def did_report(mail: OutboxMail) -> bool:
    """Whether who reads it reported it, and it still stands."""
    kept = Report.objects.filter(item=row_of(mail), reporter=mail.recipient, item__state=Item.State.KEPT)
    return reads_there(mail) and bool(kept.exists())


def lost_it(mail: OutboxMail) -> bool:
    """Whether it was theirs, and it goes or is gone."""
    mine = Removal.objects.filter(pk=row_of(mail), author=mail.recipient).exclude(state=Removal.State.CANCELLED)
    return reads_there(mail) and bool(mine.exists())


@clause("D12")
def is_member_asked(mail: OutboxMail) -> bool:
    """Whether it still waits for this member of the MR."""
    waiting = Removal.objects.filter(pk=row_of(mail), state=Removal.State.ASKED).select_related("school_group").first()
    if mail.recipient is None or not reads_there(mail) or waiting is None or waiting.school_group is None:
        return False
    asked = members_to_ask(waiting.school_group, author=waiting.author, by=waiting.asked_by)
    return bool(asked.filter(pk=mail.recipient.pk).exists())


def handles_it(mail: OutboxMail) -> bool:
    """Whether it is still open, and comes to who is asked."""
    if mail.recipient is None or not reads_there(mail):
        return False
    return bool(Item.objects.handled_by(mail.recipient).open().filter(pk=row_of(mail)).exists())


register(KEPT, did_report)
register(REMOVED, lost_it)
register(MEMBER_ASKED, is_member_asked)
register(TEACHER_ASKED, handles_it)


def _tell(person: User, kind: str, about: int, school: School, subject: str, **words: object) -> None:
    tell_person(
        person,
        kind,
        f"{about}:{person.pk}",
        subject=subject,
        app="moderation",
        words={"school": school, **words},
        due_at=heard_from(person, school),
    )


def _at(name: str, *args: object) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


@clause("F4")
def tell_reporters(item: Item) -> None:
    """Who reported hears that somebody looked, and that it stays. Which thing it was, they know."""
    for report in item.reports.select_related("reporter"):
        _tell(report.reporter, KEPT, item.pk, item.school, _("We looked at what you reported"))


@clause("D12", "F5")
def tell_author(removal: Removal) -> None:
    """The author hears which agreement it was, the reason, and to whom one objects; not when it was taken back."""
    if removal.is_taken_back:
        return
    words = {"removal": removal, "agreement": CLAUSES[removal.clause], "objections": objections_to(removal)}
    _tell(removal.author, REMOVED, removal.pk, removal.school, _("Something of yours was taken away"), **words)


@clause("F5")
def objections_to(removal: Removal) -> User | None:
    """To whom the author objects: the head; what the head wrote, to who handles that. None: the school is rung."""
    heads = heads_of(removal.school)
    if heads.filter(pk=removal.author_id).exists():
        return policy_of(removal.school).named
    return heads.first()


@clause("D12")
def ask_members(removal: Removal) -> None:
    """The members of the MR who may agree get a mail with the way to the page."""
    assert removal.school_group is not None
    for person in members_to_ask(removal.school_group, author=removal.author, by=removal.asked_by):
        link = _at("moderation:removal-agree", removal.pk)
        _tell(person, MEMBER_ASKED, removal.pk, removal.school, _("The head asks the MR for its consent"), link=link)


@clause("F4")
def ask_teachers(item: Item, by: User) -> int:
    """Ask the teachers of the group to whom it comes, and not who asks, to look. How many were asked."""
    admins = [] if item.school_group is None else list(admins_of(item.school_group))
    asked = [person for person in handlers_of(item) if person in admins and person != by]
    for person in asked:
        link = _at("moderation:item-detail", item.pk)
        _tell(person, TEACHER_ASKED, item.pk, item.school, _("Will you look at a report?"), link=link, by=by)
    return len(asked)
