"""Somebody speaks up: a friendly word, or a report that gathers, hides and comes to who handles it (F4, D1)."""

from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.actions import set_protected_address
from groups.models import School
from messaging.actions import add_reaction
from messaging.models import Photo, Post, Reaction
from moderation.actions import Gone, SaidAlready, TooMany, read_words, report, say_word
from moderation.models import FriendlyWord, Item, Kind, ModerationPolicy, Report
from moderation.recipients import handlers_of
from moderation.rules import hides, reason_of, reasons_for
from moderation.subjects import SUBJECTS, find
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from protocol import clock
from protocol.clauses import CLAUSES
from tests.school_times import at, keep_real_hours

pytestmark = [pytest.mark.django_db, pytest.mark.clause("F4", "D1")]
RUDE = "Sommige ouders zijn gewoon dom."


@pytest.fixture
def reaction(cast, make_post):
    return add_reaction(make_post(cast.groep5, cast.naima), RUDE, by=cast.tom)


@pytest.fixture
def photo(cast, make_post):
    return make_post(cast.groep5, cast.naima, photos=2).photos.first()


def subject(row):
    kinds = {Reaction: "reaction", Photo: "photo", Post: "post", FriendlyWord: "word"}
    return find(kinds.get(type(row), "portrait"), row.pk)


def say_it(row, by, clause_id="D1", **more):
    return report(subject(row), by=by, clause_id=clause_id, text=more.pop("text", ""), **more)


def mails(kind):
    return {mail.recipient: mail for mail in OutboxMail.objects.filter(kind=kind)}


def is_shown(row):
    return type(row).objects.shown().filter(pk=row.pk).exists()


def address(row, kind=None):
    return f"/melden/{kind or subject(row).kind}/{row.pk}/"


# The rules


@pytest.mark.parametrize(
    ("kind", "reporters", "was_put_back", "hidden"),
    [
        ("photo", 1, False, True),
        ("portrait", 1, False, True),
        ("photo", 1, True, False),
        ("photo", 2, True, True),
        ("post", 1, False, False),
        ("post", 2, False, True),
        ("reaction", 1, False, False),
        ("reaction", 2, False, True),
        ("word", 1, False, False),
        ("word", 2, False, True),
    ],
)
def test_a_photo_is_hidden_at_once_and_words_after_a_second_person(kind, reporters, was_put_back, hidden):
    assert hides(kind, reporters=reporters, was_put_back=was_put_back) is hidden


@pytest.mark.clause("D2", "E1", "E2")
def test_each_kind_has_its_own_reasons_and_each_is_an_agreement():
    offered = {kind: [reason.key for reason in reasons_for(one.clauses)] for kind, one in SUBJECTS.items()}
    assert offered["photo"][0] == offered["portrait"][0] == "D2"
    assert offered["reaction"][:2] == ["threat", "E4"]
    assert all("D1" in keys for keys in offered.values())
    assert all("E2" in offered[kind] for kind in ("post", "photo", "reaction", "word"))
    assert "E1" in offered["word"]
    assert "threat" not in offered["photo"]
    for one in SUBJECTS.values():
        assert {reason.clause_id for reason in reasons_for(one.clauses)} <= set(CLAUSES)


def test_a_threat_is_a_reason_of_its_own_and_no_other_reason_can_be_sent():
    assert reason_of(("E4", "D1"), "threat").is_threat
    assert not reason_of(("E4", "D1"), "E4").is_threat
    assert reason_of(("D2", "D1"), "E4") is None


# Reports


def test_a_reaction_is_hidden_after_a_second_person(cast, reaction):
    first = say_it(reaction, cast.samira)
    assert is_shown(reaction)
    second = say_it(reaction, cast.inge, "E3")
    assert first.item == second.item
    assert not is_shown(reaction)
    item = Item.objects.get()
    assert item.hidden_at is not None
    assert (item.author, item.school_group, item.is_about_head) == (cast.tom, cast.groep5, False)


def test_a_photo_is_hidden_at_once_and_the_others_stay(cast, photo):
    say_it(photo, cast.samira, "D2")
    assert not is_shown(photo)
    assert Photo.objects.shown().filter(post=photo.post).count() == 1
    assert Item.objects.get().hidden_at is not None


