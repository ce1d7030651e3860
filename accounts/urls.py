"""Addresses of signing in: django-allauth's names under Dutch paths, only what we use of it; and one's own page."""

from django.urls import path, re_path

from accounts import views
from accounts.address import views as address
from accounts.school_account import views as school_account
from accounts.second_step import passkeys
from accounts.second_step import views as second_step

urlpatterns = [
    path("aanmelden/", views.sign_in, name="account_login"),
    path("aanmelden/code/", views.code_request, name="account_request_login_code"),
    path("aanmelden/code/invullen/", views.code_confirm, name="account_confirm_login_code"),
    path("aanmelden/opnieuw/", views.reauthenticate, name="account_reauthenticate"),
    path("aanmelden/opnieuw/code/", second_step.step_again, name="mfa_reauthenticate"),
    path("aanmelden/opnieuw/sleutel/", passkeys.passkey_again, name="mfa_reauthenticate_webauthn"),
    path("aanmelden/sleutel/", passkeys.passkey_sign_in, name="mfa_login_webauthn"),
    path("aanmelden/tweede-stap/", second_step.step, name="mfa_authenticate"),
    path("aanmelden/met/<str:provider_id>/", school_account.school_account, name="openid_connect_login"),
    path("aanmelden/met/<str:provider_id>/terug/", school_account.school_account_back, name="openid_connect_callback"),
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
    path("ik/adres/", address.address_change, name="account_change_address"),
    path("ik/adres/codes/", address.address_confirm, name="account_confirm_address"),
    path("ik/apparaten/", views.device_list, name="usersessions_list"),
    path("ik/tweede-stap/", second_step.step_list, name="mfa_index"),
    path("ik/tweede-stap/app/", second_step.app_add, name="mfa_activate_totp"),
    path("ik/tweede-stap/sleutel/", passkeys.passkey_add, name="mfa_add_webauthn"),
    path("ik/tweede-stap/<int:pk>/weg/", second_step.step_remove, name="mfa_remove_step"),
    path("ik/tweede-stap/codes/", second_step.code_list, name="mfa_view_recovery_codes"),
    path("ik/tweede-stap/codes/nieuw/", second_step.code_renew, name="mfa_generate_recovery_codes"),
    path("ik/tweede-stap/codes/bewaren/", second_step.code_download, name="mfa_download_recovery_codes"),
]
