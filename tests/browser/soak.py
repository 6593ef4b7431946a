"""A soak: records made off line, then sent while the phone and its server are killed and replies are lost."""

import base64
import hashlib
import os
import queue
import random
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from playwright.sync_api import Browser, BrowserContext, expect
from playwright.sync_api import Error as BrowserError

from backend import clock
from backend.management.supervision import Child, wait_for_answer, web
from backend.models import File
from backend.services.files import file_bytes
from inspections.domain.evidence import canonical, digest
from inspections.models import Inspection, InspectionVersion, SpoiltPayload
from scheduling.models import Visit
from scheduling.services.triggers import triggers_load
from scheduling.services.visits import visit_approve
from tests.browser.phone import Phone, photo
from tests.cast import Cast
from tests.factories_registry import catalogue_make, officer_make, venue_make
from tests.factories_scheduling import visit_make
from tests.ground.chromium import phone_of
from tests.ground.line import Line, bad_line
from tests.ground.process import free_port

ITEMS = ["NET-01", "NET-02", "NET-03"]
PHOTOS = 3
BASES = 6  # pictures; each photo is one of them with a comment of its own
SCRIPT = Path(__file__).with_suffix(".js")
BATCH = 10
LOCAL_STORAGE_SECONDS = 8


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    records: int
    by_hand: int
    tab_kills: int
    server_kills: int
    seed: int
    lost_share: float = 0.1
    bytes_per_second: int = 4_000_000
    patience_seconds: int = 240


@dataclass
class Soak:
    """One phone, one server, the line between them, and what should have arrived."""

    size: Size
    browser: Browser
    profile: Path
    line: Line
    server: Child
    visits: list[Visit]
    photos: dict[UUID, str] = field(default_factory=dict)  # id → SHA-256
    hands: list[str] = field(default_factory=list)  # SHA-256 of photos taken by hand
    payload: int = 0
    biggest: int = 0
    killed: dict[str, int] = field(default_factory=lambda: {"tab": 0, "server": 0})
    window: BrowserContext | None = None
    cookies: list[Any] = field(default_factory=list)

    @property
    def site(self) -> str:
        """The server as the phone sees it."""
        return f"http://127.0.0.1:{self.line.port}"

    def switch_on(self, *, offline: bool = False) -> Phone:
        """The browser on its kept profile."""
        self.window = phone_of(self.browser.browser_type, self.profile, base_url=self.site, offline=offline)
        self.window.add_cookies(self.cookies)  # the browser writes them down only twice a minute
        return Phone(self.window)

    def kill_tab(self) -> None:
        """SIGKILL of the whole browser: nothing can be tidied up."""
        for pid in processes(f"--user-data-dir={self.profile}"):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.window is not None:
            with suppress(BrowserError):
                self.window.close()
        self.killed["tab"] += 1

    def record_by_hand(self, phone: Phone, visit: Visit, number: int) -> None:
        """One whole check on the page, with three photos."""
        photos = [photo(1000 * self.size.seed + 10 * number + n) for n in range(PHOTOS)]
        phone.page.goto("/m")
        phone.at("今日任务")
        phone.open_task(visit.venue.name)
        phone.show_code()
        phone.pass_(1)
        phone.next()
        phone.fail(2, "未悬挂禁入标志", photos)
        phone.next()
        phone.pass_(3)
        phone.next()
        phone.at("证据与现场")
        phone.met("韩山", "值班经理")
        phone.go_signing()
        for _ in range(3):
            phone.sign()
        phone.submit()
        self.hands += [hashlib.sha256(data).hexdigest() for data in photos]

    def record_by_outbox(self, phone: Phone, template: dict[str, Any], visits: list[Visit]) -> None:
        """The rest straight into the outbox of the same browser, a few at a time."""
        bases = [photo(100 * self.size.seed + n) for n in range(BASES)]
        script = SCRIPT.read_text(encoding="utf-8")
        for start in range(0, len(visits), BATCH):
            batch = [
                self._record(template, visit, start + n, bases)
                for n, visit in enumerate(visits[start : start + BATCH])
            ]
            phone.page.evaluate(
                script,
                {
                    "database": template["database"],
                    "template": template["uuid"],
                    "photos": [base64.b64encode(data).decode() for data in bases],
                    "records": batch,
                },
            )

    def _record(
        self, template: dict[str, Any], visit: Visit, number: int, bases: list[bytes]
    ) -> dict[str, Any]:
        dice = random.Random(f"{self.size.seed}/{number}")
        uuid = str(UUID(int=dice.getrandbits(128), version=4))
        files: list[dict[str, Any]] = []
        for n in range(PHOTOS):
            base, comment = dice.randrange(BASES), f"record {number} photo {n}"
            whole = _commented(bases[base], comment)
            told = {"id": str(UUID(int=dice.getrandbits(128), version=4)), "base": base, "comment": comment}
            files.append(told | {"sha256": hashlib.sha256(whole).hexdigest(), "size": len(whole)})
        self.photos |= {UUID(str(one["id"])): str(one["sha256"]) for one in files}
        body = _body(template["body"], visit, files)
        return {
            "uuid": uuid, "visit": str(visit.uuid), "seq": self.size.by_hand + number + 1, "body": body,
            "digest": digest(body), "size": len(canonical(body)), "files": files,
        }  # fmt: skip

    def send_all(self) -> float:
        """On line until the server has everything, with all the kills on the way; the seconds it took."""
        kills = self._plan()
        phone, began = self.switch_on(), time.monotonic()
        phone.page.goto("/m/outbox")
        while not (self.arrived() and kills.empty() and self._told_so(phone)):
            assert time.monotonic() - began < self.size.patience_seconds, self._state()
            with suppress(queue.Empty):
                phone = self._kill(kills.get(timeout=0.25), phone)
                continue
            with suppress(BrowserError):  # the officer taps; a phone just killed does not hear it
                phone.page.evaluate("window.dispatchEvent(new Event('online'))")
        return time.monotonic() - began

    def _plan(self) -> "queue.Queue[str]":
        """Kills at random requests of the sending: each comes when the line has seen so many."""
        dice = random.Random(self.size.seed)
        # a record is one request, each of its photos one, and those made by hand carry three signatures
        expected = self.size.records * (1 + PHOTOS) + self.size.by_hand * 3
        kinds = ["tab"] * (self.size.tab_kills - self.killed["tab"]) + ["server"] * self.size.server_kills
        at = dict(zip(dice.sample(range(2, expected), len(kinds)), kinds, strict=True))
        due: queue.Queue[str] = queue.Queue()
        before = self.line.requests

        def seen(number: int) -> None:
            if kind := at.get(number - before):
                due.put(kind)

        self.line.seen = seen
        return due

    def _kill(self, kind: str, phone: Phone) -> Phone:
        if kind == "server":
            kill_server(self.server)
            self.killed["server"] += 1
            time.sleep(0.2)
            start_server(self.server, self.line.to)
            return phone
        self.kill_tab()
        phone = self.switch_on()
        phone.page.goto("/m/outbox")
        return phone

    def _told_so(self, phone: Phone) -> bool:
        """The phone itself says that all has arrived."""
        try:
            return phone.page.get_by_text("全部已上传").is_visible()
        except BrowserError:
            return False

    def arrived(self) -> bool:
        """Everything is on the server."""
        files, records = self.size.records * PHOTOS + 3 * self.size.by_hand, self.size.records
        return (_sent().count(), Inspection.objects.everywhere("task").count()) == (files, records)

    def _state(self) -> str:
        records = Inspection.objects.everywhere("task").count()
        return f"{records} records, {_sent().count()} files, {self.killed}, {self.line}"


