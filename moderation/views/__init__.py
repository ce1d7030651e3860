from moderation.views.council import removal_agree
from moderation.views.policy import policy, policy_save
from moderation.views.queue import item_ask, item_detail, item_hide, item_list, item_photo, item_put_back
from moderation.views.removing import removal_create, take_back

__all__ = [
    "item_ask",
    "item_detail",
    "item_hide",
    "item_list",
    "item_photo",
    "item_put_back",
    "policy",
    "policy_save",
    "removal_agree",
    "removal_create",
    "take_back",
]
