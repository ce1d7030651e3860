"""What the database itself refuses: to let go, or to change, what was published (F6, D12).

What was out goes in exactly two ways: its content stands in a sealed package (``SealedRow``), or a record of erasure
says why it went without one (``Erasure``), and no legal hold stands. It changes in one: the newest version row keeps
the old words. Triggers on both databases hold it, so no view, no shell, no cascade and no script of ours gets round it.

Who owns the tables can take the triggers down: on PostgreSQL the portal need not (docs/grants.sql), on SQLite whoever
has the file has all of it. ``faults`` says when one does not stand, or says something else. A pass that somebody forged
with the rights of the portal lets a row go; it stays, it names a package, and ``verify_archive`` finds that the package
does not hold the row. Django gives SQLite the SHA256 function; a tool without it cannot delete at all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db import transaction

from accounts.append_only import make_append_only, make_changeable
from moderation.guarded import BY_TABLE, GROWS, GUARDED, Guarded

__all__ = ["BY_TABLE", "GROWS", "GUARDED", "Guarded", "faults", "names", "put_up", "take_down"]

_ALT = {
    "sqlite": """SELECT 1 FROM messaging_postversion AS v, json_each(v.photos) AS j WHERE {newest}
        AND replace(json_extract(j.value, '$.key'), '-', '') = OLD.key AND json_extract(j.value, '$.alt') = OLD.alt""",
    "postgresql": """SELECT 1 FROM messaging_postversion AS v, jsonb_array_elements(v.photos) AS j
        WHERE {newest} AND j->>'key' = OLD.key::text AND j->>'alt' = OLD.alt""",
}
_NEWEST_OF_POST = "v.id = (SELECT max(id) FROM messaging_postversion WHERE post_id = OLD.post_id)"
_HASH = {"sqlite": "SHA256({0})", "postgresql": "encode(sha256(convert_to({0}, 'UTF8')), 'hex')"}
_DIFFERS = {"sqlite": 'OLD."{0}" IS NOT NEW."{0}"', "postgresql": 'OLD."{0}" IS DISTINCT FROM NEW."{0}"'}
_ALWAYS = "1 = 1"
_HOLD = 'SELECT 1 FROM moderation_legalhold AS h WHERE h.ended_at IS NULL AND h."table" = {0} AND h.row_id = {1}'
# A package is held by itself, as what it is the hard copy of, and with the case that it came out of.
_PACKAGE_HELD = """EXISTS (SELECT 1 FROM moderation_legalhold AS h, moderation_package AS p
    WHERE h.ended_at IS NULL AND p.link_id = NEW.link_id AND (
        (h."table" = 'moderation_package' AND h.row_id = p.id)
        OR EXISTS (SELECT 1 FROM moderation_sealedrow AS s
            WHERE s.package_id = p.id AND s."table" = h."table" AND s.row_id = h.row_id)
        OR (h."table" = 'moderation_case' AND EXISTS (SELECT 1 FROM moderation_removal AS r
            JOIN moderation_item AS i ON i.id = r.item_id WHERE r.package_id = p.id AND i.case_id = h.row_id))))"""
_DESTROYED = """EXISTS (SELECT 1 FROM moderation_package AS p JOIN moderation_destruction AS d ON d.link_id = p.link_id
    WHERE p.id = OLD.package_id)"""


@dataclass(frozen=True)
class Refusal:
    """One trigger. Refused is what ``at_once`` (the row itself tells) and ``looked_up`` (other tables do) both say."""

    table: str
    name: str
    verb: str
    words: str
    at_once: str = _ALWAYS
    looked_up: str = _ALWAYS


def _content(one: Guarded, vendor: str) -> str:
    """SQL for the hash of OLD, as ``Guarded.hash_of`` makes it."""
    hashed = _HASH[vendor]
    return hashed.format(" || ".join(hashed.format(f'CAST(OLD."{column}" AS TEXT)') for column in one.content))


def _quoted(name: str) -> str:
    return f"'{name}'"


def _may_go(one: Guarded, vendor: str) -> str:
    """SQL on OLD: one of the two passes is there."""
    sealed = f"""EXISTS (SELECT 1 FROM moderation_sealedrow AS s WHERE s."table" = '{one.table}' AND s.row_id = OLD.id
        AND s.content = {_content(one, vendor)})"""
    erased = f"""EXISTS (SELECT 1 FROM moderation_erasure AS e WHERE e."table" = '{one.table}' AND e.row_id = OLD.id)"""
    held = " OR ".join(
        f"EXISTS ({_HOLD.format(_quoted(table), key)})" for table, key in ((one.table, "OLD.id"), *one.under)
    )
    return f"({sealed} OR ({erased} AND NOT ({held})))"


def _refusals(one: Guarded, vendor: str) -> Iterator[Refusal]:
    """What is refused of one table."""

    def changed(columns: tuple[str, ...]) -> str:
        return "(" + " OR ".join(_DIFFERS[vendor].format(column) for column in columns) + ")"

    table, was_out = one.table, one.was_out or _ALWAYS
    gone = f"{was_out} AND NOT {_may_go(one, vendor)}"
    yield Refusal(table, f"{table}_kept", "DELETE", "was out, and has no pass", looked_up=gone)
    if one.fixed:
        fixed = _ALWAYS if one.fixed == ("*",) else changed(one.fixed)
        words = "was out, and stays what it is"
        yield Refusal(table, f"{table}_same", "UPDATE", words, at_once=fixed, looked_up=was_out)
    if one.words:
        kept = one.kept.format(alt_in_version=_ALT[vendor].format(newest=_NEWEST_OF_POST))
        refused, words = f"{was_out} AND NOT {kept}", "was out, and no version keeps what it said"
        yield Refusal(table, f"{table}_words", "UPDATE", words, at_once=changed(one.words), looked_up=refused)
    if one.kind:
        going = f"""EXISTS (SELECT 1 FROM moderation_removal AS r WHERE r.kind = '{one.kind}' AND r.object_id = OLD.id
            AND r.state IN ('asked', 'hidden'))"""
        shown, words = "OLD.hidden_at IS NOT NULL AND NEW.hidden_at IS NULL", "is being taken away, and stays hidden"
        yield Refusal(table, f"{table}_hidden", "UPDATE", words, at_once=shown, looked_up=going)


def _all(vendor: str) -> Iterator[Refusal]:
    for one in GUARDED:
        yield from _refusals(one, vendor)
    table = "moderation_sealedrow"
    yield Refusal(table, f"{table}_kept", "DELETE", "goes with its package only", looked_up=f"NOT {_DESTROYED}")
    yield Refusal(table, f"{table}_same", "UPDATE", "never changes")
    table, words = "moderation_legalhold", "ends once, and stays"
    columns = ("id", "table", "row_id", "reason", "began_at", "began_by_id")
    moved = " OR ".join(_DIFFERS[vendor].format(column) for column in columns)
    yield Refusal(table, f"{table}_kept", "DELETE", words)
    yield Refusal(table, f"{table}_same", "UPDATE", words, at_once=f"(OLD.ended_at IS NOT NULL OR {moved})")
    held = "EXISTS (" + _HOLD.format('NEW."table"', "NEW.row_id") + ")"
    words = "is under a legal hold"
    yield Refusal("moderation_erasure", "moderation_erasure_held", "INSERT", words, looked_up=held)
    yield Refusal("moderation_destruction", "moderation_destruction_held", "INSERT", words, looked_up=_PACKAGE_HELD)


def tables() -> set[str]:
    """Those that are watched."""
    return {*GROWS, *(refusal.table for refusal in _all("sqlite"))}


def names(vendor: str) -> dict[str, set[str]]:
    """The triggers that must stand, table by table."""
    found: dict[str, set[str]] = {table: {f"{table}_no_update", f"{table}_no_delete"} for table in GROWS}
    for refusal in _all(vendor):
        found.setdefault(refusal.table, set()).add(refusal.name)
    if vendor == "postgresql":
        for table, standing in found.items():
            standing.add(f"{table}_not_emptied")
    return found


def put_up(editor: Any) -> None:
    """Put all of them up, anew (SQLite and PostgreSQL)."""
    take_down(editor)
    vendor = editor.connection.vendor
    if not _can_stand(editor.connection):
        return
    for table in GROWS:
        make_append_only(editor, table)
    for refusal in _all(vendor):
        for statement in _statements(refusal, vendor, editor.connection):
            editor.execute(statement, params=None)
    if vendor == "postgresql":
        put_up_against_emptying(editor)


def _can_stand(connection: Any) -> bool:
    """Whether all is there that they speak of: not on a new database, nor on the way back. PostgreSQL refuses one that
    names a column which is not there."""
    if not tables() <= set(connection.introspection.table_names()):
        return False
    with connection.cursor() as cursor:
        for one in GUARDED:
            there = {column.name for column in connection.introspection.get_table_description(cursor, one.table)}
            named = {*one.fixed, *one.words, *(["hidden_at"] if one.kind else [])}
            if named - {"*"} - there:
                return False
    return True


def change_with(connection: Any, change: Callable[[Any], None]) -> None:
    """``put_up`` or ``take_down`` without Django's own editor: on SQLite that cannot be used within a transaction, in
    which a flush may stand."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        change(SimpleNamespace(connection=connection, execute=lambda sql, params=None: cursor.execute(sql, params)))


