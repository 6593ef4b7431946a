"""A special campaign from its plan to its report, on its page."""

import pytest
from playwright.sync_api import expect

from scheduling.models import Campaign
from tests.browser.test_desk_jobs import DeskOf, desk_of  # noqa: F401 a fixture
from tests.cast import Cast
from tests.factories_scheduling import campaign_draft, catalogue_make

pytestmark = pytest.mark.embedded  # the pages of the one database are those of the other


def test_a_campaign_is_approved_filed_begun_and_closed_with_its_report(
    cast: Cast,
    desk_of: DeskOf,  # noqa: F811 the fixture
) -> None:
    catalogue_make()
    row = campaign_draft(cast.supervisor)
    one, leader = desk_of("supervisor"), desk_of("leader")
    one.go("/c/campaigns")
    one.row(row.name).click()
    one.page.goto(f"/c/campaigns/{row.pk}")
    one.press("campaign.ask")
    one.settle()
    expect(one.mark("campaign.approve")).to_have_count(0)

    leader.go(f"/c/campaigns/{row.pk}")
    leader.press("campaign.reject")
    expect(leader.page.locator("dialog[open] [data-test='dialog-action']")).to_be_disabled()
    leader.page.keyboard.press("Escape")
    leader.press("campaign.approve")
    leader.settle()
    expect(leader.mark("campaign.approve")).to_have_count(0)

    one.page.reload()
    one.press("campaign.file")
    one.type("campaign-number", "钢文专备〔2026〕12号")
    one.type("campaign-with", "区司法局")
    one.settle()
    one.sees("钢文专备〔2026〕12号")
    for part in ("visits", "venues", "cases", "penalties"):
        one.press(f"campaign-{part}")
        expect(one.mark(f"campaign-{part}")).to_have_attribute("aria-selected", "true")
        expect(one.mark(f"campaign-{part}")).to_contain_text("0")
    row.refresh_from_db()
    assert (row.state, row.filing_no) == ("filed", "钢文专备〔2026〕12号")
    assert Campaign.objects.everywhere("guard").count() == 1
