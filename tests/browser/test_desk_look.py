"""How the desk looks: nothing for axe to find, nothing too pale or cut off, in both languages and lights."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.desk import Desk
from tests.browser.test_look import AXE, LOOK, MODES, RULES, WEAR
from tests.cast import Cast
from tests.factories_counting import check_make
from tests.factories_enforcement import case_make, lead_make, track_make
from tests.factories_registry import graded_make
from tests.factories_scheduling import campaign_filed
from tests.ground.chromium import DESK, PHONE, screen

pytestmark = pytest.mark.embedded  # the pages of the one database are those of the other

PASSWORD = "Wenxun-2026"
PAGES = (
    "workbench", "cases", "cases?view=board", "cases/inbox", "cases/publications",
    "cases/publications?noun=inspection", "cases/leads", "cases/forms", "cases/numbers", "cases/follow-ups",
    "cases/guidance", "cases/disputes", "figures/activities", "figures/sites", "campaigns", "performances",
    "records", "records/all", "records/findings", "records/orders", "records/hazards", "records/patrols",
    "records/letters", "records/devices", "outings",
    "caps", "search?q=网咖", "catalogue/law", "catalogue/law?part=thresholds", "catalogue/changes", "credit",
    "credit/appeals", "credit/dishonesty",
    "credit/policy", "figures/cases", "figures/cases?mode=yearbook", "figures/platforms", "figures/reports",
    "figures/evaluations", "settings", "settings/calendar", "settings/journal",
)  # fmt: skip
# words end in “…” in a table: the row opens them, and a title says them
CUT = r"""() => lookAt.clipped().filter(
  (said) => !/^[a-z0-9]+[^“]*\bcut\b|^td\b|^span(?!\.chip).*cut off by td/.test(said)
)"""
# Another page without loading the program again, as a press on the rail does.
TURN = """(path) => {
  history.pushState(null, "", path);
  dispatchEvent(new PopStateEvent("popstate", { state: null }));
}"""
PALE = "() => lookAt.contrast()"


@pytest.fixture
def desk(cast: Cast, browser: Browser, site: str, windows: list[BrowserContext]) -> Iterator[Desk]:
    """The supervisor, with something on every page."""
    case_make(cast, "archived")
    case_make(cast, "decided")
    track_make(cast)
    lead_make(cast)
    graded_make(cast.supervisor, name="云阶网咖")
    windows.append(screen(browser, DESK, base_url=site))
    desk = Desk(windows[0], "supervisor", PASSWORD)
    desk.page.add_init_script(f"{AXE.read_text(encoding='utf-8')};window.lookAt = {LOOK}")
    yield desk
    assert desk.errors == []


def still(page: Page, asked: list[str]) -> None:
    """Until every question was answered, and none followed; sooner than half a second of silence."""
    quiet = 0
    while quiet < 3:
        page.wait_for_timeout(25)
        quiet = 0 if asked else quiet + 1


def heard(page: Page) -> list[str]:
    """The questions under way, kept up to date."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for end in ("requestfinished", "requestfailed"):
        page.on(end, lambda request: asked.remove(request.url) if request.url in asked else None)
    return asked


def faults(page: Page, name: str, *, whole: bool = True) -> list[str]:
    """What is wrong with the page as it stands."""
    found = [f"{name}: axe {one}" for one in page.evaluate(RULES)] if whole else []
    looks = (PALE, CUT) if whole else (CUT,)  # the same colours in longer words
    return [*found, *(f"{name}: {one}" for look in looks for one in page.evaluate(look))]


def test_every_page_of_the_desk_can_be_read_in_both_languages_and_lights(cast: Cast, desk: Desk) -> None:
    found: list[str] = []
    asked = heard(desk.page)
    paths = [
        *(f"/c/{path}" for path in PAGES),
        f"/c/cases/{case_make(cast, 'informed').uuid}",
        f"/c/campaigns/{campaign_filed(cast.supervisor, cast.leader).uuid}",
        "/c/cases/leads",
    ]
    for language in ("zh", "en"):
        desk.page.evaluate(f"localStorage.setItem('wenxun.language', '{language}')")
        desk.page.reload()
        still(desk.page, asked)
        for path in paths:
            desk.page.evaluate(TURN, path)
            still(desk.page, asked)
            assert unquote(desk.page.url).endswith(path)
            found += faults(desk.page, f"{path} {language}", whole=language == "zh")
            if language == "zh":
                desk.page.evaluate(WEAR, MODES["dark"])
                found += [f"{path} dark: {one}" for one in desk.page.evaluate(PALE)]
                desk.page.evaluate(WEAR, MODES["light"])
    assert not found, "\n".join(found)


def test_every_public_page_of_penalties_and_credit_can_be_read_and_touched(
    cast: Cast, desk: Desk, browser: Browser, site: str, windows: list[BrowserContext]
) -> None:
    venue = graded_make(cast.supervisor, name="星河网咖")
    check_make(cast, date(2026, 8, 3), "published")
    windows.append(screen(browser, PHONE, base_url=site))
    page = windows[-1].new_page()
    page.add_init_script(f"{AXE.read_text(encoding='utf-8')};window.lookAt = {LOOK}")
    found: list[str] = []
    asked = heard(page)
    for language in ("zh", "en"):
        for path in (f"/p/credit?code={venue.code}", "/p/credit", "/p/results", "/p/penalties", "/p/about"):
            page.goto(path)
            page.evaluate(f"localStorage.setItem('wenxun.language', '{language}')")
            page.reload()
            still(page, asked)
            found += faults(page, f"{path} {language}")
            found += [f"{path} {language}: target {one}" for one in page.evaluate("() => lookAt.targets()")]
    assert not found, "\n".join(found)
