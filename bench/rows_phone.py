"""Row `phone`: the built phone in a real browser at a quarter of this processor's speed, off line."""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.row import Comparison, row

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.phone import Phone

SLOWER = 4
VISITS = 20
PASSWORD = "Wenxun-2026"
ITEMS = [f"NET-{number:02d}" for number in range(1, 13)] + [f"SAF-{number:02d}" for number in range(1, 9)]
PLACES = (("370117", "钢城区", "3701", "county"), ("370117001", "艾山街道", "370117", "township"))
# A tap, then the second frame after the wanted thing is there: it has been painted.
TAP = """([tap, wanted]) => new Promise((done) => {
  const look = () => document.querySelector(wanted)
    ? requestAnimationFrame(() => requestAnimationFrame(done)) : requestAnimationFrame(look);
  document.querySelector(tap).click();
  look();
})"""
RAW = """(size) => new Promise((done, fail) => {
  const asked = indexedDB.open("raw", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("bytes");
  asked.onsuccess = () => {
    const kept = asked.result.transaction("bytes", "readwrite", { durability: "strict" });
    kept.objectStore("bytes").put(new ArrayBuffer(size), crypto.randomUUID());
    kept.oncomplete = done;
    kept.onerror = fail;
  };
})"""


def _photo() -> bytes:
    """A JPEG of 4000×3000 as large as a telephone's."""
    from PIL import Image

    grain = random.Random(12).randbytes(1000 * 750 * 3)
    picture = Image.frombytes("RGB", (1000, 750), grain).resize((4000, 3000))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=84)
    return out.getvalue()


def _district() -> None:
    """Two officers with approved visits of today."""
    from backend import clock
    from backend.models import Division
    from scheduling.services.triggers import triggers_load
    from scheduling.services.visits import visit_approve
    from tests.cast import organ_make, user_of
    from tests.factories_registry import catalogue_make, officer_make, venue_make
    from tests.factories_scheduling import visit_make

    for code, name, parent, level in PLACES:
        Division.objects.everywhere("loader").get_or_create(
            code=code, defaults={"name": name, "parent": parent, "level": level}
        )
    organ = organ_make("WH370117P", "虚构大队", "钢", "370117")
    catalogue_make()
    triggers_load()
    chief = user_of(organ, "phone-shao", "邵立行", "supervisor")
    leader = user_of(organ, "phone-gu", "顾承岳", "leader")
    team = [
        officer_make(chief, user_of(organ, f"phone-{n}", name, "inspector"))
        for n, name in enumerate(("林知远", "宋明岚"))
    ]
    today = clock.today()
    for number in range(VISITS):
        venue = venue_make(chief, name=f"云阶网咖{number:02d}")
        visit = visit_make(
            venue, team, chief, items=ITEMS, planned_from=today, planned_to=today + timedelta(days=number)
        )
        visit_approve(visit_id=visit.uuid, approve="approved", actor=leader, now=clock.now())


@dataclass
class Hand:
    """One inspector's phone, signed in, filled, off line and slow."""

    phone: "Phone"
    visit: str = ""

    @property
    def page(self) -> "Page":
        return self.phone.page

    def prepare(self) -> None:
        """Sign in, read the visits, begin one, then cut the network."""
        page = self.page
        self.phone.sign_in("phone-0", PASSWORD)
        self.phone.wait_for_shell()
        page.wait_for_load_state("networkidle")
        self.phone.open_task("云阶网咖00")
        self.phone.show_code()
        self.visit = page.url.split("/")[-2]
        page.context.set_offline(offline=True)
        throttle = page.context.new_cdp_session(page)
        throttle.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def start(self, path: str, wanted: str) -> None:
        """From nothing to what is wanted on the screen."""
        self.page.goto(path, wait_until="commit")
        self.page.locator(wanted).first.wait_for()

    def card(self) -> None:
        """The venue's card, read anew: no page after it has been loaded yet."""
        self.start(f"/m/visits/{self.visit}", ".foot .primary")

    def tap(self, on: str, wanted: str) -> None:
        self.page.evaluate(TAP, [on, wanted])

    def failing(self) -> None:
        """The checklist with a question that fails."""
        self.start(f"/m/visits/{self.visit}/check", ".q.open")
        if not self.page.locator(".q.open .strip").count():
            self.page.locator(".q.open .seg label").nth(1).click()
        self.page.locator(".q.open .strip").first.wait_for()

    def shoot(self, photo: Path) -> None:
        """A photo from the camera, until it is saved and seen."""
        strip = self.page.locator(".q.open .strip").first
        before = strip.locator("button.ph").count()
        strip.locator("input[capture]").first.set_input_files(photo)
        strip.locator("button.ph").nth(before).wait_for()

    def raw(self, size: int) -> None:
        self.page.evaluate(RAW, size)


@row("phone")
def comparisons() -> Iterator[Comparison]:
    """Service worker, stores and pages are those of the build; only the network is gone."""
    from django.test import override_settings

    from backend import clock
    from tests.browser.phone import Phone
    from tests.cast import TODAY
    from tests.ground.chromium import PHONE, chromium, screen
    from tests.ground.serving import serving

    with (
        clock.at(TODAY),
        override_settings(ALLOWED_HOSTS=["localhost"]),
        TemporaryDirectory(prefix="wenxun-photo-") as scratch,
    ):
        _district()
        photo = Path(scratch) / "IMG_0001.jpg"
        photo.write_bytes(_photo())
        size = photo.stat().st_size
        with serving() as site, chromium() as browser:
            window = screen(browser, PHONE, base_url=site)
            hand = Hand(Phone(window))
            hand.prepare()
            yield Comparison(
                work=f"off-line start to a usable list of {VISITS}, CPU {SLOWER}x slower, at most 1000 ms",
                ours=lambda: hand.start("/m", "article.next .primary"),
                other_name="off-line start of the same shell to its empty page",
                other=lambda: hand.start("/none", "h1, h2"),
            )
            yield Comparison(
                work=f"tap to a painted form of {len(ITEMS)} questions, CPU {SLOWER}x slower, at most 300 ms",
                ours=lambda: hand.tap(".foot .primary", ".q.open"),
                other_name="tap to a painted page of text (back to the list)",
                other=lambda: hand.tap(".nav .ib", "article.next"),
                before=hand.card,
            )
            yield Comparison(
                work=f"12 MP photo of {size // 1000} kB, shutter to saved, CPU {SLOWER}x slower, at most 1 s",
                ours=lambda: hand.shoot(photo),
                other_name="one IndexedDB put of as many bytes",
                other=lambda: hand.raw(size),
                before=hand.failing,
            )
