"""PDF files with a post."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from files.storage import random_name
from messaging.models.post import Post


def attachment_name(attachment: "Attachment", filename: str) -> str:
    return random_name("attachments", ".pdf")


class Attachment(models.Model):
    """One PDF of one post, checked by content before it is kept."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="attachments")
    file = models.FileField(upload_to=attachment_name, max_length=120)
    name = models.CharField(_("name"), max_length=120)
    size = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("file")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
