"""What the audit log says of the events of moderation. Imported when the app loads."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.audit import keep_from, register
from accounts.models import User
from moderation.models import Case, Item
from protocol.clauses import clause

register(
    removed=_("took away"),
    taken_back=_("took back"),
    removal_agreed=_("agreed, for the MR, that it goes:"),
    removal_refused=_("did not agree, for the MR, that it goes:"),
    package_opened=_("opened a hard copy of the archive:"),
    package_viewed=_("looked into a hard copy of the archive:"),
    package_checked=_("had the proof checked:"),
    hold_begun=_("put under a legal hold:"),
    hold_ended=_("ended the legal hold on:"),
    package_destroyed=_("destroyed, at the end of its term:"),
    rows_erased=_("erased, at the end of their term:"),
    case_opened=_("opened case"),
    case_gathered=_("put something reported in case"),
    case_consulted=_("said what they think in case"),
    case_step=_("took a step in case"),
    case_step_reversed=_("took a step back in case"),
    case_closed=_("closed case"),
    case_reopened=_("opened again case"),
    case_held=_("keeps for an inquiry case"),
    case_released=_("keeps no longer for an inquiry case"),
    case_exported=_("took along case"),
    head_line=_("wrote a line to the head"),
    put_back=_("put back what was reported:"),
    hidden=_("hid what was reported:"),
    teacher_asked=_("asked the teacher about what was reported:"),
    report_photo_opened=_("opened a photo that was reported:"),
    report_message_read=_("read a message that was reported:"),
    moderation_changed=_("changed the agreements about removal of"),
)


@clause("F5")
def not_for(user: User) -> Q:
    """What was done in a case, or with something reported, that does not come to this person: about oneself, or about
    the head. Few, so they are named by number."""
    found = Q()
    for model in (Case, Item):
        mine = model.objects.handled_by(user).values("pk")
        others = [str(pk) for pk in model.objects.exclude(pk__in=mine).values_list("pk", flat=True)]
        found |= Q(object_type=model._meta.label_lower, object_id__in=others)
    return found


keep_from(not_for)
