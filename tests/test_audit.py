"""Who did what: written with the deed, never changed, read by the head and the ICT contact alone."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from accounts import audit
from accounts.models import AuditEntry
from groups.actions import (
    bar_guardian,
    close_account,
    end_role,
    give_role,
    lift_bar,
    move_pupil,
    record_pupil_death,
    remove_guardian,
    set_authority,
    set_protected_address,
)
from groups.models import Guardianship, Membership
from groups.views.audit import safe
from protocol import clock

pytestmark = pytest.mark.django_db
PAGE, COPY = "/beheer/logboek/", "/beheer/logboek/kopie/"


def test_an_entry_is_never_changed_and_never_deleted_whoever_asks(cast):
    entry = audit.record("sign_in", by=cast.naima)
    rows = AuditEntry.objects.filter(pk=entry.pk)
    for deed in (lambda: rows.update(event="sign_out"), rows.delete, entry.delete, entry.save):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            deed()
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_auditentry")
    assert rows.get().event == "sign_in"


def test_an_event_nobody_knows_is_refused(cast):
    with pytest.raises(LookupError):
        audit.record("hacked", by=cast.naima)


def test_who_lets_in_and_takes_out_stands_in_the_log_with_name_and_moment(cast):
    row = Membership.objects.let_in().get(user=cast.tom, role__school_group=cast.groep5)
    assert remove_guardian(row, by=cast.naima)
    entry = AuditEntry.objects.first()
    assert (entry.actor, entry.event, entry.object_name) == (cast.naima, "guardian_taken_out", "Tom Verbeek")
    assert entry.at.tzinfo is not None
    assert abs(entry.at - clock.now()) < timedelta(minutes=1)
    assert not remove_guardian(row, by=cast.joris)  # the second did nothing, and nothing stands in the log of it
    assert AuditEntry.objects.filter(event="guardian_taken_out").count() == 1


def _link(cast):
    return Guardianship.objects.get(guardian=cast.tom)


DEEDS = {
    "guardian_barred": lambda cast: bar_guardian(_link(cast), by=cast.marleen),
    "bar_lifted": lambda cast: bar_guardian(_link(cast), by=cast.marleen) and lift_bar(_link(cast), by=cast.marleen),
    "authority_set": lambda cast: set_authority(_link(cast), relation="father", has_authority=False, by=cast.marleen),
    "address_protected": lambda cast: set_protected_address(cast.yara, True, by=cast.marleen),
    "address_opened": lambda cast: (
        set_protected_address(cast.yara, True, by=cast.marleen)
        and set_protected_address(cast.yara, False, by=cast.marleen)
    ),
    "pupil_moved": lambda cast: move_pupil(cast.yara, cast.groep6, by=cast.marleen),
    "death_recorded": lambda cast: record_pupil_death(cast.yara, by=cast.marleen),
    "role_ended": lambda cast: end_role(Membership.objects.get(user=cast.dennis), by=cast.marleen),
    "account_closed": lambda cast: close_account(cast.henk, by=cast.marleen),
}


@pytest.mark.parametrize("event", DEEDS)
def test_what_the_head_decides_about_people_stands_in_the_log_once(cast, event):
    assert DEEDS[event](cast)
    entry = AuditEntry.objects.get(event=event)
    assert (entry.actor, entry.outcome) == (cast.marleen, "done")
    assert entry.object_name in {"Tom Verbeek", "Yara Verbeek", cast.dennis.full_name, cast.henk.full_name}


def test_a_deed_that_is_undone_leaves_no_entry(cast):
    before = AuditEntry.objects.count()
    with transaction.atomic():
        give_role(cast.henk, "staff", cast.groep5.school, by=cast.marleen, valid_until=clock.today())
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == before


def test_a_role_given_names_the_role_and_who_gave_it(cast):
    give_role(cast.henk, "care", cast.groep5.school, by=cast.marleen)
    entry = AuditEntry.objects.first()
    assert (entry.actor, entry.event, entry.object_name) == (cast.marleen, "role_given", "Henk Postma")
    assert "Het Kiezelpad" in entry.detail


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {"Naima", "Samira"}),
        ({"wat": "sign_out"}, {"Samira"}),
        ({"wie": "el idrissi"}, {"Naima"}),
        ({"wie": "bouazza"}, {"Samira"}),
        ({"van": "2026-11-02"}, {"Samira"}),
        ({"tot": "2026-11-01"}, {"Naima"}),
        ({"wie": "niemand"}, set()),
    ],
)
def test_the_page_shows_what_was_chosen(cast, client_of, query, shown):
    # Half past eleven at night in Amsterdam on the first is still the first, although it is late.
    AuditEntry.objects.create(actor=cast.naima, event="sign_in", at=datetime(2026, 11, 1, 22, 30, tzinfo=UTC))
    AuditEntry.objects.create(actor=cast.samira, event="sign_out", at=datetime(2026, 11, 1, 23, 30, tzinfo=UTC))
    lines = client_of(cast.dennis).get(PAGE, query).context["lines"]
    assert {entry.actor.first_name for entry, _, _, _ in lines} & {"Naima", "Samira"} == shown


def test_a_wrong_day_is_told_in_dutch_and_kept(cast, client_of):
    page = client_of(cast.marleen).get(PAGE, {"van": "gisteren"})
    assert page.status_code == 422
    assert "Vul een dag in, zoals 24-11-2026." in page.content.decode()
    assert 'value="gisteren"' in page.content.decode()


def test_the_page_asks_the_same_number_of_questions_for_one_and_for_a_hundred_lines(cast, client_of):
    browser = client_of(cast.dennis)
    browser.get(PAGE)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            browser.get(PAGE)
        return len(found)

    AuditEntry.objects.create(actor=cast.naima, event="sign_in")
    few = queries()
    AuditEntry.objects.bulk_create(AuditEntry(actor=cast.naima, event="sign_in") for _ in range(100))
    assert queries() == few


def test_the_copy_is_a_list_without_formulas_and_is_itself_in_the_log(cast, client_of):
    AuditEntry.objects.create(actor=cast.naima, event="sign_in", object_name="=1+1", detail="@SUM(A1)")
    answer = client_of(cast.marleen).post(COPY, {"wat": "sign_in"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0][0] == "tijd (UTC)"
    assert [rows[1][4], rows[1][6]] == ["'=1+1", "'@SUM(A1)"]
    assert {row[2] for row in rows[1:]} == {"sign_in"}
    assert AuditEntry.objects.filter(event="audit_exported", actor=cast.marleen).count() == 1
    assert 'filename="logboek.csv"' in answer["Content-Disposition"]


def test_who_has_not_shown_lately_who_it_is_is_asked_before_the_copy(cast, client_of):
    browser = client_of(cast.marleen)
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        answer = browser.post(COPY, {"wat": "sign_in"})
    assert answer.status_code == 302
    assert answer.url.startswith("/aanmelden/opnieuw/")
    assert not AuditEntry.objects.filter(event="audit_exported").exists()


@pytest.mark.parametrize("cell", ["=A1", "+1", "-1", "@x", "\tx", "\rx", "\nx"])
def test_no_cell_is_a_formula(cell):
    assert safe(cell) == "'" + cell
    assert safe("Naima") == "Naima"


def test_a_teacher_and_a_parent_do_not_find_the_log(cast, client_of):
    for person in (cast.naima, cast.samira, cast.wilma):
        assert client_of(person).get(reverse("groups:audit-list")).status_code == 404
        assert client_of(person).post(reverse("groups:audit-export")).status_code == 404


@pytest.mark.parametrize(
    ("event", "detail", "said"),
    [
        ("second_step_added", "totp", "Naima El Idrissi zette een tweede stap aan: een app"),
        ("authority_set", "- Yara Verbeek", "veranderde het gezag van Tom Verbeek: zonder gezag over Yara Verbeek"),
        ("join_handed_over", "SEPARATED", "Tom Verbeek: De ouders wonen niet bij elkaar"),
    ],
)
def test_what_stands_beside_an_event_is_said_in_words(cast, client_of, event, detail, said):
    audit.record(event, by=cast.naima, on=cast.naima if event == "second_step_added" else cast.tom, detail=detail)
    page = strip_tags(client_of(cast.dennis).get(PAGE).content.decode())
    assert said in " ".join(page.split())


def test_a_line_without_a_name_does_not_end_in_a_colon(cast, client_of):
    audit.record("invitation_used", by=cast.tom, on=cast.tom, detail="mail")
    page = " ".join(strip_tags(client_of(cast.dennis).get(PAGE).content.decode()).split())
    assert "Tom Verbeek kwam binnen met een uitnodiging: mail" in page
    assert "Kwam binnen met een uitnodiging:" not in page  # among what can be chosen
