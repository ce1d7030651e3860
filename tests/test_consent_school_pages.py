"""The school's pages of consent: the head decides, the ICT contact reads, the teacher sees who may not (B9, D3)."""

import re
from datetime import timedelta

import pytest

from consent.actions import open_round
from consent.models import ConsentPolicy, Purpose, PurposeText, Round
from consent.purposes import PORTAL_GROUP, purposes_of
from messaging.models import Photo
from protocol import clock
from tests.answered import say

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B9")]
POLICY = {"renews": "yes", "lapses": "07-31", "past_photos": "hidden", "doubt": "at_once"}


def html(response, status=200) -> str:
    assert response.status_code == status, response.content.decode()[:400]
    return response.content.decode()


@pytest.fixture
def head(cast, client_of):
    return client_of(cast.marleen)


@pytest.fixture
def photo(cast, make_post, make_photo):
    say(cast.samira, cast.yara)
    made = make_photo(make_post(cast.groep5, cast.naima), recognisable=Photo.Recognisable.PUPILS)
    made.depictions.create(pupil=cast.yara, is_on_it=True, said_by=cast.naima)
    return made


def soon():
    return clock.today() + timedelta(days=1)


def words_of(code=PORTAL_GROUP):
    text = PurposeText.objects.filter(purpose__code=code).order_by("-version")[0]
    return {"title": text.title, "explanation": text.explanation, "example": text.example}


def test_the_head_asks_parents_and_the_page_says_so(cast, head, client_of):
    assert "nog niet gevraagd" in html(head.get("/beheer/toestemming/"))
    year = re.search(r'name="year" value="(\d+)" checked', html(head.get("/beheer/toestemming/ronde/"))).group(1)
    answer = head.post("/beheer/toestemming/ronde/", {"year": year, "when": "now"}, follow=True)
    assert "Alle ouders zijn nu gevraagd" in html(answer)
    assert Round.objects.get().opened_by == cast.marleen
    page = html(client_of(cast.dennis).get("/beheer/toestemming/"))
    assert "kregen ouders de vragen" in page
    assert "/beheer/toestemming/ronde/" not in page, "who only reads is not sent to what 404s"


def test_a_day_for_the_round_is_asked_for_kept_and_can_be_taken_away(cast, head):
    url = "/beheer/toestemming/ronde/"
    year = re.search(r'name="year" value="(\d+)" checked', html(head.get(url))).group(1)
    assert "Vul een dag in" in html(head.post(url, {"year": year, "when": "day"}), 422)
    assert "Kies een dag die nog komt" in html(
        head.post(url, {"year": year, "when": "day", "opens_on": "2020-01-01"}), 422
    )
    head.post(url, {"year": year, "when": "day", "opens_on": "2099-09-01"})
    assert Round.objects.get().opened_at is None
    assert "Toch niet op die dag" in html(head.get(url))
    head.post(url, {"drop": year})
    assert not Round.objects.exists()
    assert "Kies" in html(head.post(url, {"year": "1999", "when": "now"}), 422)
    assert "pas vanaf" in html(head.post(url, {"year": int(year) + 1, "when": "day", "opens_on": soon()}), 422)


def test_progress_stands_per_group_and_a_no_is_never_red(cast, head):
    open_round(cast.school, 2026, by=cast.marleen)
    for purpose in purposes_of(cast.school):
        if purpose.is_asked:
            say(cast.inge, cast.bram, False, purpose.code)
    page = html(head.get("/beheer/toestemming/"))
    assert "1 met een nee" in page
    main = page[page.index("<main") :]
    assert not re.search(r'class="[^"]*\b(bad|no|stop|btn-no)\b', main)


@pytest.mark.clause("D3")
def test_a_change_that_takes_photos_away_says_how_many_before_anything_is_saved(cast, head, photo):
    url = f"/beheer/toestemming/vragen/{PORTAL_GROUP}/"
    fields = {"is_asked": "on", "policy": "any", "again": "again"} | words_of()
    page = html(head.post(url, fields), 422)
    assert "gaat 1 foto meteen uit het portaal" in page
    assert Purpose.objects.get(code=PORTAL_GROUP).version == 1
    assert Photo.objects.shown().filter(pk=photo.pk).exists()
    seen = re.search(r'name="sure" value="(\d+)"', page).group(1)
    assert html(head.post(url, fields | {"sure": "0"}), 422), "who saw less is told again"
    assert head.post(url, fields | {"sure": seen})["Location"] == "/beheer/toestemming/vragen/"
    assert Purpose.objects.get(code=PORTAL_GROUP).version == 2
    assert not Photo.objects.shown().filter(pk=photo.pk).exists()


