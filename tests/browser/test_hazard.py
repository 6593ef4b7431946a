"""A hazard as its people see it: from a phone's record to the letter, the answer, the closing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from backend import clock
from inspections.models import Hazard
from inspections.services.following import inspection_follow
from registry.models import CheckItem
from tests.browser.desk import Desk
from tests.cast import Cast
from tests.factories_inspections import body_of, real_photo, record_make, scene_of
from tests.ground.chromium import DESK, screen

pytestmark = pytest.mark.embedded  # the pages of the one database are those of the other

PASSWORD = "Wenxun-2026"
Window = Callable[[tuple[int, int]], BrowserContext]


@pytest.fixture
def found(cast: Cast, transactional_db: None) -> Hazard:
    """A record of a phone whose finding goes to the fire brigade."""
    scene = scene_of(cast)
    CheckItem.objects.everywhere("loader").filter(code="NET-02").update(transfer_to="fire")
    record = record_make(scene, body_of(scene, photos=0))
    inspection_follow(inspection_id=record.pk, now=clock.now())
    return Hazard.objects.everywhere("guard").get()


@pytest.fixture
def window(browser: Browser, site: str, windows: list[BrowserContext]) -> Iterator[Window]:
    def opened(size: tuple[int, int]) -> BrowserContext:
        windows.append(screen(browser, size, base_url=site))
        return windows[-1]

    yield opened


def test_a_hazard_of_a_phones_record_is_transferred_answered_and_closed(
    found: Hazard, window: Window, tmp_path: Path
) -> None:
    paper = tmp_path / "answer.jpg"
    paper.write_bytes(real_photo(64, 48))
    desk = Desk(window(DESK), "supervisor", PASSWORD)
    desk.go("/c/workbench")
    expect(desk.page.get_by_text("处置隐患：")).to_be_visible()
    desk.go(f"/c/records/hazards?open={found.pk}")
    desk.press("hazard-transfer")
    expect(desk.mark("step-authority")).to_have_value("fire")
    desk.type("step-organ", "钢城区消防救援大队")
    desk.settle()
    expect(desk.mark("hazard-state")).to_have_text("已移送待反馈")
    expect(desk.mark("letters")).to_contain_text("(钢)文综隐移字〔2026〕1号")
    desk.press("hazard-answer")
    desk.mark("step-outcome").select_option("corrected")
    desk.type("step-by", "高远")
    desk.type("step-text", "已督促整改到位")
    desk.mark("file-add").set_input_files(paper)
    desk.mark("file-added").wait_for()
    desk.settle()
    expect(desk.mark("hazard-state")).to_have_text("已反馈")
    desk.press("hazard-close")
    desk.type("step-text", "核对反馈照片，已整改")
    desk.settle()
    expect(desk.mark("hazard-state")).to_have_text("已销号")
    expect(desk.mark("file")).to_have_count(1)
    assert desk.errors == []
    found.refresh_from_db()
    assert (found.state, found.transfers.get().outcome) == ("closed", "corrected")
