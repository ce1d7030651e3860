"""Held before shown (E4): what offends waits until somebody else agrees, and nobody else sees it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client

from groups.models import Membership, PostingPolicy, Restriction
from messaging.actions import (
    Content,
    DoesNotFit,
    add_reaction,
    add_to_post,
    add_word,
    approve,
    edit_post,
    edit_reaction,
    hash_of,
    publish_if_ready,
    publish_post,
    release,
    release_reaction,
    remove_word,
    return_reaction,
    watch_approvals,
    withdraw_reaction,
)
from messaging.actions.word_rules import NoWord
from messaging.models import Approval, Post, Reaction, WordRule
from messaging.offending import Offends, offences_in
from notifications.models import OutboxMail
from protocol import clock

pytestmark = [pytest.mark.django_db, pytest.mark.clause("E4")]
Make, SignIn = Callable[..., Post], Callable[..., Client]
BAD = "Wat een klootzak, die trainer."


@pytest.fixture
def post(cast: Any, make_post: Make) -> Post:
    return make_post(cast.groep5, cast.naima)


@pytest.fixture
def held(cast: Any, post: Post) -> Reaction:
    return add_reaction(post, BAD, by=cast.samira, asks=True)


def react(client: Client, post: Post, **fields: Any) -> Any:
    return client.post(f"/nieuws/{post.pk}/reactie/", {"text": BAD, **fields})


def page(client: Client, post: Post) -> str:
    return client.get(f"/nieuws/{post.pk}/").content.decode()


def test_what_offends_comes_back_with_the_words_the_agreement_and_the_text(
    cast: Any, post: Post, client_of: SignIn
) -> None:
    response = react(client_of(cast.samira), post)
    html = response.content.decode()
    assert response.status_code == 422
    assert 'data-clause="E4"' in html
    assert "Dit gaat nog niet uit." in html
    assert "<q>klootzak</q>" in html
    assert BAD in html
    assert 'name="ask" value="1"' in html
    assert not Reaction.objects.exists()


def test_who_asks_sees_it_wait_and_no_other_reader_sees_it(cast: Any, post: Post, client_of: SignIn) -> None:
    client = client_of(cast.samira)
    assert react(client, post, ask="1").status_code == 302
    assert Reaction.objects.get().held_at is not None
    assert "wacht op de beheerder" in page(client, post)
    for reader in (cast.tom, cast.inge):
        html = page(client_of(reader), post)
        assert "klootzak" not in html
        assert "Nog geen reacties" in html
    assert "klootzak" in page(client_of(cast.naima), post)


def test_no_caller_gets_offending_words_before_readers(cast: Any, post: Post) -> None:
    with pytest.raises(Offends):
        add_reaction(post, BAD, by=cast.samira)
    reaction = add_reaction(post, "Leuk.", by=cast.samira)
    with pytest.raises(Offends):
        edit_reaction(reaction, BAD, by=cast.samira)
    reaction.refresh_from_db()
    assert reaction.text == "Leuk."
    assert edit_reaction(reaction, BAD, by=cast.samira, asks=True)
    assert not Reaction.objects.shown().exists()


@pytest.mark.clause("F5")
def test_a_measure_keeps_other_words_from_under_what_is_held(cast: Any, held: Reaction) -> None:
    until = clock.today()
    Restriction.objects.create(
        person=cast.samira, kind=Restriction.Kind.REACTIONS, reason="Om rust.", until=until, decided_by=cast.marleen
    )
    assert not edit_reaction(held, "Toch een mooie dag.", by=cast.samira)
    held.refresh_from_db()
    assert held.held_at is not None


def test_better_words_are_out_at_once_however_late(cast: Any, post: Post, held: Reaction, client_of: SignIn) -> None:
    url = f"/reacties/{held.pk}/wijzigen/"
    with time_machine.travel(clock.now() + timedelta(days=2)):
        client = client_of(cast.samira)
        response = client.post(url, {"text": "Wat een eikel is dat toch, die klootzak."})
        assert response.status_code == 422
        assert "Dit gaat nog niet uit." in response.content.decode()
        assert client.post(url, {"text": "Dat vond ik niet fijn."}).status_code == 302
        assert "Dat vond ik niet fijn." in page(client_of(cast.tom), post)


def test_the_author_takes_back_what_is_held(cast: Any, held: Reaction) -> None:
    assert withdraw_reaction(held, by=cast.samira)
    assert not Reaction.objects.held().exists()


def test_an_admin_places_it_all_the_same_and_the_author_hears(
    cast: Any, post: Post, held: Reaction, client_of: SignIn
) -> None:
    client = client_of(cast.naima)
    assert f"/reactie/{held.pk}/plaats/" in page(client, post)
    client.post(f"/reactie/{held.pk}/plaats/", {"seen": held.words_seen})
    assert "klootzak" in page(client_of(cast.tom), post)
    mail = OutboxMail.objects.get(kind="reaction_decided")
    assert mail.recipient == cast.samira
    assert "klootzak" not in mail.text + mail.subject
    held.refresh_from_db()
    assert held.decided_by == cast.naima


def test_sent_back_it_stays_held_with_a_reason_and_asks_anew_with_other_words(
    cast: Any, post: Post, held: Reaction, client_of: SignIn
) -> None:
    client, url = client_of(cast.naima), f"/reactie/{held.pk}/terug/"
    missing = client.post(url, {"seen": held.words_seen, "reason": ""})
    assert missing.status_code == 422
    assert "Schrijf waarom het terugkomt." in missing.content.decode()
    client.post(url, {"seen": held.words_seen, "reason": "Noem hem gewoon de trainer."})
    mine = page(client_of(cast.samira), post)
    assert "Noem hem gewoon de trainer." in mine
    assert "klootzak" not in page(client_of(cast.tom), post)
    assert "klootzak" not in page(client, post)
    held.refresh_from_db()
    assert edit_reaction(held, "Toch is het een klootzak.", by=cast.samira, asks=True)
    assert list(Reaction.objects.held_for(cast.naima)) == [held]


def test_of_two_deciders_one_wins_and_other_words_are_another_question(cast: Any, held: Reaction) -> None:
    other = Reaction.objects.get(pk=held.pk)
    assert release_reaction(held, by=cast.naima)
    assert not return_reaction(other, "Nee.", by=cast.marleen)
    anew = add_reaction(held.post, BAD, by=cast.tom, asks=True)
    seen = Reaction.objects.get(pk=anew.pk)
    edit_reaction(anew, "Nog veel erger, klootzak.", by=cast.tom, asks=True)
    assert not release_reaction(seen, by=cast.naima)


def test_words_that_changed_while_somebody_decided_are_shown_once_more(
    cast: Any, held: Reaction, client_of: SignIn
) -> None:
    client = client_of(cast.naima)
    for path in ("plaats", "terug"):
        client.post(f"/reactie/{held.pk}/{path}/", {"seen": "iets anders", "reason": "Nee."})
        held.refresh_from_db()
        assert held.decided_at is None


def test_nobody_decides_about_their_own_and_strangers_find_nothing(
    cast: Any, post: Post, held: Reaction, client_of: SignIn
) -> None:
    own = add_reaction(post, BAD, by=cast.naima, asks=True)
    assert not release_reaction(own, by=cast.naima)
    for who, reaction in ((cast.naima, own), (cast.samira, held), (cast.tom, held)):
        for path in ("plaats", "terug"):
            response = client_of(who).post(f"/reactie/{reaction.pk}/{path}/", {"seen": reaction.words_seen})
            assert response.status_code == 404
    with pytest.raises(IntegrityError):
        Reaction.objects.filter(pk=own.pk).update(decided_by=cast.naima)


def test_what_the_head_writes_for_all_waits_for_the_ict_contact(cast: Any, make_post: Make) -> None:
    post = make_post(cast.whole_school, cast.marleen)
    reaction = add_reaction(post, BAD, by=cast.marleen, asks=True)
    assert list(Reaction.objects.held_for(cast.dennis)) == [reaction]
    assert OutboxMail.objects.get(kind="reaction_held").recipient == cast.dennis
    assert release_reaction(reaction, by=cast.dennis)


def test_the_admins_are_told_that_something_is_held_without_its_words(cast: Any, held: Reaction) -> None:
    mails = OutboxMail.objects.filter(kind="reaction_held")
    assert cast.naima.pk in set(mails.values_list("recipient", flat=True))
    assert not any("klootzak" in mail.text for mail in mails)


def test_a_word_of_the_school_is_held_with_its_tricks_and_lets_ordinary_words_be(cast: Any) -> None:
    school = cast.school
    assert not offences_in(school.pk, ["Wat een flapdrol."])
    assert add_word(school, "flapdrol", by=cast.dennis, kind="swearing")
    assert not add_word(school, "Flápdrol", by=cast.marleen, kind="swearing")
    for text in ("flapdrol", "FLAPDROL", "flapdrollen", "f.l.a.p.d.r.o.l", "fl@pdrol", "flaaapdrol", "fl*pdrol"):
        assert offences_in(school.pk, [text]), text
    assert add_word(school, "klootzak", by=cast.marleen, is_allowed=True)
    assert not offences_in(school.pk, [BAD, "k1ootzak"])
    with pytest.raises(NoWord):
        add_word(school, "...", by=cast.marleen)
    rule = WordRule.objects.get(word="klootzak")
    assert remove_word(rule, by=cast.dennis)
    assert not remove_word(rule, by=cast.dennis)
    assert offences_in(school.pk, [BAD])


def test_the_words_of_a_school_cost_one_query(cast: Any, django_assert_num_queries: Any) -> None:
    for number in range(30):
        add_word(cast.school, f"woord{number}", by=cast.dennis, kind="commercial")
    with django_assert_num_queries(1):
        offences_in(cast.school.pk, ["Een gewone zin.", "Nog een."])


def test_head_and_ict_contact_keep_the_words_of_the_school(cast: Any, client_of: SignIn) -> None:
    for who in (cast.marleen, cast.dennis):
        client = client_of(who)
        assert client.get("/beheer/woorden/").status_code == 200
    assert client_of(cast.naima).get("/beheer/woorden/").status_code == 404
    assert client.post("/beheer/woorden/", {"word": "zemelaar", "what": "swearing"}).status_code == 302
    html = client.get("/beheer/woorden/").content.decode()
    assert "zemelaar" in html
    for data in (
        {"word": "Zémelaar", "what": "allowed"},
        {"word": "", "what": "allowed"},
        {"word": "x" * 61},
        {"word": "?!"},
    ):
        assert client.post("/beheer/woorden/", data).status_code == 422
    pk = WordRule.objects.get().pk
    assert client.post(f"/beheer/woorden/{pk}/weg/").status_code == 302
    assert not WordRule.objects.exists()


def write(client: Client, cast: Any, **fields: Any) -> Any:
    data = {"form": "1", "kind": "day", "title": "Toets", "text": BAD, "reactions_open": "on", **fields}
    return client.post(f"/groepen/{cast.groep5.pk}/nieuw/", data)


def test_a_post_with_such_words_stays_a_draft_until_its_author_asks(cast: Any, client_of: SignIn) -> None:
    client, key = client_of(cast.naima), "0b0e6d3e-6c44-4d8e-8f8f-2b1f0c8f7a11"
    response = write(client, cast, key=key)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Dit gaat nog niet uit." in html
    assert "<q>klootzak</q>" in html
    assert BAD in html
    assert Post.objects.get().state == Post.State.DRAFT
    assert write(client, cast, key=key, ask="1").status_code == 302
    post = Post.objects.get()
    assert post.state == Post.State.WAITING
    approval = Approval.objects.decidable_by(cast.marleen).get()
    assert approval.is_offence
    assert not Approval.objects.decidable_by(cast.naima).exists()
    seen = client_of(cast.marleen).get(f"/akkoord/{approval.pk}/").content.decode()
    assert "<q>klootzak</q>" in seen
    assert approve(approval, by=cast.marleen, seen=hash_of(approval))
    post.refresh_from_db()
    assert post.state in (Post.State.PLANNED, Post.State.PUBLISHED)
    assert post.approved_by == cast.marleen


def draft(cast: Any, make_post: Make, group: Any, by: Any, text: str = BAD) -> Post:
    return make_post(group, by, state="draft", published_at=None, text=text)


def test_better_words_take_a_post_that_waited_on_its_way(cast: Any, make_post: Make) -> None:
    post = publish_post(draft(cast, make_post, cast.groep5, cast.naima), by=cast.naima, asks=True)
    assert post.state == Post.State.WAITING
    better = Content(post.kind, post.title, "Wat een sportieve trainer.")
    assert edit_post(post, better, by=cast.naima)
    post.refresh_from_db()
    assert post.state in (Post.State.PLANNED, Post.State.PUBLISHED)
    assert not Approval.objects.open().exists()


def test_new_words_of_a_post_that_is_out_wait_and_the_old_stay(cast: Any, post: Post, client_of: SignIn) -> None:
    client, url = client_of(cast.naima), f"/nieuws/{post.pk}/wijzigen/"
    data = {"form": "1", "kind": post.kind, "title": post.title, "text": BAD, "reactions_open": "on"}
    response = client.post(url, data)
    assert response.status_code == 422
    assert 'name="ask" value="1" form="edit"' in response.content.decode()
    assert client.post(url, {**data, "ask": "1"}).status_code == 302
    assert "klootzak" not in page(client_of(cast.tom), post)
    approval = Approval.objects.open().get()
    assert not release(approval)
    assert client_of(cast.marleen).get(f"/akkoord/{approval.pk}/").status_code == 200
    assert edit_post(post, Content(post.kind, post.title, "Wat een fijne dag."), by=cast.naima)
    assert not Approval.objects.open().exists()
    assert "Wat een fijne dag." in page(client_of(cast.tom), post)


def test_words_that_the_school_holds_by_now_stop_a_planned_post(cast: Any, make_post: Make) -> None:
    soon = clock.now() + timedelta(days=1)
    post = make_post(
        cast.groep5, cast.naima, state="planned", published_at=None, publish_at=soon, exempt="urgent",
        ignores_hours=True, text="Wat een flapdrol.",
    )  # fmt: skip
    add_word(cast.school, "flapdrol", by=cast.dennis, kind="swearing")
    Post.objects.filter(pk=post.pk).update(publish_at=clock.now() - timedelta(minutes=1))
    assert not publish_if_ready(post.pk)
    post.refresh_from_db()
    assert post.state == Post.State.WAITING
    approval = Approval.objects.open().get()
    assert approve(approval, by=cast.marleen, seen=hash_of(approval))
    post.refresh_from_db()
    assert post.approved_by == cast.marleen


def test_where_the_head_alone_decides_the_deputy_or_the_ict_contact_does(cast: Any, make_post: Make) -> None:
    post = publish_post(draft(cast, make_post, cast.whole_school, cast.marleen), by=cast.marleen, asks=True)
    approval = Approval.objects.get(post=post)
    assert approval.deputy == cast.dennis
    assert not Approval.objects.decidable_by(cast.marleen).exists()
    assert OutboxMail.objects.get(kind="approval_asked").recipient == cast.dennis
    PostingPolicy.objects.update_or_create(school=cast.school, defaults={"deputy": cast.naima})
    other = publish_post(draft(cast, make_post, cast.whole_school, cast.marleen), by=cast.marleen, asks=True)
    assert Approval.objects.get(post=other).deputy == cast.naima


def test_where_nobody_else_is_there_the_words_must_change(cast: Any, make_post: Make) -> None:
    Membership.objects.filter(user=cast.dennis).update(valid_until=clock.today() - timedelta(days=1))
    post = draft(cast, make_post, cast.whole_school, cast.marleen)
    with pytest.raises(Offends) as stopped:
        publish_post(post, by=cast.marleen, asks=True)
    assert not stopped.value.may_ask
    planned = make_post(
        cast.whole_school, cast.marleen, state="planned", published_at=None, publish_at=clock.now(), exempt="urgent",
        ignores_hours=True, text=BAD,
    )  # fmt: skip
    assert not publish_if_ready(planned.pk)
    planned.refresh_from_db()
    assert planned.state == Post.State.DRAFT


def test_an_addition_goes_out_at_once_so_it_holds_no_such_words(cast: Any, post: Post, make_post: Make) -> None:
    with pytest.raises(DoesNotFit):
        add_to_post(draft(cast, make_post, cast.groep5, cast.naima), post, by=cast.naima)
    assert Post.objects.get(pk=post.pk).text == post.text


def test_silence_never_lets_out_what_is_held(cast: Any, make_post: Make) -> None:
    PostingPolicy.objects.update_or_create(school=cast.school, defaults={"silence": "release"})
    post = publish_post(draft(cast, make_post, cast.groep5, cast.naima), by=cast.naima, asks=True)
    Approval.objects.update(due_on=clock.today() - timedelta(days=3))
    watch_approvals()
    post.refresh_from_db()
    assert post.state == Post.State.WAITING
