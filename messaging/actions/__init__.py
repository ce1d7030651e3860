"""What happens with posts, photos and reactions: verbs that say who did it and return what changed."""

from messaging.actions.adding import DoesNotFit, add_to_post, posts_to_add_to
from messaging.actions.addressing import classes_beside
from messaging.actions.altering import cover_photo, crop_photo
from messaging.actions.approvals import approve, hash_of, release, send_back
from messaging.actions.attachments import add_attachment, remove_attachment
from messaging.actions.deadlines import watch_approvals
from messaging.actions.editing import Alts, ChangedMeanwhile, Content, edit_post, set_reactions_open
from messaging.actions.excusing import excuse_week, take_back_excuse
from messaging.actions.exempting import allow_exemption, free_numbers, refuse_exemption
from messaging.actions.important import importance_of, set_important
from messaging.actions.keeping import compare_files
from messaging.actions.photos import Refused, add_photo, order_photos, remove_photo
from messaging.actions.planned import (
    NotOnItsWay,
    move_post,
    send_planned,
    swap_posts,
    take_over_post,
    withdraw_post,
)
from messaging.actions.posts import KeyTaken, Sheet, discard_draft, open_draft, save_draft, write_post
from messaging.actions.preparation import prepare_photos
from messaging.actions.publishing import (
    Incomplete,
    PhotosStop,
    photo_findings,
    publish_due_posts,
    publish_if_ready,
    publish_post,
    recheck_planned_posts,
)
from messaging.actions.putting_back import put_back_photos, say_not_on_it, say_on_it, take_back
from messaging.actions.reactions import (
    add_reaction,
    edit_reaction,
    release_reaction,
    return_reaction,
    withdraw_reaction,
)
from messaging.actions.recognising import mark_pupils, say_no_swimwear, say_of_series, settle_photos
from messaging.actions.reminding import remind_writers, report_week
from messaging.actions.saying_late import children_then, say_of_published
from messaging.actions.scheduling import AS_AGREED, Choice
from messaging.actions.withholding import point_out, recheck_photos, settle_lapsed
from messaging.actions.word_rules import add_word, remove_word

__all__ = [
    "AS_AGREED",
    "Alts",
    "ChangedMeanwhile",
    "Choice",
    "Content",
    "DoesNotFit",
    "Incomplete",
    "KeyTaken",
    "NotOnItsWay",
    "PhotosStop",
    "Refused",
    "Sheet",
    "add_attachment",
    "add_photo",
    "add_reaction",
    "add_to_post",
    "add_word",
    "allow_exemption",
    "approve",
    "children_then",
    "classes_beside",
    "compare_files",
    "cover_photo",
    "crop_photo",
    "discard_draft",
    "edit_post",
    "edit_reaction",
    "excuse_week",
    "free_numbers",
    "hash_of",
    "importance_of",
    "mark_pupils",
    "move_post",
    "open_draft",
    "order_photos",
    "photo_findings",
    "point_out",
    "posts_to_add_to",
    "prepare_photos",
    "publish_due_posts",
    "publish_if_ready",
    "publish_post",
    "put_back_photos",
    "recheck_photos",
    "recheck_planned_posts",
    "refuse_exemption",
    "release",
    "release_reaction",
    "remind_writers",
    "remove_attachment",
    "remove_photo",
    "remove_word",
    "report_week",
    "return_reaction",
    "save_draft",
    "say_no_swimwear",
    "say_not_on_it",
    "say_of_published",
    "say_of_series",
    "say_on_it",
    "send_back",
    "send_planned",
    "set_important",
    "set_reactions_open",
    "settle_lapsed",
    "settle_photos",
    "swap_posts",
    "take_back",
    "take_back_excuse",
    "take_over_post",
    "watch_approvals",
    "withdraw_post",
    "withdraw_reaction",
    "write_post",
]
