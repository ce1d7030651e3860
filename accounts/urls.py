"""Addresses of signing in: django-allauth's names under Dutch paths, only what we use of it; and one's own page."""

from django.urls import path, re_path

from accounts import views

urlpatterns = [
    path("aanmelden/", views.sign_in, name="account_login"),
    path("aanmelden/code/", views.code_request, name="account_request_login_code"),
    path("aanmelden/code/invullen/", views.code_confirm, name="account_confirm_login_code"),
    path("aanmelden/opnieuw/", views.reauthenticate, name="account_reauthenticate"),
    path("afmelden/", views.sign_out, name="account_logout"),
    path("wachtwoord/vergeten/", views.password_reset, name="account_reset_password"),
    path("wachtwoord/vergeten/verstuurd/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("wachtwoord/nieuw/klaar/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("wachtwoord/wijzigen/", views.password_change, name="account_change_password"),
    path("ik/", views.profile, name="account_profile"),
    path("ik/apparaten/", views.device_list, name="usersessions_list"),
]
