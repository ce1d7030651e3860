"""Consent on paper counts as much: forms to print, answers entered with a scan (B9, F3)."""

import io
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader

from consent.actions import NothingNew, NotReadable, NotTheirChild, PhoneYes, enter_answers, open_round
from consent.models import Decision, PaperForm
from consent.paper_forms import print_forms
from consent.purposes import PORTAL_GROUP, purposes_of
from consent.standing import standings
from consent.texts import WORDINGS
from consent.verifying import faults_of
from portal.demo.people import PASSWORD
from tests.answered import say

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B9"), pytest.mark.clause("F3")]


def html(response, status=200) -> str:
    assert response.status_code == status, response.content.decode()[:400]
    return response.content.decode()


def picture(format="JPEG") -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (900, 1200), "#ffffff").save(data, format)
    return data.getvalue()


def pdf() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (300, 400), "#ffffff").save(data, "PDF")
    return data.getvalue()


def enter(cast, said=None, guardian=None, **more):
    fields = {"by": cast.dennis, "name": "I. Tuinstra", "channel": "paper", "scan": pdf()} | more
    return enter_answers(cast.bram, guardian or cast.inge, said or {PORTAL_GROUP: True}, **fields)


def files(media):
    return [path for path in (media / "consent").rglob("*") if path.is_file()] if (media / "consent").exists() else []


def test_an_answer_on_paper_is_evidence_with_its_scan(cast):
    (decision,) = enter(cast)
    assert (decision.channel, decision.signed_name, decision.actor) == ("paper", "I. Tuinstra", cast.dennis)
    assert decision.guardian == cast.inge
    paper = decision.paper
    assert sha256(paper.scan.read()).hexdigest() == paper.sha256
    assert standings([cast.bram.pk], PORTAL_GROUP)[cast.bram.pk].may
    assert faults_of(cast.school) == []


def test_a_photo_of_the_form_becomes_a_pdf_without_what_the_phone_wrote_in_it(cast, photo_file):
    (decision,) = enter(cast, scan=photo_file("formulier.jpg", size=(900, 1200)).read())
    kept = decision.paper.scan.read()
    assert len(PdfReader(io.BytesIO(kept)).pages) == 1
    assert b"Geheime camera" not in kept


@pytest.mark.parametrize("scan", [b"", b"Geen scan", b"%PDF-1.4 kapot %%EOF", b"\xff\xd8\xffkapot"])
def test_what_is_no_scan_is_not_kept_and_neither_is_the_answer(cast, media, scan):
    with pytest.raises(NotReadable):
        enter(cast, scan=scan)
    assert not Decision.objects.exists()
    assert files(media) == []


@pytest.mark.clause("B2")
def test_nothing_is_left_of_a_form_that_cannot_count(cast, media):
    with pytest.raises(NotTheirChild):
        enter(cast, guardian=cast.kwame)
    enter(cast)
    with pytest.raises(NothingNew):
        enter(cast)
    assert PaperForm.objects.count() == len(files(media)) == 1


def test_by_phone_only_a_no_counts(cast):
    with pytest.raises(PhoneYes):
        enter(cast, {PORTAL_GROUP: True}, channel="phone")
    say(cast.inge, cast.bram)
    (decision,) = enter(cast, {PORTAL_GROUP: False}, channel="phone")
    assert (decision.said, decision.channel, decision.paper) == ("withdraw", "phone", None)
    with pytest.raises(NotTheirChild):
        enter(cast, {PORTAL_GROUP: False}, guardian=cast.kwame, channel="phone")
    assert not standings([cast.bram.pk], PORTAL_GROUP)[cast.bram.pk].may


def sent(cast, **fields):
    scan = SimpleUploadedFile("f.pdf", pdf(), "application/pdf")
    whole = {"guardian": cast.inge.pk, "channel": "paper", "name": "Inge", f"c_{PORTAL_GROUP}": "yes", "scan": scan}
    return whole | fields


