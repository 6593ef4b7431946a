"""Settings of every installation: embedded by default, production by environment alone."""

import contextlib
import os
import secrets
from pathlib import Path

import environ

from backend.static import IMMUTABLE, static_headers

ROOT = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
if (ROOT / ".env").exists():
    env.read_env(ROOT / ".env")

VAR = Path(env("VAR_DIR", default=str(ROOT / "var")))
VAR.mkdir(parents=True, exist_ok=True)


def _kept_secret(name: str) -> str:
    """A secret from the environment, or one made once and kept in VAR with mode 600 (embedded use)."""
    value: str = env(name, default="")
    if value:
        return value
    path = VAR / f"{name.lower()}.txt"
    if not path.exists():
        # written whole before it gets its name: two processes starting at once agree on one secret
        draft = VAR / f".{name.lower()}-{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text(encoding="ascii")


SECRET_KEY = _kept_secret("SECRET_KEY")
JOURNAL_KEY = _kept_secret("JOURNAL_KEY")
# encrypts the secrets of sealed draws; with it lost, only the envelopes open them
DRAW_SECRET_KEY = _kept_secret("DRAW_SECRET_KEY")
# encrypts the keys that sign rights to evaluate a check; with it lost, rights of the year cannot be given
EVALUATION_KEY = _kept_secret("EVALUATION_KEY")
# signs receipts and manifests of evidence (Ed25519, PEM); an embedded installation makes its own
SIGNING_KEY_FILE = Path(env("SIGNING_KEY_FILE", default=str(VAR / "signing_key.pem")))
SIGNING_KEY_MAKE = not env("SIGNING_KEY_FILE", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DEMONSTRATION = env.bool("DEMONSTRATION", default=False)
CLOCK_OFFSET_SECONDS = env.int("CLOCK_OFFSET_SECONDS", default=0)
MAINTENANCE = env.bool("MAINTENANCE", default=False)

INSTALLED_APPS = [
    "backend",
    "registry",
    "scheduling",
    "inspections",
    "enforcement",
    "counting",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "axes",
    "django_celery_beat",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "backend.middleware.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "backend.middleware.Maintenance",
    "backend.middleware.PlainText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "backend.urls"
WSGI_APPLICATION = "backend.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Data -------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'wenxun.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        # FULL: an acknowledged commit survives a power loss
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

S3_ENDPOINT = env("S3_ENDPOINT", default="")
S3_BUCKET = env("S3_BUCKET", default="")
if S3_BUCKET:
    _FILES = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": S3_ENDPOINT or None,
            "access_key": env("S3_KEY", default=None),
            "secret_key": env("S3_SECRET", default=None),
            "region_name": env("S3_REGION", default="us-east-1"),
            "addressing_style": env("S3_ADDRESSING", default="path"),
            "file_overwrite": True,
            "signature_version": "s3v4",
            "default_acl": None,
            "querystring_auth": True,
        },
    }
else:
    _FILES = {
        "BACKEND": "backend.storage.DurableFileSystemStorage",
        "OPTIONS": {"location": str(VAR / "files")},
    }
