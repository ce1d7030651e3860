"""What stands in a hard copy, in Dutch and in order: a record (moderation/records.py) as sections of blocks.

Always in Dutch, like what it is a copy of: so its words stand here, and not in the catalogue.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import override

from groups.models import Role

Block = dict[str, Any]
Record = dict[str, Any]
KINDS = {
    "post": "nieuwsbericht",
    "photo": "foto",
    "reaction": "reactie",
    "portrait": "profielfoto",
    "word": "vriendelijk woord",
    "message": "bericht in een gesprek",
}
_ROLES = {str(name) for name in Role.Name}
_OUTCOMES = {"asked": "nog niet beslist", "approved": "goedgekeurd", "rejected": "niet goedgekeurd"}


def title_of(record: Record) -> str:
    return f"Bewijs: {KINDS.get(record['kind'], record['kind'])}"


def sections_of(record: Record, pictures: list[str]) -> list[dict[str, Any]]:
    """The sections with something in them. ``pictures``: the names of the photos that can be printed, in order."""
    content = record["content"]
    found = [
        ("Wat het was", _what(record)),
        ("Foto’s", _photos(content, pictures)),
        ("Waarom het is weggehaald", _removal(record["removal"])),
        ("Meldingen", _reports(record["reports"])),
        ("Wat er eerder stond", _versions(content)),
        ("Waar het bij stond", _around(content)),
        ("Het gesprek eromheen", _thread(record)),
        ("Goedkeuring", _approvals(content)),
        ("Wie het kon lezen", _readers(record["readers"])),
    ]
    with override("nl"):
        made = [{"title": title, "blocks": list(blocks)} for title, blocks in found]
    return [one for one in made if one["blocks"]]


def when(moment: dict[str, str] | None) -> str:
    """A moment, on the clock at school and in UTC."""
    if not moment:
        return ""
    school = datetime.fromisoformat(moment["school"])
    utc = datetime.fromisoformat(moment["utc"]).astimezone(UTC)
    return f"{date_format(school, 'l j F Y')}, {school:%H:%M:%S} op school ({utc:%Y-%m-%d %H:%M:%S} UTC)"


def at(moment: dict[str, str] | None) -> str:
    """The same in short, above what was said."""
    if not moment:
        return ""
    school = datetime.fromisoformat(moment["school"])
    return f"{school:%d-%m-%Y %H:%M:%S} ({datetime.fromisoformat(moment['utc']).astimezone(UTC):%H:%M:%S} UTC)"


def _role(role: str) -> str:
    return str(Role.Name(role).label) if role in _ROLES else role


def who(person: dict[str, Any] | None) -> str:
    """A name with the role, and the number that tells two people of one name apart."""
    if not person:
        return ""
    role = _role(person.get("role", ""))
    return f"{person['name']}{f', {role}' if role else ''} (nummer {person['id']})"


def facts(*rows: tuple[str, Any]) -> Block:
    """Those of them that say something."""
    return {"kind": "facts", "rows": [[label, str(value)] for label, value in rows if value not in (None, "", [])]}


def text(words: str) -> Block:
    return {"kind": "text", "text": words}


def entry(head: str, words: str, *, is_it: bool = False) -> Block:
    return {"kind": "entry", "head": head, "text": words, "is_it": is_it}


def _what(record: Record) -> Iterator[Block]:
    content, group = record["content"], record["group"]
    yield facts(
        ("School", ", ".join(filter(None, [record["school"]["name"], record["school"]["place"]]))),
        ("Groep", f"{group['name']} ({group['year']})" if group else ""),
        ("Soort", f"{KINDS.get(record['kind'], record['kind'])} (nummer {content['id']})"),
        ("Onderwerp", content.get("kind", "")),
        ("Van", who(content.get("author") or content.get("of", {}).get("author"))),
        ("Aan", who(content.get("recipient"))),
        *_conversation(content.get("conversation")),
        ("Geschreven", when(content.get("written_at"))),
        (
            "Bezorgd" if record["kind"] == "message" else "Geplaatst",
            when(content.get("published_at") or content.get("placed_at") or content.get("added_at")),
        ),
        ("Veranderd", when(content.get("edited_at"))),
        ("Ingetrokken", when(content.get("withdrawn_at"))),
        ("Tegengehouden", when(content.get("held_at"))),
        ("Gelezen", when(content.get("read_at"))),
        ("Voor", "alleen collega’s" if content.get("for_colleagues") else ", ".join(content.get("audience", []))),
        ("Titel", content.get("title", "")),
    )
    if "text" in content:
        yield text(content["text"])
    for file in content.get("attachments", []):
        kept = "zie de map files" if file.get("state", "ready") == "ready" else "niemand kon het openen, niet bewaard"
        yield facts(("Bijlage", f"{file['name']} ({file['size']} bytes, {kept})"))


def _conversation(told: Record | None) -> list[tuple[str, Any]]:
    """In which conversation a message stood."""
    if told is None:
        return []
    group = told["group"]
    whose = f", {group['name']} ({group['year']})" if group else ""
    return [
        ("Gesprek over", f"{told['pupil']['name']} (nummer {told['pupil']['id']})"),
        ("Onderwerp van het gesprek", told["subject"]),
        ("Met", f"{told['desk']}{whose}"),
        ("Begonnen", when(told["started_at"])),
    ]


def _photos(content: Record, pictures: list[str]) -> Iterator[Block]:
    told = content.get("photos", [content] if "alt" in content else [])
    for number in range(max(len(told), len(pictures))):
        one = told[number] if number < len(told) else {}
        pupils = [pupil["name"] for pupil in one.get("pupils", []) if pupil["is_on_it"]]
        yield {
            "kind": "photo",
            "path": pictures[number] if number < len(pictures) else "",
            "alt": one.get("alt", "") or f"Foto {number + 1}, zonder beschrijving",
            "head": f"Foto {number + 1}",
            "lines": [
                one.get("filename", ""),
                f"Beschrijving: {one['alt']}" if one.get("alt") else "",
                f"Erop: {', '.join(pupils)}" if pupils else "",
            ],
        }


def _removal(removal: Record) -> Iterator[Block]:
    is_own = removal["taken_back"]
    yield facts(
        ("Teruggehaald door" if is_own else "Weggehaald door", who(removal["by"])),
        ("Wanneer", when(removal["at"])),
        ("Afspraak", f"{removal['clause']}. {removal['agreement']}" if removal["clause"] else ""),
        ("Reden", removal["reason"]),
        ("Met lid van de MR", who(removal["agreed_by"])),
    )


def _reports(reports: list[Record]) -> Iterator[Block]:
    if reports:
        yield {"kind": "note", "text": "Wie meldde staat hier voor het dossier. De schrijver krijgt dit niet te lezen."}
    for one in reports:
        yield entry(f"{who(one['by'])} · afspraak {one['clause']} · {at(one['at'])}", one["text"] or "(zonder woorden)")


def _versions(content: Record) -> Iterator[Block]:
    for one in content.get("versions", []):
        by = f", door {who(one['replaced_by'])}" if one.get("replaced_by") else ""
        words = "\n".join(filter(None, [one.get("title", ""), one["text"]]))
        yield entry(f"Tot {at(one['replaced_at'])}{by}", words)


def _around(content: Record) -> Iterator[Block]:
    post = content.get("under") or content.get("of")
    if post:
        yield entry(f"{who(post['author'])} · {at(post['published_at'])}", f"{post['title']}\n{post['text']}")
    if about := content.get("about"):
        yield facts(("Over", f"{KINDS.get(about['kind'], about['kind'])} (nummer {about['id']})"))


def _thread(record: Record) -> Iterator[Block]:
    own = record["content"]["id"] if record["kind"] == "reaction" else None
    for one in record["content"].get("thread", []):
        states = [
            words
            for key, words in (
                ("edited_at", "veranderd"),
                ("withdrawn_at", "ingetrokken"),
                ("held_at", "tegengehouden"),
            )
            if one.get(key)
        ]
        is_it = one["id"] == own
        marks = "".join(f" · {words}" for words in (["dit is weggehaald"] if is_it else []) + states)
        yield entry(f"{who(one['author'])} · {at(one['placed_at'])}{marks}", one["text"], is_it=is_it)
        for version in one.get("versions", []):
            yield entry(f"Stond er tot {at(version['replaced_at'])}", version["text"], is_it=is_it)


def _approvals(content: Record) -> Iterator[Block]:
    for one in content.get("approvals", []):
        by = who(one["decided_by"]) or "niemand"
        words = "\n".join(filter(None, [one["reason"], one["change"]]))
        outcome = _OUTCOMES.get(one["outcome"], one["outcome"])
        yield entry(f"{outcome} · {by} · {at(one['decided_at'])}", words)


def _readers(readers: list[Record]) -> Iterator[Block]:
    if readers:
        one = len(readers) == 1
        count = f"{'1 persoon' if one else f'{len(readers)} mensen'} kon{'' if one else 'den'} het lezen"
        yield {"kind": "note", "text": f"{count} op het moment van weghalen."}
        names = [_reader(one) for one in readers]
        yield {"kind": "list", "items": names}


def _reader(one: Record) -> str:
    """A name with its roles; of a message also whether it was read."""
    read = f", gelezen {at(one['read_at'])}" if one.get("read_at") else ""
    return f"{one['name']}, {', '.join(_role(role) for role in one['roles'])}{read}"
