"""Adding to today's post: the first way out when the day is full. It is no new post and brings no new notification."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from groups.models import SchoolGroup
from groups.permissions import role_in
from groups.roles import POST
from messaging.actions.cleaning_up import ask_to_clean_up
from messaging.actions.editing import keep_version
from messaging.actions.recognising import settle_photos
from messaging.facts import COUNTED
from messaging.models import Photo, Post, PostVersion
from messaging.offending import offences_in_post
from messaging.recognition import in_words
from messaging.rules import FILES_MAX, PHOTOS_MAX, TEXT_MAX, Approver, approver_of
from protocol import clock
from protocol.clauses import clause

State = Post.State


class DoesNotFit(Exception):
    """The draft cannot be added to that post; the message tells its author why. The draft stays."""


@clause("D10")
def posts_to_add_to(school_group: SchoolGroup, *, by: User) -> "QuerySet[Post]":
    """The posts of today, newest first, to which this person may add: one's own or a colleague's.

    None in a council or the team, none that somebody agreed with, and none for who needs consent for each word.
    """
    posts = Post.objects.out().select_related("author").filter(school_group=school_group, consent="")
    needed = approver_of(role_in(by, school_group), council=school_group.council, mr_informs=False)
    if needed is not Approver.NOBODY or school_group.kind not in COUNTED:
        return posts.none()
    may_post = SchoolGroup.objects.with_perm(by, POST).values("pk")
    begin = clock.begin_of(clock.today())
    today = posts.filter(published_at__gte=begin, published_at__lt=clock.begin_of(clock.today() + timedelta(days=1)))
    found: QuerySet[Post] = today.filter(school_group__in=may_post).newest_first()
    return found


def addition_of(key: UUID) -> PostVersion | None:
    """What a composer's form of this key left behind when it was added to a post."""
    return PostVersion.objects.select_related("post").filter(added_key=key).first()


@clause("D10", "E4")
@transaction.atomic
def add_to_post(draft: Post, target: Post, *, by: User) -> Post:
    """Put a draft under a post of today: its words below the words that stand there, its photos and files after
    theirs. What stood there is kept as a version, and the draft goes away. Adding twice is adding once.

    Raises:
        DoesNotFit: there is no such post today (any more), or together they are too much.
    """
    rows = posts_to_add_to(draft.school_group, by=by).select_for_update(of=("self",))
    post = rows.filter(pk=target.pk).first()
    if post is None:
        raise DoesNotFit(_("That news item takes no addition any more. Choose another moment."))
    if addition_of(draft.key) is None:
        text = f"{post.text}\n\n{_heading(draft, post, by)}\n{draft.text}"
        _check(draft, post, text)
        if offences_in_post(draft):  # an addition is read at once: nobody could look first
            raise DoesNotFit(_("There are words in it that are held first. Choose another moment, then you can ask."))
        keep_version(post, list(post.photos.all()), by=by, added_key=draft.key)
        post.no_swimwear = Post.objects.filter(pk=draft.pk, no_swimwear=True).exists()
        photos = list(draft.photos.order_by("position", "pk"))
        if findings := settle_photos(post, photos):
            raise DoesNotFit(in_words(findings[0]))
        _move(draft, post, photos)
        ask_to_clean_up(post, photos, of=by)
        post.text, post.edited_at = text, clock.now()
        post.save(update_fields=["text", "edited_at"])
    draft.approvals.all().delete()  # of words that never went out; what they asked is over
    draft.delete()
    return post


def _heading(draft: Post, post: Post, by: User) -> str:
    """ "Aanvulling van juf Fleur om 15.10 uur", and the title that the draft has of its own."""
    now = clock.at_school(clock.now())
    words = {"hour": now.hour, "minute": now.minute, "name": by.called}
    with override(settings.LANGUAGE_CODE):  # these words stay, whoever reads them
        if by.pk == post.author_id:
            line = _("Addition at %(hour)d.%(minute)02d") % words
        else:
            line = _("Addition by %(name)s at %(hour)d.%(minute)02d") % words
    return f"{line}: {draft.title}" if draft.title else line


def _check(draft: Post, post: Post, text: str) -> None:
    """Together they must keep to what one post may hold."""
    photos, files = draft.photos.count() + post.photos.count(), draft.attachments.count() + post.attachments.count()
    if len(text) > TEXT_MAX:
        raise DoesNotFit(_("Together the texts are too long. Shorten yours, or choose another moment."))
    if photos > PHOTOS_MAX:
        words = _(
            "Together that is %(count)d photos, and %(most)d is the most. Take some out, or choose another moment."
        )
        raise DoesNotFit(words % {"count": photos, "most": PHOTOS_MAX})
    if files > FILES_MAX:
        words = _("Together that is %(count)d files, and %(most)d is the most. Take one out, or choose another moment.")
        raise DoesNotFit(words % {"count": files, "most": FILES_MAX})
    if draft.photos.exclude(state=Photo.State.READY).exists():
        raise DoesNotFit(_("The photos are still being prepared. Try again in half a minute."))


def _move(draft: Post, post: Post, photos: list[Photo]) -> None:
    last = post.photos.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    for number, photo in enumerate(photos, start=first):
        photo.post, photo.position = post, number
    Photo.objects.bulk_update(photos, ["post", "position"])
    draft.attachments.update(post=post)