def test_a_portrait_is_hidden_at_once(cast):
    cast.tom.portrait.save("p.webp", ContentFile(b"RIFF0000WEBP"))
    report(find("portrait", cast.tom.pk), by=cast.samira, clause_id="D2", text="")
    cast.tom.refresh_from_db()
    assert not cast.tom.portrait
    assert find("portrait", cast.tom.pk).is_hidden


def test_reporting_twice_is_once(cast, reaction):
    first = say_it(reaction, cast.samira, text="Dit kan niet.")
    again = say_it(reaction, cast.samira, "E4", text="Echt niet.")
    assert first == again
    assert Report.objects.get().text == "Dit kan niet."
    assert is_shown(reaction)


def test_after_it_was_put_back_reports_gather_anew_and_one_person_does_not_hide_a_photo_again(cast, photo):
    item = say_it(photo, cast.samira).item
    find("photo", photo.pk).show()
    Item.objects.filter(pk=item.pk).update(
        state="kept", decided_at=clock.now(), decided_by=cast.marleen, reason="Hier is niets mee."
    )
    assert say_it(photo, cast.samira).item != item
    assert is_shown(photo)
    say_it(photo, cast.inge)
    assert not is_shown(photo)


def test_what_is_gone_cannot_be_reported_nor_answered_with_a_word(cast, reaction):
    gone = subject(reaction)
    gone.row.pk = 999_999
    with pytest.raises(Gone):
        report(gone, by=cast.samira, clause_id="D1", text="")
    with pytest.raises(Gone):
        say_word(gone, "Hoi", by=cast.samira)


def test_one_person_reports_ten_things_a_day(cast, make_post):
    posts = [make_post(cast.groep5, cast.naima) for _ in range(11)]
    with time_machine.travel(clock.now(), tick=False) as now:
        for post in posts[:10]:
            say_it(post, cast.samira)
        with pytest.raises(TooMany):
            say_it(posts[10], cast.samira)
        assert not Item.objects.filter(object_id=posts[10].pk).exists()
        say_it(posts[0], cast.samira)  # of what one reported already nothing is counted
        say_it(posts[10], cast.inge)
        now.shift(timedelta(days=1))
        say_it(posts[10], cast.samira)


@pytest.mark.django_db(transaction=True)
def test_two_who_report_at_once_gather_on_one_item_and_hide_it(cast, reaction, race):
    people = [cast.samira, cast.inge]
    found = race(lambda number: say_it(reaction, people[number]), 2)
    assert {one.reporter for one in found} == set(people)
    assert Item.objects.get().hidden_at is not None
    assert not is_shown(reaction)


@pytest.mark.django_db(transaction=True)
def test_one_person_who_presses_four_times_at_once_reported_once(cast, reaction, race):
    assert len(set(race(lambda number: say_it(reaction, cast.samira).pk, 4))) == 1
    assert Report.objects.count() == 1
    assert is_shown(reaction)


# Who is told


def test_the_admins_the_head_and_the_ict_contact_are_told_once_and_never_the_writer(cast, reaction):
    say_it(reaction, cast.samira)
    say_it(reaction, cast.inge)
    told = mails("item_reported")
    assert set(told) == {cast.naima, cast.joris, cast.marleen, cast.dennis}
    for mail in told.values():
        assert f"/meldingen/{Item.objects.get().pk}/" in mail.text
        for secret in (RUDE, "Samira", "Inge", "Tom"):
            assert secret not in mail.text + mail.subject


def test_about_a_teacher_that_teacher_hears_nothing(cast, make_post):
    item = say_it(make_post(cast.groep5, cast.naima), cast.samira).item
    assert set(handlers_of(item)) == {cast.joris, cast.marleen, cast.dennis}


def test_about_the_head_only_the_named_person_is_told_else_the_ict_contact(cast, make_post):
    post = make_post(cast.whole_school, cast.marleen)
    item = say_it(post, cast.samira).item
    assert item.is_about_head
    assert set(mails("item_reported")) == {cast.dennis}
    ModerationPolicy.objects.create(school=cast.school, about_head=cast.wilma)
    assert handlers_of(item) == [cast.wilma]


