"""Whether the chain of evidence is whole: made anew from what the decisions say."""

from collections.abc import Iterator

from consent.chain import Link, faults
from consent.models import DecisionLink
from groups.models import School
from protocol.clauses import clause


@clause("B9")
def faults_of(school: School) -> list[tuple[int, str]]:
    """What is wrong with the evidence of this school, by number of the link; nothing when it is whole."""
    return faults(_links(school))


def _links(school: School) -> Iterator[Link]:
    rows = DecisionLink.objects.filter(school=school).order_by("number")
    whole = rows.select_related("decision__paper", "decision__purpose", "decision__shown", "destruction")
    for row in whole.iterator(chunk_size=500):
        decision = getattr(row, "decision", None)
        yield Link(
            row.number,
            row.previous,
            row.commitment,
            row.hash,
            decision.commitment() if decision is not None else None,
            hasattr(row, "destruction"),
        )
