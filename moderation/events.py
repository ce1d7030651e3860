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
)
