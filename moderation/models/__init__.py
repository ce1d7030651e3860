"""What moderation keeps: reports, removals, the archive, cases, and the school's agreements about them."""

from moderation.models.archive import (
    ArchiveLink,
    Destruction,
    Erasure,
    Kind,
    LegalHold,
    Package,
    SealedRow,
    Stamp,
)
from moderation.models.case import (
    Case,
    CaseExport,
    CaseStep,
    Consultation,
    HeadLine,
)
from moderation.models.opening import (
    Opening,
)
from moderation.models.policy import (
    ModerationPolicy,
    policy_of,
)
from moderation.models.removal import (
    Removal,
    SetAside,
)
from moderation.models.report import (
    FriendlyWord,
    Item,
    Report,
)

__all__ = [
    "ArchiveLink",
    "Case",
    "CaseExport",
    "CaseStep",
    "Consultation",
    "Destruction",
    "Erasure",
    "FriendlyWord",
    "HeadLine",
    "Item",
    "Kind",
    "LegalHold",
    "ModerationPolicy",
    "Opening",
    "Package",
    "Removal",
    "Report",
    "SealedRow",
    "SetAside",
    "Stamp",
    "policy_of",
]
