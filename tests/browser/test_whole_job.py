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
VERIFIER = ROOT / "scheduling" / "verifier" / "ssj_verify.py"


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


def draw(office: Office) -> str:
    """Draft, commit, dice before three witnesses, result; returns the draw's address."""
    desk = office.desk("supervisor")
    desk.go("/c/draws")
    desk.press("draw-new")
    desk.press("category-NET")
    desk.type("title", "网吧")
    desk.press("step-items")
    desk.press("items-all-NET")
    desk.press("step-rules")
    desk.type("overall", "40")
    desk.press("step-days")
    desk.type("visit-from", "2026-09-16")
    desk.type("visit-to", "2026-09-30")
    desk.type("basis", "《互联网上网服务营业场所管理条例》第四条")
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
    """The package, downloaded as anybody would, satisfies the one stand-alone file."""
    desk = office.desk("supervisor")
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
    desk.press("step")
    expect(desk.mark("said")).to_be_visible(timeout=PATIENCE)


def carry_to_decision(office: Office, case: str, investigator: str) -> None:
    """Investigated, reviewed by the legal section, informed, the statement waived, decided by the leader."""
    step(
        office,
        investigator,
        case,
        "case.investigate",
        {"facts": NOTE, "proposal": "建议给予警告，并处罚款两千元。"},
    )
    step(office, "reviewer", case, "case.review", {"opinion": "事实清楚，程序合法，同意。"})
    step(office, investigator, case, "case.inform", {"fine": "2000"}, ticks=("class-warning", "class-fine"))
    step(office, investigator, case, "case.statement", {}, ticks=("waived",))
    step(office, "leader", case, "case.decide", {})
    office.desk("leader").sees("已决定")


def test_the_whole_job(office: Office, tmp_path: Path) -> None:
    import_rosters(office)
    address = draw(office)
    venue, officers = approve(office, address)
    office.it_is(17, 10)
    check(office, venue, officers[0])
    office.it_is(18, 9)
    review(office, venue)
    case = file_case(office, venue, officers)
    carry_to_decision(office, case, office.names[officers[0]])
    verified(office, address, tmp_path)
