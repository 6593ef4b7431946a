"""What the tests of the pages stand on: the built front end, a server on a port, a real worker beside it."""

import os
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from celery.contrib.testing.worker import start_worker
from celery.worker import state as worker_state
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import BrowserContext
from pytest_django.live_server_helper import LiveServer

from backend.celery import app
from tests.ground import CACHE, IN_CI

# A task of the pages takes seconds at most, also on a busy machine.
IDLE_SECONDS = 60
NO_BUILD = "the front end is not built: make install"


@pytest.fixture(scope="session", autouse=True)
def front_end() -> Iterator[None]:
    """The build of `web/`, or the one WEB_DIST names; found before the server looks for its files."""
    built = Path(os.environ.get("WEB_DIST", settings.WEB_DIST))
    if not (built / "index.html").is_file():
        (pytest.fail if IN_CI else pytest.skip)(NO_BUILD)
    with override_settings(WEB_DIST=built, WHITENOISE_ROOT=built, WHITENOISE_AUTOREFRESH=False):
        yield


@pytest.fixture(scope="session")
def running_worker() -> Iterator[None]:
    """A Celery worker on the broker of this ground, in this process: it reads the same clock.

    One for the session: to start and stop one takes longer than most tests.
    """
    with start_worker(app, pool="solo", perform_ping_check=False, loglevel="ERROR"):
        yield


@pytest.fixture
def worker(transactional_db: None, running_worker: None) -> Iterator[None]:
    """The worker, idle again before the tables are emptied: what still waits belongs to this test alone."""
    yield
    app.control.purge()
    until = time.monotonic() + IDLE_SECONDS
    while worker_state.reserved_requests or worker_state.active_requests:
        assert time.monotonic() < until, f"still at work: {set(worker_state.active_requests)}"
        time.sleep(0.02)


@pytest.fixture
def site(live_server: LiveServer, worker: None) -> str:
    """The address of the server."""
    return live_server.url


@pytest.fixture
def windows() -> Iterator[list[BrowserContext]]:
    """Windows opened by a test; closed before its data go, and no page may have broken meanwhile."""
    opened: list[BrowserContext] = []
    yield opened
    for window in opened:
        window.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failed test leaves a picture of each of its windows in .cache/failed/."""
    report = yield
    if report.failed and call.when == "call":
        (CACHE / "failed").mkdir(parents=True, exist_ok=True)
        for window, context in enumerate(getattr(item, "funcargs", {}).get("windows", [])):
            for number, page in enumerate(context.pages):
                path = CACHE / "failed" / f"{item.name}-{window}-{number}.png"
                page.screenshot(path=path)
                report.sections.append(("window", f"{page.url} {path}"))
    return report
