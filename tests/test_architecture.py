"""The house: where things stand, what they look like, and that the tables can go forth and back."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from guardian.models import GroupObjectPermissionAbstract, UserObjectPermissionAbstract

from portal.celery import app

ROOT = Path(__file__).resolve().parent.parent
OURS = [
    "accounts",
    "consent",
    "conversations",
    "files",
    "groups",
    "messaging",
    "moderation",
    "notifications",
    "portal",
    "protocol",
]
CODE = [path for name in OURS for path in (ROOT / name).rglob("*.py")]
WRITTEN = [path for path in CODE if "migrations" not in path.parts]
# Mail knows no stylesheet: what it looks like stands in its elements.
TEMPLATES = [path for path in sorted((ROOT / "templates").rglob("*.*")) if not {"mail", "email"} & set(path.parts)]
LINES_MAX = 400


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_too_long_to_read():
    long = {name_of(path): count for path in WRITTEN if (count := len(path.read_text().splitlines())) > LINES_MAX}
    assert long == {}


def test_no_drawer_for_everything():
    drawers = {"utils", "helpers", "common", "services", "misc"}
    assert [name_of(path) for path in WRITTEN if drawers & {path.stem, *path.relative_to(ROOT).parts[:-1]}] == []


def test_no_function_is_too_long_to_read():
    long = []
    for path in WRITTEN:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno > 60:
                long.append(f"{name_of(path)}:{node.name}")
    assert long == []


def tasks() -> list[tuple[Path, ast.FunctionDef, ast.expr]]:
    found = []
    for path in WRITTEN:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                found += [(path, node, mark) for mark in node.decorator_list if "shared_task" in ast.unparse(mark)]
    return found


def test_tasks_are_doorbells():
    assert len(tasks()) >= 4
    for path, task, mark in tasks():
        where = f"{name_of(path)}:{task.name}"
        assert path.stem == "tasks", where
        assert isinstance(mark, ast.Call), where
        names = {word.arg: ast.literal_eval(word.value) for word in mark.keywords if word.arg == "name"}
        assert re.fullmatch(r"[a-z]+\.[a-z_]+", names.get("name", "")), f"{where} has no name of its own"
        body = [line for line in task.body if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))]
        lines = body[-1].end_lineno - body[0].lineno + 1
        assert lines <= 6, f"{where} has {lines} lines"


def test_every_sweep_of_the_schedule_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_every_sweep_that_is_rung_exists():
    app.loader.import_default_modules()
    rung = {name for path in WRITTEN for name in re.findall(r'\bring\("([^"]+)"\)', path.read_text())}
    assert rung
    assert rung <= set(app.tasks)


def test_nothing_listens_for_signals():
    """Of rows, that is: that a migration begins and ends is told in no other way."""
    of_migrations = "from django.db.models.signals import post_migrate, pre_migrate\n"
    assert [
        name_of(path)
        for path in WRITTEN
        if re.search(r"django\.(db\.models|dispatch).*signals|@receiver", path.read_text().replace(of_migrations, ""))
    ] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_carry_no_inline_style_or_script(path):
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=", text), "a style attribute"
    assert not re.search(r"<style\b", text), "a style element"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "a script without src"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "an event attribute"
    assert not re.search(r"(?:src|href|action)\s*=\s*[\"'](?:javascript|https?):", text), "an address elsewhere"
    assert "|safe" not in text


@pytest.mark.django_db
def test_migrations_are_linear():
    loader = MigrationLoader(connection)
    assert loader.detect_conflicts() == {}
    for app_label in {label for label, _ in loader.disk_migrations if label in OURS}:
        parents = [
            parent
            for (label, _), migration in loader.disk_migrations.items()
            if label == app_label
            for parent in migration.dependencies
            if parent[0] == app_label
        ]
        assert len(parents) == len(set(parents)), f"{app_label} forks"


def test_rights_hang_on_the_container_by_a_key_of_its_own():
    tables = [
        model
        for model in apps.get_models()
        if issubclass(model, GroupObjectPermissionAbstract | UserObjectPermissionAbstract)
        and model._meta.app_label != "guardian"
    ]
    for model in tables:
        assert model._meta.get_field("content_object").is_relation, model
    assert {model._meta.get_field("content_object").related_model.__name__ for model in tables} <= {
        "School",
        "SchoolGroup",
    }


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_tables_can_go_back_to_nothing_and_forth_again():
    labels = ["portal", "moderation", "conversations", "messaging", "consent", "groups", "notifications", "accounts"]
    try:
        for label in labels:
            call_command("migrate", label, "zero", verbosity=0, interactive=False)
        left = [table for table in connection.introspection.table_names() if table.split("_")[0] in labels]
        assert left == []
    finally:
        call_command("migrate", verbosity=0, interactive=False)
    assert set(settings.INSTALLED_APPS) >= set(labels)