def test_a_portrait_and_a_word_come_to_the_head_and_the_ict_contact(cast, reaction):
    word = say_word(subject(reaction), "Hoi Tom, kijk je nog eens?", by=cast.samira)
    assert set(handlers_of(say_it(word, cast.tom, "E1").item)) == {cast.marleen, cast.dennis}


def test_who_handles_it_no_more_by_then_gets_no_mail(cast, reaction, mailoutbox):
    item = say_it(reaction, cast.samira).item
    Item.objects.filter(pk=item.pk).update(state="removed", decided_at=clock.now(), decided_by=cast.marleen)
    deliver_due()
    assert [mail for mail in mailoutbox if mail.subject == "Er is iets gemeld"] == []


def test_who_still_handles_it_gets_the_mail(cast, reaction, mailoutbox):
    say_it(reaction, cast.samira)
    deliver_due()
    told = {mail.to[0] for mail in mailoutbox if mail.subject == "Er is iets gemeld"}
    assert told == {person.email for person in (cast.naima, cast.joris, cast.marleen, cast.dennis)}


@pytest.mark.clause("E8")
def test_in_the_evening_who_handles_it_is_told_the_next_morning_and_the_reporter_reads_when(cast, reaction, client_of):
    keep_real_hours(cast.school)
    with time_machine.travel(at("2026-11-24", "20:00"), tick=False):
        html = client_of(cast.samira).post(address(reaction), SAID, follow=True).content.decode()
        assert "Dank je wel. Je melding is binnen. Morgen om 8.00 uur kijkt er iemand naar." in html
        assert {mail.due_at for mail in mails("item_reported").values()} == {at("2026-11-25", "08:00")}


@pytest.mark.clause("E8")
def test_in_the_afternoon_somebody_is_at_work_now(cast, photo, client_of):
    keep_real_hours(cast.school)
    with time_machine.travel(at("2026-11-24", "15:30"), tick=False):
        html = client_of(cast.samira).post(address(photo), SAID | {"reason": "D2"}, follow=True).content.decode()
    assert "De foto is nu verborgen. Er is nu iemand van school aan het werk. Die kijkt ernaar." in html


def test_when_nobody_handles_it_the_page_promises_no_hour(cast, make_post, client_of):
    post = make_post(cast.whole_school, cast.marleen)
    cast.dennis.memberships.all().delete()
    html = client_of(cast.samira).post(address(post), SAID, follow=True).content.decode()
    assert "De school kijkt ernaar." in html


def test_a_threat_goes_to_who_is_on_call_at_any_hour(cast, reaction):
    keep_real_hours(cast.school)
    ModerationPolicy.objects.create(school=cast.school, on_call=cast.henk)
    with time_machine.travel(at("2026-11-24", "23:00"), tick=False):
        say_it(reaction, cast.samira, "E4", is_threat=True)
        told = mails("threat_reported")
        assert set(told) == {cast.henk}
        assert told[cast.henk].due_at == clock.now()
    assert "Bel 112" in told[cast.henk].text
    assert "/meldingen/" not in told[cast.henk].text  # who may not open it is sent to who may
    assert RUDE not in told[cast.henk].text


def test_without_anybody_on_call_a_threat_goes_to_the_heads(cast, reaction):
    say_it(reaction, cast.samira)
    say_it(reaction, cast.samira, "E4", is_threat=True)  # also when it is said later
    told = mails("threat_reported")
    assert set(told) == {cast.marleen}
    assert "/meldingen/" in told[cast.marleen].text


def test_a_threat_by_who_is_on_call_goes_to_the_heads_and_by_the_head_to_who_handles_that(cast, make_post):
    ModerationPolicy.objects.create(school=cast.school, on_call=cast.naima)
    say_it(make_post(cast.groep5, cast.naima), cast.samira, "E4", is_threat=True)
    assert set(mails("threat_reported")) == {cast.marleen}
    OutboxMail.objects.all().delete()
    say_it(make_post(cast.whole_school, cast.marleen), cast.samira, "E4", is_threat=True)
    assert set(mails("threat_reported")) == {cast.dennis}


# A friendly word


