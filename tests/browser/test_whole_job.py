"""One round of the work as its users do it, by the pages alone: from a dirty roster to the year's figures."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, expect

from backend import clock
from backend.clock import BEIJING
from backend.models import Organ, User
from scheduling.services.triggers import triggers_load
from tests.browser.desk import Desk
from tests.browser.phone import PATIENCE, Phone, photo
from tests.cast import user_of
from tests.factories_registry import catalogue_make, officer_make, uscc_make
from tests.ground import ROOT
from tests.ground.chromium import DESK, PHONE, screen
from tests.workbooks import dirty_codes, dirty_workbook

PASSWORD = "Wenxun-2026"
DICE = "3141592653589793238462643383279502884197"
NOTE = "收银台旁未悬挂未成年人禁入标志，仅存钉孔。"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ASKED = "是否悬挂许可证，并在入口处悬挂未成年人禁入标志"
TARGETS = ROOT / "counting" / "data" / "targets_gangcheng_2023.csv"
VERIFIER = ROOT / "scheduling" / "verifier" / "ssj_verify.py"

# The published targets of the year and the figures beside them, before anything was done.
NOTHING_YET = {
    "行政处罚案件": "0",
    "检查经营单位": "0",
    "双随机抽查比例": "0%",
    "达标覆盖率": "0%",
    "“绿书签”进校园宣传": "0",
    "“扫黄打非”基层示范点": "0",
    "无“小耳朵”社区（村）": "0",
    "无“小耳朵”乡镇（街道）": "0",
    "街道综合执法培训（三季度）": "0",
    "文旅安全生产委员会会议": "0",
    "安全生产培训和应急演练": "0",
    "检查到的单位": "0",
    "出动执法人员": "0",
    "行政检查次数（年报口径）": "0",
    "专项检查": "0",
    "行政约谈": "0",
    "承诺书": "0",
    "演出现场检查": "0",
    "立案调查": "0",
    "办结案件": "0",
    "排查隐患": "0",
    "整改隐患": "0",
}


@dataclass
class Office:
    """The district's people at their desks, and the day's clock."""

    open_window: Callable[[tuple[int, int]], BrowserContext]
    hours: ExitStack
    names: dict[str, str]  # officer's name → user name
    desks: dict[str, Desk] = field(default_factory=dict)

    def desk(self, username: str) -> Desk:
        """The person's own window, signed in once."""
        if username not in self.desks:
            self.desks[username] = Desk(self.open_window(DESK), username, PASSWORD)
        return self.desks[username]

    def it_is(self, day: int, hour: int, minute: int = 0) -> None:
        """September 2026, Beijing time, on the server and in every window from its next page."""
        self.hours.enter_context(clock.at(datetime(2026, 9, day, hour, minute, tzinfo=BEIJING)))


@pytest.fixture
def office(
    organ: Organ,
    supervisor: User,
    leader: User,
    legal_reviewer: User,
    inspector: User,
    colleague: User,
    browser: Browser,
    site: str,
    windows: list[BrowserContext],
) -> Iterator[Office]:
    """What no page can make: the organ, its people, the catalogue, the triggers, four certified officers."""
    catalogue_make()
    triggers_load()
    team = [
        inspector,
        colleague,
        user_of(organ, "zhou", "周砚秋", "inspector"),
        user_of(organ, "han", "韩雨桐", "inspector"),
    ]
    for user in team:
        officer_make(supervisor, user)

    def open_window(size: tuple[int, int]) -> BrowserContext:
        windows.append(screen(browser, size, base_url=site))
        return windows[-1]

    with ExitStack() as hours:
        made = Office(open_window, hours, {user.name: user.username for user in team})
        yield made
        assert [error for desk in made.desks.values() for error in desk.errors] == []


