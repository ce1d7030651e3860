"""What one answered, taking it back, what the child itself wants, and the receipt. Only ever one's own answers."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from consent.actions import Signature, object_to_all, withdraw_consent
from consent.models import ConsentPolicy, Decision, Objection, Purpose
from consent.photos_out import count_shown
from consent.receipts import receipt_of
from consent.standing import standings
from groups.models import Guardianship
from messaging.models import Depiction, Photo
from messaging.models.depiction import line_up_of
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from protocol import clock
from tests.answered import ask, say

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B9")]
SignIn = Callable[..., Client]
OVERVIEW, WITHDRAW, RECEIPT = "/toestemming/gegeven/", "/toestemming/intrekken/", "/toestemming/bewijs.pdf"
ALL = ("portal_group", "name", "portal_school", "class_photo", "website")


def page(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:300]
    return str(response.content.decode())


def words(html: str) -> str:
    """What somebody reads."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages))


@pytest.fixture
def asked(cast: Any) -> Any:
    ask(cast.school)
    return cast


@pytest.fixture
def pictured(asked: Any, make_post: Any, make_photo: Any) -> Any:
    """Yara is marked on one photo of groep 5 and may be on two others; both parents said yes."""
    say(asked.samira, asked.yara, True, *ALL)
    post = make_post(asked.groep5, asked.naima)
    marked = make_photo(post, recognisable=Photo.Recognisable.PUPILS)
    Depiction.objects.create(photo=marked, pupil=asked.yara, is_on_it=True, said_by=asked.naima)
    possible = {"recognisable": Photo.Recognisable.CONSENTED, "line_up": line_up_of([asked.yara.pk])}
    for _ in range(2):
        make_photo(post, **possible)
    looked = make_photo(post, **possible)
    Depiction.objects.create(photo=looked, pupil=asked.yara, is_on_it=False, said_by=asked.naima)
    make_photo(post)
    return asked


def test_one_reads_the_own_answers_and_never_those_of_the_other_parent(asked: Any, client_of: SignIn) -> None:
    say(asked.samira, asked.yara, True, *ALL)
    before = page(client_of(asked.samira).get(OVERVIEW))
    say(asked.tom, asked.yara, False, *ALL)
    after = page(client_of(asked.samira).get(OVERVIEW))
    assert words(after) == words(before)
    assert "Tom" not in words(after)
    assert words(after).count(" Trek in :") == len(ALL)
    own = words(page(client_of(asked.tom).get(OVERVIEW)))
    assert own.count(" Wijzig :") == len(ALL)
    assert "5 keer nee" in own
    assert "5 keer ja" not in own


@pytest.mark.clause("D3")
def test_taking_back_says_first_how_many_photos_go_and_then_they_are_gone(pictured: Any, client_of: SignIn) -> None:
    client = client_of(pictured.samira)
    ask_back = {"pupil": pictured.yara.pk, "code": "portal_group"}
    html = page(client.post(WITHDRAW, ask_back))
    assert "staan 3 foto’s waarop Yara staat of kan staan." in words(html)
    assert "Ja, verberg 3 foto’s" in words(html)
    assert Photo.objects.shown().count() == 5
    assert standings([pictured.yara.pk], "portal_group")[pictured.yara.pk].may
    response = client.post(WITHDRAW, ask_back | {"sure": "on"})
    assert response["Location"] == OVERVIEW
    assert Photo.objects.shown().count() == 2
    row = Decision.objects.latest("pk")
    assert (row.said, row.purpose.code, row.signed_name) == ("withdraw", "portal_group", "Samira Bouazza")
    seen = words(page(client.get(OVERVIEW)))
    assert "Je nee voor Yara geldt vanaf nu: Foto’s in dit portaal." in seen
    assert "Foto’s in dit portaal, ingetrokken" in seen
    assert "5 keer ja" in seen


@pytest.mark.clause("D3")
def test_where_the_teacher_looks_first_the_parent_reads_that_beforehand(pictured: Any, client_of: SignIn) -> None:
    ask_back = {"pupil": pictured.yara.pk, "code": "portal_group"}
    client = client_of(pictured.samira)
    assert "De andere kunnen terugkomen." in words(page(client.post(WITHDRAW, ask_back)))
    ConsentPolicy.objects.create(school=pictured.school, doubt="3_days")
    assert "Van 2 foto’s weten we het niet zeker." in words(page(client.post(WITHDRAW, ask_back)))


