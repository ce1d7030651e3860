"""What the audit log says of the events of groups. Imported when the app loads."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import register

register(
    role_given=_("gave a role to"),
    role_ended=_("ended a role of"),
    guardian_let_in=_("let in as parent"),
    guardian_taken_out=_("took out of a group"),
    audit_read=_("read the log"),
    audit_exported=_("took a copy of the log"),
)
