"""What runs beside a case, pressed by officer, reviewer and leader, and what the database keeps."""

import re
from datetime import date, datetime

import pytest
from playwright.sync_api import expect

from backend import clock
from backend.clock import BEIJING
from backend.models import Clock
from enforcement.models import Case, CaseTrack, Payment
from tests.browser.desk import Desk
from tests.browser.test_desk_jobs import DeskOf, desk_of  # noqa: F401 a fixture
from tests.cast import Cast
from tests.factories_enforcement import case_make, step

AUGUST = datetime(2026, 8, 10, 10, 0, tzinfo=BEIJING)


def opened(desk: Desk, case: Case) -> Desk:
    desk.go(f"/c/cases/{case.pk}")
    return desk


def begin(desk: Desk, verb: str) -> None:
    """A track is begun with this act; its dialog is open."""
    desk.press("track-new")
    desk.press(verb)


def fill(desk: Desk, **fields: str) -> None:
    """The fields of the open act, each by its name."""
    for name, text in fields.items():
        field = desk.mark(f"track-{name}")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)


def act(desk: Desk, verb: str, **fields: str) -> None:
    desk.press(verb)
    fill(desk, **fields)
    desk.settle()


def refused(desk: Desk, words: str) -> None:
    """The open step is refused in these words, and stays open."""
    desk.page.locator("dialog[open] [data-test='dialog-action']").click()
    expect(desk.page.locator("dialog[open]").get_by_role("alert").last).to_contain_text(words)


def stands(desk: Desk, kind: str, words: str) -> None:
    expect(desk.page.get_by_role("region", name=kind, exact=True)).to_contain_text(words)


def track(case: Case, kind: str) -> CaseTrack:
    return CaseTrack.objects.everywhere("guard").get(case=case, kind=kind)


@pytest.mark.postgres
def test_a_hearing_a_seizure_and_a_referral_are_carried_through_by_whom_each_step_belongs_to(
    cast: Cast,
    desk_of: DeskOf,  # noqa: F811 the fixture
) -> None:
    with clock.at(AUGUST):
        case = case_make(cast, "reviewed", occurred_on=date(2026, 8, 8))
        step(cast, case, "tell", classes=["warning", "fine", "suspension"])
    officer, legal, leader = desk_of("inspector"), desk_of("reviewer"), desk_of("leader")

    opened(officer, case)
    begin(officer, "hearing.request")
    fill(officer, on="2026-08-12", reason="认为处罚过重")
    officer.settle()
    stands(officer, "听证", "已申请")
    opened(legal, case)
    legal.press("hearing.notify")
    fill(
        legal,
        on="2026-09-15",
        hearing_on="2026-09-15",
        hearing_hour="09:30",
        place="大队三楼",
        chair="季文度",
    )
    expect(legal.mark("hearing-from")).to_contain_text("2026-09-15 告知的，听证最早在 2026-09-23")
    refused(legal, "听证须在七个工作日前通知")
    fill(legal, on="2026-08-24")
    legal.settle()
    stands(legal, "听证", "已通知")
    act(legal, "hearing.hold", on="2026-09-15", record="当事人陈述系初次违法。")
    act(legal, "hearing.report", opinion="建议维持拟处罚意见。")
    stands(legal, "听证", "已出意见")
    stands(legal, "听证", "建议维持拟处罚意见。")

    begin(officer, "seizure.ask")
    fill(officer, place="机房", basis="互联网上网服务营业场所管理条例第二十七条", reason="防止转移")
    officer.mark("item-name").fill("服务器")
    officer.settle()
    opened(leader, case)
    act(leader, "seizure.approve", note="同意")
    stands(leader, "查封扣押", "查封扣押中")
    expect(leader.mark("seizure.approve")).to_have_count(0)

    officer.page.reload()
    act(officer, "seizure.lift", result="returned")
    stands(officer, "查封扣押", "已解除")
    stands(officer, "查封扣押", "服务器 1")

    begin(officer, "referral.propose")
    fill(officer, crime="非法经营罪", reason="经营数额较大")
    officer.settle()
    leader.page.reload()
    act(leader, "referral.approve", note="同意移送")
    officer.page.reload()
    act(officer, "referral.hand_over", to="钢城区公安分局", receipt="回执 3 号", copied="钢城区人民检察院")
    stands(officer, "移送公安机关", "公安机关审查中")
    act(officer, "referral.accept", number="钢公立字〔2026〕8号")
    act(officer, "referral.deliver", note="服务器一台、询问笔录两份")
    stands(officer, "移送公安机关", "已移交物品材料")

    hearing, seizure, referral = (track(case, kind) for kind in ("hearing", "seizure", "referral"))
    assert (hearing.state, hearing.began_on, hearing.ended_on) == (
        "reported",
        date(2026, 8, 12),
        clock.today(),
    )
    assert hearing.values["hearing.notify"]["hearing_on"] == "2026-09-15"
    assert (seizure.state, seizure.values["seizure.lift"]["result"]) == ("lifted", "returned")
    assert seizure.approval is not None
    assert (seizure.approval.state, seizure.approval.decided_by_id) == ("approved", cast.leader.pk)
    assert (referral.state, referral.values["referral.accept"]["number"]) == (
        "delivered",
        "钢公立字〔2026〕8号",
    )
    ends = Clock.objects.everywhere("guard").filter(
        noun_id__in=[row.pk for row in (hearing, seizure, referral)]
    )
    assert ends.count() > 0
    assert ends.filter(done_on=None).count() == 0