def test_only_photos_of_that_purpose_are_counted(pictured: Any, make_post: Any, make_photo: Any) -> None:
    photo = make_photo(make_post(pictured.whole_school, pictured.marleen), recognisable=Photo.Recognisable.PUPILS)
    Depiction.objects.create(photo=photo, pupil=pictured.yara, is_on_it=True, said_by=pictured.marleen)
    yara = pictured.yara.pk
    assert count_shown(yara, "portal_group") == (1, 2)
    assert count_shown(yara, "portal_school") == (1, 0)
    assert count_shown(yara, "website") == (0, 0)
    assert count_shown(yara) == (2, 2)
    Photo.objects.update(shown_until=None)
    assert count_shown(yara) == (0, 0)


def test_where_no_photo_is_shown_here_the_parent_reads_what_cannot_be_taken_back(
    pictured: Any, client_of: SignIn
) -> None:
    html = page(client_of(pictured.samira).post(WITHDRAW, {"pupil": pictured.yara.pk, "code": "website"}))
    assert "Wat al gedrukt of gedeeld is, kunnen we niet altijd terughalen." in words(html)
    assert "Ja, trek in" in words(html)


def test_somebody_with_a_very_long_name_can_stop_as_well(asked: Any, client_of: SignIn) -> None:
    say(asked.samira, asked.yara)
    asked.samira.first_name, asked.samira.last_name = "S" * 80, "B" * 120  # as long as an account's can be
    asked.samira.save()
    ask_back = {"pupil": asked.yara.pk, "code": "portal_group", "sure": "on"}
    assert client_of(asked.samira).post(WITHDRAW, ask_back)["Location"] == OVERVIEW
    row = Decision.objects.latest("pk")
    row.full_clean()
    assert (row.said, row.signed_name) == ("withdraw", "S" * 80 + " " + "B" * 39)


def test_stopping_asks_no_password_even_long_after_signing_in(asked: Any, client_of: SignIn) -> None:
    say(asked.samira, asked.yara, True, "website")
    client = client_of(asked.samira, is_fresh=False)
    ask_back = {"pupil": asked.yara.pk, "code": "website", "sure": "on"}
    assert client.post(WITHDRAW, ask_back)["Location"] == OVERVIEW
    row = Decision.objects.latest("pk")
    assert (row.said, row.authenticated_by) == ("withdraw", "session")


def test_taking_back_twice_keeps_one_withdrawal(asked: Any, client_of: SignIn) -> None:
    say(asked.samira, asked.yara, True, "website")
    client, ask_back = client_of(asked.samira), {"pupil": asked.yara.pk, "code": "website", "sure": "on"}
    client.post(WITHDRAW, ask_back)
    assert "Je zei al nee." in words(page(client.post(WITHDRAW, ask_back, follow=True)))
    assert Decision.objects.filter(said="withdraw").count() == 1


@pytest.mark.clause("B2")
@pytest.mark.parametrize(
    ("pupil", "code"), [("bram", "website"), ("yara", "nothing"), ("yara", ""), ("yara", "newsletter")]
)
def test_nothing_of_another_child_or_that_is_not_asked_can_be_taken_back(
    pupil: str, code: str, asked: Any, client_of: SignIn
) -> None:
    say(asked.samira, asked.yara, True, "website")
    fields = {"pupil": getattr(asked, pupil).pk, "code": code, "sure": "on"}
    page(client_of(asked.samira).post(WITHDRAW, fields), 404)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("pupil", ["", "x", "-1", "²", "9" * 40])
def test_what_is_no_child_at_all_is_not_found(pupil: str, asked: Any, client_of: SignIn) -> None:
    page(client_of(asked.samira).post(WITHDRAW, {"pupil": pupil, "code": "website"}), 404)


@pytest.mark.clause("D5")
def test_a_childs_own_no_goes_before_the_parents_yes_until_the_child_says_otherwise(
    pictured: Any, client_of: SignIn
) -> None:
    client, url = client_of(pictured.samira), f"/toestemming/kind/{pictured.yara.pk}/zelf/"
    assert "staan 3 foto’s" in words(page(client.get(url)))
    assert client.post(url, {"wish": "none"})["Location"] == OVERVIEW
    assert Objection.objects.standing().get().recorded_by == pictured.samira
    assert Photo.objects.shown().count() == 2
    other = words(page(client_of(pictured.tom).get(OVERVIEW)))
    assert "Yara wil niet op de foto. Dat gaat voor op wat je koos." in other
    assert "Samira" not in other
    assert "Vraag het eerst aan je kind." in page(client.post(url, {"wish": "fine"}), 422)
    assert Objection.objects.standing().exists()
    assert client.post(url, {"wish": "fine", "said": "on"})["Location"] == OVERVIEW
    assert not Objection.objects.standing().exists()
    assert standings([pictured.yara.pk], "portal_group")[pictured.yara.pk].may
    assert Photo.objects.shown().count() == 2, "only a person puts a photo back"


