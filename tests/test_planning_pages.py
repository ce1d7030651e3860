"""The composer says it before sending, and what stands ready can be worked with: D10 and E8 on the screen."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from groups.models import PostingPolicy
from messaging.models import Exemption, Post
from messaging.rules import How
from tests.answered import NOBODY
from tests.school_times import STUDY_DAY, at, keep_real_hours

pytestmark = [pytest.mark.django_db, pytest.mark.clause("D10", "E8")]

WORDS = {"kind": "learning", "title": "Torens", "text": "We bouwden torens.", "form": "1", "reactions_open": "on"}
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in (23, 24, 25, 26, 27))
AFTER_SCHOOL = at("2026-11-24", "15:30")


@pytest.fixture
def school(cast, settings):
    """The cast on a Tuesday after school, in a real week with a study day on Friday."""
    keep_real_hours(cast.school, STUDY_DAY)
    with time_machine.travel(AFTER_SCHOOL, tick=False):
        yield cast


def composer(group) -> str:
    return reverse("messaging:post-create", args=[group.pk])


def words(response) -> str:
    """What somebody reads: no tags, single spaces."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))).replace(" .", ".")


def ways(response) -> list[str]:
    return re.findall(r'name="when" value="(\w+)"', response.content.decode())


def expected(response) -> str:
    """The moment that the form brings back."""
    return re.search(r'name="expected" value="([^"]*)"', response.content.decode())[1]


def out(make_post, group, author, day: date = TUESDAY, hour: str = "09:00", **more) -> Post:
    """A post that went out and holds the place of its day."""
    moment = at(day.isoformat(), hour)
    place = {"slot_on": day, "slot_number": 1, "exempt": ""}
    return make_post(group, author, published_at=moment, **place | more)


def ready(make_post, group, author, day: date, **more) -> Post:
    """A post that stands ready at the opening of a day."""
    place = {"slot_on": day, "slot_number": 1, "publish_at": at(day.isoformat(), "08:00")}
    return make_post(group, author, state="planned", **place | more)


# The meter and the deal


def test_the_meter_shows_what_is_out_what_is_ready_where_this_goes_and_which_day_does_not_count(
    school, client_of, make_post
) -> None:
    out(make_post, school.groep5, school.naima, MONDAY)
    out(make_post, school.groep5, school.joris)
    ready(make_post, school.groep5, school.joris, WEDNESDAY)
    response = client_of(school.naima).get(composer(school.groep5))
    seats = re.findall(r'class="seat ?([a-z ]*)"', response.content.decode())
    assert seats == ["on", "on", "on later", "now", "off"]
    said = words(response)
    assert "2 geplaatst, 1 klaargezet. Dit wordt nummer 4." in said
    assert "Afspraak: minstens 2 per week, hoogstens 1 per dag." in said
    assert "Vrijdag telt niet mee: Studiedag." in said
    assert "Vandaag is er al een nieuwsbericht. Dit gaat donderdag 26 november om 8.00 uur uit." in said


def test_the_meter_says_what_the_school_set(school, client_of) -> None:
    PostingPolicy.objects.update(week_minimum=3, day_limit=2)
    said = words(client_of(school.naima).get(composer(school.groep5)))
    assert "Afspraak: minstens 3 per week, hoogstens 2 per dag." in said
    assert "Nog niets geplaatst, dit wordt nummer 1." in said


def test_the_team_has_no_meter(school, client_of) -> None:
    response = client_of(school.naima).get(composer(school.team))
    assert 'class="week"' not in response.content.decode()
    assert "Dit gaat meteen uit." in words(response)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (at("2026-11-24", "15:30"), "Dit gaat meteen uit."),
        (at("2026-11-24", "10:00"), "Het is nu lestijd. Dit gaat vandaag om 14.15 uur uit."),
        (at("2026-11-24", "21:00"), "Je bent nu niet aan het werk. Dit gaat morgen om 8.00 uur uit."),
        (at("2026-11-28", "11:00"), "Je bent nu niet aan het werk. Dit gaat maandag 30 november om 8.00 uur uit."),
    ],
)
def test_the_composer_says_when_it_goes_out_and_why(school, client_of, now, said) -> None:
    with time_machine.travel(now, tick=False):
        assert said in words(client_of(school.naima).get(composer(school.groep5)))


