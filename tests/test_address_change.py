"""Another e-mail address: a password first, a code from both mailboxes, and word to the old one (B8)."""

import re
from datetime import timedelta

import pytest
import time_machine

from accounts.address import actions
from accounts.address.actions import (
    A_DAY,
    GUESSES,
    AskedTooOftenError,
    ChangeGoneError,
    CodesDifferError,
    ask_address_change,
    confirm_address_change,
    forget_old_changes,
)
from accounts.models import AddressChange, AuditEntry, User
from accounts.tasks import tidy_up
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from protocol import clock

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B8")]
ASK, CONFIRM = "/ik/adres/", "/ik/adres/codes/"
NEW, OLD = "samira@elders.example", "samira@kiezelpad.example"


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def codes_in(mailoutbox):
    """By address: the six digits of the latest mail there."""
    return {mail.to[0]: code[0] for mail in mailoutbox if (code := re.search(r"^\d{6}$", mail.body, re.M))}


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


@pytest.fixture
def asked(cast, mailoutbox):
    """Samira asked for a new address: her codes, by address."""
    ask_address_change(cast.samira, NEW, by=cast.samira)
    deliver_due()
    return codes_in(mailoutbox)


def test_the_address_changes_once_both_mailboxes_said_so_and_the_old_one_hears_of_it(cast, client_of, mailoutbox):
    client = client_of(cast.samira)
    assert 'href="/ik/adres/"' in client.get("/ik/").content.decode()
    assert OLD in text_of(client.get(ASK))
    assert client.post(ASK, {"address": NEW})["Location"] == CONFIRM
    deliver_due()
    codes = codes_in(mailoutbox)
    assert set(codes) == {NEW, OLD}
    assert codes[NEW] in next(mail for mail in mailoutbox if mail.to == [NEW]).alternatives[0][0]
    page = text_of(client.get(CONFIRM))
    assert f"Code uit de mail aan {NEW}" in page
    assert f"Code uit de mail aan {OLD}" in page
    done = client.post(
        CONFIRM, {"new_code": f" {codes[NEW][:3]} {codes[NEW][3:]}", "old_code": codes[OLD]}, follow=True
    )
    assert "Je e-mailadres is gewijzigd." in text_of(done)
    cast.samira.refresh_from_db()
    assert cast.samira.email == NEW
    deliver_due()
    assert (mailoutbox[-1].to, mailoutbox[-1].subject) == ([OLD], "Je e-mailadres is gewijzigd")
    assert NEW not in mailoutbox[-1].body
    assert AuditEntry.objects.get(event="address_changed").actor == cast.samira
    assert client.get("/").status_code == 200  # still signed in


def test_the_codes_are_kept_as_hashes_and_the_words_wiped(cast, asked):
    row = AddressChange.objects.get()
    assert not {asked[NEW], asked[OLD]} & set(map(str, row.__dict__.values()))
    assert set(OutboxMail.objects.values_list("text", "html")) == {("", "")}


@pytest.mark.parametrize("which", ["new", "old", "both", "swapped"])
def test_with_one_wrong_code_nothing_changes(cast, asked, which):
    new, old = asked[NEW], asked[OLD]
    guesses = {"new": (wrong(new), old), "old": (new, wrong(old)), "both": ("", ""), "swapped": (old, new)}
    with pytest.raises(CodesDifferError):
        confirm_address_change(cast.samira, *guesses[which], by=cast.samira)
    cast.samira.refresh_from_db()
    assert cast.samira.email == OLD
    assert confirm_address_change(cast.samira, new, old, by=cast.samira).email == NEW


def test_after_five_guesses_even_the_right_codes_open_nothing(cast, asked):
    for _ in range(GUESSES):
        with pytest.raises(CodesDifferError):
            confirm_address_change(cast.samira, wrong(asked[NEW]), asked[OLD], by=cast.samira)
    with pytest.raises(ChangeGoneError):
        confirm_address_change(cast.samira, asked[NEW], asked[OLD], by=cast.samira)


def test_the_codes_work_for_half_an_hour_and_once(cast, asked, mailoutbox):
    with time_machine.travel(clock.now() + timedelta(minutes=30, seconds=1)), pytest.raises(ChangeGoneError):
        confirm_address_change(cast.samira, asked[NEW], asked[OLD], by=cast.samira)
    confirm_address_change(cast.samira, asked[NEW], asked[OLD], by=cast.samira)
    with pytest.raises(ChangeGoneError):
        confirm_address_change(cast.samira, asked[NEW], asked[OLD], by=cast.samira)


def test_codes_that_were_right_change_nothing_once_somebody_else_was_first(cast, asked):
    change = AddressChange.objects.get()
    AddressChange.objects.update(closed_at=clock.now())
    with pytest.raises(ChangeGoneError):
        actions._change(change, by=cast.samira)
    cast.samira.refresh_from_db()
    assert cast.samira.email == OLD


