"""When something is wrong: whose fault it is, what to do now, and nothing that helps a stranger."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from groups.models import School
from messaging.models import Post
from protocol import clock

pytestmark = pytest.mark.django_db


@pytest.mark.clause("B8")
def test_missing_and_forbidden_look_the_same(
    cast: Any, make_post: Callable[..., Post], client_of: Callable[..., Client]
) -> None:
    post, client = make_post(cast.groep5, cast.naima), client_of(cast.kwame)
    answers = [
        client.get(url)
        for url in (
            f"/nieuws/{post.pk}/",
            "/nieuws/999999/",
            f"/groepen/{cast.groep5.pk}/",
            "/bestaat/niet/",
            f"/nieuws/{10**30}/",
        )
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    html = answers[0].content.decode()
    assert "Deze bladzijde is er niet meer" in html
    assert "Fout 404" in html


def test_who_has_not_signed_in_gets_a_404_without_a_menu(client: Client) -> None:
    response = client.get("/bestaat/niet/")
    assert response.status_code == 404
    assert b"<nav" not in response.content


def broken(*args: Any, **kwargs: Any) -> None:
    raise RuntimeError("stuk")


def test_our_fault_has_a_number_that_stands_in_the_log(
    cast: Any, client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of(cast.samira)
    client.raise_request_exception = False
    monkeypatch.setattr("portal.home.read_home", broken)
    with caplog.at_level(logging.ERROR, logger="kring.errors"):
        response = client.get("/")
    number = response["X-Error-Number"]
    html = response.content.decode()
    assert response.status_code == 500
    assert "Er ging iets mis bij ons" in html
    assert f"nummer {number}." in html
    record = next(record for record in caplog.records if record.name == "kring.errors")
    assert number in record.getMessage()
    assert record.exc_info
    assert response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert "stuk" not in html


def test_the_500_page_needs_no_database(
    cast: Any, client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(cast.samira)
    client.raise_request_exception = False
    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", broken)
    response = client.get("/")
    assert response.status_code == 500
    assert "Er ging iets mis bij ons" in response.content.decode()


def test_an_old_form_says_what_to_do(cast: Any, make_post: Callable[..., Post]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.samira)
    post = make_post(cast.groep5, cast.naima)
    response = client.post(f"/nieuws/{post.pk}/reactie/", {"text": "Leuk."})
    assert response.status_code == 403
    assert "Dit formulier was te oud" in response.content.decode()
    assert not post.reactions.exists()


def test_a_request_that_makes_no_sense_is_answered_in_words(client: Client) -> None:
    response = client.get("/aanmelden/", headers={"host": "elders.example"})
    assert response.status_code == 400
    assert "Dit begrijpen we niet" in response.content.decode()


@pytest.mark.clause("B8")
def test_robots_are_sent_away(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.content.decode().splitlines() == ["User-agent: *", "Disallow: /"]
    assert "noindex" in response["X-Robots-Tag"]


def security_txt(client: Client) -> dict[str, str]:
    response = client.get("/.well-known/security.txt")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain")
    return dict(line.split(": ", 1) for line in response.content.decode().splitlines())


def test_security_txt_holds_for_less_than_a_year(cast: Any, client: Client) -> None:
    fields = security_txt(client)
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=30) < expires - clock.now() < timedelta(days=365)
    assert fields["Contact"] == f"mailto:{cast.school.email}"
    assert fields["Preferred-Languages"] == "nl, en"


def test_security_txt_names_the_address_of_the_settings_first(cast: Any, client: Client, settings: Any) -> None:
    settings.SECURITY_CONTACT = "https://veilig.example/meld"
    assert security_txt(client)["Contact"] == "https://veilig.example/meld"


def test_security_txt_always_has_a_contact(cast: Any, client: Client) -> None:
    School.objects.update(email="")
    assert security_txt(client)["Contact"]
