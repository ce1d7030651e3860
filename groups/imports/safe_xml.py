"""XML of unknown make: no DTD, no entities, nothing from elsewhere, and only the elements that are asked for.

What is not asked for is passed over while it is read: its text is never held, so it cannot end up anywhere.
"""

from collections import Counter
from typing import Any
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from groups.imports.records import FILE_MAX, ImportRefused

Shape = dict[str, Any]  # the elements to keep, by their place: {"EDEX": {"school": {"schooljaar": {}}}}
# A pupil has some ten elements that are kept, so this is six schools of the largest size, and some 60 MB while reading.
NODES_MAX, TEXT_MAX, CHUNK = 100_000, 1_000, 65_536
_CUT_SHORT = {3, 5, 6}  # expat: no element found, unclosed token, partial character


class Node:
    """An element that was kept: its line, its key and eckid, its text when it has no children to keep."""

    __slots__ = ("children", "eckid", "key", "line", "tag", "text")

    def __init__(self, tag: str, line: int, key: str, eckid: str) -> None:
        self.tag, self.line, self.key, self.eckid = tag, line, key, eckid
        self.text = ""
        self.children: list[Node] = []

    def all(self, *tags: str) -> "list[Node]":
        return [child for child in self.children if child.tag in tags]

    def first(self, tag: str) -> "Node | None":
        return next((child for child in self.children if child.tag == tag), None)


class _Keeper(ContentHandler):
    def __init__(self, shape: Shape, sensitive: frozenset[str]) -> None:
        super().__init__()
        self.root: Node | None = None
        self.dropped: Counter[str] = Counter()
        self._sensitive = sensitive
        self._shapes, self._open = [shape], list[Node]()
        self._passing, self._count = 0, 0
        self.where: Any = None  # the parser, which knows the line

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 (the parser's own name)
        line = self.where.getLineNumber() or 1
        if self._passing or name not in self._shapes[-1]:
            if self.root is None:
                raise ImportRefused("not_edexml", line=line)
            if not self._passing and name in self._sensitive:
                self.dropped[name] += 1
            self._passing += 1
            return
        self._count += 1
        if self._count > NODES_MAX:
            raise ImportRefused("too_many", line=line)
        node = Node(name, line, attrs.get("key", "")[:TEXT_MAX], attrs.get("eckid", "")[:TEXT_MAX])
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)
        self._shapes.append(self._shapes[-1][name])

    def characters(self, content: str) -> None:
        if not self._passing and self._open and not self._shapes[-1] and len(self._open[-1].text) < TEXT_MAX:
            self._open[-1].text += content[:TEXT_MAX]

    def endElement(self, name: str) -> None:  # noqa: N802
        if self._passing:
            self._passing -= 1
        else:
            self._open.pop()
            self._shapes.pop()


def read_xml(data: bytes, shape: Shape, sensitive: frozenset[str]) -> tuple[Node, Counter[str]]:
    """The root of what was asked for, and how many of the sensitive elements were passed over.

    Raises:
        ImportRefused: too large, not XML, cut short, with a DTD or entities, in an encoding nobody knows.
    """
    if len(data) > FILE_MAX:
        raise ImportRefused("too_large")
    if not data.strip():
        raise ImportRefused("empty")
    keeper = _Keeper(shape, sensitive)
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(keeper)
    keeper.where = parser
    try:
        for start in range(0, len(data), CHUNK):
            parser.feed(data[start : start + CHUNK])
        parser.close()
    except DefusedXmlException as error:
        raise ImportRefused("doctype", line=parser.getLineNumber()) from error
    except SAXParseException as error:
        code = getattr(error.getException(), "code", 0)
        raise ImportRefused("cut_short" if code in _CUT_SHORT else "not_xml", line=error.getLineNumber()) from None
    except (SAXException, ValueError, LookupError) as error:
        raise ImportRefused("encoding") from error
    assert keeper.root is not None  # without an element the parser would have said so
    return keeper.root, keeper.dropped
