"""What the agreements say about speaking up and about cases: pure, no database."""

from moderation.rules.reasons import THREAT, Reason, reason_of, reasons_for
from moderation.rules.reporting import hides

__all__ = ["THREAT", "Reason", "hides", "reason_of", "reasons_for"]
