"""Who may do what in which group, and that a right ends on the next request."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import ForeignKey
from django.http import Http404
from guardian.models import GroupObjectPermission, UserObjectPermission
from guardian.utils import get_group_obj_perms_model

from groups import roles
from groups.actions import add_guardian, create_group, give_role
from groups.models import (
    Enrolment,
    Guardianship,
    Membership,
    Role,
    School,
    SchoolGroup,
    SchoolGroupObjectPermission,
    SchoolObjectPermission,
)
from groups.permissions import get_group_or_404, hat_in
from groups.roles import MEMBERS, MODERATE, POST, REACT, READ
from groups.school_year import school_year
from groups.standing import Standing
from portal.demo.people import GROUPS, PEOPLE
from protocol import clock
from tests.factories import UserFactory
from tests.held import perm_map

pytestmark = pytest.mark.django_db

CODENAMES = (READ, REACT, POST, MODERATE, MEMBERS)
LETTERS = dict(zip("RTPMA", CODENAMES, strict=True))  # read, react (T), post, moderate, admit

# From the sentences of protocol.md, "The people", not from groups/roles.py. Who is not named in a group has nothing.
PARENT = {"whole_school": "RT", "mr": "RT", "council_or": "RT"}
TEACHER = {"whole_school": "RT", "mr": "R", "council_or": "R", "team": "RTP"}
MAY = {
    # leerkracht: is admin of the own groups: posts, members, moderation there
    "naima": TEACHER | {"groep5": "RTPMA"},
    "joris": TEACHER | {"groep5": "RTPMA"},
    "thijs": TEACHER | {"egels": "RTPMA"},
    "karim": TEACHER | {"groep8": "RTPMA"},
    # LIO-stagiair: posts under a teacher's group
    "fleur": TEACHER | {"groep5": "RTP", "team": "RT"},
    # directie: general school group, all moderation, insight
    "marleen": {"whole_school": "RTPM", "mr": "RTM", "council_or": "RTM", "team": "RTPM"}
    | dict.fromkeys(["egels", "groep3", "groep4", "groep5", "groep6", "groep7", "groep8"], "RTMA"),
    # ICT-contactpersoon: helps staff, manages accounts; reads no class
    "dennis": {"whole_school": "RT", "mr": "R", "council_or": "R", "team": "RTP"},
    # IB'er: reads where made a member with that right
    "wilma": {"whole_school": "RT", "mr": "R", "council_or": "R", "team": "RTP"}
    | dict.fromkeys(["egels", "groep3", "groep4", "groep5", "groep6", "groep7", "groep8"], "R"),
    # conciërge
    "henk": {"whole_school": "RT", "mr": "R", "council_or": "R", "team": "RTP"},
    # ouder: reads and reacts in the groups of the own children and the school group
    "samira": PARENT | {"groep5": "RT", "egels": "RT"},
    "tom": PARENT | {"groep5": "RT"},
    "inge": PARENT | {"groep5": "RT"},
    "kwame": PARENT | {"egels": "RT"},
    # MR-lid, OR-lid: also posts as MR, OR
    "chantal": PARENT | {"groep5": "RT", "council_or": "RTP"},
    "pieterjan": PARENT | {"groep8": "RT", "mr": "RTP"},
    # asked to join, waits: sees nothing (B3)
    "liwen": {},
}


def groups_of(cast):
    return {key: getattr(cast, key) for key, *_ in GROUPS}


@pytest.mark.clause("A2", "B3", "B4", "D9")
def test_everybody_may_what_the_table_of_people_says_and_nothing_else(cast):
    assert set(MAY) == {person.name for person in PEOPLE}
    for name, allowed in MAY.items():
        rights = perm_map(getattr(cast, name))
        found = {
            key: "".join(letter for letter, codename in LETTERS.items() if codename in rights.get(group.pk, ()))
            for key, group in groups_of(cast).items()
        }
        assert {key: letters for key, letters in found.items() if letters} == allowed, name


@pytest.mark.clause("B4", "B8")
def test_list_check_map_and_door_say_the_same_of_every_person_group_and_right(cast):
    people = [getattr(cast, person.name) for person in PEOPLE]
    for person in people:
        standing, rights = Standing(person), perm_map(person)
        for codename in CODENAMES:
            listed = set(SchoolGroup.objects.with_perm(person, codename).values_list("pk", flat=True))
            assert {group.pk for group in standing.with_right(codename)} == listed
            for group in groups_of(cast).values():
                assert standing.may(codename, group.pk) == (group.pk in listed)
                assert (codename in rights.get(group.pk, ())) == (group.pk in listed)
                assert opens(person, group, codename) == (group.pk in listed)


def opens(person, group, codename=READ):
    try:
        return get_group_or_404(person, group.pk, codename) == group
    except Http404:
        return False


def test_the_tables_of_guardian_hold_the_matrix_and_nothing_else(cast):
    """Own roles, roles of the school, roles of the classes: expanded here from the matrix, compared with the rows."""
    groups = list(groups_of(cast).values())
    expected = {
        (str(name), group.pk, group.pk, codename)
        for group in groups
        for name, codenames in roles.OWN_GROUP[group.kind].items()
        for codename in codenames
    }
    expected |= {
        (str(name), None, group.pk, codename)
        for group in groups
        for name, codenames in roles.FROM_SCHOOL[group.kind].items()
        for codename in codenames
    }
    expected |= {
        (str(name), one_class.pk, shared.pk, codename)
        for shared in groups
        if shared.kind not in roles.CLASSES
        for one_class in groups
        if one_class.kind in roles.CLASSES
        for name, codenames in roles.FROM_CLASSES[shared.kind].items()
        for codename in codenames
    }
    rows = SchoolGroupObjectPermission.objects.values_list(
        "group__role__name", "group__role__school_group", "content_object", "permission__codename"
    )
    assert sorted(rows, key=repr) == sorted(expected, key=repr)
    in_school = SchoolObjectPermission.objects.values_list("group__role__name", "permission__codename")
    assert set(in_school) == {("head", "manage_people"), ("head", "decide"), ("ict", "manage_people")}


def test_the_matrix_speaks_of_every_kind_of_group_and_only_of_rights_that_exist():
    codenames = {codename for codename, _ in SchoolGroup._meta.permissions}
    assert codenames == set(CODENAMES)
    for matrix in (roles.OWN_GROUP, roles.FROM_SCHOOL):
        assert set(matrix) == set(SchoolGroup.Kind.values)
    for matrix in (roles.OWN_GROUP, roles.FROM_SCHOOL, roles.FROM_CLASSES):
        for given in matrix.values():
            assert set(given) <= set(Role.Name.values)
            assert set().union(*given.values()) <= codenames


def test_writing_the_matrix_again_changes_nothing(cast):
    before = list(SchoolGroupObjectPermission.objects.order_by("pk").values())
    for group in groups_of(cast).values():
        roles.make_roles(group)
    assert list(SchoolGroupObjectPermission.objects.order_by("pk").values()) == before


@pytest.mark.clause("D9")
def test_only_the_head_may_post_for_the_whole_school(cast):
    may = [person.name for person in PEOPLE if opens(getattr(cast, person.name), cast.whole_school, POST)]
    assert may == ["marleen"]


def link_of(person, group):
    return Membership.objects.get(user=person, role__school_group=group)


def ended_yesterday(cast):
    link_of(cast.samira, cast.groep5).delete()
    parent = Role.objects.get(name="parent", school_group=cast.groep5)
    Membership.objects.create(
        user=cast.samira,
        role=parent,
        guardianship=Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara),
        valid_from=clock.today() - timedelta(days=9),
        valid_until=clock.today() - timedelta(days=1),
    )


def begins_tomorrow(cast):
    Membership.objects.filter(pk=link_of(cast.samira, cast.groep5).pk).update(
        valid_from=clock.today() + timedelta(days=1)
    )


def ended_at_once(cast):
    Membership.objects.filter(pk=link_of(cast.samira, cast.groep5).pk).update(
        valid_until=clock.today(), ended_at=clock.now()
    )


def change_link(cast, **change):
    assert Guardianship.objects.filter(guardian=cast.samira, pupil=cast.yara).update(**change) == 1


WAYS = {
    "membership ended yesterday": ended_yesterday,
    "membership ended just now": ended_at_once,
    "membership begins tomorrow": begins_tomorrow,
    "authority lost": lambda cast: change_link(cast, has_authority=False),
    "barred": lambda cast: change_link(cast, barred_at=clock.now()),
    "guardianship ended yesterday": lambda cast: change_link(cast, valid_until=clock.today() - timedelta(days=1)),
    "guardianship begins tomorrow": lambda cast: change_link(cast, valid_from=clock.today() + timedelta(days=1)),
}


@pytest.mark.clause("B2", "B3", "B8")
@pytest.mark.parametrize("way", WAYS)
def test_a_right_ends_on_the_next_request(cast, way):
    assert opens(cast.samira, cast.groep5)
    WAYS[way](cast)
    for codename in (READ, REACT):
        assert not opens(cast.samira, cast.groep5, codename)
    assert cast.groep5.pk not in perm_map(cast.samira)
    assert not Standing(cast.samira).may(READ, cast.groep5.pk)
    assert hat_in(cast.samira, cast.groep5) == ""
    # what she has through her other child stays
    assert opens(cast.samira, cast.egels)
    assert opens(cast.samira, cast.whole_school)


@pytest.mark.clause("B2", "B8")
@pytest.mark.parametrize("way", WAYS)
def test_with_the_last_right_the_shared_groups_go_too(cast, way):
    link_of(cast.samira, cast.egels).delete()
    WAYS[way](cast)
    assert perm_map(cast.samira) == {}
    assert Standing(cast.samira).readable == []


@pytest.mark.clause("B8")
def test_a_closed_account_has_no_rights(cast):
    type(cast.naima).objects.filter(pk=cast.naima.pk).update(is_active=False)
    assert perm_map(cast.naima) == {}
    assert not opens(cast.naima, cast.groep5)


@pytest.mark.clause("B8")
def test_last_day_counts_and_the_first_day_counts(cast):
    link = Membership.objects.filter(pk=link_of(cast.samira, cast.groep5).pk)
    link.update(valid_from=clock.today(), valid_until=clock.today())
    assert opens(cast.samira, cast.groep5)


@pytest.mark.clause("B2")
def test_authority_over_one_child_opens_nothing_of_another(cast):
    """Bram's mother with a link to Yara without authority: groep 5 stays open through Bram, and only through him."""
    add_guardian(cast.yara, cast.inge, cast.groep5, by=cast.naima, has_authority=False)
    assert opens(cast.inge, cast.groep5)
    Guardianship.objects.filter(guardian=cast.inge, pupil=cast.bram).update(has_authority=False)
    assert not opens(cast.inge, cast.groep5)