def _sent() -> QuerySet[File]:  # the papers the house makes of a visit are files too
    return File.objects.everywhere("task").filter(noun="inspection", stored_at__isnull=False)


def _commented(picture: bytes, comment: str) -> bytes:
    """The same picture with a comment of its own, as the phone's page makes it."""
    words = comment.encode()
    return picture[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2) + words + picture[2:]


def _body(made: dict[str, Any], visit: Visit, files: list[dict[str, Any]]) -> dict[str, Any]:
    """The record made by hand, said of another visit with photos of its own; signed without pictures."""
    first = next(one for one in made["photos"] if one["type"] == "image/jpeg")
    ids = [one["id"] for one in files]
    return {
        **made,
        "visit": str(visit.uuid),
        "photos": [first | {key: one[key] for key in ("id", "sha256", "size")} for one in files],
        "answers": [one | {"photos": ids if one["photos"] else []} for one in made["answers"]],
        "signatures": [{**one, "file": None} for one in made["signatures"]],
    }


def processes(argument: str) -> list[int]:
    """Processes that were started with this argument."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if argument.encode() in path.read_bytes().split(b"\0"):
                found.append(int(path.parent.name))
    return found


def _environment() -> dict[str, str]:
    """The suite's own database, files and clock, for a server in a process of its own."""
    name = str(connection.settings_dict["NAME"])
    given = os.environ.get("DATABASE_URL", "")
    address = f"{given.rpartition('/')[0]}/{name}" if given.startswith("postgres") else f"sqlite:///{name}"
    offset = round((clock.now() - datetime.now(UTC)).total_seconds())
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "backend.settings.test",
        "DATABASE_URL": address,
        "VAR_DIR": str(settings.VAR),
        "CLOCK_OFFSET_SECONDS": str(offset),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }


def start_server(server: Child, port: int) -> None:
    """Run it until it answers."""
    server.start()
    wait_for_answer(f"http://127.0.0.1:{port}/api/v1/session", [server])


def kill_server(server: Child) -> None:
    """SIGKILL of master and workers: whatever they were doing is cut off."""
    assert server.process is not None
    with suppress(ProcessLookupError):
        os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()


def _counts(asked: str) -> bool:
    """What the outbox sends."""
    method, _, path = asked.partition(" ")
    return method == "POST" and path.startswith(("/api/v1/inspections/", "/api/v1/files/"))


