"""Cases: who sees them, what is agreed in them, and what the person concerned gets to know (F5, F7)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import AuditEntry
from groups.actions import give_role
from groups.models import Restriction
from messaging.actions import add_reaction
from moderation.actions import (
    AboutOneself,
    Meanwhile,
    NotNow,
    TooMany,
    add_to_case,
    check_asked,
    close_case,
    consult,
    end_hold,
    hold,
    hold_of,
    open_case,
    remove,
    reopen_case,
    reverse_step,
    seal_removals,
    take_step,
    tell_ended,
    write_head_line,
)
from moderation.models import Case, HeadLine, Item, ModerationPolicy, Report
from moderation.rules.cases import Hurdle, Step, Wish
from moderation.subjects import find
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from protocol import clock
from tests.reporting import report_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("F5", "F7")]

WHY = "Je reactie van dinsdag kwetste een kind."


@pytest.fixture
def reported(cast, make_post):
    """A reaction of Samira in groep 5 that Tom reported."""
    post = make_post(cast.groep5, cast.naima)
    reaction = add_reaction(post, "Wat een onzin", by=cast.samira)
    item = Item.objects.create(
        school=cast.school,
        kind="reaction",
        object_id=reaction.pk,
        school_group=cast.groep5,
        author=cast.samira,
        hidden_at=clock.now(),
    )
    Report.objects.create(item=item, reporter=cast.tom, clause="E4", text="Dit is gemeen.")
    return item


@pytest.fixture
def case(cast, reported):
    return open_case("Reactie onder het kampbericht", cast.samira, school=cast.school, by=cast.naima, item=reported)


def measure(step=Step.NO_REACTIONS, days=14, **more) -> Wish:
    return Wish(step, **{"until": clock.today() + timedelta(days=days), "told": WHY} | more)


def talked_over(case, cast):
    consult(case, "Praten.", by=cast.dennis)
    consult(case, "Praten en een maatregel.", by=cast.marleen)


def take(case, wish, by, note="Zo spraken we het af."):
    return take_step(case, wish, note, by=by, seen=case.steps.count())


def mails(kind, to=None):
    rows = OutboxMail.objects.filter(kind=kind)
    return rows if to is None else rows.filter(recipient=to)


def test_a_case_gets_the_next_number_of_its_year_and_gathers_what_was_reported(cast, reported, case):
    other = open_case("Nog een", None, school=cast.school, by=cast.marleen)
    assert [(one.year, one.number) for one in (case, other)] == [(clock.today().year, 1), (clock.today().year, 2)]
    assert str(case).endswith("-01")
    reported.refresh_from_db()
    assert reported.case == case
    assert case.school_group == cast.groep5
    assert not add_to_case(other, reported, by=cast.marleen)


@pytest.mark.parametrize("author", ["tom", "naima"])
def test_a_case_about_an_incident_gathers_what_several_wrote_but_nothing_of_who_works_here(
    cast, make_post, reported, client, author
):
    incident = open_case("Ruzie onder het kampbericht", None, school=cast.school, by=cast.marleen)
    reaction = add_reaction(make_post(cast.groep5, cast.naima), "Zelf onzin", by=getattr(cast, author))
    other = report_of("reaction", reaction, cast.samira)
    client.force_login(cast.marleen)
    page = reverse("moderation:case-detail", args=[incident.pk])
    answer = client.get(page)
    offered = {item.pk for item in answer.context["others"]}
    assert f"{cast.samira.full_name}," in answer.content.decode(), "who wrote it, for several did"
    assert offered == {reported.pk} | ({other.pk} if author == "tom" else set())
    assert [add_to_case(incident, item, by=cast.marleen) for item in (reported, other)] == [True, author == "tom"]
    assert client.get(page).context["others"] == []


def test_a_closed_case_offers_nothing_to_gather_and_gathers_nothing(cast, reported, client):
    incident = open_case("Ruzie onder het kampbericht", None, school=cast.school, by=cast.marleen)
    client.force_login(cast.marleen)
    page = reverse("moderation:case-detail", args=[incident.pk])
    assert client.get(page).context["others"] == [reported]
    assert close_case(incident, by=cast.marleen)
    assert client.get(page).context["others"] == []
    assert not add_to_case(incident, reported, by=cast.marleen)


def test_a_report_about_the_head_comes_into_no_case_that_is_not_about_the_head(cast, case):
    item = Item.objects.create(
        school=cast.school, kind="reaction", object_id=10**9, author=cast.samira, is_about_head=True
    )
    assert item not in Item.objects.that_fit(case)
    assert not add_to_case(case, item, by=cast.marleen)
    about_head = open_case("Over de directeur", cast.marleen, school=cast.school, by=cast.naima)
    Item.objects.filter(pk=item.pk).update(author=cast.marleen)
    assert list(Item.objects.that_fit(about_head)) == [item]


def test_a_year_begins_with_number_one(cast, case):
    with time_machine.travel(f"{case.year + 1}-01-02T12:00:00+01:00"):
        assert open_case("Nieuw jaar", None, school=cast.school, by=cast.marleen).number == 1


def test_nobody_opens_a_case_about_oneself(cast):
    with pytest.raises(AboutOneself):
        open_case("Ik", cast.naima, school=cast.school, by=cast.naima)
    assert not Case.objects.exists()


def test_opening_asks_the_head_and_the_ict_contact_and_tells_the_person_nothing(cast, case):
    asked = set(mails("case_asked").values_list("recipient", flat=True))
    assert asked == {cast.marleen.pk, cast.dennis.pk}
    text = mails("case_asked").first().text
    assert str(case) in text
    assert "Samira" not in text
    assert "onzin" not in text
    assert not OutboxMail.objects.filter(recipient=cast.samira, kind__startswith="case").exists()


def test_who_sees_a_case(cast, case):
    def sees(user, of=case):
        return Case.objects.handled_by(user).filter(pk=of.pk).exists()

    assert [name for name in ("naima", "joris", "marleen", "dennis") if sees(getattr(cast, name))] == [
        "naima", "joris", "marleen", "dennis",
    ]  # fmt: skip
    assert not any(sees(getattr(cast, name)) for name in ("samira", "tom", "thijs", "fleur", "wilma", "henk"))
    about_naima = open_case("Toon", cast.naima, school=cast.school, by=cast.marleen, school_group=cast.groep5)
    assert sees(cast.joris, about_naima)
    assert not sees(cast.naima, about_naima)


def test_about_the_head_only_whom_the_school_named_sees_it_and_decides(cast):
    ModerationPolicy.objects.create(school=cast.school, about_head=cast.wilma)
    case = open_case("Bericht van de directie", cast.marleen, school=cast.school, by=cast.naima)
    assert case.is_about_head
    seen = [one for one in (cast.marleen, cast.dennis, cast.naima, cast.wilma) if case in Case.objects.handled_by(one)]
    assert seen == [cast.wilma]
    step = take(case, measure(), cast.wilma)
    assert step.restriction.person == cast.marleen
    text = mails("case_step", cast.marleen).get().text
    assert cast.wilma.full_name in text


def test_about_the_head_the_ict_contact_decides_when_nobody_is_named(cast):
    case = open_case("Bericht van de directie", cast.marleen, school=cast.school, by=cast.naima)
    assert mails("case_asked", cast.dennis).exists()
    assert take(case, Wish(Step.WORD), cast.dennis)


def test_the_last_head_is_not_locked_out_a_second_one_can_be(cast):
    ModerationPolicy.objects.create(school=cast.school, about_head=cast.wilma)
    case = open_case("Bericht van de directie", cast.marleen, school=cast.school, by=cast.naima)
    with pytest.raises(NotNow) as error:
        take(case, measure(Step.CLOSED), cast.wilma)
    assert error.value.hurdle == Hurdle.LAST_HEAD
    give_role(cast.henk, "head", cast.school, by=cast.marleen)
    assert take(case, measure(Step.CLOSED), cast.wilma)
    about_henk = open_case("Toon", cast.henk, school=cast.school, by=cast.naima)
    with pytest.raises(NotNow):  # the other one is closed already
        take(about_henk, measure(Step.READ_ONLY), cast.wilma)


def test_the_talk_waits_for_the_head_and_the_ict_contact(cast, case):
    with pytest.raises(NotNow) as error:
        take(case, Wish(Step.TALK), cast.naima)
    assert error.value.hurdle == Hurdle.WAITS
    talked_over(case, cast)
    assert take(case, Wish(Step.TALK), cast.naima).alone_because == ""


def test_each_measure_asks_anew_what_the_others_think(cast, case):
    talked_over(case, cast)
    take(case, measure(), cast.marleen)
    case.refresh_from_db()
    assert case.asked_at is None
    with pytest.raises(NotNow) as error:
        take(case, measure(Step.READ_ONLY), cast.marleen)
    assert error.value.hurdle == Hurdle.NOT_ASKED
    asked = mails("case_asked", cast.dennis).count()
    consult(case, "Het gaat door.", by=cast.naima)
    assert mails("case_asked", cast.dennis).count() == asked + 1
    consult(case, "Alleen lezen dan.", by=cast.dennis)
    assert take(case, measure(Step.READ_ONLY), cast.marleen)


def test_after_two_school_days_the_head_goes_on_alone_and_that_is_written_down(cast, case):
    with time_machine.travel(clock.now() + timedelta(days=2)), pytest.raises(NotNow):
        take(case, Wish(Step.TALK, alone_because="Dennis is ziek."), cast.marleen)
    with time_machine.travel(clock.now() + timedelta(days=3)):
        with pytest.raises(NotNow):
            take(case, Wish(Step.TALK, alone_because="Dennis is ziek."), cast.naima)
        step = take(case, Wish(Step.TALK, alone_because="Dennis is ziek."), cast.marleen)
    assert step.alone_because == "Dennis is ziek."


def test_no_reason_to_be_alone_is_kept_when_nobody_was_missing(cast, case):
    talked_over(case, cast)
    assert take(case, Wish(Step.TALK, alone_because="Hoeft niet."), cast.marleen).alone_because == ""


def test_a_measure_makes_a_restriction_and_tells_the_person_what_holds(cast, case):
    talked_over(case, cast)
    step = take(case, measure(), cast.marleen, note="Tom belde hierover.")
    held = Restriction.objects.standing().get(person=cast.samira)
    assert (held.kind, held.reason, held.until) == ("react", WHY, clock.today() + timedelta(days=14))
    mail = mails("case_step", cast.samira).get()
    assert WHY in mail.text
    assert "Tom" not in mail.text
    assert cast.school.name in mail.text
    assert reverse("moderation:measure-list") in mail.text
    assert step.restriction == held


def test_a_warning_is_told_and_a_word_is_not(cast, case):
    take(case, Wish(Step.WORD), cast.naima)
    assert not mails("case_step").exists()
    take(case, Wish(Step.WARNING, told=WHY), cast.marleen)
    assert WHY in mails("case_step", cast.samira).get().text


def test_a_step_decided_on_an_older_state_is_not_taken(cast, case):
    take(case, Wish(Step.WORD), cast.naima)
    with pytest.raises(Meanwhile):
        take_step(case, Wish(Step.WORD), "Nog een keer.", by=cast.joris, seen=0)
    assert case.steps.count() == 1


def test_a_step_taken_back_ends_its_measure_at_once_and_stays_written_down(cast, case):
    talked_over(case, cast)
    step = take(case, measure(), cast.marleen)
    assert reverse_step(step, "Het was iemand anders.", by=cast.marleen)
    assert not reverse_step(step, "Nog eens.", by=cast.marleen)
    assert not Restriction.objects.standing().exists()
    step.refresh_from_db()
    assert step.reversal == "Het was iemand anders."
    assert mails("case_step_reversed", cast.samira).count() == 1


def test_a_word_taken_back_tells_nobody(cast, case):
    step = take(case, Wish(Step.WORD), cast.naima)
    assert reverse_step(step, "Niet gebeurd.", by=cast.naima)
    assert not mails("case_step_reversed").exists()


def test_a_measure_that_is_over_is_told_once(cast, case):
    talked_over(case, cast)
    take(case, measure(days=1), cast.marleen)
    assert tell_ended() == 0
    with time_machine.travel(clock.now() + timedelta(days=2)):
        tell_ended()
        tell_ended()
        assert mails("measure_ended", cast.samira).count() == 1
    with time_machine.travel(clock.now() + timedelta(days=9)):
        assert tell_ended() == 0


def test_a_measure_taken_back_is_not_said_to_be_over(cast, case):
    talked_over(case, cast)
    reverse_step(take(case, measure(days=1), cast.marleen), "Toch niet.", by=cast.marleen)
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert tell_ended() == 0


def test_a_closed_case_takes_no_step_and_no_word_until_it_is_open_again(cast, case):
    assert close_case(case, by=cast.marleen)
    assert not close_case(case, by=cast.marleen)
    assert consult(case, "Nog iets.", by=cast.dennis) is None
    with pytest.raises(NotNow):
        take(case, Wish(Step.WORD), cast.naima)
    assert reopen_case(case, by=cast.marleen)
    assert not reopen_case(case, by=cast.marleen)
    assert take(case, Wish(Step.WORD), cast.naima)


def test_a_case_is_kept_for_an_inquiry_until_somebody_ends_that(cast, case):
    assert hold(case, "Aangifte 123", by=cast.marleen)
    assert not hold(case, "Nog een", by=cast.marleen)
    assert hold_of(case).reason == "Aangifte 123"
    assert end_hold(case, by=cast.marleen)
    assert not end_hold(case, by=cast.marleen)
    assert hold_of(case) is None


def test_what_was_said_and_decided_cannot_be_changed(cast, case):
    talked_over(case, cast)
    step = take(case, measure(), cast.marleen)
    for rows, change in (
        (case.steps, {"note": "Anders"}),
        (case.steps, {"told": "x"}),
        (case.consultations, {"text": "x"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(step).objects.filter(pk=step.pk)._raw_delete("default")


def test_all_that_happens_in_a_case_stands_in_the_log(cast, case):
    talked_over(case, cast)
    reverse_step(take(case, measure(), cast.marleen), "Toch niet.", by=cast.marleen)
    close_case(case, by=cast.marleen)
    events = list(
        AuditEntry.objects.filter(object_type="moderation.case", object_id=str(case.pk))
        .order_by("pk")
        .values_list("event", flat=True)
    )
    assert events == [
        "case_opened", "case_gathered", "case_consulted", "case_consulted", "case_step", "case_step_reversed",
        "case_closed",
    ]  # fmt: skip


def test_who_has_no_part_any_more_gets_no_mail(cast, case):
    ModerationPolicy.objects.create(school=cast.school)
    OutboxMail.objects.exclude(kind="case_asked", recipient=cast.dennis).delete()
    OutboxMail.objects.update(due_at=clock.now())
    cast.dennis.memberships.all().end_at_once(by=cast.marleen)
    assert deliver_due() == 0
    assert OutboxMail.objects.get().state == "dropped"


def test_a_line_to_the_head_is_mailed_kept_and_limited(cast):
    write_head_line(cast.school, "Mag ik u bellen?", by=cast.samira)
    mail = mails("head_line", cast.marleen).get()
    assert "Mag ik u bellen?" in mail.text
    assert cast.samira.email in mail.text
    for number in range(4):
        write_head_line(cast.school, f"En nog iets: {number}.", by=cast.samira)
    with pytest.raises(TooMany):
        write_head_line(cast.school, "En nog iets.", by=cast.samira)
    assert HeadLine.objects.count() == 5
    with time_machine.travel(clock.now() + timedelta(days=1, minutes=1)):
        assert write_head_line(cast.school, "Vandaag weer.", by=cast.samira)


# The pages


def test_the_page_shows_the_proof_the_consultation_and_the_steps(cast, case, client_of):
    item = case.items.get()
    remove(find("reaction", item.object_id), by=cast.naima, clause_id="E4", reason="Kwetsend.")
    seal_removals()
    consult(case, "Praten.", by=cast.dennis)
    take(case, Wish(Step.WORD), cast.naima, note="Samira snapt het.")
    page = client_of(cast.marleen).get(f"/dossiers/{case.pk}/").content.decode()
    code = item.removals.get().package.link.commitment
    assert " ".join(code[start : start + 4] for start in range(0, 64, 4)) in page
    for words in (
        "Wat vind jij?",
        "Praten.",
        "Samira snapt het.",
        "Controlecode",
        cast.samira.full_name,
        "Afspraak F7",
    ):
        assert words in page
    answer = client_of(cast.naima).post(f"/dossiers/{case.pk}/controleren/", follow=True)
    assert "Het wordt nu nagekeken." in answer.content.decode()
    assert check_asked() == 1
    page = client_of(cast.naima).get(f"/dossiers/{case.pk}/").content.decode()
    assert "Gecontroleerd: klopt" in page
    assert "Het wordt nu nagekeken." not in page


def test_a_broken_package_is_said_on_the_page(cast, case, client_of, media):
    item = case.items.get()
    remove(find("reaction", item.object_id), by=cast.naima, clause_id="E4", reason="Kwetsend.")
    seal_removals()
    package = item.removals.get().package
    (media / package.folder / "record.json").write_bytes(b"{}")
    client_of(cast.naima).post(f"/dossiers/{case.pk}/controleren/")
    assert check_asked() == 1
    page = client_of(cast.naima).get(f"/dossiers/{case.pk}/").content.decode()
    assert "Gecontroleerd: klopt niet" in page
    assert "record.json" in page


def test_a_case_is_opened_on_its_page_with_and_without_something_reported(cast, reported, client_of):
    naima, head = client_of(cast.naima), client_of(cast.marleen)
    page = naima.get(f"/dossiers/nieuw/?item={reported.pk}").content.decode()
    assert cast.samira.full_name in page
    naima.post("/dossiers/nieuw/", {"title": "Reactie", "item": reported.pk})
    assert Case.objects.get().about == cast.samira
    assert naima.get(f"/dossiers/nieuw/?item={reported.pk}").status_code == 404  # it has a case already
    head.post("/dossiers/nieuw/", {"title": "Op het plein", "about": "Tom " + cast.tom.last_name})
    assert Case.objects.filter(about=cast.tom, school_group=None).exists()


@pytest.mark.parametrize(
    ("about", "said"),
    [("Niemand Bekend", "niemand die zo heet"), ("naima", "Over jezelf"), ("kwame", "niemand die zo heet")],
)
def test_a_teacher_finds_only_people_of_the_own_groups_and_not_oneself(cast, client_of, about, said):
    fields = {"title": "Toon", "about": about, "school_group": cast.groep5.pk}
    cast.kwame.memberships.filter(role__school_group=cast.groep5).end_at_once(by=cast.marleen)
    answer = client_of(cast.naima).post("/dossiers/nieuw/", fields)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert 'value="Toon"' in page


def test_a_teacher_says_in_which_group_and_the_head_need_not(cast, client_of):
    assert client_of(cast.naima).post("/dossiers/nieuw/", {"title": "Toon"}).status_code == 422
    assert (
        client_of(cast.naima).post("/dossiers/nieuw/", {"title": "T", "school_group": cast.egels.pk}).status_code == 422
    )
    assert client_of(cast.marleen).post("/dossiers/nieuw/", {"title": "Toon"}).status_code == 302


def test_a_case_about_the_head_leaves_who_opened_it(cast, client_of):
    ModerationPolicy.objects.create(school=cast.school, about_head=cast.wilma)
    fields = {"title": "Toon", "about": "marleen", "school_group": ""}
    answer = client_of(cast.dennis).post("/dossiers/nieuw/", fields, follow=True)
    assert answer.redirect_chain[-1][0] == "/dossiers/"
    assert "aangewezen" in answer.content.decode()
    assert "Toon" not in client_of(cast.dennis).get("/dossiers/").content.decode()
    assert "Toon" in client_of(cast.wilma).get("/dossiers/").content.decode()


def test_what_stands_in_the_way_is_said_and_what_was_filled_in_stays(cast, case, client_of):
    head = client_of(cast.marleen)
    fields = {"kind": "closed", "note": "Hier praten we over.", "told": "", "until": "", "seen": 0}
    answer = head.post(f"/dossiers/{case.pk}/stap/", fields)
    assert answer.status_code == 422
    assert "Eerst zeggen de directie en de ICT-contactpersoon" in answer.content.decode()
    talked_over(case, cast)
    for change, said in (
        ({}, "Zeg waarom, voor degene om wie het gaat."),
        ({"told": WHY}, "Vul de laatste dag in."),
        ({"told": WHY, "until": "2000-01-01"}, "Deze dag is voorbij."),
        ({"told": WHY, "until": "2099-01-01"}, "Een maatregel duurt hooguit"),
        ({"told": WHY, "until": str(clock.today()), "seen": 3}, "Iemand anders zette intussen een stap."),
        ({"kind": "word", "until": str(clock.today())}, "Alleen een maatregel heeft een laatste dag."),
        ({"kind": "nothing"}, "Kies een stap."),
    ):
        answer = head.post(f"/dossiers/{case.pk}/stap/", fields | change)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert said in page, said
        assert "Hier praten we over." in page
    assert not case.steps.exists()


def test_after_somebody_else_took_a_step_the_same_form_goes_through(cast, case, client_of):
    head = client_of(cast.marleen)
    fields = {"kind": "word", "note": "Gesproken.", "seen": 0}
    head.post(f"/dossiers/{case.pk}/stap/", fields)
    page = head.post(f"/dossiers/{case.pk}/stap/", fields).content.decode()
    assert 'name="seen" value="1"' in page
    assert f'action="/dossiers/{case.pk}/stap/#stap"' in page, "what is missing stands far down the page"
    done = head.post(f"/dossiers/{case.pk}/stap/", fields | {"seen": 1})
    assert (done.status_code, done["Location"]) == (302, f"/dossiers/{case.pk}/#inhoud"), "what was done stands on top"
    assert case.steps.count() == 2


def test_a_teacher_and_the_ict_contact_are_offered_what_they_decide(cast, case, client_of):
    teacher = client_of(cast.naima).get(f"/dossiers/{case.pk}/").content.decode()
    assert 'value="talk"' in teacher
    assert 'value="closed"' not in teacher
    assert 'value="word"' not in client_of(cast.dennis).get(f"/dossiers/{case.pk}/").content.decode()
    refused = {"kind": "closed", "note": "x", "told": WHY, "until": str(clock.today()), "seen": 0}
    assert client_of(cast.naima).post(f"/dossiers/{case.pk}/stap/", refused).status_code == 422


def test_a_step_is_taken_and_taken_back_on_the_pages(cast, case, client_of):
    head = client_of(cast.marleen)
    talked_over(case, cast)
    fields = {"kind": "no_react", "note": "Rust.", "told": WHY, "until": str(clock.today()), "seen": 0}
    assert head.post(f"/dossiers/{case.pk}/stap/", fields).status_code == 302
    step = case.steps.get()
    assert head.post(f"/dossiers/stap/{step.pk}/terug/", {"reason": " "}).status_code == 422
    assert client_of(cast.naima).get(f"/dossiers/stap/{step.pk}/terug/").status_code == 404
    assert head.post(f"/dossiers/stap/{step.pk}/terug/", {"reason": "Vergissing."}).status_code == 302
    assert "Vergissing." in head.get(f"/dossiers/{case.pk}/").content.decode()
    assert head.get(f"/dossiers/stap/{step.pk}/terug/").status_code == 404


def test_the_head_goes_on_alone_on_the_page(cast, case, client_of):
    with time_machine.travel(clock.now() + timedelta(days=3)):
        head = client_of(cast.marleen)
        assert "zonder te wachten" in head.get(f"/dossiers/{case.pk}/").content.decode()
        fields = {"kind": "talk", "note": "Gesproken.", "seen": 0}
        assert "Zeg waarom je niet langer" in head.post(f"/dossiers/{case.pk}/stap/", fields).content.decode()
        head.post(f"/dossiers/{case.pk}/stap/", fields | {"alone_because": "Dennis is ziek."})
        assert "Dennis is ziek." in head.get(f"/dossiers/{case.pk}/").content.decode()


def test_words_closing_keeping_and_gathering_go_by_the_page(cast, case, reported, client_of):
    head, at = client_of(cast.marleen), f"/dossiers/{case.pk}/"
    assert head.post(f"{at}overleg/", {"text": ""}).status_code == 422
    head.post(f"{at}overleg/", {"text": "Eerst praten."})
    assert "Eerst praten." in head.get(at).content.decode()
    other = Item.objects.create(
        school=cast.school, kind="post", object_id=1, school_group=cast.groep5, author=cast.samira
    )
    assert "Hoort dit er ook bij?" in head.get(at).content.decode()
    head.post(f"{at}erbij/", {"item": other.pk})
    assert case.items.count() == 2
    head.post(f"{at}erbij/", {"item": other.pk})
    assert head.post(f"{at}erbij/", {"item": "x"}).status_code == 404
    assert head.post(f"{at}bewaren/", {"reason": ""}).status_code == 422
    head.post(f"{at}bewaren/", {"reason": "Aangifte 9"})
    head.post(f"{at}bewaren/", {"reason": "Aangifte 9"})
    assert "Aangifte 9" in head.get(at).content.decode()
    assert "bewaard voor een onderzoek" in client_of(cast.naima).get(at).content.decode()
    head.post(f"{at}bewaren/", {"end": "1"})
    head.post(f"{at}bewaren/", {"end": "1"})
    head.post(f"{at}afsluiten/")
    head.post(f"{at}afsluiten/")
    assert "Open het weer" in head.get(at).content.decode()
    head.post(f"{at}overleg/", {"text": "Nog iets."})
    assert "Nog iets." not in head.get(at).content.decode()
    head.post(f"{at}afsluiten/", {"again": "1"})
    head.post(f"{at}afsluiten/", {"again": "1"})
    assert "Sluit het dossier" in head.get(at).content.decode()


@pytest.mark.parametrize("field", ["x", "²"])
def test_a_number_that_is_none_opens_nothing(cast, client_of, field):
    assert client_of(cast.marleen).get(f"/dossiers/nieuw/?item={field}").status_code == 404


def test_the_page_of_a_case_costs_the_same_however_much_stands_in_it(
    cast, case, client_of, django_assert_max_num_queries
):
    head = client_of(cast.marleen)
    talked_over(case, cast)
    head.get(f"/dossiers/{case.pk}/")
    with django_assert_max_num_queries(60) as before:
        head.get(f"/dossiers/{case.pk}/")
    for number in range(4):
        take(case, Wish(Step.WORD), cast.naima)
        item = Item.objects.create(school=cast.school, kind="post", object_id=number, author=cast.samira, case=case)
        Report.objects.create(item=item, reporter=cast.tom, clause="E1")
        consult(case, "Weer iets.", by=cast.dennis)
    with django_assert_max_num_queries(len(before) + 2):
        head.get(f"/dossiers/{case.pk}/")


# Races


@pytest.mark.django_db(transaction=True)
def test_of_eight_cases_at_once_each_gets_its_number(cast, race):
    made = race(lambda number: open_case(f"Dossier {number}", None, school=cast.school, by=cast.marleen), 8)
    assert sorted(case.number for case in made) == list(range(1, 9))


@pytest.mark.django_db(transaction=True)
def test_of_two_heads_who_take_a_measure_at_once_one_does(cast, race):
    give_role(cast.henk, "head", cast.school, by=cast.marleen)
    case = open_case("Toon", cast.samira, school=cast.school, by=cast.naima)
    consult(case, "Doen.", by=cast.dennis)
    heads = (cast.marleen, cast.henk)
    taken = race(lambda n: take_step(case, measure(), "Besloten.", by=heads[n], seen=0), 2)
    assert sum(isinstance(one, Meanwhile) for one in taken) == 1
    assert Restriction.objects.count() == 1
