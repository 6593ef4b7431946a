"""A prompt to repair the credit as the section makes it, and the day of it as the public reads it."""

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from enforcement.models import FollowUpStep
from tests.browser.phone import PATIENCE
from tests.browser.test_desk_jobs import DeskOf, desk_of  # noqa: F401 a fixture
from tests.cast import Cast
from tests.ground.chromium import PHONE, screen
from tests.services.enforcement.test_repairing import followed

pytestmark = pytest.mark.postgres  # the pages of the one database are those of the other

LINE = "可自 2026-12-16 起申请信用修复"


def test_a_prompt_is_made_of_the_decision_printed_and_read_in_public(
    cast: Cast,
    desk_of: DeskOf,  # noqa: F811 the fixture
    browser: Browser,
    site: str,
    windows: list[BrowserContext],
) -> None:
    row = followed(cast)
    section = desk_of("industry")
    section.go(f"/c/cases/follow-ups?open={row.uuid}")
    expect(section.mark("repair-state")).to_have_text("还没到日期")
    expect(section.mark("repair")).to_contain_text(LINE)
    section.press("prompt")
    section.page.locator("dialog[open] textarea").fill("可先咨询办事窗口")
    section.settle()
    expect(section.mark("repair-state")).to_have_text("已提示")
    expect(section.mark("prompt")).to_have_count(0)
    link = section.mark("pdf")
    link.wait_for(timeout=PATIENCE)  # a worker has made it
    paper = section.page.request.get(link.get_attribute("href") or "")
    assert paper.body().startswith(b"%PDF")
    expect(section.mark("steps")).to_contain_text("可先咨询办事窗口")
    step = FollowUpStep.objects.everywhere("guard").get()
    assert (step.kind, step.record_noun, step.record_id) == ("repair", "case", row.case_id)
    assert section.errors == []

    windows.append(screen(browser, PHONE, base_url=site))
    public = windows[-1].new_page()
    public.goto(f"/p/credit?code={row.case.venue.code}")
    expect(public.locator("[data-test='decision'] [data-test='repair']")).to_contain_text(LINE)
    public.goto("/p/penalties")
    expect(public.locator("[data-test='penalty'] [data-test='repair']")).to_contain_text("作出信用承诺")
