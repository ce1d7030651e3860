"""The code itself: style, types, import contracts, migrations, locks. The same on every database, so once."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

pytestmark = pytest.mark.once


def run(*words: str) -> None:
    ended = subprocess.run(words, check=False, cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def tracked() -> list[Path]:
    """The files of the project; outside a git clone all but what set-up and runs made."""
    if shutil.which("git"):
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
        if listed.returncode == 0:
            return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    made = {".venv", ".tools", "node_modules", "var", ".git", "__pycache__"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.relative_to(ROOT).parts)]


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        try:
            found.append((path, path.read_text()))
        except UnicodeDecodeError:
            continue
    return found


def test_ruff_finds_nothing():
    run(str(BIN / "ruff"), "check", "--no-cache", ".")


def test_code_is_formatted():
    run(str(BIN / "ruff"), "format", "--check", "--no-cache", ".")


def test_mypy_finds_nothing():
    run(str(BIN / "mypy"), ".")


def test_imports_run_one_way():
    run(str(BIN / "lint-imports"), "--no-cache")


def test_models_and_migrations_agree():
    run(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")


@pytest.mark.parametrize("name", ["uv", "run", "test"])
def test_lock_has_hashes_and_no_address(name):
    text = (ROOT / "requirements" / f"{name}.lock").read_text()
    assert "://" not in text
    for block in re.split(r"\n(?=\S)", text.strip()):
        if not block.startswith("#"):
            assert "--hash=sha256:" in block, block.splitlines()[0]


def test_npm_lock_has_hashes_and_no_address():
    text = (ROOT / "package-lock.json").read_text()
    assert "resolved" not in text
    # Where money can be given and licences stand is no place that packages come from.
    addresses = set(re.findall(r'"(\w+)": "https?://', text))
    assert addresses <= {"url"}
    assert text.count('"version":') - 1 <= text.count('"integrity":') + 1


def test_lock_holds_what_is_asked_for():
    def names(text: str) -> set[str]:
        return {
            match[1].lower().replace("_", "-")
            for line in text.splitlines()
            if (match := re.match(r"([A-Za-z0-9][\w.-]*)(?:\[.*?\])?(?:[~=<>! ].*)?$", line.strip()))
        }

    for name in ("uv", "run", "test"):
        folder = ROOT / "requirements"
        wanted = names((folder / f"{name}.in").read_text())
        locked = {
            line.split("==")[0].lower() for line in (folder / f"{name}.lock").read_text().splitlines() if "==" in line
        }
        assert wanted <= locked, wanted - locked


def test_no_path_of_a_machine_and_no_registry_stands_in_a_file():
    # Written in two halves, or they would stand in this file.
    halves = [
        ("/ro", "ot/"),
        ("/wo", "rk/"),
        ("/ho", r"me/\w+/"),
        (r"pypi\.or", "g/simple"),
        ("artifact-?re", "gistry"),
    ]
    forbidden = re.compile("|".join(map("".join, halves)))
    found = [f"{path.relative_to(ROOT)}: {match[0]}" for path, text in texts() if (match := forbidden.search(text))]
    assert found == []


def test_no_task_is_left_lying_in_a_comment():
    marks = re.compile(r"#\s*(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
    assert [str(path) for path, text in texts() if path.suffix == ".py" and marks.search(text)] == []