@pytest.mark.clause("D5")
def test_lifting_a_childs_no_asks_who_it_is_and_recording_it_does_not(asked: Any, client_of: SignIn) -> None:
    client, url = client_of(asked.samira, is_fresh=False), f"/toestemming/kind/{asked.yara.pk}/zelf/"
    assert client.post(url, {"wish": "none"})["Location"] == OVERVIEW
    response = client.post(url, {"wish": "fine", "said": "on"})
    assert response["Location"].startswith("/aanmelden/opnieuw/")
    assert Objection.objects.standing().exists()


@pytest.mark.clause("B2", "D5")
def test_nobody_without_authority_speaks_for_a_child(asked: Any, client_of: SignIn) -> None:
    Guardianship.objects.filter(guardian=asked.tom).update(has_authority=False)
    object_to_all(asked.yara, by=asked.samira)
    for person in (asked.tom, asked.inge, asked.naima, asked.marleen):
        url = f"/toestemming/kind/{asked.yara.pk}/zelf/"
        page(client_of(person).get(url), 404)
        page(client_of(person).post(url, {"wish": "fine", "said": "on"}), 404)
    assert Objection.objects.standing().exists()


def test_what_lapsed_is_over_and_what_is_ahead_says_until_when(asked: Any, client_of: SignIn) -> None:
    say(asked.samira, asked.yara, True, "name")
    say(asked.samira, asked.yara, False, "website")
    Purpose.objects.filter(code="name").update(version=2)
    seen = words(page(client_of(asked.samira).get(OVERVIEW)))
    assert "Voornaam bij een bericht of foto Voorbij Kies" in seen
    assert "Foto’s op de website van de school Nee Wijzig" in seen
    assert "De klassenfoto Open Kies" in seen
    Purpose.objects.filter(code="name").update(version=1)
    year = ask(asked.school, clock.today().year + 5).year
    last = Decision.objects.filter(purpose__code="name").get().year + 1
    seen = words(page(client_of(asked.samira).get(OVERVIEW)))
    assert "Voornaam bij een bericht of foto tot en met 31 juli Ja Trek in" in seen
    assert last <= year


def test_next_time_and_what_happened_before(asked: Any, client_of: SignIn) -> None:
    say(asked.samira, asked.yara, True, *ALL)
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        say(asked.samira, asked.yara, False, "name", "website")
        seen = words(page(client_of(asked.samira).get(OVERVIEW)))
        year = Decision.objects.latest("pk").year
    assert f"We vragen het opnieuw op 1 augustus {year + 1}." in seen
    assert seen.index("2 keer nee") < seen.index("5 keer ja"), "the newest first"
    ConsentPolicy.objects.create(school=asked.school, renews=False)
    assert "We vragen het opnieuw" not in words(page(client_of(asked.samira).get(OVERVIEW)))


def test_the_mail_names_no_child_and_its_receipt_is_made_when_it_goes(
    asked: Any, client_of: SignIn, mailoutbox: Any
) -> None:
    client = client_of(asked.samira)
    html = page(client.get("/toestemming/"))
    fields = {f"c_{asked.yara.pk}_{code}": "no" if code == "website" else "yes" for code in ALL}
    seen = re.search(r'name="seen" value="(\w+)"', html)
    assert seen
    client.post("/toestemming/", fields | {"seen": seen[1], "name": "S. Bouazza"})
    row = OutboxMail.objects.get(kind="consent_receipt")
    assert (row.recipient, row.address) == (asked.samira, asked.samira.email)
    deliver_due()
    mail = mailoutbox[-1]
    for said in (mail.subject, mail.body):
        assert not re.search(r"Yara|Ilias|Verbeek|groep 5|\bja\b|\bnee\b", said, re.IGNORECASE), said
    name, pdf, kind = mail.attachments[0]
    assert (kind, name) == ("application/pdf", f"toestemming-{clock.today().isoformat()}.pdf")
    text = text_of(pdf)
    assert "Yara, Groep 5" in text
    assert "Verbeek" not in text
    assert "S. Bouazza" in text
    assert "Foto’s op de website van de school Nee" in text
    assert "Foto’s in dit portaal Ja" in text
    for link in Decision.objects.values_list("link__hash", flat=True):
        assert link[:16] in text


