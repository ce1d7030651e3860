"""What an author writes: drafts that are kept, and a whole form taken at once."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from groups.models import SchoolGroup
from groups.permissions import hat_in
from messaging.actions.adding import DoesNotFit, add_to_post, addition_of
from messaging.actions.addressing import address_post
from messaging.actions.attachments import add_attachment
from messaging.actions.editing import Alts, Content, describe
from messaging.actions.important import set_important
from messaging.actions.photos import Refused, add_photo, order_photos
from messaging.actions.planned import NotOnItsWay, swap_posts
from messaging.actions.publishing import PhotosStop, publish_post
from messaging.actions.recognising import say_no_swimwear, say_of_series
from messaging.actions.scheduling import AS_AGREED, Choice
from messaging.models import Post
from messaging.offending import Offends
from messaging.rules import Unplannable
from protocol import clock
from protocol.clauses import clause
from protocol.finding import Finding

State = Post.State


class KeyTaken(Exception):
    """This key belongs to another person's post, or to a post in another group."""


@dataclass(frozen=True)
class Sheet:
    """The composer's form as it came in.

    ``alts`` gives photos, by key, a description; ``order`` names photos by key; ``is_sent`` tells sending from keeping,
    ``choice`` how it should go out; ``audience`` names the groups (ids) that a council writes to, none for all.
    ``recognisable`` (``nobody`` or ``consented``) and ``no_swimwear`` speak of the whole series of photos; ``seen`` is
    the list of children that the author had before their eyes (``Consenting.digest``).
    ``add_to`` is the post of today to which it is added instead, ``swap_with`` the planned one whose place it takes.
    ``asks``: what is held is put to somebody else. ``is_important``: news of the head that goes to everybody at once.
    """

    content: Content
    photos: Sequence["UploadedFile[Any]"] = ()
    files: Sequence["UploadedFile[Any]"] = ()
    alts: Alts = field(default_factory=dict)
    order: Sequence[str] = ()
    is_sent: bool = True
    choice: Choice = AS_AGREED
    audience: Sequence[int] = ()
    recognisable: str = ""
    no_swimwear: bool = False
    seen: str = ""
    add_to: Post | None = None
    swap_with: Post | None = None
    asks: bool = False
    is_important: bool = False
    why_important: str = ""


@dataclass
class Written:
    """What became of a form: the post (the one it was added to), for each file that could not go along the words for
    its author, why it could not be sent so (``unplanned``; all is kept as a draft), and whether the post had left its
    author's hands before (then nothing was changed), what its photos still need (``stopped``), and which of its words
    are held (``offends``)."""

    post: Post
    refused: list[str] = field(default_factory=list)
    was_out: bool = False
    was_added: bool = False
    unplanned: str = ""
    stopped: list[Finding] = field(default_factory=list)
    offends: Offends | None = None


def _own_post_of_key(school_group: SchoolGroup, key: UUID, by: User, defaults: dict[str, object]) -> tuple[Post, bool]:
    hat = hat_in(by, school_group)
    post, is_new = Post.objects.get_or_create(
        key=key, defaults={"author": by, "school_group": school_group, "author_role": hat, **defaults}
    )
    if (post.author_id, post.school_group_id) != (by.pk, school_group.pk) or addition_of(key) is not None:
        raise KeyTaken(key)
    return post, is_new


@transaction.atomic
def open_draft(school_group: SchoolGroup, *, key: UUID, by: User) -> Post:
    """The post of this key, as it is; an empty draft when there is none yet (the first photo may come first).

    Raises:
        KeyTaken: the key is somebody else's, or of another group.
    """
    return _own_post_of_key(school_group, key, by, {"saved_at": clock.now()})[0]


