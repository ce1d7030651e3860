"""The matrix after an update, who writes for the school until a day, and the councils of a new year (B5, D9)."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction

from groups.actions import LastDayMissingError, appoint, give_role
from groups.actions.groups import create_shared_groups
from groups.models import Membership, Role, SchoolGroup, SchoolGroupObjectPermission, SchoolObjectPermission
from groups.people import places_of
from groups.permissions import get_group_or_404
from groups.roles import POST, READ, make_roles, role_of, write_matrix
from portal.running import prepare
from protocol import clock
from tests.held import perm_map

pytestmark = pytest.mark.django_db


def rows():
    """Every right that is written down."""
    tables = (SchoolObjectPermission, SchoolGroupObjectPermission)
    fields = ("group__role__name", "group_id", "permission__codename", "content_object_id")
    return [sorted(table.objects.values_list(*fields)) for table in tables]


def test_the_matrix_stands_as_groups_were_made_and_writing_it_again_changes_nothing(cast):
    before = rows()
    assert write_matrix() == 0
    assert rows() == before


@pytest.mark.clause("B4", "D9")
def test_groups_made_by_earlier_code_get_what_the_matrix_says_now(cast):
    before = rows()
    editor = role_of(Role.Name.EDITOR, cast.school, cast.whole_school)
    SchoolGroupObjectPermission.objects.filter(group__role__name="member", permission__codename=POST).delete()
    SchoolGroupObjectPermission.objects.filter(group=editor.pk).delete()
    editor.auth_group.delete()
    assert POST not in perm_map(cast.chantal)[cast.council_or.pk]
    assert write_matrix() == 5  # two councils, and read, react and post of who writes for the school
    assert POST in perm_map(cast.chantal)[cast.council_or.pk]
    assert [[row[::2] for row in part] for part in rows()] == [[row[::2] for row in part] for part in before]


@pytest.mark.clause("B4")
def test_a_right_that_the_matrix_no_longer_gives_is_taken_away(cast):
    post = SchoolGroupObjectPermission.objects.filter(permission__codename=POST).first().permission
    parent = role_of(Role.Name.PARENT, cast.school, cast.groep5)
    SchoolGroupObjectPermission.objects.create(permission=post, group_id=parent.pk, content_object=cast.groep5)
    assert POST in perm_map(cast.tom)[cast.groep5.pk]
    assert write_matrix() == 1
    assert POST not in perm_map(cast.tom)[cast.groep5.pk]


def test_the_portal_writes_the_matrix_as_it_starts_and_so_does_the_command(cast, capsys):
    SchoolGroupObjectPermission.objects.filter(permission__codename=READ).delete()
    assert prepare.update_database() is True
    assert READ in perm_map(cast.naima)[cast.groep5.pk]
    assert prepare.update_database() is False
    call_command("write_matrix")
    assert "0 rights changed." in capsys.readouterr().out


# --- who writes for the whole school


@pytest.mark.clause("D9")
def test_who_writes_for_the_school_does_so_until_a_day(cast):
    last = clock.today() + timedelta(days=14)
    with pytest.raises(LastDayMissingError):
        appoint(cast.naima, Role.Name.EDITOR, cast.whole_school, by=cast.marleen)
    appoint(cast.naima, Role.Name.EDITOR, cast.whole_school, by=cast.marleen, valid_until=last)
    assert get_group_or_404(cast.naima, cast.whole_school.pk, POST) == cast.whole_school


@pytest.mark.clause("D9")
def test_the_database_itself_refuses_a_writer_for_the_school_without_a_last_day(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        give_role(cast.naima, Role.Name.EDITOR, cast.whole_school, by=cast.marleen)
    last = clock.today() + timedelta(days=14)
    held = give_role(cast.naima, Role.Name.EDITOR, cast.whole_school, by=cast.marleen, valid_until=last)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=held.pk).update(valid_until=None)
    teacher = Membership.objects.filter(user=cast.naima, role__name="teacher")
    assert teacher.update(valid_until=None) == 1, "other roles may be open"


@pytest.mark.clause("D9")
def test_the_head_gives_the_role_with_a_last_day_within_the_school_year(cast, client_of):
    client = client_of(cast.marleen)
    address = f"/beheer/mensen/{cast.naima.pk}/rol/"
    today, role = clock.today(), f"editor:{cast.whole_school.pk}"
    too_late = (cast.whole_school.ends_on + timedelta(days=1)).isoformat()
    for until, sentence in (("", "Vul de laatste dag in."), (too_late, "Het schooljaar eindigt op")):
        refused = client.post(address, {"role": role, "valid_from": today.isoformat(), "valid_until": until})
        assert refused.status_code == 422
        assert sentence in refused.content.decode()
    fields = {"role": role, "valid_from": today.isoformat(), "valid_until": today.isoformat()}
    assert client.post(address, fields).status_code == 302
    assert POST in perm_map(cast.naima)[cast.whole_school.pk]
    page = client.get("/beheer/inrichten/team/").content.decode()
    assert page.count("Naima El Idrissi") >= 2, "as a teacher, and as who writes for the school"
    assert role not in page, "a new colleague gets it on the own page, with a last day"


# --- councils


@pytest.mark.clause("B5")
def test_the_head_appoints_members_of_mr_and_or_and_they_stand_on_the_staff_page(cast, client_of):
    client = client_of(cast.marleen)
    fields = {"role": f"member:{cast.mr.pk}", "valid_from": clock.today().isoformat()}
    assert client.post(f"/beheer/mensen/{cast.tom.pk}/rol/", fields).status_code == 302
    assert POST in perm_map(cast.tom)[cast.mr.pk]
    assert cast.tom.full_name in client.get("/beheer/inrichten/team/").content.decode()


@pytest.mark.clause("A2", "B5")
def test_a_new_year_has_its_own_councils_with_rights_and_places_to_appoint_to(cast):
    year = cast.groep5.starts_on.year + 1
    begins, ends = cast.groep5.starts_on.replace(year=year), cast.groep5.ends_on.replace(year=year + 1)
    for _ in range(2):
        create_shared_groups(cast.school, begins, ends)
    made = SchoolGroup.objects.filter(school=cast.school, starts_on=begins)
    assert sorted(made.values_list("kind", "council")) == [
        ("council", "mr"),
        ("council", "or"),
        ("school", ""),
        ("staff", ""),
    ]
    new_mr = made.get(council="mr")
    places = {place.value for place in places_of(cast.school)}
    assert {f"member:{new_mr.pk}", f"editor:{made.get(kind='school').pk}"} <= places
    appoint(cast.pieterjan, Role.Name.COUNCIL_MEMBER, new_mr, by=cast.marleen)
    with time_machine.travel(datetime.combine(begins, time(12), clock.SCHOOL_TIME)):
        assert POST in perm_map(cast.pieterjan)[new_mr.pk]
    make_roles(new_mr)
    assert write_matrix() == 0
