"""The words that a school holds, or lets through, beside the lists that come along (E4)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models import School
from protocol import clock
from protocol.clauses import clause

WORD_MAX = 60


@clause("E4")
class WordRule(models.Model):
    """One word: held before others see it, or never held (``is_allowed``)."""

    class Kind(models.TextChoices):
        SWEARING = "swearing", _("swearing")
        DISCRIMINATION = "discrimination", _("discrimination")
        THREAT = "threat", _("threat")
        SEXUAL = "sexual", _("sexual")
        COMMERCIAL = "commercial", _("advertising")

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="word_rules")
    word = models.CharField(_("word"), max_length=WORD_MAX)
    folded = models.CharField(max_length=WORD_MAX * 4, help_text=_("As words are compared, tricks undone"))
    kind = models.CharField(max_length=14, choices=Kind, blank=True, help_text=_("Of a word that is held"))
    is_allowed = models.BooleanField(default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("word that is held or let through")
        ordering = ["word", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["school", "folded"], name="one_rule_per_word"),
            models.CheckConstraint(condition=~Q(folded=""), name="word_rule_has_a_word"),
            models.CheckConstraint(
                condition=Q(is_allowed=True, kind="")
                | Q(is_allowed=False, kind__in=["swearing", "discrimination", "threat", "sexual", "commercial"]),
                name="word_that_is_held_has_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.word
