"""Every setting of the product; the only place that reads the environment."""

import sys
from pathlib import Path

import django_stubs_ext
import environ
from django.core.management.utils import get_random_secret_key

from minutebook.core.kept_secrets import kept_secret, new_token_key

# Lets forms and views be written as ModelForm[Contact], which Django itself does not allow at run time.
django_stubs_ext.monkeypatch()
env = environ.Env()
PACKAGE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules

DATA_DIR = Path(env.str("MINUTEBOOK_DATA_DIR", default="var")).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
SECRET_KEY = env.str("MINUTEBOOK_SECRET_KEY", default="") or kept_secret(
    DATA_DIR / "secret-key", get_random_secret_key
)
TOKEN_KEYS = (
    env.str("MINUTEBOOK_TOKEN_KEYS", default="") or kept_secret(DATA_DIR / "token-keys", new_token_key)
).split(",")
BASE_URL = env.str("MINUTEBOOK_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
DEBUG = False

XERO_LOGIN_URL = env.str("XERO_LOGIN_URL", default="https://login.xero.com")

_host = environ.urlparse(BASE_URL).hostname or "127.0.0.1"
ALLOWED_HOSTS = [_host, "127.0.0.1", "localhost", "testserver"] if TESTING else [_host]
if _host in {"127.0.0.1", "localhost"}:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
USES_TLS = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_include_bootstrap",
    "lucide",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "minutebook.core",
    "minutebook.firms",
    "minutebook.work",
    "minutebook.mail",
    "minutebook.contacts",
    "minutebook.companies",
    "minutebook.practice_manager",
    "minutebook.jobs",
    "minutebook.documents",
    "minutebook.office",
    "minutebook.demo",
]
MIDDLEWARE = [
    # First what every answer carries, those of the middleware below and static files too.
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "minutebook.core.middleware.PrivatePages",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "minutebook.firms.middleware.SignInLasts",
    "django.contrib.messages.middleware.MessageMiddleware",
    "minutebook.firms.middleware.SignInNeeded",
    "minutebook.firms.middleware.SecondFactorNeeded",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "minutebook.core.middleware.DomainErrorPage",
]
ROOT_URLCONF = "minutebook.config.urls"
WSGI_APPLICATION = "minutebook.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "core" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "minutebook.office.context.frame",
            ],
            "builtins": ["minutebook.core.templatetags.show"],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'minutebook.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = None
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: a lost Operation row would be a lost job.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;",
    }
# The default one holds counts of tries only: in the database, so that every process and machine counts together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "firms_triedcount",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "pictures": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pictures"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "firms.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "minutebook.firms.adapter.FirmAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/15m/key,30/15m/ip"}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "minutebook.firms.adapter.FirmSecondFactorAdapter"
MFA_TOTP_ISSUER = "Minutebook"

# The longest that a sign-in lasts; `firms.sessions` ends it after 30 idle minutes.
SESSION_COOKIE_AGE = 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
# In the session, not in a cookie of their own: they name people.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = USES_TLS
if USES_TLS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_HSTS_SECONDS, SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    # TLS ends at a proxy before us; it sets both headers itself (docs/operate.md). Without one neither is believed.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_SSL_REDIRECT, SECURE_REDIRECT_EXEMPT = True, ["^healthz$", "^readyz$"]
# Whether a domain enters browsers' preload list is its owner's decision, not this software's.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        # Connecting posts a form here that redirects to Xero's consent page.
        "form-action": ["'self'", XERO_LOGIN_URL],
    }
}

LANGUAGE_CODE = "en-au"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = TESTING
WHITENOISE_ALLOW_ALL_ORIGINS = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Django's dummy is no mail server: messages then wait in the Outbox.
vars().update(env.email_url("MINUTEBOOK_EMAIL_URL", default="dummymail://"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("MINUTEBOOK_FROM_EMAIL", default="minutebook@localhost")

XERO_CLIENT_ID = env.str("XERO_CLIENT_ID", default="")
XERO_CLIENT_SECRET = env.str("XERO_CLIENT_SECRET", default="")
# XPM's granular scopes; which of them covers templates, categories, tasks, costs and invoices is not documented: job is
# likely.
XERO_SCOPES = env.str(
    "XERO_SCOPES",
    default="offline_access openid profile email practicemanager.job practicemanager.client practicemanager.staff.read",
).split()
XERO_IDENTITY_URL = env.str("XERO_IDENTITY_URL", default="https://identity.xero.com")
XERO_API_URL = env.str("XERO_API_URL", default="https://api.xero.com")
XPM_GRACE_SECONDS = env.float("XPM_GRACE_SECONDS", default=180.0)
XPM_SECOND_PROBE_SECONDS = env.float("XPM_SECOND_PROBE_SECONDS", default=600.0)
XPM_LEASE_SECONDS = env.float("XPM_LEASE_SECONDS", default=120.0)
XPM_READ_TIMEOUT_SECONDS = env.float("XPM_READ_TIMEOUT_SECONDS", default=60.0)
XPM_CALLS_PER_MINUTE = env.int("XPM_CALLS_PER_MINUTE", default=55)
XPM_CALLS_PER_DAY = env.int("XPM_CALLS_PER_DAY", default=5000)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "minutebook.core.logs.NamelessFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django's own handlers would mail or print an error whole.
    "loggers": {"minutebook": {"level": "INFO"}, "django": {"handlers": [], "level": "WARNING"}},
}