def test_one_who_has_written_today_elsewhere_hears_so_where_the_school_counts_writers(
    school, client_of, make_post
) -> None:
    PostingPolicy.objects.update(counts_per="author")
    out(make_post, school.groep6, school.naima, slot_number=None, author_slot=1)
    response = client_of(school.naima).get(composer(school.groep5))
    assert "Vandaag heb je al een nieuwsbericht. Dit gaat morgen om 8.00 uur uit." in words(response)
    assert "add" not in ways(response), "there is nothing of today to add to in this group"


# Which ways are offered


@pytest.mark.parametrize(
    ("now", "is_full", "offered"),
    [
        ("15:30", False, ["auto", "day"]),
        ("15:30", True, ["add", "auto", "day", "urgent"]),
        ("10:00", False, ["auto", "day", "excursion", "reason"]),
        ("10:00", True, ["add", "auto", "day", "urgent"]),
    ],
)
def test_only_the_ways_that_make_sense_now_are_offered_an_addition_first(
    school, client_of, make_post, *, now, is_full, offered
) -> None:
    if is_full:
        out(make_post, school.groep5, school.joris)
    with time_machine.travel(at("2026-11-24", now), tick=False):
        response = client_of(school.naima).get(composer(school.groep5))
    assert ways(response) == offered
    assert re.search(r'value="auto" checked', response.content.decode())


def test_an_own_post_that_stands_ready_can_be_swapped_with(school, client_of, make_post) -> None:
    out(make_post, school.groep5, school.joris)
    mine = ready(make_post, school.groep5, school.naima, WEDNESDAY)
    client = client_of(school.naima)
    assert "swap" in ways(client.get(composer(school.groep5)))
    client.post(composer(school.groep5), WORDS | {"when": "swap", "swap_with": mine.pk})
    days = dict(Post.objects.filter(state="planned").values_list("title", "slot_on"))
    assert days == {"Torens": WEDNESDAY, mine.title: THURSDAY}


def test_a_colleagues_post_is_not_swapped_with(school, client_of, make_post) -> None:
    out(make_post, school.groep5, school.naima)
    theirs = ready(make_post, school.groep5, school.joris, WEDNESDAY)
    client = client_of(school.naima)
    assert "swap" not in ways(client.get(composer(school.groep5)))
    response = client.post(composer(school.groep5), WORDS | {"when": "swap", "swap_with": theirs.pk})
    assert response.status_code == 422
    assert "Dat bericht kun je niet meer ruilen." in words(response)


@pytest.mark.clause("D9")
def test_only_the_head_has_now_everybody(school, client_of, make_post) -> None:
    out(make_post, school.whole_school, school.marleen)
    client = client_of(school.marleen)
    assert "now" in ways(client.get(composer(school.whole_school)))
    client.post(composer(school.whole_school), WORDS | {"when": "now"})
    assert Post.objects.get(title="Torens").exempt == "now"
    out(make_post, school.groep5, school.joris)
    client_of(school.naima).post(composer(school.groep5), WORDS | {"title": "Niet nu", "when": "now"})
    assert Post.objects.get(title="Niet nu").slot_on == WEDNESDAY


@pytest.mark.clause("B5")
def test_a_trainee_asks_for_consent_and_is_offered_no_way_round_it(school, client_of) -> None:
    response = client_of(school.fleur).get(composer(school.groep5))
    assert "De leerkracht leest het eerst. Daarna gaat het uit." in words(response)
    assert "Vraag akkoord" in words(response)
    assert ways(response) == []


# Sending


def test_a_form_without_a_way_means_as_agreed(school, client_of, make_post) -> None:
    out(make_post, school.groep5, school.joris)
    three = {"kind": "learning", "title": "Torens", "text": "We bouwden torens."}
    response = client_of(school.naima).post(composer(school.groep5), three)
    post = Post.objects.get(title="Torens")
    assert (response.status_code, response["Location"]) == (302, f"/nieuws/{post.pk}/")
    assert (post.state, post.slot_on) == ("planned", WEDNESDAY)


