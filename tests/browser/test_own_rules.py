"""What a bureau sets for itself at its desk (线索期限, 文书模板, 工作日历), and what changes with it."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import FilePayload, expect

from backend import clock
from backend.documents.making import pdf_text
from backend.documents.pdf import layout
from backend.models import CalendarChange, Clock, FormTemplate
from backend.services.calendar import calendar_load_year, seed_days
from enforcement.models import Case, ChannelTerm, Lead
from registry.models import CheckItem
from tests.browser.test_desk_jobs import DeskOf, desk_of  # noqa: F401 a fixture
from tests.cast import Cast
from tests.factories_enforcement import MINORS, case_make, finding_make
from tests.factories_inspections import patrol_make

ASK = "为什么是这一天"


@pytest.fixture
def published(transactional_db: None) -> Iterator[None]:
    """The published table of the year stands again afterwards: every test counts on it."""
    yield
    calendar_load_year(year=2026, source="国务院办公厅通知", days=seed_days(2026), now=clock.now())


@pytest.mark.embedded
def test_a_finding_and_a_patrol_become_leads_by_the_bureaus_own_term_and_a_case_that_says_why_its_day(
    cast: Cast,
    desk_of: DeskOf,  # noqa: F811 the fixture
) -> None:
    finding = finding_make(cast)
    CheckItem.objects.everywhere("loader").filter(code__in=("NET-01", "NET-02")).update(violations=[MINORS])
    seen = patrol_make(cast.supervisor, files=[])
    desk, leader = desk_of("supervisor"), desk_of("leader")

    desk.go("/c/cases/leads")
    desk.press("lead-terms")
    desk.mark("term-channel").select_option("finding")
    desk.mark("term-pick").first.check()
    length = desk.page.locator("dialog[open]").get_by_label("长度")
    length.fill("0")
    desk.type("term-reason", "本单位首办责任制规定")
    expect(desk.mark("dialog-action")).to_have_attribute("aria-disabled", "true")
    length.fill("9")
    desk.mark("dialog-action").click()
    expect(desk.mark("terms-saved")).to_be_visible()
    expect(desk.page.locator("dialog[open]")).to_contain_text("本单位设定")

    desk.go(f"/c/records/{finding.inspection_id}")
    desk.press("lead-from-finding")
    expect(desk.mark("lead-channel")).to_be_disabled()
    desk.settle()
    made = Lead.objects.everywhere("guard").get(cause_id=finding.pk)
    desk.go(f"/c/cases/leads/{made.pk}")
    desk.page.locator(".ck").get_by_role("button", name=ASK).click()
    expect(desk.page.locator(".ck .why")).to_contain_text("9 个工作日")
    expect(desk.page.locator(".ck .dy.end")).to_have_text("09/28一第 9 日")
    desk.go(f"/c/records/patrols?open={seen.pk}")
    desk.press("patrol-lead")
    desk.settle()
    expect(desk.mark("patrol-state")).to_have_text("已转线索")
    expect(desk.mark("patrol-lead")).to_have_count(0)

    leader.go(f"/c/records/{finding.inspection_id}")
    leader.press("case-from-finding")
    leader.mark("violation").select_option(MINORS)
    for seat in (1, 2):
        leader.mark("officer-add").select_option(index=1)
        expect(leader.page.locator("dialog[open] ol li")).to_have_count(seat)
    leader.settle()
    leader.page.locator(".ck").filter(has_text="办案期限").get_by_role("button", name=ASK).click()
    expect(leader.page.locator(".ck .dy.end")).to_have_text("12/14一第 90 日")
    leader.page.get_by_role("button", name="逐日看 90 天").click()
    expect(leader.page.locator(".ck .dy.on")).to_have_count(90)
    with leader.page.expect_download() as taken:
        leader.press("file-pdf")
    case = Case.objects.everywhere("guard").get()
    assert case.number in pdf_text(taken.value.path().read_bytes())
    assert (case.state, case.cause_id) == ("filed", finding.pk)
    assert case.officers.count() == 2

    term = ChannelTerm.objects.everywhere("guard").get()
    assert (term.channel, term.length, term.unit, term.set_by_id) == (
        "finding", 9, "workdays", cast.supervisor.pk,
    )  # fmt: skip
    checked = Clock.objects.everywhere("guard").get(noun_id=made.pk, rule="lead_check")
    assert (checked.length, checked.due_on) == (9, date(2026, 9, 28))
    of_patrol = Lead.objects.everywhere("guard").get(cause_id=seen.pk)
    seen.refresh_from_db()
    assert (seen.state, of_patrol.channel, of_patrol.reported_by_id) == ("led", "patrol", cast.supervisor.pk)


@pytest.mark.embedded
def test_a_template_of_its_own_is_tried_before_it_is_used_and_a_changed_holiday_says_which_clocks_moved(
    cast: Cast,
    desk_of: DeskOf,  # noqa: F811 the fixture
    published: None,
) -> None:
    case = case_make(cast, "decided")
    desk = desk_of("supervisor")

    desk.go("/c/cases/forms")
    desk.row("结案报告").click()

    def put(content: str) -> None:
        file = FilePayload(name="结案报告.typ", mimeType="text/plain", buffer=content.encode())
        desk.mark("upload-typst").set_input_files(file)

    put(layout().replace('b.kind == "long"', 'b.kind == "never"'))
    expect(desk.mark("refused")).to_contain_text("版式里没有")
    put(layout().replace("#v(5mm)", "#v(6mm)"))
    expect(desk.mark("saved")).to_be_visible()
    expect(desk.mark("refused")).to_have_count(0)
    expect(desk.row("结案报告")).to_contain_text("本单位第 1 版")
    shown = desk.page.request.get(desk.mark("preview").get_attribute("href") or "")
    assert shown.body().startswith(b"%PDF")
    desk.press("back-typst")
    expect(desk.mark("back-typst")).to_have_count(0)
    desk.sees("恢复系统自带")
    kept = FormTemplate.objects.everywhere("guard").order_by("version").values_list("version", "file_id")
    assert [(version, file is not None) for version, file in kept] == [(1, True), (2, False)]

    desk.go("/c/settings/calendar")
    desk.press("edit-2026")
    days = desk.mark("days")
    table = days.input_value()
    days.fill(f"{table}\n2026-09-16 放 台风停工")
    desk.sees("无法识别：2026-09-16 放 台风停工")
    days.fill(f"{table}\n2026-09-16 休 台风停工")
    desk.type("source", "区政府停工通知")
    desk.press("try")
    shift = desk.mark("shift").filter(has_text=case.number).filter(has_text="送达")
    expect(shift).to_contain_text("2026-09-232026-09-24")
    desk.press("keep")
    expect(desk.mark("said")).to_contain_text("已保存")
    expect(shift).to_have_count(1)
    due = Clock.objects.everywhere("guard").get(noun_id=case.pk, rule="case_service")
    change = CalendarChange.objects.everywhere("guard").get(changed_by=cast.supervisor)
    assert (due.due_on, change.years, change.source) == (date(2026, 9, 24), [2026], "区政府停工通知")
    assert change.shifts.filter(clock=due).count() == 1
    shift.get_by_role("link").click()
    service = desk.page.locator(".ck").filter(has_text="决定书送达")
    service.get_by_role("button", name=ASK).click()
    expect(service.locator(".dy.off").first).to_have_text("09/16三台风停工")
