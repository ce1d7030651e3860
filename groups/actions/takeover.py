"""Writing an import's plan: in few statements, however many pupils. Always inside apply_import's transaction."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.contrib.auth.hashers import make_password
from django.db.models import DateField, F, Q, Value
from django.db.models.functions import Least

from accounts.models import User, sort_key
from groups import roles
from groups.actions.groups import create_group, create_shared_groups, give_role
from groups.actions.guardians import sign_in_names
from groups.imports.classes import accent_of, sign_of
from groups.imports.difference import Difference
from groups.imports.plan import Plan
from groups.imports.records import GroupRecord, PersonRecord, PupilRecord
from groups.models import (
    AuthorityProposal,
    Enrolment,
    Guardianship,
    Membership,
    Pupil,
    Role,
    School,
    SchoolGroup,
    StaffKey,
)
from groups.school_year import days_of
from protocol import clock
from protocol.clauses import clause

Kind = SchoolGroup.Kind
BATCH = 500
Id = TypeVar("Id", int, str)


@clause("B2", "B3")
def take_over(school: School, difference: Difference, *, by: User | None) -> None:
    """Write what the report said: groups first, then who stands in them, then who reads along."""
    writer = _Writer(school, difference, by)
    writer.end()
    writer.write_groups()
    writer.write_pupils()
    writer.write_people()
    writer.write_staff()
    writer.write_guardians()


class _Writer:
    def __init__(self, school: School, difference: Difference, by: User | None) -> None:
        self.school, self.by = school, by
        self.plan: Plan = difference.plan
        self.first_year, self.begins_on = difference.first_year, difference.starts_on
        self.today = clock.today()
        self.groups: dict[str, int] = dict(self.plan.group_ids)
        self.pupils: dict[str, int] = dict(self.plan.pupil_ids)
        self.people: dict[str, int] = dict(self.plan.person_ids)

    def end(self) -> None:
        """Places end yesterday, so that a child stands in one group a day; rights end at once."""
        yesterday = Value(date.fromordinal(self.today.toordinal() - 1), output_field=DateField())
        for ids in _batches(self.plan.ended_places):
            Enrolment.objects.filter(pk__in=ids).update(
                valid_until=yesterday, valid_from=Least(F("valid_from"), yesterday)
            )
        for ids in _batches(self.plan.ended_memberships):
            Membership.objects.filter(pk__in=ids).end_at_once(by=self.by)

    def write_groups(self) -> None:
        starts_on, ends_on = days_of(self.first_year)
        of_year = self.school.school_groups.of_year(date(self.first_year + 1, 1, 15))
        known = of_year.order_by("pk").first()
        if known is not None:
            starts_on, ends_on = known.starts_on, known.ends_on
        changed = [pk for pk, _ in self.plan.changed_groups]
        for pk in changed:  # two groups may swap their names; no file gives one with a sign that cannot be seen
            SchoolGroup.objects.filter(pk=pk).update(name=f"\x1f{pk}")
        for pk, record in self.plan.changed_groups:
            SchoolGroup.objects.filter(pk=pk).update(name=record.name, key=record.key)
        if self.plan.new_groups:
            create_shared_groups(self.school, starts_on, ends_on)  # a year that has classes has these
        for record in self.plan.new_groups:
            group = create_group(self.school, **_fields_of(record), starts_on=starts_on, ends_on=ends_on)
            self.groups[record.key] = group.pk

    def write_pupils(self) -> None:
        plan = self.plan
        said = [record.key for record in [*plan.new_pupils, *(record for _, record in plan.changed_pupils)]]
        for keys in _batches(said):  # of two pupils who swap keys, or of another child by now
            Pupil.objects.filter(school=self.school, key__in=keys).update(key="")
        made = [_fill(Pupil(school=self.school), record) for record in plan.new_pupils]
        Pupil.objects.bulk_create(made, batch_size=BATCH)
        self.pupils |= {pupil.key: pupil.pk for pupil in made}
        stands = Pupil.objects.in_bulk([pk for pk, _ in plan.changed_pupils])
        changed = [_fill(stands[pk], record) for pk, record in plan.changed_pupils]
        for ids in _batches([pupil.pk for pupil in changed]):  # two pupils may swap what is theirs alone
            Pupil.objects.filter(pk__in=ids).update(key="", eckid="")
        fields = ["first_name", "last_name", "sort_name", "born_on", "key", "eckid"]
        Pupil.objects.bulk_update(changed, fields, batch_size=100)
        Enrolment.objects.bulk_create(
            (
                Enrolment(pupil_id=self.pupils[key], school_group_id=self.groups[group], valid_from=day)
                for key, group, day in plan.new_places
            ),
            batch_size=BATCH,
        )

    def write_people(self) -> None:
        """Accounts without a password, each under a sign-in name of its own. Invitations are sent later."""
        taken = {name.lower() for name in User.objects.values_list("sign_in_name", flat=True)}
        made = {token: _account(person, taken) for token, person in self.plan.new_people.items()}
        User.objects.bulk_create(made.values(), batch_size=BATCH)
        self.people |= {token: user.pk for token, user in made.items()}
        for pk, email in self.plan.new_addresses:
            User.objects.filter(pk=pk, email="").update(email=email)

    def write_staff(self) -> None:
        self._write_staff_keys()
        groups = SchoolGroup.objects.select_related("school").in_bulk(self.groups.values())
        users = User.objects.in_bulk([self.people[token] for token, _, _ in self.plan.new_roles])
        for token, name, key in self.plan.new_roles:
            container = groups[self.groups[key]] if key else self.school
            begins_on = self.begins_on if key else self.today
            give_role(users[self.people[token]], name, container, by=self.by, valid_from=begins_on)

    def _write_staff_keys(self) -> None:
        """Anew, for two may swap their keys, and a key may be somebody else's from now on."""
        earlier = StaffKey.objects.in_bulk([row for _, row in self.plan.staff_keys if row is not None])
        said = [record.key for record, _ in self.plan.staff_keys]
        StaffKey.objects.filter(Q(pk__in=list(earlier)) | Q(key__in=said), school=self.school).delete()
        StaffKey.objects.bulk_create(
            StaffKey(
                school=self.school,
                user_id=self.people[record.person.token],
                key=record.key,
                eckid=record.eckid or (earlier[row].eckid if row is not None else ""),
            )
            for record, row in self.plan.staff_keys
        )

    def write_guardians(self) -> None:
        plan = self.plan
        made = {
            (link.pupil_key, link.token): Guardianship(
                pupil_id=self.pupils[link.pupil_key],
                guardian_id=self.people[link.token],
                relation=link.relation,
                has_authority=link.has_authority,
                valid_from=self.today,
            )
            for link in plan.new_links
        }
        Guardianship.objects.bulk_create(made.values(), batch_size=BATCH)
        for pk, relation in plan.changed_relations:
            Guardianship.objects.filter(pk=pk).update(relation=relation)
        AuthorityProposal.objects.bulk_create(
            AuthorityProposal(guardianship_id=pk, has_authority=has_authority) for pk, has_authority in plan.proposals
        )
        self._let_in(made)

    def _let_in(self, made: dict[tuple[str, str], Guardianship]) -> None:
        """The guardians' memberships: approving the report is the school's decision to let them in (B3)."""
        stands = Guardianship.objects.in_bulk([row.link for row in self.plan.let_in if row.link])
        role_of = {
            group.pk: roles.role_of(Role.Name.PARENT, self.school, group)
            for group in SchoolGroup.objects.in_bulk({self.groups[row.group_key] for row in self.plan.let_in}).values()
        }
        rows = []
        for row in self.plan.let_in:
            link = stands[row.link] if row.link else made[row.pupil_key, row.token]
            rows.append(
                Membership(
                    user_id=link.guardian_id,
                    role=role_of[self.groups[row.group_key]],
                    guardianship_id=link.pk,
                    added_by=self.by,
                    valid_from=self.begins_on,
                )
            )
        Membership.objects.bulk_create(rows, batch_size=BATCH)


def _batches(ids: list[Id]) -> Iterable[list[Id]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _fields_of(record: GroupRecord) -> dict[str, object]:
    year = next((int(year) for year in record.years if year.isdigit()), 9)
    return {
        "kind": Kind.COMPOSITE if record.is_composite else Kind.CLASS,
        "name": record.name,
        "key": record.key,
        "sign": sign_of(record),
        "accent": accent_of(record),
        "position": year * 10,
    }


def _fill(pupil: Pupil, record: PupilRecord) -> Pupil:
    pupil.first_name, pupil.last_name, pupil.sort_name = record.first_name, record.last_name, record.sort_name
    pupil.key, pupil.eckid = record.key, record.eckid or pupil.eckid
    pupil.born_on = record.born_on or pupil.born_on
    return pupil


def _account(person: PersonRecord, taken: set[str]) -> User:
    name = next(name for name in sign_in_names(person.first_name, person.last_name) if name not in taken)
    taken.add(name)
    return User(
        sign_in_name=name,
        email=person.email,
        first_name=person.first_name,
        last_name=person.last_name,
        sort_name=sort_key(person.last_name, person.first_name)[:250],
        language=person.language,
        password=make_password(None),
    )
