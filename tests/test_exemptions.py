"""Asking the head for one more today: allowed or refused, once, never by oneself (D10)."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from groups.actions import give_role
from messaging.actions import AS_AGREED, Choice, allow_exemption, publish_due_posts, refuse_exemption, withdraw_post
from messaging.models import Exemption, Post
from messaging.rules import How
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from protocol import clock
from tests.consenting import ask_as
from tests.school_times import at, keep_real_hours

SignIn = Callable[..., Client]
one = pytest.mark.django_db
both = pytest.mark.django_db(transaction=True)
URGENT = Choice(How.URGENT, reason="De bus naar het museum vertrekt later.")


def urgent(author: Any, group: Any, number: int = 3) -> Exemption:
    """The first post of the day, the urgent ones that are free, and one more that asks."""
    ask_as(author, group)
    for _ in range(number):
        post = ask_as(author, group, choice=URGENT)
    return Exemption.objects.asked().select_related("post", "author").get(post=post)


@one
@pytest.mark.clause("D10")
def test_the_head_allows_one_more_today_and_it_goes_out(cast: Any, client_of: SignIn) -> None:
    asked = urgent(cast.karim, cast.groep8)
    assert asked.post.state == "planned"
    head = client_of(cast.marleen)
    page = head.get("/directie/").content.decode()
    assert "Karim" in page
    assert "De bus naar het museum vertrekt later." in page
    assert head.post(f"/uitzonderingen/{asked.pk}/", {"answer": "allow"})["Location"] == "/directie/"
    publish_due_posts()
    asked.post.refresh_from_db()
    assert (asked.post.state, asked.post.exempt) == ("published", "urgent")
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("allowed", cast.marleen)
    assert "Sta toe" not in head.get(f"/uitzonderingen/{asked.pk}/").content.decode()


@one
@pytest.mark.clause("D10")
@pytest.mark.parametrize(("day", "words"), [("2026-11-24", "Nee, morgen"), ("2026-11-27", "Nee, maandag 30 november")])
def test_no_says_on_which_day_it_goes_out_and_there_it_stays(
    cast: Any, client_of: SignIn, day: str, words: str
) -> None:
    keep_real_hours(cast.school)
    with time_machine.travel(at(day, "15:30"), tick=False):
        asked = urgent(cast.karim, cast.groep8)
        head = client_of(cast.marleen)
        for url in ("/directie/", f"/uitzonderingen/{asked.pk}/"):
            assert re.search(rf">{words}<", head.get(url).content.decode())
        before = asked.post.publish_at
        head.post(f"/uitzonderingen/{asked.pk}/", {"answer": "refuse"})
        asked.post.refresh_from_db()
        asked.refresh_from_db()
        assert (asked.state, asked.post.state, asked.post.publish_at) == ("refused", "planned", before)
        answer = OutboxMail.objects.get(kind="exemption_answer")
        assert "gaat vandaag niet uit" in answer.text


@one
@pytest.mark.clause("D10", "B8")
def test_the_head_hears_of_it_at_whatever_hour_and_no_word_of_it_leaves(cast: Any, mailoutbox: Any) -> None:
    keep_real_hours(cast.school)
    with time_machine.travel(at("2026-11-24", "15:30"), tick=False):
        ask_as(cast.karim, cast.groep8)
    with time_machine.travel(at("2026-11-24", "21:40"), tick=False):
        for _ in range(3):
            ask_as(cast.karim, cast.groep8, choice=URGENT)
        asked = OutboxMail.objects.get(kind="exemption_asked")
        assert asked.due_at == clock.now()
        deliver_due()
    assert [mail.to for mail in mailoutbox] == [[cast.marleen.email]]
    for secret in ("bus", "museum", "Karim", "Groep 8"):
        assert secret not in mailoutbox[0].subject + mailoutbox[0].body


@one
@pytest.mark.clause("D10")
def test_what_is_out_or_taken_back_asks_nothing_any_more(cast: Any, client_of: SignIn) -> None:
    asked = urgent(cast.karim, cast.groep8)
    other = urgent(cast.naima, cast.groep5)
    withdraw_post(other.post)
    with time_machine.travel(asked.post.publish_at, tick=False):
        publish_due_posts()
        assert Post.objects.get(pk=asked.post_id).state == "published"
        assert set(Exemption.objects.filter(pk__in=[asked.pk, other.pk]).values_list("state", flat=True)) == {"lapsed"}
        head = client_of(cast.marleen)
        assert "Uitzondering gevraagd" not in head.get("/directie/").content.decode()
        assert head.get(f"/uitzonderingen/{asked.pk}/").status_code == 404


@one
@pytest.mark.clause("D10")
def test_nobody_allows_their_own_and_an_answer_is_yes_or_no(cast: Any, client_of: SignIn) -> None:
    give_role(cast.wilma, "head", cast.school, by=cast.marleen)
    asked = urgent(cast.karim, cast.groep8)
    assert client_of(cast.karim).post(f"/uitzonderingen/{asked.pk}/", {"answer": "allow"}).status_code == 404
    assert client_of(cast.marleen).post(f"/uitzonderingen/{asked.pk}/", {"answer": "?"}).status_code == 422
    for decide in (allow_exemption, refuse_exemption):
        with pytest.raises(IntegrityError), transaction.atomic():
            decide(asked, by=cast.karim)
    with pytest.raises(IntegrityError), transaction.atomic():
        Exemption.objects.filter(pk=asked.pk).update(state="allowed")
    asked.refresh_from_db()
    assert asked.state == "asked"
    own = urgent(cast.marleen, cast.whole_school)
    assert client_of(cast.marleen).get(f"/uitzonderingen/{own.pk}/").status_code == 404
    assert client_of(cast.wilma).get(f"/uitzonderingen/{own.pk}/").status_code == 200


@both
@pytest.mark.clause("D10")
def test_of_two_heads_at_once_one_answers(cast: Any, race: Any) -> None:
    give_role(cast.wilma, "head", cast.school, by=cast.marleen)
    asked = urgent(cast.karim, cast.groep8)
    heads = [cast.marleen, cast.wilma]
    decide = [allow_exemption, refuse_exemption]
    done = race(lambda n: decide[n % 2](asked, by=heads[n % 2]), 6)
    assert done.count(True) == 1, done
    assert OutboxMail.objects.filter(kind="exemption_answer").count() == 1
    publish_due_posts()
    post, row = Post.objects.get(pk=asked.post_id), Exemption.objects.get(pk=asked.pk)
    assert (row.state, post.state) in {("allowed", "published"), ("refused", "planned")}


@both
@pytest.mark.clause("D10")
def test_of_eight_at_once_one_takes_the_last_free_one_and_nothing_is_lost(cast: Any, race: Any) -> None:
    ask_as(cast.karim, cast.groep8)
    ask_as(cast.karim, cast.groep8, choice=URGENT)
    posts = race(lambda _: ask_as(cast.karim, cast.groep8, choice=URGENT), 8)
    assert all(isinstance(post, Post) for post in posts), posts
    assert Counter(Exemption.objects.values_list("state", flat=True)) == {"taken": 2, "asked": 7}
    assert Counter(Post.objects.values_list("state", flat=True)) == {"published": 3, "planned": 7}
    assert OutboxMail.objects.filter(kind="exemption_asked").count() == 7


@one
@pytest.mark.clause("D10")
def test_an_excursion_needs_no_reason_and_no_yes(cast: Any) -> None:
    keep_real_hours(cast.school)
    with time_machine.travel(at("2026-11-24", "10:00"), tick=False):
        late = ask_as(cast.karim, cast.groep8, choice=AS_AGREED)
        now = ask_as(cast.naima, cast.groep5, choice=Choice(How.EXCURSION))
    assert (late.state, now.state) == ("planned", "published")
    assert Exemption.objects.get().state == "taken"
