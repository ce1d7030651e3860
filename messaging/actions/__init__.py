"""What happens with posts, photos and reactions: verbs that say who did it and return what changed."""

from messaging.actions.attachments import add_attachment, remove_attachment
from messaging.actions.keeping import compare_files
from messaging.actions.photos import Refused, add_photo, order_photos, remove_photo
from messaging.actions.posts import (
    Alts,
    ChangedMeanwhile,
    Content,
    Incomplete,
    KeyTaken,
    Sheet,
    discard_draft,
    edit_post,
    open_draft,
    publish_due_posts,
    publish_post,
    save_draft,
    set_reactions_open,
    write_post,
)
from messaging.actions.preparation import prepare_photos
from messaging.actions.reactions import add_reaction, edit_reaction, withdraw_reaction

__all__ = [
    "Alts",
    "ChangedMeanwhile",
    "Content",
    "Incomplete",
    "KeyTaken",
    "Refused",
    "Sheet",
    "add_attachment",
    "add_photo",
    "add_reaction",
    "compare_files",
    "discard_draft",
    "edit_post",
    "edit_reaction",
    "open_draft",
    "order_photos",
    "prepare_photos",
    "publish_due_posts",
    "publish_post",
    "remove_attachment",
    "remove_photo",
    "save_draft",
    "set_reactions_open",
    "withdraw_reaction",
    "write_post",
]
