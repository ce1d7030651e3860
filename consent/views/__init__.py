"""What a person sees and does in consent, split by noun."""

from consent.views.groups import group_consent
from consent.views.paper import paper_enter, paper_list, paper_print, paper_scan
from consent.views.policies import policy_edit
from consent.views.purposes import purpose_edit, purpose_list
from consent.views.rounds import consent_manage, round_open

__all__ = [
    "consent_manage",
    "group_consent",
    "paper_enter",
    "paper_list",
    "paper_print",
    "paper_scan",
    "policy_edit",
    "purpose_edit",
    "purpose_list",
    "round_open",
]