def test_after_sending_the_page_says_when_it_goes_out_and_why(school, client_of, make_post) -> None:
    out(make_post, school.groep5, school.joris)
    client = client_of(school.naima)
    seen = expected(client.get(composer(school.groep5)))
    said = words(client.post(composer(school.groep5), WORDS | {"when": "auto", "expected": seen}, follow=True))
    assert "Vandaag is er al een nieuwsbericht. Je nieuwsbericht staat klaar. Het gaat morgen om 8.00 uur uit." in said
    assert "Gaat morgen om 8.00 uur uit" in said
    assert "anders" not in said


def test_who_saw_another_moment_than_it_became_is_told(school, client_of, make_post) -> None:
    client = client_of(school.naima)
    seen = expected(client.get(composer(school.groep5)))
    out(make_post, school.groep5, school.joris, hour="15:29")  # somebody was quicker
    said = words(client.post(composer(school.groep5), WORDS | {"when": "auto", "expected": seen}, follow=True))
    assert "Het werd een ander moment dan je eerst zag." in said
    assert "Het gaat morgen om 8.00 uur uit." in said


def test_who_waits_for_nothing_any_more_is_told_too(school, client_of) -> None:
    seen = {"when": "auto", "expected": "2026-11-25T08:00+01:00"}
    said = words(client_of(school.naima).post(composer(school.groep5), WORDS | seen, follow=True))
    assert "Er was plek: je nieuwsbericht gaat meteen uit." in said


def test_a_later_day_of_choice_is_kept(school, client_of) -> None:
    client = client_of(school.naima)
    page = client.get(composer(school.groep5)).content.decode()
    offered = re.findall(r'<option value="(2026-[\d-]+)"', page)
    assert offered[:3] == ["2026-11-25", "2026-11-26", "2026-11-30"], "not the study day, not the weekend"
    assert len(offered) == 15
    client.post(composer(school.groep5), WORDS | {"when": "day", "day": "2026-11-26"})
    post = Post.objects.get(title="Torens")
    assert (post.slot_on, post.publish_at) == (THURSDAY, at("2026-11-26", "08:00"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"when": "day"}, "Kies een dag."),
        ({"when": "day", "day": "morgen"}, "Kies een dag."),
        ({"when": "day", "day": "2026-11-27"}, "Op die dag is er geen school. Kies een andere dag."),
        ({"when": "day", "day": "2026-11-24"}, "Kies een dag na vandaag."),
        ({"when": "urgent", "reason": " "}, "Schrijf in één zin waarom het nu uitgaat."),
        ({"when": "urgent", "reason": "x" * 301}, "Je reden heeft 301 tekens."),
        ({"when": "ooit"}, "Kies wanneer het uitgaat."),
        ({"when": "add", "add_to": "1"}, "Bij dat bericht kan niets meer bij."),
    ],
)
def test_what_cannot_be_sent_so_is_kept_with_its_photos_and_said(
    school, client_of, make_post, photo_file, *, fields, said
) -> None:
    out(make_post, school.groep5, school.joris)
    if fields["when"] == "add":
        Post.objects.update(consent="released")
    response = client_of(school.naima).post(
        composer(school.groep5), WORDS | NOBODY | fields | {"photos": [photo_file()]}
    )
    assert response.status_code == 422
    assert said in words(response)
    assert "We bouwden torens." in response.content.decode()
    post = Post.objects.get(title="Torens")
    assert (post.state, post.photos.count()) == ("draft", 1)


def test_a_reason_that_another_way_would_need_does_not_matter(school, client_of) -> None:
    response = client_of(school.naima).post(composer(school.groep5), WORDS | {"when": "auto", "reason": "x" * 301})
    assert response.status_code == 302


