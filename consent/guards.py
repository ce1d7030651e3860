"""What the database itself refuses: to change evidence, or to let it go without a record of destruction (B9)."""

from typing import Any

from accounts.append_only import make_append_only, make_changeable

GROWS = ("consent_decisionlink", "consent_destruction", "consent_showntext")
DECISION = "consent_decision"
_SQLITE = """
CREATE TRIGGER consent_decision_no_update BEFORE UPDATE ON consent_decision
BEGIN SELECT RAISE(ABORT, 'consent_decision is append-only'); END;
"""
_SQLITE_DELETE = """
CREATE TRIGGER consent_decision_kept BEFORE DELETE ON consent_decision
WHEN NOT EXISTS (SELECT 1 FROM consent_destruction WHERE link_id = OLD.link_id)
BEGIN SELECT RAISE(ABORT, 'a decision goes only with a record of destruction'); END;
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION keep_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM consent_destruction WHERE link_id = OLD.link_id) THEN
    RAISE EXCEPTION 'a decision goes only with a record of destruction'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END $$
"""
_POSTGRESQL = """
CREATE TRIGGER consent_decision_no_update BEFORE UPDATE ON consent_decision
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""
_POSTGRESQL_DELETE = """
CREATE TRIGGER consent_decision_kept BEFORE DELETE ON consent_decision
FOR EACH ROW EXECUTE FUNCTION keep_decision()
"""
NAMES = ("consent_decision_no_update", "consent_decision_kept")


def put_up(editor: Any) -> None:
    """Guard the tables of evidence (for a migration; SQLite and PostgreSQL)."""
    for table in GROWS:
        make_append_only(editor, table)
    if editor.connection.vendor == "postgresql":
        editor.execute(_FUNCTION, params=None)  # its "%" would be a parameter otherwise
        editor.execute(_POSTGRESQL)
        editor.execute(_POSTGRESQL_DELETE)
    else:
        editor.execute(_SQLITE)
        editor.execute(_SQLITE_DELETE)


def take_down(editor: Any) -> None:
    """The way back of ``put_up``; also for a migration that rebuilds one of the tables, which must end with it."""
    for table in GROWS:
        make_changeable(editor, table)
    suffix = f" ON {DECISION}" if editor.connection.vendor == "postgresql" else ""
    for name in NAMES:
        editor.execute(f"DROP TRIGGER IF EXISTS {name}{suffix}")
