"""Settings, driven by the environment alone. What is unsafe to guess has no default, so forgetting it fails closed.

`make run` writes a `.env` for the embedded demo; `.env.example` names every variable.
"""

import hashlib
import tempfile
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django_guid.integrations import CeleryIntegration

from marketplace import admin_skin, content_security, observing
from marketplace.doors import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
_dotenv = Path(env.str("DOTENV", default=str(BASE_DIR / ".env")))
if _dotenv.is_file():
    env.read_env(_dotenv)

# Demo mode: one-click log-ins, the mail page, a clock that can be moved. Never with live payments.
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY: str = env.str("SECRET_KEY")
# Earlier keys. What they signed and encrypted is still read: sessions, links in mails, second factors.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
SITE_NAME = "Guildhall"
# Who runs this site: shown in its terms and privacy notice. The address may have several lines, written as \\n.
OPERATOR_NAME = env.str("OPERATOR_NAME", default="")
OPERATOR_ADDRESS = env.str("OPERATOR_ADDRESS", default="").replace("\\n", "\n")
OPERATOR_EMAIL = env.str("OPERATOR_EMAIL", default="")
PORT = env.int("PORT", default=8000)
# Mails and Stripe send people back here: outside demo mode it has no default, a wrong guess would be worse than none.
SITE_URL: str = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}" if DEMO else environ.Env.NOTSET).rstrip("/")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEMO else [])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
HTTPS = SITE_URL.startswith("https://")
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)

INSTALLED_APPS = [
    # Rooms from the roof down; the admin's skin must come before the admin.
    "marketplace",
    "support",
    "proposals",
    "jobs",
    "talent",
    "billing",
    "connects",
    "accounts",
    "common",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_celery_beat",
    "django_guid",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "marketplace.health.HealthMiddleware",
    "marketplace.metrics.MetricsMiddleware",
    "django_guid.middleware.guid_middleware",
    "marketplace.metrics.Observed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "marketplace.middleware.SmallerPages",
    "marketplace.middleware.SiteAndAdminPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.trust.middleware.StandingMiddleware",
    "accounts.staff.second_factor.SecondFactorMiddleware",
    "accounts.middleware.VisitMiddleware",
    "accounts.middleware.DeviceMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Below what notes visits and browsers, which go on to see the operator.
    "accounts.staff.middleware.SeeingMiddleware",
    "marketplace.middleware.ButtonsOnly",
    "marketplace.middleware.AdminNumbers",
]

ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "marketplace.context.site",
            ],
            "builtins": ["common.templatetags.guildhall", "django.templatetags.i18n"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database -------------------------------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'guildhall.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A write transaction takes the lock when it begins, so what it has read cannot have changed when it writes.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA recursive_triggers=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000;"
        ),
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    # The wallet's statements are planned once a connection. Off behind a pooler that cannot keep them.
    if env.bool("PREPARED_STATEMENTS", default=True):
        DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 1
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Queue and cache ------------------------------------------------------------------------------------------------
# The Valkey that `make run` brings along listens on a socket of its own. Kernels refuse long socket paths.
VALKEY_SOCKET = VAR_DIR / "valkey" / "valkey.sock"
if len(bytes(VALKEY_SOCKET)) > 100:
    _folder = "guildhall-" + hashlib.sha256(bytes(VAR_DIR)).hexdigest()[:12]
    VALKEY_SOCKET = Path(tempfile.gettempdir()) / _folder / "valkey.sock"
REDIS_URL: str = env.str("REDIS_URL", default=f"unix://{VALKEY_SOCKET}" if DEMO else environ.Env.NOTSET)
# A page never waits long for a cache that is gone; after a failure it is not asked again for a while.
FORGIVING_CACHE_OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 1}
CACHES = {
    "default": {
        "BACKEND": "common.cache.ForgivingRedisCache",
        "LOCATION": env.str("CACHE_URL", default=REDIS_URL),
        "KEY_PREFIX": "cache",
        "OPTIONS": FORGIVING_CACHE_OPTIONS,
    }
}

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=REDIS_URL.replace("unix://", "redis+socket://", 1))
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_TASK_SOFT_TIME_LIMIT = 14 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Above the longest task limit, or a long task would be handed out twice.
    "visibility_timeout": 20 * 60,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    # A dead broker must never hang a page: publishing gives up quickly and the sweepers do the work later.
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    "max_retries": 0,
    "interval_start": 0,
    "connect_retries_timeout": 1,
}
CELERY_TASK_PUBLISH_RETRY = False
# Workers and beat, on the other hand, wait for the broker however long it takes.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BEAT_SCHEDULER = "common.beat.Scheduler"
CELERY_RESULT_EXPIRES = None
CELERY_BEAT_SCHEDULE = {
    # Worth nothing once the next one is due, so it does not pile up while the worker is away.
    "Heartbeat": {"task": "marketplace.heartbeat", "schedule": 60, "options": {"expires": 50}},
}
CELERY_TIMEZONE = "UTC"