def test_urgent_goes_out_today_counted_and_says_how_many_are_left(school, client_of, make_post) -> None:
    out(make_post, school.groep5, school.joris)
    client = client_of(school.naima)
    assert "Je hebt er deze maand nog 2." in words(client.get(composer(school.groep5)))
    client.post(composer(school.groep5), WORDS | {"when": "urgent", "reason": "De bus is stuk."})
    assert Post.objects.get(title="Torens").state == "published"
    assert "Je hebt er deze maand nog 1." in words(client.get(composer(school.groep5) + "?nieuw=1"))


def test_when_those_of_the_month_are_used_the_head_is_asked_and_the_writer_hears_it(
    school, client_of, make_post
) -> None:
    PostingPolicy.objects.update(urgent_free=0)
    out(make_post, school.groep5, school.joris)
    client = client_of(school.naima)
    assert "we vragen het eerst aan de directie" in words(client.get(composer(school.groep5)))
    send = WORDS | {"when": "urgent", "reason": "De bus is stuk."}
    said = words(client.post(composer(school.groep5), send, follow=True))
    assert "We vragen de directie of het vandaag uitgaat. Tot die tijd staat het klaar voor morgen om 8.00 uur." in said
    assert Exemption.objects.asked().get().reason == "De bus is stuk."


@pytest.mark.parametrize(("way", "reason"), [("excursion", ""), ("reason", "De ouders wachten.")])
def test_an_excursion_and_a_reason_go_out_during_lessons_and_are_recorded(school, client_of, way, reason) -> None:
    with time_machine.travel(at("2026-11-24", "10:00"), tick=False):
        client_of(school.naima).post(composer(school.groep5), WORDS | {"when": way, "reason": reason})
    post = Post.objects.get(title="Torens")
    assert post.state == "published"
    assert post.exemptions.get().kind == How(way).value


def test_nothing_is_recorded_when_there_is_nothing_to_go_round(school, client_of) -> None:
    client_of(school.naima).post(composer(school.groep5), WORDS | {"when": "reason", "reason": "Zomaar."})
    assert Post.objects.get(title="Torens").state == "published"
    assert not Exemption.objects.exists()


def test_the_button_says_what_it_does(school, client_of, make_post) -> None:
    client = client_of(school.naima)
    assert "Plaats nu" in words(client.get(composer(school.groep5)))
    out(make_post, school.groep5, school.joris)
    assert "Zet klaar voor morgen" in words(client.get(composer(school.groep5)))


def test_the_composer_that_stands_open_asks_again(school, client_of, make_post) -> None:
    client = client_of(school.naima)
    address = reverse("messaging:post-outlook", args=[school.groep5.pk])
    assert "Dit gaat meteen uit." in words(client.get(address))
    out(make_post, school.groep5, school.joris)
    response = client.get(address)
    assert "Dit gaat morgen om 8.00 uur uit." in words(response)
    assert "<html" not in response.content.decode()


# Words that name a day


def test_words_that_name_a_day_are_pointed_out_when_it_goes_out_on_another(school, client_of, make_post) -> None:
    out(make_post, school.groep5, school.joris)
    client = client_of(school.naima)
    send = WORDS | {"text": "Vandaag bouwden we. MORGEN weer, goede morgen.", "when": "auto"}
    client.post(composer(school.groep5), send | {"save": "1"})
    hint = "Klopt dit nog op de dag dat het uitgaat? Je schrijft: Vandaag , MORGEN. Lezers zien het op een andere dag."
    assert hint in words(client.get(composer(school.groep5)))
    response = client.post(composer(school.groep5), send, follow=True)
    assert response.status_code == 200, "it never stops"
    assert hint in words(response)


def test_words_that_name_a_day_are_true_on_their_day(school, client_of) -> None:
    client = client_of(school.naima)
    client.post(composer(school.groep5), WORDS | {"text": "Vandaag bouwden we.", "save": "1"})
    page = client.get(composer(school.groep5)).content.decode().split("<template")[0]
    assert "Klopt dit nog" not in page


# What stands ready


def planned_list(group) -> str:
    return reverse("messaging:planned-list", args=[group.pk])


