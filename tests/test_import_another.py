"""A key that is somebody else's by now, and what the head planned, when a file comes in (A2, B2, B3)."""

from datetime import timedelta

import pytest

from accounts.models import User
from groups.actions import move_pupil
from groups.models import Enrolment, Membership, Pupil, StaffKey
from protocol import clock
from tests.school_files import edexml, group, guardians, parent, pupil, staff, this_year
from tests.test_import_difference import lines, problems, school, take_in

__all__ = ["school", "take_in"]
pytestmark = pytest.mark.django_db
TEACHES = '<groep key="g5"/>'
TWO = [group("g5", "5", "5"), group("g6", "6", "6")]
KO = pupil("p2", "Ko", "Bak", "2017-02-03", group="g6")


def teachers_of(school):
    rows = Membership.objects.in_force().filter(role__school=school, role__name="teacher")
    return {row.user.full_name for row in rows.select_related("user")}


@pytest.mark.clause("A2", "B8")
@pytest.mark.parametrize("eckids", [("e1", "e2"), ("", "")])
def test_when_two_teachers_swap_their_keys_each_keeps_the_own_class(take_in, school, eckids):
    one, two = eckids
    rows = [staff("s1", eckid=one, groups=TEACHES), staff("s2", "Jan", "Bos", eckid=two)]
    take_in(edexml([pupil("p1")], staff=rows))
    rows = [staff("s2", eckid=one, groups=TEACHES), staff("s1", "Jan", "Bos", eckid=two)]
    take_in(edexml([pupil("p1")], staff=rows))
    assert teachers_of(school) == {"Julia Smit"}
    assert dict(StaffKey.objects.filter(school=school).values_list("user__first_name", "key")) == {
        "Julia": "s2",
        "Jan": "s1",
    }


@pytest.mark.clause("A2", "B8")
def test_a_key_that_is_somebody_elses_by_now_gives_who_left_no_class(take_in, school):
    take_in(edexml([pupil("p1")], staff=[staff("s1", "Jan", "Bos", email="jan@kiezelpad.example")]))
    take_in(edexml([pupil("p1")], staff=[staff("s1", email="julia@kiezelpad.example", groups=TEACHES)]))
    assert teachers_of(school) == {"Julia Smit"}
    jan = User.objects.get(first_name="Jan", last_name="Bos", email="jan@kiezelpad.example")
    assert not Membership.objects.in_force(jan).exists()


@pytest.mark.clause("A2")
def test_who_has_another_name_here_is_named_so_in_the_report(take_in, school):
    take_in(edexml([pupil("p1")], staff=[staff("s1", groups=TEACHES)]))
    difference = take_in(edexml([pupil("p1")], staff=[staff("s1", "Julia", "de Wit", groups=TEACHES)]))
    assert ("Julia de Wit", "other_name", "Julia Smit") in lines(difference)
    assert teachers_of(school) == {"Julia Smit"}


@pytest.mark.clause("B2", "B3")
def test_a_key_that_is_another_childs_by_now_lets_no_parent_of_the_first_one_in(take_in, school):
    take_in(edexml([pupil("p1"), KO], TWO), guardians(parent("p1", email="anna@kiezelpad.example")))
    difference = take_in(edexml([pupil("p1", "Mees", "Tol", "2016-01-02"), KO], TWO), ends_many=True)
    assert ("Saar Vos", "pupil_gone", "Groep 5") in lines(difference, "ended")
    assert ("Mees Tol", "pupil_new", "Groep 5") in lines(difference, "new")
    anna = User.objects.get(email="anna@kiezelpad.example")
    assert not Membership.objects.in_force(anna).exists()
    assert Pupil.objects.get(school=school, key="p1").first_name == "Mees"
    assert Pupil.objects.get(school=school, first_name="Saar").key == ""


@pytest.mark.clause("B3")
@pytest.mark.parametrize("said", ["g5", "g6"])
def test_a_move_that_the_head_planned_goes_on_whichever_of_the_two_groups_the_file_says(take_in, school, cast, said):
    take_in(edexml([pupil("p1"), KO], TWO), guardians(parent("p1")))
    saar = Pupil.objects.get(school=school, key="p1")
    monday = clock.today() + timedelta(days=5)
    move_pupil(saar, school.school_groups.get(key="g6"), by=cast.marleen, day=monday)
    difference = take_in(edexml([pupil("p1", group=said), KO], TWO))
    assert difference.changes_nothing
    for day, name in ((clock.today(), "Groep 5"), (monday, "Groep 6")):
        places = Enrolment.objects.valid_on(day).filter(pupil=saar)
        reading = Membership.objects.valid_on(day).filter(guardianship__pupil=saar, ended_at=None)
        assert [place.school_group.name for place in places] == [name]
        assert [row.role.school_group.name for row in reading] == [name]


@pytest.mark.clause("B3")
def test_a_third_group_ends_what_was_planned(take_in, school, cast):
    three = [*TWO, group("g7", "7", "7")]
    take_in(edexml([pupil("p1"), KO], three))
    saar = Pupil.objects.get(school=school, key="p1")
    move_pupil(saar, school.school_groups.get(key="g6"), by=cast.marleen, day=clock.today() + timedelta(days=5))
    take_in(edexml([pupil("p1", group="g7"), KO], three))
    for day in (clock.today(), clock.today() + timedelta(days=5)):
        rows = Enrolment.objects.valid_on(day).filter(pupil=saar)
        assert [row.school_group.name for row in rows] == ["Groep 7"]


@pytest.mark.clause("A2")
@pytest.mark.parametrize("name", ["Team", "Hele school"])
def test_a_class_may_not_be_called_as_a_group_that_comes_along_with_a_new_year(take_in, school, name):
    take_in(edexml([pupil("p1")]))
    assert problems(school, edexml([pupil("p1")], [group("g5", name, "5")], year=this_year() + 1)) == {"name_taken"}


@pytest.mark.clause("A2")
def test_a_group_may_have_any_name_while_another_gets_a_new_one(take_in, school):
    take_in(edexml([pupil("p1")]))
    odd = f"~{school.school_groups.get(key='g5').pk}"
    odd_pupil = pupil("p3", "Kim", "Oud", group="g6")
    for name in ("5a", "5b"):
        take_in(edexml([pupil("p1"), odd_pupil], [group("g5", name, "5"), group("g6", odd, "6")]))
    assert set(school.school_groups.filter(key__in=["g5", "g6"]).values_list("name", flat=True)) == {"Groep 5b", odd}
