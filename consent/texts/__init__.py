"""The words of the form as they come, by language and purpose. A school may write its own Dutch ones."""

from consent.texts import nl
from consent.texts.wording import Wording

# The Dutch words hold; another language stands beside them, for who reads it more easily.
WORDINGS: dict[str, dict[str, Wording]] = {"nl": nl.WORDS}

__all__ = ["WORDINGS", "Wording"]
