"""Every phone page in the order a day shows them: one walk for the tests of its look and for its pictures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.browser.phone import Phone, photo

# The last of them is at the desk's address: patrols are made wherever there is a network.
LATE = (
    ("backup", "/m/backup", "备份文件"),
    ("room", "/m/room", "手机空间"),
    ("visit-new", "/m/visits/new", "临时检查"),
    ("service-new", "/m/services/new", "服务指导登记"),
    ("patrols", "/c/patrols", "非现场巡查"),
)
NOTE = "收银台旁有两名未成年人上网，未出示身份证件。"


@dataclass(frozen=True)
class Errand:
    """Whom the walk visits, and words of the question that fails there: one that asks on for minors."""

    venue: str
    fails: str
    party: tuple[str, str] = ("韩山", "值班经理")


def walk(phone: Phone, errand: Errand) -> Iterator[str]:
    """Stand still at each page; yields its name."""
    page = phone.page
    phone.at("今日任务")
    expect(page.get_by_role("heading", name=errand.venue)).to_be_visible()
    yield "tasks"
    page.get_by_role("button", name="搜索任务").click()
    page.get_by_placeholder("搜索任务").fill("没有这家")
    yield "tasks-none"
    page.get_by_role("button", name="搜索任务").click()
    page.get_by_role("link", name="路线").click()
    phone.at("路线")
    page.get_by_role("img", name=re.compile("位置示意图")).wait_for()
    yield "route"
    page.get_by_role("button", name="导航").first.click()
    page.get_by_role("link", name="高德地图").wait_for()
    yield "route-maps"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="返回").click()
    phone.open_task(errand.venue)
    yield "venue"
    page.locator(".foot").get_by_role("button").click()
    phone.at("亮码告知")
    page.get_by_role("radio", name="没有扫", exact=True).click()
    yield "notice"
    for name, opened in (("五个严禁 八个不得", "notice-rules"), ("没开门、找不到或不配合", "notice-ways")):
        page.get_by_role("button", name=re.compile(name)).click()
        page.get_by_role("dialog").wait_for()
        yield opened
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("radio", name="已扫码", exact=True).click()
    page.get_by_role("button", name="已告知，开始检查").click()
    phone.at("现场检查")
    yield from _check(phone, errand)
    phone.at("证据与现场")
    yield "scene"
    page.get_by_role("button", name="登记一段录像").click()
    page.get_by_label("编号", exact=True).wait_for()
    yield "recorders"
    phone.met(*errand.party)
    yield "review"
    yield from _papers(phone)
    phone.go_signing()
    yield "sign"
    for _ in range(3):
        phone.sign()
    phone.submit()
    yield "sent"
    phone.all_sent()
    yield from _tabs(phone)


def _papers(phone: Phone) -> Iterator[str]:
    """One paper is begun and left; another is begun, its act picked in the catalogue, and taken back."""
    page = phone.page
    page.locator("[data-test=papers]").click()
    phone.at("现场文书")
    page.locator("[data-test=make-rectification]").wait_for()
    yield "papers"
    page.locator("[data-test=make-rectification]").click()
    phone.at("责令改正通知书")
    yield "paper"
    page.get_by_role("button", name="返回").click()
    phone.at("现场文书")
    page.locator("[data-test=make-spot_penalty]").click()
    phone.at("当场处罚决定书")
    page.locator("[data-test=act-open]").click()
    sheet = page.get_by_role("dialog", name="违法行为")
    sheet.get_by_placeholder("搜违法行为、条款").fill("未成年人")
    sheet.locator("button[data-test^=act-]").first.wait_for()
    yield "spot-act"
    sheet.locator("button[data-test^=act-]").first.click()
    page.locator("[data-test=act]").wait_for()
    yield "spot"
    page.get_by_role("button", name="删除这份文书").click()
    page.get_by_role("dialog").get_by_role("button", name="删除这份文书").click()
    phone.at("现场文书")
    page.get_by_role("button", name="返回").click()
    phone.at("核对")


def _check(phone: Phone, errand: Errand) -> Iterator[str]:
    page = phone.page
    yield "check"
    for number, question in enumerate(phone.questions(), start=1):
        if errand.fails not in question:
            phone.pass_(number)
        else:
            phone.fail(number, NOTE, [photo(number)])
            asked = phone.question(number)
            asked.get_by_role("textbox", name=re.compile("未成年人人数")).fill("2")
            asked.get_by_role("button", name="责令改正").click()
            asked.get_by_role("link", name="全部依据和幅度").click()
            phone.at("法规")
            page.get_by_placeholder("搜违法行为").fill("未成年人 网吧")
            expect(page.locator("main details").first).to_be_visible()
            yield "law"
            page.get_by_role("button", name="返回").click()
            phone.at("现场检查")
            expect(asked.get_by_label("改正期限")).to_be_visible()
            yield "check-finding"
            asked.get_by_role("button", name=re.compile("^照片 ")).first.click()
            page.get_by_role("button", name="标注、打码").wait_for()
            yield "photo"
            page.get_by_role("button", name="标注、打码").click()
            page.get_by_role("button", name="加在中间").click()
            yield "marks"
            page.get_by_role("button", name="不改").click()
            page.get_by_role("button", name="关闭").click()
            page.get_by_role("button", name="选择一节").first.click()
            page.get_by_role("dialog", name="选择一节").wait_for()
            yield "check-sections"
            page.get_by_role("dialog").get_by_role("button").last.click()
        phone.next()


def _tabs(phone: Phone) -> Iterator[str]:
    page = phone.page
    tab = page.get_by_role("navigation", name="主导航")
    page.goto("/m/outbox")
    phone.at("待传")
    yield "outbox"
    tab.get_by_role("link", name="记录").click()
    phone.at("记录")
    yield "records"
    page.locator("main").get_by_role("link").first.click()
    phone.at("检查记录")
    yield "record"
    page.goto("/m/me")
    phone.at("我的")
    page.get_by_text("版本", exact=True).wait_for()
    yield "me"
    page.goto("/m/duty")
    phone.at("我的值班")
    yield "duty"
    yield from _late(phone)
    yield from _english(phone)


def _late(phone: Phone) -> Iterator[str]:
    """Pages a day does not always need, and those behind the code, which anybody opens."""
    page = phone.page
    for name, path, title in LATE:
        page.goto(path)
        phone.at(title)
        page.wait_for_load_state("networkidle")
        yield name
    page.locator("[data-test=patrol-record]").click()
    page.get_by_role("dialog").wait_for()
    yield "patrol-form"
    token = page.request.get("/api/v1/tasks").json()["rows"][0]["token"]
    page.goto(f"/p/v/{token}")
    page.wait_for_load_state("networkidle")
    yield "door"
    page.goto("/p/about")
    page.wait_for_load_state("networkidle")
    yield "about"


def _english(phone: Phone) -> Iterator[str]:
    """Longer words on the same pages."""
    page = phone.page
    page.evaluate("localStorage.setItem('wenxun.language', 'en')")
    for path in (
        "/m",
        "/m/records",
        "/m/outbox",
        "/m/me",
        "/m/duty",
        "/m/visits/new",
        "/m/services/new",
        "/m/backup",
    ):
        page.goto(path)
        page.locator("h1").first.wait_for()
        page.wait_for_load_state("networkidle")
        yield f"english{path.removeprefix('/m').replace('/', '-')}"
    yield from _english_steps(phone)


def _english_steps(phone: Phone) -> Iterator[str]:
    """The steps of the next check in longer words, until the person on site may sign."""
    page = phone.page
    page.goto("/m")
    page.locator("article.next .primary").click()
    page.locator(".facts").wait_for()
    yield "english-venue"
    page.locator(".foot .primary").click()
    page.get_by_role("radio", name="Not scanned", exact=True).click()
    yield "english-notice"
    page.get_by_role("radio", name="Scanned", exact=True).click()
    page.get_by_role("button", name="Told, start check").click()
    questions = page.get_by_role("region", name=re.compile(r"^Item \d+$"))
    questions.first.wait_for()
    questions.first.get_by_role("radiogroup").get_by_text("Fails", exact=True).click()
    questions.first.get_by_label("Say what was seen").fill(NOTE)
    yield "english-check"
    page.locator(".foot .primary").click()
    while page.get_by_role("button", name="Next open").count():
        page.locator(".q.open").last.get_by_role("radiogroup").get_by_text("N/A", exact=True).click()
        page.locator(".foot .primary").click()
    page.get_by_label("Name", exact=True).fill("韩山")
    page.get_by_label("Position", exact=True).fill("值班经理")
    yield "english-scene"
    page.get_by_role("button", name="Review", exact=True).click()
    yield "english-review"
    page.get_by_role("button", name="Sign", exact=True).click()
    for _ in range(2):
        phone.sign("Sign in the box", "Confirm")
    yield "english-sign"
