"""All settings, from the environment. Every default runs the demo; production names its own (docs/operations.md)."""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from portal.oidc import origins_of, read_providers

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEMO = env.bool("KRING_DEMO", False)
DATA_DIR = Path(env.str("DATA", str(BASE_DIR / "var" / ("demo" if DEMO else "data")))).resolve()
TESTING = env.bool("KRING_TESTING", False)

# A secret of one's own is asked of everybody but the demo and the tests; `check` refuses the default in production.
INSECURE_SECRET = "insecure-for-demo-and-tests-only-" + "0" * 32
SECRET_KEY = env.str("SECRET_KEY", INSECURE_SECRET)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
if not (DEMO or TESTING) and (SECRET_KEY == INSECURE_SECRET or len(SECRET_KEY) < 50):
    raise ImproperlyConfigured("Set SECRET_KEY to 50 or more random characters (or KRING_DEMO=1 for the demo).")

DEBUG = False
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SECURE = urlsplit(SITE_URL).scheme == "https"
# The demo's secret and passwords are public: it keeps away from whatever looks like a real school.
_database_host = urlsplit(env.str("DATABASE_URL", "")).hostname or ""
if DEMO and (
    SECURE
    or any(env.str(name, "") for name in ("SECRET_KEY", "S3_BUCKET", "BEHIND_PROXY"))
    or _database_host not in ("", "localhost", "127.0.0.1", "::1")
):
    raise ImproperlyConfigured("KRING_DEMO=1 does not go together with production settings: unset one of them.")
if not (DEMO or TESTING) and not SECURE:
    raise ImproperlyConfigured("Set SITE_URL to the https address of the portal.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=sorted({urlsplit(SITE_URL).hostname or "", "127.0.0.1", "localhost"}))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "files",
    "accounts",
    "notifications",
    "groups",
    "consent",
    "messaging",
    "conversations",
    "moderation",
    "portal",
    "django_cleanup.apps.CleanupConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SessionMiddleware",
    "accounts.middleware.ReadMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "portal.templatetags.look",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "groups.context.standing",
                "moderation.context.reports",
            ],
        },
    }
]

# The database is the record (docs/architecture.md). SQLite settings as measured: WAL + IMMEDIATE + FULL.
_default_database = f"sqlite:///{DATA_DIR / 'kring.sqlite3'}"
if DEMO:
    DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
DATABASES = {"default": env.db_url_config(env.str("DATABASE_URL", _default_database))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA recursive_triggers=ON;PRAGMA busy_timeout=20000;",
    }
    # Races are tested with real threads, so the tests' database is a file too.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Counters and limits live in the database: they hold over all processes and with the broker gone.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# Who signs in
AUTH_USER_MODEL = "accounts.User"
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # rights are asked of one queryset, not of a backend: docs/adr/0002
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["accounts.backends.SignInBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
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
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds; as accounts/reauthentication.py
# allauth counts in the cache, read first and written after; ours counts in one step (accounts/limits.py).
ACCOUNT_RATE_LIMITS = False

# The second step (accounts/second_step/)
MFA_ADAPTER = "accounts.second_step.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the school gave the address; nobody makes an account
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds that a phone's clock may be off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # the demo and the tests have no https; production always has
MFA_RATE_LIMITS = False
MFA_FORMS = {
    "authenticate": "accounts.second_step.forms.CodeForm",
    "reauthenticate": "accounts.second_step.forms.CodeAgainForm",
    "authenticate_webauthn": "accounts.second_step.passkeys.StepForm",
    "login_webauthn": "accounts.second_step.passkeys.LoginForm",
    "reauthenticate_webauthn": "accounts.second_step.passkeys.AgainForm",
}

# The school's own accounts, for who works there (docs/operations.md); buttons on the sign-in page only when set.
SCHOOL_ACCOUNTS = read_providers(env.str("KRING_OIDC", ""), is_plain_allowed=TESTING or DEMO)
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": SCHOOL_ACCOUNTS}}
SOCIALACCOUNT_ADAPTER = "accounts.school_account.adapter.SchoolAccountAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"

# Sessions and cookies
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE else "csrftoken"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SECURE else []
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Headers (see also portal/middleware.py)
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 63072000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if env.bool("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", 1)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF, *origins_of(SCHOOL_ACCOUNTS)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Language and time: Dutch on the screen, the school's clock (protocol/clock.py)
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# Files: static from whitenoise, private media through a door (files/), never by the web server itself.
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if S3_BUCKET := env.str("S3_BUCKET", ""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT_URL", None),
            "region_name": env.str("S3_REGION", None),
            "default_acl": "private",
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
CLAMD_SOCKET = env.str("CLAMD_SOCKET", "")  # unix socket of a clamd; files of messages wait for its answer
ACCEL_REDIRECT = env.str("ACCEL_REDIRECT", "")  # internal location of nginx, for instance /internal-media/
FILE_UPLOAD_HANDLERS = [
    "files.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
# More than a post may hold: a file too many is refused by name, not with an error page.
DATA_UPLOAD_MAX_NUMBER_FILES = 100

# Mail goes through the outbox (notifications/)
EMAIL_CONFIG = env.email_url_config(env.str("EMAIL_URL", "filemail:///" + str(DATA_DIR / "mail")))
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_FILE_PATH = EMAIL_CONFIG.get("EMAIL_FILE_PATH") and str(DATA_DIR / "mail")
EMAIL_HOST, EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_HOST"), EMAIL_CONFIG.get("EMAIL_PORT")
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL_CONFIG.get("EMAIL_HOST_USER"), EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_TLS", False), EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Kring <kring@localhost>")

# Pushes go to these services and to nobody else, whatever a browser names. The keys make themselves, unless given.
PUSH_SERVICES = env.list(
    "KRING_PUSH_SERVICES",
    default=["fcm.googleapis.com", "*.push.apple.com", "*.push.services.mozilla.com", "*.notify.windows.com"],
)
VAPID_KEY = env.str("KRING_VAPID_KEY", "")

# The broker is a hint; see portal/celery.py for how it is used.
REDIS_URL = env.str("REDIS_URL", f"redis+socket://{DATA_DIR / 'valkey.sock'}")

SECURITY_CONTACT = env.str("SECURITY_CONTACT", "")  # mailto: or https:, shown in /.well-known/security.txt

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
    "loggers": {
        "kring": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
