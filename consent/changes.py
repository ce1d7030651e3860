"""What may have changed who may be shown: said within the transaction that changes it, to whoever keeps photos."""

from typing import Any

from django.dispatch import Signal

from groups.models import Pupil

# ``pupils``: ids. Sent by ``tell``; a receiver that fails takes the change back with it.
consent_changed = Signal()


def tell(pupils: "set[int]") -> None:
    """Say that what holds for these pupils may be another thing now. Their rows are held until the transaction ends,
    so that nothing is published with what held a moment ago (the other side: ``standing.hold``)."""
    if pupils:
        hold(pupils)
        consent_changed.send(sender=None, pupils=pupils)


def hold(pupils: "set[int]") -> None:
    """Wait for whoever changes or uses what holds for these pupils, and let others wait until this transaction ends.

    Always in the order of their ids: two at once cannot wait for each other.
    """
    rows = Pupil.objects.select_for_update().filter(pk__in=pupils).order_by("pk")
    list(rows.values_list("pk", flat=True))


def pass_on(sender: Any, pupils: "set[int]", **more: Any) -> None:
    """Authority began, ended or was barred: another set of people is heard."""
    tell(pupils)
