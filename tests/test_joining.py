"""Asking to join a group (B3): nothing is seen before, the administration must agree, the head decides the rest."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import AuditEntry
from groups.actions import (
    GuardianBarredError,
    NotMatchingError,
    TooManyRequestsError,
    admit_request,
    ask_to_join,
    bar_guardian,
    decide_request,
    hand_over_request,
    refuse_request,
    take_back_request,
)
from groups.matching import matches_of
from groups.models import Enrolment, Guardianship, JoinRequest, Membership, SchoolGroup
from groups.roles import READ
from groups.standing import Standing
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from portal.demo.cast import school_year
from protocol import clock
from tests.factories import PupilFactory, UserFactory

pytestmark = pytest.mark.django_db

State, Reason, Concern = JoinRequest.State, JoinRequest.Reason, JoinRequest.Concern


def reads(person, group):
    return SchoolGroup.objects.with_perm(person, READ).filter(pk=group.pk).exists()


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def link(pupil, guardian, **kwargs):
    fields = {"relation": "mother", "has_authority": True, "valid_from": clock.today()} | kwargs
    return Guardianship.objects.create(pupil=pupil, guardian=guardian, **fields)


@pytest.fixture
def ask(cast):
    """``ask()``: Li Wen asks to join groep 5 as mother of Lucas Wen."""

    def make(by=None, group=None, child_name="Lucas Wen", relation="mother"):
        return ask_to_join(group or cast.groep5, by=by or cast.liwen, child_name=child_name, relation=relation)

    return make


def fields(group, **changes):
    return {"school_group": group.pk, "first_name": "Lucas", "last_name": "Wen", "relation": "mother"} | changes


def at(name, request):
    return reverse(f"groups:{name}", args=[request.school_group_id, request.pk])


# --- asking


@pytest.mark.clause("B3")
def test_who_asks_sees_the_names_of_this_years_classes_and_nothing_else(cast, client_of):
    starts_on, ends_on = school_year(clock.today() - timedelta(days=366))
    SchoolGroup.objects.create(
        school=cast.school, kind="class", name="Groep van toen", sign="9", starts_on=starts_on, ends_on=ends_on
    )
    page = client_of(cast.liwen).get(reverse("groups:request-create"))
    choices = re.findall(r"<option value=\"(\d+)\">([^<]+)</option>", page.content.decode())
    assert [name for _, name in choices] == [
        "Groep 1/2 Egels", "Groep 3", "Groep 4", "Groep 5", "Groep 6", "Groep 7", "Groep 8",
    ]  # fmt: skip
    for name in ("Yara", "Naima", "Samira", "Lucas"):
        assert name not in text_of(page)


@pytest.mark.clause("B3")
def test_asking_lets_nobody_in(cast, client_of):
    link(cast.lucas, cast.liwen)
    client = client_of(cast.liwen)
    page = client.post(reverse("groups:request-create"), fields(cast.groep5), follow=True)
    assert "Je verzoek is verstuurd" in text_of(page)
    assert "Lucas Wen , Groep 5 Wacht sinds vandaag" in text_of(page)
    assert Standing(cast.liwen).readable == []
    assert client.get(reverse("messaging:group-feed", args=[cast.groep5.pk])).status_code == 404


def test_who_has_no_group_finds_the_way_from_home_and_from_the_groups(cast, client_of):
    for address in ("/", "/groepen/"):
        assert f'href="{reverse("groups:request-create")}"' in client_of(cast.liwen).get(address).content.decode()
    assert reverse("groups:request-create") in client_of(cast.samira).get("/groepen/").content.decode()


@pytest.mark.parametrize(
    "changes",
    [{"first_name": ""}, {"last_name": " "}, {"relation": "neighbour"}, {"school_group": "999"}, {"school_group": "x"}],
)
def test_a_request_with_something_missing_keeps_what_was_filled_in(cast, client_of, changes):
    page = client_of(cast.liwen).post(reverse("groups:request-create"), fields(cast.groep5, **changes))
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    kept = "Wen" if "first_name" in changes else "Lucas"
    assert f'value="{kept}"' in page.content.decode()
    assert not JoinRequest.objects.exists()


def test_a_request_is_for_a_class_of_this_year_only(cast, client_of):
    for group in (cast.whole_school, cast.team, cast.mr):
        page = client_of(cast.liwen).post(reverse("groups:request-create"), fields(group))
        assert page.status_code == 422


def test_asking_twice_for_the_same_child_is_asking_once(cast, ask):
    assert ask() == ask(child_name="LUCAS wén")
    assert ask() != ask(group=cast.egels)


def test_five_requests_may_wait_and_no_more(cast, ask, client_of):
    for number in range(5):
        ask(child_name=f"Kind {number}")
    with pytest.raises(TooManyRequestsError):
        ask()
    page = client_of(cast.liwen).post(reverse("groups:request-create"), fields(cast.groep5))
    assert page.status_code == 422
    assert "Er wachten al vijf verzoeken van jou" in text_of(page)
    take_back_request(JoinRequest.objects.filter(asker=cast.liwen)[0], by=cast.liwen)
    assert ask().state == State.WAITING


@pytest.mark.django_db(transaction=True)
def test_eight_requests_at_once_leave_five(cast, race):
    ended = race(
        lambda number: ask_to_join(cast.groep5, by=cast.liwen, child_name=f"Kind {number}", relation="mother"), 8
    )
    assert sum(isinstance(one, JoinRequest) for one in ended) == 5
    assert sum(isinstance(one, TooManyRequestsError) for one in ended) == 3
    assert JoinRequest.objects.open().count() == 5


def test_who_asked_takes_it_back_and_nobody_else_can(cast, ask, client_of):
    request = ask()
    url = reverse("groups:request-withdraw", args=[request.pk])
    assert client_of(cast.samira).post(url).status_code == 404
    page = client_of(cast.liwen).post(url, follow=True)
    assert "Je verzoek is ingetrokken" in text_of(page)
    assert "Lucas Wen" not in text_of(page)
    assert client_of(cast.liwen).post(url).status_code == 404
    assert not take_back_request(request, by=cast.liwen)


# --- whether it agrees with the administration


@pytest.mark.clause("B2", "B3")
@pytest.mark.parametrize("name", ["Lucas Wen", "lucas wen", "LUCAS WÉN"])
def test_a_request_agrees_when_name_link_and_authority_are_known(cast, ask, name):
    link(cast.lucas, cast.liwen)
    request = ask(child_name=name)
    assert matches_of([request]) == {request.pk: cast.lucas}


@pytest.mark.clause("B2", "B3")
@pytest.mark.parametrize(
    "change",
    [
        {"has_authority": False},
        {"barred_at": clock.now()},
        {"valid_until": clock.today() - timedelta(days=1)},
        {"authority_until": clock.today() - timedelta(days=1)},
        {"authority_from": clock.today() + timedelta(days=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_link_without_authority_today_does_not_agree(cast, ask, change):
    link(cast.lucas, cast.liwen, **{"valid_from": clock.today() - timedelta(days=9)} | change)
    request = ask()
    assert matches_of([request]) == {}
    with pytest.raises(NotMatchingError):
        admit_request(request, by=cast.naima)
    request.refresh_from_db()
    assert request.state == State.WAITING


@pytest.mark.clause("B3")
def test_what_the_administration_does_not_know_does_not_agree(cast, ask):
    assert matches_of([ask()]) == {}, "no link"
    link(cast.lucas, cast.liwen)
    assert matches_of([ask(group=cast.egels)]) == {}, "another group"
    assert matches_of([ask(child_name="Luuk Wen")]) == {}, "another name"
    assert matches_of([ask(by=cast.tom)]) == {}, "somebody else's child"
    request = ask()
    double = PupilFactory(school_group=cast.groep5, first_name="Lucas", last_name="Wen")
    assert matches_of([request]) == {}, "two children of this name"
    Enrolment.objects.filter(pupil=double).delete()
    assert matches_of([request])
    Enrolment.objects.filter(pupil=cast.lucas).update(valid_until=clock.today() - timedelta(days=1))
    assert matches_of([request]) == {}, "left the group"


# --- the group's admin


@pytest.mark.clause("B3")
def test_a_teacher_lets_in_what_agrees(cast, ask, client_of):
    link(cast.lucas, cast.liwen)
    request, client = ask(), client_of(cast.naima)
    members = client.get(reverse("groups:member-list", args=[cast.groep5.pk]))
    assert "1 ouder wacht op jouw antwoord." in text_of(members)
    assert "Li Wen zegt: moeder van Lucas Wen · sinds vandaag Klopt met de administratie Laat toe" in text_of(members)
    page = client.post(at("request-admit", request), follow=True)
    assert "Li Wen leest nu mee met Groep 5." in text_of(page)
    assert "Wil erbij" not in text_of(page)
    assert reads(cast.liwen, cast.groep5)
    assert "Je hoort erbij" in text_of(client_of(cast.liwen).get(reverse("groups:request-create")))
    assert AuditEntry.objects.filter(event="join_admitted", actor=cast.naima).exists()
    assert client.post(at("request-admit", request)).status_code == 404


@pytest.mark.clause("B3")
def test_what_does_not_agree_has_no_button_to_let_in_and_posting_it_does_not_help(cast, ask, client_of):
    request, client = ask(), client_of(cast.naima)
    members = text_of(client.get(reverse("groups:member-list", args=[cast.groep5.pk])))
    assert "Klopt niet met de administratie Overleg met directie : Li Wen Laat niet toe" in members
    page = client.post(at("request-admit", request), follow=True)
    assert "Dit klopt niet meer met de administratie." in text_of(page)
    assert not reads(cast.liwen, cast.groep5)
    assert JoinRequest.objects.get(pk=request.pk).state == State.WAITING


@pytest.mark.clause("B3")
def test_a_refusal_has_a_reason_that_the_asker_reads(cast, ask, client_of):
    request, client = ask(), client_of(cast.naima)
    assert client.get(at("request-refuse", request)).status_code == 200
    assert client.post(at("request-refuse", request), {"reason": "zomaar"}).status_code == 422
    client.post(at("request-refuse", request), {"reason": Reason.LINK})
    page = text_of(client_of(cast.liwen).get(reverse("groups:request-create")))
    assert "Niet toegelaten" in page
    assert "Bel de school" in page
    with pytest.raises(IntegrityError), transaction.atomic():
        JoinRequest.objects.filter(pk=request.pk).update(reason="")


@pytest.mark.clause("B3")
def test_overleg_hands_the_request_to_the_head_with_a_choice(cast, ask, client_of):
    request, client = ask(), client_of(cast.naima)
    assert client.get(at("request-hand-over", request)).status_code == 200
    assert client.post(at("request-hand-over", request), {}).status_code == 422
    client.post(at("request-hand-over", request), {"concern": Concern.SEPARATED})
    for name in ("request-admit", "request-refuse", "request-hand-over"):
        assert client.post(at(name, request), {"reason": Reason.LINK, "concern": Concern.OTHER}).status_code == 404
    assert "Ligt bij de directie. Doorgegeven door juf Naima, vandaag." in text_of(
        client.get(reverse("groups:member-list", args=[cast.groep5.pk]))
    )
    assert "De directie kijkt mee." in text_of(client_of(cast.liwen).get(reverse("groups:request-create")))
    listed = text_of(client_of(cast.marleen).get(reverse("groups:request-list")))
    assert "Li Wen zegt: moeder van Lucas Wen, Groep 5" in listed
    assert "juf Naima, vandaag" in listed


@pytest.mark.clause("B3")
def test_a_teacher_decides_in_the_own_group_only(cast, ask, client_of):
    link(cast.lucas, cast.liwen)
    request, client = ask(), client_of(cast.thijs)
    assert client.post(at("request-admit", request)).status_code == 404
    elsewhere = reverse("groups:request-admit", args=[cast.egels.pk, request.pk])
    assert client.post(elsewhere).status_code == 404
    assert not reads(cast.liwen, cast.groep5)


def test_the_groups_page_says_how_many_ask_to_who_lets_in(cast, ask, client_of):
    ask()
    assert "1 wil erbij" in text_of(client_of(cast.naima).get("/groepen/"))
    assert "wil erbij" not in text_of(client_of(cast.fleur).get("/groepen/"))
    assert "wil erbij" not in text_of(client_of(cast.samira).get("/groepen/"))


def test_members_cost_the_same_queries_for_one_request_and_thirty(cast, ask, client_of, django_assert_num_queries):
    url, client = reverse("groups:member-list", args=[cast.groep5.pk]), client_of(cast.naima)
    ask()
    client.get(url)
    with django_assert_num_queries(12):  # the log of who saw which child among them
        client.get(url)
    for number in range(30):
        ask(by=UserFactory(), child_name=f"Kind {number}")
    with django_assert_num_queries(12):
        client.get(url)


# --- the head


@pytest.fixture
def with_head(cast, ask):
    request = ask()
    hand_over_request(request, Concern.AUTHORITY, by=cast.naima)
    request.refresh_from_db()
    return request


def decide_url(request):
    return reverse("groups:request-decide", args=[request.pk])


@pytest.mark.clause("B2", "B3")
def test_the_head_lets_in_with_authority_and_the_link_is_made(cast, with_head, client_of):
    client = client_of(cast.marleen)
    assert "Lucas Wen" in text_of(client.get(decide_url(with_head)))
    fields = {"answer": "admit", "pupil": cast.lucas.pk, "relation": "mother"}
    page = client.post(decide_url(with_head), fields, follow=True)
    assert "Li Wen leest nu mee met Groep 5." in text_of(page)
    assert reads(cast.liwen, cast.groep5)
    made = Guardianship.objects.get(guardian=cast.liwen)
    assert (made.pupil, made.relation, made.has_authority) == (cast.lucas, "mother", True)


@pytest.mark.clause("B2", "B3")
def test_without_authority_the_link_is_kept_and_the_answer_is_no(cast, with_head, client_of):
    link(cast.lucas, cast.liwen)
    fields = {"answer": "link", "pupil": cast.lucas.pk, "relation": "carer"}
    client_of(cast.marleen).post(decide_url(with_head), fields)
    with_head.refresh_from_db()
    assert (with_head.state, with_head.reason) == (State.REFUSED, Reason.AUTHORITY)
    made = Guardianship.objects.get(guardian=cast.liwen)
    assert (made.relation, made.has_authority) == ("carer", False)
    assert not reads(cast.liwen, cast.groep5)


def test_the_head_refuses_with_a_reason(cast, with_head, client_of):
    client_of(cast.marleen).post(decide_url(with_head), {"answer": "refuse", "reason": Reason.CHILD})
    with_head.refresh_from_db()
    assert (with_head.state, with_head.reason, with_head.decided_by) == (State.REFUSED, Reason.CHILD, cast.marleen)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"answer": "admit"},
        {"answer": "admit", "pupil": "0", "relation": "aunt"},
        {"answer": "refuse"},
        {"answer": "refuse", "reason": "zomaar"},
        {"answer": "admit", "pupil": "yara", "relation": "carer"},
    ],
)
def test_a_decision_that_is_not_complete_is_asked_again(cast, with_head, client_of, fields):
    fields = fields | ({"pupil": cast.lucas.pk} if fields.get("pupil") == "yara" else {})
    page = client_of(cast.marleen).post(decide_url(with_head), fields)
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert JoinRequest.objects.get(pk=with_head.pk).state == State.WITH_HEAD


def test_the_head_chooses_a_child_of_the_group_only(cast, with_head, client_of):
    fields = {"answer": "admit", "pupil": cast.ilias.pk, "relation": "mother"}
    assert client_of(cast.marleen).post(decide_url(with_head), fields).status_code == 422


@pytest.mark.clause("B2")
def test_who_is_barred_is_not_admitted_until_the_bar_is_off(cast, with_head, client_of):
    bar = link(cast.lucas, cast.liwen)
    bar_guardian(bar, by=cast.marleen)
    assert matches_of([with_head]) == {}
    fields = {"answer": "admit", "pupil": cast.lucas.pk, "relation": "mother"}
    page = client_of(cast.marleen).post(decide_url(with_head), fields)
    assert page.status_code == 422
    assert "Deze persoon is geblokkeerd" in text_of(page)
    with pytest.raises(GuardianBarredError):
        decide_request(with_head, cast.lucas, by=cast.marleen, relation="mother", has_authority=True)
    assert JoinRequest.objects.get(pk=with_head.pk).state == State.WITH_HEAD
    Guardianship.objects.filter(pk=bar.pk).update(barred_at=None)
    assert decide_request(with_head, cast.lucas, by=cast.marleen, relation="mother", has_authority=True)


def test_a_link_that_was_over_begins_anew_when_the_head_says_so(cast, with_head):
    long_ago = clock.today() - timedelta(days=90)
    link(cast.lucas, cast.liwen, valid_from=long_ago, valid_until=long_ago)
    assert decide_request(with_head, cast.lucas, by=cast.marleen, relation="mother", has_authority=True)
    assert Guardianship.objects.filter(guardian=cast.liwen).count() == 2
    assert reads(cast.liwen, cast.groep5)


def test_the_head_may_decide_before_a_teacher_asks(cast, ask, client_of):
    request, client = ask(), client_of(cast.marleen)
    members = client.get(reverse("groups:member-list", args=[cast.groep5.pk])).content.decode()
    assert decide_url(request) in members
    fields = {"answer": "admit", "pupil": cast.lucas.pk, "relation": "mother"}
    client.post(decide_url(request), fields)
    assert reads(cast.liwen, cast.groep5)


def test_a_child_that_left_meanwhile_is_not_chosen(cast, with_head):
    Enrolment.objects.filter(pupil=cast.lucas).delete()
    with pytest.raises(Enrolment.DoesNotExist):
        decide_request(with_head, cast.lucas, by=cast.marleen, relation="mother", has_authority=True)
    assert JoinRequest.objects.get(pk=with_head.pk).state == State.WITH_HEAD


# --- one answer


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_wins(cast, race):
    link(cast.lucas, cast.liwen)
    request = ask_to_join(cast.groep5, by=cast.liwen, child_name="Lucas Wen", relation="mother")
    deeds = [
        lambda: admit_request(request, by=cast.naima),
        lambda: admit_request(request, by=cast.joris),
        lambda: refuse_request(request, Reason.LINK, by=cast.joris),
        lambda: take_back_request(request, by=cast.liwen),
    ]
    assert sorted(race(lambda number: deeds[number](), 4)) == [False, False, False, True]
    request.refresh_from_db()
    assert reads(cast.liwen, cast.groep5) == (request.state == State.ADMITTED)
    assert Membership.objects.filter(user=cast.liwen).count() == (request.state == State.ADMITTED)
    assert OutboxMail.objects.filter(kind="join_answer").count() == (request.state != State.TAKEN_BACK)


def test_what_was_answered_meanwhile_is_not_answered_again(cast, ask, client_of):
    link(cast.lucas, cast.liwen)
    stale = ask()
    refuse_request(JoinRequest.objects.get(pk=stale.pk), Reason.LINK, by=cast.joris)
    assert not admit_request(stale, by=cast.naima)
    assert not hand_over_request(stale, Concern.OTHER, by=cast.naima)
    assert not refuse_request(stale, Reason.CHILD, by=cast.naima)
    assert not decide_request(stale, cast.lucas, by=cast.marleen, relation="mother", has_authority=True)
    assert not reads(cast.liwen, cast.groep5)


# --- the asker is told


@pytest.mark.clause("B3", "B8")
def test_the_mail_about_the_answer_names_no_child_and_no_group(cast, with_head, mailoutbox):
    decide_request(with_head, cast.lucas, by=cast.marleen, relation="mother", has_authority=True)
    assert deliver_due() == 1
    mail = mailoutbox[0]
    assert mail.to == [cast.liwen.email]
    assert "/erbij/" in mail.body
    for closed in ("Lucas", "Groep 5", "groep 5", "Wen,", "Naima", "Marleen"):
        assert closed not in mail.subject + mail.body.replace("Li Wen", "")


def test_who_has_no_address_reads_the_answer_in_the_portal(cast, with_head):
    cast.liwen.email = ""
    cast.liwen.save()
    with_head.refresh_from_db()
    assert refuse_request(with_head, Reason.LINK, by=cast.marleen)
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize("name", ["naima", "dennis", "samira", "liwen", "wilma"])
def test_the_list_of_the_head_is_the_heads(cast, with_head, client_of, name):
    client = client_of(getattr(cast, name))
    for url in (reverse("groups:request-list"), decide_url(with_head)):
        assert client.get(url).status_code == 404
        assert client.post(url).status_code in {404, 405}
    assert JoinRequest.objects.get(pk=with_head.pk).state == State.WITH_HEAD