def test_staff_enter_a_form_on_the_page_and_find_the_scan_there(cast, client_of):
    client, url = client_of(cast.dennis), f"/beheer/toestemming/papier/{cast.bram.pk}/"
    page = html(client.get(url))
    assert "checked" not in page[page.index('id="h-said"') : page.index('id="h-proof"')].replace(
        'value="" checked', ""
    ), "nothing is filled in beforehand"
    answer = client.post(url, sent(cast))
    assert answer["Location"] == f"/beheer/toestemming/papier/?groep={cast.groep5.pk}", "on to the next of the pile"
    assert "De antwoorden voor Bram zijn bewaard" in html(client.get(answer["Location"]))
    assert "getekend door Inge" in html(client.get(url))
    answer = client.get(f"/beheer/toestemming/papier/scan/{PaperForm.objects.get().pk}/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    assert Decision.objects.get().language == "nl"


def test_the_language_that_stood_beside_the_dutch_is_kept_with_the_words_that_were_read(cast, client_of):
    url = f"/beheer/toestemming/papier/{cast.bram.pk}/"
    client_of(cast.dennis).post(url, sent(cast, language="pl"))
    decision = Decision.objects.get()
    assert decision.language == "pl"
    assert WORDINGS["pl"][PORTAL_GROUP].title in decision.shown.text


def test_each_mistake_is_said_and_what_was_filled_in_stays(cast, client_of):
    client, url = client_of(cast.dennis), f"/beheer/toestemming/papier/{cast.bram.pk}/"
    page = html(client.post(url, sent(cast, scan="")), 422)
    assert "Kies de scan" in page
    assert f'name="c_{PORTAL_GROUP}" value="yes" checked' in page
    assert "alleen een nee" in html(client.post(url, sent(cast, channel="phone")), 422)
    assert "nog niets ingevuld" in html(client.post(url, sent(cast, **{f"c_{PORTAL_GROUP}": ""})), 422)
    assert html(client.post(url, sent(cast, guardian=cast.kwame.pk)), 422)
    wrong = SimpleUploadedFile("brief.docx", b"PK niets", "application/zip")
    assert "brief.docx is geen PDF en geen foto" in html(client.post(url, sent(cast, scan=wrong)), 422)
    assert not Decision.objects.exists()


def test_who_enters_shows_first_who_it_is_and_all_but_the_scan_comes_back(cast, client_of):
    client, url = client_of(cast.dennis, is_fresh=False), f"/beheer/toestemming/papier/{cast.bram.pk}/"
    assert client.get(url)["Location"].startswith("/aanmelden/opnieuw/")
    asks = client.post(url, sent(cast))
    assert asks["Location"].startswith("/aanmelden/opnieuw/")
    assert not Decision.objects.exists()
    page = html(client.post(asks["Location"], {"password": PASSWORD}, follow=True), 422)
    assert f'name="c_{PORTAL_GROUP}" value="yes" checked' in page
    assert "Kies de scan" in page


def text_of(data: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]


def test_one_form_for_each_child_and_guardian_says_all_that_is_asked(cast):
    data, pupils = print_forms(cast.groep5, 2026, only_open=False)
    pages = text_of(data)
    assert len(pages) == len(pupils)
    mine = [page for page in pages if "Yara" in page]
    assert sorted(next(name for name in ("Samira", "Tom") if name in page) for page in mine) == ["Samira", "Tom"]
    for title in ("Foto’s in dit portaal", "De klassenfoto", "Foto’s op de website van de school"):
        assert title in mine[0]
    assert "31 juli 2027" in mine[0]
    assert "sociale media" not in mine[0], "what is not asked does not stand there"


@pytest.mark.clause("B2")
def test_only_who_has_something_open_gets_a_form_and_it_says_nothing_of_the_other(cast):
    before = len(print_forms(cast.groep5, 2026, only_open=False)[1])
    open_round(cast.school, 2026, by=cast.marleen)
    for purpose in purposes_of(cast.school):
        if purpose.is_asked:
            say(cast.tom, cast.yara, False, purpose.code)
    data, pupils = print_forms(cast.groep5, 2026, only_open=True)
    assert len(pupils) == before - 1
    (mine,) = [page for page in text_of(data) if "Yara" in page]
    assert "Samira" in mine
    assert "Tom" not in mine


def test_the_forms_of_a_class_come_as_a_file(cast, client_of):
    client = client_of(cast.dennis)
    answer = client.get(f"/beheer/toestemming/papier/formulieren/?groep={cast.groep5.pk}&wie=alle&taal=xx")
    assert answer["Content-Type"] == "application/pdf"
    assert "toestemming-groep-5.pdf" in answer["Content-Disposition"]
    beside = client.get(f"/beheer/toestemming/papier/formulieren/?groep={cast.groep5.pk}&wie=alle&taal=uk").content
    assert "Ja · Так" in PdfReader(io.BytesIO(beside)).pages[0].extract_text()
    assert client.get("/beheer/toestemming/papier/formulieren/?groep=9999")["Location"] == "/beheer/toestemming/papier/"
    page = html(client.get(f"/beheer/toestemming/papier/?groep={cast.groep5.pk}"))
    assert "Bram Tuinstra" in page
    assert "5 vragen open" in page


def test_without_a_guardian_the_page_says_where_to_go(cast, client_of):
    cast.bram.guardianships.update(has_authority=False)
    page = html(client_of(cast.dennis).get(f"/beheer/toestemming/papier/{cast.bram.pk}/"))
    assert "geen ouder met gezag" in page
