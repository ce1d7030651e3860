from messaging.models.approval import Approval
from messaging.models.attachment import Attachment
from messaging.models.exemption import Exemption
from messaging.models.photo import Photo
from messaging.models.post import Post, PostAudience, PostVersion
from messaging.models.reaction import Reaction, ReactionVersion
from messaging.models.week import ExcusedWeek, WeekNote

__all__ = [
    "Approval",
    "Attachment",
    "ExcusedWeek",
    "Exemption",
    "Photo",
    "Post",
    "PostAudience",
    "PostVersion",
    "Reaction",
    "ReactionVersion",
    "WeekNote",
]
