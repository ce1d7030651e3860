"""Who writes for the whole school does so until a day (D9): the database itself refuses the role without one.

A later migration that rebuilds groups_membership or groups_role on SQLite calls ``lift_bound`` first and
``keep_bound`` afterwards: a rebuilt table loses its triggers.
"""

from typing import Any

_NAME = "editor_has_a_last_day"
_IS_OPEN = "SELECT 1 FROM groups_role WHERE auth_group_id = NEW.role_id AND name = 'editor'"
_SQLITE = f"""
CREATE TRIGGER {_NAME}_{{verb}} BEFORE {{verb}} ON groups_membership
WHEN NEW.valid_until IS NULL AND EXISTS ({_IS_OPEN})
BEGIN SELECT RAISE(ABORT, 'a writer for the school has a last day'); END
"""
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NEW.valid_until IS NULL AND EXISTS ({_IS_OPEN}) THEN
        RAISE EXCEPTION 'a writer for the school has a last day' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
_POSTGRESQL = f"""
CREATE TRIGGER {_NAME} BEFORE INSERT OR UPDATE ON groups_membership FOR EACH ROW EXECUTE FUNCTION {_NAME}()
"""
_VERBS = ("insert", "update")


def keep_bound(editor: Any) -> None:
    """Refuse the role without a last day (for a migration; SQLite and PostgreSQL)."""
    if editor.connection.vendor == "postgresql":
        editor.execute(_FUNCTION)
        editor.execute(_POSTGRESQL)
        return
    for verb in _VERBS:
        editor.execute(_SQLITE.format(verb=verb))


def lift_bound(editor: Any) -> None:
    """The way back of ``keep_bound``."""
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP TRIGGER IF EXISTS {_NAME} ON groups_membership")
        editor.execute(f"DROP FUNCTION IF EXISTS {_NAME}()")
        return
    for verb in _VERBS:
        editor.execute(f"DROP TRIGGER IF EXISTS {_NAME}_{verb}")
