"""Every clause is kept somewhere, tested somewhere, and shown where it concerns somebody; or it is said to be open."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

import protocol.clauses
from protocol.clauses import CHAPTERS, CLAUSES, PLACES, Force, clause
from protocol.document import write_document
from protocol.open import OPEN
from protocol.survey import Survey, survey

ROOT = Path(settings.BASE_DIR)
PARTLY = {clause_id for clause_id, entry in OPEN.items() if not entry.wholly}
WHOLLY = set(OPEN) - PARTLY
IDS = [f"{letter}{n}" for letter, last in zip("ABCDEF", (2, 9, 2, 14, 9, 7), strict=True) for n in range(1, last + 1)]


@pytest.fixture(scope="module")
def found() -> Survey:
    return survey(ROOT)


def asks_for_code(clause_id: str) -> bool:
    return bool({Force.ENFORCED, Force.GUIDED} & set(CLAUSES[clause_id].forces))


def gaps(clause_id: str, found: Survey) -> list[str]:
    """What a clause lacks to count as kept."""
    lacks = []
    if asks_for_code(clause_id):
        lacks += [] if found.places.get(clause_id) else [f'{clause_id}: no code says @clause("{clause_id}")']
        lacks += [] if found.tests.get(clause_id) else [f'{clause_id}: no test says @pytest.mark.clause("{clause_id}")']
    if Force.INFORMED in CLAUSES[clause_id].forces and not found.templates.get(clause_id):
        lacks.append(f'{clause_id}: no template says data-clause="{clause_id}"')
    return lacks


def test_all_43_clauses_stand_in_the_register_in_order():
    assert list(CLAUSES) == IDS
    assert len(CLAUSES) == 43
    for chapter in CHAPTERS:
        assert {entry.id[0] for entry in chapter.clauses} == {chapter.letter}


def test_every_clause_that_is_not_open_is_kept_and_tested_or_shown(found):
    assert [gap for clause_id in CLAUSES if clause_id not in OPEN for gap in gaps(clause_id, found)] == []


def test_a_clause_that_is_open_in_part_is_kept_for_the_other_part(found):
    for clause_id in PARTLY:
        assert gaps(clause_id, found) == [], "say wholly open, or keep and test the part that is said to be kept"


def test_a_clause_that_has_everything_is_not_called_wholly_open(found):
    assert [clause_id for clause_id in WHOLLY if not gaps(clause_id, found)] == []


def test_open_clauses_are_clauses_and_say_what_is_open():
    assert set(OPEN) <= set(CLAUSES)
    assert all(re.fullmatch(r"[A-Z].+\.", entry.what) for entry in OPEN.values())


def test_the_list_of_open_clauses_only_shrinks():
    lines = (ROOT / "tests" / "open_clauses.txt").read_text().splitlines()
    before = dict(line.split() for line in lines if not line.startswith("#"))
    now = {clause_id: "wholly" if entry.wholly else "partly" for clause_id, entry in OPEN.items()}
    added = {clause_id for clause_id, how in now.items() if before.get(clause_id) not in {how, "wholly"}}
    assert not added, "a clause that was kept is open again"
    assert now == before, "well done: take what is kept out of tests/open_clauses.txt too"


def test_the_page_says_what_the_register_says_about_open_clauses():
    """Nothing kept: no promise on the page. Open in part: the page says what is still to come."""
    assert {clause_id for clause_id, entry in CLAUSES.items() if not entry.kept} == WHOLLY
    assert {clause_id for clause_id, entry in CLAUSES.items() if entry.later} == PARTLY


def test_marks_name_clauses_that_exist(found):
    for where in (found.places, found.tests, found.templates):
        assert set(where) <= set(CLAUSES)


def test_marking_a_clause_that_does_not_exist_fails_at_once():
    with pytest.raises(KeyError):
        clause("Z9")(lambda: None)


def test_reading_the_files_finds_what_the_running_code_registers(found):
    for package in (
        "accounts",
        "consent",
        "conversations",
        "files",
        "groups",
        "messaging",
        "moderation",
        "notifications",
    ):
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if "migrations" not in module.name:
                importlib.import_module(module.name)
    for clause_id, places in PLACES.items():
        real = {place for place in places if not place.startswith("tests.") and "<" not in place}
        assert real <= set(found.places.get(clause_id, [])), clause_id


def test_the_words_are_plain():
    """Sentences of the page stay short (B1) and leave no typewriter quotes behind."""
    for entry in CLAUSES.values():
        words = f"{entry.text} {entry.kept} {entry.later}"
        assert "'" not in words
        assert '"' not in words
        assert "!" not in words
        for sentence in re.split(r"(?<=[.?]) ", words):
            assert len(sentence.split()) <= 20, sentence


def test_docs_protocol_is_fresh(found):
    assert (ROOT / "docs" / "protocol.md").read_text() == write_document(found), "run: manage.py protocol --write"
    call_command("protocol", check=True)


def test_a_stale_document_is_told(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    for folder in ("docs", "tests", "templates"):
        (tmp_path / folder).mkdir()
    with pytest.raises(CommandError, match="stale"):
        call_command("protocol", check=True)
    call_command("protocol", write=True)
    call_command("protocol", check=True)


def test_the_survey_reads_decorators_marks_and_templates(tmp_path):
    (tmp_path / "app").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "templates" / "x").mkdir(parents=True)
    (tmp_path / "app" / "__init__.py").write_text("")
    (tmp_path / "app" / "a.py").write_text('class A:\n    @clause("D7", "B8")\n    class Kind: ...\n')
    (tmp_path / "tests" / "test_a.py").write_text(
        'import pytest\npytestmark = pytest.mark.clause("B8")\n\n@pytest.mark.clause("D7")\ndef test_x(): ...\n'
    )
    (tmp_path / "templates" / "x" / "y.html").write_text('<p data-clause="B6 E6" data-clause="B6">')
    seen = survey(tmp_path)
    assert seen.places == {"D7": ["app.a.A.Kind"], "B8": ["app.a.A.Kind"]}
    assert seen.tests == {"D7": ["tests.test_a.test_x"], "B8": ["tests.test_a"]}
    assert seen.templates == {"B6": ["x/y.html"], "E6": ["x/y.html"]}


def test_the_register_leans_on_nothing():
    source = "".join(file.read_text() for file in Path(protocol.clauses.__file__).parent.rglob("*.py"))
    assert not re.search(r"^(from|import) (django|guardian|celery|allauth)", source, re.MULTILINE)
