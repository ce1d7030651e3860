"""Closed and secured: what the environment makes of the settings, and what every answer carries."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import path

from portal import urls as portal_urls

ROOT = Path(__file__).resolve().parent.parent
SECRET = "bU7-qLw2!zX9vRt4#mKd8$yHs6%pGf3^nJc5&eAo1*iTe0(k"
PRODUCTION = {
    "SECRET_KEY": SECRET + "abcdefgh",
    "SITE_URL": "https://kring.example",
    "ALLOWED_HOSTS": "kring.example",
    "EMAIL_URL": "smtp://mail.example:587",
    "SECURITY_CONTACT": "mailto:ict@kring.example",
}
CSP = {
    *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:", "font-src 'self'"),
    *("connect-src 'self'", "manifest-src 'self'", "worker-src 'self'"),
    *("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
}
OF_THE_MACHINE = ("PATH", "HOME", "LANG", "COVERAGE_PROCESS_CONFIG")


def manage(tmp_path: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    ours = {
        name: os.environ[name] for name in ("PATH", "HOME", "LANG", "COVERAGE_PROCESS_CONFIG") if name in os.environ
    }
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        check=False,
        cwd=ROOT,
        env=ours | {"DATA": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def production(tmp_path: Path, code: str, **environment: str) -> str:
    ended = manage(tmp_path, "shell", "-v", "0", "-c", code, **PRODUCTION, **environment)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.once
def test_deploy_check_is_clean_with_production_settings(tmp_path):
    ended = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""


@pytest.mark.once
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "insecure-for-demo-and-tests-only-" + "0" * 32}, "SECRET_KEY"),
        ({"SITE_URL": "http://kring.example"}, "https"),
        ({"SITE_URL": ""}, "https"),
        ({"KRING_DEMO": "1"}, "does not go together"),
    ],
)
def test_portal_refuses_to_start_with(tmp_path, change, why):
    ended = manage(tmp_path, "check", **PRODUCTION | change)
    assert ended.returncode != 0
    assert why in ended.stderr


@pytest.mark.once
@pytest.mark.parametrize("given", ["SITE_URL", "DATABASE_URL", "S3_BUCKET"])
def test_demo_refuses_to_start_beside_a_production_setting(tmp_path, given):
    value = {"SITE_URL": "https://kring.example", "DATABASE_URL": "postgresql://db/kring", "S3_BUCKET": "photos"}[given]
    ended = manage(tmp_path, "check", KRING_DEMO="1", **{given: value})
    assert ended.returncode != 0
    assert "does not go together" in ended.stderr


@pytest.mark.once
@pytest.mark.parametrize(
    ("change", "id"),
    [
        ({"ALLOWED_HOSTS": "*"}, "kring.E003"),
        ({"ALLOWED_HOSTS": "other.example"}, "kring.E004"),
        ({"KRING_CLOCK_OFFSET": "60"}, "kring.E002"),
        ({"EMAIL_URL": "filemail:///mail"}, "kring.W001"),
        ({"SECURITY_CONTACT": ""}, "kring.W002"),
    ],
)
def test_deploy_check_names_what_is_missing(tmp_path, change, id):
    ended = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION | change)
    assert ended.returncode != 0
    assert id in ended.stderr


@pytest.mark.once
def test_cookies_and_transport_in_production(tmp_path):
    code = """
import json
from django.conf import settings as s
print(json.dumps([s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE,
 s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN, s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_SAMESITE,
 s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.DEBUG]))
"""
    assert json.loads(production(tmp_path, code)) == [
        *("__Host-sessionid", True, True, "Lax", "/", None, "__Host-csrftoken", True, "Lax"),
        *(True, True, True, False),
    ]


@pytest.mark.once
def test_old_secret_still_opens_what_it_signed(tmp_path):
    code = """
from django.core import signing
from django.test import override_settings
from django.conf import settings
with override_settings(SECRET_KEY=settings.SECRET_KEY_FALLBACKS[0], SECRET_KEY_FALLBACKS=[]):
    signed = signing.dumps("x")