@clause("B6")
@transaction.atomic
def save_draft(
    school_group: SchoolGroup,
    content: Content,
    *,
    key: UUID,
    by: User,
    alts: Alts | None = None,
    audience: Sequence[int] | None = None,
) -> Post:
    """Keep what is being written. The composer's key makes saving twice the same as saving once.

    ``alts`` gives photos, by key, a description; ``audience`` names the classes a council writes to, none for all. The
    hat the author wears is recorded with the first save.
    Returns the post of this key; one that has gone out already is returned as it is, unchanged.

    Raises:
        KeyTaken: the key is somebody else's, or of another group.
    """
    kept = {"saved_at": clock.now(), **vars(content)}
    post, is_new = _own_post_of_key(school_group, key, by, kept)
    if not is_new:
        post = Post.objects.select_for_update().get(pk=post.pk)
        Post.objects.filter(pk=post.pk, state=State.DRAFT).update(**kept)
        post.refresh_from_db()
    if alts and post.state == State.DRAFT:
        describe(list(post.photos.all()), alts)
    if audience is not None and post.state == State.DRAFT:
        address_post(post, audience)
    return post


@transaction.atomic
def discard_draft(post: Post, *, by: User) -> bool:
    """Throw a draft away with its photos and files; nothing of it was ever seen. True when this call did it."""
    draft = Post.objects.select_for_update().filter(pk=post.pk, author=by, state=State.DRAFT).first()
    if draft is None:
        return False
    # What was asked about words that were sent back or taken back goes with the words.
    for row in [*draft.photos.all(), *draft.attachments.all(), *draft.approvals.all()]:
        row.delete()
    draft.delete()
    return True


@transaction.atomic
def write_post(school_group: SchoolGroup, sheet: Sheet, *, key: UUID, by: User) -> Written:
    """Take a whole form at once: keep the text, attach the files, and send it when all of it can go.

    One transaction that holds the post's row, so the same form sent twice attaches and sends once. A refused file, or
    a day that cannot be, keeps the post a draft, with all else attached.

    Raises:
        KeyTaken: the key is somebody else's, or of another group.
        Incomplete: sent without a kind, title or text; nothing was kept.
    """
    try:
        with transaction.atomic():
            post = save_draft(school_group, sheet.content, key=key, by=by, alts=sheet.alts, audience=sheet.audience)
    except (KeyTaken, Post.DoesNotExist):  # the draft is gone, maybe this very moment: was it added to a post?
        earlier = addition_of(key)
        if earlier is None or earlier.replaced_by_id != by.pk:
            raise KeyTaken(key) from None
        return Written(earlier.post, was_added=True)
    if post.state != State.DRAFT:
        return Written(post, was_out=True)
    if sheet.order:
        order_photos(post, sheet.order, by=by)
    refused = _attach(post, sheet, by)
    say_of_series(post, sheet.recognisable, by=by, seen=sheet.seen)
    say_no_swimwear(post, sheet.no_swimwear, by=by)
    return Written(post, refused) if refused or not sheet.is_sent else _send_or_keep(post, sheet, by)


def _send_or_keep(post: Post, sheet: Sheet, by: User) -> Written:
    try:
        with transaction.atomic():
            return _send(post, sheet, by)
    except Unplannable as why:
        words = _(str(why))
    except DoesNotFit as why:
        words = str(why)
    except PhotosStop as why:
        post.refresh_from_db()
        return Written(post, stopped=why.findings)
    except Offends as held:
        post.refresh_from_db()
        return Written(post, offends=held)
    post.refresh_from_db()
    return Written(post, unplanned=words)


def _send(post: Post, sheet: Sheet, by: User) -> Written:
    if sheet.add_to is not None:
        return Written(add_to_post(post, sheet.add_to, by=by), was_added=True)
    set_important(post, is_important=sheet.is_important, why=sheet.why_important, by=by)
    post = publish_post(post, by=by, choice=sheet.choice, asks=sheet.asks)
    if sheet.swap_with is not None:
        _swap(post, sheet.swap_with)
    return Written(post)


def _swap(post: Post, other: Post) -> None:
    """Take the place of another planned post; when one of them is out meanwhile, both stay as they are."""
    with suppress(NotOnItsWay):
        swap_posts(post, other)
        post.refresh_from_db()


def _attach(post: Post, sheet: Sheet, by: User) -> list[str]:
    """Put the uploads with the draft; the words about each that could not go along."""
    refused = []
    for add, uploads in ((add_photo, sheet.photos), (add_attachment, sheet.files)):
        for upload in uploads:
            try:
                add(post, upload, by=by)
            except Refused as why:
                refused.append(str(why))
    return refused
