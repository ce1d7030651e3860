"""Each door of moderation, with everybody who must not come through it (D12, F4-F7, B8)."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.http import Http404

from groups.actions import give_role
from groups.models import Restriction, Role
from messaging.actions import add_reaction, add_word, point_out
from messaging.models import Reaction
from messaging.offending import offences_in, offences_in_change, offences_in_post, words_of
from moderation.actions import (
    AboutOneself,
    Gone,
    TooMany,
    agree_as_member,
    close_case,
    consult,
    erase_item,
    erase_post,
    hide_item,
    open_case,
    put_back,
    refuse_as_member,
    remove,
    report,
    reverse_step,
    say_word,
    take_step,
)
from moderation.actions.reporting import REPORTS
from moderation.archive_permissions import get_archive_or_404
from moderation.case_permissions import (
    get_case_or_404,
    get_case_to_export_or_404,
    get_case_to_lead_or_404,
    get_school_to_write_or_404,
    get_step_to_reverse_or_404,
)
from moderation.models import Item, LegalHold, ModerationPolicy, Removal
from moderation.permissions import (
    get_item_or_404,
    get_item_photo_or_404,
    get_removal_to_agree_or_404,
    get_subject_to_remove_or_404,
    get_subject_to_report_or_404,
    get_subject_to_take_back_or_404,
)
from moderation.rules.cases import Step, Wish
from moderation.subjects import find
from protocol import clock
from tests.reporting import report_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("D12", "F4", "F5")]


def is_open(door, *words):
    try:
        return bool(door(*words))
    except Http404:
        return False


def opens(door, people, *words):
    """The names of those for whom the door opens."""
    return [person.first_name for person in people if is_open(door, person, *words)]


@pytest.fixture
def people(cast):
    """A parent of the class, its teacher, a parent of another class, the head, the ICT contact."""
    return [cast.samira, cast.naima, cast.kwame, cast.marleen, cast.dennis]


@pytest.fixture
def things(cast, make_post, make_photo):
    """A post of a class, with a photo and a reaction of another parent."""
    post = make_post(cast.groep5, cast.naima)
    return {"post": post, "photo": make_photo(post), "reaction": add_reaction(post, "Foei", by=cast.tom)}


# Speaking up


@pytest.mark.parametrize(
    ("kind", "who"),
    [("post", ["Samira", "Marleen"]), ("photo", ["Samira", "Marleen"]), ("reaction", ["Samira", "Naima", "Marleen"])],
)
def test_one_reports_what_one_reads_and_did_not_make(cast, people, things, kind, who):
    pk = things[kind].pk
    assert opens(get_subject_to_report_or_404, [*people, cast.tom], kind, pk) == who + ["Tom"] * (kind != "reaction")
    find(kind, pk).hide()
    assert opens(get_subject_to_report_or_404, [*people, cast.tom], kind, pk) == []


@pytest.mark.clause("D3")
def test_a_photo_that_is_withheld_is_reported_by_nobody(cast, people, things):
    point_out(things["photo"], cast.yara, by=cast.samira)
    assert opens(get_subject_to_report_or_404, people, "photo", things["photo"].pk) == []


@pytest.mark.clause("E4")
def test_what_is_held_is_reported_by_nobody_for_nobody_read_it(cast, people, things):
    Reaction.objects.filter(pk=things["reaction"].pk).update(held_at=clock.now())
    assert opens(get_subject_to_report_or_404, people, "reaction", things["reaction"].pk) == []


def test_a_word_is_reported_by_who_got_it_alone(cast, people, things):
    word = say_word(find("reaction", things["reaction"].pk), "Wil je dit lezen?", by=cast.samira)
    assert opens(get_subject_to_report_or_404, [*people, cast.tom], "word", word.pk) == ["Tom"]


def test_of_a_word_no_word_goes_back(cast, things):
    word = say_word(find("reaction", things["reaction"].pk), "Wil je dit lezen?", by=cast.samira)
    with pytest.raises(Gone):
        say_word(find("word", word.pk), "Nee.", by=cast.tom)


def test_who_reported_enough_today_reports_no_more(cast, make_post):
    post = make_post(cast.groep5, cast.naima)
    rows = [add_reaction(post, f"Foei {number}", by=cast.tom) for number in range(REPORTS.tries + 1)]
    for row in rows[:-1]:
        report(find("reaction", row.pk), by=cast.samira, clause_id="E1", text="")
    with pytest.raises(TooMany):
        report(find("reaction", rows[-1].pk), by=cast.samira, clause_id="E1", text="")


# Taking away and taking back


def test_exactly_the_admins_of_the_group_and_the_head_take_away_and_never_ones_own(cast, people, things):
    assert opens(get_subject_to_remove_or_404, people, "reaction", things["reaction"].pk) == ["Naima", "Marleen"]
    assert opens(get_subject_to_remove_or_404, people, "post", things["post"].pk) == ["Marleen"]
    report_of("reaction", things["reaction"], cast.samira)
    ModerationPolicy.objects.create(school=cast.school, ict_removes=True)
    who = ["Naima", "Marleen", "Dennis"]
    assert opens(get_subject_to_remove_or_404, people, "reaction", things["reaction"].pk) == who


def test_what_the_head_wrote_who_handles_that_takes_away(cast, people, make_post):
    """In a group without admins of its own: neither the head nor, where somebody is named, the ICT contact."""
    post = make_post(cast.whole_school, cast.marleen)
    report_of("post", post, cast.samira)
    assert opens(get_subject_to_remove_or_404, [*people, cast.henk], "post", post.pk) == ["Dennis"]
    ModerationPolicy.objects.create(school=cast.school, about_head=cast.henk)
    assert opens(get_subject_to_remove_or_404, [*people, cast.henk], "post", post.pk) == ["Henk"]


def test_one_takes_back_ones_own_as_long_as_it_stands_and_one_reads_there(cast, people, things):
    pk = things["reaction"].pk
    assert opens(get_subject_to_take_back_or_404, [*people, cast.tom], "reaction", pk) == ["Tom"]
    cast.tom.memberships.all().end_at_once(by=cast.marleen)
    assert opens(get_subject_to_take_back_or_404, [cast.tom], "reaction", pk) == []


def test_nobody_takes_back_what_is_hidden_nor_a_portrait(cast, things):
    cast.tom.portrait.save("p.webp", ContentFile(b"RIFF0000WEBP"))
    assert opens(get_subject_to_take_back_or_404, [cast.tom], "portrait", cast.tom.pk) == []
    find("reaction", things["reaction"].pk).hide()
    assert opens(get_subject_to_take_back_or_404, [cast.tom], "reaction", things["reaction"].pk) == []


# The MR


def asked(cast, post):
    return remove(find("post", post.pk), by=cast.marleen, clause_id="E2", reason="Dit kan niet.", waits_for_member=True)


def test_a_removal_of_the_mr_waits_for_a_member_who_neither_wrote_nor_asked(cast, people, make_post):
    give_role(cast.tom, Role.Name.COUNCIL_MEMBER, cast.mr, by=cast.marleen)
    removal = asked(cast, make_post(cast.mr, cast.pieterjan))
    everybody = [*people, cast.pieterjan, cast.tom]
    assert opens(get_removal_to_agree_or_404, everybody, removal.pk) == ["Tom"]
    for by in (cast.marleen, cast.pieterjan):
        assert not agree_as_member(removal, by=by)
        assert not refuse_as_member(removal, by=by)
    assert agree_as_member(removal, by=cast.tom)
    assert opens(get_removal_to_agree_or_404, everybody, removal.pk) == []
    assert not refuse_as_member(removal, by=cast.tom)
    assert find("post", removal.object_id).is_hidden


def test_what_is_no_removal_of_the_mr_waits_for_no_member_of_another_group(cast, things):
    removal = Removal.objects.create(
        school=cast.school,
        kind="post",
        object_id=things["post"].pk,
        school_group=cast.groep5,
        author=cast.naima,
        state="asked",
        asked_by=cast.marleen,
        clause="E4",
        reason="x",
    )
    assert opens(get_removal_to_agree_or_404, [cast.joris, cast.pieterjan, cast.fleur], removal.pk) == []


# The queue


def test_a_report_comes_to_those_who_handle_it_and_never_to_whom_it_is_about(cast, people, things):
    item = report_of("post", things["post"], cast.samira)
    assert opens(get_item_or_404, people, item.pk) == ["Marleen", "Dennis"]
    other = report_of("reaction", things["reaction"], cast.samira)
    assert opens(get_item_or_404, people, other.pk) == ["Naima", "Marleen", "Dennis"]


@pytest.mark.clause("B8")
def test_only_a_photo_is_opened_as_one_and_not_by_the_ict_contact(cast, people, things):
    item = report_of("photo", things["photo"], cast.samira)
    assert opens(get_item_photo_or_404, people, item.pk) == ["Marleen"]
    words = report_of("reaction", things["reaction"], cast.samira)
    assert opens(get_item_photo_or_404, people, words.pk) == []


def test_nobody_decides_about_their_own(cast, things):
    item = report_of("post", things["post"], cast.samira)
    assert not put_back(item, "Het mag.", by=cast.naima)
    assert not hide_item(item, by=cast.naima)
    assert not find("post", things["post"].pk).is_hidden


def test_what_goes_is_neither_put_back_nor_taken_away_once_more(cast, things):
    item = report_of("reaction", things["reaction"], cast.samira)
    subject = find("reaction", things["reaction"].pk)
    remove(subject, by=cast.naima, clause_id="E4", reason="Weg.")
    Item.objects.filter(pk=item.pk).update(state="open", decided_at=None, decided_by=None)  # as one that was just made
    assert not put_back(item, "Het mag.", by=cast.marleen)
    assert not hide_item(item, by=cast.marleen)
    with pytest.raises(Gone):
        remove(subject, by=cast.marleen, clause_id="E4", reason="Weg.")


def test_a_decision_on_a_report_that_was_decided_meanwhile_takes_nothing_away(cast, things):
    item = report_of("reaction", things["reaction"], cast.samira)
    assert put_back(item, "Het mag.", by=cast.marleen)
    with pytest.raises(Gone):
        remove(find("reaction", things["reaction"].pk), by=cast.naima, clause_id="E4", reason="Weg.", item=item)
    assert not find("reaction", things["reaction"].pk).is_hidden


def test_what_is_taken_away_at_once_was_hidden_from_that_moment(cast, things):
    item = report_of("reaction", things["reaction"], cast.samira)
    remove(find("reaction", things["reaction"].pk), by=cast.naima, clause_id="E4", reason="Weg.")
    item.refresh_from_db()
    assert item.hidden_at is not None


# Cases


@pytest.fixture
def case(cast):
    return open_case("Ruzie", cast.samira, school=cast.school, by=cast.naima, school_group=cast.groep5)


@pytest.mark.clause("F7")
def test_who_sees_a_case_leads_it_and_takes_it_along(cast, people, case):
    assert opens(get_case_or_404, people, case.pk) == ["Naima", "Marleen", "Dennis"]
    assert opens(get_case_to_lead_or_404, people, case.pk) == ["Marleen"]
    assert opens(get_case_to_export_or_404, people, case.pk) == ["Marleen"]


@pytest.mark.clause("F7")
@pytest.mark.parametrize("kind", ["read", "closed"])
def test_a_deputy_whom_a_measure_keeps_away_takes_no_case_along(cast, case, kind):
    ModerationPolicy.objects.create(school=cast.school, deputy=cast.wilma)
    assert opens(get_case_to_export_or_404, [cast.wilma], case.pk) == ["Wilma"]
    until = clock.today()
    Restriction.objects.create(person=cast.wilma, kind=kind, reason="Om rust.", until=until, decided_by=cast.marleen)
    assert opens(get_case_to_export_or_404, [cast.wilma], case.pk) == []


@pytest.mark.clause("F7")
def test_a_step_is_taken_back_by_who_decides_about_it_and_once(cast, people, case):
    word = take_step(case, Wish(Step.WORD), "Gezegd.", by=cast.naima, seen=0)
    warning = take_step(case, Wish(Step.WARNING, told="Hou op."), "Gezegd.", by=cast.marleen, seen=1)
    assert opens(get_step_to_reverse_or_404, people, word.pk) == ["Naima", "Marleen"]
    assert opens(get_step_to_reverse_or_404, people, warning.pk) == ["Marleen"]
    assert reverse_step(word, "Toch niet.", by=cast.naima)
    assert opens(get_step_to_reverse_or_404, people, word.pk) == []


def test_who_left_the_school_writes_no_line_to_its_head(cast):
    assert opens(get_school_to_write_or_404, [cast.tom]) == ["Tom"]
    cast.tom.memberships.all().end_at_once(by=cast.marleen)
    assert opens(get_school_to_write_or_404, [cast.tom]) == []


def test_a_case_is_closed_once_takes_no_word_then_and_is_about_somebody_else(cast, case):
    assert close_case(case, by=cast.marleen)
    assert not close_case(case, by=cast.marleen)
    assert consult(case, "Praten.", by=cast.dennis) is None
    with pytest.raises(AboutOneself):
        open_case("Ik", cast.naima, school=cast.school, by=cast.naima)


# The archive


@pytest.mark.clause("F6")
def test_the_archive_is_of_the_head_the_deputy_and_the_ict_contact(cast, people):
    assert opens(get_archive_or_404, people) == ["Marleen", "Dennis"]
    assert [get_archive_or_404(who).opens for who in (cast.marleen, cast.dennis)] == [True, False]


@pytest.mark.clause("F6", "D4")
@pytest.mark.parametrize("what", ["post", "reaction", "report"])
def test_what_is_held_for_a_lawsuit_is_not_erased(cast, things, what):
    item = report_of("reaction", things["reaction"], cast.samira)
    Item.objects.filter(pk=item.pk).update(state="removed", decided_at=clock.now(), decided_by=cast.naima)
    row = item.reports.get() if what == "report" else things[what]
    LegalHold.objects.create(table=row._meta.db_table, row_id=row.pk, reason="Zaak", began_by=cast.marleen)
    if what == "report":
        assert erase_item(item) == 0
        assert item.reports.exists()
    else:
        assert erase_post(things["post"]) == 0
        assert type(row).objects.filter(pk=row.pk).exists()


# Measures


@pytest.mark.parametrize(("begins", "ends", "is_ended"), [(1, 5, False), (-5, -1, False), (-1, 5, True)])
def test_a_measure_holds_from_its_first_day_to_its_last_unless_it_was_taken_back(cast, begins, ends, is_ended):
    today = clock.today()
    dates = {"starts_on": today + timedelta(days=begins), "until": today + timedelta(days=ends)}
    row = Restriction.objects.create(
        person=cast.samira, kind="closed", reason="Om rust.", decided_by=cast.marleen, **dates
    )
    if is_ended:
        Restriction.objects.filter(pk=row.pk).update(ended_at=clock.now())
    assert not Restriction.objects.standing().exists()
    assert not Restriction.objects.keeping_from_work().exists()


# What is looked at before it comes to readers (E4)


@pytest.mark.clause("E4")
@pytest.mark.parametrize("where", ["title", "text", "alt"])
def test_each_word_of_a_post_and_of_a_change_is_looked_at(cast, make_post, make_photo, where):
    bad = "Stelletje klootzakken"
    post = make_post(cast.groep5, cast.naima, **({where: bad} if where != "alt" else {}))
    photo = make_photo(post, alt=bad if where == "alt" else "Een brug")
    assert offences_in_post(post)
    assert offences_in_post(post, photos=[photo])
    change = {"title": "Een", "text": "Twee"} | ({"alts": {str(photo.key): bad}} if where == "alt" else {where: bad})
    assert offences_in_change(post, change)


@pytest.mark.clause("E4")
def test_the_school_holds_its_own_words_and_lets_its_own_through(cast):
    assert add_word(cast.school, "sinterklaasgedoe", by=cast.marleen, kind="swearing", is_allowed=False)
    assert add_word(cast.school, "klootzakken", by=cast.marleen, kind="", is_allowed=True)
    assert offences_in(cast.school.pk, ["Wat een sinterklaasgedoe"])
    assert not offences_in(cast.school.pk, ["Stelletje klootzakken"])
    assert words_of(cast.school.pk).free == {"klootzakken"}