def test_asking_again_ends_the_codes_before_and_five_times_a_day_is_the_most(cast, asked, client_of, mailoutbox):
    ask_address_change(cast.samira, "nog@elders.example", by=cast.samira)
    with pytest.raises(CodesDifferError):
        confirm_address_change(cast.samira, asked[NEW], asked[OLD], by=cast.samira)
    for _ in range(A_DAY - 2):
        ask_address_change(cast.samira, NEW, by=cast.samira)
    with pytest.raises(AskedTooOftenError):
        ask_address_change(cast.samira, NEW, by=cast.samira)
    page = client_of(cast.samira).post(ASK, {"address": NEW})
    assert page.status_code == 422
    assert "vijf keer" in text_of(page)
    with time_machine.travel(clock.now() + timedelta(days=1, minutes=1)):
        assert ask_address_change(cast.samira, NEW, by=cast.samira)


def test_a_mail_for_an_address_nobody_wants_any_more_stays(cast, mailoutbox):
    ask_address_change(cast.samira, NEW, by=cast.samira)
    ask_address_change(cast.samira, "nog@elders.example", by=cast.samira)
    User.objects.filter(pk=cast.samira.pk).update(email="weer@elders.example")
    deliver_due()
    assert [mail.to for mail in mailoutbox] == [["nog@elders.example"]]


def test_who_has_no_address_yet_fills_in_one_code(cast, client_of, mailoutbox):
    User.objects.filter(pk=cast.samira.pk).update(email="")
    client = client_of(cast.samira)
    client.post(ASK, {"address": NEW})
    deliver_due()
    assert [mail.to for mail in mailoutbox] == [[NEW]]
    assert 'name="old_code"' not in client.get(CONFIRM).content.decode()
    client.post(CONFIRM, {"new_code": codes_in(mailoutbox)[NEW]})
    assert User.objects.get(pk=cast.samira.pk).email == NEW
    assert deliver_due() == 0


def test_who_shares_the_new_address_from_now_on_hears_of_the_sign_in_name(cast, mailoutbox):
    ask_address_change(cast.samira, "TOM@kiezelpad.example", by=cast.samira)
    deliver_due()
    codes = codes_in(mailoutbox)
    confirm_address_change(cast.samira, codes["TOM@kiezelpad.example"], codes[OLD], by=cast.samira)
    deliver_due()
    told = {mail.subject: mail for mail in mailoutbox}["Meld je vanaf nu aan met je aanmeldnaam"]
    assert told.to == ["tom@kiezelpad.example"]
    assert "Je aanmeldnaam: tom" in told.body
    assert User.objects.signing_in_as("tom@kiezelpad.example") is None
    assert User.objects.signing_in_as("samira") == cast.samira


@pytest.mark.parametrize("path", [ASK, CONFIRM])
def test_it_asks_the_password_first(cast, client_of, path):
    client = client_of(cast.samira, is_fresh=False)
    assert client.get(path)["Location"].startswith("/aanmelden/opnieuw/")
    assert client.post(path, {"address": NEW})["Location"].startswith("/aanmelden/opnieuw/")
    assert not AddressChange.objects.exists()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Vul je nieuwe e-mailadres in."),
        ("samira@", "Dit is geen e-mailadres."),
        ("a" * 250 + "@b.nl", "te lang"),
        ("Samira@Kiezelpad.example", "Dit is je adres al."),
        ("x\x00@b.nl", ""),
    ],
)
def test_a_wrong_address_is_told_and_kept(cast, client_of, address, sentence):
    page = client_of(cast.samira).post(ASK, {"address": address})
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert 'role="alert"' in page.content.decode()
    assert not AddressChange.objects.exists()


def test_wrong_codes_are_told_and_without_a_change_one_begins_anew(cast, client_of, asked):
    client = client_of(cast.samira)
    assert client.post(CONFIRM, {"new_code": "", "old_code": ""}).status_code == 422
    page = client.post(CONFIRM, {"new_code": wrong(asked[NEW]), "old_code": asked[OLD]})
    assert "Een van de codes klopt niet." in text_of(page)
    assert f'value="{asked[OLD]}"' in page.content.decode()
    AddressChange.objects.update(closed_at=clock.now())
    assert "Deze codes werken niet meer." in text_of(client.get(CONFIRM, follow=True))


def test_what_was_asked_long_ago_is_forgotten(cast, asked):
    assert forget_old_changes() == 0
    AddressChange.objects.update(asked_at=clock.now() - timedelta(days=1, minutes=1))
    assert tidy_up() >= 1
    assert not AddressChange.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_hundred_guesses_at_once_are_never_more_than_five(cast, race):
    ask_address_change(cast.samira, NEW, by=cast.samira)

    def guess(number):
        done = 0
        for place in range(10):
            try:
                confirm_address_change(cast.samira, f"{number:03d}{place:03d}", "000000", by=cast.samira)
            except CodesDifferError:
                done += 1
            except ChangeGoneError:
                pass
        return done

    assert sum(race(guess, 20)) == GUESSES


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_changes_it(cast, race):
    ask_address_change(cast.samira, NEW, by=cast.samira)
    codes = {
        mail.address: re.search(r"^\d{6}$", mail.text, re.M)[0]
        for mail in OutboxMail.objects.filter(kind__startswith="address")
    }
    outcomes = race(lambda _: confirm_address_change(cast.samira, codes[NEW], codes[OLD], by=cast.samira), 4)
    assert sum(isinstance(outcome, User) for outcome in outcomes) == 1
    assert AuditEntry.objects.filter(event="address_changed").count() == 1