def test_a_word_is_signed_and_only_its_reader_gets_a_mail_without_the_text(cast, reaction, mailoutbox):
    say_word(subject(reaction), "Hoi Tom, kijk je nog eens?", by=cast.samira)
    deliver_due()
    mail = next(mail for mail in mailoutbox if mail.to == [cast.tom.email])
    assert mail.subject == "Samira Bouazza schreef je een woord"
    assert "/woorden-aan-mij/" in mail.body
    assert "kijk je nog eens" not in mail.body
    assert Item.objects.count() == 0


def test_a_word_that_was_read_is_not_mailed_any_more(cast, reaction, mailoutbox):
    say_word(subject(reaction), "Hoi Tom", by=cast.samira)
    assert read_words(cast.tom) == 1
    deliver_due()
    assert mailoutbox == []


@pytest.mark.clause("E8")
def test_a_word_to_a_teacher_waits_for_the_next_morning(cast, make_post):
    keep_real_hours(cast.school)
    with time_machine.travel(at("2026-11-24", "20:00"), tick=False):
        say_word(subject(make_post(cast.groep5, cast.naima)), "Hoi", by=cast.samira)
    assert mails("word_received")[cast.naima].due_at == at("2026-11-25", "08:00")


def test_the_same_word_twice_is_once_and_another_about_it_is_refused(cast, reaction):
    first = say_word(subject(reaction), "Hoi Tom", by=cast.samira)
    assert say_word(subject(reaction), "Hoi Tom", by=cast.samira) == first
    with pytest.raises(SaidAlready):
        say_word(subject(reaction), "En nog iets", by=cast.samira)


def test_three_words_a_week_are_enough(cast, make_post):
    posts = [make_post(cast.groep5, cast.naima) for _ in range(4)]
    with time_machine.travel(clock.now(), tick=False) as now:
        for post in posts[:3]:
            say_word(subject(post), "Hoi", by=cast.samira)
        with pytest.raises(TooMany):
            say_word(subject(posts[3]), "Hoi", by=cast.samira)
        now.shift(timedelta(days=7))
        say_word(subject(posts[3]), "Hoi", by=cast.samira)


def test_nobody_writes_back_to_a_word_nor_to_a_closed_account(cast, reaction):
    word = say_word(subject(reaction), "Hoi Tom", by=cast.samira)
    with pytest.raises(Gone):
        say_word(subject(word), "Hoi Samira", by=cast.tom)
    type(cast.tom).objects.filter(pk=cast.tom.pk).update(is_active=False)
    with pytest.raises(Gone):
        say_word(subject(reaction), "Hoi", by=cast.inge)


# The page

SAID = {"way": "melding", "reason": "D1", "text": "", "word": ""}


def test_nothing_is_chosen_beforehand_and_the_text_is_shown(cast, reaction, client_of):
    html = client_of(cast.samira).get(address(reaction)).content.decode()
    assert "Wat wil je doen?" in html
    assert "checked" not in html
    assert RUDE in html
    assert "Dag Tom, ik las je reactie." in html
    assert 'value="kind"' not in html
    for offered in ('value="woord"', 'value="melding"', "Er wordt iemand bedreigd"):
        assert offered in html


def test_my_child_is_on_it_only_under_photos_and_only_for_parents(cast, photo, client_of):
    html = client_of(cast.samira).get(address(photo)).content.decode()
    assert 'value="kind"' in html
    assert f"/fotos/{photo.key}/klein/" in html
    assert 'value="kind"' not in client_of(cast.marleen).get(address(photo)).content.decode()
    answer = client_of(cast.samira).post(address(photo), {"way": "kind", "word": "x" * 700, "text": "x" * 1100})
    assert answer["Location"] == f"/nieuws/{photo.post_id}/foto/1/kind/"
    assert client_of(cast.marleen).post(address(photo), {"way": "kind"}).status_code == 422


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Kies wat je wilt doen."),
        ({"way": "iets anders"}, "Kies wat je wilt doen."),
        ({"way": "woord", "word": " \u200b"}, "Schrijf eerst iets."),
        ({"way": "woord", "word": "x" * 601}, "601"),
        ({"way": "melding"}, "Kies waar het over gaat."),
        ({"way": "melding", "reason": "D2"}, "Kies waar het over gaat."),
        ({"way": "melding", "reason": "D1", "text": "y" * 1001}, "1001"),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_written_stays(cast, reaction, client_of, fields, says):
    answer = client_of(cast.samira).post(address(reaction), fields)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert says in html
    assert 'role="alert"' in html
    assert fields.get("text", "") in html
    assert fields.get("word", "").strip(" \u200b") in html
    assert Item.objects.count() == FriendlyWord.objects.count() == 0


