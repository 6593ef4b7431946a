"""A commitment whose day has ended: told on the workbench, looked at, and written down."""

from datetime import date

import pytest
from playwright.sync_api import expect

from backend import clock
from enforcement.models import Guidance
from tests.browser.test_desk_jobs import DeskOf, desk_of  # noqa: F401 a fixture
from tests.cast import Cast
from tests.factories_enforcement import guidance_make
from tests.services.enforcement.test_guidance import sign

pytestmark = pytest.mark.embedded  # the pages of the one database are those of the other


def test_a_commitment_that_has_ended_is_checked_from_the_workbench(
    cast: Cast,
    desk_of: DeskOf,  # noqa: F811 the fixture
) -> None:
    row = sign(cast, guidance_make(cast, kind="pledge", until=clock.today()))
    Guidance.objects.everywhere("guard").update(until=date(2026, 9, 14))
    desk = desk_of("supervisor")
    desk.go("/c/workbench")
    expect(desk.page.get_by_text(f"承诺期满待核验：{row.venue.name}")).to_be_visible()
    desk.press("duty")
    desk.press("guidance-check")
    desk.mark("check-kept").select_option("broken")
    desk.type("check-text", "抽查发现仍未登记")
    desk.settle()
    expect(desk.mark("guidance-state")).to_have_text("已核验")
    desk.sees("未履行　抽查发现仍未登记")
    desk.go("/c/workbench")
    desk.sees("需要我现在处理")
    expect(desk.page.get_by_text("承诺期满待核验：")).to_have_count(0)
    row.refresh_from_db()
    assert (row.state, row.kept) == ("checked", False)
