"""The pages and the command of an import (A2, B2, B3, B8)."""

import io
import re
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from files.uploads import UPLOAD_MAX
from groups.actions import read_import
from groups.imports import FILE_MAX
from groups.models import AuthorityProposal, Enrolment, Guardianship, ImportRun, Pupil, School
from groups.tasks import sweep_old_imports
from tests.factories import make_parent
from tests.school_files import composite, edexml, group, guardians, parent, pupil, staff, this_year

pytestmark = pytest.mark.django_db
LIST = "/beheer/import/"
MAIL = "anna@kiezelpad.example"
NEXT = [group("n", "5", "5")]


def files(xml=None, csv=None):
    found = {}
    if xml is not None:
        found["edexml"] = SimpleUploadedFile("school.xml", xml, "text/xml")
    if csv is not None:
        found["guardians"] = SimpleUploadedFile("ouders.csv", csv, "text/csv")
    return found


def next_year(*pupils):
    """A file of the next school year, so that the cast stays where it is."""
    return edexml(list(pupils or [pupil("p1", group="n")]), NEXT, year=this_year() + 1)


@pytest.fixture
def client(cast, client_of):
    return client_of(cast.dennis)


@pytest.fixture
def report(client):
    """``report(xml, csv)``: upload, and the address of the report with the report itself."""

    def upload(xml=None, csv=None):
        answer = client.post(LIST, files(xml, csv))
        assert answer.status_code == 302
        return answer["Location"], client.get(answer["Location"])

    return upload


def alert(page):
    text = page.content.decode()
    assert page.status_code == 422
    assert 'role="alert"' in text
    return text


@pytest.mark.clause("A2", "B3")
@pytest.mark.parametrize("name", ["marleen", "dennis"])
def test_the_head_and_the_ict_contact_import_by_page(name, cast, client_of):
    client = client_of(getattr(cast, name))
    xml = edexml([pupil("p1", more="<bsn>133456785</bsn>")], None, [staff("s1", roles="<rol>OUD</rol>")])
    answer = client.post(LIST, files(xml, guardians(parent("p1", email=MAIL))))
    page = client.get(answer["Location"])
    text = page.content.decode()
    assert "Saar Vos" in text
    assert "bsn: 1" in text
    assert "133456785" not in text
    assert "1 hulpouder" in text
    digest = page.context["report"].digest
    assert not Pupil.objects.filter(key="p1").exists()
    assert "Vink aan" in alert(client.post(answer["Location"], {"digest": digest}))
    done = client.post(answer["Location"], {"digest": digest, "ends_many": "on"}, follow=True)
    assert 'role="status"' in done.content.decode()
    assert Pupil.objects.filter(key="p1").exists()
    assert ImportRun.objects.get().content is None
    assert ImportRun.objects.get().applied_by == getattr(cast, name)
    assert getattr(cast, name).full_name in client.get(LIST).content.decode()
    assert "al klaar" in alert(client.post(answer["Location"], {"digest": digest, "ends_many": "on"}))


def test_the_empty_list_can_be_downloaded(client):
    answer = client.get(reverse("groups:import-template"))
    assert answer.content.decode("utf-8-sig").startswith("leerling_key;")
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (files(), "Kies eerst een bestand."),
        (files(b""), "Dit bestand is leeg."),
        (files(b"<svg/>"), "Regel 1: Dit is geen EDEXML-bestand."),
        (files(b"<!DOCTYPE EDEX [<!ENTITY a 'a'>]><EDEX>&a;</EDEX>"), "Die horen niet in een export."),
        (files(csv=b"voornaam;achternaam\n"), "De kolom leerling_key ontbreekt."),
        (files(edexml([pupil("p1")]), b"\xff\xfe"), "Deze lijst kunnen we niet lezen."),
        (files(b"x" * (UPLOAD_MAX + 100_000)), "Dit bestand is te groot."),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(client, found, sentence):
    assert sentence in alert(client.post(LIST, found))
    assert not ImportRun.objects.exists()


class Line(io.RawIOBase):
    """A form that comes in over the line with one file of so many bytes, of which no more is held than is asked for."""

    def __init__(self, size):
        head = '--x\r\nContent-Disposition: form-data; name="edexml"; filename="school.xml"\r\n\r\n<EDEX>'
        self.head, self.tail = head.encode(), b"\r\n--x--\r\n"
        self.size, self.at = len(self.head) + size + len(self.tail), 0

    def readable(self):
        return True

    def read(self, number=-1):
        end = self.size if number < 0 else min(self.at + number, self.size)
        piece = bytearray(b" " * (end - self.at))
        for text, start in ((self.head, 0), (self.tail, self.size - len(self.tail))):
            for place in range(max(start, self.at), min(start + len(text), end)):
                piece[place - self.at] = text[place - start]
        self.at = end
        return bytes(piece)