def test_a_closed_door_and_a_missing_group_answer_alike(cast):
    with pytest.raises(Http404) as stranger:
        get_group_or_404(cast.kwame, cast.groep5.pk, READ)
    with pytest.raises(Http404) as missing:
        get_group_or_404(cast.kwame, 999_999, READ)
    assert str(stranger.value) == str(missing.value)


def test_a_right_that_does_not_exist_is_nobodys(cast):
    assert not SchoolGroup.objects.with_perm(cast.marleen, "fly").exists()


def test_who_did_not_sign_in_has_nothing(cast):
    assert not SchoolGroup.objects.with_perm(AnonymousUser(), READ).filter(pk=cast.groep5.pk).exists()
    assert Standing(AnonymousUser()).school == cast.school


@pytest.mark.clause("A2")
def test_managing_people_of_the_school_is_for_head_and_ict(cast):
    may = [p.name for p in PEOPLE if School.objects.with_perm(getattr(cast, p.name), "manage_people").exists()]
    assert may == ["marleen", "dennis"]


@pytest.mark.clause("B6", "E6")
def test_the_hat_is_the_nearest_role_and_the_schools_own_word_goes_first(cast):
    hats = {
        ("naima", "groep5"): "teacher",
        ("fleur", "groep5"): "trainee",
        ("naima", "whole_school"): "teacher",
        ("marleen", "groep5"): "head",
        ("wilma", "groep5"): "care",
        ("dennis", "team"): "ict",
        ("henk", "team"): "conciërge",
        ("samira", "groep5"): "parent",
        ("chantal", "council_or"): "OR-lid",
        ("chantal", "groep5"): "parent",
        ("kwame", "groep5"): "",
    }
    assert {pair: hat_in(getattr(cast, pair[0]), getattr(cast, pair[1])) for pair in hats} == hats


