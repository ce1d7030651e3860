"""The Dutch catalogue: every text of templates and code collected, its translations kept, compiled without gettext."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from protocol.survey import NOT_CODE

MsgId = str | tuple[str, ...]
Key = tuple[MsgId, str | None]

_CONTEXT: tuple[object, ...] = ((1, "c"), 2)
KEYWORDS: dict[str, object] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "msgid": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": _CONTEXT,
    "pgettext_lazy": _CONTEXT,
    "npgettext": ((1, "c"), 2, 3),
}
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


class _DutchCatalog(Catalog):
    """With headers that stay the same from day to day: a catalogue changes when its words do."""

    mime_headers = [
        ("Project-Id-Version", "Kring"),
        ("Language", "nl"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
    ]


def folder(root: Path) -> Path:
    """Where Django looks for the Dutch catalogue."""
    return root / "locale" / "nl" / "LC_MESSAGES"


def texts_of(root: Path) -> set[Key]:
    """Every text that a page, a mail or a rule may show: ``(msgid or (singular, plural), context)``."""
    return {key for source in _sources(root) for key in _texts_in(source)}


def _sources(root: Path) -> Iterator[str]:
    for package in sorted(file.parent for file in root.glob("*/__init__.py") if file.parent.name not in NOT_CODE):
        for file in sorted(package.rglob("*.py")):
            if "migrations" not in file.parts:
                yield file.read_text()
    for file in sorted((root / "templates").rglob("*")):
        if file.suffix in {".html", ".txt"}:
            yield _INDENT.sub("", templatize(file.read_text(), origin=str(file)))


def _texts_in(source: str) -> Iterator[Key]:
    lines = io.BytesIO(source.encode())
    for _line, text, _comments, context in extract("python", lines, keywords=KEYWORDS):  # type: ignore[arg-type]
        if text and (text if isinstance(text, str) else text[0]):
            yield text, context


def translations_of(root: Path) -> Catalog:
    """What is translated so far."""
    known = Catalog(locale="nl")
    file = folder(root) / "django.po"
    if file.exists():
        with file.open("rb") as stream:
            for message in read_po(stream, locale="nl", ignore_obsolete=True):
                if message.id and _is_whole(message):
                    known.add(message.id, message.string, context=message.context)
    return known


def _is_whole(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, list | tuple) else bool(message.string)


def build(root: Path) -> tuple[Catalog, list[Key]]:
    """The catalogue of the texts in use, sorted, and the texts that nobody translated yet."""
    known, fresh, missing = translations_of(root), _DutchCatalog(locale="nl", charset="utf-8"), []
    for text, context in sorted(texts_of(root), key=repr):
        found = known.get(text, context)
        if found is None or found.fuzzy or isinstance(found.string, str) is not isinstance(text, str):
            missing.append((text, context))
        else:
            fresh.add(text, found.string, context=context)
    return fresh, missing


def compiled(catalog: Catalog) -> tuple[bytes, bytes]:
    """The catalogue as the contents of ``django.po`` and ``django.mo``."""
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalog, width=110, no_location=True, sort_output=True)
    write_mo(mo, catalog)
    return po.getvalue(), mo.getvalue()
