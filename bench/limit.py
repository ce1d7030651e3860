"""The least a Django page over the same rows can cost: session, user, ONE feed query, a plain template of 20 posts."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings

from portal import settings as kring

settings.configure(
    SECRET_KEY=kring.SECRET_KEY,
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES=kring.DATABASES,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "files",
        "accounts",
    ],
    AUTH_USER_MODEL="accounts.User",
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    AUTHENTICATION_BACKENDS=kring.AUTHENTICATION_BACKENDS,
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [Path(__file__).parent]}],
    USE_TZ=True,
    TIME_ZONE=kring.TIME_ZONE,
    DEFAULT_AUTO_FIELD=kring.DEFAULT_AUTO_FIELD,
)
django.setup()

from django.contrib.auth import get_user_model, login  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402

FEED = """SELECT p.id, p.title, p.text, p.published_at AS moment, u.first_name, u.last_name, g.name,
  (SELECT count(*) FROM messaging_reaction r WHERE r.post_id = p.id) AS reactions,
  (SELECT min(f.small_webp) FROM messaging_photo f WHERE f.post_id = p.id) AS photo
  FROM messaging_post p JOIN accounts_user u ON u.id = p.author_id JOIN groups_schoolgroup g ON g.id = p.school_group_id
  WHERE p.state = 'published' AND p.school_group_id IN (
    SELECT r.school_group_id FROM groups_membership m JOIN groups_role r ON r.auth_group_id = m.role_id
    WHERE m.user_id = %s)
  ORDER BY p.published_at DESC LIMIT 20"""


def feed(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(FEED, [request.user.pk])
        names = [column[0] for column in cursor.description]
        rows: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return render(request, "limit.html", {"posts": rows, "user": request.user})


def sign_in(request: HttpRequest) -> HttpResponse:
    user = get_user_model().objects.get(sign_in_name=os.environ.get("BENCH_USER", "parent001"))
    login(request, user, backend=kring.AUTHENTICATION_BACKENDS[0])
    return HttpResponse("ok")


assert urlsplit(kring.SITE_URL).hostname == "127.0.0.1", "only for the bench, on loopback"
urlpatterns = [path("feed/", feed), path("sign-in/", sign_in)]
application = get_wsgi_application()
