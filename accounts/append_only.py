"""Tables that only grow: the database itself refuses to change or delete a row, whoever asks."""

from typing import Any

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_VERBS = ("update", "delete")


def make_append_only(editor: Any, table: str) -> None:
    """Refuse UPDATE and DELETE on this table (for a migration; SQLite and PostgreSQL)."""
    if editor.connection.vendor == "postgresql":
        editor.execute(_FUNCTION, params=None)  # its "%" is PostgreSQL's own
    trigger = _POSTGRESQL if editor.connection.vendor == "postgresql" else _SQLITE
    for verb in _VERBS:
        editor.execute(trigger.format(table=table, verb=verb, VERB=verb.upper()))


def make_changeable(editor: Any, table: str) -> None:
    """The way back of ``make_append_only``."""
    suffix = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
    for verb in _VERBS:
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{suffix}")
