"""The special campaigns of the year: one ordered from above and closed, one running, one before the leader."""

from datetime import date, datetime, timedelta
from typing import Any

from backend.models import User
from counting.demonstration.draws import moment_of
from registry.models import CheckItem
from scheduling.models import Campaign
from scheduling.services.campaigns import (
    campaign_approve,
    campaign_ask,
    campaign_close,
    campaign_file,
    campaign_make,
    campaign_start,
)

SPRING, SUMMER = "全市春季文化市场专项检查", "全市暑期文化市场专项检查"
DAYS = {
    SPRING: (date(2026, 1, 5), date(2026, 6, 30), "济文专备〔2026〕1号"),
    SUMMER: (date(2026, 7, 1), date(2026, 9, 30), "济文专备〔2026〕3号"),
}
SCHOOL = "校园周边上网服务场所专项检查"
PLAN = (
    "一、重点：未成年人进入、实名登记、消防通道。\n二、方法：以日常巡查和信用等级较低的场所为主，能非现场的不入企。"
    "\n三、步骤：动员部署，集中检查，总结通报。"
)
REPORT = "按方案完成检查，发现的问题已责令改正或者立案；未发现系统性风险。建议暑期继续关注未成年人保护。"


def campaign_of(on: date) -> Campaign:
    """The campaign ordered from above that a day falls into."""
    name = SPRING if on <= DAYS[SPRING][1] else SUMMER
    return Campaign.objects.everywhere("loader").get(name=name)


def campaigns_begin(supervisor: User, leader: User, on: date) -> None:
    """What begins on this day: both are approved and filed on the working day before."""
    for name, (first, last, number) in DAYS.items():
        if not first <= on < first + timedelta(days=4) or _made(name):
            continue
        items = list(
            CheckItem.objects.everywhere("loader").order_by("position").values_list("code", flat=True)
        )
        row = _made_up(supervisor, _values(name, "campaign_ordered", first, last, items), on)
        at = moment_of(on, 8)
        campaign_approve(
            campaign_id=row.uuid, approve="approved", actor=leader, now=at + timedelta(minutes=5)
        )
        campaign_file(
            campaign_id=row.uuid, filing_no=number, filed_with="区司法局", on=None, actor=supervisor,
            now=at + timedelta(minutes=20),
        )  # fmt: skip
        campaign_start(campaign_id=row.uuid, actor=supervisor, now=at + timedelta(minutes=25))


def campaigns_end(supervisor: User) -> None:
    """The first one has its report; a plan of the district's own lies before the leader."""
    spring = Campaign.objects.everywhere("loader").get(name=SPRING)
    at = moment_of(date(2026, 7, 3), 16)
    campaign_close(campaign_id=spring.uuid, report=REPORT, actor=supervisor, now=at)
    codes = CheckItem.objects.everywhere("loader").filter(category="NET").order_by("position")
    items = list(codes.values_list("code", flat=True))
    values = _values(SCHOOL, "campaign_own", date(2026, 9, 21), date(2026, 10, 30), items)
    _made_up(supervisor, values | {"categories": ["NET"]}, date(2026, 9, 14))


def _made(name: str) -> bool:
    return Campaign.objects.everywhere("loader").filter(name=name).exists()


def _made_up(supervisor: User, values: dict[str, Any], on: date) -> Campaign:
    at: datetime = moment_of(on, 8)
    row = campaign_make(values=values, actor=supervisor, now=at)
    return campaign_ask(campaign_id=row.uuid, actor=supervisor, now=at)


def _values(name: str, trigger: str, first: date, last: date, items: list[str]) -> dict[str, Any]:
    return {
        "name": name, "trigger": trigger, "plan_text": PLAN, "starts_on": first, "ends_on": last,
        "ordered_by": "市文化市场综合行政执法支队" if trigger == "campaign_ordered" else "", "categories": [],
        "townships": [], "venues": [], "items": items,
    }  # fmt: skip
