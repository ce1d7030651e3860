"""Posts: what a group reads."""

import hashlib
import json
import re
import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import connections, models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Length
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from groups.models import SchoolGroup, rights_of
from groups.roles import MODERATE, POST, READ
from messaging.rules import TEXT_MAX, TITLE_MAX
from protocol import clock
from protocol.clauses import clause

# Lengths are held by the database too (CheckConstraint).
models.TextField.register_lookup(Length)


class PostQuerySet(models.QuerySet["Post"]):
    @clause("B4", "B8")
    def visible_to(self, user: User) -> Self:
        """The published posts this person may read today. Lists, pages, photos, files and search all start here."""
        # The rows of rights themselves, as in SchoolGroup.with_perm: a table less to plan with, three times over.
        rights = rights_of(user).values("content_object")
        groups, council = rights.filter(permission__codename=READ), rights.filter(permission__codename=POST)
        addressed = PostAudience.objects.filter(school_group__in=groups).values("post")
        for_me = Q(is_addressed=False) | Q(pk__in=addressed) | Q(school_group__in=council)
        return self.out().filter(for_me, school_group__in=groups)

    def out(self) -> Self:
        """Those that readers may see: published, and not hidden since."""
        return self.filter(state=Post.State.PUBLISHED, hidden_at__isnull=True)

    def written_by(self, user: User) -> Self:
        """The posts of this person, in whatever state, while the right to post stands; none that is hidden."""
        groups = SchoolGroup.objects.with_perm(user, POST)
        return self.filter(author_id=user.pk, hidden_at__isnull=True, school_group__in=groups.values("pk"))

    def due(self) -> Self:
        """Those whose moment has come, in the order of their moments; found by the index of what is planned."""
        return self.filter(state=Post.State.PLANNED, publish_at__lte=clock.now()).order_by("publish_at", "pk")

    @clause("B5", "D10")
    def unpublished_for(self, user: User) -> Self:
        """What waits or is planned and this person may see and move: one's own, and, for when a colleague is ill, what
        is on its way in a group that one is an admin of (the head in all)."""
        colleagues = SchoolGroup.objects.with_perm(user, MODERATE).values("pk")
        mine = Q(pk__in=self.model.objects.written_by(user).values("pk"))
        return self.filter(mine | Q(school_group__in=colleagues), state__in=[Post.State.WAITING, Post.State.PLANNED])

    def held(self) -> Self:
        """Each locked until the transaction ends, with its author, group and school."""
        return self.select_for_update(of=("self",)).select_related("author", "school_group__school")

    def with_counts(self) -> Self:
        """Each with ``reaction_count`` and ``photo_count``, from the rows themselves."""
        from_reactions = Post.reactions.rel.related_model.objects.shown().filter(post=OuterRef("pk"))  # type: ignore[attr-defined]
        from_photos = Post.photos.rel.related_model.objects.shown().filter(post=OuterRef("pk"))  # type: ignore[attr-defined]

        def count(rows: "models.QuerySet[models.Model]") -> Coalesce:
            numbers = rows.order_by().values("post").annotate(number=Count("pk")).values("number")
            return Coalesce(Subquery(numbers), 0)

        return self.annotate(reaction_count=count(from_reactions), photo_count=count(from_photos))

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def older_than(self, post: "Post") -> Self:
        """Those below this post in a list that runs newest first."""
        return self.filter(Q(published_at__lt=post.published_at) | Q(published_at=post.published_at, pk__lt=post.pk))

    def search(self, words: str) -> Self:
        """Those whose title or text hold all these words: Dutch full text on PostgreSQL, plain matching elsewhere.

        The vector is written exactly as in the index of migration 0003, or PostgreSQL could not use it.
        """
        if connections[self.db].vendor == "postgresql":
            from django.contrib.postgres.search import SearchQuery, SearchVector

            query = SearchQuery(words, config="dutch", search_type="websearch")
            if re.fullmatch(r"[\w\s]+", words) and (begins := re.findall(r"[^\W_]+", words)):
                # The stemmer keeps "brug" and "bruggen" apart: the beginning of a word finds it too.
                begun = " & ".join(f"{word}:*" for word in begins)
                query = query | SearchQuery(begun, config="dutch", search_type="raw")
            return self.annotate(words=SearchVector("title", "text", config="dutch")).filter(words=query)
        found = self
        for word in words.split():
            found = found.filter(Q(title__icontains=word) | Q(text__icontains=word))
        return found