def test_what_stands_ready_is_listed_in_the_order_in_which_it_goes_out(school, client_of, make_post) -> None:
    later = ready(make_post, school.groep5, school.joris, THURSDAY, title="Later")
    sooner = ready(make_post, school.groep5, school.naima, WEDNESDAY, title="Eerder")
    ready(make_post, school.groep6, school.karim, WEDNESDAY, title="Ergens anders")
    response = client_of(school.naima).get(planned_list(school.groep5))
    assert re.findall(r'data-planned="(\d+)"', response.content.decode()) == [str(sooner.pk), str(later.pk)]
    assert "Gaat morgen om 8.00 uur uit" in words(response)
    assert "Ergens anders" not in words(response)
    assert "2 berichten staan klaar" in words(client_of(school.naima).get(f"/groepen/{school.groep5.pk}/"))
    assert "berichten staan klaar" not in words(client_of(school.samira).get(f"/groepen/{school.groep5.pk}/"))


def test_the_list_asks_the_same_with_1_and_with_8_posts(school, client_of, make_post, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = client_of(school.naima), []
    for number in (1, 8):
        while Post.objects.filter(state="planned").count() < number:
            day = WEDNESDAY + timedelta(days=7 * Post.objects.count())
            ready(make_post, school.groep5, school.joris, day, photos=2)
        client.get(planned_list(school.groep5))
        with CaptureQueriesContext(connection) as asked:
            client.get(planned_list(school.groep5))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_planned_post_moves_to_a_day_with_room(school, client_of, make_post) -> None:
    post = ready(make_post, school.groep5, school.naima, WEDNESDAY)
    client, address = client_of(school.naima), f"/nieuws/{post.pk}/wanneer/"
    assert 'value="2026-11-26"' in client.get(address).content.decode()
    assert client.post(address, {"when": "day", "day": "2026-11-26"}).status_code == 302
    post.refresh_from_db()
    assert (post.slot_on, post.state) == (THURSDAY, "planned")


def test_a_planned_post_does_not_move_to_a_full_day(school, client_of, make_post) -> None:
    post = ready(make_post, school.groep5, school.naima, WEDNESDAY)
    ready(make_post, school.groep5, school.joris, THURSDAY)
    response = client_of(school.naima).post(f"/nieuws/{post.pk}/wanneer/", {"when": "day", "day": "2026-11-26"})
    assert response.status_code == 422
    assert "Die dag is al vol. Kies een andere dag." in words(response)
    post.refresh_from_db()
    assert post.slot_on == WEDNESDAY


def test_two_own_planned_posts_change_places(school, client_of, make_post) -> None:
    first = ready(make_post, school.groep5, school.naima, WEDNESDAY)
    second = ready(make_post, school.groep5, school.naima, THURSDAY)
    client_of(school.naima).post(f"/nieuws/{first.pk}/wanneer/", {"when": "swap", "swap_with": second.pk})
    assert list(Post.objects.order_by("pk").values_list("slot_on", flat=True)) == [THURSDAY, WEDNESDAY]


def test_a_planned_post_is_sent_when_the_day_has_room(school, client_of, make_post) -> None:
    post = ready(make_post, school.groep5, school.naima, THURSDAY)
    client = client_of(school.naima)
    assert "Er is plek: het kan meteen uit." in words(client.get(f"/nieuws/{post.pk}/nu/"))
    said = words(client.post(f"/nieuws/{post.pk}/nu/", {"when": "auto"}, follow=True))
    assert "Je nieuwsbericht is geplaatst." in said
    post.refresh_from_db()
    assert (post.state, post.slot_on) == ("published", TUESDAY)


def test_sending_a_planned_post_on_a_full_day_offers_the_ways_round(school, client_of, make_post) -> None:
    out(make_post, school.groep5, school.joris)
    post = ready(make_post, school.groep5, school.naima, WEDNESDAY)
    client, address = client_of(school.naima), f"/nieuws/{post.pk}/nu/"
    response = client.get(address)
    assert "Vandaag is er al een nieuwsbericht." in words(response)
    assert ways(response) == ["urgent"]
    assert client.post(address, {"when": "urgent"}).status_code == 422
    client.post(address, {"when": "urgent", "reason": "De bus is stuk."})
    post.refresh_from_db()
    assert (post.state, post.exempt) == ("published", "urgent")


def test_a_colleague_sends_by_the_own_hours_what_the_sick_author_planned(school, client_of, make_post) -> None:
    from groups.models import WorkingTime

    for weekday in (1, 3):
        WorkingTime.objects.create(user=school.naima, weekday=weekday, begins_at="08:00", ends_at="16:00")
    post = ready(make_post, school.groep5, school.naima, WEDNESDAY)
    client_of(school.joris).post(f"/nieuws/{post.pk}/nu/", {"when": "auto"})
    post.refresh_from_db()
    assert (post.state, post.author) == ("published", school.naima), "Naima does not work on Tuesday, Joris does"


def test_what_a_colleague_sends_urgently_counts_for_the_colleague(school, client_of, make_post) -> None:
    out(make_post, school.groep5, school.joris)
    post = ready(make_post, school.groep5, school.naima, WEDNESDAY)
    client_of(school.joris).post(f"/nieuws/{post.pk}/nu/", {"when": "urgent", "reason": "De bus is stuk."})
    assert Exemption.objects.get(post=post).author == school.joris


def test_what_is_taken_back_is_a_draft_and_its_place_is_free(school, client_of, make_post) -> None:
    post = ready(make_post, school.groep5, school.naima, WEDNESDAY)
    response = client_of(school.naima).post(f"/nieuws/{post.pk}/terughalen/")
    post.refresh_from_db()
    assert (post.state, post.slot_on) == ("draft", None)
    assert response["Location"] == f"{composer(school.groep5)}?concept={post.key}"


def test_a_colleague_takes_over_and_it_keeps_its_day_also_where_writers_are_counted(
    school, client_of, make_post
) -> None:
    PostingPolicy.objects.update(counts_per="author")
    post = ready(make_post, school.groep5, school.naima, WEDNESDAY, slot_number=None, author_slot=1)
    client_of(school.joris).post(f"/nieuws/{post.pk}/overnemen/")
    post.refresh_from_db()
    assert (post.author, post.slot_on, post.state) == (school.joris, WEDNESDAY, "planned")


@pytest.mark.clause("B5")
def test_an_admin_takes_over_what_a_trainee_wrote_and_the_admin_agreed_with(school, client_of, make_post) -> None:
    post = ready(
        make_post, school.groep5, school.fleur, WEDNESDAY,
        consent="approved", approved_by=school.naima, approved_hash="x",
    )  # fmt: skip
    client_of(school.naima).post(f"/nieuws/{post.pk}/overnemen/")
    post.refresh_from_db()
    assert (post.author, post.consent, post.state) == (school.naima, "", "planned")


def test_what_went_out_meanwhile_is_said_kindly(school, client_of, make_post) -> None:
    post = ready(make_post, school.groep5, school.naima, WEDNESDAY)
    client = client_of(school.naima)
    Post.objects.filter(pk=post.pk).update(state="published", published_at=AFTER_SCHOOL)
    for address in ("wanneer", "nu", "terughalen", "overnemen"):
        assert client.post(f"/nieuws/{post.pk}/{address}/").status_code == 404


@pytest.mark.clause("B8")
def test_who_may_take_over_sees_the_post_with_its_photos_and_nobody_else(school, client_of, make_post) -> None:
    post = ready(make_post, school.groep5, school.naima, WEDNESDAY, photos=1)
    photo = reverse("messaging:photo-file", args=[post.photos.get().key, "klein"])
    for person, code in ((school.joris, 200), (school.marleen, 200), (school.fleur, 404), (school.samira, 404)):
        client = client_of(person)
        assert client.get(f"/nieuws/{post.pk}/").status_code == code
        assert client.get(photo).status_code == code
        assert client.get(f"/nieuws/{post.pk}/foto/1/").status_code == code


def test_the_card_on_the_first_page_says_when_it_goes_out(school, client_of, make_post) -> None:
    ready(make_post, school.groep5, school.naima, WEDNESDAY)
    assert "Gaat morgen om 8.00 uur uit" in words(client_of(school.naima).get("/"))
