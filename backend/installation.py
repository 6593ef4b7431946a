"""One installation: where its data lie, what day it plays, and what it needs before it can serve."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection, connections

from backend.clock import BEIJING
from backend.models import Delivery, Organ

DEMONSTRATION_DAY = date(2026, 9, 15)
# 关于, as long as nobody has set it: a demonstration has these words too, and they say what they are.
ABOUT = {
    "ABOUT_SPONSOR": "济南市钢城区文化市场综合行政执法大队（演示）",
    "ABOUT_FILING": "鲁ICP备00000000号-0（演示）",
    "ABOUT_FEEDBACK": "0531-00000000（演示）,feedback@example.gov.cn",
}
# A floor above brings these; the ground only knows their names.
DEMONSTRATE = "demonstrate"
# The demonstration writes here whom one can sign in as; shown as it is when the server answers.
LOGINS = "logins.txt"


class InUseError(RuntimeError):
    """Another process serves or reloads this installation."""


def play_the_day() -> dict[str, str]:
    """Make this process's today DEMONSTRATION_DAY, at the present time of day; the environment of children.

    DEMONSTRATION=0 in the environment keeps the real day, and an empty registry.
    """
    if os.environ.get("DEMONSTRATION", "1") in ("0", "false", "no"):
        return {"DEMONSTRATION": "0", "CLOCK_OFFSET_SECONDS": "0"}
    present = datetime.now(UTC)
    wanted = datetime.combine(DEMONSTRATION_DAY, present.astimezone(BEIJING).time(), BEIJING)
    offset = round((wanted - present).total_seconds())
    settings.DEMONSTRATION = True
    settings.CLOCK_OFFSET_SECONDS = offset
    about = {name: os.environ.get(name) or words for name, words in ABOUT.items()}
    settings.ABOUT_SPONSOR, settings.ABOUT_FILING = about["ABOUT_SPONSOR"], about["ABOUT_FILING"]
    settings.ABOUT_FEEDBACK = about["ABOUT_FEEDBACK"].split(",")
    return {"DEMONSTRATION": "1", "CLOCK_OFFSET_SECONDS": str(offset), **about}


def embedded() -> bool:
    """Whether everything lies in VAR and may be thrown away with it."""
    return connection.vendor == "sqlite" and not settings.S3_BUCKET


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the installation for this process; InUseError when somebody else does."""
    with (settings.VAR / "serve.lock").open("w") as held:
        _lock(held)
        yield


def _lock(held: TextIO) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InUseError(f"{settings.VAR} 正在使用中：请先停止 make run") from error


def ready() -> None:
    """Tables, divisions, calendars, catalogue, the administrators' style sheets; quick when all is there."""
    call_command("ready")
    call_command("collectstatic", interactive=False, verbosity=0)
    # No worker runs before we start ours: what a killed one had claimed is free again.
    Delivery.objects.everywhere("task").filter(state=Delivery.State.CLAIMED).update(
        state=Delivery.State.PENDING
    )


def demonstrate() -> bool:
    """Load the demonstration district if it is not there; a load that was broken off begins anew."""
    if not settings.DEMONSTRATION or DEMONSTRATE not in get_commands():
        return False
    begun = settings.VAR / "demonstration.loading"
    if begun.exists() and embedded():
        wipe()
        ready()
    if Organ.objects.everywhere("loader").exists():
        return False
    begun.touch()
    call_command(DEMONSTRATE)
    begun.unlink()
    return True


def wipe() -> None:
    """Throw away database, files and messages; the two secrets and the lock stay."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    connections.close_all()
    name = Path(settings.DATABASES["default"]["NAME"])
    if connection.vendor == "sqlite":
        for path in name.parent.glob(f"{name.name}*"):
            path.unlink()
    for folder in ("files", "broker/messages"):
        shutil.rmtree(settings.VAR / folder, ignore_errors=True)
    (settings.VAR / "broker" / "messages").mkdir(parents=True)
    for note in (LOGINS, "demonstration.loading"):
        (settings.VAR / note).unlink(missing_ok=True)


def logins() -> str:
    """Whom one can sign in as in the demonstration; empty outside it."""
    path = settings.VAR / LOGINS
    return path.read_text(encoding="utf-8") if settings.DEMONSTRATION and path.exists() else ""
