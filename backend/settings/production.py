"""Production: everything comes from the environment, and what is missing stops the start."""

from pathlib import Path

from backend.settings.base import *  # noqa: F403
from backend.settings.base import DATABASES, env

SECRET_KEY = env("SECRET_KEY")
JOURNAL_KEY = env("JOURNAL_KEY")
DRAW_SECRET_KEY = env("DRAW_SECRET_KEY")
EVALUATION_KEY = env("EVALUATION_KEY")
SIGNING_KEY_FILE = Path(env("SIGNING_KEY_FILE"))
if not SIGNING_KEY_FILE.is_file():
    raise RuntimeError(f"SIGNING_KEY_FILE: {SIGNING_KEY_FILE} is not there")
SIGNING_KEY_MAKE = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    raise RuntimeError("production needs DATABASE_URL of a PostgreSQL")
CELERY_BROKER_URL = env("BROKER_URL")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
