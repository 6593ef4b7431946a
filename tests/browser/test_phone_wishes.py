"""What is done beside a record while the server is dead: told when it is back, once, whatever is lost."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from inspections.models import Inspection, Irregularity
from scheduling.models import Outing, RecusalRequest, ServiceVisit, Visit, VisitOfficer
from tests.browser.phone import PATIENCE, Phone
from tests.browser.test_phone import ITEMS, VENUE, visit_today
from tests.browser.test_phone_alone import Pocket, Server, server
from tests.cast import Cast
from tests.ground.line import Line, bad_line
from tests.ground.process import free_port

pytestmark = pytest.mark.postgres  # the pages of the one database are those of the other

__all__ = ["server"]

READ = """async (key) => {
  const { name } = (await indexedDB.databases()).find((one) => one.name.startsWith("wenxun-"));
  const open = await new Promise((done) => {
    const ask = indexedDB.open(name);
    ask.onsuccess = () => done(ask.result);
  });
  const row = await new Promise((done) => {
    const ask = open.transaction("facts").objectStore("facts").get(key);
    ask.onsuccess = () => done(ask.result ?? null);
  });
  open.close();
  return row !== null;
}"""


def _read_in(page: Page) -> None:
    """The list of venues, officers and forms is on the phone: from now on it needs nobody."""
    for _ in range(PATIENCE // 100):
        if page.evaluate(READ, "directory"):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the directory never came")


def _waiting(page: Page, count: int) -> None:
    expect(page.locator("[data-test='wish']")).to_have_count(count)


def _beside_the_visit(phone: Phone) -> None:
    """He says that he is there; the owner asks that his colleague keep away."""
    page = phone.page
    phone.open_task(VENUE)
    page.get_by_role("button", name="确认本人参加").click()
    _waiting(page, 1)
    page.get_by_role("button", name="登记回避申请").click()
    page.get_by_label("申请回避的人员").select_option(index=2)
    page.get_by_label("申请人姓名").fill("韩山")
    page.get_by_label("申请理由").fill("与经营者系亲属")
    page.get_by_role("button", name="登记申请").click()
    _waiting(page, 2)


def _outing_and_service(phone: Phone) -> None:
    page = phone.page
    page.goto("/m/duty")
    page.locator("[data-test='outing-new']").click()
    page.get_by_label("车辆").fill("鲁A·0117警")
    for box in page.get_by_role("group", name="人员").get_by_role("checkbox").all():
        box.check()
    page.locator("[data-test='outing-save']").click()
    _waiting(page, 1)
    page.goto("/m/services/new")
    _venue(page)
    page.locator("[data-test='service-kind']").select_option("guidance")
    page.locator("[data-test='service-subject']").fill("消防台账填写指导")
    page.locator("[data-test='service-save']").click()
    _waiting(page, 1)


def _venue(page: Page) -> None:
    page.locator("[data-test='venue']").fill(VENUE)
    page.locator("[data-test='venue']").press("Enter")
    page.locator("[data-test='venue-option']").first.click()


def _begun(phone: Phone) -> None:
    """An unplanned visit begun, checked, signed and finished without network."""
    page = phone.page
    page.goto("/m/visits/new")
    _venue(page)
    page.locator("[data-test='trigger']").select_option("complaint")
    page.locator("[data-test='precheck']").select_option("verify_lead")
    page.locator("[data-test='precheck-reason']").fill("须到现场核实")
    page.locator("[data-test='items-all']").click()
    for box in page.locator("label.tick", has=page.locator(".num")).get_by_role("checkbox").all():
        box.check()
    page.locator("[data-test='helper-add']").click()
    page.locator("[data-test='helper-name']").fill("纪技衡")
    page.locator("[data-test='helper-role']").fill("消防技术服务")
    page.get_by_role("button", name="没有网络，先发起检查").click()
    phone.at("企业卡")
    page.get_by_role("button", name="开始检查").click()
    phone.at("亮码告知")
    expect(page.get_by_text("离线发起的检查还没有二维码")).to_be_visible()
    expect(page.get_by_text("只作技术协助，不得以检查人员身份签字")).to_be_visible()
    page.locator("[data-test='urgent']").fill("有人举报正在接纳未成年人")
    page.get_by_role("radio", name="没有扫", exact=True).click()
    page.get_by_label("没有扫码的原因").fill("离线发起，没有二维码")
    page.get_by_role("button", name="已告知，开始检查").click()
    phone.at("现场检查")
    for number in range(1, len(phone.questions()) + 1):
        phone.pass_(number)
        phone.next()
    phone.met("韩山", "值班经理")
    phone.go_signing()
    for _ in range(3):
        phone.sign()
    phone.submit()


class EveryFirstLost(Line):
    """Every first answer of a door is lost after the server has done its work; the second arrives."""

    def loses(self) -> bool:
        """One is, one is not: there is one sender, and it asks again before it goes on."""
        with self.lock:
            self.lost += 1
            return self.lost % 2 == 1


DOORS = ("/confirm", "/recuse", "/outings", "/service-visits", "/begin")


def _counted(request: str) -> bool:
    method, _, path = request.partition(" ")
    return method == "POST" and (path.endswith(DOORS) or "/inspections/" in path)


def test_what_was_done_with_a_dead_server_is_told_once_although_every_answer_is_lost(
    cast: Cast, browser: Browser, server: Server, tmp_path: Path
) -> None:
    visit = visit_today(cast)
    line = EveryFirstLost(free_port(), server.port, 0, 0, 10**9, _counted)
    mine = Pocket(browser, tmp_path / "phone", f"http://127.0.0.1:{line.port}")
    with bad_line(line):
        phone = mine.switch_on()
        phone.sign_in("inspector", "Wenxun-2026")
        phone.wait_for_shell()
        _read_in(phone.page)
        mine.switch_off()
        server.stop()  # after the phone: a connection that is kept alive outlives the socket

        phone = mine.switch_on()
        phone.page.goto("/m")
        _beside_the_visit(phone)
        _outing_and_service(phone)
        _begun(phone)
        phone.page.goto("/m/outbox")
        _waiting(phone.page, 5)
        assert line.lost == 0
        mine.die()

        server.start()
        phone = mine.switch_on()
        phone.page.goto("/m/outbox")
        phone.all_sent()
        assert phone.errors == []
        mine.switch_off()

    assert line.lost == 2 * (len(DOORS) + 1)
    seat = VisitOfficer.objects.everywhere("guard").get(visit=visit, officer__user=cast.inspector)
    asked = RecusalRequest.objects.everywhere("guard").get()
    outing = Outing.objects.everywhere("guard").get()
    begun = Visit.objects.everywhere("guard").exclude(pk=visit.pk).get()
    record = Inspection.objects.everywhere("guard").get()
    assert (seat.confirmed_at is not None, asked.reason, outing.vehicle) == (
        True,
        "与经营者系亲属",
        "鲁A·0117警",
    )
    assert ServiceVisit.objects.everywhere("guard").get().subject == "消防台账填写指导"
    assert begun.assistants == [{"name": "纪技衡", "role": "消防技术服务"}]
    assert (record.visit_id, begun.state, begun.trigger_id) == (begun.pk, "finished", "complaint")
    faults = Irregularity.objects.everywhere("guard").filter(inspection=record).values_list("rule", "code")
    assert {("V12", "no_approval"), ("V13", "scan_outstanding")} <= set(faults)
    assert record.answers.count() >= len(ITEMS)
