"""One's own page: portrait (D13), appearance, devices."""

import io

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.devices import device_name
from accounts.models import User
from accounts.tasks import tidy_up
from files import isolated
from portal.demo.people import PASSWORD
from protocol import clock

pytestmark = pytest.mark.django_db

ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 7) (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0 Safari/537.36 Edg/142.0"


def signed_in(user, agent=ANDROID):
    client = Client(headers={"user-agent": agent})
    assert client.post("/aanmelden/", {"login": user.sign_in_name, "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (ANDROID, "Chrome op Android"),
        (IPHONE, "Safari op iPhone"),
        (FIREFOX, "Firefox op Windows"),
        (EDGE, "Edge op Windows"),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/142 Safari/537.36", "Chrome op Chromebook"),
        ("Android", "Android"),
        ("curl/8", "Onbekend apparaat"),
        ("", "Onbekend apparaat"),
    ],
)
def test_a_device_has_a_name_people_know(agent, name):
    assert device_name(agent) == name


def test_one_sees_where_one_is_signed_in_and_ends_one(cast):
    phone, laptop = signed_in(cast.samira), signed_in(cast.samira, FIREFOX)
    signed_in(cast.tom, IPHONE)
    page = laptop.get("/ik/apparaten/").content.decode()
    assert "Chrome op Android" in page
    assert "Firefox op Windows" in page
    assert "Safari op iPhone" not in page
    assert page.index("Dit apparaat") > page.index("Firefox op Windows")
    pk = page.split('name="device" value="')[1].split('"')[0]
    response = laptop.post("/ik/apparaten/", {"device": pk}, follow=True)
    assert "Je bent op dat apparaat afgemeld." in response.content.decode()
    assert phone.get("/ik/").status_code == 302
    assert laptop.get("/ik/").status_code == 200


def test_nobody_ends_the_session_of_another(cast):
    tom = signed_in(cast.tom)
    page = tom.get("/ik/apparaten/").content.decode()
    assert 'name="device"' not in page
    samira = signed_in(cast.samira)
    from allauth.usersessions.models import UserSession

    pk = UserSession.objects.get(user=cast.tom).pk
    samira.post("/ik/apparaten/", {"device": pk})
    assert tom.get("/ik/").status_code == 200


def test_signing_out_everywhere_ends_all_sessions(cast):
    phone, laptop, tom = signed_in(cast.samira), signed_in(cast.samira, FIREFOX), signed_in(cast.tom)
    response = laptop.post("/ik/apparaten/")
    assert (response["Location"], response["Clear-Site-Data"]) == ("/aanmelden/", '"cache", "storage"')
    assert "Je bent overal afgemeld." in laptop.get("/aanmelden/").content.decode()
    assert [client.get("/ik/").status_code for client in (phone, laptop, tom)] == [302, 302, 200]


def test_strange_devices_are_no_error(cast):
    client = signed_in(cast.samira)
    for device in ("999999", "9" * 40, "²"):
        assert client.post("/ik/apparaten/", {"device": device}).status_code == 302


def test_ended_sessions_are_swept(cast):
    signed_in(cast.samira)
    Session.objects.update(expire_date=clock.now())
    assert tidy_up() == 2
    assert not Session.objects.exists()


def test_the_page_shows_who_one_is(cast, client_of):
    page = client_of(cast.samira).get("/ik/").content.decode()
    for word in ("Samira Bouazza", "samira@kiezelpad.example", cast.groep5.name, cast.egels.name, "ouder"):
        assert word in page
    assert "Groep 8" not in page


def test_the_page_takes_few_queries(cast, client_of, django_assert_max_num_queries):
    client = client_of(cast.pieterjan)
    with django_assert_max_num_queries(6):
        client.get("/ik/")


@pytest.mark.clause("D13")
def test_a_portrait_is_made_square_and_clean(cast, client_of, photo_file):
    client = client_of(cast.samira)
    assert "Zonder foto zie je je voorletters." in client.get("/ik/").content.decode()
    response = client.post("/ik/", {"portrait": photo_file("ik.jpg", size=(900, 600))}, follow=True)
    assert "Je foto staat erop." in response.content.decode()
    user = User.objects.get(pk=cast.samira.pk)
    assert user.portrait_key != cast.samira.portrait_key
    image = Image.open(io.BytesIO(user.portrait.read()))
    assert (image.format, image.size) == ("WEBP", (320, 320))
    assert not image.getexif()
    assert "samira" not in user.portrait.name


def test_a_portrait_is_taken_away_with_its_file(cast, client_of, photo_file, django_capture_on_commit_callbacks):
    client = client_of(cast.samira)
    client.post("/ik/", {"portrait": photo_file()})
    portrait = User.objects.get(pk=cast.samira.pk).portrait
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/ik/", {"remove": "1"}, follow=True)
    assert "Je foto is weg." in response.content.decode()
    assert not User.objects.get(pk=cast.samira.pk).portrait
    assert not portrait.storage.exists(portrait.name)


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (None, "Kies eerst een foto."),
        (("leeg.jpg", b""), "Dit bestand is leeg. Kies een andere foto."),
        (("brief.pdf", b"%PDF-1.4 x"), "brief.pdf"),
        (("half.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 50), "half.jpg"),
    ],
)
def test_what_is_no_photo_is_refused_by_name_and_the_old_one_stays(cast, client_of, photo_file, upload, words):
    client = client_of(cast.samira)
    client.post("/ik/", {"portrait": photo_file()})
    before = User.objects.get(pk=cast.samira.pk).portrait.name
    fields = {"portrait": SimpleUploadedFile(*upload)} if upload else {}
    response = client.post("/ik/", fields)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert User.objects.get(pk=cast.samira.pk).portrait.name == before


def test_a_portrait_of_more_than_15_mb_is_refused(cast, client_of):
    response = client_of(cast.samira).post(
        "/ik/", {"portrait": SimpleUploadedFile("groot.jpg", b"x" * (15 * 1024 * 1024 + 1))}
    )
    assert "Deze foto is groter dan 15" in response.content.decode()


def test_the_appearance_is_kept(cast, client_of):
    client = client_of(cast.samira)
    assert client.post("/ik/", {"theme": "dark"}, follow=True).content.decode().count('media="all"') == 1
    assert "kring-dark" not in client.post("/ik/", {"theme": "light"}, follow=True).content.decode()
    assert "Kies één van de drie." in client.post("/ik/", {"theme": "pink"}, follow=True).content.decode()
    assert User.objects.get(pk=cast.samira.pk).theme == "light"


def test_a_photo_whose_opening_takes_too_long_is_refused(cast, client_of, photo_file, monkeypatch):
    monkeypatch.setattr(isolated, "PATIENCE", 0.0)
    monkeypatch.setattr(isolated, "_idle", [])
    response = client_of(cast.samira).post("/ik/", {"portrait": photo_file()})
    assert response.status_code == 422
    assert "x.jpg is beschadigd" in response.content.decode()
