"""Tables that only grow: the database itself refuses to change or delete a row, whoever asks."""

from typing import Any

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
FOR EACH ROW {when} EXECUTE FUNCTION refuse_change()
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_VERBS = ("update", "delete")
# Written with the database's own clock: whoever may delete cannot say which day it is.
_YOUNG_SQLITE = "WHEN OLD.at > datetime('now', '-{days} days')"
_YOUNG_POSTGRESQL = "WHEN (OLD.at > now() - interval '{days} days')"


def make_append_only(editor: Any, table: str, *, kept_days: int | None = None) -> None:
    """Refuse UPDATE and DELETE on this table (for a migration; SQLite and PostgreSQL). With ``kept_days`` a row may
    go once its ``at`` is so many days ago, and not a moment before."""
    is_postgresql = editor.connection.vendor == "postgresql"
    if is_postgresql:
        editor.execute(_FUNCTION, params=None)  # its "%" is PostgreSQL's own
    trigger, young = (_POSTGRESQL, _YOUNG_POSTGRESQL) if is_postgresql else (_SQLITE, _YOUNG_SQLITE)
    for verb in _VERBS:
        when = young.format(days=int(kept_days)) if kept_days is not None and verb == "delete" else ""
        editor.execute(trigger.format(table=table, verb=verb, VERB=verb.upper(), when=when))


def make_changeable(editor: Any, table: str) -> None:
    """The way back of ``make_append_only``."""
    suffix = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
    for verb in _VERBS:
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{suffix}")