def test_after_a_word_one_is_back_at_the_top_where_it_says_so(cast, reaction, client_of):
    client = client_of(cast.samira)
    answer = client.post(address(reaction), {"way": "woord", "word": "Hoi Tom"}, follow=True)
    assert answer.redirect_chain[0][0] == f"/nieuws/{reaction.post_id}/"
    assert "Je woord is verstuurd." in answer.content.decode()
    answer = client.post(address(reaction), {"way": "woord", "word": "En dit"})
    assert answer.status_code == 422
    assert "Je schreef hier al een woord over." in answer.content.decode()


def test_a_post_that_is_hidden_by_the_report_leads_to_the_news(cast, make_post, client_of):
    post = make_post(cast.groep5, cast.naima)
    say_it(post, cast.inge)
    answer = client_of(cast.samira).post(address(post), SAID, follow=True)
    assert answer.redirect_chain[0][0] == "/"
    assert "De tekst is nu verborgen." in answer.content.decode()
    assert client_of(cast.samira).get(address(post)).status_code == 404


def test_who_has_none_left_is_told_so(cast, reaction, make_post, client_of):
    for _ in range(3):
        say_word(subject(make_post(cast.groep5, cast.naima)), "Hoi", by=cast.samira)
    for _ in range(10):
        say_it(make_post(cast.groep5, cast.naima), cast.samira)
    client = client_of(cast.samira)
    assert "al drie woorden" in client.post(address(reaction), {"way": "woord", "word": "Hoi"}).content.decode()
    answer = client.post(address(reaction), SAID)
    assert answer.status_code == 422
    assert "al tien dingen" in answer.content.decode()


def test_a_threat_is_told_and_the_page_says_whom_to_call(cast, reaction, client_of):
    html = client_of(cast.samira).post(address(reaction), SAID | {"reason": "threat"}, follow=True).content.decode()
    assert "Bel 112." in html
    found = Report.objects.get()
    assert (found.clause, found.is_threat) == ("E4", True)


@pytest.mark.clause("B8")
def test_of_a_family_with_a_protected_address_the_page_names_nobody(cast, make_post, client_of):
    set_protected_address(cast.yara, True, by=cast.marleen)
    reaction = add_reaction(make_post(cast.groep5, cast.naima), RUDE, by=cast.samira)
    html = client_of(cast.inge).get(address(reaction)).content.decode()
    assert "Reactie van een ouder" in html
    assert "Samira" not in html
    assert "Samira" in client_of(cast.naima).get(address(reaction)).content.decode()


def test_beside_words_stands_the_way_to_the_portrait_of_who_wrote_them(cast, reaction, client_of):
    client = client_of(cast.samira)
    assert "/melden/portrait/" not in client.get(address(reaction)).content.decode()
    cast.tom.portrait.save("p.webp", ContentFile(b"RIFF0000WEBP"))
    assert f"/melden/portrait/{cast.tom.pk}/" in client.get(address(reaction)).content.decode()
    assert "Portret van <b>Tom" in client.get(f"/melden/portrait/{cast.tom.pk}/").content.decode()


def test_the_writer_never_reads_who_reported_it(cast, make_post, client_of):
    post = make_post(cast.groep5, cast.naima)
    say_it(post, cast.samira, text="Dit kan niet.")
    client = client_of(cast.naima)
    for url in ("/", f"/nieuws/{post.pk}/", "/woorden-aan-mij/", "/ik/"):
        html = client.get(url).content.decode()
        assert "Samira" not in html
        assert "Dit kan niet." not in html
    assert cast.naima not in mails("item_reported")


def test_the_way_to_speak_up_stands_at_everything_but_ones_own(cast, make_post, make_photo, client_of):
    post = make_post(cast.groep5, cast.naima)
    photo = make_photo(post)
    reaction = add_reaction(post, "Leuk", by=cast.samira)
    page, large = f"/nieuws/{post.pk}/", f"/nieuws/{post.pk}/foto/1/"
    for person, own in ((cast.tom, ()), (cast.samira, (reaction,)), (cast.naima, (post, photo))):
        client = client_of(person)
        html = client.get(page).content.decode() + client.get(large).content.decode()
        for row in (post, photo, reaction):
            assert (address(row) in html) is (row not in own), (person, row)