def taken_in(office: Office, name: str, kind: str, data: bytes) -> Desk:
    """The supervisor uploads a roster and waits for its verdicts."""
    desk = office.desk("supervisor")
    desk.rail("主体库")
    desk.page.get_by_role("link", name="导入").first.click()
    desk.mark("import-file").set_input_files(FilePayload(name=name, mimeType=kind, buffer=data))
    desk.press("import-upload")
    expect(desk.mark("import-state")).to_have_text("待确认", timeout=PATIENCE)
    return desk


def confirmed(desk: Desk) -> None:
    desk.press("confirm")
    desk.settle()
    expect(desk.mark("import-done")).to_be_visible(timeout=PATIENCE)


def import_rosters(office: Office) -> None:
    """An old office's CSV first; then the dirty workbook, whose refused rows are put right in the page."""
    codes = dirty_codes()
    old = (
        f"单位名称,统一社会信用代码,经营地址,类别\r\n已登记网吧,{codes['registered']},艾山大街 5 号,网吧\r\n"
    )
    confirmed(taken_in(office, "老名单.csv", "text/csv", old.encode("gb18030")))

    desk = taken_in(office, "基本情况汇总表.xlsx", XLSX, dirty_workbook(codes))
    assert verdicts(desk) == {"new": 6, "changed": 1, "same": 0, "refused": 4}
    for row, cell, text in (
        (10, "uscc", uscc_make(900_050)),
        (11, "uscc", uscc_make(900_051)),
        (12, "categories", "网吧"),
    ):
        refused = desk.mark("import-row").filter(has=desk.page.get_by_role("cell", name=str(row), exact=True))
        refused.locator("[data-test='fix']").click()
        desk.type(f"cell-{cell}", text)
        desk.settle()
    assert verdicts(desk) == {"new": 9, "changed": 1, "same": 0, "refused": 1}
    confirmed(desk)


def verdicts(desk: Desk) -> dict[str, int]:
    """How many rows of each verdict the page shows."""
    names = ("new", "changed", "same", "refused")
    return {name: int(desk.mark(f"verdict-{name}").locator(".num").inner_text()) for name in names}


def plan_the_year(office: Office) -> None:
    """The year's targets as published, and a plan of one row whose wording is read into its quota."""
    desk = office.desk("supervisor")
    desk.rail("统计")
    desk.press("target-import")
    desk.mark("import-file").set_input_files(TARGETS)
    desk.settle()
    expect(desk.mark("target")).to_have_count(11)

    desk.rail("双随机")
    desk.page.get_by_role("link", name="年度计划", exact=True).click()
    desk.press("plan-make")
    desk.type("plan-name", "2026 年度抽查工作计划")
    desk.page.get_by_label("名录截止日").fill("2026-09-15")
    desk.settle()
    desk.press("row-add")
    desk.type("row-item", "网吧经营活动")
    desk.type("row-wording", "抽查比例40%")
    desk.type("row-from", "9")
    desk.type("row-to", "11")
    desk.page.get_by_label("上网服务", exact=True).check()
    desk.page.get_by_label("检查依据").fill("《互联网上网服务营业场所管理条例》第四条")
    desk.settle()
    desk.press("publish")
    desk.settle()
    expect(desk.mark("plan-state")).to_contain_text("已公布")


def draw(office: Office) -> str:
    """Draft from the plan's row, commit, dice before three witnesses, result; returns the draw's address."""
    desk = office.desk("supervisor")
    desk.go("/c/plans")
    desk.press("plan-row")
    desk.press("row-draw")
    expect(desk.mark("title")).to_have_value("网吧经营活动")
    desk.press("step-items")
    desk.press("items-all-NET")
    desk.press("step-days")
    desk.type("visit-from", "2026-09-16")
    desk.type("visit-to", "2026-09-30")
    desk.press("draft-save")
    desk.press("commit")
    desk.settle()
    expect(desk.mark("digest")).to_be_visible()
    address = desk.page.url

    office.it_is(16, 9, 31)
    desk.go(address)
    desk.press("witness")
    for seat, (name, role) in enumerate([("周平", "人大代表"), ("郑和", "公证员"), ("吴岚", "业主代表")]):
        desk.type(f"witness-name-{seat}", name)
        desk.type(f"witness-role-{seat}", role)
    desk.press("people-next")
    desk.page.keyboard.type(DICE)
    desk.press("stage-second")
    desk.type("second", DICE)
    desk.press("stage-sheet")
    desk.mark("sheet").set_input_files(FilePayload(name="记录单.jpg", mimeType="image/jpeg", buffer=photo(9)))
    expect(desk.mark("sheet-stored")).to_be_visible(timeout=PATIENCE)
    desk.press("draw")
    desk.settle()
    expect(desk.mark("checked")).to_be_visible(timeout=PATIENCE)
    return address