@pytest.mark.clause("B6")
def test_a_teacher_who_is_a_parent_in_another_group_writes_there_as_a_parent(cast):
    add_guardian(cast.ilias, cast.naima, cast.egels, by=cast.thijs, has_authority=True)
    assert hat_in(cast.naima, cast.egels) == "parent"
    assert hat_in(cast.naima, cast.groep5) == "teacher"
    # in a shared group both roles come from a class; the nearer one is named
    assert hat_in(cast.naima, cast.whole_school) == "teacher"


def test_groups_of_another_year_share_no_rights_with_this_one(cast):
    starts_on, ends_on = school_year(clock.today() - timedelta(days=365))
    old = create_group(cast.school, kind="class", name="Groep 4", sign="4", starts_on=starts_on, ends_on=ends_on)
    teacher = UserFactory()
    give_role(teacher, Role.Name.TEACHER, old, by=None)
    assert set(perm_map(teacher)) == {old.pk}
    assert not old.is_current
    assert old in SchoolGroup.objects.of_year(starts_on)
    assert old not in SchoolGroup.objects.of_year(clock.today())


@pytest.mark.clause("B4")
def test_who_wrote_in_a_group_reads_it_after_its_year_and_writes_there_no_more(cast):
    starts_on, ends_on = school_year(clock.today() - timedelta(days=365))
    old = create_group(cast.school, kind="class", name="Groep 4", sign="4", starts_on=starts_on, ends_on=ends_on)
    teacher = UserFactory()
    give_role(teacher, Role.Name.TEACHER, old, by=None)
    assert perm_map(teacher) == {old.pk: frozenset({READ, MODERATE, MEMBERS})}
    assert Standing(teacher).writable == []
    assert get_group_or_404(teacher, old.pk, READ) == old
    with pytest.raises(Http404):
        get_group_or_404(teacher, old.pk, POST)


