"""What the audit log says of the events of consent. Imported when the app loads."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import register

register(
    objection_made=_("wrote down that no photos are wanted by"),
    objection_lifted=_("wrote down that photos are fine again for"),
)
