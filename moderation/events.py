"""What the audit log says of the events of moderation. Imported when the app loads."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import register

register(
    removed=_("took away"),
    taken_back=_("took back"),
    removal_agreed=_("agreed, for the MR, that it goes:"),
    removal_refused=_("did not agree, for the MR, that it goes:"),
)
