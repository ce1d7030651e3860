"""All addresses. Visible paths are Dutch; what is public says so at its view."""

from django.urls import include, path

from portal import app, health, home, public

urlpatterns = [
    path("", home.home, name="home"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("app.webmanifest", app.manifest, name="manifest"),
    path("sw.js", app.service_worker, name="service-worker"),
    path("geen-internet/", app.offline, name="offline"),
    path("robots.txt", public.robots, name="robots"),
    path(".well-known/security.txt", public.security_txt, name="security-txt"),
    path("", include("accounts.urls")),
    path("", include("notifications.urls")),
    path("", include("groups.urls")),
    path("", include("consent.urls")),
    path("", include("messaging.urls")),
    path("", include("conversations.urls")),
    path("", include("moderation.urls")),
]
handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.not_found"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"
