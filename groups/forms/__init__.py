"""Forms of groups, by noun."""

from groups.forms.audit import AuditFilter
from groups.forms.guardians import GuardianForm
from groups.forms.imports import ApproveForm, ImportForm
from groups.forms.invitation import CodeForm
from groups.forms.joining import ADMIT, REFUSE, DecideForm, HandOverForm, JoinForm, RefuseForm
from groups.forms.people import NO, YES, AuthorityForm, IdentityForm, MoveForm, PersonAddressForm, RoleForm, SureForm
from groups.forms.policy import PolicyForm
from groups.forms.school_time import DayOffForm, HolidayApproveForm, HolidayFileForm, LessonForm, WeekForm
from groups.forms.sending import StopForm
from groups.forms.setup import SchoolForm, StaffForm

__all__ = [
    "ADMIT",
    "NO",
    "REFUSE",
    "YES",
    "ApproveForm",
    "AuditFilter",
    "AuthorityForm",
    "CodeForm",
    "DayOffForm",
    "DecideForm",
    "GuardianForm",
    "HandOverForm",
    "HolidayApproveForm",
    "HolidayFileForm",
    "IdentityForm",
    "ImportForm",
    "JoinForm",
    "LessonForm",
    "MoveForm",
    "PersonAddressForm",
    "PolicyForm",
    "RefuseForm",
    "RoleForm",
    "SchoolForm",
    "StaffForm",
    "StopForm",
    "SureForm",
    "WeekForm",
]
