"""Sending a post, and the sweep that publishes it: ``draft -> waiting (for consent) -> planned -> published``."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from groups.models import Role, SchoolGroup, stop_of
from groups.roles import POST
from messaging import mails, news
from messaging.actions.asking import ask_consent, back_to_draft, can_be_asked, hold
from messaging.actions.cleaning_up import ask_to_clean_up
from messaging.actions.exempting import exempt, open_to
from messaging.actions.recognising import settle_photos
from messaging.actions.scheduling import AS_AGREED, Choice, schedule
from messaging.facts import Posting, SchoolFacts
from messaging.models import Exemption, Photo, Post
from messaging.offending import offences_in_post
from messaging.recognition import check_photos
from messaging.rules import Approver, findings_on_post, may_be_heard, may_go_out
from notifications.bell import ring
from notifications.telling import tell_many
from protocol import clock
from protocol.clauses import clause
from protocol.finding import Finding

State, Consent = Post.State, Post.Consent


class Incomplete(Exception):
    """The post cannot go out as it is; ``findings`` say what is missing."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(*(finding.message for finding in findings))
        self.findings = findings


class PhotosStop(Incomplete):
    """Photos keep the post at home: somebody may not be seen, or it was not said who can be."""


@clause("D2", "D3", "B9")
def photo_findings(post: Post) -> list[Finding]:
    """What the photos of a post need before it may go out. A photo that was refused is another matter, and keeps its
    number."""
    photos = list(post.photos.all())
    check = check_photos(post, photos)
    for photo in photos:
        if photo.state == Photo.State.REFUSED:
            del check.seen[photo.pk]
    return check.findings(no_swimwear=post.no_swimwear)


@clause("D7", "D10", "E8")
@transaction.atomic
def publish_post(post: Post, *, by: User, choice: Choice = AS_AGREED, asks: bool = False) -> Post:
    """Send a draft: it goes out as soon as the agreements let it, and its photos are ready (publish_due_posts).

    What needs consent waits for it first. Sending twice is sending once. Returns the post in its new state; still a
    draft when a photo was refused or the right to post is gone.

    Raises:
        Incomplete: there is no kind, title or text.
        PhotosStop: a photo may not go along as it is.
        Unplannable: the day that was chosen cannot be.
        Offends: words of it are held, and its author did not ask (``asks``) or nobody else can decide.
    """
    draft = Post.objects.held().filter(pk=post.pk, author=by, state=State.DRAFT).first()
    if draft is not None:
        if findings := findings_on_post(draft.kind, Post.Kind.values, draft.title, draft.text):
            raise Incomplete(findings)
        if findings := photo_findings(draft):
            raise PhotosStop(findings)
        posting = Posting(draft.school_group, by)
        # Who is asked anyway reads every word of it.
        found = [] if posting.approver.is_asked else offences_in_post(draft, posting.school.words)
        hold(by, posting, found, asks=asks)
        _send(draft, posting, choice, is_offence=bool(found))
        ask_to_clean_up(draft, list(draft.photos.all()), of=by)
        ring("messaging.publish_due_posts")
    post.refresh_from_db()
    return post


@clause("B5", "E4")
def _send(draft: Post, posting: Posting, choice: Choice, *, is_offence: bool) -> None:
    if posting.approver.is_asked or is_offence:
        ask_consent(draft, posting, is_offence=is_offence)
        publish_if_ready(draft.pk)  # home again, when a photo was refused
        return
    is_told = posting.approver is Approver.HEAD_INFORMED
    choice = exempt(draft, posting, open_to(posting, choice))
    schedule(draft, posting, choice, consent=Consent.INFORMED if is_told else "")
    if is_told:
        mails.queue_informed(draft)
    publish_if_ready(draft.pk)


