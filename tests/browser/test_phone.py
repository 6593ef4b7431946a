"""The phone against the real server: what an inspector types arrives once, whatever the network does."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageOps
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from backend import clock
from backend.models import File, User
from backend.services.files import file_bytes
from inspections.models import Inspection, InspectionVersion
from inspections.services.reviewing import inspection_return
from registry.models import Officer
from scheduling.models import Visit
from scheduling.services.triggers import triggers_load
from scheduling.services.visits import visit_approve
from tests.browser.phone import Phone, photo
from tests.cast import Cast
from tests.factories_registry import catalogue_make, officer_make, venue_make
from tests.factories_scheduling import visit_make
from tests.ground.chromium import PHONE, screen

VENUE = "云阶网咖"
ITEMS = ["NET-01", "NET-02", "NET-03"]
NOTE = "收银台旁未悬挂未成年人禁入标志，仅存钉孔。"


@dataclass
class Errand:
    """An approved visit of the inspector and his colleague, and the phone of the inspector."""

    visit: Visit
    phone: Phone

    def check_with_finding(self, photos: list[bytes], *, blurred: bool = False) -> None:
        """From the list to the review: the second question fails."""
        phone = self.phone
        phone.open_task(VENUE)
        phone.show_code()
        phone.pass_(1)
        phone.next()
        phone.fail(2, NOTE, photos)
        if blurred:
            phone.blur(2)
        phone.next()
        phone.pass_(3)
        phone.next()
        phone.at("证据与现场")
        phone.met("韩山", "值班经理")

    def sign_all(self) -> None:
        self.phone.go_signing()
        for _ in range(3):
            self.phone.sign()


def visit_today(cast: Cast) -> Visit:
    """The task of the inspector and his colleague."""
    catalogue_make()
    triggers_load()
    venue = venue_make(cast.supervisor, name=VENUE)
    team = [officer_make(cast.supervisor, user) for user in (cast.inspector, cast.colleague)]
    today = clock.today()
    visit = visit_make(
        venue, team, cast.supervisor, items=ITEMS, planned_from=today, planned_to=today + timedelta(days=9)
    )
    return visit_approve(visit_id=visit.uuid, approve="approved", actor=cast.leader, now=clock.now())


@pytest.fixture
def errand(cast: Cast, browser: Browser, site: str, windows: list[BrowserContext]) -> Iterator[Errand]:
    """The inspector is signed in on a phone of 390×844 and has one task today."""
    visit = visit_today(cast)
    windows.append(screen(browser, PHONE, base_url=site))
    phone = Phone(windows[0])
    phone.sign_in("inspector", "Wenxun-2026")
    yield Errand(visit, phone)
    assert phone.errors == []


def stored() -> Inspection:
    """The one record of the server."""
    return Inspection.objects.everywhere("guard").get()


def kept_hashes(record: Inspection, kind: str) -> list[str]:
    """SHA-256 of the bytes the server keeps for the record, in the order they were announced."""
    rows = {
        str(row.uuid): row for row in File.objects.everywhere("guard").filter(noun_id=record.uuid, kind=kind)
    }
    return [hashlib.sha256(file_bytes(rows[one])).hexdigest() for one in record.photos if one in rows]


def marks_of(record: Inspection) -> list[dict[str, Any]]:
    """The marks of its first photo, to a two hundredth of the picture: a finger is no ruler."""
    told = File.objects.everywhere("guard").get(pk=record.photos[0]).meta["marks"]
    return [{key: val if key == "kind" else round(val / 50) * 50 for key, val in one.items()} for one in told]


def test_a_check_with_a_finding_arrives_whole(errand: Errand) -> None:
    photos = [photo(1), photo(2)]
    errand.check_with_finding(photos, blurred=True)
    errand.sign_all()

    errand.phone.submit()
    errand.phone.all_sent()

    record = stored()
    assert marks_of(record) == [
        {"kind": "blur", "x1": 2500, "y1": 2500, "x2": 7500, "y2": 5000},
        {"kind": "box", "x1": 4000, "y1": 4000, "x2": 6000, "y2": 6000},
    ]
    visit = Visit.objects.everywhere("guard").get()
    answers = [(row.item, row.conforms, row.note) for row in record.answers.order_by("item")]
    signed = [(row.kind, row.name, row.role) for row in record.signatures.order_by("id")]
    assert (record.state, record.outcome, record.result_codes, record.rev) == ("submitted", "done", ["A"], 1)
    assert answers == [("NET-01", True, ""), ("NET-02", False, NOTE), ("NET-03", True, "")]
    assert signed == [("officer", "林知远", ""), ("officer2", "宋明岚", ""), ("party", "韩山", "值班经理")]
    assert kept_hashes(record, "photo") == [hashlib.sha256(data).hexdigest() for data in photos]
    assert len(kept_hashes(record, "signature")) == 3
    assert list(record.irregularities.all()) == []
    assert (visit.state, visit.finished_on) == ("finished", clock.today())


def test_a_lost_reply_makes_no_second_record(errand: Errand) -> None:
    phone, photos = errand.phone, [photo(5), photo(6)]
    errand.check_with_finding(photos)
    errand.sign_all()
    sent = phone.lose_first_reply()

    phone.submit()
    phone.all_sent()

    record = stored()
    assert sent == [str(record.uuid)] * 2
    assert InspectionVersion.objects.everywhere("guard").filter(inspection=record).count() == 1
    assert record.answers.count() == 3
    assert kept_hashes(record, "photo") == [hashlib.sha256(data).hexdigest() for data in photos]


@pytest.mark.postgres
def test_a_refused_start_begins_nothing_and_whoever_will_not_sign_has_a_witness(errand: Errand) -> None:
    phone, page = errand.phone, errand.phone.page
    expired = Officer.objects.everywhere("guard").filter(user__username="colleague")
    assert expired.update(cert_revoked_on=clock.today()) == 1
    phone.open_task(VENUE)
    page.get_by_role("button", name="开始检查").click()
    page.get_by_role("radio", name="已扫码", exact=True).click()
    page.get_by_role("button", name="已告知，开始检查").click()
    expect(page.get_by_text("现在不能开始")).to_be_visible()
    page.get_by_role("button", name="已告知，开始检查").click()
    expect(page.get_by_text("现在不能开始")).to_be_visible()
    phone.at("亮码告知")
    page.get_by_role("button", name="返回").click()
    expect(page.get_by_role("button", name="继续检查")).to_have_count(0)
    page.get_by_role("button", name="返回").click()
    assert Visit.objects.everywhere("guard").get().state == "approved"
    expired.update(cert_revoked_on=None)

    errand.check_with_finding([])
    phone.go_signing()
    phone.sign()
    phone.sign()

    phone.refuse("不认可检查结果", "艾山街道办事处 周平")
    phone.submit()
    phone.all_sent()

    party = stored().signatures.get(kind="party")
    assert (party.refusal_reason, party.witness, party.signed_at) == (
        "不认可检查结果",
        "艾山街道办事处 周平",
        None,
    )
    assert list(stored().irregularities.all()) == []


def _stroke(page: Page, left: float, right: float) -> None:
    """A line across the box, between two shares of its width."""
    box = page.get_by_label("在框内签名").bounding_box()
    assert box is not None
    for step in range(13):
        x = box["x"] + box["width"] * (left + (right - left) * step / 12)
        y = box["y"] + box["height"] * (0.4 + 0.1 * (step % 3))
        page.mouse.move(x, y)
        if step == 0:
            page.mouse.down()
    page.mouse.up()


@pytest.mark.postgres
def test_a_closed_door_is_recorded_on_line_and_the_phone_may_be_turned_to_sign(errand: Errand) -> None:
    phone, page = errand.phone, errand.phone.page
    phone.open_task(VENUE)
    page.get_by_role("button", name="开始检查").click()
    page.get_by_role("button", name="没开门、找不到或不配合").click()
    page.locator(".way").first.click()
    phone.at("证据与现场")
    with page.expect_file_chooser() as chooser:
        page.get_by_text("拍照", exact=True).click()
    chooser.value.set_files(FilePayload(name="door.jpg", mimeType="image/jpeg", buffer=photo(7)))
    page.locator("textarea").first.fill("大门紧闭，张贴停业告示。")
    page.get_by_role("button", name="去核对").click()
    phone.go_signing()
    _stroke(page, 0.1, 0.6)
    page.set_viewport_size({"width": 844, "height": 390})
    expect(page.get_by_role("button", name="竖屏")).to_be_visible()
    box = page.get_by_label("在框内签名").bounding_box()
    assert box is not None and box["width"] >= 840
    _stroke(page, 0.6, 0.95)
    page.get_by_role("button", name="确认签名").click()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".who .c-ok")).to_have_count(1)
    phone.sign()
    phone.submit()
    phone.all_sent()

    record = stored()
    signed = record.signatures.get(kind="officer").file
    assert signed is not None
    ink = ImageOps.invert(
        Image.open(BytesIO(file_bytes(File.objects.everywhere("guard").get(pk=signed)))).convert("L")
    ).getbbox()
    assert (record.outcome, record.result_codes) == ("closed", ["closed_at_visit"])
    assert ink is not None and ink[2] - ink[0] > 500


@pytest.mark.postgres
def test_a_returned_record_is_corrected_on_the_phone_and_sent_as_its_next_revision(
    errand: Errand, supervisor: User
) -> None:
    phone = errand.phone
    errand.check_with_finding([photo(7)])
    errand.sign_all()
    phone.submit()
    phone.all_sent()
    first = stored()
    inspection_return(inspection_id=first.uuid, reason="请补充现场情况", actor=supervisor, now=clock.now())

    phone.page.goto("/m/outbox")
    expect(phone.page.get_by_text("请补充现场情况")).to_be_visible()
    phone.page.get_by_role("button", name="修改后重交").click()
    phone.at("现场检查")
    phone.next()
    phone.page.get_by_label("现场情况").fill("当场出示执法证件，值班经理在场。")
    phone.page.get_by_role("button", name="去核对").click()
    errand.sign_all()
    phone.submit()
    phone.all_sent()

    record = stored()
    versions = InspectionVersion.objects.everywhere("guard").filter(inspection=record)
    assert (record.uuid, record.rev, record.state) == (first.uuid, 2, "submitted")
    assert record.statement == "当场出示执法证件，值班经理在场。"
    assert sorted(versions.values_list("rev", "kept")) == [(1, "stored"), (2, "stored")]
    assert kept_hashes(record, "photo") == [hashlib.sha256(photo(7)).hexdigest()]


@pytest.mark.postgres
def test_another_phone_shows_what_the_server_has(
    errand: Errand, browser: Browser, site: str, windows: list[BrowserContext]
) -> None:
    errand.check_with_finding([])
    errand.sign_all()
    errand.phone.submit()
    errand.phone.all_sent()
    windows.append(screen(browser, PHONE, base_url=site))
    other = Phone(windows[-1])

    other.sign_in("colleague", "Wenxun-2026")
    other.page.get_by_role("link", name="记录").click()
    other.page.get_by_role("link", name=VENUE).click()

    expect(other.page.get_by_text("待审核")).to_be_visible()
    expect(other.page.get_by_text(NOTE)).to_be_visible()
    assert other.errors == []
