"""What the audit log says of the events of groups. Imported when the app loads."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.audit import register
from accounts.models import AuditEntry
from groups.models import JoinRequest

register(
    sending_stopped=_("stopped all sending in"),
    sending_resumed=_("let sending go on in"),
    role_given=_("gave a role to"),
    role_ended=_("ended a role of"),
    guardian_let_in=_("let in as parent"),
    guardian_taken_out=_("took out of a group"),
    school_created=_("made the school"),
    school_changed=_("changed the data of"),
    school_set_up=_("said that all is set up of"),
    invited=_("invited"),
    invitation_used=_("came in with an invitation"),
    join_asked=_("asked to join"),
    join_taken_back=_("took back a request to join"),
    join_handed_over=_("handed to the head the request of"),
    join_admitted=_("let in, after a request,"),
    join_refused=_("did not let in"),
    guardian_barred=_("shut out of everything about a child:"),
    bar_lifted=_("lifted the bar of"),
    authority_set=_("changed the authority of"),
    address_protected=_("hid from other parents the family of"),
    address_opened=_("showed to other parents again the family of"),
    pupil_moved=_("moved to another group"),
    account_closed=_("closed the account of"),
    death_recorded=_("took out of all lists and mails"),
    account_reopened=_("opened again the account of"),
    death_taken_back=_("put back in all lists"),
    import_read=_("brought in files for the import of"),
    import_applied=_("took over the import of"),
    import_dropped=_("did not take over the import of"),
    authority_accepted=_("followed the file about the authority of"),
    authority_kept=_("left as it was, whatever the file says, the authority of"),
    lessons_changed=_("changed the lesson times of"),
    working_time_set=_("set the working hours of"),
    policy_changed=_("changed an agreement about posting of"),
    day_off_added=_("added to the days off:"),
    day_off_changed=_("changed the days off:"),
    day_off_removed=_("took away from the days off:"),
    holidays_filled=_("filled in the holidays of"),
    holidays_imported=_("took over the government's holidays for"),
    audit_exported=_("took a copy of the log"),
)

# What is written down beside an event as a choice, in the words of the page.
DETAILS: dict[str, dict[str, Any]] = {
    "second_step_added": {"totp": _("an app"), "webauthn": _("a passkey")},
    "second_step_removed": {"totp": _("an app"), "webauthn": _("a passkey")},
    "join_handed_over": {concern.name: concern.label for concern in JoinRequest.Concern},
}
AUTHORITY = {"+": _("with authority over"), "-": _("without authority over")}


def detail_in_words(entry: AuditEntry) -> str:
    """What the page says of a detail: a choice in its words, a name as it stands."""
    sign, _space, name = entry.detail.partition(" ")
    if entry.event == "authority_set" and sign in AUTHORITY:
        return f"{AUTHORITY[sign]} {name}"
    return str(DETAILS.get(entry.event, {}).get(entry.detail, entry.detail))
