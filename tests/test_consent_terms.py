"""The head changes what is asked and how it is kept: who may not be seen by the new agreement is gone at once (B9)."""

from datetime import date

import pytest
import time_machine

from accounts.models import AuditEntry
from consent.actions import change_consent_policy, change_purpose, photos_that_go
from consent.conflicts import conflicts_in
from consent.models import ConsentPolicy, Decision, Purpose, PurposeText
from consent.photos_out import count_out
from consent.progress import progress_of, purposes_in
from consent.purposes import PORTAL_GROUP, PORTAL_SCHOOL, purposes_of
from consent.shown import newest_text, wording_of
from consent.standing import standings
from consent.texts import Wording
from consent.verifying import faults_of
from groups.actions import bar_guardian
from groups.models import Guardianship
from messaging.models import Photo, line_up_of
from tests.answered import say
from tests.school_times import at

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B9")]
OTHER = Wording("Foto’s op onze pagina", "Iedereen ziet ze.", "Een foto van de sportdag.")


@pytest.fixture
def purpose(cast):
    purposes_of(cast.school)
    return Purpose.objects.select_related("school").get(school=cast.school, code=PORTAL_GROUP)


@pytest.fixture
def photo(cast, make_post, make_photo):
    """Yara is on it, and Samira says that she may."""
    say(cast.samira, cast.yara)
    post = make_post(cast.groep5, cast.naima)
    made = make_photo(post, recognisable=Photo.Recognisable.PUPILS)
    made.depictions.create(pupil=cast.yara, is_on_it=True, said_by=cast.naima)
    return made


def change(purpose, by, **other):
    now = {"is_asked": True, "policy": purpose.policy, "wording": wording_of(newest_text(purpose)), "asks_again": False}
    return change_purpose(purpose, by=by, **now | other)


def is_shown(photo):
    return Photo.objects.shown().filter(pk=photo.pk).exists()


def test_a_spelling_mistake_put_right_keeps_every_answer_and_the_old_words(cast, purpose, photo):
    change(purpose, cast.marleen, wording=OTHER)
    purpose.refresh_from_db()
    assert (purpose.version, newest_text(purpose).version) == (1, 2)
    assert newest_text(purpose).made_by == cast.marleen
    assert is_shown(photo)
    assert "Alleen ouders van de groep" in Decision.objects.get().shown.text, "what was answered to stays to be read"
    assert PurposeText.objects.filter(purpose=purpose).count() == 2


@pytest.mark.clause("D3")
def test_asking_again_ends_every_earlier_yes_at_once_and_never_a_no(cast, purpose, photo):
    say(cast.inge, cast.bram, False)
    change(purpose, cast.marleen, wording=OTHER, asks_again=True)
    purpose.refresh_from_db()
    assert purpose.version == 2
    assert not is_shown(photo)
    why = {pupil: standing.why for pupil, standing in standings([cast.yara.pk, cast.bram.pk], PORTAL_GROUP).items()}
    assert why == {cast.yara.pk: "lapsed", cast.bram.pk: "refused"}
    say(cast.samira, cast.yara)
    assert standings([cast.yara.pk], PORTAL_GROUP)[cast.yara.pk].may
    assert not is_shown(photo), "a photo comes back by a person's choice"
    assert faults_of(cast.school) == []


@pytest.mark.clause("D3")
@pytest.mark.parametrize("terms", [{"is_asked": False}, {"policy": "all"}])
def test_a_question_that_is_asked_no_more_or_of_all_parents_takes_its_photos_away(cast, purpose, photo, terms):
    change(purpose, cast.marleen, **terms)
    assert not is_shown(photo)
    change(purpose, cast.marleen, policy="any")
    assert standings([cast.yara.pk], PORTAL_GROUP)[cast.yara.pk].may, "the answer itself was kept"


def test_a_purpose_that_is_asked_for_the_first_time_is_asked_of_everybody(cast, purpose):
    social = Purpose.objects.get(school=cast.school, code="social_media")
    change(social, cast.marleen, is_asked=True)
    social.refresh_from_db()
    assert social.version == 2, "reminders count from the day on which it was asked"
    change(social, cast.marleen, is_asked=False)
    say_now = Purpose.objects.get(pk=purpose.pk)
    change(say_now, cast.marleen)
    assert Purpose.objects.get(pk=purpose.pk).version == 1


