from groups.views.agreements import agreements, privacy
from groups.views.audit import audit_export, audit_list
from groups.views.groups import group_list
from groups.views.guardians import guardian_add, guardian_remove
from groups.views.members import member_list
from groups.views.portraits import portrait

__all__ = [
    "agreements",
    "audit_export",
    "audit_list",
    "group_list",
    "guardian_add",
    "guardian_remove",
    "member_list",
    "portrait",
    "privacy",
]