def test_teachers_report_a_portrait_from_the_list_of_members_but_not_their_own(cast, client_of):
    for person in (cast.naima, cast.joris):
        person.portrait.save("p.webp", ContentFile(b"RIFF0000WEBP"))
    html = client_of(cast.naima).get(f"/groepen/{cast.groep5.pk}/leden/").content.decode()
    assert f"/melden/portrait/{cast.joris.pk}/" in html
    assert f"/melden/portrait/{cast.naima.pk}/" not in html


# The words one got


def test_words_are_read_newest_first_and_are_new_once(cast, reaction, client_of):
    post = Post.objects.get(pk=reaction.post_id)
    with time_machine.travel(clock.now(), tick=False) as now:
        for number, person in enumerate((cast.samira, cast.inge, cast.kwame)):
            say_word(subject(reaction), f"Woord {number} van {person.first_name}", by=person)
            now.shift(timedelta(minutes=1))
    client = client_of(cast.tom)
    client.head("/woorden-aan-mij/")
    assert FriendlyWord.objects.filter(read_at=None).count() == 3
    html = client.get("/woorden-aan-mij/").content.decode()
    places = [html.index(f"Woord {number}") for number in (2, 1, 0)]
    assert all(first < second for first, second in pairwise(places))
    assert html.count("nieuw</span>") == 3
    assert f"/nieuws/{post.pk}/#reactie-{reaction.pk}" in html
    assert html.count("/melden/word/") == 3
    assert "nieuw</span>" not in client.get("/woorden-aan-mij/").content.decode()
    assert "Geen woorden aan jou" in client_of(cast.samira).get("/woorden-aan-mij/").content.decode()
    assert "/woorden-aan-mij/" in client.get("/ik/").content.decode()


def test_a_word_that_is_hidden_is_not_read(cast, reaction, client_of):
    word = say_word(subject(reaction), "Een lelijk woord", by=cast.samira)
    find("word", word.pk).hide()
    assert "Een lelijk woord" not in client_of(cast.tom).get("/woorden-aan-mij/").content.decode()


def test_a_word_says_where_the_thing_stands_as_long_as_it_does(cast, photo, make_post, client_of):
    cast.naima.portrait.save("p.webp", ContentFile(b"RIFF0000WEBP"))
    for row in (photo.post, photo, cast.naima):
        say_word(subject(row), "Hoi", by=cast.samira)
    client = client_of(cast.naima)
    html = client.get("/woorden-aan-mij/").content.decode()
    assert html.count(f'href="/nieuws/{photo.post_id}/"') == 2
    find("photo", photo.pk).hide()
    html = client.get("/woorden-aan-mij/").content.decode()
    assert html.count(f'href="/nieuws/{photo.post_id}/"') == 1
    assert "over een foto bij je nieuwsbericht" in html


def test_a_word_can_be_reported_and_nothing_else(cast, reaction, client_of):
    word = say_word(subject(reaction), "Wat ben jij dom", by=cast.samira)
    client = client_of(cast.tom)
    html = client.get(address(word)).content.decode()
    assert "Meld dit woord" in html
    assert 'value="woord"' not in html
    assert client.post(address(word), SAID | {"reason": "E1"})["Location"] == "/woorden-aan-mij/"
    assert Item.objects.get().kind == Kind.WORD


def test_the_list_of_words_asks_the_same_with_1_and_with_20(cast, make_post, client_of):
    client = client_of(cast.naima)

    def asked(number):
        for _ in range(number):
            post = make_post(cast.groep5, cast.naima)
            fields = {"school": School.objects.get(), "kind": "post", "object_id": post.pk, "text": "Hoi"}
            FriendlyWord.objects.create(sender=cast.samira, recipient=cast.naima, read_at=clock.now(), **fields)
        client.get("/woorden-aan-mij/")
        with CaptureQueriesContext(connection) as found:
            client.get("/woorden-aan-mij/")
        return len(found)

    assert asked(1) == asked(20) <= 7
