from groups.models.ending import Ending
from groups.models.importing import AuthorityProposal, ImportRun
from groups.models.invitation import Invitation
from groups.models.membership import Membership
from groups.models.permissions import SchoolGroupObjectPermission, SchoolObjectPermission, rights_of
from groups.models.pupil import Enrolment, Guardianship, Pupil
from groups.models.request import JoinRequest
from groups.models.role import Role
from groups.models.school import School, SchoolGroup
from groups.models.staff import StaffKey

__all__ = [
    "AuthorityProposal",
    "Ending",
    "Enrolment",
    "Guardianship",
    "ImportRun",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Pupil",
    "Role",
    "School",
    "SchoolGroup",
    "SchoolGroupObjectPermission",
    "SchoolObjectPermission",
    "StaffKey",
    "rights_of",
]