@pytest.mark.embedded
def test_a_decision_is_announced_paid_by_instalments_and_another_urged_and_paid_with_its_surcharge_remitted(
    cast: Cast,
    desk_of: DeskOf,  # noqa: F811 the fixture
) -> None:
    with clock.at(AUGUST):
        gone, late = (case_make(cast, until, occurred_on=date(2026, 8, 8)) for until in ("decided", "served"))
    officer, leader = desk_of("inspector"), desk_of("leader")

    opened(officer, gone)
    begin(officer, "announcement.post")
    fill(officer, on="2026-08-12", reason="经营者下落不明，直接、邮寄送达均被退回", where="区政府网站")
    officer.settle()
    stands(officer, "公告送达", "公告中")
    act(officer, "announcement.lapse", proof="网页存证 12 号")
    stands(officer, "公告送达", "公告期满")
    officer.mark("mode").select_option("announcement")
    officer.type("proof", "网页存证 12 号")
    officer.press("step")
    expect(officer.mark("said")).to_be_visible()

    begin(officer, "instalments.ask")
    parts = officer.page.locator("dialog[open] .line")
    for at, (on, yuan) in enumerate((("2026-10-15", "5000"), ("2026-11-16", "2999"))):
        officer.press("row-add")
        parts.nth(at).locator("input").first.fill(on)
        parts.nth(at).locator("input").last.fill(yuan)
    fill(officer, reason="经营困难")
    refused(officer, "各期合计须等于罚没款总额")
    parts.nth(1).locator("input").last.fill("3000")
    officer.settle()
    opened(leader, gone)
    act(leader, "instalments.approve", note="同意分两期")
    stands(leader, "延期、分期缴纳", "已批准")
    course = leader.page.locator(".tln li").filter(has_text="延期、分期缴纳")
    expect(course).to_have_text([re.compile("^9月15日.*批准"), re.compile("^9月15日.*申请")])
    officer.page.reload()
    pay(officer, "5000", "SD-0915")
    owed = officer.page.locator(".my dl")
    expect(owed).to_contain_text("3,000 元")
    expect(officer.mark("receipt")).to_have_value("")  # the next sum has a receipt of its own

    opened(officer, late)
    begin(officer, "urging.send")
    fill(officer, on="2026-09-01", proof="当事人签收")
    officer.settle()
    stands(officer, "催告与申请强制执行", "已催告")
    officer.press("urging.apply")
    fill(officer, on="2026-09-15", court="钢城区人民法院")
    refused(officer, "复议、诉讼期限届满或者程序终结")
    officer.page.keyboard.press("Escape")
    pay(officer, "8000", "SD-0916")
    expect(officer.mark("receipt")).to_have_count(0)  # nothing of the penalty is owed any more
    act(officer, "urging.end", result="paid")
    stands(officer, "催告与申请强制执行", "已了结")
    officer.press("case.perform")
    officer.page.get_by_label("减免加处罚款的理由").fill("已签订执行协议并履行")
    officer.press("step")
    expect(officer.mark("said")).to_be_visible()
    expect(officer.page.locator(".my")).to_contain_text("加处罚款减免：已签订执行协议并履行")

    announced, parts_of, urged = (
        track(gone, "announcement"), track(gone, "instalments"), track(late, "urging")
    )  # fmt: skip
    assert (announced.state, announced.values["announcement.lapse"]["proof"]) == ("lapsed", "网页存证 12 号")
    assert (parts_of.state, [one["fen"] for one in parts_of.values["instalments.ask"]["schedule"]]) == (
        "approved", [500_000, 300_000],
    )  # fmt: skip
    assert (urged.state, urged.values["urging.end"]["result"]) == ("ended", "paid")
    paid = (
        Payment.objects.everywhere("guard").order_by("receipt").values_list("case", "amount_fen", "paid_on")
    )
    assert list(paid) == [(gone.pk, 500_000, clock.today()), (late.pk, 800_000, clock.today())]
    gone.refresh_from_db()
    late.refresh_from_db()
    assert (gone.state, gone.service_mode) == ("served", "announcement")
    assert (late.state, late.remission_reason) == ("performed", "已签订执行协议并履行")


def pay(desk: Desk, yuan: str, receipt: str) -> None:
    """One sum by the bank."""
    desk.press("case.pay")
    desk.type("paid", yuan)
    desk.mark("pay-mode").select_option("bank")
    desk.type("receipt", receipt)
    desk.press("step")
    expect(desk.mark("said")).to_be_visible()
