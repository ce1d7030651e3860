"""Important news of the head: told to everybody at once, rare and counted (E8)."""

from datetime import time
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from accounts.models import AuditEntry
from groups.models import PostingPolicy
from messaging.actions import importance_of, publish_post, set_important
from messaging.facts import Posting
from messaging.models import Post
from messaging.news import IMPORTANT, NEW_POST, told_to
from messaging.rules import Importance, Unplannable
from notifications.gathering import gather_due, render
from notifications.models import Notice, OutboxMail, Preference, Spread, TellingTimes
from notifications.telling import spread_due
from protocol import clock
from tests.factories import PostFactory
from tests.school_times import keep_real_hours
from tests.test_conversations import TUESDAY_AFTERNOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def real_hours(cast: Any) -> None:
    keep_real_hours(cast.school)


def school_of(cast: Any) -> Any:
    return cast.school.school_groups.get(kind="school")


def draft(cast: Any, **more: Any) -> Post:
    facts = {"school_group": school_of(cast), "author": cast.marleen, "state": "draft", "published_at": None}
    return PostFactory(**(facts | more))


def send(client: Any, group: Any, **more: str) -> Any:
    form = {"form": "1", "key": str(uuid4()), "kind": "news", "title": "Geen school", "text": "De ketel is stuk."}
    return client.post(f"/groepen/{group.pk}/nieuw/", form | {"send": "1"} | more)


@pytest.mark.parametrize(("number", "free", "asks"), [(1, 6, False), (6, 6, False), (7, 6, True), (1, 0, True)])
def test_above_the_number_of_the_school_it_asks_why(number: int, free: int, asks: bool) -> None:
    assert Importance(number, free).needs_why is asks


@pytest.mark.clause("E8")
@time_machine.travel("2026-11-24T16:00+01:00")
def test_it_goes_to_everybody_at_once_whatever_they_chose_in_one_mail_each(cast: Any, client_of: Any) -> None:
    Preference.objects.create(person=cast.samira, topic="news", by_mail="never", by_push=False)
    Preference.objects.create(person=cast.tom, topic="news", by_mail="weekly")
    TellingTimes.objects.create(person=cast.tom, quiet_from=time(15), quiet_until=time(20))
    assert send(client_of(cast.marleen), school_of(cast), important="on").status_code == 302
    assert Spread.objects.get().kind == IMPORTANT
    spread_due()
    told = Notice.objects.filter(kind=IMPORTANT)
    for person in (cast.samira, cast.tom, cast.kwame, cast.naima, cast.henk):
        assert told.get(recipient=person).mail_at <= clock.now()
    assert not told.filter(recipient=cast.marleen).exists()
    gather_due()
    mails = OutboxMail.objects.filter(kind="notices")
    assert mails.filter(recipient=cast.tom).count() == 1
    rendered = render(mails.get(recipient=cast.tom))
    assert rendered is not None
    assert rendered.subject == "Belangrijk: Geen school"
    assert rendered.headers == {}  # nobody chooses not to hear of it
    assert "/uit/" not in rendered.text + rendered.html
    assert "Belangrijk nieuws van de school komt altijd meteen." in rendered.text
    html = client_of(cast.samira).get("/").content.decode()
    assert '<span class="tag tag-ask">Belangrijk</span>' in html


@pytest.mark.clause("E8")
@time_machine.travel("2026-11-24T20:00+01:00")
def test_outside_hours_it_waits_like_all_news_unless_the_head_says_now(cast: Any, client_of: Any) -> None:
    head, group = client_of(cast.marleen), school_of(cast)
    send(head, group, important="on")
    assert not Spread.objects.exists()
    send(head, group, important="on", when="now", title="IJzel")
    assert Spread.objects.get().kind == IMPORTANT
    assert Post.objects.get(title="IJzel").exempt == "now"


