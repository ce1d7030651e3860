"""Whose consent a post needs before parents read it (B5)."""

from enum import Enum

from protocol.clauses import clause


class Approver(Enum):
    """Who must agree first."""

    NOBODY = ""
    HEAD = "head"  # what a council writes
    HEAD_INFORMED = "informed"  # the MR speaks in its own right: the head only hears of it
    ADMINS = "admins"  # what a trainee writes

    @property
    def is_asked(self) -> bool:
        """The post waits until somebody agreed."""
        return self in (Approver.HEAD, Approver.ADMINS)


@clause("B5")
def approver_of(role: str, *, council: str, mr_informs: bool) -> Approver:
    """Who agrees with what somebody writes as this role (``Role.Name``) in this council ("mr", "or", "").

    A council's posts wait for the head, or only inform the head when the school set so for the MR. A trainee's wait for
    an admin of the group.
    """
    if role == "member":
        return Approver.HEAD_INFORMED if mr_informs and council == "mr" else Approver.HEAD
    return Approver.ADMINS if role == "trainee" else Approver.NOBODY
