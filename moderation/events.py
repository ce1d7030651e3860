"""What the audit log says of the events of moderation. Imported when the app loads."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import register

register(
    removed=_("took away"),
    taken_back=_("took back"),
    removal_agreed=_("agreed, for the MR, that it goes:"),
    removal_refused=_("did not agree, for the MR, that it goes:"),
    put_back=_("put back what was reported:"),
    hidden=_("hid what was reported:"),
    teacher_asked=_("asked the teacher about what was reported:"),
    report_photo_opened=_("opened a photo that was reported:"),
    moderation_changed=_("changed the agreements about removal of"),
)
