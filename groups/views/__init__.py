from groups.views.admission import request_admit, request_decide, request_hand_over, request_list, request_refuse
from groups.views.agreements import agreements, privacy
from groups.views.audit import audit_export, audit_list
from groups.views.groups import group_list
from groups.views.guardians import guardian_add, guardian_remove
from groups.views.invitations import code_make, invitation_accept, invitation_find
from groups.views.joining import request_create, request_withdraw
from groups.views.members import member_list
from groups.views.portraits import portrait

__all__ = [
    "agreements",
    "audit_export",
    "audit_list",
    "code_make",
    "group_list",
    "guardian_add",
    "guardian_remove",
    "invitation_accept",
    "invitation_find",
    "member_list",
    "portrait",
    "privacy",
    "request_admit",
    "request_create",
    "request_decide",
    "request_hand_over",
    "request_list",
    "request_refuse",
    "request_withdraw",
]
