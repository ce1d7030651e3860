"""Letters with a code: who gets one, what stands in it, in which language, and how many at once (B3, B8, F3)."""

import io
import re
import time
from dataclasses import asdict
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from groups import letters
from groups.actions import accept_invitation, give_role, print_letters
from groups.letters import Letter, Sender, letters_pdf
from groups.letters.words import FROM_THE_RIGHT, WORDS
from groups.models import Invitation
from tests.factories import make_parent

pytestmark = [pytest.mark.django_db, pytest.mark.clause("F3")]
SENDER = Sender("Het Kiezelpad", "Merenveld", "0591 123 456", "portaal.kiezelpad.example/uitnodiging/")
NEW = "drie blauwe fietsen"


def letter(**changes):
    fields = {
        "first_name": "Ana",
        "full_name": "Ana Petrović",
        "sign_in_name": "ana.petrovic",
        "language": "nl",
        "code": "ABCD-EFGH-JKMN",
        "link": "https://portaal.kiezelpad.example/uitnodiging/ABCDEFGHJKMN/",
        "until": date(2026, 12, 20),
    }
    return Letter(**fields | changes)


def pages_of(pdf):
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def printed(client, group, who="need"):
    answer = client.post(reverse("groups:letter-print", args=[group.pk]), {"who": who})
    assert answer.status_code == 200, answer["Location"]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    return pages_of(answer.content)


def code_in(page):
    return re.search(r"\b(\w{4}-\w{4}-\w{4})\b", page)[1]


def newcomer(cast, first_name="Milan", group=None, **fields):
    return make_parent(group or cast.groep5, by=cast.naima, first_name=first_name, email="", password="!", **fields)


# --- what stands in it


def test_a_letter_is_one_page_with_all_that_one_needs():
    (page,) = pages_of(letters_pdf(SENDER, [letter()]))
    for words in (
        "Het Kiezelpad",
        "Dag Ana,",
        "ABCD-EFGH-JKMN",
        "ana.petrovic",
        "portaal.kiezelpad.example/uitnodiging/",
        "tot en met 20-12-2026",
        "Bel de school: 0591 123 456",
    ):
        assert words in page
    assert "Hello" not in page


def test_without_a_telephone_number_the_letter_says_whom_to_ask():
    (page,) = pages_of(letters_pdf(Sender("Het Kiezelpad", "Merenveld", "", "x"), [letter()]))
    assert "Vraag het op school." in page


@pytest.mark.parametrize("language", sorted(set(WORDS) - FROM_THE_RIGHT - {"nl"}))
def test_the_language_of_the_guardian_stands_beside_the_dutch(language):
    (page,) = pages_of(letters_pdf(SENDER, [letter(language=language)]))
    assert "Dag Ana," in page
    assert WORDS[language].hello.format(name="Ana") in page
    assert WORDS[language].code_label in page
    assert "\ufffd" not in page


def test_a_language_the_fonts_cannot_write_has_english_beside_the_dutch():
    (page,) = pages_of(letters_pdf(SENDER, [letter(language="zh")]))
    assert "Dag Ana," in page
    assert "Hello Ana," in page


@pytest.mark.parametrize("words", [pytest.param(words, id=code) for code, words in WORDS.items()])
def test_the_fonts_have_every_sign_of_the_words(words):
    assert letters.can_write(" ".join([part for field in asdict(words).values() for part in field]))
    assert not letters.can_write("李")


@pytest.mark.parametrize(
    "name",
    ["Łukasz Żółć", "Ayşe Yıldız", "Ștefan Țîrlea", "Олена", "محمد", "گلناز پور", "ሰላም ተስፋይ", "Nguyễn", "Zoë-d’Hondt"],
)
def test_names_of_everybody_are_printed(name):
    (page,) = pages_of(letters_pdf(SENDER, [letter(full_name=name, first_name=name.split()[0])]))
    assert letters.can_write(name)
    assert "Dag ana.petrovic," not in page


def test_a_name_in_signs_that_no_font_has_is_never_boxes_but_the_sign_in_name():
    (page,) = pages_of(letters_pdf(SENDER, [letter(full_name="李文", first_name="文", sign_in_name="ouder12")]))
    assert "Dag ouder12," in page
    assert not set("李文") & set(page)


def pieces_beside_the_dutch(language):
    """What is set in one go in the second column, with how far from the left edge it begins."""
    found = []
    (page,) = PdfReader(io.BytesIO(letters_pdf(SENDER, [letter(language=language)]))).pages
    page.extract_text(visitor_text=lambda text, cm, *_: found.append((text.strip(), cm[4])))
    return {text: place for text, place in found if place > page.mediabox.width / 2}


def test_a_text_from_the_right_begins_at_the_right_edge():
    arabic, tigrinya = pieces_beside_the_dutch("ar"), pieces_beside_the_dutch("ti")
    assert tigrinya["1"] < 330
    assert arabic["1"] > 500
    assert set("مرحبًا") <= set("".join(arabic))


