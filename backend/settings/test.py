"""Settings of the suite: real database by DATABASE_URL, quick password hashing, tasks run by the test."""

import os
import tempfile

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="wenxun-test-"))
os.environ.setdefault("SECRET_KEY", "test-only")
os.environ.setdefault("JOURNAL_KEY", "test-only")
os.environ.setdefault("DRAW_SECRET_KEY", "test-only")
os.environ.setdefault("EVALUATION_KEY", "test-only")

from backend.settings.base import *  # noqa: F403
from backend.settings.base import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, not memory: threads of one test meet the same database
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["VAR_DIR"], "test.sqlite3")}  # noqa: PTH118
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )

KNOCKS_PER_MINUTE = 100_000  # the generated requests all come from one address

# each test has a client of its own, and each client would read every file of the front end first
WHITENOISE_AUTOREFRESH = True
