"""The whole case for outside the school: what is in it, who takes it, and that this is written down (F7)."""

import hashlib
import zipfile
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from accounts.models import AuditEntry
from messaging.actions import add_reaction
from moderation import packages
from moderation.actions import consult, open_case, remove, reverse_step, seal_removals, take_step
from moderation.exporting import document_of, pdf_of, zip_of
from moderation.models import CaseExport, Destruction, Item, ModerationPolicy, Report
from moderation.rules.cases import Step, Wish
from moderation.subjects import find
from protocol import clock

pytestmark = [pytest.mark.django_db, pytest.mark.clause("F7")]

ODD = "Gemeen 🙄 مرحبا \u202eomgekeerd\u202c " + "x" * 2000


@pytest.fixture
def case(cast, make_post):
    """A case with a reaction that was taken away, words of the others, a measure and one that was taken back."""
    post = make_post(cast.groep5, cast.naima)
    reaction = add_reaction(post, "Wat een onzin", by=cast.samira)
    item = Item.objects.create(
        school=cast.school, kind="reaction", object_id=reaction.pk, school_group=cast.groep5, author=cast.samira
    )
    Report.objects.create(item=item, reporter=cast.tom, clause="E4", text=ODD[:900])
    case = open_case("Reactie 🙄", cast.samira, school=cast.school, by=cast.naima, item=item)
    remove(find("reaction", reaction.pk), by=cast.naima, clause_id="E4", reason="Kwetsend.")
    seal_removals()
    for who in (cast.dennis, cast.marleen):
        consult(case, "Praten.", by=who)
    wish = Wish(Step.NO_REACTIONS, clock.today() + timedelta(days=7), "Je reactie kwetste iemand.")
    take_step(case, wish, "Besloten.", by=cast.marleen, seen=0)
    reverse_step(take_step(case, Wish(Step.WORD), "Gesproken.", by=cast.naima, seen=1), "Toch niet.", by=cast.naima)
    return case


def take_along(client, case, **fields):
    return client.post(f"/dossiers/{case.pk}/meenemen/", {"form": "pdf", "reason": "Aangifte 12"} | fields)


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_the_pdf_says_all_that_happened(case):
    said = str(document_of(case))
    link = case.items.get().removals.get().package.link
    for words in (
        "Wat er gemeld is",
        "Samira",
        "Tom",
        "Praten.",
        "Besloten.",
        "Toch niet.",
        "Kwetsend.",
        ", directie'",
        ", ICT-contactpersoon'",
        link.commitment,
    ):
        assert words in said
    made = pdf_of(case)
    assert made.file.read().startswith(b"%PDF-")
    assert made.name == f"dossier-{case}.pdf"


def test_every_sign_comes_on_paper_as_in_the_hard_copy_of_what_was_removed(case):
    """What turns the direction of the words after it is named, as there: who reads on paper would not know of it."""
    said = "".join(page.extract_text() for page in PdfReader(pdf_of(case).file).pages)
    assert "[U+202E RIGHT-TO-LEFT OVERRIDE]omgekeerd" in said.replace("\n", " ").replace("\u200b", "")
    assert "\u202e" not in said
    assert b"pdfaid" in pdf_of(case).file.read()


def test_a_case_without_anything_in_it_is_a_pdf_too(cast):
    empty = open_case("Niets", None, school=cast.school, by=cast.marleen)
    assert pdf_of(empty).size > 1000
    assert len(zipfile.ZipFile(zip_of(empty).file).namelist()) == 1


def test_the_zip_holds_every_file_of_the_package_byte_for_byte(case, media):
    package = case.items.get().removals.get().package
    archive = zipfile.ZipFile(zip_of(case).file)
    assert archive.testzip() is None
    inside = {name.partition("bewijs-0001/")[2]: name for name in archive.namelist() if "bewijs-0001/" in name}
    on_disk = {
        str(file.relative_to(media / package.folder)) for file in (media / package.folder).rglob("*") if file.is_file()
    }
    assert set(inside) == on_disk >= {"manifest.json", "record.json", "bewijs.pdf"}
    for name, where in inside.items():
        assert archive.read(where) == (media / package.folder / name).read_bytes()
    manifest = archive.read(inside["manifest.json"])
    assert hashlib.sha256(manifest).hexdigest() == package.link.commitment
    assert list(packages.faults_of(package.folder, package.link.commitment)) == []


def test_a_package_whose_term_was_over_is_not_in_it(cast, case):
    link = case.items.get().removals.get().package.link
    Destruction.objects.create(link=link, reason="Termijn", by=cast.marleen)
    assert len(zipfile.ZipFile(zip_of(case).file).namelist()) == 1


@pytest.mark.parametrize(("form", "type"), [("pdf", "application/pdf"), ("zip", "application/zip")])
def test_each_time_it_is_taken_along_is_written_down(cast, case, client_of, form, type):
    answer = take_along(client_of(cast.marleen), case, form=form)
    data = body(answer)
    assert answer["Content-Type"] == type
    assert answer["Cache-Control"] == "no-store"
    assert f"dossier-{case}.{form}" in answer["Content-Disposition"]
    row = CaseExport.objects.get()
    assert (row.by, row.form, row.reason) == (cast.marleen, form, "Aangifte 12")
    assert row.sha256 == hashlib.sha256(data).hexdigest()
    assert AuditEntry.objects.filter(event="case_exported", actor=cast.marleen, detail=form).exists()
    assert "Aangifte 12" in client_of(cast.marleen).get(f"/dossiers/{case.pk}/meenemen/").content.decode()


@pytest.mark.parametrize("fields", [{"reason": " "}, {"form": "doc"}, {"form": ""}])
def test_without_a_reason_or_a_form_nothing_goes(cast, case, client_of, fields):
    answer = take_along(client_of(cast.marleen), case, **fields)
    assert answer.status_code == 422
    assert not CaseExport.objects.exists()


def test_who_it_is_is_asked_once_more(cast, case, client_of):
    answer = take_along(client_of(cast.marleen, is_fresh=False), case)
    assert answer.status_code == 302
    assert "/aanmelden/" in answer["Location"] or "bevestig" in answer["Location"]
    assert not CaseExport.objects.exists()


def test_only_who_leads_it_and_the_deputy_take_it_along(cast, case, client_of):
    at = f"/dossiers/{case.pk}/meenemen/"
    people = ("marleen", "naima", "dennis", "samira", "wilma")
    assert [name for name in people if client_of(getattr(cast, name)).get(at).status_code == 200] == ["marleen"]
    policy = ModerationPolicy.objects.create(school=cast.school, deputy=cast.wilma, about_head=cast.henk)
    assert client_of(cast.wilma).get(at).status_code == 200
    about_head = open_case("Toon", cast.marleen, school=cast.school, by=cast.naima)
    there = f"/dossiers/{about_head.pk}/meenemen/"
    people = ("marleen", "wilma", "henk")
    assert [name for name in people if client_of(getattr(cast, name)).get(there).status_code == 200] == ["henk"]
    about_wilma = open_case("Toon", cast.wilma, school=cast.school, by=cast.naima)
    assert client_of(cast.wilma).get(f"/dossiers/{about_wilma.pk}/meenemen/").status_code == 404
    cast.wilma.memberships.all().end_at_once(by=cast.marleen)
    assert client_of(cast.wilma).get(at).status_code == 404
    assert policy.deputy == cast.wilma


def test_what_was_taken_along_cannot_be_unwritten(cast, case, client_of):
    body(take_along(client_of(cast.marleen), case))
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseExport.objects.all().delete()
