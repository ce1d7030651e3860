"""THE matrix: which role may do what, in which kind of group. The table of people in protocol.md, as data.

``make_roles(school_group)`` writes it into django-guardian's tables for one group; the tests compare the tables
with the matrix, and the access matrix (tests/test_access_matrix.py), typed by hand, compares it with the agreements.
"""

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from groups.models import Role, School, SchoolGroup, SchoolGroupObjectPermission, SchoolObjectPermission
from protocol.clauses import clause

Kind, Name = SchoolGroup.Kind, Role.Name

READ, REACT, POST, MODERATE, MEMBERS = "read_group", "react", "post", "moderate", "manage_members"
PEOPLE, DECIDE = "manage_people", "decide"

# What a role may do in the group it is a role of. An editor writes for the whole school on behalf of the head (D9).
OWN_GROUP: dict[str, dict[str, set[str]]] = {
    Kind.CLASS: {
        Name.TEACHER: {READ, REACT, POST, MODERATE, MEMBERS},
        Name.TRAINEE: {READ, REACT, POST},
        Name.PARENT: {READ, REACT},
    },
    Kind.WHOLE_SCHOOL: {Name.EDITOR: {READ, REACT, POST}},
    Kind.COUNCIL: {Name.COUNCIL_MEMBER: {READ, REACT, POST}},
    Kind.STAFF: {},
}
OWN_GROUP[Kind.COMPOSITE] = OWN_GROUP[Kind.CLASS]

# What the roles of the school may do in each group of the school (D9: general news is placed by the head).
FROM_SCHOOL: dict[str, dict[str, set[str]]] = {
    Kind.CLASS: {Name.HEAD: {READ, REACT, MODERATE, MEMBERS}, Name.CARE: {READ}},
    Kind.WHOLE_SCHOOL: {
        Name.HEAD: {READ, REACT, POST, MODERATE},
        Name.ICT: {READ, REACT},
        Name.CARE: {READ, REACT},
        Name.STAFF: {READ, REACT},
    },
    Kind.COUNCIL: {
        Name.HEAD: {READ, REACT, MODERATE},
        Name.ICT: {READ},
        Name.CARE: {READ},
        Name.STAFF: {READ},
    },
    Kind.STAFF: {
        Name.HEAD: {READ, REACT, POST, MODERATE},
        Name.ICT: {READ, REACT, POST},
        Name.CARE: {READ, REACT, POST},
        Name.STAFF: {READ, REACT, POST},
    },
}
FROM_SCHOOL[Kind.COMPOSITE] = FROM_SCHOOL[Kind.CLASS]

# What the roles of the classes may do in the groups that all share.
FROM_CLASSES: dict[str, dict[str, set[str]]] = {
    Kind.WHOLE_SCHOOL: {Name.TEACHER: {READ, REACT}, Name.TRAINEE: {READ, REACT}, Name.PARENT: {READ, REACT}},
    Kind.COUNCIL: {Name.TEACHER: {READ}, Name.TRAINEE: {READ}, Name.PARENT: {READ, REACT}},
    Kind.STAFF: {Name.TEACHER: {READ, REACT, POST}, Name.TRAINEE: {READ, REACT}},
}

# What a role may do in the school itself.
IN_SCHOOL: dict[str, set[str]] = {Name.HEAD: {PEOPLE, DECIDE}, Name.ICT: {PEOPLE}}

CLASSES = (Kind.CLASS, Kind.COMPOSITE)
# Who works at the school: under these roles one writes as staff, and sessions are short.
STAFF = frozenset({Name.HEAD, Name.ICT, Name.CARE, Name.STAFF, Name.TEACHER, Name.TRAINEE, Name.EDITOR})
# Who stands before a class: lessons are no time to write (E8).
TEACHES = frozenset({Name.TEACHER, Name.TRAINEE})


def role_of(name: str, school: School, school_group: SchoolGroup | None = None) -> Role:
    """The role of this name in a school or in one of its groups; made when it is not there yet."""
    found = Role.objects.filter(name=name, school=school, school_group=school_group).first()
    if found:
        return found
    container = f"school:{school.pk}" if school_group is None else f"group:{school_group.pk}"
    auth_group, _ = Group.objects.get_or_create(name=f"{container}:{name}")
    return Role.objects.get_or_create(
        auth_group=auth_group, defaults={"school": school, "school_group": school_group, "name": name}
    )[0]


