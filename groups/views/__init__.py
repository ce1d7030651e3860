from groups.views.admission import request_admit, request_decide, request_hand_over, request_list, request_refuse
from groups.views.agreements import agreements, privacy
from groups.views.audit import audit_export, audit_list
from groups.views.authority import authority_decide, authority_list
from groups.views.endings import ending_give_back, ending_list
from groups.views.families import (
    address_protect,
    authority_set,
    guardian_bar,
    guardian_lift,
    pupil_death,
    pupil_detail,
    pupil_move,
)
from groups.views.groups import group_list
from groups.views.guardians import guardian_add, guardian_remove
from groups.views.holidays import holiday_import
from groups.views.imports import import_detail, import_drop, import_list, import_template
from groups.views.invitations import code_make, invitation_accept, invitation_find
from groups.views.inviting import invitation_list, invitation_send, letter_print
from groups.views.joining import request_create, request_withdraw
from groups.views.members import member_list
from groups.views.people import (
    account_close,
    address_again,
    person_death,
    person_detail,
    person_list,
    role_end,
    role_give,
)
from groups.views.portraits import portrait
from groups.views.school_time import (
    day_off_add,
    day_off_edit,
    lesson_time_edit,
    policy_edit,
    school_time,
    working_time_edit,
)
from groups.views.second_step import person_address, second_step_remove
from groups.views.sending import sending_stop
from groups.views.setup import school_edit, school_manage, school_setup, setup_finish, staff_add

__all__ = [
    "account_close",
    "address_again",
    "address_protect",
    "agreements",
    "audit_export",
    "audit_list",
    "authority_decide",
    "authority_list",
    "authority_set",
    "code_make",
    "day_off_add",
    "day_off_edit",
    "ending_give_back",
    "ending_list",
    "group_list",
    "guardian_add",
    "guardian_bar",
    "guardian_lift",
    "guardian_remove",
    "holiday_import",
    "import_detail",
    "import_drop",
    "import_list",
    "import_template",
    "invitation_accept",
    "invitation_find",
    "invitation_list",
    "invitation_send",
    "lesson_time_edit",
    "letter_print",
    "member_list",
    "person_address",
    "person_death",
    "person_detail",
    "person_list",
    "policy_edit",
    "portrait",
    "privacy",
    "pupil_death",
    "pupil_detail",
    "pupil_move",
    "request_admit",
    "request_create",
    "request_decide",
    "request_hand_over",
    "request_list",
    "request_refuse",
    "request_withdraw",
    "role_end",
    "role_give",
    "school_edit",
    "school_manage",
    "school_setup",
    "school_time",
    "second_step_remove",
    "sending_stop",
    "setup_finish",
    "staff_add",
    "working_time_edit",
]