class Post(models.Model):
    """A message on a group's page: ``draft -> waiting (for consent) -> planned -> published``.

    The limit of D10 stands here: what is planned or out holds a place on its day, ``slot_number`` of its group and
    ``author_slot`` of its author (as the school counts), or ``exempt`` says why it needs none. Published content
    changes only with a PostVersion that keeps the old (docs/architecture.md).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        WAITING = "waiting", _("waits for consent")
        PLANNED = "planned", _("goes out soon")
        PUBLISHED = "published", _("published")

    @clause("D7")
    class Kind(models.TextChoices):
        DAY = "day", _("Day in class")
        LEARNING = "learning", _("What we learn")
        NEWS = "news", _("News")
        ACTIVITY = "activity", _("Activity")
        TALKS = "talks", _("Talks")
        HELP = "help", _("Help wanted")

    @clause("D10")
    class Exempt(models.TextChoices):
        """Why a post takes no place on its day."""

        SHARED = "shared", _("of a council or the team")
        URGENT = "urgent", _("urgent, today")
        NOW = "now", _("now, everybody")
        EARLIER = "earlier", _("from before the agreement was kept")

    @clause("B5")
    class Consent(models.TextChoices):
        """How it stands with the consent that a post needs; empty when it needs none."""

        WAITING = "waiting", _("waits for consent")
        APPROVED = "approved", _("approved")
        RELEASED = "released", _("went out without a decision")
        INFORMED = "informed", _("the head was informed")

    key = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text=_("Made by the composer: sending twice is sending once")
    )
    school_group = models.ForeignKey(SchoolGroup, on_delete=models.PROTECT, related_name="posts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    author_role = models.CharField(_("written as"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.DAY)
    title = models.CharField(_("title"), max_length=TITLE_MAX, blank=True)
    text = models.TextField(_("text"), max_length=TEXT_MAX, blank=True)
    reactions_open = models.BooleanField(_("parents may react"), default=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    publish_at = models.DateTimeField(null=True, blank=True)
    ignores_hours = models.BooleanField(default=False, help_text=_("An exemption lets it go out at any hour"))
    slot_on = models.DateField(null=True, blank=True)
    slot_number = models.PositiveSmallIntegerField(null=True, blank=True)
    author_slot = models.PositiveSmallIntegerField(null=True, blank=True)
    exempt = models.CharField(max_length=8, choices=Exempt, blank=True)
    consent = models.CharField(max_length=8, choices=Consent, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_hash = models.CharField(max_length=64, blank=True)
    is_important = models.BooleanField(default=False, help_text=_("Of the head: everybody is told at once; counted"))
    why_important = models.CharField(_("why it is important"), max_length=300, blank=True)
    no_swimwear = models.BooleanField(_("nobody wears swimwear or gym underwear"), default=False)
    is_addressed = models.BooleanField(default=False, help_text=_("Of a council: only for the groups of PostAudience"))
    published_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True, help_text=_("Out, and seen by no reader: D12, F6"))
    created_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["school_group", "-published_at", "-id"], name="post_feed", condition=Q(state="published")
            ),
            models.Index(fields=["author", "state"], name="post_author_state"),
            models.Index(fields=["publish_at"], name="post_due", condition=Q(state="planned")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["day", "learning", "news", "activity", "talks", "help"]),
                name="post_has_a_kind_of_D7",
            ),
            # No other word goes round the limit, or stands for somebody's yes.
            models.CheckConstraint(
                condition=Q(exempt__in=["", "shared", "urgent", "now", "earlier"]), name="post_exempt_for_what_is_known"
            ),
            models.CheckConstraint(
                condition=Q(consent__in=["", "waiting", "approved", "released", "informed"]),
                name="post_consent_is_one_that_is_known",
            ),
            models.CheckConstraint(
                condition=Q(is_important=True) | Q(why_important=""), name="only_important_news_says_why"
            ),
            models.CheckConstraint(condition=Q(text__length__lte=TEXT_MAX), name="post_text_not_too_long"),
            models.CheckConstraint(
                condition=Q(state="draft") | (~Q(title="") & ~Q(text="")), name="post_that_goes_out_has_title_and_text"
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True)),
                name="post_published_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="planned") | Q(publish_at__isnull=False), name="post_planned_has_its_moment"
            ),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True) | Q(state="published"), name="only_what_was_out_is_hidden"
            ),
            models.UniqueConstraint(fields=["school_group", "slot_on", "slot_number"], name="one_post_a_day_per_group"),
            models.UniqueConstraint(fields=["author", "slot_on", "author_slot"], name="one_post_a_day_per_author"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "waiting"])
                | ~Q(exempt="")
                # A comparison with nothing is neither true nor false, and a CHECK lets that through: ask for both.
                | Q(slot_on__isnull=False, slot_number__isnull=False, slot_number__gte=1)
                | Q(slot_on__isnull=False, author_slot__isnull=False, author_slot__gte=1),
                name="post_on_its_way_has_a_place_on_its_day",
            ),
            models.CheckConstraint(
                condition=(Q(slot_on__isnull=True, slot_number__isnull=True, author_slot__isnull=True))
                | (Q(state__in=["planned", "published"], exempt="", slot_on__isnull=False)),
                name="only_a_post_on_its_way_has_a_place",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(state="waiting", consent="waiting")
                | (Q(state__in=["planned", "published"]) & ~Q(consent="waiting")),
                name="post_that_waits_for_consent_is_not_out",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "waiting"])
                | ~Q(consent="approved")
                | (Q(approved_by__isnull=False) & ~Q(approved_by=models.F("author")) & ~Q(approved_hash="")),
                name="post_approved_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.text[:60]

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED and self.hidden_at is None

    def content_hash(self) -> str:
        """SHA-256 over what readers see: kind, title, text, photos and files in order; and who reads it, where that is
        not everybody."""
        content: dict[str, object] = {
            "kind": self.kind,
            "title": self.title,
            "text": self.text,
            "photos": [[str(photo.key), photo.alt] for photo in self.photos.order_by("position", "pk")],
            "files": [[str(file.key), file.name] for file in self.attachments.order_by("pk")],
        }
        if self.is_addressed:
            content["audience"] = sorted(self.audience.values_list("school_group", flat=True))
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@clause("B5")
class PostAudience(models.Model):
    """A council writes to some groups only: who reads one of these reads it, on the council's page."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="audience")
    school_group = models.ForeignKey(SchoolGroup, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("group that a council writes to")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["post", "school_group"], name="addressed_once_per_group")]

    def __str__(self) -> str:
        return str(self.school_group)


class PostVersion(models.Model):
    """What a post said before an edit. Written in the same transaction as the edit, never changed."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="versions")
    kind = models.CharField(max_length=10, choices=Post.Kind)
    title = models.CharField(max_length=TITLE_MAX, blank=True)
    text = models.TextField(max_length=TEXT_MAX, blank=True)
    photos = models.JSONField(default=list, help_text=_("Key and description of each photo, in order"))
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_key = models.UUIDField(
        null=True, blank=True, unique=True, help_text=_("Of the form that was added to the post: once is enough")
    )

    class Meta:
        verbose_name = _("earlier version of a post")
        ordering = ["-replaced_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title
