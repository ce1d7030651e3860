"""How the demo school keeps the agreements about posting: its days off, who works when, what waits for consent or for
its day, and the weeks that need no news.
"""

from datetime import date, datetime, time, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User
from groups.actions import appoint
from groups.calendar import days_from, monday_of
from groups.models import DayOff, Membership, PostingPolicy, Role, SchoolGroup, WorkingTime
from groups.permissions import hat_in
from messaging.actions.scheduling import Choice, schedule
from messaging.facts import Posting
from messaging.models import Approval, Attachment, ExcusedWeek, Exemption, Post, WeekNote
from messaging.models.attachment import attachment_name
from messaging.rules import How, room_on
from portal.demo.calendar import DAY_NAMES, is_school_day, works_on
from portal.demo.cast import Cast
from portal.demo.paper import pdf
from portal.demo.people import ROLES
from portal.demo.plan import CAMP, FEW, school_weeks
from portal.demo.stories.on_its_way import (
    FLEUR_READS,
    JORIS_NEXT,
    KARIM_REASON,
    KARIM_URGENT,
    MR_ASKS,
    MR_PDF,
    NAIMA_NEXT,
    OR_THANKS,
    OR_THANKS_BEFORE,
)
from portal.demo.stories.story import Story
from protocol import clock

WORKS_FROM, WORKS_UNTIL = time(8), time(17)
# The editor writes for the whole school until so many days from now.
EDITS_FOR = timedelta(days=60)


def keep_school_time(cast: Cast) -> None:
    """The days off of the demo's calendar that the school has no row for yet, and everybody's working hours."""
    PostingPolicy.objects.create(school=cast.school, deputy=cast.wilma)
    _days_off(cast)
    held = Membership.objects.exclude(working_days="").values_list("user", "working_days")
    WorkingTime.objects.bulk_create(
        WorkingTime(user_id=user, weekday=number, begins_at=WORKS_FROM, ends_at=WORKS_UNTIL)
        for user, number in sorted(
            {(user, number) for user, days in held for number, name in enumerate(DAY_NAMES, 1) if name in days}
        )
    )


def _days_off(cast: Cast) -> None:
    known = list(DayOff.objects.filter(school=cast.school))
    year = (cast.groep5.ends_on - cast.groep5.starts_on).days
    free: list[list[date]] = []
    for day in days_from(cast.groep5.starts_on, year + 90):
        is_off = day.weekday() < 5 and not is_school_day(day)
        if not is_off or any(off.first_on <= day <= off.last_on for off in known):
            continue
        if free and (day - free[-1][-1]).days <= (3 if day.weekday() == 0 else 1):
            free[-1].append(day)
        else:
            free.append([day])
    DayOff.objects.bulk_create(
        DayOff(
            school=cast.school,
            kind=DayOff.Kind.HOLIDAY if len(days) > 3 else DayOff.Kind.FEAST,
            name="Vakantie" if len(days) > 3 else "Vrije dag",
            first_on=days[0],
            last_on=days[-1],
        )
        for days in free
    )


def keep_agreements(cast: Cast, now: datetime) -> None:
    """What waits, what is planned, who asked for an exception, who writes for the school, and the weeks that count."""
    _of_councils(cast, now)
    _of_the_trainee(cast, now)
    working = {row[0]: row[4] for row in ROLES}
    _plan(cast.groep5, cast.naima, NAIMA_NEXT, now, working["naima"])
    _plan(cast.groep5, cast.joris, JORIS_NEXT, now, working["joris"])
    _ask_exception(cast, now)
    today = clock.today()
    last_day = min(today + EDITS_FOR, cast.whole_school.ends_on)
    appoint(cast.dennis, Role.Name.EDITOR, cast.whole_school, by=cast.marleen, valid_until=last_day)
    _weeks(cast, today)


def _write(group: SchoolGroup, author: User, story: Story, moment: datetime, **state: object) -> Post:
    post: Post = Post.objects.create(
        school_group=group,
        author=author,
        author_role=hat_in(author, group),
        kind=story.kind,
        title=story.title,
        text=story.text,
        created_at=moment - timedelta(minutes=20),
        saved_at=moment,
        **state,
    )
    return post


WAITS: dict[str, object] = {"state": Post.State.WAITING, "consent": Post.Consent.WAITING}


def _ask(post: Post, moment: datetime, content_hash: str = "", **answer: object) -> Approval:
    days = (day for day in days_from(clock.at_school(moment).date() + timedelta(days=1)) if is_school_day(day))
    due_on = [next(days), next(days)][-1]
    approval: Approval = Approval.objects.create(
        post=post,
        author=post.author,
        content_hash=content_hash or post.content_hash(),
        asked_at=moment,
        due_on=due_on,
        **answer,
    )
    return approval