@pytest.mark.clause("E8")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_the_page_counts_and_asks_whether_it_really_is(cast: Any, client_of: Any) -> None:
    head, group = client_of(cast.marleen), school_of(cast)
    PostFactory(school_group=group, author=cast.marleen, is_important=True)
    PostFactory(school_group=group, author=cast.marleen, is_important=True)
    html = head.get(f"/groepen/{group.pk}/nieuw/").content.decode()
    assert "Dit is de 3e keer dit schooljaar." in html
    assert "Is het echt zo belangrijk?" in html
    assert "why_important" not in html
    assert 'name="important"' not in client_of(cast.naima).get(f"/groepen/{cast.groep5.pk}/nieuw/").content.decode()
    PostFactory(school_group=group, author=cast.marleen, is_important=True, published_at="2026-06-01T12:00+02:00")
    assert "Dit is de 3e keer" in head.get(f"/groepen/{group.pk}/nieuw/").content.decode()


@pytest.mark.clause("E8")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_above_it_nothing_goes_without_a_reason_that_is_kept(cast: Any, client_of: Any) -> None:
    PostingPolicy.objects.update_or_create(school=cast.school, defaults={"important_free": 0})
    head, group = client_of(cast.marleen), school_of(cast)
    response = send(head, group, important="on", why_important=" \u200b ")
    assert response.status_code == 422
    assert "Schrijf in één zin waarom dit belangrijk is." in response.content.decode()
    assert "De ketel is stuk." in response.content.decode()
    assert Post.objects.get().state == "draft"
    assert send(head, group, important="on", why_important="Niemand kan naar binnen.").status_code == 302
    post = Post.objects.get(is_important=True)
    assert post.why_important == "Niemand kan naar binnen."
    assert AuditEntry.objects.get(event="important_news").detail == "1"
    page = f"/nieuws/{post.pk}/"
    assert post.why_important in head.get(page).content.decode()
    assert post.why_important not in client_of(cast.samira).get(page).content.decode()


@pytest.mark.clause("E8")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_of_anybody_else_it_is_ordinary_news(cast: Any) -> None:
    post = draft(cast, school_group=cast.groep5, author=cast.naima)
    set_important(post, is_important=True, why="Echt waar.", by=cast.naima)
    assert importance_of(Posting(cast.groep5, cast.naima)) is None
    publish_post(post, by=cast.naima)
    post.refresh_from_db()
    assert (post.is_important, post.why_important) == (False, "")
    assert Spread.objects.get().kind == NEW_POST
    assert not AuditEntry.objects.filter(event="important_news").exists()


@pytest.mark.clause("E8")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_the_action_asks_for_the_reason_too_and_counts_what_is_on_its_way_or_waits_for_consent(cast: Any) -> None:
    PostingPolicy.objects.update_or_create(school=cast.school, defaults={"important_free": 1})
    first, second = draft(cast), draft(cast)
    set_important(first, is_important=True, why="", by=cast.marleen)
    Post.objects.filter(pk=first.pk).update(state="planned", publish_at=clock.now(), exempt="now")
    with pytest.raises(Unplannable):
        set_important(second, is_important=True, why="", by=cast.marleen)
    set_important(second, is_important=True, why="IJzel.", by=cast.marleen)
    second.refresh_from_db()
    assert second.why_important == "IJzel."
    Post.objects.filter(pk=first.pk).update(state="waiting", consent="waiting", publish_at=None, exempt="")
    assert importance_of(Posting(school_of(cast), cast.marleen)) == Importance(2, 1)
    set_important(second, is_important=False, why="IJzel.", by=cast.marleen)
    second.refresh_from_db()
    assert (second.is_important, second.why_important) == (False, "")


@time_machine.travel(TUESDAY_AFTERNOON)
def test_mails_without_titles_say_only_where(cast: Any) -> None:
    cast.school.mails_show_titles = False
    cast.school.save()
    PostFactory(school_group=school_of(cast), author=cast.marleen, is_important=True)
    post = Post.objects.get()
    notice = Notice.objects.create(kind=IMPORTANT, topic="school", about=f"{post.pk}", recipient=cast.tom)
    told = told_to(notice)
    assert told is not None
    assert told.title == told.push == f"Belangrijk nieuws in {post.school_group.name}"
