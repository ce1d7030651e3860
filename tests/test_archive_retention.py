"""What was kept goes at the end of its term, with a record; a legal hold or an open case stops it (F6, D4)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry
from messaging.actions import add_reaction
from messaging.models import Photo, Post, Reaction
from moderation import packages
from moderation.actions import destroy_due, destroy_package, destroying, end_hold, erase_post, hold
from moderation.models import (
    Case,
    CaseStep,
    Consultation,
    Destruction,
    Erasure,
    FriendlyWord,
    Item,
    LegalHold,
    ModerationPolicy,
    Report,
    SealedRow,
)
from moderation.terms import day_ago, end_of_term, old_packages
from moderation.verifying import faults_in
from protocol import clock
from tests.archive import sealed, three_packages

pytestmark = [pytest.mark.django_db, pytest.mark.clause("F6", "D4")]


@pytest.fixture
def policy(cast) -> ModerationPolicy:
    return ModerationPolicy.objects.create(school=cast.school)


def after(years: int, days: int = 3):
    return time_machine.travel(clock.now() + timedelta(days=round(years * 365.25) + days), tick=False)


def test_packages_past_their_term_go_and_the_chain_still_verifies(cast, policy, make_post, make_photo):
    kept = three_packages(cast, make_post, make_photo)
    assert destroy_due() == 0
    with after(5):
        assert destroy_due() == 3
        assert destroy_due() == 0
        assert list(faults_in(cast.school)) == []
    assert Destruction.objects.count() == 3
    assert SealedRow.objects.count() == 0
    assert [list(packages.names_in(default_storage, one.folder)) for one in kept] == [[], [], []]
    assert AuditEntry.objects.filter(event="package_destroyed").count() == 3


def test_a_package_is_destroyed_once(cast, policy, make_post, make_photo):
    package = three_packages(cast, make_post, make_photo)[0]
    with after(5):
        assert [destroy_package(package) for _ in range(2)] == [1, 0]
    assert Destruction.objects.count() == 1


def test_a_package_goes_with_a_pass_only(cast, policy, make_post, make_photo):
    kept = three_packages(cast, make_post, make_photo)
    with pytest.raises(IntegrityError), transaction.atomic():
        kept[0].rows.all().delete()


def test_a_legal_hold_stops_it_until_somebody_ends_it(cast, policy, make_post, make_photo):
    package = three_packages(cast, make_post, make_photo)[0]
    assert hold(package, "Er loopt een zaak.", by=cast.marleen)
    assert not hold(package, "Nog een keer.", by=cast.marleen)
    with after(5):
        assert destroy_package(package) == 0
        with pytest.raises(IntegrityError), transaction.atomic():
            Destruction.objects.create(link=package.link, reason="x")
        assert destroy_due() == 2
        assert end_hold(package, by=cast.marleen)
        assert not end_hold(package, by=cast.marleen)
        assert destroy_due() == 1


def make_case(cast, **more) -> Case:
    return Case.objects.create(
        school=cast.school, year=2026, number=1, title="Ruzie", about=cast.samira, opened_by=cast.marleen, **more
    )


def make_item(cast, **more) -> Item:
    return Item.objects.create(school=cast.school, kind="post", object_id=1, author=cast.samira, **more)


def test_an_open_case_and_one_on_hold_keep_their_packages(cast, policy, make_post):
    case = make_case(cast)
    reaction = add_reaction(make_post(cast.groep5, cast.naima), "Oei", by=cast.samira)
    item = Item.objects.create(
        school=cast.school, kind="reaction", object_id=reaction.pk, author=cast.samira, case=case
    )
    sealed("reaction", reaction, cast.naima, item=item)
    with after(5):
        assert destroy_due() == 0
        closed = {"closed_at": clock.now(), "closed_by": cast.marleen}
        Case.objects.filter(pk=case.pk).update(**closed)
        on = LegalHold.objects.create(table="moderation_case", row_id=case.pk, reason="x", began_by=cast.marleen)
        assert destroy_due() == 0
        LegalHold.objects.filter(pk=on.pk).update(ended_at=clock.now(), ended_by=cast.marleen)
        assert destroy_due() == 1


def test_files_that_a_kill_left_go_with_the_next_run(cast, policy, make_post, make_photo, monkeypatch):
    package = three_packages(cast, make_post, make_photo)[0]
    with after(5):
        with monkeypatch.context() as broken:
            broken.setattr("moderation.packages.remove", lambda folder: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                destroy_due()
        assert any(packages.names_in(default_storage, package.folder))
        assert any("still there" in str(one) for one in faults_in(cast.school))
        destroy_due()
    assert not any(packages.names_in(default_storage, package.folder))


def test_a_run_that_went_on_long_enough_leaves_the_rest_to_the_next_night(
    cast, policy, make_post, make_photo, monkeypatch
):
    three_packages(cast, make_post, make_photo)
    with after(5):
        with monkeypatch.context() as late:
            late.setattr(destroying, "SECONDS", -1)
            assert destroy_due() == 0
        assert Destruction.objects.count() == 0
        assert destroy_due() == 3


def test_news_past_its_term_goes_with_all_under_it(
    cast, policy, make_post, make_photo, django_capture_on_commit_callbacks
):
    ModerationPolicy.objects.update(post_years=1)
    old = make_post(cast.groep5, cast.naima, published_at=end_of_term(1) - timedelta(seconds=1))
    photo = make_photo(old)
    old.versions.create(title="Was", text="Was", kind="day", replaced_at=clock.now(), replaced_by=cast.naima)
    reaction = add_reaction(old, "Mooi", by=cast.samira)
    names = [photo.large_jpeg.name, photo.small_webp.name]
    new = make_post(cast.groep5, cast.naima, published_at=end_of_term(1))
    assert destroy_due() == 1
    assert set(Post.objects.filter(pk__in=[old.pk, new.pk])) == {new}
    assert not Photo.objects.filter(pk=photo.pk).exists()
    assert not Reaction.objects.filter(pk=reaction.pk).exists()
    assert [name for name in names if default_storage.exists(name)] == []
    assert {"messaging_post", "messaging_photo", "messaging_reaction", "messaging_postversion"} <= set(
        Erasure.objects.values_list("table", flat=True)
    )


def test_of_two_runs_one_erases_a_news_item(cast, make_post):
    post = make_post(cast.groep5, cast.naima)
    assert erase_post(post) == 1
    assert erase_post(post) == 0
    assert AuditEntry.objects.filter(event="rows_erased").count() == 1


def test_news_stays_where_the_school_set_no_term(cast, policy, make_post):
    make_post(cast.groep5, cast.naima, published_at=clock.now() - timedelta(days=9999))
    assert destroy_due() == 0


@pytest.mark.parametrize("what", ["hold", "report"])
def test_news_stays_while_it_is_held_or_looked_at(cast, policy, make_post, what):
    ModerationPolicy.objects.update(post_years=1)
    old = make_post(cast.groep5, cast.naima, published_at=end_of_term(1) - timedelta(days=9))
    reaction = add_reaction(old, "Mooi", by=cast.samira)
    if what == "hold":
        LegalHold.objects.create(table="messaging_reaction", row_id=reaction.pk, reason="Zaak", began_by=cast.marleen)
    else:
        Item.objects.create(school=cast.school, kind="reaction", object_id=reaction.pk, author=cast.samira)
    assert destroy_due() == 0
    assert Post.objects.filter(pk=old.pk).exists()


def test_reports_without_a_case_and_old_words_go(cast, policy):
    decided = {"state": "kept", "decided_by": cast.marleen, "reason": "Dit mag.", "decided_at": clock.now()}
    item = make_item(cast, **decided)
    report = Report.objects.create(item=item, reporter=cast.tom, clause="E4", text="Nee")
    word = FriendlyWord.objects.create(
        school=cast.school, kind="post", object_id=1, sender=cast.tom, recipient=cast.samira, text="Dag"
    )
    on = LegalHold.objects.create(table="moderation_report", row_id=report.pk, reason="Zaak", began_by=cast.marleen)
    assert destroy_due() == 0
    with after(2):
        assert destroy_due() == 1
        LegalHold.objects.filter(pk=on.pk).update(ended_at=clock.now(), ended_by=cast.marleen)
        assert destroy_due() == 1
    assert not Report.objects.exists()
    assert not Item.objects.exists()
    assert not FriendlyWord.objects.filter(pk=word.pk).exists()


def test_a_removal_keeps_its_item_and_loses_the_reports(cast, policy, make_post):
    reaction = add_reaction(make_post(cast.groep5, cast.naima), "Oei", by=cast.samira)
    item = Item.objects.create(school=cast.school, kind="reaction", object_id=reaction.pk, author=cast.samira)
    Report.objects.create(item=item, reporter=cast.tom, clause="E4", text="Nee")
    sealed("reaction", reaction, cast.naima, item=item)
    with after(2):
        destroy_due()
    assert Item.objects.filter(pk=item.pk).exists()
    assert not Report.objects.exists()


def test_a_closed_case_past_its_term_keeps_its_number_alone(cast, policy):
    case = make_case(cast, closed_at=clock.now(), closed_by=cast.marleen)
    CaseStep.objects.create(case=case, kind="word", note="Gesproken", decided_by=cast.marleen)
    talk = Consultation.objects.create(case=case, person=cast.dennis, role="ict", text="Eens")
    on = LegalHold.objects.create(table="moderation_consultation", row_id=talk.pk, reason="Zaak", began_by=cast.marleen)
    with after(5):
        assert destroy_due() == 0
        LegalHold.objects.filter(pk=on.pk).update(ended_at=clock.now(), ended_by=cast.marleen)
        assert destroy_due() == 1
        assert destroy_due() == 0
    case.refresh_from_db()
    assert (str(case), case.title, case.about) == ("2026-01", "", None)
    assert not CaseStep.objects.exists()
    assert not Consultation.objects.exists()


@pytest.mark.parametrize(
    ("today", "years", "day"),
    [("2028-02-29", 5, "2023-02-28"), ("2028-02-29", 4, "2024-02-28"), ("2027-02-28", 3, "2024-02-28")],
)
def test_a_leap_day_has_a_day_so_many_years_ago(today, years, day):
    with time_machine.travel(datetime.fromisoformat(today).replace(hour=12, tzinfo=UTC), tick=False):
        assert day_ago(years).date() == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("today", "years", "before"),
    [("2026-11-27", 1, "2025-08-01"), ("2026-07-31", 1, "2024-08-01"), ("2026-08-01", 2, "2024-08-01")],
)
def test_news_is_over_so_many_school_years_after_its_own(today, years, before):
    with time_machine.travel(datetime.fromisoformat(today).replace(hour=12, tzinfo=UTC), tick=False):
        assert end_of_term(years).date() == date.fromisoformat(before)


def test_the_command_says_what_would_go(cast, policy, make_post, make_photo, capsys):
    three_packages(cast, make_post, make_photo)
    with after(5):
        call_command("destroy_archive", dry_run=True)
        assert "3 hard copies past their term" in capsys.readouterr().out
        assert old_packages(policy).count() == 3
        call_command("destroy_archive")
    assert "3 destroyed" in capsys.readouterr().out
