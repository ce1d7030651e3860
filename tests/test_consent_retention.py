"""Evidence of a child that left goes after some years, with a record, and the chain stays whole (D4, B9)."""

from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command

from accounts.models import AuditEntry
from consent.actions import destroy_old, enter_answers, old_pupils
from consent.actions.retention import years_ago
from consent.models import Decision, Destruction, PaperForm
from consent.purposes import PORTAL_GROUP
from consent.verifying import faults_of
from groups.models import Enrolment, Guardianship
from messaging.models import Photo
from tests.answered import say
from tests.school_times import at
from tests.test_consent_paper import files, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.clause("D4")]


@pytest.fixture
def answered(cast):
    """Inge answered for Bram on paper in 2023, and he left; Samira answered for Yara, who is still there."""
    Guardianship.objects.update(valid_from=date(2023, 8, 1))
    with time_machine.travel(at("2023-11-24", "12:00"), tick=False):
        enter_answers(cast.bram, cast.inge, {PORTAL_GROUP: True}, by=cast.dennis, name="I", channel="paper", scan=pdf())
        say(cast.samira, cast.yara)
    Enrolment.objects.filter(pupil=cast.bram).update(valid_from=date(2023, 8, 1), valid_until=date(2024, 11, 24))
    return cast


def on(day, run=destroy_old, **more):
    with time_machine.travel(at(day, "12:00"), tick=False):
        return run(**more)


def test_two_years_after_a_child_left_its_evidence_goes_with_a_record_and_the_scan_with_it(
    answered, media, django_capture_on_commit_callbacks
):
    assert on("2026-11-23", school=answered.school) == 0
    assert Decision.objects.filter(pupil=answered.bram).exists()
    assert len(files(media)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert on("2026-11-24", school=answered.school) == 1
    assert not Decision.objects.filter(pupil=answered.bram).exists()
    assert not PaperForm.objects.exists()
    assert files(media) == []
    assert Destruction.objects.get().reason == "retention"
    assert Decision.objects.get().pupil == answered.yara
    assert faults_of(answered.school) == []
    assert AuditEntry.objects.filter(event="consent_destroyed").count() == 1
    assert on("2026-11-24", school=answered.school) == 0, "twice is once"
    assert AuditEntry.objects.filter(event="consent_destroyed").count() == 1


@pytest.mark.clause("B9")
def test_while_a_photo_of_the_child_is_out_its_proof_stays(answered, make_post, make_photo):
    photo = make_photo(make_post(answered.groep5, answered.naima), recognisable=Photo.Recognisable.PUPILS)
    photo.depictions.create(pupil=answered.bram, is_on_it=True, said_by=answered.naima)
    assert on("2026-11-24", old_pupils, school=answered.school) == set()
    Photo.objects.update(shown_until=None)
    assert on("2026-11-24", old_pupils, school=answered.school) == {answered.bram.pk}


def test_a_child_that_was_never_in_a_group_did_not_leave(answered):
    Enrolment.objects.filter(pupil=answered.bram).delete()
    assert answered.bram.pk not in on("2030-01-01", old_pupils, school=answered.school)


def test_a_child_whose_group_ended_without_a_last_day_of_its_own_left_with_the_group(answered):
    Enrolment.objects.filter(pupil=answered.bram).update(valid_until=None)
    type(answered.groep5).objects.filter(pk=answered.groep5.pk).update(
        starts_on=date(2023, 8, 1), ends_on=date(2024, 7, 31)
    )
    assert answered.bram.pk in on("2026-07-31", old_pupils, school=answered.school)
    assert answered.bram.pk not in on("2026-07-30", old_pupils, school=answered.school)


def test_the_command_says_what_goes_and_never_takes_what_is_fresh(answered, capsys):
    with time_machine.travel(at("2026-11-24", "12:00"), tick=False):
        call_command("destroy_consent", dry_run=True)
        assert "1 children left long ago; 0 decisions destroyed" in capsys.readouterr().out
        call_command("destroy_consent", years=3)
        assert Decision.objects.count() == 2
        call_command("destroy_consent")
        assert "1 decisions destroyed" in capsys.readouterr().out
        with pytest.raises(CommandError):
            call_command("destroy_consent", years=0)


@time_machine.travel(at("2028-02-29", "12:00"), tick=False)
def test_on_the_29th_of_february_years_ago_is_a_day_too():
    assert years_ago(2) == date(2026, 2, 28)
