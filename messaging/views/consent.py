"""What a writer is told about consent: before sending, while it waits, and when a post came back (B5)."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from groups.models import SchoolGroup
from messaging.actions import classes_beside
from messaging.facts import Posting
from messaging.forms.post import ids_of
from messaging.models import Approval, Post
from protocol.clauses import clause


@clause("B5")
def consent_in(posting: Posting, draft: Post | None, data: QueryDict) -> dict[str, object]:
    """For the composer: whose consent is asked, for which classes a council may write, and why the draft came back."""
    school_group, approver = posting.group, posting.approver
    is_council = school_group.kind == SchoolGroup.Kind.COUNCIL
    chosen = set(ids_of(data, "audience"))
    if not data and draft is not None and draft.is_addressed:
        chosen = set(draft.audience.values_list("school_group", flat=True))
    return {
        "approver": approver.value,
        "classes": [(group, group.pk in chosen) for group in classes_beside(school_group)] if is_council else [],
        "is_for_some": data.get("whom") == "some" if data else bool(chosen),
        "came_back": last_return(draft) if draft is not None and approver.is_asked else None,
    }


def last_request(post: Post) -> Approval | None:
    """The last time that consent was asked for this post. One query."""
    rows = Approval.objects.filter(post=post).select_related("decided_by", "post__school_group")
    return rows.order_by("-asked_at", "-pk").first()


def last_request_waits(post: Post) -> bool:
    """Whether somebody is asked about this post now. One query."""
    return bool(Approval.objects.open().filter(post=post).exists())


def waiting_words(post: Post) -> str:
    """What an author hears whose new words wait."""
    if post.state == Post.State.PUBLISHED:
        return _("Your change waits for consent. Until then the old words stay.")
    return _("The news item is changed. It waits for consent again.")


def last_return(post: Post) -> Approval | None:
    """The last answer about this post, when it was a no with a reason."""
    last = last_request(post)
    return last if last is not None and last.outcome == Approval.Outcome.RETURNED else None


def classes_of(post: Post) -> list[SchoolGroup]:
    """The classes a council's post is for; none: everybody."""
    if not post.is_addressed:
        return []
    rows = SchoolGroup.objects.filter(pk__in=post.audience.values("school_group"))
    return list(rows.order_by("position", "name"))
