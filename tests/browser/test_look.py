"""How the phone looks: nothing for axe to find, nothing too small, too pale or cut off, in any mode."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from backend import clock
from registry.models import Officer
from scheduling.services.triggers import triggers_load
from scheduling.services.visits import visit_approve
from tests.browser.phone import Phone
from tests.browser.walk import Errand, walk
from tests.cast import Cast
from tests.factories_registry import catalogue_make, officer_make, venue_make
from tests.factories_scheduling import visit_make
from tests.ground.chromium import PHONE, screen

pytestmark = pytest.mark.embedded  # the pages of the one database are those of the other

HERE = Path(__file__).parent
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
LOOK = (HERE / "look.js").read_text(encoding="utf-8")
VENUE = "云阶网咖"
ITEMS = ["NET-04", "NET-06", "NET-08", "NET-11", "SAF-01"]
# <html> of each mode: theme, size, light, how large the text
MODES = {
    "light": ("light", "normal", "room", "1"),
    "dark": ("dark", "normal", "room", "1"),
    "elder": ("light", "elder", "room", "1.24"),
    "sun": ("light", "normal", "sun", "1"),
    "200 %": ("light", "elder", "room", "2"),
}
RULES = """async () => {
  const said = await axe.run(document, { resultTypes: ["violations"] });
  return said.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" | ")}`);
}"""
# a label wider than its button is not hidden by anything, and still cannot be read
LEAVING = """() => [...document.querySelectorAll("button, .btn, .field, [role=radio]")].flatMap((button) => {
  const frame = button.getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(button);
  const box = range.getBoundingClientRect();
  const over = box.right > frame.right + 1.5 || box.left < frame.left - 1.5;
  const label = button.textContent.trim().slice(0, 24);
  return over && frame.width > 1 && button.checkVisibility() ? [`“${label}” leaves its button`] : [];
})"""
LOOKED = "() => Object.fromEntries(Object.entries(lookAt).map(([kind, look]) => [kind, look()]))"
WEAR = """([theme, size, light, k]) => {
  Object.assign(document.documentElement.dataset, { theme, size, light });
  document.documentElement.style.setProperty("--k", k);
}"""


@pytest.fixture
def phone(cast: Cast, browser: Browser, site: str, windows: list[BrowserContext]) -> Iterator[Phone]:
    """The inspector with one visit today and one that is late."""
    catalogue_make()
    triggers_load()
    team = [officer_make(cast.supervisor, user) for user in (cast.inspector, cast.colleague)]
    today = clock.today()
    _approved(cast, VENUE, team, today, today, lng=Decimal("117.81"), lat=Decimal("36.06"), datum="wgs84")
    _approved(cast, "星河网络会所", team, today - timedelta(days=9), today - timedelta(days=2))
    windows.append(screen(browser, PHONE, base_url=site))
    phone = Phone(windows[0])
    yield phone
    assert phone.errors == []


def _approved(cast: Cast, name: str, team: list[Officer], first: date, last: date, **place: object) -> None:
    permit = {"kind": "网络文化经营许可证", "number": "370117160023", "valid_to": "2026-12-31"}
    venue = venue_make(cast.supervisor, name=name, licences=[permit], phone="0531-55550101", **place)
    visit = visit_make(venue, team, cast.supervisor, items=ITEMS, planned_from=first, planned_to=last)
    visit_approve(visit_id=visit.uuid, approve="approved", actor=cast.leader, now=clock.now())


def test_every_phone_page_can_be_read_and_touched_in_every_mode(phone: Phone) -> None:
    phone.page.add_init_script(f"{AXE.read_text(encoding='utf-8')};window.lookAt = {LOOK}")
    phone.page.goto("/login")
    phone.page.get_by_role("button", name="登录", exact=True).wait_for()
    faults = _faults(phone.page, "login")
    phone.sign_in("inspector", "Wenxun-2026")

    stops = []
    for name in walk(phone, Errand(VENUE, fails="接纳未成年人")):
        stops.append(name)
        faults += _faults(phone.page, name)

    assert not faults, "\n".join(faults)
    assert len(stops) >= 46


def _faults(page: Page, name: str) -> list[str]:
    """What is wrong with the page as it stands, each with page and mode."""
    english = name.startswith("english")  # the same pages in longer words: only these can differ
    found = [] if english else [f"{name}: axe {one}" for one in page.evaluate(RULES)]
    for mode, worn in MODES.items():
        if english and mode not in ("light", "200 %"):
            continue
        page.evaluate(WEAR, worn)
        looked = page.evaluate(LOOKED)
        found += [f"{name}, {mode}: {kind} {one}" for kind in looked for one in looked[kind]]
        found += [f"{name}, {mode}: {one}" for one in page.evaluate(LEAVING)]
    page.evaluate(WEAR, MODES["light"])
    return found