def test_the_receipt_of_a_mail_says_what_it_confirms_and_not_what_came_after(asked: Any) -> None:
    first = say(asked.samira, asked.yara, True, "website")[0]
    say(asked.samira, asked.yara, False, "website")
    then, now = receipt_of(asked.samira, up_to=first.pk), receipt_of(asked.samira)
    assert then is not None
    assert now is not None
    assert "website van de school Ja" in text_of(then.pdf)
    assert "website van de school Ingetrokken" in text_of(now.pdf)


@pytest.mark.clause("B2")
def test_a_receipt_holds_only_ones_own_answers_and_children(asked: Any, client_of: SignIn) -> None:
    say(asked.tom, asked.yara, False, *ALL)
    page(client_of(asked.samira).get(RECEIPT), 404)
    say(asked.samira, asked.ilias, True, "website")
    response = client_of(asked.samira).get(RECEIPT)
    text = text_of(response.content)
    assert response["Content-Disposition"].startswith('attachment; filename="toestemming-')
    assert "Ilias" in text
    assert "Yara" not in text
    Guardianship.objects.filter(guardian=asked.samira, pupil=asked.ilias).update(has_authority=False)
    page(client_of(asked.samira).get(RECEIPT), 404)


def test_without_a_mail_address_answering_works_and_the_receipt_is_on_the_page(asked: Any, client_of: SignIn) -> None:
    type(asked.samira).objects.filter(pk=asked.samira.pk).update(email="")
    client = client_of(type(asked.samira).objects.get(pk=asked.samira.pk))
    say(asked.samira, asked.yara, True, "website")
    fields = {"pupil": asked.yara.pk, "code": "website", "sure": "on"}
    assert client.post(WITHDRAW, fields)["Location"] == OVERVIEW
    assert not OutboxMail.objects.filter(kind="consent_receipt").exists()
    assert f'href="{RECEIPT}"' in page(client.get(OVERVIEW))


def test_a_name_in_signs_that_no_font_has_is_not_printed_as_boxes(asked: Any) -> None:
    type(asked.yara).objects.filter(pk=asked.yara.pk).update(first_name="文")
    asked.yara.refresh_from_db()
    say(asked.samira, asked.yara, True, "website")
    made = receipt_of(asked.samira)
    assert made is not None
    assert "Groep 5" in text_of(made.pdf)
    assert "文" not in text_of(made.pdf)


def test_another_language_stands_in_the_receipt_as_it_was_shown(asked: Any) -> None:
    from consent.actions import Signature, answer

    answer(
        asked.samira, {(asked.yara.pk, "website"): True}, school=asked.school, by=asked.samira,
        signature=Signature("Samira", "password", "tr"),
    )  # fmt: skip
    made = receipt_of(asked.samira)
    assert made is not None
    assert "Okulun internet sitesindeki fotoğraflar" in text_of(made.pdf)


def test_pages_ask_as_many_questions_for_two_children_with_eight_years_as_for_one(
    asked: Any, client_of: SignIn, django_assert_max_num_queries: Any
) -> None:
    for back in range(8, -1, -1):
        for child in (asked.yara, asked.ilias):
            say(asked.samira, child, back % 2 == 0, *ALL)
    client = client_of(asked.samira)
    client.get(OVERVIEW)
    for path in ("/toestemming/", OVERVIEW):
        with django_assert_max_num_queries(13):
            client.get(path)


def test_a_yes_that_is_taken_back_twice_is_taken_back_once(asked: Any) -> None:
    say(asked.samira, asked.yara)
    purpose = Purpose.objects.get(school=asked.school, code="portal_group")
    signed = Signature("Samira Bouazza", "session")
    assert len(withdraw_consent(asked.yara, purpose, by=asked.samira, signature=signed)) == 1
    mails = OutboxMail.objects.count()
    assert withdraw_consent(asked.yara, purpose, by=asked.samira, signature=signed) == []
    assert OutboxMail.objects.count() == mails