@pytest.mark.parametrize("megabytes", [26, 50, 60])
def test_a_file_far_too_large_is_told_in_a_sentence_and_takes_little_memory(client, megabytes):
    line = Line(megabytes * 1024 * 1024)
    tracemalloc.start()
    asked = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(line.size)}
    answer = client.generic("POST", LIST, **asked, **{"wsgi.input": line})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "Dit bestand is te groot. Het mag 25 MB zijn." in alert(answer)
    assert line.at == line.size
    assert peak < 20 * 1024 * 1024


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_fifty_megabytes_in_a_form_without_a_file_is_refused_unread(client, content_type):
    body = b'--x\r\nContent-Disposition: form-data; name="edexml"\r\n\r\n' + b"a" * 50 * 1024 * 1024
    answer = client.generic("POST", LIST, body + b"\r\n--x--\r\n", content_type=content_type)
    assert answer.status_code == 400
    assert "Je browser vroeg iets wat wij niet kunnen lezen." in answer.content.decode()


def test_the_page_takes_what_the_upload_lets_through():
    assert FILE_MAX == UPLOAD_MAX


def test_problems_are_listed_with_line_and_field_and_stop_the_import(client, report):
    address, page = report(next_year(pupil("p1", group="n", born="gisteren")), guardians(parent("p1", gezag="?")))
    text = page.content.decode()
    assert "Bestand van de administratie, regel 8, geboortedatum" in text
    assert "Lijst met ouders, regel 2, gezag" in text
    assert 'name="digest"' not in text
    posted = client.post(address, {"digest": page.context["report"].digest})
    assert "Verbeter eerst" in alert(posted)


def test_only_the_report_that_was_seen_is_taken_over(client, report, cast):
    address, page = report(next_year())
    Pupil.objects.create(school=cast.school, first_name="Saar", last_name="Vos", born_on="2018-05-31")
    assert "Er is iets veranderd" in alert(client.post(address, {"digest": page.context["report"].digest}))
    assert "Kijk eerst" in alert(client.post(address, {"digest": "onzin"}))
    fresh = client.get(address).context["report"].digest
    assert client.post(address, {"digest": fresh}).status_code == 302
    assert Pupil.objects.filter(first_name="Saar", last_name="Vos").count() == 1


def test_a_file_that_changes_nothing_has_nothing_to_take_over(client, report):
    address, page = report(next_year())
    client.post(address, {"digest": page.context["report"].digest})
    _, page = report(next_year())
    assert "Kring weet dit allemaal al" in page.content.decode()
    assert 'name="digest"' not in page.content.decode()


def test_an_import_can_be_dropped_once(client, report):
    address, _ = report(next_year())
    first = client.post(f"{address}weg/", follow=True).content.decode()
    assert "Er is niets van de bestanden bewaard" in first
    assert "al klaar" in client.post(f"{address}weg/", follow=True).content.decode()
    assert "Niet overgenomen" in client.get(address).content.decode()
    events = AuditEntry.objects.filter(event__startswith="import").order_by("pk")
    assert list(events.values_list("event", flat=True)) == ["import_read", "import_dropped"]


def test_the_sweep_leaves_what_was_chosen_today(client, report):
    address, _ = report(next_year())
    assert sweep_old_imports() == 0
    assert client.get(address).status_code == 200


@pytest.mark.clause("B8")
def test_who_imports_ticks_the_groups_beside_the_classes(client, report):
    groups = [*NEXT, composite("plus", "Plusgroep"), composite("gym", "Gym")]
    address, page = report(edexml([pupil("p1", group="n", composites=("plus", "gym"))], groups, year=this_year() + 1))
    assert "Plusgroep</b>: een samengestelde groep naast de klassen" in page.content.decode()
    seen = client.get(address, {"ook": "plus"})
    assert seen.content.decode().count(' name="ook" value="plus" checked') == 1
    digest = seen.context["report"].digest
    assert digest != page.context["report"].digest
    assert "Er is iets veranderd" in alert(client.post(address, {"digest": digest}))
    assert client.post(f"{address}?ook=plus", {"digest": digest})["Location"] == address
    assert set(Enrolment.objects.filter(pupil__key="p1").values_list("school_group__name", flat=True)) == {
        "Groep 5",
        "Plusgroep",
    }


def test_names_that_look_like_html_stay_text(client, report):
    _, page = report(next_year(pupil("p1", "<script>alert(1)</script>", group="n")))
    assert "<script>alert(1)" not in page.content.decode()