def test_what_is_read_from_the_left_stays_whole_in_a_text_from_the_right():
    assert {"20-12-2026", "0591\xa0123\xa0456", "uitnodiging/"} <= set(pieces_beside_the_dutch("ar"))


@pytest.mark.parametrize(
    "name", ['#panic("x")', "{day}", "\\", "$x$", '"', '#read("/etc/passwd")', "*x*", "x" * 200, "[", "//", "\x0b"]
)
def test_a_name_is_never_source(name):
    (page,) = pages_of(letters_pdf(SENDER, [letter(full_name=name, first_name=name, sign_in_name=name)]))
    assert "ABCD-EFGH-JKMN" in page
    assert "root:" not in page


def test_the_qr_code_leads_to_the_page_of_this_code():
    svg = letters.qr_svg("https://portaal.kiezelpad.example/uitnodiging/ABCDEFGHJKMN/")
    size = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])
    assert 29 <= size <= 53
    assert svg != letters.qr_svg("https://portaal.kiezelpad.example/uitnodiging/ABCDEFGHJKMP/")


# --- who gets one


@pytest.mark.clause("B3", "B8")
def test_the_ict_contact_prints_the_letters_of_a_group_and_each_code_opens_for_its_person(cast, client_of):
    milan, vera = newcomer(cast, "Milan"), newcomer(cast, "Vera", language="tr")
    elsewhere = newcomer(cast, "Bo", group=cast.egels)
    client = client_of(cast.dennis)
    pages = printed(client, cast.groep5)
    assert len(pages) == 2
    by_name = {re.search(r"Dag (\w+),", page)[1]: page for page in pages}
    assert "Merhaba Vera" in by_name["Vera"]
    for private in ("Leerling", "Groep 5"):
        assert private not in "".join(pages)
    for person in (milan, vera):
        assert accept_invitation(code_in(by_name[person.first_name]), NEW) == person
    assert not Invitation.objects.filter(user=elsewhere).exists()
    said = " ".join(re.sub(r"<[^>]+>", " ", client.get("/beheer/uitnodigingen/").content.decode()).split())
    assert "2 brieven zijn gemaakt voor Groep 5." in said


def test_who_prints_is_told_which_names_the_letters_cannot_write(cast, client_of):
    newcomer(cast, "文", last_name="李", sign_in_name="ouder12")
    newcomer(cast, "Milan")
    client = client_of(cast.dennis)
    pages = printed(client, cast.groep5)
    assert sum("Dag ouder12," in page for page in pages) == 1
    said = client.get("/beheer/uitnodigingen/").content.decode()
    assert "Onze brieven kunnen deze namen niet schrijven: 文 李. De aanmeldnaam staat er nu." in said


def test_a_letter_is_made_once_and_again_when_asked(cast, client_of):
    newcomer(cast)
    client, url = client_of(cast.dennis), reverse("groups:letter-print", args=[cast.groep5.pk])
    (first,) = printed(client, cast.groep5)
    assert client.post(url, {"who": "need"})["Location"] == "/beheer/uitnodigingen/"
    (second,) = printed(client, cast.groep5, "again")
    assert code_in(first) != code_in(second)
    assert Invitation.objects.open().count() == 1


@pytest.mark.clause("B8")
def test_who_works_at_the_school_gets_no_letter(cast, client_of):
    give_role(newcomer(cast), "teacher", cast.groep8, by=cast.marleen)
    answer = client_of(cast.dennis).post(reverse("groups:letter-print", args=[cast.groep5.pk]), {"who": "nonsense"})
    assert answer["Location"] == "/beheer/uitnodigingen/"
    assert not Invitation.objects.exists()


def test_at_most_thirty_letters_at_once_and_the_next_press_makes_the_others(cast, client_of):
    for _ in range(letters.BATCH + 2):
        newcomer(cast)
    client = client_of(cast.dennis)
    begun = time.perf_counter()
    assert len(printed(client, cast.groep5)) == letters.BATCH
    assert time.perf_counter() - begun < 10  # 0.6 s on a quiet machine
    assert "Er zijn er nog 2." in client.get("/beheer/uitnodigingen/").content.decode()
    assert len(printed(client, cast.groep5)) == 2


def test_when_the_pdf_cannot_be_made_no_code_is_given_out(cast, tmp_path, monkeypatch):
    person = newcomer(cast)
    (tmp_path / "broken.typ").write_text("#panic()")
    monkeypatch.setattr(letters, "TEMPLATE", tmp_path / "broken.typ")
    with pytest.raises(Exception, match="panic"):
        print_letters([person], by=cast.dennis, school=cast.school)
    assert not Invitation.objects.exists()


def test_a_group_of_another_school_is_not_found(cast, client_of):
    assert client_of(cast.dennis).post(reverse("groups:letter-print", args=[999_999])).status_code == 404
