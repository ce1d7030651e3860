"""What is asked of parents: purposes, and the very words, version after version."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models import School
from protocol import clock
from protocol.clauses import clause


@clause("B9", "D6")
class Purpose(models.Model):
    """One thing for which a child's photo or name may be used: asked and answered apart from all others."""

    class Policy(models.TextChoices):
        ANY = "any", _("one guardian with authority is enough")
        ALL = "all", _("all guardians with authority")

    class Publisher(models.TextChoices):
        TEACHER = "teacher", _("the teacher")
        HEAD = "head", _("the head")
        PARENT = "parent", _("the parent")

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="consent_purposes")
    code = models.CharField(max_length=20)
    medium = models.CharField(max_length=20)
    policy = models.CharField(_("who must say yes"), max_length=3, choices=Policy)
    publisher = models.CharField(_("who may publish"), max_length=7, choices=Publisher)
    is_asked = models.BooleanField(_("asked at our school"), default=False)
    version = models.PositiveIntegerField(default=1, help_text=_("A yes to an older text does not count"))
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("purpose of consent")
        ordering = ["position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["school", "code"], name="one_purpose_per_code"),
            models.CheckConstraint(condition=Q(policy__in=["any", "all"]), name="purpose_policy_is_known"),
        ]

    def __str__(self) -> str:
        return self.code


class PurposeText(models.Model):
    """The words of a purpose from one moment on. A new version is a new row."""

    purpose = models.ForeignKey(Purpose, on_delete=models.CASCADE, related_name="texts")
    version = models.PositiveIntegerField()
    title = models.CharField(_("question"), max_length=120)
    explanation = models.CharField(_("who sees it"), max_length=300)
    example = models.CharField(_("example"), max_length=500)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("text of a purpose")
        ordering = ["-version"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="one_text_per_version")]

    def __str__(self) -> str:
        return self.title


class ShownText(models.Model):
    """The exact words somebody had before their eyes, kept once under their SHA-256. This table only grows."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("text as it was shown")
        default_permissions = ()

    def __str__(self) -> str:
        return self.sha256[:12]
