"""A page as plain lines: every text, link, form field and picture in order. What a person gets, without its dress."""

import re
from html.parser import HTMLParser

VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
    "use",
    "path",
}
SKIPPED = {"head", "svg", "script", "style"}


def _plain(url: str) -> str:
    url = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "KEY", url)
    return re.sub(r"\d+", "N", url)


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.skipping or tag in SKIPPED:
            if tag not in VOID:
                self.skipping.append(tag)
            return
        has = dict(attrs)
        if tag == "a":
            self.lines.append(f"[link {_plain(has.get('href') or '')}]")
        elif tag == "img":
            self.lines.append(f"[picture {_plain(has.get('src') or '')}: {has.get('alt')}]")
        elif tag == "form":
            self.lines.append(f"[form {has.get('method', 'get')} {_plain(has.get('action') or '')}]")
        elif tag in ("input", "textarea", "select"):
            self.lines.append(f"[field {_plain(has.get('name') or '')} {has.get('type', tag)}]")
        elif tag in ("h1", "h2", "h3", "article", "nav", "aside", "section", "dialog"):
            self.lines.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if self.skipping and tag == self.skipping[-1]:
            self.skipping.pop()

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not self.skipping:
            self.lines.append(text)


def outline(html: str) -> str:
    """The page's lines. Ids and keys in addresses become N and KEY, so that only new things make a difference."""
    parser = _Outline()
    parser.feed(html)
    return "\n".join(parser.lines) + "\n"