def test_changed_words_need_a_choice_whether_they_mean_something_else(cast, head, photo):
    html(head.get("/beheer/toestemming/vragen/"))
    url = f"/beheer/toestemming/vragen/{PORTAL_GROUP}/"
    fields = {"is_asked": "on", "policy": "any"} | words_of() | {"example": "De juf plaatst foto’s van gym."}
    page = html(head.post(url, fields), 422)
    assert "Kies of de vraag nu iets anders betekent" in page
    assert "foto’s van gym" in page, "what was written stays"
    assert head.post(url, fields | {"again": "keep"}).status_code == 302
    assert words_of()["example"] == fields["example"]
    assert Photo.objects.shown().filter(pk=photo.pk).exists()
    assert "Eerdere teksten" in html(head.get(url))
    long = html(head.post(url, fields | {"title": "x" * 121}), 422)
    assert "hoogstens 120 tekens" in long


def test_the_agreements_are_saved_and_say_first_what_goes(cast, head, photo):
    url = "/beheer/toestemming/afspraken/"
    html(head.get(url))
    assert head.post(url, POLICY | {"renews": "no"}).status_code == 302
    assert not ConsentPolicy.objects.get().renews
    assert html(head.post(url, POLICY | {"lapses": "12-31"}), 422), "a day that would cut the answers in half"
    assert html(head.post(url, {}), 422)


def test_an_unknown_question_is_not_there(head):
    assert head.get("/beheer/toestemming/vragen/niets/").status_code == 404


@pytest.mark.clause("B2")
def test_the_desk_says_who_does_not_agree_and_not_what_they_said(cast, head, client_of):
    assert "niet eens zijn" not in html(head.get("/directie/"))
    say(cast.samira, cast.yara)
    say(cast.tom, cast.yara, False)
    page = html(head.get("/directie/"))
    part = page[page.index('id="h-c"') :]
    part = part[: part.index("</section>")]
    assert "Yara" in part
    assert "Samira" not in part
    assert "Tom" not in part
    for parent in (cast.samira, cast.tom):
        for url in ("/", f"/groepen/{cast.groep5.pk}/"):
            assert "niet eens" not in html(client_of(parent).get(url))


@pytest.mark.clause("D3")
def test_a_teacher_reads_who_may_not_without_a_reason_and_prints_it_for_the_photographer(cast, client_of):
    say(cast.inge, cast.bram, False, "class_photo")
    say(cast.samira, cast.yara, True, "class_photo")
    client = client_of(cast.naima)
    page = html(client.get(f"/groepen/{cast.groep5.pk}/toestemming/"))
    assert "Geen toestemming: 1 kind" in page
    assert "Bram Tuinstra" in page
    assert "Inge" not in page
    printed = html(client.get(f"/groepen/{cast.groep5.pk}/toestemming/?voor=class_photo"))
    assert "Niet op de foto: 3 kinderen" in printed
    assert "Bram Tuinstra" in printed
    assert "Yara" not in printed
    assert "toestemming" not in printed[printed.index('id="h-not"') :].split("</section>")[0], "no reason on paper"


@pytest.mark.parametrize("number", [1, 12])
def test_the_pages_take_as_many_queries_with_one_answer_as_with_many(
    cast, head, client_of, django_assert_max_num_queries, number
):
    for purpose in [purpose for purpose in purposes_of(cast.school) if purpose.is_asked][:number]:
        say(cast.inge, cast.bram, False, purpose.code)
        say(cast.samira, cast.yara, True, purpose.code)
        say(cast.tom, cast.yara, False, purpose.code)
    with django_assert_max_num_queries(16):
        html(head.get("/beheer/toestemming/"))
    teacher = client_of(cast.naima)
    with django_assert_max_num_queries(16):
        html(teacher.get(f"/groepen/{cast.groep5.pk}/toestemming/"))
