"""What a hostile reader tried on the agreements about posting, and what now holds it."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, connections, transaction
from django.urls import reverse

from groups.actions import change_policy, give_role
from groups.models import PostingPolicy
from messaging.actions import (
    Content,
    add_attachment,
    allow_exemption,
    approve,
    edit_post,
    hash_of,
    prepare_photos,
    publish_due_posts,
    publish_post,
    remove_attachment,
    remove_photo,
    save_draft,
    set_reactions_open,
    watch_approvals,
    withdraw_post,
)
from messaging.actions.scheduling import Choice
from messaging.models import Approval, Exemption, Post
from messaging.rules import How
from notifications.models import OutboxMail
from tests.consenting import ROSTER, ask_as, request_for
from tests.papers import pdf
from tests.school_times import CHRISTMAS, at, keep_real_hours

TUESDAY = at("2026-11-24", "15:30")
URGENT = Choice(How.URGENT, reason="De bus is stuk.")


def write(group: Any, author: Any, number: int = 1) -> Post:
    return save_draft(group, Content("day", f"Bericht {number}", "Van ons."), key=uuid.uuid4(), by=author)


def sent(group: Any, author: Any, number: int = 1, choice: Choice | None = None) -> Post:
    return publish_post(write(group, author, number), by=author, choice=choice or Choice())


@pytest.fixture
def planned(cast: Any) -> Any:
    """A post that stands ready for tomorrow, on a Tuesday after school."""
    keep_real_hours(cast.school, CHRISTMAS)
    with time_machine.travel(TUESDAY, tick=False):
        sent(cast.groep5, cast.joris)
        yield sent(cast.groep5, cast.naima, 2)


@pytest.mark.django_db
@pytest.mark.clause("D10")
@pytest.mark.parametrize("fields", [{"when": "auto", "day": "morgen"}, {"day": "2026-02-30"}, {"when": "now"}])
def test_moving_without_a_day_asks_for_one(cast: Any, client_of: Any, planned: Post, fields: dict[str, str]) -> None:
    response = client_of(cast.naima).post(reverse("messaging:post-move", args=[planned.pk]), fields)
    assert response.status_code == 422
    assert "Kies een dag na vandaag." in response.content.decode()


@pytest.mark.django_db
@pytest.mark.clause("D10")
def test_a_day_is_no_way_to_send_at_once_and_the_post_keeps_its_own(cast: Any, client_of: Any, planned: Post) -> None:
    fields = {"when": "day", "day": "2026-12-01"}
    response = client_of(cast.naima).post(reverse("messaging:post-send", args=[planned.pk]), fields)
    assert response.status_code == 302
    planned.refresh_from_db()
    assert (planned.state, planned.slot_on) == ("planned", date(2026, 11, 25))


@pytest.mark.django_db
@pytest.mark.clause("D10")
@pytest.mark.parametrize("day", ["9999-12-31", "2027-07-20"])
def test_a_day_of_which_nobody_knows_yet_whether_there_is_school_is_not_planned(
    cast: Any, client_of: Any, planned: Post, day: str
) -> None:
    fields = {"when": "day", "day": day}
    response = client_of(cast.naima).post(reverse("messaging:post-move", args=[planned.pk]), fields)
    assert response.status_code == 422
    assert "Die dag is nog te ver weg." in response.content.decode()


@pytest.mark.django_db
@pytest.mark.clause("D10")
def test_what_was_planned_when_more_were_allowed_a_day_keeps_to_what_is_allowed_now(cast: Any) -> None:
    keep_real_hours(cast.school, CHRISTMAS, day_limit=2)
    with time_machine.travel(at("2026-11-24", "18:00"), tick=False):
        posts = [sent(cast.groep5, author, number) for number, author in enumerate([cast.naima, cast.joris])]
        assert {post.slot_on for post in posts} == {date(2026, 11, 25)}
        change_policy(cast.school, by=cast.marleen, day_limit=1)
    with time_machine.travel(at("2026-11-25", "08:01"), tick=False):
        assert publish_due_posts() == 1
    with time_machine.travel(at("2026-11-26", "08:01"), tick=False):
        assert publish_due_posts() == 1
    assert sorted(Post.objects.values_list("slot_on", flat=True)) == [date(2026, 11, 25), date(2026, 11, 26)]


@pytest.mark.django_db
@pytest.mark.clause("D10")
@pytest.mark.parametrize(
    ("before", "after"), [("group", "author"), ("group", "both"), ("author", "group"), ("author", "both")]
)
def test_what_was_planned_when_others_were_counted_keeps_to_how_is_counted_now(
    cast: Any, before: str, after: str
) -> None:
    keep_real_hours(cast.school, CHRISTMAS, counts_per=before)

    with time_machine.travel(at("2026-11-24", "18:00"), tick=False):
        give_role(cast.naima, "teacher", cast.groep8, by=cast.marleen)
        groups = [cast.groep5, cast.groep8] if before == "group" else [cast.groep5, cast.groep5]
        authors = [cast.naima, cast.naima] if before == "group" else [cast.naima, cast.joris]
        posts = [sent(group, author) for group, author in zip(groups, authors, strict=True)]
        assert {post.slot_on for post in posts} == {date(2026, 11, 25)}
        change_policy(cast.school, by=cast.marleen, counts_per=after)
    for day in (25, 26):
        with time_machine.travel(at(f"2026-11-{day}", "08:01"), tick=False):
            assert publish_due_posts() == 1


@pytest.mark.django_db
@pytest.mark.clause("D10")
def test_who_wrote_today_before_writers_were_counted_has_written_today(cast: Any) -> None:

    give_role(cast.naima, "teacher", cast.groep8, by=cast.marleen)
    assert sent(cast.groep5, cast.naima).state == "published"
    PostingPolicy.objects.update(counts_per="author")
    assert sent(cast.groep8, cast.naima).state == "planned"


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("D10")
def test_a_yes_to_an_urgent_post_and_its_writer_at_once_do_not_wait_for_each_other(cast: Any, race: Any) -> None:
    PostingPolicy.objects.update(urgent_free=0)
    sent(cast.groep5, cast.joris)
    for number in range(25):
        post = sent(cast.groep5, cast.naima, number, URGENT)
        asked = Exemption.objects.asked().get(post=post)

        def act(who: int, post: Post = post, asked: Exemption = asked) -> object:
            return allow_exemption(asked, by=cast.marleen) if who == 0 else withdraw_post(post)

        results = race(act, 2)
        assert not [one for one in results if isinstance(one, Exception)], results
        asked.refresh_from_db()
        assert asked.state in ("allowed", "lapsed")


@pytest.mark.django_db
@pytest.mark.clause("B5")
def test_who_writes_the_old_words_again_asks_for_no_others_any_more(cast: Any, client_of: Any) -> None:
    post = ask_as(cast.pieterjan, cast.mr)
    approve(request_for(post), by=cast.marleen, seen=hash_of(request_for(post)))
    edit_post(post, Content("news", ROSTER.title, "Een tekst waar ik spijt van heb."), by=cast.pieterjan)
    assert Approval.objects.open().filter(post=post).exists()
    fields = {"form": "1", "reactions_open": "on", "kind": "news", "title": ROSTER.title, "text": ROSTER.text}
    page = client_of(cast.pieterjan)
    response = page.post(reverse("messaging:post-edit", args=[post.pk]), fields, follow=True)
    assert "Je wijziging is ingetrokken." in response.content.decode()
    assert not Approval.objects.open().exists()
    assert edit_post(post, ROSTER, by=cast.pieterjan) is False, "once is enough"


@pytest.mark.django_db
@pytest.mark.clause("B4", "B5")
def test_a_yes_to_new_words_opens_no_reactions_that_were_closed_meanwhile(cast: Any) -> None:
    post = ask_as(cast.pieterjan, cast.mr)
    approve(request_for(post), by=cast.marleen, seen=hash_of(request_for(post)))
    edit_post(post, Content("news", ROSTER.title, "Beter gezegd."), by=cast.pieterjan)
    set_reactions_open(post, False, by=cast.marleen)
    approve(request_for(post), by=cast.marleen, seen=hash_of(request_for(post)))
    post.refresh_from_db()
    assert (post.text, post.reactions_open) == ("Beter gezegd.", False)


@pytest.mark.django_db
@pytest.mark.clause("B4", "B5")
def test_a_writer_closes_the_reactions_at_once_though_the_new_words_wait(cast: Any) -> None:
    post = ask_as(cast.pieterjan, cast.mr)
    approve(request_for(post), by=cast.marleen, seen=hash_of(request_for(post)))
    edit_post(post, Content("news", ROSTER.title, "Beter gezegd.", reactions_open=False), by=cast.pieterjan)
    post.refresh_from_db()
    assert (post.text, post.reactions_open) == (ROSTER.text, False)


@pytest.mark.django_db
@pytest.mark.clause("B5")
@pytest.mark.parametrize("is_early", [True, False])
def test_a_photo_that_is_none_brings_a_post_home_that_waits_for_consent(
    cast: Any, make_photo: Any, is_early: bool
) -> None:
    draft = write(cast.mr, cast.pieterjan)
    photo = make_photo(draft, ready=False)
    photo.original.storage.delete(photo.original.name)  # lost: it will be refused
    if is_early:
        prepare_photos()
    post = publish_post(draft, by=cast.pieterjan)
    assert post.state == ("draft" if is_early else "waiting")
    prepare_photos()
    photo.refresh_from_db()
    post.refresh_from_db()
    assert (photo.state, post.state) == ("refused", "draft")
    assert not Approval.objects.open().exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("B5")
@pytest.mark.parametrize("what", ["photo", "file"])
def test_nothing_leaves_a_post_at_the_moment_it_is_sent(cast: Any, make_photo: Any, what: str) -> None:
    draft = write(cast.mr, cast.pieterjan)
    photo, file = make_photo(draft), add_attachment(draft, SimpleUploadedFile("x.pdf", pdf()), by=cast.pieterjan)

    def take_out() -> bool:
        try:
            return (
                remove_photo(photo, by=cast.pieterjan) if what == "photo" else remove_attachment(file, by=draft.author)
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            post = publish_post(draft, by=cast.pieterjan)
            taken_out = pool.submit(take_out)
            time.sleep(0.5)
        assert taken_out.result(20) is False
    assert post.content_hash() == request_for(post).content_hash


@pytest.mark.django_db
@pytest.mark.clause("B5")
def test_a_head_who_stands_in_for_the_head_is_told_once(cast: Any) -> None:
    PostingPolicy.objects.update(deputy=cast.marleen)
    post = ask_as(cast.pieterjan, cast.mr)
    with time_machine.travel(TUESDAY + timedelta(days=3650), tick=False):
        assert watch_approvals() == 1
    about = f"{Approval.objects.get(post=post).pk}:{cast.marleen.pk}"
    kinds = set(OutboxMail.objects.filter(about=about, recipient=cast.marleen).values_list("kind", flat=True))
    assert kinds == {"approval_asked", "approval_late"}


@pytest.mark.django_db
@pytest.mark.clause("B5", "D10")
@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Post, {"exempt": "zomaar", "slot_on": None, "slot_number": None, "author_slot": None}),
        (Post, {"consent": "gegeven"}),
        (Approval, {"outcome": "gegeven"}),
        (Exemption, {"kind": "zomaar"}),
        (Exemption, {"state": "gegeven"}),
    ],
)
def test_the_database_itself_knows_no_other_way_round_a_limit_and_no_other_yes(
    cast: Any, model: Any, change: dict[str, object]
) -> None:
    PostingPolicy.objects.update(urgent_free=0)
    sent(cast.groep5, cast.joris)
    sent(cast.groep5, cast.naima, choice=URGENT)
    approval = request_for(ask_as(cast.pieterjan, cast.mr))
    approve(approval, by=cast.marleen, seen=hash_of(approval))
    row = model.objects.exclude(author=cast.pieterjan).first() or model.objects.get()
    with pytest.raises(IntegrityError, match=r"known|CHECK"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**change)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("B5", "D10")
def test_going_back_to_before_the_agreements_and_forth_again_keeps_every_post(cast: Any) -> None:
    posts = [ask_as(cast.pieterjan, cast.mr), sent(cast.groep5, cast.joris), sent(cast.groep5, cast.naima)]
    assert [post.state for post in posts] == ["waiting", "published", "planned"]
    try:
        call_command("migrate", "messaging", "0003", verbosity=0, interactive=False)
    finally:
        call_command("migrate", verbosity=0, interactive=False)
    for post in posts:
        post.refresh_from_db()
    assert [(post.state, post.text) for post in posts] == [
        ("draft", ROSTER.text),
        ("published", "Van ons."),
        ("planned", "Van ons."),
    ]
    post = publish_post(posts[0], by=cast.pieterjan)
    assert request_for(post).content_hash == post.content_hash()
