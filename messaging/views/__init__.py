"""What a person sees and does in messaging, split by noun."""

from messaging.views.altering import photo_cover, photo_crop
from messaging.views.approval import approval_detail, approval_return
from messaging.views.composer import draft_discard, draft_save, post_choose, post_create
from messaging.views.desk import desk
from messaging.views.editing import post_edit
from messaging.views.exemption import exemption_decide
from messaging.views.feed import group_feed, news_seen
from messaging.views.files import (
    attachment_add,
    attachment_file,
    attachment_remove,
    photo_add,
    photo_file,
    photo_order,
    photo_remove,
    photo_status,
)
from messaging.views.held import reaction_release, reaction_return
from messaging.views.planned import planned_list, post_move, post_send, post_take_over, post_withdraw
from messaging.views.pointing import objection_lift, photo_point_out, pointed_list, pointed_take_back
from messaging.views.post import photo_detail, post_detail, post_history, reactions_switch
from messaging.views.reaction import reaction_add, reaction_edit, reaction_withdraw
from messaging.views.recognising import photo_recognise, series_recognise
from messaging.views.search import search
from messaging.views.seen import seen_list
from messaging.views.sending import post_outlook
from messaging.views.sharing import clean_up_say, draft_place, photo_share
from messaging.views.week import week_excuse
from messaging.views.withheld import (
    withheld_file,
    withheld_list,
    withheld_not_on_it,
    withheld_on_it,
    withheld_put_all_back,
    withheld_put_back,
    withheld_say,
)
from messaging.views.words import word_list, word_remove

__all__ = [
    "approval_detail",
    "approval_return",
    "attachment_add",
    "attachment_file",
    "attachment_remove",
    "clean_up_say",
    "desk",
    "draft_discard",
    "draft_place",
    "draft_save",
    "exemption_decide",
    "group_feed",
    "news_seen",
    "objection_lift",
    "photo_add",
    "photo_cover",
    "photo_crop",
    "photo_detail",
    "photo_file",
    "photo_order",
    "photo_point_out",
    "photo_recognise",
    "photo_remove",
    "photo_share",
    "photo_status",
    "planned_list",
    "pointed_list",
    "pointed_take_back",
    "post_choose",
    "post_create",
    "post_detail",
    "post_edit",
    "post_history",
    "post_move",
    "post_outlook",
    "post_send",
    "post_take_over",
    "post_withdraw",
    "reaction_add",
    "reaction_edit",
    "reaction_release",
    "reaction_return",
    "reaction_withdraw",
    "reactions_switch",
    "search",
    "seen_list",
    "series_recognise",
    "week_excuse",
    "withheld_file",
    "withheld_list",
    "withheld_not_on_it",
    "withheld_on_it",
    "withheld_put_all_back",
    "withheld_put_back",
    "withheld_say",
    "word_list",
    "word_remove",
]
