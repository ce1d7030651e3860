from messaging.models.approval import Approval
from messaging.models.attachment import Attachment
from messaging.models.clean_up import CleanUp
from messaging.models.depiction import Depiction, LineUp, Withholding, line_up_digest, line_up_of
from messaging.models.exemption import Exemption
from messaging.models.photo import Photo
from messaging.models.post import Post, PostAudience, PostVersion
from messaging.models.reaction import Reaction, ReactionVersion
from messaging.models.tombstone import Tombstone
from messaging.models.week import ExcusedWeek, WeekNote
from messaging.models.word_rule import WordRule

__all__ = [
    "Approval",
    "Attachment",
    "CleanUp",
    "Depiction",
    "ExcusedWeek",
    "Exemption",
    "LineUp",
    "Photo",
    "Post",
    "PostAudience",
    "PostVersion",
    "Reaction",
    "ReactionVersion",
    "Tombstone",
    "WeekNote",
    "Withholding",
    "WordRule",
    "line_up_digest",
    "line_up_of",
]
