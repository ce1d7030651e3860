"""The exact words of the form for one purpose: what is shown is what is kept as evidence."""

from collections.abc import Iterable

from consent.models import Purpose, PurposeText
from consent.texts import WORDINGS, Wording


def wording_of(text: PurposeText) -> Wording:
    return Wording(text.title, text.explanation, text.example)


def translation_of(purpose: Purpose, wording: Wording, language: str) -> Wording | None:
    """The words in another language, while the Dutch ones are those that we translated."""
    if language == "nl" or wording != WORDINGS["nl"].get(purpose.code):
        return None
    return WORDINGS.get(language, {}).get(purpose.code)


def newest_texts(purposes: Iterable[Purpose]) -> dict[int, PurposeText]:
    """The words of each of these purposes as they are now, by purpose (id). One query."""
    rows = PurposeText.objects.filter(purpose__in=list(purposes)).order_by("version")
    return {text.purpose_id: text for text in rows}


def newest_text(purpose: Purpose) -> PurposeText:
    """The words as they are now."""
    found: PurposeText = PurposeText.objects.filter(purpose=purpose).order_by("-version")[0]
    return found


def shown_text(purpose: Purpose, language: str = "nl") -> str:
    """All that somebody reads about a purpose, with the other language below the Dutch."""
    wording = wording_of(newest_text(purpose))
    return in_words(wording, translation_of(purpose, wording, language))


def in_words(wording: Wording, beside: Wording | None) -> str:
    """All that stands on the screen for one purpose."""
    return "\n".join([*wording, *(("", *beside) if beside is not None else ())])
