"""The phone alone: its battery dies, its server is gone, its owner is signed out; and its backup file."""

import hashlib
import json
import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from backend.models import File
from backend.services.files import file_bytes
from inspections.models import Inspection, InspectionVersion, Irregularity
from tests.backup_file import pack, unpack
from tests.browser.desk import Desk
from tests.browser.phone import Phone, photo
from tests.browser.soak import processes
from tests.browser.test_phone import NOTE, VENUE, kept_hashes, stored, visit_today
from tests.cast import Cast
from tests.factories_inspections import body_of, photo_bytes, scene_of, signed_off
from tests.ground.chromium import phone_of, screen
from tests.ground.process import free_port

PHRASE = "山高月小 水落石出"
RECORD = "6f1d2c1e-0000-4000-8000-00000000000b"


class Server:
    """A server that can be stopped, its socket closed, and started again at the same address."""

    def __init__(self) -> None:
        self.port = free_port()
        self.live: LiveServer | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        live = LiveServer(f"localhost:{self.port}", start=False)
        # its own factory refuses an address that was in use a moment ago
        live.thread._create_server = lambda connections_override=None: ThreadedWSGIServer(  # type: ignore[attr-defined]
            ("localhost", self.port),
            QuietWSGIRequestHandler,
            allow_reuse_address=True,
            connections_override=connections_override,
        )
        live.start()
        self.live = live

    def stop(self) -> None:
        if self.live is not None:
            self.live.stop()
        self.live = None


@pytest.fixture
def server(transactional_db: None, worker: None) -> Iterator[Server]:
    made = Server()
    made.start()
    yield made
    made.stop()


@dataclass
class Pocket:
    """One phone through its deaths; its storage lies in a folder."""

    browser: Browser
    folder: Path
    url: str
    window: BrowserContext | None = None

    def switch_on(self) -> Phone:
        self.window = phone_of(self.browser.browser_type, self.folder, base_url=self.url)
        return Phone(self.window)

    def switch_off(self) -> None:
        assert self.window is not None
        self.window.close()

    def die(self) -> None:
        """The battery is empty: SIGKILL for every process of this phone."""
        for pid in processes(f"--user-data-dir={self.folder}"):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _file_of(page: Page) -> tuple[dict[str, Any], list[bytes]]:
    """Export the backup as the officer does and open it with the other reader."""
    page.goto("/m/backup")
    page.locator("[data-test='phrase']").fill(PHRASE)
    page.locator("[data-test='phrase-again']").fill(PHRASE)
    with page.expect_download() as saved:
        page.get_by_role("button", name="导出备份").click()
    return unpack(Path(saved.value.path()).read_bytes(), PHRASE)


@pytest.mark.embedded  # all of it happens on the phone
def test_field_38_killed_in_mid_check_the_phone_opens_where_it_was_without_a_server_and_sends_once(
    cast: Cast, browser: Browser, server: Server, tmp_path: Path
) -> None:
    visit_today(cast)
    mine, shot = Pocket(browser, tmp_path / "phone", server.url), photo(3)
    phone = mine.switch_on()
    phone.sign_in("inspector", "Wenxun-2026")
    phone.wait_for_shell()
    expect(phone.page.get_by_role("heading", name=VENUE)).to_be_visible()
    mine.switch_off()

    phone = mine.switch_on()
    phone.page.goto("/m")
    phone.open_task(VENUE)
    phone.show_code()
    phone.pass_(1)
    phone.next()
    phone.fail(2, NOTE, [shot])
    expect(phone.page.get_by_text("已存手机")).to_be_visible()
    mine.die()
    server.stop()

    phone = mine.switch_on()
    page = phone.page
    page.goto("/m")
    page.get_by_role("button", name="继续检查").click()
    phone.at("企业卡")
    page.get_by_role("button", name="继续检查").click()
    phone.at("现场检查")
    phone.pass_(3)
    phone.next()
    phone.met("韩山", "值班经理")
    phone.go_signing()
    for _ in range(3):
        phone.sign()
    phone.submit()

    listed, files = _file_of(page)
    record = listed["records"][0]
    assert [line["what"] for line in record["log"]] == ["started", "resumed"]
    assert hashlib.sha256(shot).hexdigest() in [hashlib.sha256(data).hexdigest() for data in files]
    assert not Inspection.objects.everywhere("guard").exists()

    assert mine.window is not None
    mine.window.clear_cookies()
    server.start()
    page.goto("/m/outbox")
    page.get_by_role("button", name="登录后续传").click()
    page.get_by_label("密码", exact=True).fill("Wenxun-2026")
    page.get_by_role("button", name="登录", exact=True).click()
    phone.all_sent()

    assert phone.errors == []
    mine.switch_off()
    row = stored()
    assert (str(row.uuid), row.digest) == (record["uuid"], record["digest"])
    assert row.answers.get(item="NET-02").note == NOTE
    assert InspectionVersion.objects.everywhere("guard").filter(inspection=row).count() == 1
    assert kept_hashes(row, "photo") == [hashlib.sha256(shot).hexdigest()]