_TABLES = ((School, SchoolObjectPermission), (SchoolGroup, SchoolGroupObjectPermission))
Grant = tuple[Role, set[str], School | SchoolGroup]
Wanted = tuple[str, SchoolGroup | None, set[str], School | SchoolGroup]  # whose role, of the school or of a group


def _write(grants: list[Grant]) -> None:
    """What guardian's assign_perm does for one right after another, in two statements: a school has forty groups."""
    known = Permission.objects.filter(content_type__in=ContentType.objects.get_for_models(School, SchoolGroup).values())
    rights = {(right.content_type_id, right.codename): right for right in known}
    for kind, table in _TABLES:
        of_kind = ContentType.objects.get_for_model(kind).pk
        rows = (
            table(permission=rights[of_kind, codename], group_id=role.pk, content_object_id=target.pk)
            for role, codenames, target in grants
            if isinstance(target, kind)
            for codename in sorted(codenames)
        )
        table.objects.bulk_create(rows, ignore_conflicts=True)


def _wanted(school_group: SchoolGroup, others: list[SchoolGroup]) -> Iterator[Wanted]:
    """The matrix for one group among the others of its year: its own roles, those of the school and of the classes."""
    school = school_group.school
    for name, rights in IN_SCHOOL.items():
        yield name, None, rights, school
    for name, rights in OWN_GROUP[school_group.kind].items():
        yield name, school_group, rights, school_group
    for name, rights in FROM_SCHOOL[school_group.kind].items():
        yield name, None, rights, school_group
    for other in others:
        if (school_group.kind in CLASSES) != (other.kind in CLASSES):
            one_class, shared = (school_group, other) if school_group.kind in CLASSES else (other, school_group)
            for name, rights in FROM_CLASSES[shared.kind].items():
                yield name, one_class, rights, shared


@clause("A2", "B4", "D9")
@transaction.atomic
def make_roles(school_group: SchoolGroup) -> None:
    """Write the matrix for one group: its own roles, those of the school, and those of the classes. Safe to repeat."""
    school = school_group.school
    others = list(school.school_groups.filter(starts_on=school_group.starts_on).exclude(pk=school_group.pk))
    wanted = _wanted(school_group, others)
    _write([(role_of(name, school, group), rights, target) for name, group, rights, target in wanted])


@clause("A2", "B4", "D9")
@transaction.atomic
def write_matrix() -> int:
    """Give every group the rights of the matrix as it is now, and none that it no longer has: after an update of the
    code, whose matrix may say otherwise than the one a group was made with. Safe to repeat; how many rows changed.
    """
    years: dict[tuple[int, date], list[SchoolGroup]] = {}
    for group in SchoolGroup.objects.select_related("school").order_by("pk"):
        years.setdefault((group.school_id, group.starts_on), []).append(group)
    roles = {(role.name, role.school_id, role.school_group_id): role for role in Role.objects.all()}
    grants: list[Grant] = []
    for groups in years.values():
        for school_group in groups:
            others = [other for other in groups if other.pk != school_group.pk]
            for name, own, rights, target in _wanted(school_group, others):
                key = (name, school_group.school_id, own.pk if own else None)
                roles[key] = roles.get(key) or role_of(name, school_group.school, own)
                grants.append((roles[key], rights, target))
    removed = _remove_all_but(grants)
    before = _count()
    _write(grants)
    return removed + _count() - before


def _count() -> int:
    return sum(table.objects.count() for _, table in _TABLES)


def _remove_all_but(grants: list[Grant]) -> int:
    """Take away the rights of roles that stand in none of these grants."""
    removed = 0
    for kind, table in _TABLES:
        kept = {(role.pk, code, to.pk) for role, codes, to in grants if isinstance(to, kind) for code in codes}
        rows = table.objects.filter(group__role__isnull=False).values_list(
            "pk", "group_id", "permission__codename", "content_object_id"
        )
        extra = [pk for pk, *row in rows if tuple(row) not in kept]
        for start in range(0, len(extra), 500):
            removed += table.objects.filter(pk__in=extra[start : start + 500]).delete()[0]
    return removed
