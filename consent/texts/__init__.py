"""The words of the form as they come, by language and purpose. A school may write its own Dutch ones."""

from consent.texts import ar, de, en, es, fr, nl, pl, ti, tr, uk
from consent.texts.wording import FormWords, Wording

# The Dutch words hold; another language stands beside them, for who reads it more easily.
_BESIDE = {"en": en, "de": de, "fr": fr, "es": es, "tr": tr, "pl": pl, "uk": uk, "ar": ar, "ti": ti}
WORDINGS: dict[str, dict[str, Wording]] = {"nl": nl.WORDS} | {code: words.WORDS for code, words in _BESIDE.items()}
FORMS: dict[str, FormWords] = {code: words.FORM for code, words in _BESIDE.items()}
# As their own readers call them.
LANGUAGES: dict[str, str] = {"nl": "Nederlands"} | {code: form.language for code, form in FORMS.items()}
RIGHT_TO_LEFT = frozenset({"ar"})

__all__ = ["FORMS", "LANGUAGES", "RIGHT_TO_LEFT", "WORDINGS", "FormWords", "Wording"]
