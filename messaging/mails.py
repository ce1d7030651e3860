"""Mails about posts: that consent is asked, and what was answered. No word of a post stands in a mail (B8)."""

from messaging.models import Approval, Exemption


def queue_asked(approval: Approval) -> None:
    """Tell who decides that a post waits."""


def queue_answer(approval: Approval) -> None:
    """Tell the author what was decided."""


def queue_exemption_asked(exemption: Exemption) -> None:
    """Tell the head that an urgent post waits for a yes."""


def queue_exemption_answer(exemption: Exemption) -> None:
    """Tell the author whether the post goes out today."""