def test_what_a_change_would_take_away_is_counted_and_nothing_of_it_kept(cast, purpose, photo, make_post, make_photo):
    other = make_photo(make_post(cast.groep5, cast.naima), recognisable=Photo.Recognisable.CONSENTED,
                       line_up=line_up_of([cast.yara.pk]))  # fmt: skip
    make_photo(make_post(cast.groep5, cast.naima))
    assert count_out(cast.school.pk) == 2, "a photo with nobody on it does not count"
    assert photos_that_go(cast.school, lambda: change(purpose, cast.marleen, asks_again=True)) == 2
    purpose.refresh_from_db()
    assert purpose.version == 1
    assert is_shown(photo)
    assert is_shown(other)
    assert photos_that_go(cast.school, lambda: change(purpose, cast.marleen, wording=OTHER)) == 0


def test_photos_with_days_of_grace_count_as_going(cast, purpose, make_post, make_photo):
    say(cast.samira, cast.yara)
    change_consent_policy(cast.school, by=cast.marleen, doubt=ConsentPolicy.Doubt.THREE_DAYS)
    photo = make_photo(make_post(cast.groep5, cast.naima), recognisable=Photo.Recognisable.CONSENTED,
                       line_up=line_up_of([cast.yara.pk]))  # fmt: skip
    assert photos_that_go(cast.school, lambda: change(purpose, cast.marleen, policy="all")) == 1
    change(purpose, cast.marleen, policy="all")
    assert is_shown(photo), "the teacher has three school days to look"
    assert count_out(cast.school.pk) == 0, "and it is on its way out"


def test_photos_of_past_years_go_when_the_school_keeps_them_no_more(cast, make_post, make_photo):
    Guardianship.objects.filter(guardian=cast.samira).update(valid_from=date(2025, 8, 1))
    with time_machine.travel(at("2025-11-24", "12:00"), tick=False):
        say(cast.samira, cast.yara)
    with time_machine.travel(at("2026-11-24", "12:00"), tick=False):
        change_consent_policy(cast.school, by=cast.marleen, past_photos=ConsentPolicy.PastPhotos.KEPT)
        post = make_post(cast.groep5, cast.naima, published_at=at("2025-11-25", "12:00"))
        photo = make_photo(post, recognisable=Photo.Recognisable.PUPILS)
        photo.depictions.create(pupil=cast.yara, is_on_it=True, said_by=cast.naima)

        def hide():
            change_consent_policy(cast.school, by=cast.marleen, past_photos=ConsentPolicy.PastPhotos.HIDDEN)

        assert photos_that_go(cast.school, hide) == 1
        assert is_shown(photo)
        hide()
        assert not is_shown(photo)


def test_each_part_of_the_agreement_that_changed_is_written_down(cast):
    change_consent_policy(cast.school, by=cast.marleen, renews=False, doubt="at_once")
    (entry,) = AuditEntry.objects.filter(event="consent_policy_changed")
    assert entry.detail.endswith(": nee")
    assert entry.actor == cast.marleen


@pytest.mark.clause("B2")
def test_parents_who_disagree_are_the_heads_task_until_they_agree(cast):
    say(cast.samira, cast.yara)
    assert conflicts_in(cast.school) == []
    say(cast.tom, cast.yara, False, PORTAL_GROUP, PORTAL_SCHOOL)
    (one,) = conflicts_in(cast.school)
    assert one.pupil == cast.yara
    assert one.titles == ["Foto’s in dit portaal"], "about the other only one said something"
    bar_guardian(Guardianship.objects.get(guardian=cast.tom, pupil=cast.yara), by=cast.marleen)
    assert conflicts_in(cast.school) == [], "who is not heard cannot disagree"


def test_progress_counts_answers_and_a_no_is_one(cast):
    codes = [purpose.code for purpose in purposes_of(cast.school) if purpose.is_asked]
    for code in codes:
        say(cast.inge, cast.bram, code != "website", code)
    say(cast.samira, cast.yara)
    (line,) = [line for line in progress_of(cast.school, 2026) if line.group == cast.groep5]
    assert (line.answered, line.refused) == (1, 1)
    assert line.missing == line.pupils - 1


@pytest.mark.clause("D3")
def test_a_teacher_sees_who_may_not_and_who_has_not_answered(cast):
    say(cast.inge, cast.bram, False)
    say(cast.samira, cast.yara)
    line = purposes_in(cast.groep5)[0]
    assert line.purpose.code == PORTAL_GROUP
    assert line.denied == [cast.bram]
    assert cast.yara not in line.barred
    assert line.allowed == 1
    assert len(line.waiting) == 2
    assert line.barred == sorted([cast.bram, *line.waiting], key=lambda pupil: pupil.sort_name)
