"""What the audit log says of the events of consent. Imported when the app loads."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import register

register(
    objection_made=_("wrote down that no photos are wanted by"),
    objection_lifted=_("wrote down that photos are fine again for"),
    consent_round_planned=_("set the day on which consent is asked at"),
    consent_round_opened=_("asked all parents for consent at"),
    consent_round_dropped=_("took away the day on which consent is asked at"),
    consent_policy_changed=_("changed an agreement about photos and names of"),
    consent_purpose_changed=_("changed what consent is asked for at"),
    consent_asked_again=_("asked for consent anew at"),
    consent_entered=_("entered the answer of a parent about"),
    consent_destroyed=_("destroyed the consent of children who left"),
)
