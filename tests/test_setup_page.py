"""Setting a school up: steps that can be left and taken up again, who may, and what each leaves behind (A2, B3)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.demands import demands_on
from accounts.models import AuditEntry, User
from groups.actions import NewPerson, RoleHeldError, add_staff, finish_setup
from groups.models import Enrolment, Invitation, Membership, School
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from tests.factories import make_parent

pytestmark = pytest.mark.django_db
SETUP = "/beheer/inrichten/"
STAFF = "/beheer/inrichten/team/"
DEMO = "demo-kring-2026"


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def marleen(cast, client):
    """The head, who has just given her password."""
    School.objects.update(set_up_at=None, phone="", region="")
    client.post("/aanmelden/", {"login": "marleen", "password": DEMO})
    return client


def colleague(cast, **changes):
    fields = {
        "first_name": "Eva",
        "last_name": "Smit",
        "email": "eva@kiezelpad.example",
        "role": f"teacher:{cast.groep3.pk}",
    }
    return fields | changes


# --- the way there


@pytest.mark.clause("A2")
def test_the_head_of_a_school_that_is_not_set_up_is_led_there_and_goes_when_the_head_says_so(cast, marleen, client_of):
    home = text_of(marleen.get("/"))
    assert "Je school is nog niet ingericht." in home
    assert SETUP in marleen.get("/").content.decode()
    for other in (cast.dennis, cast.naima, cast.samira):
        assert "nog niet ingericht" not in text_of(client_of(other).get("/"))
    done = marleen.post("/beheer/inrichten/klaar/", follow=True)
    assert "Je school is ingericht." in text_of(done)
    assert "nog niet ingericht" not in text_of(marleen.get("/"))
    assert finish_setup(School.objects.get(), by=cast.marleen) is False
    assert AuditEntry.objects.filter(event="school_set_up", actor=cast.marleen).count() == 1


@pytest.mark.parametrize("name", ["marleen", "dennis"])
def test_head_and_ict_contact_find_every_part_under_manage(cast, client_of, name):
    client = client_of(getattr(cast, name))
    assert 'href="/beheer/"' in client.get("/").content.decode()
    hub = client.get("/beheer/").content.decode()
    parts = ["inrichten", "import", "uitnodigingen", "mensen", "logboek"] + ["verzoeken"] * (name == "marleen")
    for part in parts:
        assert f'href="/beheer/{part}/"' in hub
        assert client.get(f"/beheer/{part}/").status_code == 200


@pytest.mark.clause("B8")
@pytest.mark.parametrize("name", ["naima", "samira", "wilma", "henk", "chantal"])
def test_nobody_else_sees_or_changes_anything_of_it(cast, client_of, name):
    client = client_of(getattr(cast, name))
    assert 'href="/beheer/"' not in client.get("/").content.decode()
    for path in ("/beheer/", SETUP, "/beheer/inrichten/school/", STAFF):
        assert client.get(path).status_code == 404
    assert client.post(STAFF, colleague(cast)).status_code == 404
    assert not User.objects.filter(first_name="Eva").exists()


@pytest.mark.parametrize("path", ["/beheer/inrichten/school/", STAFF, "/beheer/inrichten/klaar/"])
def test_the_ict_contact_looks_on_but_does_not_decide(cast, client_of, path):
    client = client_of(cast.dennis)
    assert client.get(SETUP).status_code == 200
    assert path not in client.get(SETUP).content.decode()
    assert client.post(path, colleague(cast)).status_code == 404


# --- the steps


def test_each_step_says_how_far_it_is(cast, marleen):
    page = text_of(marleen.get(SETUP))
    assert "Nog nodig: het telefoonnummer en de regio van de vakanties." in page
    assert "16 kinderen in 7 groepen." in page
    assert "Zonder leerkracht: Groep 3, Groep 4, Groep 6, Groep 7." in page
    assert "Iedereen is uitgenodigd." in page
    make_parent(cast.groep5, by=cast.naima, password="!")
    assert "1 persoon is nog niet uitgenodigd." in text_of(marleen.get(SETUP))
    Enrolment.objects.all().delete()
    assert marleen.get(SETUP).status_code == 200


def test_the_data_of_the_school_are_on_every_page_at_once(cast, marleen):
    url = "/beheer/inrichten/school/"
    assert 'value="Het Kiezelpad"' in marleen.get(url).content.decode()
    form = {
        "name": "De  Kiezel",
        "place": "Merenveld",
        "phone": "0591 123 456",
        "region": "noord",
        "second_factor_days": "14",
    }
    page = text_of(marleen.post(url, form, follow=True))
    assert "De Kiezel, Merenveld · 0591 123 456 · regio Noord" in page or "regio noord" in page
    school = School.objects.get()
    assert (school.name, school.phone, school.region) == ("De Kiezel", "0591 123 456", "noord")
    assert AuditEntry.objects.filter(event="school_changed", actor=cast.marleen).exists()


def test_the_school_sets_the_days_of_grace_for_the_second_step(cast, marleen):
    before = demands_on(cast.naima).second_step_by
    url = "/beheer/inrichten/school/"
    assert 'type="number" value="365"' in marleen.get(url).content.decode()
    form = {"name": "De Kiezel", "place": "Merenveld", "phone": "", "region": "noord", "second_factor_days": "30"}
    marleen.post(url, form)
    assert demands_on(cast.naima).second_step_by == before - timedelta(days=335)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "Vul de naam van de school in."),
        ({"name": "x" * 121}, "hoogstens 120"),
        ({"place": ""}, "Vul de plaats in."),
        ({"phone": "bel maar"}, "Gebruik cijfers en spaties"),
        ({"phone": "0" * 21}, "te lang"),
        ({"region": ""}, "Kies de regio van de schoolvakanties."),
        ({"region": "oost"}, "Kies de regio van de schoolvakanties."),
        ({"second_factor_days": ""}, "van 0 tot en met 365"),
        ({"second_factor_days": "366"}, "van 0 tot en met 365"),
        ({"second_factor_days": "-1"}, "van 0 tot en met 365"),
    ],
)
def test_bad_data_are_told_kept_and_change_nothing(cast, marleen, change, sentence):
    form = {"name": "De Kiezel", "place": "Elders", "phone": "1", "region": "zuid", "second_factor_days": "7"} | change
    page = marleen.post("/beheer/inrichten/school/", form)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert 'role="alert"' in page.content.decode()
    assert School.objects.get().place == "Merenveld"


# --- who works here


@pytest.mark.clause("A2", "B6")
def test_a_new_colleague_gets_a_role_an_account_and_an_invitation(cast, marleen, mailoutbox):
    page = marleen.post(STAFF, colleague(cast), follow=True)
    assert "Eva Smit hoort erbij: leerkracht, Groep 3." in text_of(page)
    eva = User.objects.get(email="eva@kiezelpad.example")
    assert not eva.has_usable_password()
    assert Membership.objects.in_force(eva).get().role.name == "teacher"
    assert deliver_due() == 1
    assert "/uitnodiging/" in mailoutbox[0].body
    assert "Eva Smit" in text_of(marleen.get(STAFF))


def test_a_colleague_who_has_an_account_only_gets_the_role(cast, marleen):
    people = User.objects.count()
    form = colleague(cast, first_name="kwame", last_name="Asante", email="KWAME@kiezelpad.example", role="staff:")
    assert marleen.post(STAFF, form).status_code == 302
    assert User.objects.count() == people
    assert Membership.objects.in_force(cast.kwame).filter(role__name="staff").exists()
    assert not OutboxMail.objects.exists()
    again = marleen.post(STAFF, form)
    assert again.status_code == 422
    assert "Deze persoon heeft deze rol al." in text_of(again)
    with pytest.raises(RoleHeldError):
        add_staff(NewPerson("Kwame", "Asante", "kwame@kiezelpad.example"), "staff", cast.school, by=cast.marleen)


def test_a_colleague_may_share_an_address_and_both_hear_of_it(cast, marleen):
    marleen.post(STAFF, colleague(cast, email="kwame@kiezelpad.example"))
    assert User.objects.filter(email__iexact="kwame@kiezelpad.example").count() == 2
    assert sorted(OutboxMail.objects.values_list("kind", flat=True)) == ["address_shared", "invitation"]
    marleen.post(STAFF, colleague(cast, email="kwame@kiezelpad.example", role="ict:"))
    assert Invitation.objects.count() == 1  # the first one still works


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"first_name": ""}, "Vul de voornaam in."),
        ({"last_name": "x" * 121}, "hoogstens 120"),
        ({"email": ""}, "Vul het e-mailadres in."),
        ({"email": "eva@"}, "Dit is geen e-mailadres."),
        ({"role": ""}, "Kies een rol."),
        ({"role": "teacher:999999"}, "Kies een rol."),
        ({"role": "parent:1"}, "Kies een rol."),
    ],
)
def test_a_wrong_colleague_is_told_kept_and_not_made(cast, marleen, change, sentence):
    page = marleen.post(STAFF, colleague(cast, **change))
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert 'value="Smit"' in page.content.decode() or "last_name" in change
    assert not User.objects.filter(first_name="Eva").exists()


@pytest.mark.clause("B8")
def test_a_role_is_given_only_by_who_showed_lately_who_it_is(cast, client_of):
    client = client_of(cast.marleen, is_fresh=False)
    answer = client.post(STAFF, colleague(cast))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not User.objects.filter(first_name="Eva").exists()


@pytest.mark.parametrize("url", ["/beheer/", SETUP, STAFF])
def test_the_pages_cost_the_same_queries_for_few_and_many(cast, client_of, url, django_assert_max_num_queries):
    client = client_of(cast.marleen)
    make_parent(cast.groep5, by=cast.naima, password="!")
    client.get(url)
    with django_assert_max_num_queries(20) as few:
        client.get(url)
    for _ in range(30):
        make_parent(cast.groep5, by=cast.naima, password="!")
    with django_assert_max_num_queries(len(few)):
        client.get(url)
