"""Settings of signing in (django-allauth, passwords), taken up by portal/settings.py as they are."""

AUTHENTICATION_BACKENDS = ["accounts.backends.SignInBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.passwords.MaximumLengthValidator", "OPTIONS": {"max_length": 128}},
    {"NAME": "accounts.passwords.GuessableWordsValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600  # seconds; the mail says "een uur"

# allauth as we use it: no sign-up, no addresses of its own. The address of a person is User.email and nothing else,
# so no EmailAddress row is ever written: allauth's own token generator would, hence Django's.
ACCOUNT_ADAPTER = "notifications.adapter.MailingAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "change_password": "accounts.forms.PasswordChangeForm",
    "request_login_code": "accounts.forms.CodeRequestForm",
    "reset_password": "accounts.forms.ResetRequestForm",
    "user_token": "accounts.forms.ResetLinkForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600  # seconds; the mail says "10 minuten"
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SESSION_COOKIE_AGE = 14 * 24 * 3600
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# allauth counts in the cache, read first and written after; ours counts in one step (accounts/limits.py).
ACCOUNT_RATE_LIMITS = False
