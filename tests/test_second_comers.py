"""Somebody else is just before: between two statements of an action another does the same, always in that order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from accounts.address.actions import ChangeGoneError, ask_address_change, confirm_address_change
from accounts.models import AddressChange, AuditEntry
from consent.actions import change_consent_policy, lift_objection, object_to_all
from consent.models.policy import policy_of
from groups.actions import NotMatchingError, admit_request, ask_to_join
from groups.models import Guardianship, JoinRequest, Membership, PostingPolicy, Restriction
from messaging.actions import (
    Choice,
    NotOnItsWay,
    add_reaction,
    allow_exemption,
    approve,
    excuse_week,
    hash_of,
    move_post,
    point_out,
    preparation,
    prepare_photos,
    publish_if_ready,
    refuse_exemption,
    remove_photo,
    report_week,
    send_back,
    watch_approvals,
)
from messaging.models import Approval, Exemption, Photo, Post, WeekNote, Withholding
from messaging.rules import How
from notifications.models import OutboxMail, Spread
from protocol import clock
from tests.consenting import ask_as, request_for
from tests.school_times import at, keep_real_hours
from tests.test_publish_due import plan

pytestmark = pytest.mark.django_db
URGENT = Choice(How.URGENT, reason="De bus staat stil.")


@contextmanager
def just_before(*words: str, act: Callable[[], object]) -> Iterator[list[object]]:
    """Let somebody else act just before the first statement with all these words; what that gave."""
    gave: list[object] = []
    is_over = False

    def between(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal is_over
        if not is_over and all(word in sql for word in words):
            is_over = True
            gave.append(act())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(between):
        yield gave
    assert is_over, f"no statement with {words}"


@pytest.mark.clause("B8")
def test_a_change_of_address_that_somebody_closes_meanwhile_is_not_made(cast: Any) -> None:
    ask_address_change(cast.samira, "nieuw@voorbeeld.example", by=cast.samira)

    def close() -> object:
        return AddressChange.objects.update(closed_at=clock.now())

    with just_before("UPDATE", "accounts_addresschange", act=close), pytest.raises(ChangeGoneError):
        confirm_address_change(cast.samira, "123456", "123456", by=cast.samira)


@pytest.mark.clause("B2", "B3")
def test_a_guardian_who_is_barred_meanwhile_is_not_let_in(cast: Any) -> None:
    link = Guardianship.objects.create(
        pupil=cast.lucas, guardian=cast.liwen, relation="mother", has_authority=True, valid_from=clock.today()
    )
    request = ask_to_join(cast.groep5, by=cast.liwen, child_name="Lucas Wen", relation="mother")

    def bar() -> object:
        return Guardianship.objects.filter(pk=link.pk).update(barred_at=clock.now())

    with just_before("UPDATE", "groups_joinrequest", act=bar), pytest.raises(NotMatchingError):
        admit_request(request, by=cast.naima)
    assert JoinRequest.objects.get().state == JoinRequest.State.WAITING
    assert not Membership.objects.filter(user=cast.liwen).exists()


@pytest.mark.clause("B5")
def test_of_two_sweeps_one_reminds_of_a_late_approval(cast: Any) -> None:
    ask_as(cast.pieterjan, cast.mr)
    Approval.objects.open().update(due_on=clock.today() - timedelta(days=1))
    with just_before("UPDATE", "messaging_approval", act=watch_approvals) as other:
        assert watch_approvals() == 0
    assert other == [1]
    assert OutboxMail.objects.filter(kind="approval_late").count() == 1


@pytest.mark.clause("D10")
def test_of_two_sweeps_one_reports_a_week(cast: Any) -> None:
    keep_real_hours(cast.school)
    type(cast.school).objects.update(set_up_at=at("2026-08-24", "08:00"))
    with time_machine.travel(at("2026-11-27", "15:00"), tick=False):
        with just_before("SAVEPOINT", act=report_week) as other:  # what was said already is known by then
            assert report_week() == 0
        assert other == [1]
        assert WeekNote.objects.filter(kind=WeekNote.Kind.REPORT).count() == 1


def test_of_two_sweeps_one_prepares_a_photo(cast: Any, make_post: Any, make_photo: Any) -> None:
    photo = make_photo(make_post(cast.groep5, cast.naima, state=Post.State.DRAFT), ready=False)
    with just_before('ORDER BY "messaging_photo"."tries"', act=prepare_photos) as other:
        assert prepare_photos() == 0
    assert other == [1]
    photo.refresh_from_db()
    assert (photo.state, photo.tries) == (Photo.State.READY, 1)


@pytest.mark.clause("D10")
@pytest.mark.parametrize(
    "statement",
    ['SELECT "messaging_post"."slot_number"', 'SELECT "messaging_post"."author_slot"'],
    ids=["asked", "free"],
)
def test_who_comes_second_for_a_day_gets_the_next_one(cast: Any, statement: str) -> None:
    PostingPolicy.objects.update(counts_per=PostingPolicy.CountsPer.BOTH)
    with just_before(statement, act=lambda: ask_as(cast.joris, cast.groep5)) as other:
        second = ask_as(cast.naima, cast.groep5)
    first = Post.objects.get(pk=other[0].pk)  # type: ignore[attr-defined]
    second.refresh_from_db()
    assert first.slot_on is not None
    assert second.slot_on is not None
    assert (first.slot_number, second.slot_number) == (1, 1)
    assert first.slot_on < second.slot_on


@pytest.mark.clause("D10")
def test_an_urgent_post_that_was_taken_meanwhile_leaves_the_next(cast: Any, make_post: Any) -> None:
    ask_as(cast.karim, cast.groep8)
    other = make_post(cast.groep8, cast.karim)
    month = clock.today().replace(day=1)

    def take() -> object:
        return Exemption.objects.create(
            post=other, author=cast.karim, kind=Exemption.Kind.URGENT, reason="Eerder.", month=month, number=1
        )

    with just_before("INSERT", "messaging_exemption", act=take):
        urgent = ask_as(cast.karim, cast.groep8, choice=URGENT)
    assert Exemption.objects.get(post=urgent).number == 2


@pytest.mark.clause("D10")
def test_what_went_out_meanwhile_is_moved_no_more(cast: Any, make_post: Any) -> None:
    post = make_post(cast.groep5, cast.naima)
    with pytest.raises(NotOnItsWay):
        move_post(post, date(2026, 11, 30))


@pytest.mark.clause("D10")
@pytest.mark.parametrize("second", [allow_exemption, refuse_exemption])
def test_what_a_head_decided_meanwhile_no_other_head_decides(cast: Any, second: Callable[..., bool]) -> None:
    ask_as(cast.karim, cast.groep8)
    *_, post = [ask_as(cast.karim, cast.groep8, choice=URGENT) for _ in range(3)]  # two are free
    asked = Exemption.objects.asked().get(post=post)
    assert refuse_exemption(Exemption.objects.get(pk=asked.pk), by=cast.marleen)
    assert not second(asked, by=cast.marleen)
    assert Exemption.objects.get(pk=asked.pk).state == Exemption.State.REFUSED


@pytest.mark.clause("B8")
def test_a_sweep_that_is_busy_for_long_leaves_the_other_photos_to_the_next(
    cast: Any, make_post: Any, make_photo: Any, monkeypatch: Any
) -> None:
    draft = make_post(cast.groep5, cast.naima, state=Post.State.DRAFT)
    for _ in range(2):
        make_photo(draft, ready=False)
    monkeypatch.setattr(preparation, "BUDGET", -1)
    assert [prepare_photos() for _ in range(3)] == [1, 1, 0]


@pytest.mark.clause("D3")
def test_who_points_at_a_photo_that_consent_hid_already_is_who_takes_it_back(
    cast: Any, make_post: Any, make_photo: Any
) -> None:
    photo = make_photo(make_post(cast.groep5, cast.naima))
    hidden = Withholding.objects.create(photo=photo, pupil=cast.yara, why=Withholding.Why.CONSENT)
    assert not point_out(photo, cast.yara, by=cast.samira)
    hidden.refresh_from_db()
    assert (hidden.asked_by, hidden.why) == (cast.samira, Withholding.Why.POINTED)


@pytest.mark.clause("B5")
def test_what_was_agreed_meanwhile_is_not_sent_back(cast: Any) -> None:
    post = ask_as(cast.pieterjan, cast.mr)
    approval = request_for(post)
    assert approve(approval, by=cast.marleen, seen=hash_of(approval))
    assert not send_back(approval, "Nog niet.", by=cast.marleen)
    assert Approval.objects.get(pk=approval.pk).outcome == Approval.Outcome.APPROVED


@pytest.mark.clause("D10")
def test_a_week_is_excused_once(cast: Any) -> None:
    assert [excuse_week(cast.school, clock.today(), by=cast.marleen, reason="Kamp") for _ in range(2)] == [True, False]


@pytest.mark.clause("D5")
def test_a_child_objects_once_and_changes_its_mind_once(cast: Any) -> None:
    assert [object_to_all(cast.yara, by=cast.samira) for _ in range(2)] == [True, False]
    assert [lift_objection(cast.yara, by=cast.samira) for _ in range(2)] == [True, False]


@pytest.mark.clause("D3")
def test_an_agreement_that_stays_as_it_was_is_not_written_down(cast: Any) -> None:
    change_consent_policy(cast.school, by=cast.marleen, doubt=policy_of(cast.school.pk).doubt)
    assert not AuditEntry.objects.filter(event="consent_policy_changed").exists()


@pytest.mark.clause("D3")
def test_at_a_photo_that_was_thrown_away_meanwhile_nobody_is_pointed(
    cast: Any, make_post: Any, make_photo: Any
) -> None:
    photo = make_photo(make_post(cast.groep5, cast.naima, state=Post.State.DRAFT))
    gone = Photo.objects.get(pk=photo.pk)
    assert remove_photo(photo, by=cast.naima)
    assert not remove_photo(gone, by=cast.naima)
    assert not point_out(gone, cast.yara, by=cast.samira)


@pytest.mark.clause("D10", "E8")
def test_a_post_that_another_sweep_brings_out_is_told_of_by_that_one_alone(cast: Any) -> None:
    plan(cast, 1, clock.now())
    post = Post.objects.get()

    def bring_out() -> object:
        return Post.objects.filter(pk=post.pk).update(state="published", published_at=clock.now())

    with just_before('UPDATE "messaging_post" SET "state"', act=bring_out) as brought_out:
        assert not publish_if_ready(post.pk)
    assert brought_out == [1]
    assert not Spread.objects.exists()


@pytest.mark.clause("F5")
def test_a_measure_that_falls_while_one_changes_a_reaction_leaves_both_texts_where_they_were(
    cast: Any, make_post: Any, client_of: Any
) -> None:
    post = make_post(cast.groep5, cast.naima)
    reaction = add_reaction(post, "Fijn.", by=cast.samira)
    samira, until = client_of(cast.samira), clock.today() + timedelta(days=7)

    def pause() -> object:
        facts = {"kind": "react", "reason": "Om rust.", "until": until, "decided_by": cast.marleen}
        return Restriction.objects.create(person=cast.samira, **facts)

    with just_before('ORDER BY "messaging_reaction"."created_at"', act=pause):
        answer = samira.post(f"/reacties/{reaction.pk}/wijzigen/", {"text": "Toch niet."})
    reaction.refresh_from_db()
    assert (answer.status_code, reaction.text) == (422, "Fijn.")
    assert ">\nToch niet.</textarea>" in answer.content.decode()


@pytest.mark.clause("D10")
@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}])
def test_the_page_that_waits_for_a_post_finds_it_when_it_comes_out_that_moment(
    headers: dict[str, str], cast: Any, client_of: Any
) -> None:
    plan(cast, 1, clock.now())
    post = Post.objects.get()

    def bring_out() -> object:
        return Post.objects.filter(pk=post.pk).update(state="published", published_at=clock.now())

    with just_before('NOT ("messaging_post"."state" =', act=bring_out):
        answer = client_of(cast.naima).get(f"/nieuws/{post.pk}/", headers=headers)
    assert answer.status_code == 200
    assert answer.headers.get("HX-Refresh") == ("true" if headers else None)
    assert headers or f'data-post="{post.pk}"' in answer.content.decode()