# --- People and log-in ----------------------------------------------------------------------------------------------
# What is the same for every site is in marketplace/doors.py.
# What is given once per mailbox is remembered under a keyed hash of it. Whoever changes SECRET_KEY keeps the old one
# here, or every mailbox could be welcomed a second time.
MAILBOX_MARK_KEY: str = env.str("MAILBOX_MARK_KEY", default=SECRET_KEY)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Operators come into the admin with a second factor only. A demo, whose password is printed, does without.
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=not DEMO)
# How many proxies of ours stand before the site: throttles count by the address that the outermost of them saw.
# With none, X-Forwarded-For is ignored, because anybody can send it.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1 if BEHIND_PROXY else 0)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS

# --- Mail -----------------------------------------------------------------------------------------------------------
# In demo mode mail goes to files that the demo mail page shows; elsewhere EMAIL_URL has no default.
vars().update(env.email("EMAIL_URL", default="filemail://" if DEMO else environ.Env.NOTSET))
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Guildhall <hello@guildhall.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Payments -------------------------------------------------------------------------------------------------------
STRIPE_SECRET_KEY: str = env.str("STRIPE_SECRET_KEY", default="")
# Several secrets may be valid at once while an endpoint's secret is being rolled.
STRIPE_WEBHOOK_SECRETS: list[str] = [s for s in env.list("STRIPE_WEBHOOK_SECRETS", default=[]) if s]
# Only the local sandbox may stand in for Stripe, and only in demo mode.
STRIPE_API_BASE: str = env.str(
    "STRIPE_API_BASE", default=f"http://127.0.0.1:{PORT + 1}" if DEMO and not STRIPE_SECRET_KEY else ""
)
# Stripe reckons the tax that prices contain (Stripe Tax must be set up in the dashboard); the price stays as promised.
STRIPE_TAX: bool = env.bool("STRIPE_TAX", default=False)

# --- Pages ----------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
# Each by its own name; a catalogue of each is in locale/ (docs/translating.md).
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("hi", "हिन्दी")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "common.static_files.SiteStaticFiles"
    },
}
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "common.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Log ------------------------------------------------------------------------------------------------------------
# Without this Django shows no error once DEBUG is off.
LOG_LEVEL: str = env.str("LOG_LEVEL", default="WARNING").upper()
LOG_FORM: str = env.str("LOG_FORM", default="line")
if LOG_FORM not in observing.FORMS:
    raise ImproperlyConfigured(f"LOG_FORM must be one of {', '.join(observing.FORMS)}, not {LOG_FORM!r}")
LOGGING = observing.log_settings(level=LOG_LEVEL, form=LOG_FORM)
# A number that a proxy gave is kept when it is a UUID; every answer carries it, and every task that a page sends.
DJANGO_GUID = {
    "GUID_HEADER_NAME": "X-Request-ID",
    "EXPOSE_HEADER": False,
    "INTEGRATIONS": [CeleryIntegration(use_django_logging=True)],
}
# Prometheus shows it at /metrics; without one there is no such address.
METRICS_TOKEN: str = env.str("METRICS_TOKEN", default="")
observing.start_sentry(env.str("SENTRY_DSN", default=""), environment="demo" if DEMO else "production")

# --- Safety ---------------------------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS and env.bool("SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = content_security.of_the_site(stripe=STRIPE_API_BASE)
ADMIN_CONTENT_SECURITY_POLICY = content_security.OF_THE_ADMIN

UNFOLD = admin_skin.unfold(SITE_NAME)

if not SITE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured("SITE_URL must begin with http:// or https://")
