from groups.models.membership import Membership
from groups.models.permissions import SchoolGroupObjectPermission, SchoolObjectPermission, rights_of
from groups.models.pupil import Enrolment, Guardianship, Pupil
from groups.models.role import Role
from groups.models.school import School, SchoolGroup

__all__ = [
    "Enrolment",
    "Guardianship",
    "Membership",
    "Pupil",
    "Role",
    "School",
    "SchoolGroup",
    "SchoolGroupObjectPermission",
    "SchoolObjectPermission",
    "rights_of",
]
