"""One file of settings. Every value a newsroom may want to change is an environment variable; each is
described in docs/configuration.md. Secrets may also come as NAME_FILE (a path)."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

from factcheck import storage

BASE_DIR = Path(__file__).resolve().parent.parent


class Env(environ.FileAwareEnv):
    def get_value(self, var: str, *args: Any, **options: Any) -> Any:
        """ImproperlyConfigured also names the variable whose value makes no sense."""
        try:
            return super().get_value(var, *args, **options)
        except (ValueError, LookupError, OSError) as error:
            reason = f"{var} cannot be read ({error}): correct it, or leave it out"
            raise ImproperlyConfigured(reason) from error


def time_zone(name: str) -> str:
    return ZoneInfo(name).key


env = Env()
if _file := env("FACTCHECK_DOTENV", default=str(BASE_DIR / ".env")):
    environ.Env.read_env(_file)
VAR_DIR = Path(env("FACTCHECK_VAR", default=str(BASE_DIR / "var"))).resolve()

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="not-secret-development-only" if DEBUG else environ.Env.NOTSET)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"] if DEBUG else [])

# --- who we are -----------------------------------------------------------------------------------
FACTCHECK_SITE_URL = env("FACTCHECK_SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
FACTCHECK_PUBLISHER = env("FACTCHECK_PUBLISHER", default="Factcheck demonstration newsroom")
FACTCHECK_CONTACT = env("FACTCHECK_CONTACT", default="factcheck@example.org")
FACTCHECK_TIME_ZONE = env("FACTCHECK_TIME_ZONE", cast=time_zone, default="Europe/Berlin")

# --- fetching and rechecking (seconds) ------------------------------------------------------------
FACTCHECK_FETCH_ALLOW = env.list("FACTCHECK_FETCH_ALLOW", default=[])
FACTCHECK_FETCH_PORTS = env.list("FACTCHECK_FETCH_PORTS", cast=int, default=[80, 443, 8080, 8443])
FACTCHECK_HOST_INTERVAL = env.float("FACTCHECK_HOST_INTERVAL", default=1.0)
FACTCHECK_CANARIES = env.list("FACTCHECK_CANARIES", default=[])
FACTCHECK_CONFIRM_AFTER = env.float("FACTCHECK_CONFIRM_AFTER", default=3600.0)
FACTCHECK_GONE_AFTER = env.float("FACTCHECK_GONE_AFTER", default=259200.0)
FACTCHECK_UNREACHABLE_AFTER = env.float("FACTCHECK_UNREACHABLE_AFTER", default=604800.0)
FACTCHECK_LEASE = env.float("FACTCHECK_LEASE", default=300.0)
FACTCHECK_BEAT = env.float("FACTCHECK_BEAT", default=60.0)
FACTCHECK_FIRST_ROUND = env.float("FACTCHECK_FIRST_ROUND", default=600.0)
FACTCHECK_KEEP_CHECKS = env.int("FACTCHECK_KEEP_CHECKS", default=90)  # days
FACTCHECK_MEDIA_ROOT = Path(env("FACTCHECK_MEDIA_ROOT", default=str(VAR_DIR / "media")))
FACTCHECK_CAPTURE_STORE = env("FACTCHECK_CAPTURE_STORE", default="")
# --- seals over the audit log: 32 random bytes as hex; with DEBUG one is made under var/ ------------------
FACTCHECK_SEAL_KEY = env("FACTCHECK_SEAL_KEY", default="")
FACTCHECK_SEAL_FORMER_KEYS = env.list("FACTCHECK_SEAL_FORMER_KEYS", default=[])  # public keys, hex
# Editors and chiefs need a second factor to work; off in demonstrations.
FACTCHECK_SECOND_FACTOR = env.bool("FACTCHECK_SECOND_FACTOR", default=not DEBUG)
# Whether the desk counts what each person did; without it, activity is told by claim alone.
FACTCHECK_ACTIVITY_BY_PERSON = env.bool("FACTCHECK_ACTIVITY_BY_PERSON", default=False)
# Under this setting a test that needs PostgreSQL, Redis or Chromium fails where it would have been skipped.
FACTCHECK_REQUIRE_SERVICES = env.bool("FACTCHECK_REQUIRE_SERVICES", default=False)

# --- web archives ---------------------------------------------------------------------------------
FACTCHECK_ARCHIVES = env.list("FACTCHECK_ARCHIVES", default=["wayback=https://web.archive.org"])
FACTCHECK_ARCHIVE_INTERVAL = env.float("FACTCHECK_ARCHIVE_INTERVAL", default=5.0)
FACTCHECK_WAYBACK_KEY = env("FACTCHECK_WAYBACK_KEY", default="")

FACTCHECK_LAG_ALARM = env.float("FACTCHECK_LAG_ALARM", default=3600.0)
# --- telling people -------------------------------------------------------------------------------
# Seconds between two digests to one editor.
FACTCHECK_DIGEST_EVERY = env.float("FACTCHECK_DIGEST_EVERY", default=86400.0)
vars().update(env.email("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("FACTCHECK_MAIL_FROM", default=FACTCHECK_CONTACT)

# --- applications ---------------------------------------------------------------------------------
INSTALLED_APPS = [
    "claims",
    "sources",
    "factcheck",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
AUTH_USER_MODEL = "claims.User"
ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "factcheck.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "factcheck.middleware.OwnRefusals",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "factcheck.middleware.second_factor",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "factcheck.context.site",
            ],
        },
    }
]

# --- database: SQLite in WAL mode by default, PostgreSQL by DATABASE_URL --------------------------
if env("DATABASE_URL", default="sqlite").partition(":")[0] not in ("sqlite", "postgres", "postgresql"):
    raise ImproperlyConfigured("DATABASE_URL cannot be read: write postgres://user:password@host:5432/name")
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'factcheck.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        # A transaction that will write takes the lock at its start: waiting works, upgrading does not.
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
else:
    # To compile a query takes PostgreSQL longer than to answer it. `?options=` in the address overrides this.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Celery: Redis by REDIS_URL, else files under var/ --------------------------------------------
REDIS_URL = env("REDIS_URL", default="")
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
# Seconds. What takes longer hangs: its process is ended, and what was due is due still.
CELERY_TASK_TIME_LIMIT = 1800
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # Longer than any task may run, so that a message is not handed out twice while it is being worked on.
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"visibility_timeout": 3600}
else:
    _queue = VAR_DIR / "queue"
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "control_folder": str(_queue / "control"),
        "polling_interval": 0.2,
    }
_EVERY = {  # seconds
    "claims.tasks.send_notices": FACTCHECK_BEAT,
    "sources.tasks.check_due": FACTCHECK_BEAT,
    "sources.tasks.confirm_submissions": FACTCHECK_BEAT,
    "sources.tasks.look_for_mementos": FACTCHECK_BEAT,
    "sources.tasks.verify_copies": 3600.0,
    "sources.tasks.retain": 6 * 3600.0,
    "claims.tasks.publish_due": FACTCHECK_BEAT,
    # Makes a seal where the day has none yet: once a day, and soon after a time without power.
    "claims.tasks.seal": 3600.0,
}
# A message that waited until its next one comes is dropped: slow workers find no queue of old ones.
CELERY_BEAT_SCHEDULE = {
    task: {"task": task, "schedule": every, "options": {"expires": every}} for task, every in _EVERY.items()
}

if REDIS_URL and not DEBUG:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "factcheck",
        }
    }

# --- log-in ---------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers
ACCOUNT_FORMS = {"login": "claims.forms.sign_in.SignInForm"}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Whose forwarded address is believed; else all visitors of a proxy would share one count of wrong passwords.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("FACTCHECK_TRUSTED_PROXIES", default=0)
# Counted in the cache: with Redis for all processes together, without it in each by itself.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = FACTCHECK_PUBLISHER
MFA_RECOVERY_CODE_COUNT = 10
# The chief who made the account vouches for its address; who may publish could not set up a factor otherwise.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A working day; then everybody signs in again.
SESSION_COOKIE_AGE = 12 * 3600
ACCOUNT_ADAPTER = "claims.views.accounts.ClosedRegistration"
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- language, time -------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "factcheck" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = FACTCHECK_TIME_ZONE

# --- files ----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = FACTCHECK_MEDIA_ROOT
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "captures": storage.of_captures(FACTCHECK_CAPTURE_STORE, FACTCHECK_MEDIA_ROOT / "captures"),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    if DEBUG
    else {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

# --- security -------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if not DEBUG:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# --- API ------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    # Tokens first: their challenge is what makes "not signed in" a 401.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["claims.api.renderers.CompactJSON"],
    "DEFAULT_PARSER_CLASSES": ["claims.api.parsing.Json"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "claims.api.problems.handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Factcheck",
    "DESCRIPTION": "Claims, passages, evidence, ratings and the state of the sources they rest on.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,  # the desk's columns are left out for readers
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "claims.api.documentation.with_problems",
    ],
    "ENUM_NAME_OVERRIDES": {
        "RelationKind": "claims.models.Relation.Kind",
        "ReviewKind": "claims.models.Review.Kind",
        "FindingKind": "claims.serializers.sources.FINDING_KINDS",
        "LinkState": "claims.serializers.sources.LINK_STATES",
        "ClaimState": "claims.serializers.inputs.STATES",
        "DateBasis": "sources.models.Basis",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