def questions(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_lists_ask_the_same_for_1_and_for_30(client, client_of, cast):
    def add(number):
        for _ in range(number):
            link = Guardianship.objects.get(guardian=make_parent(cast.groep5))
            AuthorityProposal.objects.create(guardianship=link, has_authority=False)
            read_import(cast.school, next_year(), None, by=make_parent(cast.groep6))
        pages = (client, LIST), (client_of(cast.marleen), reverse("groups:authority-list"))
        return [questions(*page) for page in pages]

    assert add(1) == add(30)
    assert client.get(f"{LIST}?blad=2").context["page"].number == 2


# authority


@pytest.mark.clause("B2")
@pytest.mark.parametrize(("choice", "has_authority"), [("follow", False), ("keep", True), ("", True)])
def test_the_head_decides_about_authority(cast, client_of, choice, has_authority):
    client, link = client_of(cast.marleen), Guardianship.objects.get(guardian=cast.tom)
    proposal = AuthorityProposal.objects.create(guardianship=link, has_authority=False)
    assert "Tom Verbeek, Yara Verbeek" in client.get("/beheer/gezag/").content.decode()
    url = reverse("groups:authority-decide", args=[proposal.pk])
    assert client.post(url, {"choice": choice}, follow=True).status_code == 200
    link.refresh_from_db()
    assert link.has_authority is has_authority
    answer = client.post(url, {"choice": "follow"}, follow=True)
    assert "Iemand anders heeft dit al beslist." in answer.content.decode()
    link.refresh_from_db()
    assert link.has_authority is has_authority
    assert "Tom Verbeek" not in client.get("/beheer/gezag/").content.decode()


@pytest.mark.clause("B2")
def test_authority_that_is_given_opens_the_childs_group(cast, client_of):
    link = Guardianship.objects.create(
        pupil=cast.bram, guardian=cast.kwame, relation="carer", valid_from=cast.groep5.starts_on
    )
    proposal = AuthorityProposal.objects.create(guardianship=link, has_authority=True)
    feed = reverse("messaging:group-feed", args=[cast.groep5.pk])
    assert client_of(cast.kwame).get(feed).status_code == 404
    client_of(cast.marleen).post(reverse("groups:authority-decide", args=[proposal.pk]), {"choice": "follow"})
    assert client_of(cast.kwame).get(feed).status_code == 200


# the command


@pytest.fixture
def on_disk(tmp_path):
    def write(data, name="school.xml"):
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return write


def test_the_command_shows_the_report_and_takes_it_over(cast, on_disk, capsys):
    xml, csv = on_disk(next_year()), on_disk(guardians(parent("p1")), "ouders.csv")
    call_command("import_school", xml, "--guardians", csv, "--dry-run")
    assert not Pupil.objects.filter(key="p1").exists()
    assert "Saar Vos" in capsys.readouterr().out
    call_command("import_school", xml, "--guardians", csv)
    assert Pupil.objects.filter(key="p1").exists()
    assert ImportRun.objects.filter(content__isnull=False).count() == 0


def test_the_command_takes_a_group_beside_the_classes_when_asked(cast, on_disk, capsys):
    groups = [*NEXT, composite("plus", "Plusgroep")]
    xml = on_disk(edexml([pupil("p1", group="n", composites=("plus",))], groups, year=this_year() + 1))
    with pytest.raises(CommandError, match=r"No group in the file is called Plus\."):
        call_command("import_school", xml, "--also", "Plus")
    assert not ImportRun.objects.filter(state="waiting").exists()
    call_command("import_school", xml)
    assert "Plusgroep: een samengestelde groep naast de klassen" in capsys.readouterr().out
    for _ in range(2):
        call_command("import_school", xml, "--also", "Plusgroep")
    assert Enrolment.objects.filter(pupil__key="p1").count() == 2


def test_the_command_asks_before_many_end(cast, on_disk, capsys):
    xml = on_disk(edexml([pupil("p1", more="<bsn>1</bsn>")]))
    with pytest.raises(CommandError, match="--ends-many"):
        call_command("import_school", xml)
    call_command("import_school", xml, "--dry-run")
    assert not Pupil.objects.filter(key="p1").exists()
    call_command("import_school", xml, "--ends-many")
    assert Enrolment.objects.filter(pupil=cast.yara, valid_until__isnull=True).count() == 0
    assert "- bsn: 1" in capsys.readouterr().out


def test_the_command_says_what_is_wrong_and_stops(cast, on_disk, capsys):
    with pytest.raises(CommandError, match="geen EDEXML"):
        call_command("import_school", on_disk(b"<svg/>"))
    with pytest.raises(CommandError, match="Put right"):
        call_command("import_school", on_disk(next_year(pupil("p1", born="x", group="n"))))
    assert "geboortedatum" in capsys.readouterr().err
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_school", "/nowhere/school.xml")
    assert not ImportRun.objects.filter(state="waiting").exists()


@pytest.mark.parametrize("megabytes", [26, 50, 60])
def test_the_command_reads_no_more_of_a_file_than_it_takes(cast, tmp_path, megabytes):
    path = tmp_path / "school.xml"
    with path.open("wb") as stream:
        stream.truncate(megabytes * 1024 * 1024)
    tracemalloc.start()
    with pytest.raises(CommandError, match=re.escape("Dit bestand is te groot. Het mag 25 MB zijn.")):
        call_command("import_school", str(path))
    with pytest.raises(CommandError, match="te groot"):
        call_command("import_school", str(path), "--guardians", str(path))
    assert tracemalloc.get_traced_memory()[1] < 60 * 1024 * 1024
    tracemalloc.stop()


def test_the_command_needs_a_school(db, on_disk, monkeypatch):
    monkeypatch.setattr(School, "objects", School.objects.none())
    with pytest.raises(CommandError, match="create_school"):
        call_command("import_school", on_disk(next_year()))
