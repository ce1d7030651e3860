"""Whatever a file holds: a sentence or an import, never an error page and never half an import (A2, B2, B3)."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from groups.actions import apply_import, drop_import, read_import
from groups.imports import ImportRefused, from_json, read_files, sentence_of, to_json
from groups.models import Enrolment, Guardianship, Membership, Pupil, School, SchoolGroup
from tests.school_files import composite, edexml, group, guardians, parent, pupil, staff

CALM = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
XML = edexml(
    [
        pupil("p1", "Zoë", eckid="e1", composites=("c",), more="<bsn>133456785</bsn>"),
        pupil("p2", "Bas", group="g6", composites=("c",)),
    ],
    [group("g5", "5", "5"), group("g6", "6", "6"), composite("c", "Bevers")],
    [staff("s1", email="julia@kiezelpad.example", groups='<groep key="g5"><rol>LRK</rol></groep>')],
)
CSV = guardians(parent("p1", "Zoë", email="zoe@kiezelpad.example"), parent("p2", "Rob", gezag="nee", taal="tr"))


@st.composite
def damaged(draw, whole):
    """A file cut short, with pieces doubled, swapped, lost, or of another encoding, or bytes of nobody's making."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 60)))
        piece = bytes(data[start:end])
        match draw(st.integers(0, 5)):
            case 0:
                del data[start:]
            case 1:
                del data[start:end]
            case 2:
                data[start:start] = piece
            case 3:
                data[start:end] = draw(st.binary(max_size=20))
            case 4:
                data[start:end] = draw(st.text(max_size=10)).encode("utf-8", "surrogatepass")
            case _:
                data = data[end:] + data[:start] + piece
    if draw(st.booleans()):
        data = bytearray(bytes(data).decode("latin-1").encode(draw(st.sampled_from(["utf-8", "utf-16", "latin-1"]))))
    return bytes(data)


def reads_or_refuses(xml, csv):
    try:
        records = read_files(xml, csv)
    except ImportRefused as error:
        sentence = sentence_of(error)
        assert sentence
        return
    assert from_json(json.loads(json.dumps(to_json(records), cls=DjangoJSONEncoder))) == records


@pytest.mark.once
@settings(max_examples=300, deadline=None, suppress_health_check=CALM)
@given(damaged(XML))
def test_a_damaged_export_is_read_or_refused(data):
    reads_or_refuses(data, None)


@pytest.mark.once
@settings(max_examples=300, deadline=None, suppress_health_check=CALM)
@given(damaged(CSV))
def test_a_damaged_list_is_read_or_refused(data):
    reads_or_refuses(None, data)


def few(*values):
    return st.sampled_from(values)


def mostly(usual, odd):
    """One of the odd values now and then: a file that is refused teaches less than one that is taken over."""
    return st.integers(0, 39).flatmap(lambda n: st.sampled_from(odd if n == 23 else usual))


LEFT, COMES = "<uitstroomdatum>2020-01-01</uitstroomdatum>", "<instroomdatum>2040-01-01</instroomdatum>"


def a_pupil(key):
    return st.builds(
        pupil,
        st.just(key),
        mostly(["Saar", "Bas", "Saar "], [""]),
        mostly(["Vos", "Kok", ""], ["x" * 130]),
        mostly(["2018-05-31", f"2017-01-{key[1]}1", ""], ["2018-05-32"]),
        group=mostly(["g1", "g2", "", "g1"], ["weg"]),
        eckid=mostly([f"e{key}", "", ""], ["ep1"]),
        composites=few((), (), ("c",)),
        more=few("", "", "", "<bsn>1</bsn>", LEFT, COMES),
    )


def a_member_of_staff(key):
    return st.builds(
        staff,
        st.just(key),
        few("Julia", "Anna"),
        few(f"Smit{key}", "Vos"),
        email=few("", "a@kiezelpad.example", "b@kiezelpad.example"),
        roles=few("", "<rol>STA</rol>", "<rol>OUD</rol>", "<rol>ICT</rol>"),
        groups=few("", '<groep key="g1"/>', '<groep key="g2"/><groep key="g1"/>', '<samengestelde_groep key="c"/>'),
        eckid=few("", "", f"f{key}"),
    )


def a_group(key):
    return st.builds(group, st.just(key), few("5", "6", "5/6", "Egels", f"Klas {key}"), few("5", "6"))


KEYS = ["p1", "p2", "p3", "p4"]
PARENTS = st.lists(
    st.builds(
        parent,
        mostly(KEYS, ["p9"]),
        few("Anna", "Rob"),
        few("Vos", "Kok"),
        email=few("", "a@kiezelpad.example", "b@kiezelpad.example", "A@kiezelpad.example"),
        relatie=few("moeder", "vader", "voogd"),
        gezag=few("ja", "ja", "nee"),
    )
    | st.builds(parent, few(*KEYS), few("Oma"), relatie=st.just("verzorger"), gezag=mostly(["nee"], ["ja"])),
    max_size=5,
)


@st.composite
def both_files(draw):
    """An export of four pupils at most, and a list of their parents or none."""
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True))
    pupils = [draw(a_pupil(key)) for key in keys] + ([draw(a_pupil(keys[0]))] if draw(mostly([0], [1])) else [])
    groups = [draw(a_group("g1")), draw(a_group("g2")), composite("c", draw(few("Egels", "Lezen")))]
    people = [draw(a_member_of_staff(key)) for key in draw(st.lists(few("s1", "s2", "s3"), unique=True))]
    rows = {row.split(";")[0] + "".join(row.split(";")[1:4]).lower(): row for row in draw(PARENTS)}
    rows = [row for row in rows.values() if row.split(";")[0] in keys or draw(mostly([False], [True]))]
    return edexml(pupils, groups, people), draw(st.none() | st.just(guardians(*rows)))


def standing(school):
    """What no import may change: authority, bars, accounts and what people sign in with."""
    links = Guardianship.objects.filter(pupil__school=school)
    authority = {link.pk: (link.has_authority, link.barred_at, link.valid_until) for link in links}
    addresses = User.objects.exclude(email="").values_list("pk", "email")
    return authority, dict(addresses), set(Pupil.objects.values_list("pk", flat=True))


def everything(school):
    tables = (SchoolGroup, Pupil, Enrolment, Guardianship, Membership, User)
    return [list(table.objects.order_by("pk").values_list()) for table in tables]


def import_one(school, xml, csv):
    """One import, taken over when it can be; then the same files again change nothing."""
    before, untouched = standing(school), everything(school)
    try:
        reading = read_import(school, xml, csv, by=None)
    except ImportRefused:
        assert everything(school) == untouched
        return
    assert everything(school) == untouched
    if reading.difference.problems:
        drop_import(reading.run, by=None)
        return
    apply_import(reading.run, by=None, seen_digest=reading.difference.digest, ends_many=True)
    again = read_import(school, xml, csv, by=None)
    assert again.difference.changes_nothing, [line for line in again.difference.lines if line.kind != "note"]
    after = standing(school)
    for earlier, later in zip(before[:2], after[:2], strict=True):
        assert earlier.items() <= later.items()
    assert before[2] <= after[2]


@pytest.mark.clause("A2", "B2", "B3")
@pytest.mark.django_db
@settings(max_examples=120, deadline=None, suppress_health_check=CALM)
@given(st.lists(both_files(), min_size=1, max_size=3))
def test_an_import_is_whole_and_the_same_files_again_change_nothing(cast, files):
    with transaction.atomic():
        school = School.objects.create(name="De Vlieger", place="Merenveld")
        for xml, csv in files:
            import_one(school, xml, csv)
        transaction.set_rollback(True)
