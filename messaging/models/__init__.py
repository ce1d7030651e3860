from messaging.models.attachment import Attachment
from messaging.models.photo import Photo
from messaging.models.post import Post, PostVersion
from messaging.models.reaction import Reaction, ReactionVersion

__all__ = ["Attachment", "Photo", "Post", "PostVersion", "Reaction", "ReactionVersion"]
