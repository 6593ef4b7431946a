"""Activities and talks as their people see them: evidence, another's confirmation, the signed paper."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from counting.models import Activity
from enforcement.models import Guidance
from tests.browser.desk import Desk
from tests.cast import Cast
from tests.factories_counting import activity_held, activity_make
from tests.factories_enforcement import guidance_make
from tests.factories_inspections import real_photo
from tests.ground.chromium import DESK, screen

pytestmark = pytest.mark.embedded  # the pages of the one database are those of the other

PASSWORD = "Wenxun-2026"
Window = Callable[[str], Desk]


@pytest.fixture
def window(browser: Browser, site: str, windows: list[BrowserContext]) -> Window:
    def opened(who: str) -> Desk:
        windows.append(screen(browser, DESK, base_url=site))
        return Desk(windows[-1], who, PASSWORD)

    return opened


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(real_photo(640, 480))
    return path


def test_an_activity_with_a_photo_counts_when_another_person_confirms_it(
    cast: Cast, window: Window, photo: Path
) -> None:
    activity_make(cast, title="一季度街道培训")
    activity_held(cast, title="二季度街道培训")
    desk = window("supervisor")
    desk.go("/c/figures/activities")
    desk.press("activity-enter")
    desk.mark("activity-kind").select_option("street_enforcement_training")
    desk.type("activity-title", "三季度街道综合执法培训")
    desk.type("activity-people", "45")
    desk.mark("activity-audience").select_option("street")
    desk.mark("file-add").set_input_files(photo)
    desk.mark("file-added").wait_for()
    desk.settle()
    expect(desk.mark("activity-state")).to_have_text("待确认")
    expect(desk.mark("activity-files").locator("img")).to_have_count(1)
    expect(desk.mark("activity-confirm")).to_have_count(0)
    other = window("leader")
    other.go(desk.page.url)
    other.press("activity-confirm")
    other.settle()
    expect(other.mark("activity-state")).to_have_text("已确认")
    other.go("/c/figures?indicator=street_enforcement_training")
    expect(other.mark("part-unconfirmed")).to_have_text("已举办待确认 1")
    assert desk.errors + other.errors == []
    row = Activity.objects.everywhere("guard").get(title="三季度街道综合执法培训")
    assert (row.state, row.people, row.audience, len(row.files)) == ("confirmed", 45, "street", 1)


def test_a_talk_is_signed_with_the_picture_of_its_paper_and_stands_on_the_venues_page(
    cast: Cast, window: Window, photo: Path
) -> None:
    talk = guidance_make(cast)
    desk = window("supervisor")
    desk.go(f"/c/cases/guidance?open={talk.pk}")
    expect(desk.mark("guidance-state")).to_have_text("待签回")
    desk.press("guidance-sign")
    desk.mark("file-add").set_input_files(photo)
    desk.mark("file-added").wait_for()
    desk.settle()
    expect(desk.mark("guidance-state")).to_have_text("已签收")
    desk.go(f"/c/cases/guidance?venue={talk.venue_id}")
    desk.press("pledge-add")
    desk.mark("guidance-talk").select_option(str(talk.pk))
    desk.type("guidance-until", "2026-12-31")
    desk.type("guidance-came", "贺兰舟")
    desk.type("guidance-reason", "约谈后自愿承诺")
    desk.type("guidance-content", "逐人核对身份证件")
    desk.settle()
    desk.sees("(钢)文综承诺字〔2026〕1号")
    expect(desk.mark("pdf")).to_have_count(1, timeout=60_000)
    desk.go(f"/c/venues?open={talk.venue_id}")
    desk.page.get_by_role("tab", name="约谈承诺").click()
    expect(desk.mark("venue-guidance")).to_have_count(2)
    assert desk.errors == []
    assert sorted(Guidance.objects.everywhere("guard").values_list("kind", "state")) == [
        ("pledge", "given"), ("talk", "signed"),
    ]  # fmt: skip