def put_up_against_emptying(editor: Any) -> None:
    """TRUNCATE asks no row: PostgreSQL has a trigger of its own for it."""
    for table in sorted(tables()):
        name = f"{table}_not_emptied"
        editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}", params=None)
        editor.execute(
            f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} EXECUTE FUNCTION refuse_change()", params=None
        )


def take_down_against_emptying(editor: Any) -> None:
    """The way back of ``put_up_against_emptying``."""
    for table in sorted(tables() & set(editor.connection.introspection.table_names())):
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_not_emptied ON {table}", params=None)


def _statements(refusal: Refusal, vendor: str, connection: Any) -> list[str]:
    table, name, verb = refusal.table, refusal.name, refusal.verb
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {refusal.at_once} AND {refusal.looked_up} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: {refusal.words}'); END"
        ]
    # Its own search path: a temporary table of the same name would come first, and could hold a pass.
    # What the row itself tells stands in WHEN, which costs nothing; the function runs for what is about to be refused.
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path = {_schema(connection)}, pg_temp AS $${_body(refusal)}$$",
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW WHEN ({refusal.at_once}) "
        f"EXECUTE FUNCTION {name}()",
    ]


def _schema(connection: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        return str(cursor.fetchone()[0])


def _body(refusal: Refusal) -> str:
    row = "NEW" if refusal.verb == "INSERT" else "OLD"
    returned = "OLD" if refusal.verb == "DELETE" else "NEW"
    return f"""
BEGIN
  IF {refusal.looked_up} THEN
    RAISE EXCEPTION '{refusal.table}: {refusal.words} (%)', {row}.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN {returned};
END """


def take_down(editor: Any) -> None:
    """The way back of ``put_up``; tables that are gone took theirs along."""
    there = set(editor.connection.introspection.table_names())
    for table in GROWS:
        if table in there:
            make_changeable(editor, table)
    vendor = editor.connection.vendor
    for refusal in _all(vendor):
        if refusal.table in there:
            suffix = f" ON {refusal.table}" if vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {refusal.name}{suffix}")
    if vendor == "postgresql":
        take_down_against_emptying(editor)


def faults(connection: Any) -> list[str]:
    """The triggers that do not stand, or do not say what they must; nothing when all is well."""
    vendor = connection.vendor
    standing = _standing(connection)
    wanted = {name: "" for of_table in names(vendor).values() for name in of_table}
    for refusal in _all(vendor):
        wanted[refusal.name] = _statements(refusal, vendor, connection)[0] if vendor == "sqlite" else _body(refusal)
    return sorted(name for name, says in wanted.items() if name not in standing or (says and standing[name] != says))


def _standing(connection: Any) -> dict[str, str]:
    """By name what the triggers say that are on."""
    question = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        question = """SELECT t.tgname, f.prosrc FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid
            JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND n.nspname = current_schema()"""
    with connection.cursor() as cursor:
        cursor.execute(question)
        return dict(cursor.fetchall())