print(signing.loads(signed))
"""
    assert production(tmp_path, code, SECRET_KEY_FALLBACKS="the-old-one-" + SECRET).strip() == "x"


def answer_in_production(tmp_path: Path, path: str, proxy: str = "", **headers: str) -> dict[str, object]:
    code = f"""
import json
from django.test import Client
answer = Client().get({path!r}, headers={headers!r})
print(json.dumps([answer.status_code, dict(answer.headers), answer.content.decode()]))
"""
    environment = {"BEHIND_PROXY": proxy} if proxy else {}
    (tmp_path / "static").symlink_to(Path(os.environ["DATA"]) / "static")
    status, sent, body = json.loads(production(tmp_path, code, **environment).strip().splitlines()[-1])
    return {"status": status, "headers": sent, "body": body}


@pytest.mark.once
def test_spoofed_scheme_is_ignored_unless_a_proxy_is_named(tmp_path):
    spoofed = {"host": "kring.example", "x-forwarded-proto": "https"}
    answer = answer_in_production(tmp_path, "/robots.txt", **spoofed)
    assert answer["status"] == 301
    assert answer["headers"]["Location"] == "https://kring.example/robots.txt"
    (tmp_path / "static").unlink()
    behind = answer_in_production(tmp_path, "/robots.txt", proxy="1", **spoofed)
    assert behind["status"] == 200
    assert behind["headers"]["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"


@pytest.mark.once
def test_wrong_host_in_production_is_400(tmp_path):
    answer = answer_in_production(
        tmp_path, "/aanmelden/", proxy="1", host="evil.example", **{"x-forwarded-proto": "https"}
    )
    assert answer["status"] == 400
    assert "evil.example" not in answer["body"]


ADDRESSES = ["/aanmelden/", "/", "/livez", "/bestaat-niet/", "/robots.txt"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_headers(client, db, address):
    headers = client.get(address).headers
    assert set(headers["Content-Security-Policy"].split("; ")) == CSP
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "noindex" in headers["X-Robots-Tag"]
    assert not [name for name in headers if name.lower().startswith("access-control-")]
    assert "Server" not in headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "a b"])
def test_wrong_host_is_400(client, db, host):
    answer = client.get("/aanmelden/", headers={"host": host})
    assert answer.status_code == 400
    assert host.encode() not in answer.content


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_goes_to_no_foreign_address(client, cast, target):
    client.force_login(cast.naima)
    answer = client.get("/aanmelden/", {"next": target})
    assert "evil.example" not in answer.headers.get("Location", "")
    assert "javascript" not in answer.headers.get("Location", "")


def broken(request):
    raise RuntimeError("secret detail of /srv/kring")


class WithABrokenPage:
    """The portal's addresses and one that fails."""

    urlpatterns = [path("kapot/", broken), *portal_urls.urlpatterns]
    handler500 = portal_urls.handler500
    handler404 = portal_urls.handler404


def test_error_page_shows_no_trace_no_path_no_version(cast, settings):
    settings.ROOT_URLCONF = WithABrokenPage
    client = Client(raise_request_exception=False)
    client.force_login(cast.naima)
    answer = client.get("/kapot/")
    assert answer.status_code == 500
    body = answer.content.decode()
    for word in ("Traceback", "RuntimeError", "secret detail", "/srv", "django", "Python", "5.2."):
        assert word not in body
    assert set(answer.headers["Content-Security-Policy"].split("; ")) == CSP
    assert "<h1" in body


@pytest.mark.parametrize("spoofed", ["X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-For"])
def test_forwarded_headers_from_anybody_change_nothing(client, db, spoofed):
    plain = client.get("/aanmelden/")
    forged = client.get("/aanmelden/", headers={spoofed: "evil.example"})
    assert forged.status_code == plain.status_code == 200
    assert b"evil.example" not in forged.content
