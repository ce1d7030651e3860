"""Every text has its Dutch: complete, fresh, and with the same gaps to fill in."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.catalogue import build, compiled, folder, texts_of

ROOT = Path(settings.BASE_DIR)
GAPS = re.compile(r"%\((\w+)\)[a-z]|\{(\w+)\}|(%%)")


@pytest.fixture(scope="module")
def built():
    return build(ROOT)


@pytest.fixture(scope="module")
def messages():
    with (folder(ROOT) / "django.po").open("rb") as file:
        return [message for message in read_po(file, locale="nl") if message.id]


def forms(text):
    return [text] if isinstance(text, str) else list(text)


def gaps(text):
    return {"".join(found) for found in GAPS.findall(text)}


def test_every_text_has_its_dutch(built):
    assert [text for text, _context in built[1]] == [], "add them to the catalogue and run: manage.py catalogue --write"


def test_the_catalogue_is_fresh(built):
    po, mo = compiled(built[0])
    assert (folder(ROOT) / "django.po").read_bytes() == po, "run: manage.py catalogue --write"
    assert (folder(ROOT) / "django.mo").read_bytes() == mo, "run: manage.py catalogue --write"


def test_nothing_is_fuzzy(messages):
    assert [message.id for message in messages if message.fuzzy] == []


def test_dutch_fills_in_the_same_gaps(messages):
    wrong = [
        (text, dutch)
        for message in messages
        for text in forms(message.id)
        for dutch in forms(message.string)
        if gaps(text) != gaps(dutch) and not (message.pluralizable and gaps(text) | gaps(dutch) <= all_gaps(message))
    ]
    assert wrong == []


def all_gaps(message):
    """A plural may leave its number out of one form, yet brings no gap of its own."""
    return set().union(*(gaps(text) for text in forms(message.id)))


def test_no_dutch_text_shouts_or_uses_typewriter_quotes(messages):
    for message in messages:
        for dutch in forms(message.string):
            assert "!" not in dutch, dutch
            assert not re.search(r"\w'\w", dutch), dutch


def test_babel_reads_every_text_of_templates_and_code():
    texts = {text for text, _context in texts_of(ROOT)}
    assert "To the content" in texts  # {% translate %} in a template
    assert "Choose what it is about." in texts  # msgid() in a pure rule
    assert any(isinstance(text, tuple) for text in texts)  # a plural


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


@pytest.fixture
def project(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    write(tmp_path, "app/__init__.py", "")
    write(
        tmp_path,
        "app/rules.py",
        'say(_(""), msgid("Stop."), pgettext("door", "Close"), ngettext("%(n)d egg", "%(n)d eggs", 2))',
    )
    write(
        tmp_path,
        "templates/a.html",
        """<div class="it's a trap (">
             {% blocktranslate trimmed with name=user.name %}
               Hello
               {{ name }}
             {% endblocktranslate %}
             {% translate "Help" context "force" %}{{ value|default:_("nothing") }}
           </div>""",
    )
    return tmp_path


def test_the_tool_collects_keeps_and_drops(project, capsys):
    write(
        project,
        "locale/nl/LC_MESSAGES/django.po",
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Stop."\nmsgstr "Stop."\n\nmsgid "Gone"\nmsgstr "Weg"\n\n'
        'msgctxt "door"\nmsgid "Close"\nmsgstr "Doe dicht"\n\nmsgctxt "force"\nmsgid "Help"\nmsgstr "Hulp"\n\n'
        'msgid "Hello %(name)s"\nmsgstr "Dag %(name)s"\n\n'
        'msgid "%(n)d egg"\nmsgid_plural "%(n)d eggs"\nmsgstr[0] "%(n)d ei"\nmsgstr[1] "%(n)d eieren"\n',
    )
    with pytest.raises(CommandError, match=r"1 texts without Dutch; stale: django\.po, django\.mo"):
        call_command("catalogue", check=True)
    assert "no Dutch for: 'nothing'" in capsys.readouterr().err
    call_command("catalogue", write=True)
    with (folder(project) / "django.mo").open("rb") as file:
        dutch = gettext.GNUTranslations(file)
    assert dutch.gettext("Stop.") == "Stop."
    assert dutch.pgettext("door", "Close") == "Doe dicht"
    assert dutch.gettext("Hello %(name)s") == "Dag %(name)s"
    assert dutch.ngettext("%(n)d egg", "%(n)d eggs", 2) == "%(n)d eieren"
    assert dutch.gettext("Gone") == "Gone"  # no longer in use: dropped

    kept = (folder(project) / "django.po").read_text()
    write(project, "locale/nl/LC_MESSAGES/django.po", kept + '\nmsgid "nothing"\nmsgstr "niets"\n')
    call_command("catalogue", write=True)
    call_command("catalogue", check=True)
    po = (folder(project) / "django.po").read_text()
    assert "#:" not in po
    assert "Date" not in po


def test_a_changed_text_makes_the_catalogue_stale(project):
    write(project, "locale/nl/LC_MESSAGES/django.po", 'msgid "Stop."\nmsgstr "Stop."\n')
    call_command("catalogue", write=True)
    write(project, "app/rules.py", 'say(msgid("Stop now."))')
    with pytest.raises(CommandError, match="texts without Dutch"):
        call_command("catalogue", check=True)
