from groups.models.ending import Ending
from groups.models.importing import AuthorityProposal, ImportRun
from groups.models.invitation import Invitation
from groups.models.membership import Membership
from groups.models.permissions import SchoolGroupObjectPermission, SchoolObjectPermission, rights_of
from groups.models.policy import PostingPolicy, policy_of
from groups.models.pupil import Enrolment, Guardianship, Pupil
from groups.models.request import JoinRequest
from groups.models.restriction import Restriction
from groups.models.role import Role
from groups.models.school import School, SchoolGroup
from groups.models.school_time import DayOff, HolidayYear, LessonTime, WorkingTime
from groups.models.sending_stop import SendingStop, silenced, stop_of, stopped_roles
from groups.models.staff import StaffKey

__all__ = [
    "AuthorityProposal",
    "DayOff",
    "Ending",
    "Enrolment",
    "Guardianship",
    "HolidayYear",
    "ImportRun",
    "Invitation",
    "JoinRequest",
    "LessonTime",
    "Membership",
    "PostingPolicy",
    "Pupil",
    "Restriction",
    "Role",
    "School",
    "SchoolGroup",
    "SchoolGroupObjectPermission",
    "SchoolObjectPermission",
    "SendingStop",
    "StaffKey",
    "WorkingTime",
    "policy_of",
    "rights_of",
    "silenced",
    "stop_of",
    "stopped_roles",
]