def verified(office: Office, address: str, folder: Path) -> None:
    """Anybody's browser computes the draw; the package, downloaded, satisfies the one stand-alone file."""
    desk = office.desk("supervisor")
    desk.go(address.replace("/c/draws", "/p/draws"))
    expect(desk.mark("step-root")).to_have_attribute("data-outcome", "pass", timeout=PATIENCE)
    desk.go(address)
    with desk.page.expect_download() as download:
        desk.press("package")
    package = folder / "draw.zip"
    download.value.save_as(package)
    done = subprocess.run(
        [sys.executable, "-I", VERIFIER, package], capture_output=True, text=True, cwd=folder, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def approve(office: Office, address: str) -> tuple[str, list[str]]:
    """The supervisor asks, the leader approves the whole draw in one act.

    Returns the first venue and its officers by name, as the leader saw them.
    """
    asking = office.desk("supervisor")
    asking.go(address)
    asking.press("view-approval")
    asking.press("ask")
    expect(asking.mark("approval")).to_be_visible()
    leading = office.desk("leader")
    leading.go("/c/approvals")
    leading.press("asked-draw")
    facts = leading.page.locator("table.vf2 tbody tr").first.locator("td")
    venue, officers = facts.nth(0).get_by_role("link").inner_text(), facts.nth(3).inner_text().split()
    leading.press("approve")
    leading.settle()
    return venue, officers


def check(office: Office, venue: str, officer: str) -> None:
    """On a phone of 390×844: code shown, one finding with two photos, three signatures, one reply lost."""
    phone = Phone(office.open_window(PHONE))
    phone.sign_in(office.names[officer], PASSWORD)
    phone.open_task(venue)
    phone.show_code()
    for number, question in enumerate(phone.questions(), start=1):
        if ASKED in question:
            phone.fail(number, NOTE, [photo(1), photo(2)])
        else:
            phone.pass_(number)
        phone.next()
    phone.at("证据与现场")
    phone.met("韩山", "值班经理")
    phone.go_signing()
    for _ in range(3):
        phone.sign()
    sent = phone.lose_first_reply()
    phone.submit()
    phone.all_sent()
    assert len(sent) == 2
    assert phone.errors == []


def review(office: Office, venue: str) -> None:
    """The supervisor accepts the record and publishes its result."""
    desk = office.desk("supervisor")
    desk.go("/c/records")
    desk.mark("queued").filter(has_text=venue).click()
    desk.press("accept")
    expect(desk.page.get_by_role("status").filter(has_text=venue)).to_be_visible()
    desk.go("/c/records/all")
    desk.row(venue).click()
    desk.press("publish")
    expect(desk.mark("publish")).to_have_count(0)
    desk.sees("已公示")


def file_case(office: Office, venue: str, officers: list[str]) -> str:
    """The leader files a case from the finding; returns its address."""
    desk = office.desk("leader")
    desk.go("/c/records/all")
    desk.row(venue).click()
    desk.press("case-from-finding")
    for name in officers:
        option = desk.mark("officer-add").locator("option").filter(has_text=name)
        desk.mark("officer-add").select_option(value=option.get_attribute("value"))
    desk.settle()
    expect(desk.mark("next-step")).to_be_visible(timeout=PATIENCE)
    return desk.page.url


def step(
    office: Office, who: str, case: str, verb: str, typed: dict[str, str], ticks: tuple[str, ...] = ()
) -> None:
    """One step of the case by whoever may take it."""
    desk = office.desk(who)
    desk.go(case)
    expect(desk.mark("next-step")).to_be_visible(timeout=PATIENCE)
    if desk.mark(verb).count():
        desk.press(verb)
    for name in ticks:
        desk.mark(name).check()
    for name, text in typed.items():
        desk.type(name, text)
    if verb == "case.inform":
        desk.mark("mode").select_option("direct")
    desk.press("step")
    expect(desk.mark("said")).to_be_visible(timeout=PATIENCE)


def carry_to_decision(office: Office, case: str, investigator: str) -> None:
    """Investigated, reviewed by the legal section, told of the penalty, waived, decided by the leader."""
    found = {"facts": NOTE, "proposal": "建议给予警告，并处罚款两千元。"}
    step(office, investigator, case, "case.investigate", found)
    step(office, "reviewer", case, "case.review", {"opinion": "事实清楚，程序合法，同意。"})
    step(office, investigator, case, "case.intend", {"fine": "2000"}, ticks=("class-warning", "class-fine"))
    expect(office.desk(investigator).mark("rights")).to_contain_text("只告知陈述、申辩权利")
    step(office, investigator, case, "case.inform", {"proof": "经营者签收"})
    office.desk(investigator).sees("直接送达　经营者签收")
    step(office, investigator, case, "case.statement", {}, ticks=("waived",))
    step(office, "leader", case, "case.decide", {})
    office.desk("leader").sees("已决定")


def numbers(office: Office) -> dict[str, str]:
    """Every figure of 目标与数字, read anew: its name → its value as printed."""
    desk = office.desk("supervisor")
    desk.go("/c/figures")
    expect(desk.mark("target")).to_have_count(11)
    rows = desk.mark("target").or_(desk.mark("figure")).all()
    return {row.locator("span.cut").inner_text(): row.locator("b").inner_text() for row in rows}


def rows_behind(office: Office, name: str) -> list[str]:
    """The rows a figure opens to, by name; the page itself proves that they add up."""
    desk = office.desk("supervisor")
    desk.mark("target").or_(desk.mark("figure")).filter(has_text=name).click()
    expect(desk.mark("proof")).not_to_contain_text("不一致")
    return desk.mark("counted").all_inner_texts()


def test_the_whole_job(office: Office, tmp_path: Path) -> None:
    import_rosters(office)
    plan_the_year(office)
    assert numbers(office) == NOTHING_YET
    address = draw(office)
    venue, officers = approve(office, address)
    office.it_is(17, 10)
    check(office, venue, officers[0])
    # two officers set out; the record waits for its review and stands beside the 家次, not in it
    assert numbers(office) == NOTHING_YET | {"出动执法人员": "2"}
    assert office.desk("supervisor").mark("part-pending").inner_text() == "待审核 1"
    office.it_is(18, 9)
    review(office, venue)
    # ten venues on the register, one drawn and accepted: 10 %; of the plan's one row 1 of 8 venues ≥ 5 %
    counted = NOTHING_YET | {
        "检查经营单位": "1",
        "检查到的单位": "1",
        "出动执法人员": "2",
        "行政检查次数（年报口径）": "1",
        "双随机抽查比例": "10%",
        "达标覆盖率": "100%",
    }
    assert numbers(office) == counted
    case = file_case(office, venue, officers)
    carry_to_decision(office, case, office.names[officers[0]])
    # the check led to a penalty: a case more, a statutory check less
    assert numbers(office) == counted | {
        "行政处罚案件": "1", "行政检查次数（年报口径）": "0", "立案调查": "1",
    }  # fmt: skip
    assert rows_behind(office, "检查经营单位") == [venue]
    assert len(rows_behind(office, "行政处罚案件")) == 1
    verified(office, address, tmp_path)
