"""What the audit log says of the events of moderation. Imported when the app loads."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import register

register(
    removed=_("took away"),
    taken_back=_("took back"),
    removal_agreed=_("agreed, for the MR, that it goes:"),
    removal_refused=_("did not agree, for the MR, that it goes:"),
    package_opened=_("opened a hard copy of the archive:"),
    package_viewed=_("looked into a hard copy of the archive:"),
    package_checked=_("verified the archive:"),
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
    moderation_changed=_("changed the agreements about removal of"),
)