def _of_councils(cast: Cast, now: datetime) -> None:
    """Two posts that wait for the head: one is new, the other had consent and was changed after it."""
    evening = clock.begin_of(clock.today()) - timedelta(hours=3, minutes=20)
    asks = _write(cast.mr, cast.pieterjan, MR_ASKS, evening, **WAITS)
    data = pdf(MR_PDF.removesuffix(".pdf"), ["Basisschool Het Kiezelpad, Merenveld", "", *MR_ASKS.text.split(". ")])
    path = default_storage.save(attachment_name(Attachment(), MR_PDF), ContentFile(data))
    Attachment.objects.create(post=asks, file=path, name=MR_PDF, size=len(data))
    _ask(asks, evening)

    thanks = _write(cast.council_or, cast.chantal, OR_THANKS, now - timedelta(hours=1), **WAITS)
    thanks.text = OR_THANKS_BEFORE
    before, thanks.text = thanks.content_hash(), OR_THANKS.text
    yes = {"outcome": Approval.Outcome.APPROVED, "decided_by": cast.marleen, "decided_at": now - timedelta(hours=4)}
    _ask(thanks, evening - timedelta(days=1), before, **yes)
    _ask(thanks, now - timedelta(hours=1))


def _of_the_trainee(cast: Cast, now: datetime) -> None:
    moment = now - timedelta(hours=2)
    _ask(_write(cast.groep5, cast.fleur, FLEUR_READS, moment, **WAITS), moment)


def _plan(group: SchoolGroup, author: User, story: Story, now: datetime, working_days: str) -> Post:
    """A post for the first school day after today that has room and on which its author works."""
    post = _write(group, author, story, now - timedelta(hours=3))
    posting = Posting(group, author)
    facts = posting.facts()
    days = [
        day
        for day in days_from(clock.today() + timedelta(days=1))
        if facts.time.is_school_day(day) and room_on(day, facts)
    ]
    schedule(post, posting, Choice(How.DAY, next(day for day in days if works_on(working_days, day))))
    return post


def _ask_exception(cast: Cast, now: datetime) -> None:
    """Karim's second post of the day: the head is asked, for his urgent ones of this month are used up."""
    month = clock.today().replace(day=1)
    used = Post.objects.filter(
        school_group=cast.groep8, state=Post.State.PUBLISHED, published_at__range=(clock.begin_of(month), now)
    )
    used = used.filter(author=cast.karim, published_at__lt=clock.begin_of(clock.today())).order_by("-published_at")[:2]
    for number, post in enumerate(used, 1):
        Post.objects.filter(pk=post.pk).update(exempt=Post.Exempt.URGENT, slot_on=None, slot_number=None)
        Exemption.objects.create(
            post=post,
            author=cast.karim,
            kind=Exemption.Kind.URGENT,
            reason="Dit moeten ouders vandaag weten.",
            created_at=post.published_at or now,
            month=month,
            number=number,
        )
    post = _plan(cast.groep8, cast.karim, KARIM_URGENT, now, next(row[4] for row in ROLES if row[0] == "karim"))
    Exemption.objects.create(
        post=post,
        author=cast.karim,
        kind=Exemption.Kind.URGENT,
        reason=KARIM_REASON,
        state=Exemption.State.ASKED,
        created_at=now - timedelta(minutes=25),
    )


def _weeks(cast: Cast, today: date) -> None:
    """Groep 8 was at camp; who wrote too little was reminded, and the head heard of every week."""
    weeks = school_weeks(cast.groep5.starts_on, today)
    camp = weeks[-CAMP] if len(weeks) >= CAMP else monday_of(today) + timedelta(days=7)
    ExcusedWeek.objects.create(
        school=cast.school, school_group=cast.groep8, week=camp, reason="Op kamp", excused_by=cast.marleen
    )
    notes = [WeekNote(school=cast.school, kind=WeekNote.Kind.REPORT, week=week) for week in weeks]
    notes += [
        WeekNote(school=cast.school, school_group=getattr(cast, key), kind=WeekNote.Kind.REMINDER, week=weeks[-number])
        for key, numbers in FEW.items()
        for number in numbers
        if number <= len(weeks)
    ]
    for note in notes:
        note.noted_at = clock.begin_of(note.week) + timedelta(days=3, hours=12)
    WeekNote.objects.bulk_create(notes)
