"""What the database itself refuses: to let go, or to change, what was published (F6, D12).

What was out goes in exactly two ways: its content stands in a sealed package (``SealedRow``), or a record of erasure
says why it went without one (``Erasure``), and no legal hold stands. It changes in one: a version row keeps the old
words. Triggers on both databases hold it, so no view, no shell, no cascade and no script of ours gets round it.

Content is named by a hash that the database makes by itself: of the columns in ``GUARDED``, in this order, with the
unit separator between. Django gives SQLite the SHA256 function; a tool without it cannot delete at all.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from accounts.append_only import make_append_only, make_changeable

SEPARATOR = "\x1f"
# They only grow. What stands in SealedRow goes with its package, at the end of its term, see below.
GROWS = (
    "moderation_archivelink",
    "moderation_package",
    "moderation_destruction",
    "moderation_erasure",
    "moderation_stamp",
    "moderation_caseexport",
)


@dataclass(frozen=True)
class Guarded:
    """One table. ``content`` are the columns that its hash names; ``fixed`` those that never change once it was out;
    ``was_out`` and ``kept`` are SQL on OLD: whether it was out, and whether a version keeps what it said."""

    table: str
    content: tuple[str, ...]
    was_out: str = ""
    fixed: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    kept: str = ""

    def hash_of(self, values: dict[str, Any]) -> str:
        """The same hash as the database makes of a row with these values."""
        joined = SEPARATOR.join(str(values[column]) for column in self.content)
        return hashlib.sha256(joined.encode()).hexdigest()


_POST_OUT = "COALESCE((SELECT state FROM messaging_post WHERE id = OLD.post_id), 'published') = 'published'"
GUARDED = (
    Guarded(
        "messaging_post",
        content=("author_id", "kind", "title", "text"),
        was_out="OLD.state = 'published'",
        fixed=("id", "author_id", "author_role", "school_group_id", "state", "published_at", "key"),
        words=("kind", "title", "text"),
        kept="""EXISTS (SELECT 1 FROM messaging_postversion WHERE post_id = OLD.id AND kind = OLD.kind
            AND title = OLD.title AND text = OLD.text)""",
    ),
    Guarded("messaging_postversion", content=("post_id", "kind", "title", "text"), fixed=("*",)),
    Guarded(
        "messaging_reaction",
        content=("post_id", "author_id", "text"),
        fixed=("id", "author_id", "author_role", "post_id", "created_at", "key"),
        words=("text",),
        kept="EXISTS (SELECT 1 FROM messaging_reactionversion WHERE reaction_id = OLD.id AND text = OLD.text)",
    ),
    Guarded("messaging_reactionversion", content=("reaction_id", "text"), fixed=("*",)),
    Guarded(
        "messaging_photo",
        content=("post_id", "alt", "filename", "large_jpeg"),
        was_out=_POST_OUT,
        fixed=(
            "id",
            "post_id",
            "key",
            "filename",
            "small_webp",
            "small_jpeg",
            "medium_webp",
            "medium_jpeg",
            "large_webp",
            "large_jpeg",
        ),
        words=("alt",),
        kept="EXISTS ({alt_in_version})",
    ),
    Guarded(
        "messaging_attachment",
        content=("post_id", "name", "file"),
        was_out=_POST_OUT,
        fixed=("id", "post_id", "key", "name", "file", "size"),
    ),
    Guarded(
        "moderation_friendlyword",
        content=("sender_id", "recipient_id", "text"),
        fixed=("id", "sender_id", "recipient_id", "kind", "object_id", "text", "sent_at"),
    ),
    # What was said in a report or a case is evidence too: it goes at the end of its term, with a record of that.
    Guarded("moderation_report", content=("item_id", "reporter_id", "clause", "text"), fixed=("*",)),
    Guarded("moderation_consultation", content=("case_id", "person_id", "text"), fixed=("*",)),
    Guarded(
        "moderation_casestep",
        content=("case_id", "kind", "note"),
        fixed=(
            "id",
            "case_id",
            "kind",
            "note",
            "told",
            "decided_by_id",
            "decided_at",
            "alone_because",
            "restriction_id",
        ),
    ),
)
BY_TABLE = {one.table: one for one in GUARDED}

_ALT = {
    "sqlite": """SELECT 1 FROM messaging_postversion AS v, json_each(v.photos) AS j WHERE v.post_id = OLD.post_id
        AND replace(json_extract(j.value, '$.key'), '-', '') = OLD.key AND json_extract(j.value, '$.alt') = OLD.alt""",
    "postgresql": """SELECT 1 FROM messaging_postversion AS v, jsonb_array_elements(v.photos) AS j
        WHERE v.post_id = OLD.post_id AND j->>'key' = OLD.key::text AND j->>'alt' = OLD.alt""",
}
_HASH = {"sqlite": "SHA256({0})", "postgresql": "encode(sha256(convert_to({0}, 'UTF8')), 'hex')"}
_UNIT = {"sqlite": "char(31)", "postgresql": "chr(31)"}
_DIFFERS = {"sqlite": "OLD.{0} IS NOT NEW.{0}", "postgresql": "OLD.{0} IS DISTINCT FROM NEW.{0}"}


def _content(one: Guarded, vendor: str) -> str:
    return _HASH[vendor].format(f" || {_UNIT[vendor]} || ".join(f"OLD.{column}" for column in one.content))


def _may_go(one: Guarded, vendor: str) -> str:
    """SQL on OLD: one of the two passes is there."""
    sealed = f"""EXISTS (SELECT 1 FROM moderation_sealedrow AS s WHERE s."table" = '{one.table}' AND s.row_id = OLD.id
        AND s.content = {_content(one, vendor)})"""
    erased = f"""EXISTS (SELECT 1 FROM moderation_erasure AS e WHERE e."table" = '{one.table}' AND e.row_id = OLD.id)
        AND NOT EXISTS (SELECT 1 FROM moderation_legalhold AS h WHERE h."table" = '{one.table}' AND h.row_id = OLD.id
        AND h.ended_at IS NULL)"""
    return f"({sealed} OR ({erased}))"


def _refusals(one: Guarded, vendor: str) -> list[tuple[str, str, str, str]]:
    """For one table: name, verb, SQL that is true when it is refused, and the words."""
    differs = _DIFFERS[vendor]
    was_out = one.was_out or "1 = 1"
    kept = one.kept.format(alt_in_version=_ALT[vendor])
    found = [(f"{one.table}_kept", "DELETE", f"{was_out} AND NOT {_may_go(one, vendor)}", "was out, and has no pass")]
    if one.fixed == ("*",):
        found.append((f"{one.table}_same", "UPDATE", was_out, "never changes"))
    elif one.fixed:
        changed = " OR ".join(differs.format(column) for column in one.fixed)
        found.append((f"{one.table}_same", "UPDATE", f"{was_out} AND ({changed})", "was out, and stays what it is"))
    if one.words:
        changed = " OR ".join(differs.format(column) for column in one.words)
        refused = f"{was_out} AND ({changed}) AND NOT {kept}"
        found.append((f"{one.table}_words", "UPDATE", refused, "was out, and no version keeps what it said"))
    return found


def _all(vendor: str) -> list[tuple[str, str, str, str, str]]:
    rows = [(one.table, *refusal) for one in GUARDED for refusal in _refusals(one, vendor)]
    gone = (
        "NOT EXISTS (SELECT 1 FROM moderation_package AS p JOIN moderation_destruction AS d ON d.link_id = p.link_id "
    )
    gone += "WHERE p.id = OLD.package_id)"
    table = "moderation_sealedrow"
    rows.append((table, f"{table}_kept", "DELETE", gone, "goes with its package only"))
    rows.append((table, f"{table}_same", "UPDATE", "1 = 1", "never changes"))
    held = """EXISTS (SELECT 1 FROM moderation_legalhold AS h WHERE h."table" = NEW."table" AND h.row_id = NEW.row_id
        AND h.ended_at IS NULL)"""
    rows.append(("moderation_erasure", "moderation_erasure_held", "INSERT", held, "is under a legal hold"))
    held = """EXISTS (SELECT 1 FROM moderation_legalhold AS h JOIN moderation_package AS p ON p.id = h.row_id
        WHERE h."table" = 'moderation_package' AND p.link_id = NEW.link_id AND h.ended_at IS NULL)"""
    rows.append(("moderation_destruction", "moderation_destruction_held", "INSERT", held, "is under a legal hold"))
    return rows


def names(vendor: str) -> dict[str, set[str]]:
    """The triggers that must stand, table by table."""
    found: dict[str, set[str]] = {table: {f"{table}_no_update", f"{table}_no_delete"} for table in GROWS}
    for table, name, *_rest in _all(vendor):
        found.setdefault(table, set()).add(name)
    return found


def put_up(editor: Any) -> None:
    """Put all of them up, anew (SQLite and PostgreSQL)."""
    take_down(editor)
    vendor = editor.connection.vendor
    if not set(names(vendor)) <= set(editor.connection.introspection.table_names()):
        return  # on the way back, or not there yet
    for table in GROWS:
        make_append_only(editor, table)
    for table, name, verb, refused, words in _all(vendor):
        editor.execute(_trigger(vendor, table, name, verb, refused, f"{table}: {words}"), params=None)


def _trigger(vendor: str, table: str, name: str, verb: str, refused: str, words: str) -> str:  # noqa: PLR0917
    if vendor == "sqlite":
        return (
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {refused} BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
    row = "NEW" if verb == "INSERT" else "OLD"
    returned = "OLD" if verb == "DELETE" else "NEW"
    return f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {refused} THEN
    RAISE EXCEPTION '{words} (%)', {row}.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN {returned};
END $$;
CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"""


def take_down(editor: Any) -> None:
    """The way back of ``put_up``; tables that are gone took theirs along."""
    there = set(editor.connection.introspection.table_names())
    for table in GROWS:
        if table in there:
            make_changeable(editor, table)
    vendor = editor.connection.vendor
    for table, name, *_rest in _all(vendor):
        if table in there:
            suffix = f" ON {table}" if vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {name}{suffix}")
