"""A paper made where there is no network: the phone prints what the server later makes of it."""

import re

from playwright.sync_api import Page, expect

from backend import clock
from backend.documents.making import pdf_text
from backend.models import Document, NumberUse
from backend.services.documents import document_make
from backend.services.files import file_bytes
from tests.browser.phone import photo
from tests.browser.test_phone import Errand, errand  # noqa: F401 the fixture of the phone's own tests

FILLED = {"content": "三日内悬挂未成年人禁入标志。", "law": "《示例条例》第二十一条", "due_on": "2026-10-09"}


def fill(page: Page) -> None:
    for key, text in FILLED.items():
        entry = page.locator(f"[data-test=in-{key}]")
        entry.fill(text)
        entry.blur()


def draw_name(page: Page) -> None:
    """Whoever's turn it is signs the paper."""
    turn = page.locator(".sg > p").inner_text()
    page.get_by_label("在框内签名").scroll_into_view_if_needed()
    box = page.get_by_label("在框内签名").bounding_box()
    assert box is not None
    left, top = box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.4
    page.mouse.move(left, top)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(left + step * 12, top + (step % 4) * 12)
    page.mouse.up()
    page.locator("[data-test=confirm]").click()
    expect(page.get_by_text(turn)).to_have_count(0)


def test_an_order_made_and_printed_off_line_is_the_one_the_server_makes(errand: Errand) -> None:  # noqa: F811
    phone, page = errand.phone, errand.phone.page
    phone.wait_for_shell()
    errand.check_with_finding([photo(11)])
    phone.window.set_offline(offline=True)
    page.locator("[data-test=papers]").click()
    phone.at("现场文书")
    expect(page.get_by_text("手机领有文号 5 个")).to_be_visible()
    page.locator("[data-test=make-rectification]").click()
    phone.at("责令改正通知书")
    fill(page)
    page.locator("[data-test=read]").click()
    number = page.locator(".app .sheet-p .no").inner_text()
    page.locator("[data-test=sign]").click()
    for _ in range(3):
        draw_name(page)
    page.evaluate("() => { window.print = () => { window.printed = document.body.className } }")
    page.locator("[data-test=print]").click()
    page.wait_for_function("() => window.printed === 'paper-printing'")
    page.emulate_media(media="print")
    printed = "".join(page.locator("body > .paper-out").inner_text().split())
    expect(page.locator("#app")).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.get_by_role("button", name="返回").click()
    page.get_by_role("button", name="返回").click()
    errand.sign_all()
    phone.submit()
    phone.window.set_offline(offline=False)
    phone.all_sent()

    # the forms of the visit itself are made beside it
    row = Document.objects.everywhere("guard").get(number=number)
    assert row.irregularities == []
    assert NumberUse.objects.everywhere("guard").get(document=row.uuid).state == "issued"
    document_make(document_id=row.uuid, now=clock.now())
    row.refresh_from_db()
    assert row.file is not None, row.problem
    made = "".join(pdf_text(file_bytes(row.file)).split())
    said = [re.sub(r"\s", "", words) for words in (number, *FILLED.values()) if "-" not in words]
    assert all(
        words in printed and words in made for words in (*said, "2026年10月9日前改正", "林知远", "韩山")
    )
