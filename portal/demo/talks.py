"""The conversations of the demo school, one to one: read and unread, closed, with a file, on its way to a parent."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.models import Conversation, Message, MessageFile, Participant, TogetherAsk
from conversations.rules import delivered_at
from groups.models import Guardianship, Membership, Role
from groups.school_time import school_time_of, working_week_of
from portal.demo.calendar import school_days
from portal.demo.cast import Cast
from portal.demo.paper import pdf
from portal.demo.stories.talks import TALKS, TEACHER, Line, Talk
from protocol.clock import SCHOOL_TIME

LOOK_BACK = timedelta(days=40)
ANSWER = "Het is nu buiten werktijd. Je krijgt binnen twee schooldagen antwoord. Is het dringend? Bel de school."


def talk_one_to_one(cast: Cast, now: datetime) -> None:
    """All of them, as far as the school year is old enough."""
    for talk in TALKS:
        if _moment(talk.lines[0], now) is not None:
            _Telling(cast, talk, now).tell()


def _moment(line: Line, now: datetime) -> datetime | None:
    days = [
        day for day in school_days((now - LOOK_BACK).date(), now.date()) if day < now.astimezone(SCHOOL_TIME).date()
    ]
    if len(days) < line.days:
        return None
    return datetime.combine(days[-line.days], line.at, SCHOOL_TIME)


class _Telling:
    """One conversation on its way into the database."""

    def __init__(self, cast: Cast, talk: Talk, now: datetime) -> None:
        self.cast, self.talk, self.now = cast, talk, now
        self.link = _link(cast, talk.parent, talk.child)
        self.began = _moment(talk.lines[0], now) or now
        self.desk = self._desk()
        first = talk.lines[0]
        self.row = Conversation.objects.create(
            key=UUID(int=Random(f"talk {talk.subject}").getrandbits(128), version=4),
            school=cast.school,
            pupil=self.link.pupil,
            desk=Conversation.Desk.CARE if talk.care else Conversation.Desk.TEACHERS,
            school_group=None if talk.care else cast.groep5,
            subject=talk.subject,
            started_by=self._author(first, self.began) or self.link.guardian,
            started_at=self.began,
        )

    def tell(self) -> None:
        self._let_in(self.link, self.began)
        for member in self.desk:
            Participant.objects.create(
                conversation=self.row, person=member.user, membership=member, sees_from=self.began, joined_at=self.began
            )
        for line in self.talk.lines:
            self._say(line)
        if self.talk.joins:
            self._join(_link(self.cast, self.talk.joins, self.talk.child))
        if self.talk.asked:
            link = _link(self.cast, self.talk.asked, self.talk.child)
            TogetherAsk.objects.create(
                conversation=self.row, asked_by=self.link.guardian, guardianship=link, asked_at=self.began
            )
        if self.talk.waiting:
            self._leave_waiting()
        if self.talk.closed:
            self._close()
        self._read()

    def _desk(self) -> list[Membership]:
        role = {"name": Role.Name.CARE} if self.talk.care else {"name": Role.Name.TEACHER}
        where = {} if self.talk.care else {"role__school_group": self.cast.groep5}
        members = Membership.objects.in_force().filter(role__name=role["name"], role__school=self.cast.school, **where)
        return list(members.select_related("user", "role").order_by("pk"))

    def _author(self, line: Line, moment: datetime) -> User | None:
        """The parent, or of those at school who works that day."""
        if line.who != TEACHER:
            return self.link.guardian if line.who else None
        time = school_time_of(self.cast.school)
        weekday = moment.weekday() + 1
        working = [one.user for one in self.desk if weekday in working_week_of(one.user, time)]
        return (working or [self.desk[0].user])[0]

    def _let_in(self, link: Guardianship, moment: datetime) -> None:
        Participant.objects.create(
            conversation=self.row, person=link.guardian, guardianship=link, sees_from=moment, joined_at=moment
        )

    def _say(self, line: Line) -> None:
        moment = _moment(line, self.now) or self.began
        author = self._author(line, moment)
        message = self._write(line.kind, author, line.text or ANSWER, moment)
        if line.pdf:
            data = pdf(line.pdf.removesuffix(".pdf"), list(line.file))
            file = MessageFile(message=message, uploaded_by=author, name=line.pdf, size=len(data), ending=".pdf")
            file.state, file.created_at = MessageFile.State.READY, moment
            file.file.save("", ContentFile(data))

    def _write(self, kind: str, author: User | None, text: str, moment: datetime, **more: datetime) -> Message:
        hats = {one.user_id: one.label or str(one.role.name) for one in self.desk}
        made: Message = Message.objects.create(
            conversation=self.row,
            kind=kind,
            author=author,
            author_role=hats.get(author.pk, Role.Name.PARENT) if author else "",
            text=text,
            written_at=moment,
            **{"deliver_at": moment} | more,
        )
        return made

    def _join(self, link: Guardianship) -> None:
        moment = self.began + timedelta(minutes=20)
        TogetherAsk.objects.create(
            conversation=self.row,
            asked_by=self.link.guardian,
            guardianship=link,
            asked_at=self.began,
            answered_at=moment,
            is_accepted=True,
        )
        self._let_in(link, moment)
        said = _("%(name)s reads and writes here too from now on.") % {"name": link.guardian.full_name}
        self._write(Message.Kind.NOTICE, link.guardian, said, moment)

    def _leave_waiting(self) -> None:
        """Written just now by the colleague who is not at work: it is delivered at their next opening."""
        time, written = school_time_of(self.cast.school), self.now - timedelta(minutes=40)
        for member in self.desk:
            at = delivered_at(written, time, working_week_of(member.user, time), teaches=True)
            if at > self.now:
                self._write(Message.Kind.WORDS, member.user, self.talk.waiting, written, deliver_at=at)
                return

    def _close(self) -> None:
        moment = (_moment(self.talk.lines[-1], self.now) or self.began) + timedelta(minutes=30)
        by = self.desk[0].user
        self.row.closed_at, self.row.closed_by = moment, by
        self.row.save(update_fields=["closed_at", "closed_by"])
        self._write(Message.Kind.NOTICE, by, _("%(name)s closed the conversation.") % {"name": by.called}, moment)

    def _read(self) -> None:
        """Everybody read everything; where not, the other side has the last words still to read."""
        last = self.row.messages.filter(deliver_at__lte=self.now, kind=Message.Kind.WORDS).last()
        until = self.row.messages.filter(deliver_at__lte=self.now).latest("deliver_at").deliver_at
        everybody = self.row.participants.all()
        if not self.talk.read and last is not None:
            of_parent = last.author_role == Role.Name.PARENT
            behind = everybody.of_staff() if of_parent else everybody.of_guardians()
            behind.update(read_until=last.deliver_at - timedelta(minutes=1), read_at=last.deliver_at)
            everybody = everybody.exclude(pk__in=[row.pk for row in behind])
        everybody.update(read_until=until, read_at=until)


def _link(cast: Cast, guardian: str, child: str) -> Guardianship:
    found: Guardianship = Guardianship.objects.select_related("pupil", "guardian").get(
        guardian=getattr(cast, guardian), pupil=getattr(cast, child)
    )
    return found
