"""Marking words for the catalogue where nothing may translate: a pure rule names its msgid, the page translates it."""


def msgid(text: str) -> str:
    """The text itself; ``manage.py catalogue`` collects it."""
    return text