STORAGES = {
    "default": _FILES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Tasks ------------------------------------------------------------------------------------------
CELERY_BROKER_URL = env("BROKER_URL", default="filesystem://localhost")
if CELERY_BROKER_URL.startswith("filesystem"):
    _BROKER = VAR / "broker"
    for _folder in ("messages", "processed", "control"):
        (_BROKER / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT = "backend.broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_BROKER / "messages"),
        "data_folder_out": str(_BROKER / "messages"),
        "processed_folder": str(_BROKER / "processed"),
        "control_folder": str(_BROKER / "control"),
        "polling_interval": 0.1,
    }
if CELERY_BROKER_URL.startswith("redis"):
    # a broker that is away must not hold a request: the sweep finds the delivery
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# People -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "backend.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "backend.services.people.SignIn"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "backend.passwords.LongEnoughValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "backend.passwords.ThreeKindsValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = env("COOKIES_SAMESITE", default="Lax")  # None inside the frame of another site
SESSION_COOKIE_AGE = env.int("SESSION_COOKIE_AGE", default=12 * 3600)
SESSION_COOKIE_SECURE = env.bool("COOKIES_SECURE", default=False)
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE
CSRF_FAILURE_VIEW = "backend.views.pages.csrf_failed"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "backend.views.pages.locked_out"

# Words ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# Doors ------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WEB_DIST = ROOT / "web" / "dist"
WHITENOISE_ROOT = WEB_DIST if WEB_DIST.is_dir() else None
WHITENOISE_INDEX_FILE = False
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = IMMUTABLE
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers
# who may show these pages in a frame, e.g. the webview of a portal: 'none', or addresses as in CSP
FRAME_ANCESTORS = env("FRAME_ANCESTORS", default="'none'")
# 关于: who runs this (主办单位), its filing (备案号), where to say what is wrong (意见反馈)
ABOUT_SPONSOR = env("ABOUT_SPONSOR", default="")
ABOUT_FILING = env("ABOUT_FILING", default="")
ABOUT_FEEDBACK = env.list("ABOUT_FEEDBACK", default=[])
KNOCKS_PER_MINUTE = env.int("KNOCKS_PER_MINUTE", default=60)  # of one address at the doors behind a code
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
UPLOAD_MAX_BYTES = 40 * 1024 * 1024  # one workbook
CHUNK_MAX_BYTES = 256 * 1024
FILE_MAX_BYTES = 30 * 1024 * 1024
USER_QUOTA_BYTES = env.int("USER_QUOTA_BYTES", default=20 * 1024**3)
# Geocoding (地址解析): a provider of geopy by its name, e.g. nominatim or baiduv3; none by default
GEOCODER = env("GEOCODER", default="")
GEOCODER_KEY = env("GEOCODER_KEY", default="")
GEOCODER_SECRET = env("GEOCODER_SECRET", default="")
GEOCODER_DOMAIN = env("GEOCODER_DOMAIN", default="")
GEOCODER_SCHEME = env("GEOCODER_SCHEME", default="https")
GEOCODER_PROXY = env("GEOCODER_PROXY", default="")
GEOCODER_TIMEOUT_SECONDS = env.float("GEOCODER_TIMEOUT_SECONDS", default=10)
GEOCODER_PAUSE_SECONDS = env.float("GEOCODER_PAUSE_SECONDS", default=1)
# A GeoJSON of the district's boundary on GCJ-02, for the sketch of a day's visits; none by default
MAP_OUTLINE = env("MAP_OUTLINE", default="")
# Draws: the profile of logs begun from now on (SSJ-DRAW/1-SM3 hashes with SM3); where rounds of drand are
# fetched, e.g. https://api.drand.sh; empty: round and signature are typed in
DRAW_PROFILE = env("DRAW_PROFILE", default="SSJ-DRAW/1")
DRAND_URL = env("DRAND_URL", default="")
# authorities whose time stamps (RFC 3161) are believed: root certificates in PEM, one file or more each
TIME_STAMP_ROOTS = Path(env("TIME_STAMP_ROOTS", default=str(VAR / "tsa")))
DRAND_TIMEOUT_SECONDS = env.float("DRAND_TIMEOUT_SECONDS", default=10)
FONT_DIR = Path(env("FONT_DIR", default=str(ROOT / ".cache" / "fonts")))

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["backend.api.SessionSignIn"],
    "DEFAULT_PERMISSION_CLASSES": ["backend.permissions.May"],
    "DEFAULT_PARSER_CLASSES": ["backend.api.OrjsonParser"],
    "DEFAULT_RENDERER_CLASSES": ["backend.api.OrjsonRenderer"],
    "DEFAULT_SCHEMA_CLASS": "backend.schema.HouseSchema",
    "EXCEPTION_HANDLER": "backend.api.problem",
    "URL_FORMAT_OVERRIDE": None,  # ?format=xlsx is a parameter of exports, not of the renderer
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Wenxun 文巡",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [],  # choices stay where they are used: no names to invent for equal lists
    "SERVERS": [{"url": "/"}],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # an office shares one address; the lock is on the name
