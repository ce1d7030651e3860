"""What the audit log says of the events of conversations. Imported when the app loads."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import register

register(
    conversation_closed=_("closed the conversation"),
    conversation_reopened=_("opened again the conversation"),
    conversation_handed_over=_("handed over a conversation about"),
    conversation_policy_changed=_("changed an agreement about conversations of"),
)
