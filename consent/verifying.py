"""Whether the evidence is whole: the chain, made anew from what the decisions say, and the words and scans it names."""

from collections.abc import Iterator
from hashlib import file_digest

from consent import chain
from consent.models import DecisionLink, PaperForm, ShownText
from groups.models import School
from protocol.clauses import clause

Fault = tuple[int, str]


@clause("B9")
def faults_of(school: School) -> list[Fault]:
    """What is wrong with the evidence of this school, by number of the link; nothing when it is whole."""
    return sorted([*chain.faults(_links(school)), *_other_words(school), *_other_scans(school)])


def _links(school: School) -> Iterator[chain.Link]:
    rows = DecisionLink.objects.filter(school=school).order_by("number")
    whole = rows.select_related("decision__paper", "decision__purpose", "decision__shown", "destruction")
    for row in whole.iterator(chunk_size=500):
        decision = getattr(row, "decision", None)
        yield chain.Link(
            row.number,
            row.previous,
            row.commitment,
            row.hash,
            decision.commitment() if decision is not None else None,
            hasattr(row, "destruction"),
        )


def _other_words(school: School) -> Iterator[Fault]:
    """The chain holds the hash of the words that were shown: these must still be those words."""
    other = [text.pk for text in ShownText.objects.iterator() if chain.digest(text.text) != text.pk]
    for number in DecisionLink.objects.filter(school=school, decision__shown__in=other).values_list(
        "number", flat=True
    ):
        yield number, "has words that were changed"


def _other_scans(school: School) -> Iterator[Fault]:
    """The same of the scan of a form."""
    forms = PaperForm.objects.filter(pupil__school=school)
    other = [form.pk for form in forms.iterator() if not _is_as_it_came(form)]
    for number in DecisionLink.objects.filter(school=school, decision__paper__in=other).values_list(
        "number", flat=True
    ):
        yield number, "has a scan that is gone or was changed"


def _is_as_it_came(form: PaperForm) -> bool:
    try:
        with form.scan.open("rb") as scan:
            return file_digest(scan, "sha256").hexdigest() == form.sha256
    except OSError:
        return False