def test_a_pupil_who_moved_up_leaves_the_old_group_readable_until_its_day(cast):
    """The membership of the guardian decides, not where the child sits today."""
    Enrolment.objects.filter(pupil=cast.yara).update(valid_until=clock.today() - timedelta(days=1))
    assert opens(cast.samira, cast.groep5)


def test_a_list_and_a_map_are_one_query_each(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(SchoolGroup.objects.with_perm(cast.samira, READ))
    with django_assert_num_queries(1):
        perm_map(cast.samira)
    with django_assert_num_queries(1):
        standing = Standing(cast.marleen)
        assert standing.readable
        assert standing.writable
        assert standing.school == cast.school


def test_permission_tables_are_direct_and_guardian_finds_them(cast):
    for container, table in ((cast.groep5, SchoolGroupObjectPermission), (cast.school, SchoolObjectPermission)):
        assert get_group_obj_perms_model(container) is table
        key = table._meta.get_field("content_object")
        assert isinstance(key, ForeignKey)
        assert key.related_model is type(container)
    with connection.cursor() as cursor:
        name = SchoolGroupObjectPermission._meta.db_table
        constraints = connection.introspection.get_constraints(cursor, name)
    assert any(c["foreign_key"] == ("groups_schoolgroup", "id") for c in constraints.values())
    assert not GroupObjectPermission.objects.exists()
    assert not UserObjectPermission.objects.exists()


def test_nobody_has_a_right_of_ones_own_or_is_a_superuser(cast):
    user = apps.get_model("accounts.User")
    names = {field.name for field in user._meta.get_fields()}
    assert not names & {"is_superuser", "user_permissions", "groups"}
