"""Photos shared from the gallery of a phone: into a draft of one's own, whose group is chosen after."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import ngettext

from accounts.models import User
from groups.models import SchoolGroup
from groups.permissions import hat_in
from messaging.actions.photos import Refused, add_photo
from messaging.actions.posts import discard_draft, open_draft
from messaging.models import Post
from messaging.rules import PHOTOS_MAX
from protocol.clauses import clause


def take_shared(
    uploads: Sequence["UploadedFile[Any]"], *, school_group: SchoolGroup, by: User
) -> tuple[Post | None, list[str]]:
    """A new draft with these photos, as many as go along, and the words about those that do not. No draft without."""
    post = open_draft(school_group, key=uuid4(), by=by)
    refused, number = [], 0
    for upload in uploads[:PHOTOS_MAX]:
        try:
            add_photo(post, upload, by=by)
            number += 1
        except Refused as why:
            refused.append(str(why))
    if left := len(uploads[PHOTOS_MAX:]):
        words = ngettext(
            "%(most)d photos fit. %(left)d photo did not come along.",
            "%(most)d photos fit. %(left)d photos did not come along.",
            left,
        )
        refused.append(words % {"most": PHOTOS_MAX, "left": left})
    if not number:
        discard_draft(post, by=by)
        return None, refused
    return post, refused


@clause("B6", "D3")
@transaction.atomic
def place_draft(post: Post, school_group: SchoolGroup, *, by: User) -> bool:
    """Give a draft that only has photos its group. True when this call did it: once there are words, or something was
    said of who is on the photos, it belongs where it is."""
    untouched = Post.objects.filter(pk=post.pk, author=by, state=Post.State.DRAFT, title="", text="")
    return (
        untouched.exclude(photos__recognisable__gt="").update(
            school_group=school_group, author_role=hat_in(by, school_group)
        )
        == 1
    )
