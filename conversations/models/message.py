"""Messages: written at any hour, delivered when it suits (E8)."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from conversations.models.participant import Participant
from conversations.rules import MESSAGE_MAX, REFUSED_MAX, WHY_NOW_MAX
from groups.models import Guardianship, Membership, PostingPolicy, Pupil, Restriction, Role
from groups.roles import STAFF
from protocol import clock
from protocol.clauses import clause

_DIED_AT = "conversation__pupil__deceased_at"


def is_delivered(now: datetime) -> Q:
    """Its moment has come, and nothing keeps it from who reads along: words that were on their way when the child died
    stay with who wrote them."""
    out = Q(deliver_at__lte=now, withdrawn_at__isnull=True, held_at__isnull=True, hidden_at__isnull=True)
    died_at = F(_DIED_AT)
    return out & (Q(**{_DIED_AT: None}) | Q(deliver_at__lte=died_at) | Q(written_at__gt=died_at))


@clause("B7", "E8")
def is_seen(person: int, since: Any, now: datetime) -> Q:
    """What somebody who reads from a moment on (``since``, or where it stands) has on the page: what was written since,
    once it is delivered, and the own words that nobody has yet. Who wrote before did not know of them, also when the
    delivery came later."""
    mine = Q(author=person, withdrawn_at__isnull=True, hidden_at__isnull=True)
    # The first is for the index alone.
    return mine | (Q(deliver_at__gte=since, written_at__gte=since) & is_delivered(now))


@clause("E4", "B7")
def _has_a_side(person: Any, conversation: Any, pupil: Any) -> Q:
    """Whether somebody is in a conversation, or is a guardian of its child: what the other guardian writes there is not
    theirs to read."""
    inside = Participant.objects.filter(left_at__isnull=True, conversation=conversation, person=person)
    guardians = Guardianship.objects.valid_on(clock.today()).filter(pupil=pupil, guardian=person)
    return Q(Exists(inside)) | Q(Exists(guardians))


class MessageQuerySet(models.QuerySet["Message"]):
    def delivered(self, now: datetime | None = None) -> Self:
        """Those whose moment has come, and that nothing keeps from who reads along."""
        return self.filter(is_delivered(now or clock.now()))

    @clause("B7", "E8")
    def seen_by(self, participant: Participant) -> Self:
        """What this participant reads."""
        seen = self.filter(conversation=participant.conversation_id)
        seen = seen.filter(is_seen(participant.person_id, participant.sees_from, clock.now()))
        return seen if participant.is_staff else seen.exclude(kind__in=Message.FOR_COLLEAGUES)

    def newest_first(self) -> Self:
        return self.order_by("-deliver_at", "-pk")

    def older_than(self, message: "Message") -> Self:
        """Those above this one on the page."""
        return self.filter(Q(deliver_at__lt=message.deliver_at) | Q(deliver_at=message.deliver_at, pk__lt=message.pk))

    @clause("F4", "D12")
    def of_people(self) -> Self:
        """What somebody wrote: of that one speaks up, and that is taken away. Not what the portal says."""
        return self.filter(kind__in=[Message.Kind.WORDS, Message.Kind.NOTE])

    @clause("E4")
    def held(self) -> Self:
        """Those that nobody reads until the head lets them go, or their author takes them back."""
        return self.filter(held_at__isnull=False, withdrawn_at__isnull=True, hidden_at__isnull=True)

    @clause("E4", "B7")
    def held_for(self, user: User) -> Self:
        """Those that wait for this person: a head without a side in the conversation; where every head has one, the
        deputy."""
        kept_away = Restriction.objects.keeping_from_work().values("person")
        at_work = Membership.objects.in_force().filter(role__name__in=STAFF).exclude(user__in=kept_away)
        heads = at_work.filter(role__name=Role.Name.HEAD)
        is_head = Q(conversation__school__in=heads.filter(user=user.pk).values("role__school"))
        named = PostingPolicy.objects.filter(
            deputy_id=user.pk, school__in=at_work.filter(user=user.pk).values("role__school")
        )
        here, child = OuterRef("conversation"), OuterRef("conversation__pupil")
        free = heads.filter(role__school=OuterRef("conversation__school"))
        free = free.exclude(_has_a_side(OuterRef("user"), OuterRef(here), OuterRef(child)))
        stands_in = Q(conversation__school__in=named.values("school")) & ~Exists(free)
        waiting = self.held().filter(is_head | stands_in, decided_at__isnull=True)
        return waiting.exclude(_has_a_side(user.pk, here, child))

    def taken_back_by(self, user: object) -> Self:
        """The own words that are on their way still, or were when the child died: nobody read them. Without a join, so
        that an update looks at the row itself again."""
        mine = self.filter(author=user, withdrawn_at__isnull=True, hidden_at__isnull=True)
        died = Pupil.objects.filter(conversations=OuterRef("conversation"), deceased_at__gte=OuterRef("written_at"))
        kept_back = Exists(died.filter(deceased_at__lt=OuterRef("deliver_at")))
        return mine.filter(Q(deliver_at__gt=clock.now()) | Q(held_at__isnull=False) | kept_back)


@clause("E8")
class Message(models.Model):
    """What somebody wrote in a conversation, or what the portal says in it (``kind``). A note is for
    colleagues only: no guardian reads it. What is taken away leaves a stone (``gone``) at its place. Its words never
    change (moderation/guarded.py): who thinks better of it takes it back."""

    class Kind(models.TextChoices):
        WORDS = "words", _("message")
        ANSWER = "answer", _("automatic answer")
        NOTICE = "notice", _("notice of the portal")
        NOTE = "note", _("note for a colleague")
        GONE = "gone", _("message that was taken away")
        GONE_NOTE = "goneno", _("note that was taken away")

    FOR_COLLEAGUES = (Kind.NOTE, Kind.GONE_NOTE)

    key = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text=_("Made by the form: sending twice is sending once")
    )
    conversation = models.ForeignKey("conversations.Conversation", on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.WORDS)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    author_role = models.CharField(_("written as"), max_length=60, blank=True)
    text = models.TextField(_("text"), max_length=MESSAGE_MAX)
    written_at = models.DateTimeField(default=clock.now)
    deliver_at = models.DateTimeField(help_text=_("When readers have it; for who works here the next opening, E8"))
    why_now = models.CharField(_("why it cannot wait"), max_length=WHY_NOW_MAX, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True, help_text=_("Not seen by any reader yet: E4"))
    hidden_at = models.DateTimeField(null=True, blank=True, help_text=_("Out, and seen by no reader: D12, F6"))
    # What the head said of words that were held: delivered all the same, or sent back with a reason.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(_("reason"), max_length=REFUSED_MAX, blank=True)

    objects: ClassVar = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        ordering = ["deliver_at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["conversation", "-deliver_at", "-id"], name="message_newest_first")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="message_says_something"),
            models.CheckConstraint(condition=Q(text__length__lte=MESSAGE_MAX), name="message_not_too_long"),
            models.CheckConstraint(
                condition=Q(author__isnull=False) | ~Q(kind__in=["words", "note"]),
                name="message_of_a_person_has_an_author",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("author")),
                name="nobody_lets_out_their_own_message",
            ),
            models.CheckConstraint(
                condition=Q(deliver_at__gte=models.F("written_at")), name="message_delivered_after_it_is_written"
            ),
        ]

    def __str__(self) -> str:
        # The log of deeds keeps it, and no word of a conversation is in that.
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_on_its_way(self) -> bool:
        """Written, and not delivered (yet)."""
        return self.held_at is not None or self.deliver_at > clock.now() or self.is_kept_back

    @property
    def is_kept_back(self) -> bool:
        """It was on its way when the child died: nobody gets it any more."""
        died_at = self.conversation.pupil.deceased_at
        return died_at is not None and self.written_at <= died_at < self.deliver_at

    @property
    def is_returned(self) -> bool:
        """Held, and back with its author: with a reason."""
        return self.held_at is not None and self.decided_at is not None