@clause("B4", "B5", "B9", "D2", "D3", "D10", "E4", "E8")
@transaction.atomic
def publish_if_ready(pk: int, schools: "dict[int, SchoolFacts] | None" = None) -> bool:
    """Publish one planned post, everything checked again here. True when this call did it.

    A photo that turned out not to be one sends the post back to its author as a draft, the rest kept, also when it
    still waits for consent; so does a right to post that was lost since, and a child on a photo that may not be seen
    (D3). Words that are not those somebody agreed with
    ask for consent again, and so do words that the school holds by now (E4). While the head has stopped all sending it
    waits. A day, a place on it or an hour that no
    longer fits (an outage, a holiday, other hours, fewer a day) is planned anew. ``schools`` keeps what a sweep asked
    about each school already.
    """
    post = Post.objects.held().filter(pk=pk, state__in=[State.WAITING, State.PLANNED]).first()
    if post is None or (post.publish_at is not None and post.publish_at > clock.now()):
        return False
    photos = list(post.photos.all())
    photo_states = {photo.state for photo in photos}
    still_may = SchoolGroup.objects.with_perm(post.author, POST).filter(pk=post.school_group_id).exists()
    if Photo.State.REFUSED not in photo_states and not still_may and stop_of(post.author) is not None:
        return False  # it waits until the head lets sending go on, and is planned anew then
    if Photo.State.REFUSED in photo_states or not still_may:
        back_to_draft(post)
        return False
    if Photo.State.UPLOADED in photo_states or post.publish_at is None:
        return False
    posting = Posting(post.school_group, post.author, _school_of(post, schools))
    if _asks_first(post, photos, posting):
        return False
    return _publish_on_time(post, photos, posting)


@clause("B5", "E4")
def _asks_first(post: Post, photos: list[Photo], posting: Posting) -> bool:
    """Whether it waits for a yes after all; home again where nobody else can give it."""
    is_agreed = post.consent == Consent.APPROVED
    if is_agreed and post.approved_hash == post.content_hash():
        return False
    found = offences_in_post(post, posting.school.words, photos)
    if not (found or is_agreed):
        return False
    if found and not can_be_asked(post.author, posting):
        back_to_draft(post)
    else:
        ask_consent(post, posting, is_offence=bool(found))
    return True


def _school_of(post: Post, schools: "dict[int, SchoolFacts] | None") -> SchoolFacts:
    if schools is None:
        return SchoolFacts(post.school_group)
    key = post.school_group.school_id
    if key not in schools:
        schools[key] = SchoolFacts(post.school_group)
    return schools[key]


def _publish_on_time(post: Post, photos: list[Photo], posting: Posting) -> bool:
    now = clock.now()
    publish_at = post.publish_at or now

    def heard(moment: datetime) -> bool:
        return post.ignores_hours or may_be_heard(moment, posting.facts(besides=post))

    is_time = may_go_out(now, publish_at, post.slot_on, posting.school.time, heard)
    if not (is_time and _holds_its_place(post, posting)):
        plan = schedule(post, posting)
        if plan.publish_at > now:
            return False
    if settle_photos(post, photos):
        back_to_draft(post)
        mails.queue_photo_stopped(post)
        return False
    planned = Post.objects.filter(pk=post.pk, state=State.PLANNED)
    # Who heads the school no more calls nothing important any more.
    is_important = post.is_important and posting.role == Role.Name.HEAD
    why = post.why_important if is_important else ""
    out = {"state": State.PUBLISHED, "published_at": clock.now(), "is_important": is_important, "why_important": why}
    is_out = planned.update(**out) == 1
    if is_out:
        tell_many(news.IMPORTANT if is_important else news.NEW_POST, str(post.pk))
    return is_out


@clause("D10")
def _holds_its_place(post: Post, posting: Posting) -> bool:
    """Whether its place is one that the school has now: fewer a day, or counted otherwise, is another place."""
    if post.exempt:
        return True
    numbers = [post.slot_number] if posting.counts_group else []
    numbers += [post.author_slot] if posting.counts_author else []
    return all(number is not None and number <= posting.limit for number in numbers)


def publish_due_posts() -> int:
    """Publish every planned post whose moment has come and whose photos are ready; the number published."""
    schools: dict[int, SchoolFacts] = {}
    number = sum(publish_if_ready(pk, schools) for pk in list(Post.objects.due().values_list("pk", flat=True)))
    if number:
        Exemption.objects.needless().update(state=Exemption.State.LAPSED)
    return number


@clause("B9", "D3")
def recheck_planned_posts() -> int:
    """Send home what waits or is planned with a photo that may no longer go along, so that its author has time to
    mend it; the number sent home. The publishing transaction asks again in any case."""
    coming = Post.objects.filter(state__in=[State.WAITING, State.PLANNED], photos__isnull=False).distinct()
    return sum(_recheck(pk) for pk in list(coming.values_list("pk", flat=True)))


@transaction.atomic
def _recheck(pk: int) -> bool:
    post = Post.objects.held().filter(pk=pk, state__in=[State.WAITING, State.PLANNED]).first()
    if post is None or not photo_findings(post):
        return False
    back_to_draft(post)
    mails.queue_photo_stopped(post)
    return True