@contextmanager
def soaking(size: Size, cast: Cast, browser: Browser, folder: Path) -> Iterator[Soak]:
    """Everything stands, nobody has recorded anything yet."""
    port = free_port()
    server = web(f"127.0.0.1:{port}", _environment())
    line = Line(
        free_port(), port, size.seed, size.lost_share, size.bytes_per_second, counts=_counts,
    )  # fmt: skip
    soak = Soak(size, browser, folder / "profile", line, server, _visits(size, cast))
    start_server(server, port)
    try:
        with bad_line(line):
            yield soak
    finally:
        if soak.window is not None:
            with suppress(BrowserError):
                soak.window.close()
        kill_server(server)


def _visits(size: Size, cast: Cast) -> list[Visit]:
    """An approved visit for each record, all of one team."""
    catalogue_make()
    triggers_load()
    team = [officer_make(cast.supervisor, user) for user in (cast.inspector, cast.colleague)]
    today = clock.today()
    made = []
    for number in range(size.records):
        venue = venue_make(cast.supervisor, name=f"云阶网咖{number:03d}号店")
        span: dict[str, Any] = {"planned_from": today, "planned_to": today + timedelta(days=9)}
        visit = visit_make(venue, team, cast.supervisor, items=ITEMS, **span)
        made.append(
            visit_approve(visit_id=visit.uuid, approve="approved", actor=cast.leader, now=clock.now())
        )
    return made


READ = """async (database) => {
  const open = indexedDB.open(database);
  const store = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const ask = store.transaction("records").objectStore("records").getAll();
  const rows = await new Promise((done) => (ask.onsuccess = () => done(ask.result)));
  store.close();
  return rows.map(({ uuid, body, size, visit }) => ({ uuid, body, size, visit }));
}"""


def soak_run(size: Size, cast: Cast, browser: Browser, folder: Path) -> dict[str, Any]:
    """Record everything off line, send it through all the trouble, and tell what became of it."""
    with soaking(size, cast, browser, folder) as soak:
        phone = soak.switch_on()
        phone.sign_in("inspector", "Wenxun-2026")
        began = time.monotonic()
        phone.wait_for_shell()
        expect(phone.page.get_by_text(soak.visits[0].venue.name).first).to_be_visible()
        phone.page.wait_for_load_state("networkidle")  # visits, law and numbers are on the phone
        assert soak.window is not None
        soak.cookies = soak.window.cookies()
        soak.window.set_offline(offline=True)
        for number, visit in enumerate(soak.visits[: size.by_hand]):
            soak.record_by_hand(phone, visit, number)
        # the battery dies as the last one is finished; who signs in is written down within five seconds
        time.sleep(max(0.0, began + LOCAL_STORAGE_SECONDS - time.monotonic()))
        soak.kill_tab()
        phone = soak.switch_on(offline=True)
        database = f"wenxun-{cast.inspector.uuid}"
        phone.page.goto("/m/outbox")
        phone.at("待传")
        rows = phone.page.evaluate(READ, database)
        assert len(rows) == size.by_hand
        template = rows[0] | {"database": database}
        soak.record_by_outbox(phone, template, soak.visits[size.by_hand :])
        rows = phone.page.evaluate(READ, database)
        assert len(rows) == size.records
        told = {one["id"]: one["size"] for row in rows for one in row["body"]["photos"]}
        soak.payload = sum(row["size"] for row in rows) + sum(told.values())
        soak.biggest = max(told.values())
        soak.window.close()
        seconds = soak.send_all()
        return _figures(soak, seconds)


def _figures(soak: Soak, seconds: float) -> dict[str, Any]:
    """What the server has, beside what was recorded."""
    rows = File.objects.everywhere("task").filter(kind="photo", stored_at__isnull=False)
    stored = {row.uuid: hashlib.sha256(file_bytes(row)).hexdigest() for row in rows}
    known = {uuid: sha for uuid, sha in stored.items() if uuid in soak.photos}
    by_hand = sorted(sha for uuid, sha in stored.items() if uuid not in soak.photos)
    again = soak.line.sent - soak.payload
    return {
        "seed": soak.size.seed,
        "records_recorded": soak.size.records,
        "records_through_the_page": soak.size.by_hand,
        "records_stored": Inspection.objects.everywhere("task").count(),
        "versions_stored": InspectionVersion.objects.everywhere("task").count(),
        "bodies_nobody_could_read": SpoiltPayload.objects.everywhere("task").count(),
        "photos_stored": len(stored),
        "photos_whose_hash_differs": sum(soak.photos[uuid] != sha for uuid, sha in known.items())
        + (0 if by_hand == sorted(soak.hands) else len(by_hand)),
        "photos_lost": len(set(soak.photos) - set(stored)),
        "tab_kills": soak.killed["tab"],
        "server_kills": soak.killed["server"],
        "replies_lost": soak.line.lost,
        "requests": soak.line.requests,
        "payload_bytes": soak.payload,
        "bytes_sent": soak.line.sent,
        "bytes_sent_again_share": round(again / soak.payload, 4),
        "biggest_body_bytes": soak.biggest,
        "seconds_sending": round(seconds, 1),
        "database": connection.vendor,
    }
