"""查一查 on a phone of 390×844, by anybody: a code is typed, and the phone computes the draw again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from backend import clock
from backend.models import Organ, User
from inspections.models import Evaluation
from registry.models import Venue
from scheduling.models import Draw, Visit
from scheduling.selectors.codes import code_of
from tests.browser.phone import PATIENCE
from tests.cast import TODAY, Cast
from tests.factories_inspections import scene_of
from tests.factories_scheduling import catalogue_make
from tests.ground.chromium import PHONE, camera_of, screen
from tests.ground.film import film_make
from tests.services.scheduling.drawn import committed, district_make, whole

PACKAGE = Path(__file__).parents[1] / "vectors" / "draw_package.zip"
PAGES = pytest.mark.embedded  # the pages of the one database are those of the other


@pytest.fixture
def draw(organ: Organ, supervisor: User, transactional_db: None) -> Draw:
    """One drawn, and a second one announced for the evening: a venue is graded down between them."""
    catalogue_make()
    district = district_make(organ)
    drawn = whole(supervisor)
    Venue.objects.everywhere("guard").filter(pk=district.venues[0].pk).update(credit_grade="D")
    with clock.at(TODAY + timedelta(hours=4)):
        committed(supervisor)
    return drawn


@pytest.fixture
def anybody(browser: Browser, site: str, windows: list[BrowserContext]) -> Iterator[Page]:
    """A phone that never signed in."""
    windows.append(screen(browser, PHONE, base_url=site))
    page = windows[-1].new_page()
    page.set_default_timeout(PATIENCE)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    assert broken == []


def zipped(data: bytes) -> FilePayload:
    return FilePayload(name="draw.zip", mimeType="application/zip", buffer=data)


@PAGES
def test_owner_looks_up_his_code_and_his_phone_computes_the_draw(draw: Draw, anybody: Page) -> None:
    pick = draw.picks.filter(selected=True).first()
    assert pick is not None
    anybody.goto("/p")
    anybody.locator("[data-test='code']").fill(pick.code.lower())
    anybody.locator("[data-test='ask']").click()
    found = anybody.locator("[data-test='found']")
    expect(found).to_have_count(2)
    before, after = (row.get_attribute("data-standing") for row in found.all())
    assert (before in ("pending", "excluded"), after) == (True, "drawn")
    eligible = draw.counts["eligible"][pick.grade]
    expect(found.nth(1)).to_contain_text(f"抽中机会 {draw.quota[pick.grade]}/{eligible}")

    found.nth(1).click()
    expect(anybody.locator("[data-test='verdict']")).to_have_text("抽中了")
    expect(anybody.locator("[data-test='step-log']")).to_be_visible()
    outcomes = {
        step.get_attribute("data-test"): step.get_attribute("data-outcome")
        for step in anybody.locator("[data-test^='step-']").all()
    }
    assert "fail" not in outcomes.values()
    assert outcomes["step-draw"] == outcomes["step-seed"] == outcomes["step-rosters"] == "pass"

    anybody.locator("[data-test='door-statistics']").click()
    anybody.locator("[data-test='figure-drawn']").click()
    expect(anybody.locator("[data-test='draw']")).to_have_count(1)


def test_anybody_sees_who_is_graded_otherwise_before_anything_is_drawn(draw: Draw, anybody: Page) -> None:
    second = Draw.objects.everywhere("guard").get(state="committed")
    anybody.goto(f"/p/draws/{second.uuid}")
    beside = anybody.locator("[data-test='roster-beside']")
    beside.locator("summary").click()
    expect(beside.locator("[data-test='roster-row']")).to_have_count(1)
    expect(beside).to_contain_text("和 1 号抽取")
    expect(beside).to_contain_text("A → D")
    anybody.goto(f"/p/draws/{draw.uuid}")
    beside.locator("summary").click()
    expect(beside).to_contain_text("没有更早的抽取")


@PAGES
def test_anybody_checks_a_package_he_holds_and_one_changed_byte_shows(draw: Draw, anybody: Page) -> None:
    package = PACKAGE.read_bytes()
    anybody.goto(f"/p/draws/{draw.uuid}")
    anybody.locator("[data-test='verify-mine']").click()
    verdict = anybody.locator("[data-test='verdict']")
    anybody.locator("[data-test='mine']").set_input_files(zipped(package))
    expect(verdict).to_have_attribute("data-outcome", "pass")

    place = package.index(b"venues.tsv") + 400
    changed = package[:place] + bytes([package[place] ^ 1]) + package[place + 1 :]
    anybody.locator("[data-test='mine']").set_input_files(zipped(changed))
    expect(verdict).to_have_attribute("data-outcome", "fail")

    anybody.locator("[data-test='mine']").set_input_files(zipped(b"no archive at all"))
    expect(anybody.locator("[data-test='step-files']")).to_have_attribute("data-outcome", "fail")


@PAGES
def test_owner_scans_the_notice_by_camera_or_by_a_photo_of_it(
    draw: Draw, browser: Browser, site: str, windows: list[BrowserContext], tmp_path: Path
) -> None:
    pick = draw.picks.filter(selected=True).first()
    assert pick is not None
    code = segno.make(f"{site}/p/look?code={pick.code}", error="m")
    code.save(str(tmp_path / "notice.png"), scale=6)
    film_make(code, tmp_path / "notice.y4m")
    camera = camera_of(browser.browser_type, tmp_path / "notice.y4m")
    try:
        windows.append(screen(camera, PHONE, base_url=site))
        page = windows[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.goto("/p")
        assert page.evaluate("typeof BarcodeDetector") == "undefined"  # so the page's own decoder is at work
        page.locator("[data-test='scan']").click()
        page.wait_for_url(f"**/p/look?code={pick.code}")
        expect(page.locator("[data-test='found']").nth(1)).to_have_attribute("data-standing", "drawn")

        page.goto("/p")
        page.locator("[data-test='scan-photo']").set_input_files(tmp_path / "notice.png")
        page.wait_for_url(f"**/p/look?code={pick.code}")

        page.goto("/p")
        segno.make("https://elsewhere.example/pay").save(str(tmp_path / "other.png"), scale=6)
        page.locator("[data-test='scan-photo']").set_input_files(tmp_path / "other.png")
        expect(page.get_by_role("alert")).to_contain_text("不是本站的码")
        windows.pop().close()
    finally:
        camera.close()


def test_owner_verifies_the_team_and_evaluates_it_unseen(
    transactional_db: None, cast: Cast, anybody: Page
) -> None:
    scene = scene_of(cast, started=False)
    anybody.goto(f"/p/v/{code_of(scene.visit)}")
    expect(anybody.locator("[data-test='standing']")).to_have_attribute("data-standing", "valid")
    expect(anybody.locator("main")).to_contain_text(scene.lin.cert_no)
    assert Visit.objects.everywhere("guard").get(pk=scene.visit.pk).scan_mode == "before"

    expect(anybody.locator("[data-test='rating']")).to_have_attribute("data-state", "ready")
    anybody.locator("[data-test='score-1']").click()
    anybody.locator("[data-test='rate-text']").fill("请致电 13905310000")
    anybody.locator("[data-test='rate-send']").click()
    expect(anybody.locator("[data-test='rating']")).to_have_attribute("data-state", "done")
    kept = Evaluation.objects.everywhere("guard").get()
    assert (kept.organ_id, kept.score, kept.text) == (cast.organ.code, 1, "请致电 139****0000")
    anybody.reload()
    expect(anybody.locator("[data-test='rating']")).to_have_attribute("data-state", "done")
