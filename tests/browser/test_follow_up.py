"""A follow-up's visit as its people see it: planned, asked for, staffed, approved, seen, its step written."""

import time

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from enforcement.models import FollowUp, FollowUpStep, FollowUpVisit
from inspections.models import Inspection
from registry.models import CheckItem
from scheduling.models import Visit
from tests.browser.desk import Desk
from tests.browser.phone import PATIENCE, Phone
from tests.browser.test_desk_jobs import DeskOf, desk_of  # noqa: F401 a fixture
from tests.cast import Cast
from tests.factories_enforcement import MINORS, case_make, team_make
from tests.factories_inspections import EVIDENCE, form_make
from tests.ground.chromium import PHONE, screen

pytestmark = pytest.mark.postgres  # the pages of the one database are those of the other

PASSWORD = "Wenxun-2026"


def test_a_follow_up_s_visit_from_the_plan_to_its_step(
    cast: Cast,
    desk_of: DeskOf,  # noqa: F811 the fixture
    browser: Browser,
    site: str,
    windows: list[BrowserContext],
) -> None:
    row = FollowUp.objects.everywhere("guard").get(case=case_make(cast, "closed"))
    form_make()
    CheckItem.objects.everywhere("loader").filter(code="NET-02").update(
        violations=[MINORS], evidence=EVIDENCE
    )
    section = desk_of("industry")
    asked_for(section, row)
    visit = FollowUpVisit.objects.everywhere("guard").get().visit
    staffed(desk_of("supervisor"), cast, visit)
    leader = desk_of("leader")
    leader.go(f"/c/visits?open={visit.uuid}")
    leader.press("approve")
    leader.settle()

    windows.append(screen(browser, PHONE, base_url=site))
    seen(Phone(windows[-1]), visit, row)
    record = Inspection.objects.everywhere("guard").get(visit=visit)
    section.page.reload()
    expect(section.mark("visits")).to_contain_text("检查记录待审核")
    supervisor = desk_of("supervisor")
    supervisor.go(f"/c/records/{record.pk}")
    supervisor.press("accept")
    accepted(supervisor, record)
    steps = FollowUpStep.objects.everywhere("guard")
    until = time.monotonic() + PATIENCE / 1000
    while not steps.exists():  # a worker writes it
        assert time.monotonic() < until
        section.page.wait_for_timeout(100)

    section.page.reload()
    expect(section.mark("steps")).to_contain_text(f"{visit.number}：未发现问题", timeout=PATIENCE)
    section.mark("steps").get_by_role("link", name="检查记录").click()
    section.page.wait_for_url(f"**/c/records/{record.pk}")
    step = steps.get()
    assert (step.kind, step.inspection_id) == ("recheck", record.pk)


def asked_for(section: Desk, row: FollowUp) -> None:
    """Its plan, then the visit: the item of the penalty is ticked already."""
    section.go(f"/c/cases/follow-ups?open={row.uuid}")
    section.page.get_by_role("button", name="安排跟进").click()
    section.page.locator("dialog[open] textarea").fill("九月到场复核")
    section.settle()
    section.press("ask-visit")
    expect(section.mark("item-NET-02")).to_be_checked()
    section.type("visit-reason", "复核实名登记整改")
    section.settle()
    expect(section.mark("visit-state")).to_have_text("待审批")
    expect(section.mark("visits")).to_contain_text("待补派 2 人")
    expect(section.mark("ask-visit")).to_have_count(0)
    section.press("visit-link")
    expect(section.mark("visit-page-state")).to_have_text("待审批")
    section.page.get_by_role("link", name="处罚后续监管").click()
    expect(section.mark("visit-state")).to_have_text("待审批")


def staffed(supervisor: Desk, cast: Cast, visit: Visit) -> None:
    """From the follow-up to the visit and back; the two seats; put to approval."""
    team = team_make(cast)
    supervisor.go(f"/c/visits?open={visit.uuid}")
    supervisor.press("cause")
    expect(supervisor.mark("follow-up-state")).to_have_text("跟进中")
    supervisor.press("visit-link")
    for seat, officer in enumerate(team):
        supervisor.press(f"assign-{seat}")
        dialog = supervisor.page.locator("dialog[open]")
        dialog.get_by_role("combobox").select_option(str(officer.uuid))
        dialog.locator("input, textarea").last.fill("原办案人员")
        supervisor.settle()
    supervisor.press("ask")
    expect(supervisor.mark("ask")).to_have_count(0)


def seen(phone: Phone, visit: Visit, row: FollowUp) -> None:
    """The two go there: the task, its card, the code, the one question, the signatures."""
    phone.sign_in("inspector", PASSWORD)
    phone.page.get_by_text("处罚后续监管（回访、整改复核）").first.wait_for(timeout=PATIENCE)
    phone.page.goto(f"/m/visits/{visit.uuid}")
    phone.at("企业卡")
    expect(phone.page.get_by_text(f"处罚后续监管（整改复核）：{row.case.decision_number}")).to_be_visible()
    expect(phone.page.get_by_text("复核实名登记整改")).to_be_visible()
    phone.show_code()
    assert len(phone.questions()) == 1
    phone.pass_(1)
    phone.next()
    phone.finish("贾某某", "店长")
    assert phone.errors == []


def accepted(supervisor: Desk, record: Inspection) -> None:
    """The page says so, and so does the row."""
    supervisor.sees("已通过")
    record.refresh_from_db()
    assert record.state == "accepted"
