"""What the database watches over, table by table (moderation/guards.py makes the triggers of it).

Content is named by a hash that the database makes by itself: the SHA-256 of the SHA-256s of the columns, in this order.
Of hashes, so that nobody can move a letter from the one column to the next and have the same name for it.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

# They only grow. What stands in SealedRow goes with its package, at the end of its term (moderation/guards.py).
GROWS = (
    "moderation_archivelink",
    "moderation_package",
    "moderation_destruction",
    "moderation_erasure",
    "moderation_stamp",
    "moderation_caseexport",
    "moderation_opening",
)


@dataclass(frozen=True)
class Guarded:
    """One table. ``content`` are the columns that its hash names; ``fixed`` those that never change once it was out;
    ``was_out`` and ``kept`` are SQL on OLD: whether it was out, and whether the newest version keeps what it said.
    ``kind`` is what a removal calls it, where readers can be kept from it. ``under`` are the rows it belongs to, each a
    table and SQL for its key: what is held for a lawsuit is held with all that hangs under it."""

    table: str
    content: tuple[str, ...]
    was_out: str = ""
    fixed: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    kept: str = ""
    kind: str = ""
    under: tuple[tuple[str, str], ...] = ()

    def hash_of(self, values: dict[str, Any]) -> str:
        """The same hash as the database makes of a row with these values."""
        return _sha256("".join(_sha256(str(values[column])) for column in self.content))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


_POST_OUT = "COALESCE((SELECT state FROM messaging_post WHERE id = OLD.post_id), 'published') = 'published'"
# An older version may happen to say the same: the newest must, or going back and forth would leave gaps.
_ITS_POST, _ITS_CASE = ("messaging_post", "OLD.post_id"), ("moderation_case", "OLD.case_id")
_ITS_CONVERSATION = ("conversations_conversation", "OLD.conversation_id")
GUARDED = (
    Guarded(
        "messaging_post",
        content=("author_id", "kind", "title", "text"),
        was_out="OLD.state = 'published'",
        fixed=("id", "author_id", "author_role", "school_group_id", "state", "published_at", "key"),
        words=("kind", "title", "text"),
        kept="""EXISTS (SELECT 1 FROM messaging_postversion
            WHERE id = (SELECT max(id) FROM messaging_postversion WHERE post_id = OLD.id)
            AND kind = OLD.kind AND title = OLD.title AND text = OLD.text)""",
        kind="post",
    ),
    Guarded("messaging_postversion", content=("post_id", "kind", "title", "text"), fixed=("*",), under=(_ITS_POST,)),
    Guarded(
        "messaging_reaction",
        content=("post_id", "author_id", "text"),
        fixed=("id", "author_id", "author_role", "post_id", "created_at", "key"),
        words=("text",),
        kept="""EXISTS (SELECT 1 FROM messaging_reactionversion
            WHERE id = (SELECT max(id) FROM messaging_reactionversion WHERE reaction_id = OLD.id)
            AND text = OLD.text)""",
        kind="reaction",
        under=(_ITS_POST,),
    ),
    Guarded(
        "messaging_reactionversion",
        content=("reaction_id", "text"),
        fixed=("*",),
        under=(
            ("messaging_reaction", "OLD.reaction_id"),
            ("messaging_post", "(SELECT post_id FROM messaging_reaction WHERE id = OLD.reaction_id)"),
        ),
    ),
    Guarded(
        "messaging_photo",
        content=("post_id", "alt", "filename", "large_jpeg"),
        was_out=_POST_OUT,
        fixed=(
            "id",
            "post_id",
            "key",
            "filename",
            "small_webp",
            "small_jpeg",
            "medium_webp",
            "medium_jpeg",
            "large_webp",
            "large_jpeg",
        ),
        words=("alt",),
        kept="EXISTS ({alt_in_version})",
        kind="photo",
        under=(_ITS_POST,),
    ),
    Guarded(
        "messaging_attachment",
        content=("post_id", "name", "file"),
        was_out=_POST_OUT,
        fixed=("id", "post_id", "key", "name", "file", "size"),
        under=(_ITS_POST,),
    ),
    # A message never changes: who thinks better of it takes it back. What was held is brought when it is let go.
    Guarded(
        "conversations_message",
        content=("conversation_id", "kind", "author_id", "text"),
        fixed=("id", "key", "conversation_id", "kind", "author_id", "author_role", "text", "written_at", "why_now"),
        words=("deliver_at",),
        kept="OLD.held_at IS NOT NULL",
        kind="message",
        under=(_ITS_CONVERSATION,),
    ),
    Guarded(
        "conversations_messagefile",
        content=("message_id", "name", "file"),
        was_out="OLD.state = 'ready'",
        fixed=(
            "id",
            "key",
            "message_id",
            "uploaded_by_id",
            "name",
            "size",
            "ending",
            "state",
            "file",
            "width",
            "height",
        ),
        under=(
            ("conversations_message", "OLD.message_id"),
            (
                "conversations_conversation",
                "(SELECT conversation_id FROM conversations_message WHERE id = OLD.message_id)",
            ),
        ),
    ),
    Guarded(
        "moderation_friendlyword",
        content=("sender_id", "recipient_id", "text"),
        fixed=("id", "sender_id", "recipient_id", "kind", "object_id", "text", "sent_at"),
        kind="word",
    ),
    # What was said in a report or a case is evidence too: it goes at the end of its term, with a record of that.
    Guarded(
        "moderation_report",
        content=("item_id", "reporter_id", "clause", "text"),
        fixed=("*",),
        under=(("moderation_case", "(SELECT case_id FROM moderation_item WHERE id = OLD.item_id)"),),
    ),
    Guarded("moderation_consultation", content=("case_id", "person_id", "text"), fixed=("*",), under=(_ITS_CASE,)),
    Guarded(
        "moderation_casestep",
        content=("case_id", "kind", "note"),
        fixed=(
            "id",
            "case_id",
            "kind",
            "note",
            "told",
            "decided_by_id",
            "decided_at",
            "alone_because",
            "restriction_id",
        ),
        under=(_ITS_CASE,),
    ),
)
BY_TABLE = {one.table: one for one in GUARDED}
