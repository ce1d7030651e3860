"""A parent answers for all own children in one form and signs once (B9). Never what another parent answered."""

import re
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from consent.actions import NotTheirChild, WordsChanged, open_round, sign_answers
from consent.asking import asking_of, children_of, has_open_questions, seen_digest
from consent.models import ConsentPolicy, Decision, Objection, Purpose, PurposeText
from consent.purposes import purposes_of
from consent.standing import standings
from consent.texts import FORMS, LANGUAGES
from consent.verifying import faults_of
from groups.models import Enrolment, Guardianship
from notifications.models import OutboxMail
from portal.demo.people import PASSWORD
from protocol import clock
from tests.answered import SIGNED, ask, say

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B9")]
SignIn = Callable[..., Client]
FORM = "/toestemming/"
ALL = ("portal_group", "name", "portal_school", "class_photo", "website")


def page(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:300]
    return str(response.content.decode())


def words(html: str) -> str:
    """What somebody reads."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def seen_in(html: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', html)
    assert found
    return found[1]


def checked_in(html: str) -> dict[str, str]:
    return dict(re.findall(r'name="(c_\d+_\w+)" value="(\w+)"[^>]* checked', html))


def filled(pupil: Any, answer: str = "yes", **different: str) -> dict[str, str]:
    """The fields for one child."""
    return {f"c_{pupil.pk}_{code}": different.get(code, answer) for code in ALL}


def sign(client: Client, *parts: dict[str, str], **fields: str) -> Any:
    html = page(client.get(FORM))
    data = {"seen": seen_in(html), "name": "Samira Bouazza"} | fields
    for part in parts:
        data |= part
    return client.post(FORM, data)


@pytest.fixture
def asked(cast: Any) -> Any:
    ask(cast.school)
    return cast


def test_two_children_are_answered_for_in_one_form_with_one_signature(asked: Any, client_of: SignIn) -> None:
    client = client_of(asked.samira)
    response = sign(client, filled(asked.ilias, website="no"), filled(asked.yara, "no"))
    assert (response.status_code, response["Location"]) == (302, "/toestemming/gegeven/")
    said = {(row.pupil, row.purpose.code): row for row in Decision.objects.all()}
    assert len(said) == 10
    assert said[asked.ilias, "website"].said == "refuse"
    assert said[asked.ilias, "portal_group"].said == "grant"
    assert {said[asked.yara, code].said for code in ALL} == {"refuse"}
    for row in said.values():
        assert (row.guardian, row.actor, row.signed_name) == (asked.samira, asked.samira, "Samira Bouazza")
        assert (row.channel, row.authenticated_by, row.language) == ("portal", "password", "nl")
        assert row.shown.text.startswith(row.purpose.texts.get().title)
    assert faults_of(asked.school) == []


def test_nothing_is_filled_in_before_a_parent_answers_it(asked: Any, client_of: SignIn) -> None:
    say(asked.tom, asked.yara, True, *ALL)
    html = page(client_of(asked.samira).get(FORM))
    assert html.count('type="radio"') == 2 * 2 * len(ALL)
    assert " checked" not in html
    assert 'id="id_name"' in html
    assert 'value="Samira' not in html


def test_a_new_school_year_and_a_new_text_are_asked_with_nothing_filled_in(cast: Any, client_of: SignIn) -> None:
    year = cast.groep5.ends_on.year
    with time_machine.travel(datetime(year, 5, 6, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))):
        ask(cast.school)
        say(cast.samira, cast.yara, True, *ALL)
        assert len(checked_in(page(client_of(cast.samira).get(FORM)))) == len(ALL)
    with time_machine.travel(datetime(year, 9, 1, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))):
        html = page(client_of(cast.samira).get(FORM))
        assert checked_in(html) == {}
        say(cast.samira, cast.yara, True, *ALL)
        Purpose.objects.filter(code="website").update(version=2)
        left = checked_in(page(client_of(cast.samira).get(FORM)))
        assert sorted(left) == sorted(f"c_{cast.yara.pk}_{code}" for code in ALL if code != "website")


def test_a_child_that_was_begun_is_asked_for_the_rest_and_what_was_filled_in_stays(
    asked: Any, client_of: SignIn
) -> None:
    begun = {f"c_{asked.yara.pk}_name": "no"}
    html = page(sign(client_of(asked.samira), filled(asked.ilias), begun, name=""), 422)
    assert "Yara: 4 vragen" in words(html)
    assert "Typ je voornaam en achternaam." in html
    assert checked_in(html) == filled(asked.ilias) | begun
    assert html.count("Kies ja of nee.") == 4
    assert not Decision.objects.exists()


def test_a_child_for_which_nothing_was_chosen_stays_open_and_is_named(asked: Any, client_of: SignIn) -> None:
    client = client_of(asked.samira)
    assert sign(client, filled(asked.ilias)).status_code == 302
    assert set(Decision.objects.values_list("pupil", flat=True)) == {asked.ilias.pk}
    seen = words(page(client.get("/toestemming/gegeven/")))
    assert "Voor Yara heb je nog niets gekozen." in seen
    assert "Er zijn nog vragen over Yara" in seen


def test_what_cannot_be_seen_is_no_part_of_a_signature(asked: Any, client_of: SignIn) -> None:
    assert sign(client_of(asked.samira), filled(asked.yara), name="\u202eSamira\x00\u200b Bouazza").status_code == 302
    assert set(Decision.objects.values_list("signed_name", flat=True)) == {"Samira Bouazza"}


@pytest.mark.parametrize("name", ["", "  ", "\u200b\u200b", "1 2", "\x00\x00", "x", "a" * 121])
def test_a_signature_is_a_name_that_can_be_read(name: str, asked: Any, client_of: SignIn) -> None:
    html = page(sign(client_of(asked.samira), filled(asked.yara), name=name), 422)
    assert 'id="name-e"' in html
    assert not Decision.objects.exists()


def test_a_signature_stands_on_one_line(asked: Any, client_of: SignIn) -> None:
    assert sign(client_of(asked.samira), filled(asked.yara), name=" Samira\r\n  Bouazza ").status_code == 302
    assert set(Decision.objects.values_list("signed_name", flat=True)) == {"Samira Bouazza"}


def test_an_answer_for_next_year_says_from_when_it_holds(asked: Any, client_of: SignIn) -> None:
    client, year = client_of(asked.samira), asking_of(asked.school).year + 1
    ask(asked.school, year)
    seen = words(page(client.get(FORM)))
    assert f"Een ja geldt van 1 augustus {year} tot en met 31 juli {year + 1}. Een nee geldt meteen." in seen
    assert sign(client, filled(asked.yara)).status_code == 302
    assert not standings([asked.yara.pk], "name")[asked.yara.pk].may
    seen = words(page(client.get("/toestemming/gegeven/")))
    assert "Je keuzes zijn bewaard." in seen
    assert seen.count("vanaf 1 augustus") == len(ALL)


def test_an_empty_form_is_asked_to_choose_first(asked: Any, client_of: SignIn) -> None:
    assert "Kies eerst bij elke vraag ja of nee." in page(sign(client_of(asked.samira)), 422)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("value", ["", "maybe", "YES", "1"])
def test_only_yes_and_no_are_answers(value: str, asked: Any, client_of: SignIn) -> None:
    page(sign(client_of(asked.samira), filled(asked.yara, name=value)), 422)
    assert not Decision.objects.exists()


def test_the_same_answers_for_the_second_child_work_without_script(asked: Any, client_of: SignIn) -> None:
    client = client_of(asked.samira)
    html = page(client.get(FORM))
    assert f'formaction="/toestemming/#kind-{asked.yara.pk}"' in html
    first = filled(asked.ilias, website="no") | {"seen": seen_in(html), "name": "Samira"}
    html = page(client.post(FORM, first | {"copy": f"{asked.ilias.pk}_{asked.yara.pk}"}))
    assert checked_in(html) == filled(asked.ilias, website="no") | filled(asked.yara, website="no")
    assert 'value="Samira"' in html
    assert 'role="alert"' not in html
    assert not Decision.objects.exists(), "taking over is not signing"


@pytest.mark.clause("B2")
def test_answers_come_only_from_and_for_ones_own_children(asked: Any, client_of: SignIn) -> None:
    client = client_of(asked.samira)
    html = page(client.post(FORM, filled(asked.ilias) | {"copy": f"{asked.ilias.pk}_{asked.bram.pk}"}))
    assert f"c_{asked.bram.pk}" not in html
    assert sign(client, filled(asked.yara), filled(asked.bram)).status_code == 302
    assert set(Decision.objects.values_list("pupil", flat=True)) == {asked.yara.pk}


@pytest.mark.clause("B2")
def test_a_parent_without_authority_reads_that_and_whom_to_call(asked: Any, client_of: SignIn) -> None:
    Guardianship.objects.filter(guardian=asked.tom).update(has_authority=False)
    client = client_of(asked.tom)
    for path in (FORM, "/toestemming/gegeven/"):
        html = page(client.get(path))
        assert "Bij ons sta je als ouder zonder gezag over Yara." in words(html)
        assert "Klopt dat niet? Bel ons: 0599 000 118." in words(html)
        assert 'type="radio"' not in html
    page(client.post(FORM, filled(asked.yara) | {"name": "Tom Verbeek", "seen": "x"}))
    assert not Decision.objects.exists()


@pytest.mark.clause("B2")
def test_who_lost_authority_while_filling_in_keeps_nothing(asked: Any) -> None:
    asking = asking_of(asked.school)
    seen = seen_digest(children_of(asked.tom, asking), asking)
    Guardianship.objects.filter(guardian=asked.tom).update(has_authority=False)
    with pytest.raises(NotTheirChild):
        sign_answers({(asked.yara.pk, "name"): True}, by=asked.tom, school=asked.school, signature=SIGNED, seen=seen)
    assert not Decision.objects.exists()


def test_who_it_is_is_asked_once_more_and_what_was_filled_in_survives_it(asked: Any, client_of: SignIn) -> None:
    client = client_of(asked.samira, is_fresh=False)
    response = sign(client, filled(asked.ilias), filled(asked.yara, "no"))
    again = f"/aanmelden/opnieuw/?next={quote(FORM, safe='')}"
    assert (response.status_code, response["Location"]) == (302, again)
    assert not Decision.objects.exists()
    assert client.post(again, {"password": "mis", "next": FORM}).status_code == 200
    response = client.post(again, {"password": PASSWORD, "next": FORM})
    assert (response.status_code, response["Location"]) == (302, "/toestemming/gegeven/")
    assert Decision.objects.filter(pupil=asked.ilias, said="grant").count() == 5
    assert Decision.objects.filter(pupil=asked.yara, said="refuse").count() == 5
    assert set(Decision.objects.values_list("authenticated_by", flat=True)) == {"password"}


def test_who_signed_in_some_minutes_ago_shows_it_again_to_sign(asked: Any, client_of: SignIn) -> None:
    client = client_of(asked.samira)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 120}]
    session.save()
    assert sign(client, filled(asked.ilias), filled(asked.yara, "no"))["Location"].startswith("/aanmelden/opnieuw/")
    assert not Decision.objects.exists()


def test_what_is_missing_is_said_before_the_password_is_asked(asked: Any, client_of: SignIn) -> None:
    page(sign(client_of(asked.samira, is_fresh=False), filled(asked.ilias), name=""), 422)


def change_words(purpose: Purpose) -> None:
    PurposeText.objects.create(purpose=purpose, version=2, title="Foto’s", explanation="Anders.", example="Zo.")


def test_nobody_signs_words_that_were_changed_meanwhile(asked: Any, client_of: SignIn) -> None:
    client = client_of(asked.samira)
    seen = seen_in(page(client.get(FORM)))
    change_words(Purpose.objects.get(code="website"))
    html = page(client.post(FORM, filled(asked.yara) | {"seen": seen, "name": "Samira Bouazza"}), 409)
    assert "De school heeft de vragen net veranderd." in html
    assert "Anders." in html
    assert checked_in(html) == filled(asked.yara)
    assert not Decision.objects.exists()
    assert not OutboxMail.objects.exists()
    again = filled(asked.yara) | {"seen": seen_in(html), "name": "Samira Bouazza"}
    assert client.post(FORM, again).status_code == 302
    assert Decision.objects.count() == 5


def test_a_question_that_is_no_longer_asked_is_not_signed_either(asked: Any, client_of: SignIn) -> None:
    client = client_of(asked.samira)
    seen = seen_in(page(client.get(FORM)))
    Purpose.objects.filter(code="website").update(is_asked=False)
    page(client.post(FORM, filled(asked.yara) | {"seen": seen, "name": "Samira Bouazza"}), 409)
    with pytest.raises(WordsChanged):
        sign_answers(
            {(asked.yara.pk, "website"): True}, by=asked.samira, school=asked.school, signature=SIGNED, seen=seen
        )
    assert not Decision.objects.exists()


@pytest.mark.parametrize("language", sorted(FORMS))
def test_the_words_stand_in_another_language_beside_the_dutch(language: str, asked: Any, client_of: SignIn) -> None:
    client = client_of(asked.samira)
    first = filled(asked.ilias) | {"name": "Samira", "language": language, "show": "1"}
    html = page(client.post(FORM, first))
    assert checked_in(html) == filled(asked.ilias)
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html
    assert FORMS[language].no_answer in html
    assert "Alleen ouders van de groep zien ze" in html
    seen = {"seen": seen_in(html), "name": "Samira Bouazza", "language": language}
    assert client.post(FORM, filled(asked.yara) | seen).status_code == 302
    kept = Decision.objects.filter(purpose__code="website").get()
    assert kept.language == language
    assert kept.shown.text.count("\n") == 6, "both languages are kept as they were shown"


def test_the_form_opens_in_the_parents_own_language_and_never_in_one_we_lack(asked: Any, client_of: SignIn) -> None:
    for own, shown in (("nl", "nl"), ("tr", "tr"), ("so", "en")):
        type(asked.samira).objects.filter(pk=asked.samira.pk).update(language=own)
        html = page(client_of(asked.samira).get(FORM))
        assert re.search(rf'value="{shown}" lang="{shown}" selected', html), own
    html = page(client_of(asked.samira).post(FORM, {"show": "1", "language": "xx"}))
    assert 'value="nl" lang="nl" selected' in html
    assert set(LANGUAGES) == {"nl", "en", "de", "fr", "es", "tr", "pl", "uk", "ar", "ti"}


@pytest.mark.clause("D5")
def test_what_the_child_itself_wants_is_kept_with_the_same_signature(asked: Any, client_of: SignIn) -> None:
    client = client_of(asked.samira)
    own_no = {f"self_{asked.yara.pk}": "on"}
    assert sign(client, filled(asked.ilias), filled(asked.yara), own_no).status_code == 302
    assert [row.pupil for row in Objection.objects.standing()] == [asked.yara]
    html = page(client.get(FORM))
    assert "<b>Yara wil niet op de foto.</b> Dat gaat voor op wat je hier kiest." in html
    assert f'name="self_{asked.yara.pk}"' not in html
    assert f'name="self_{asked.ilias.pk}"' in html


def test_nothing_is_asked_before_the_school_asks(cast: Any, client_of: SignIn) -> None:
    client = client_of(cast.samira)
    assert "Er is nog niets te kiezen" in words(page(client.get(FORM)))
    page(client.post(FORM, filled(cast.yara) | {"name": "Samira Bouazza", "seen": "x"}))
    assert not Decision.objects.exists()
    assert "op de foto" not in page(client.get("/"))


def test_staff_without_a_child_here_is_asked_nothing(asked: Any, client_of: SignIn) -> None:
    assert "Er staat nog geen kind bij jou" in words(page(client_of(asked.henk).get(FORM)))


def test_a_child_that_died_or_left_is_asked_about_no_more(asked: Any, client_of: SignIn) -> None:
    type(asked.yara).objects.filter(pk=asked.yara.pk).update(deceased_at=clock.now())
    Enrolment.objects.filter(pupil=asked.ilias).update(valid_until=date(2020, 1, 1), valid_from=date(2019, 9, 1))
    html = page(client_of(asked.samira).get(FORM))
    assert "Yara" not in words(html)
    assert "Ilias" not in words(html)


def test_the_form_says_until_when_what_happens_afterwards_and_the_one_exception(asked: Any, client_of: SignIn) -> None:
    client = client_of(asked.samira)
    until = asking_of(asked.school).until
    assert until is not None
    seen = words(page(client.get(FORM)))
    assert f"Dit geldt tot en met 31 juli {until.year}." in seen
    assert "tot je weer ja zegt" in seen
    assert "blijft in een afgesloten archief" in seen
    assert "tot de leerkracht heeft gekeken" in seen
    ConsentPolicy.objects.create(school=asked.school, past_photos="kept", doubt="3_days")
    seen = words(page(client.get(FORM)))
    assert "voor de ouders van die groep" in seen
    assert "drie schooldagen" in seen
    ConsentPolicy.objects.update(renews=False)
    seen = words(page(client.get(FORM)))
    assert "Dit geldt tot je het verandert." in seen
    assert "31 juli" not in seen


def test_home_asks_from_the_moment_the_head_opens_the_round(cast: Any, client_of: SignIn) -> None:
    assert not Purpose.objects.exists()
    assert open_round(cast.school, asking_of(cast.school).year, by=cast.marleen)
    assert "Mag Yara op de foto?" in words(page(client_of(cast.tom).get("/")))


def test_home_asks_who_has_not_answered_and_nobody_else(asked: Any, client_of: SignIn) -> None:
    client, other = client_of(asked.samira), client_of(asked.tom)
    assert "Mogen je kinderen op de foto?" in words(page(client.get("/")))
    assert "Mag Yara op de foto?" in words(page(other.get("/")))
    say(asked.samira, asked.ilias, True, *ALL)
    assert "Mag Yara op de foto?" in words(page(client.get("/")))
    say(asked.samira, asked.yara, False, *ALL)
    assert "op de foto?" not in words(page(client.get("/")))
    assert "Mag Yara op de foto?" in words(page(other.get("/"))), "one parent's answer says nothing to the other"
    assert "op de foto?" not in words(page(client_of(asked.naima).get("/")))


def test_the_list_and_the_form_ask_the_same_in_every_state(asked: Any) -> None:
    """The condition in the database and the one in the page are two ways of saying one thing."""

    def both(guardian: Any, pupil: Any) -> set[bool]:
        rows = Guardianship.objects.filter(guardian=guardian, pupil=pupil)
        listed = rows.filter(has_open_questions("pupil", guardian.pk)).exists()
        asking = asking_of(asked.school)
        shown = {child.pupil: bool(child.open) for child in children_of(guardian, asking)}
        return {listed, shown[pupil]}

    purposes_of(asked.school)
    assert both(asked.samira, asked.yara) == {True}
    say(asked.samira, asked.yara, True, *ALL)
    assert both(asked.samira, asked.yara) == {False}
    assert both(asked.samira, asked.ilias) == {True}
    assert both(asked.tom, asked.yara) == {True}
    Purpose.objects.filter(code="website").update(version=2)
    assert both(asked.samira, asked.yara) == {True}
    say(asked.samira, asked.yara, False, "website")
    assert both(asked.samira, asked.yara) == {False}
    Purpose.objects.filter(code="newsletter").update(is_asked=True)
    assert both(asked.samira, asked.yara) == {True}
    say(asked.samira, asked.yara, True, "newsletter")
    ask(asked.school, asking_of(asked.school).year + 1)
    assert both(asked.samira, asked.yara) == {True}
    ConsentPolicy.objects.create(school=asked.school, renews=False)
    assert both(asked.samira, asked.yara) == {False}


def test_the_menu_leads_a_parent_to_the_own_children_and_stays_five_long(asked: Any, client_of: SignIn) -> None:
    for name, leads in (("samira", True), ("chantal", True), ("naima", False), ("marleen", False), ("henk", False)):
        html = page(client_of(getattr(asked, name)).get("/groepen/"))
        menu = re.search(r'<nav class="nav".*?</nav>', html, re.DOTALL)
        assert menu
        assert ('href="/toestemming/gegeven/"' in menu[0]) is leads, name
        assert menu[0].count("<li>") <= 5, name
