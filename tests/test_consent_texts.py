"""The words of the form, in ten languages: complete, short enough to keep, and each its own."""

import re

import pytest

from consent.models import PurposeText
from consent.purposes import DEFAULTS
from consent.shown import in_words, translation_of
from consent.texts import FORMS, LANGUAGES, RIGHT_TO_LEFT, WORDINGS, Wording

pytestmark = [pytest.mark.clause("B9"), pytest.mark.once]
CODES = {one.code for one in DEFAULTS}


@pytest.mark.parametrize("language", sorted(WORDINGS))
def test_every_language_asks_every_purpose_in_words_that_fit(language: str) -> None:
    assert set(WORDINGS[language]) == CODES
    for code, wording in WORDINGS[language].items():
        for name, text in wording._asdict().items():
            assert text.strip() == text, (code, name)
            assert text, (code, name)
            assert len(text) <= PurposeText._meta.get_field(name).max_length, (code, name)
            assert not re.search(r"[\n\"'!]|  ", text), (code, name, text)
        assert len({*wording}) == 3, code


def test_no_text_was_left_in_another_language() -> None:
    for place in range(3):
        for code in CODES:
            texts = [words[code][place] for words in WORDINGS.values()]
            assert len(set(texts)) == len(texts), (code, place)
    for forms in zip(*FORMS.values(), strict=True):
        assert len(set(forms)) >= len(forms) - 3, forms  # "No" is no in more than one language


def test_each_language_is_written_in_its_own_signs() -> None:
    own = {"ar": r"[\u0600-\u06ff]", "ti": r"[\u1200-\u137f]", "uk": r"[\u0400-\u04ff]"}
    for language, words in WORDINGS.items():
        text = " ".join(part for wording in words.values() for part in wording)
        for other, signs in own.items():
            letters = len(re.findall(signs, text))
            assert (letters > len(text) / 2) is (language == other), (language, other)
    assert set(LANGUAGES) == set(WORDINGS) == {"nl", *FORMS}
    assert {"ar"} == RIGHT_TO_LEFT


@pytest.mark.django_db
def test_words_of_the_schools_own_have_no_other_language_beside_them(cast) -> None:
    from consent.purposes import purposes_of

    website = next(one for one in purposes_of(cast.school) if one.code == "website")
    ours, own = WORDINGS["nl"]["website"], Wording("Foto’s op de site", "Iedereen ziet ze.", "Een foto van de tuin.")
    assert translation_of(website, ours, "tr") == WORDINGS["tr"]["website"]
    assert translation_of(website, own, "tr") is None
    assert in_words(own, None) == "Foto’s op de site\nIedereen ziet ze.\nEen foto van de tuin."
