"""Every phone page in the order a day shows them: one walk for the tests of its look and for its pictures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.browser.phone import Phone, photo

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
    phone.met(*errand.party)
    yield "review"
    phone.go_signing()
    yield "sign"
    for _ in range(3):
        phone.sign()
    phone.submit()
    yield "sent"
    phone.all_sent()
    yield from _tabs(phone)


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