def _backup(body: dict[str, Any]) -> bytes:
    """A broken phone's file with one finished record and its photo, as the officer had exported it."""
    sent = signed_off(body)
    told = sent["photos"][0]
    draft = {"uuid": RECORD, "visit": sent["visit"], "rev": 1, "answers": {}, "photos": [told["id"]]}
    record = {
        "uuid": RECORD,
        "visit": sent["visit"],
        "seq": 1,
        "payload": 1,
        "body": {key: value for key, value in sent.items() if key != "digest"},
        "digest": sent["digest"],
        "size": len(json.dumps(sent)),
        "venue": VENUE,
        "township": "",
        "finishedAt": sent["finished_at"],
        "queuedAt": sent["finished_at"],
        "receipt": None,
        "irregularities": [],
        "draft": {**draft, "signatures": []},
        "of": {},
        "returned": None,
    }
    file = {
        "id": told["id"],
        "record": RECORD,
        "sha256": told["sha256"],
        "size": told["size"],
        "type": told["type"],
        "use": "photo",
        "ackedAt": None,
        "held": True,
    }
    owner = {"uuid": str(UUID(int=1)), "name": "林知远", "organ": ""}
    listed = {"v": 1, "person": owner, "made_at": sent["finished_at"], "app": "0.1.0"}
    return pack(
        {**listed, "records": [record], "drafts": [], "files": [file]}, [photo_bytes(1)], PHRASE, bytes(16)
    )


def test_a_supervisor_sends_what_a_broken_phone_had_put_into_its_file(
    cast: Cast, browser: Browser, site: str, windows: list[BrowserContext]
) -> None:
    body = body_of(scene_of(cast), photos=1)
    windows.append(screen(browser, base_url=site))
    desk = Desk(windows[0], "supervisor", "Wenxun-2026")
    desk.go("/c/records/relay")
    desk.mark("relay-file").set_input_files(
        FilePayload(name="phone.wxb", mimeType="application/octet-stream", buffer=_backup(body))
    )
    desk.type("relay-phrase", PHRASE + "！")
    desk.press("relay-open")
    desk.sees("口令不对")
    desk.type("relay-phrase", PHRASE)
    desk.press("relay-open")
    desk.sees("林知远")
    desk.press("relay-send")
    expect(desk.mark("relay-done")).to_be_visible()

    record = stored()
    faults = Irregularity.objects.everywhere("guard").filter(inspection=record)
    kept = File.objects.everywhere("guard").get(noun_id=record.uuid)
    assert (str(record.uuid), record.submitted_by) == (RECORD, cast.supervisor)
    assert [(one.rule, one.code, one.data) for one in faults] == [
        ("V01", "relayed", {"name": cast.supervisor.name})
    ]
    assert file_bytes(kept) == photo_bytes(1)
    assert desk.errors == []
