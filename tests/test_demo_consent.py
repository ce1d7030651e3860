"""Consent in the demo school: every state there is, and evidence that is whole."""

import pytest

from consent.models import Decision, Objection, PaperForm, Purpose, Round
from consent.rules import Why, consent_year
from consent.standing import standings
from consent.verifying import faults_of
from messaging.actions import settle_lapsed
from messaging.models import Photo, Post, Withholding
from messaging.recognition import consenting_in
from notifications.models import OutboxMail
from protocol import clock
from tests import test_demo

# The demo school, built once for this module.
folder, demo, school = test_demo.folder, test_demo.demo, test_demo.school
pytestmark = [pytest.mark.django_db, pytest.mark.clause("B9")]


def why(pupil, code="portal_group"):
    return standings([pupil.pk], code)[pupil.pk]


def of_groep5(school, first_name):
    return next(pupil for pupil in consenting_in(school.groep5).pupils if pupil.first_name == first_name)


def test_the_chain_of_evidence_is_whole_and_holds_two_years(school, folder, settings):
    settings.MEDIA_ROOT = folder  # the scan of a form on paper is evidence too
    assert faults_of(school.school) == []
    this_year = consent_year(clock.today())
    assert set(Decision.objects.values_list("year", flat=True)) == {this_year - 1, this_year}
    assert Decision.objects.count() > 1500
    assert not Decision.objects.filter(at__gt=clock.now()).exists()


def test_four_children_of_groep_5_may_not_be_shown_each_for_another_reason(school):
    denied = {pupil.first_name: why(pupil).why for pupil in consenting_in(school.groep5).denied}
    assert denied == {"Bram": Why.REFUSED, "Lucas": Why.UNANSWERED, "Noor": Why.REFUSED, "Milan": Why.LAPSED}


def test_inge_said_yes_last_year_and_no_this_year_but_bram_may_be_named(school):
    said = Decision.objects.filter(guardian=school.inge, purpose__code="portal_group").order_by("pk")
    assert list(said.values_list("said", flat=True)) == ["grant", "withdraw"]
    assert why(school.bram, "name").may


def test_the_parents_of_noor_disagree_and_tom_did_not_answer_yet(school):
    assert why(of_groep5(school, "Noor")).is_conflict
    assert why(school.yara).may
    assert not Decision.objects.filter(guardian=school.tom, year=consent_year(clock.today())).exists()


@pytest.mark.clause("D5")
def test_siebe_himself_wants_no_photos(school):
    assert Objection.objects.standing().get().pupil == school.siebe
    assert why(school.siebe).why is Why.OBJECTS


def test_this_years_round_is_open_and_answers_came_on_paper_and_beside_other_languages(school):
    assert set(Round.objects.open().values_list("year", flat=True)) >= {consent_year(clock.today())}
    assert {form.pupil.first_name for form in PaperForm.objects.all()} == {"Hanna"}
    assert {"nl", "pl"} <= set(Decision.objects.values_list("language", flat=True))
    assert Purpose.objects.filter(school=school.school, is_asked=True).count() == 5


@pytest.mark.clause("D3")
def test_what_is_said_of_photos_is_of_every_kind_and_all_others_are_shown(school):
    out = Photo.objects.filter(post__state=Post.State.PUBLISHED)
    assert set(out.values_list("recognisable", flat=True)) == {"", "nobody", "consented", "pupils"}
    reported = out.filter(hidden_at__isnull=False)
    assert reported.count() == 1
    others = out.exclude(recognisable="").exclude(withholdings__isnull=False).exclude(pk__in=reported)
    assert set(others) <= set(Photo.objects.shown())
    bridges = out.filter(post__title="Onze bruggen houden een emmer zand")
    assert Photo.objects.shown().filter(pk__in=bridges.values("pk")).count() == 7


@pytest.mark.clause("D3")
def test_what_may_show_ilias_is_gone_since_his_mother_took_her_yes_back(school):
    last = Decision.objects.filter(pupil=school.ilias, purpose__code="portal_group").order_by("pk").last()
    assert (last.guardian, last.said) == (school.samira, "withdraw")
    assert not Photo.objects.shown().filter(withholdings__pupil=school.ilias).exists()


def test_the_first_sweep_has_nothing_to_do(school):
    mails = OutboxMail.objects.count()
    assert (settle_lapsed(), OutboxMail.objects.count() - mails) == (0, 0)


@pytest.mark.clause("D5")
def test_emirs_father_pointed_at_a_photo_that_is_not_shown_any_more(school):
    row = Withholding.objects.get(why="pointed")
    assert (row.pupil.first_name, row.photo.post.school_group) == ("Emir", school.groep5)
    assert row.photo not in Photo.objects.shown()
