"""The head's desk: what waits, what was taken, and how often each group was written to."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groups.actions import add_guardian, give_role
from groups.calendar import DaysOff
from groups.models import JoinRequest
from messaging.actions import Choice
from messaging.desk import help_for
from messaging.models import ExcusedWeek
from messaging.rules import How
from messaging.weeks import GroupWeeks, WeekCount
from protocol import clock
from tests.consenting import ask_as
from tests.factories import PostFactory
from tests.school_times import at, keep_real_hours

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
TUESDAY = at("2026-11-24", "15:30")
AUTUMN = DaysOff(date(2026, 10, 17), date(2026, 10, 25), "Herfstvakantie")


def desk(client: Client) -> str:
    response = client.get("/directie/")
    assert response.status_code == 200
    return str(response.content.decode())


def row_of(page: str, name: str) -> list[tuple[str, str]]:
    """Class and words of each week of a group, hidden words included."""
    row = next(row for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL) if f">{name}</a></th>" in row)
    cells = re.findall(r'<td class="([^"]+)">(.*?)</td>', row, re.DOTALL)
    return [(look, " ".join(re.sub(r"<[^>]+>", " ", words).split())) for look, words in cells]


def place(group: Any, author: Any, *days: date) -> None:
    for day in days:
        PostFactory(school_group=group, author=author, published_at=clock.begin_of(day) + timedelta(hours=15))


@pytest.mark.clause("D10")
def test_each_week_of_a_group_stands_there_as_a_number_beside_what_was_agreed(cast: Any, client_of: SignIn) -> None:
    keep_real_hours(cast.school, AUTUMN)
    with time_machine.travel(TUESDAY, tick=False):
        october, november = date(2026, 10, 5), date(2026, 11, 16)
        place(cast.groep5, cast.naima, *(october + timedelta(days=n) for n in range(3)), date(2026, 11, 23))
        place(cast.groep5, cast.naima, november)
        ExcusedWeek.objects.create(
            school=cast.school, school_group=cast.groep5, week=date(2026, 11, 9), excused_by=cast.marleen
        )
        cells = row_of(desk(client_of(cast.marleen)), "Groep 5")
    assert [look for look, _ in cells] == ["lv2", "low", "free", "low", "low", "free", "low", "now"]
    assert [words.split()[0].rstrip(",") for _, words in cells] == ["3", "0", "vrij", "0", "0", "0", "1", "1"]
    assert "minder dan 2" in cells[1][1], "readable without colour"
    assert "hoeft niet" in cells[5][1]
    assert "minder" not in cells[7][1], "a week that is not over says nothing yet"


@pytest.mark.clause("D10")
def test_a_cell_leads_to_the_posts_of_that_week(cast: Any, client_of: SignIn) -> None:
    keep_real_hours(cast.school)
    with time_machine.travel(TUESDAY, tick=False):
        head = client_of(cast.marleen)
        PostFactory(school_group=cast.groep5, author=cast.naima, title="Toen", published_at=at("2026-11-15", "23:59"))
        PostFactory(
            school_group=cast.groep5, author=cast.naima, title="Die week", published_at=at("2026-11-16", "00:00")
        )
        PostFactory(school_group=cast.groep5, author=cast.naima, title="Nu pas", published_at=at("2026-11-23", "00:00"))
        url = f"/groepen/{cast.groep5.pk}/?week=2026-11-16"
        assert url in desk(head)
        page = head.get(url).content.decode()
        assert "Die week" in page
        assert "Toen" not in page
        assert "Nu pas" not in page
        for odd in ("", "x", "2026-13-40", "9999-12-31", "0001-01-01"):
            assert head.get(f"/groepen/{cast.groep5.pk}/?week={odd}").status_code == 200


def week(number: int, placed: int, needed: int = 2) -> WeekCount:
    return WeekCount(date(2026, 9, 28) + timedelta(weeks=number), placed, 0, needed, needed == 0, 5)


@pytest.mark.clause("D10")
@pytest.mark.parametrize(
    ("placed", "needed", "help"),
    [
        ([2, 2, 2, 2, 2, 1, 0], 2, None),
        ([2, 2, 2, 2, 1, 0, 0], 2, (3, 1)),
        ([1, 3, 1, 3, 1, 3, 3], 2, (3, 3)),
        ([0, 0, 0, 0, 0, 0, 0], 0, None),
    ],
)
def test_several_weeks_below_the_minimum_ask_whether_help_is_needed(
    cast: Any, placed: list[int], needed: int, help: tuple[int, int] | None
) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        found = help_for(GroupWeeks(cast.groep4, [week(n, number, needed) for n, number in enumerate(placed)]))
    assert (found and (found.weeks, found.placed)) == help


@pytest.mark.clause("D10")
def test_the_desk_asks_kindly_and_names_no_person(cast: Any, client_of: SignIn) -> None:
    keep_real_hours(cast.school)
    with time_machine.travel(TUESDAY, tick=False):
        place(cast.groep4, cast.naima, date(2026, 11, 16))
        page = desk(client_of(cast.marleen))
    assert re.search(r"Groep 4 schreef in \d weken 1 bericht\. Is er hulp nodig\?", page)
    assert "te weinig" not in page


@pytest.mark.clause("D10")
def test_what_everybody_took_this_month_is_counted_by_person(cast: Any, client_of: SignIn) -> None:
    ask_as(cast.karim, cast.groep8)
    for _ in range(2):
        ask_as(cast.karim, cast.groep8, choice=Choice(How.URGENT, reason="De bus is stuk."))
    ask_as(cast.naima, cast.groep5, choice=Choice(How.EXCURSION))
    page = desk(client_of(cast.marleen))
    assert "dringend: genomen 2 van 2" in page
    assert "buiten de uren: 1 keer" in page
    with time_machine.travel(clock.now() + timedelta(days=32), tick=False):
        assert "genomen" not in desk(client_of(cast.marleen))


@pytest.mark.clause("B3")
def test_the_requests_that_a_teacher_handed_over_stand_on_the_desk(cast: Any, client_of: SignIn) -> None:
    asked = JoinRequest.objects.create(
        school_group=cast.groep5, asker=cast.liwen, child_name="Lucas Wen", relation="mother"
    )
    assert "Overleg over leden" not in desk(client_of(cast.marleen))
    JoinRequest.objects.filter(pk=asked.pk).update(state="head", concern="authority")
    assert f"/beheer/verzoeken/{asked.pk}/" in desk(client_of(cast.marleen))


def test_who_stands_in_for_the_head_has_the_desk_and_the_ict_contact_has_not(cast: Any, client_of: SignIn) -> None:
    assert client_of(cast.dennis).get("/directie/").status_code == 404
    day = clock.today()
    give_role(cast.wilma, "head", cast.school, by=cast.marleen, valid_from=day, valid_until=day)
    client = client_of(cast.wilma)
    assert "Er wacht niets op je" in desk(client)
    assert 'href="/directie/"' in client.get("/").content.decode()
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert client_of(cast.wilma).get("/directie/").status_code == 404


def test_a_full_desk_asks_the_database_as_much_as_an_empty_one(cast: Any, client_of: SignIn) -> None:
    client = client_of(cast.marleen)

    def count() -> int:
        client.get("/directie/")
        with CaptureQueriesContext(connection) as asked:
            desk(client)
        return len(asked)

    def fill(number: int) -> None:
        for _ in range(number):
            ask_as(cast.pieterjan, cast.mr)
            ask_as(cast.fleur, cast.groep5)
            ask_as(cast.karim, cast.groep8, choice=Choice(How.URGENT, reason="De bus is stuk."))
        place(cast.groep4, cast.naima, *(clock.today() - timedelta(days=n) for n in range(number)))

    fill(4)
    few = count()
    fill(10)
    assert count() == few <= 22


@pytest.mark.clause("B4")
def test_staff_who_answer_in_a_class_are_asked_once_and_nobody_else(
    cast: Any, client_of: SignIn, make_post: Any
) -> None:
    post = make_post(cast.groep5, cast.naima)
    url = f"/nieuws/{post.pk}/reactie/"
    for person in (cast.naima, cast.marleen, cast.fleur):
        asked = client_of(person).post(url, {"text": "Mooi gezegd."})
        page = asked.content.decode()
        assert asked.status_code == 422
        assert "In principe antwoorden leerkrachten hier niet" in page
        assert "Toch plaatsen" in page
        assert "Mooi gezegd." in page, "the text is kept"
        assert client_of(person).post(url, {"text": "Mooi gezegd.", "sure": "1"}).status_code == 302
    assert client_of(cast.samira).post(url, {"text": "Dank je."}).status_code == 302
    assert post.reactions.count() == 4
    for group, person in ((cast.team, cast.naima), (cast.whole_school, cast.marleen)):
        other = make_post(group, cast.marleen)
        assert client_of(person).post(f"/nieuws/{other.pk}/reactie/", {"text": "Dank."}).status_code == 302


@pytest.mark.clause("B4")
def test_a_teacher_whose_own_child_is_in_the_class_answers_there_as_a_parent(
    cast: Any, client_of: SignIn, make_post: Any
) -> None:
    add_guardian(cast.yara, cast.thijs, cast.groep5, by=cast.naima, has_authority=True)
    post = make_post(cast.groep5, cast.naima)
    assert client_of(cast.thijs).post(f"/nieuws/{post.pk}/reactie/", {"text": "Leuk."}).status_code == 302
