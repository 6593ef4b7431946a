"""The lists of the house as 台账: one mechanism, one row of this table for each list.

A ledger is read through the list's own door as the person who asks, so it shows what the page shows him.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from backend.domain.errors import DomainError
from backend.inside import list_pages
from backend.models import NumberUse, User
from counting.domain.activities import AUDIENCES
from counting.domain.books import COUNT, DAY, FEN, TIME, Book, Sheet, Value
from counting.domain.indicators import INDICATORS
from counting.domain.ledgers import Field, Filter, Ledger, value_of
from counting.models import Activity
from counting.selectors.desks import DESKS
from counting.selectors.following import FOLLOWING
from counting.selectors.registers import REGISTERS
from enforcement.domain.penalties import CLASSES, CLOSING_TYPES, OUTCOMES
from enforcement.domain.sources import SOURCES
from enforcement.models import Case, FollowUp, Lead
from enforcement.selectors.channels import channels
from inspections.domain.patrols import KINDS as PATROL_KINDS
from inspections.models import Inspection, Patrol, Rectification
from registry.models import Venue
from scheduling.models import Draw, ServiceVisit, Visit

API = "/api/v1"


def _zh(words: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {code: pair[0] for code, pair in words.items()}


_VISIT_STATE = dict(Visit.State.choices)
_RECORD_STATE = dict(Inspection.State.choices)
_OUTCOME = dict(Inspection.Outcome.choices)
_ORDER_STATE = dict(Rectification.State.choices)
_CASE_STATE = dict(Case.State.choices)
_LEAD_STATE = dict(Lead.State.choices)
_LEAD_DUE = {"overdue": "已逾期", "soon": "三天内到期", "running": "有期限", "none": "没有期限"}
_STATUS = dict(Venue.Status.choices)
_DRAW_STATE = dict(Draw.State.choices)
_PATROL_STATE = dict(Patrol.State.choices)
_FOLLOW_STATE = dict(FollowUp.State.choices)
_KINDS = dict(ServiceVisit.Kind.choices)
_VENUE = Filter("场所（标识）")
_DAYS = {"from": Filter("起"), "to": Filter("止")}
_ACTIVITIES = {key: one.zh for key, one in INDICATORS.items()}
_ACTIVITY_STATE = dict(Activity.State.choices)
_FATE = {**dict(NumberUse.State.choices), "direct": "随文书取号"}

LEDGERS: dict[str, Ledger] = {
    one.key: one
    for one in (
        Ledger(
            "venues", "检查对象", "Venues", f"{API}/venues",
            (
                Field("code", "对象编号", "code", width=22),
                Field("uscc", "统一社会信用代码", "uscc", width=22),
                Field("name", "名称", "name", width=30),
                Field("sign_name", "招牌名", "sign_name", width=18),
                Field("address", "地址", "address", width=34),
                Field("township", "街道", "township.name"),
                Field("categories", "类别", "categories.name", width=20),
                Field("grade", "信用等级", "grade", width=8),
                Field("status", "状态", "status", words=_STATUS, width=8),
                Field("valid_to", "证照有效期", "valid_to", DAY, 12),
            ),
            {
                "q": Filter("查找"), "category": Filter("类别"), "township": Filter("街道"),
                "grade": Filter("信用等级"), "status": Filter("状态", _STATUS),
                "expires_before": Filter("证照到期早于"), "sort": Filter(),
            },
        ),
        Ledger(
            "visits", "检查任务", "Visits", f"{API}/visits",
            (
                Field("number", "编号", "number", width=20),
                Field("venue", "检查对象", "venue.name", width=28),
                Field("address", "地址", "venue.address", width=30),
                Field("township", "街道", "venue.township"),
                Field("trigger", "来源", "trigger.name", width=16),
                Field("planned_from", "检查开始", "planned_from", DAY, 12),
                Field("planned_to", "检查截止", "planned_to", DAY, 12),
                Field("team", "执法人员", "team.name", width=18),
                Field("finished_at", "完成时间", "finished_at", TIME, 17),
                Field("state", "状态", "state", words=_VISIT_STATE, width=8),
            ),
            {
                "state": Filter("状态", _VISIT_STATE), "venue": _VENUE, "draw": Filter("抽取（标识）"),
                "approval": Filter("审批"), "mine": Filter("本人", {"1": "是", "true": "是"}),
                "sort": Filter(),
            },
        ),
        Ledger(
            "records", "检查记录", "Records", f"{API}/inspections",
            (
                Field("visit", "检查编号", "visit.number", width=20),
                Field("venue_code", "对象编号", "venue.code", width=22),
                Field("venue", "检查对象", "venue.name", width=28),
                Field("township", "街道", "venue.township"),
                Field("trigger", "来源", "visit.trigger.name", width=16),
                Field("finished_on", "检查日期", "finished_on", DAY, 12),
                Field("officers", "执法人员", "officers", width=18),
                Field("outcome", "检查情况", "outcome", words=_OUTCOME, width=10),
                Field("result_codes", "结果代码", "result_codes.code", width=10),
                Field("results", "检查结果", "result_codes.name", width=26),
                Field("state", "状态", "state", words=_RECORD_STATE, width=8),
                Field("due", "公示期限", "due.on", DAY, 12),
            ),
            {
                "state": Filter("状态", _RECORD_STATE), "outcome": Filter("检查情况", _OUTCOME),
                "venue": _VENUE, "visit": Filter("任务（标识）"), **_DAYS,
            },
        ),
        Ledger(
            "findings", "检查发现", "Findings", f"{API}/findings",
            (
                Field("venue", "检查对象", "venue.name", width=28),
                Field("found_on", "发现日期", "found_on", DAY, 12),
                Field("item", "事项", "item", width=10),
                Field("question", "检查内容", "question", width=34),
                Field("statement", "问题", "statement", width=30),
                Field("note", "说明", "note", width=24),
                Field("corrected", "当场改正", "corrected", width=8),
                Field("orders", "责令改正", "rectifications.number", width=24),
            ),
            {"venue": _VENUE, "inspection": Filter("记录（标识）"), "item": Filter("事项"), **_DAYS},
        ),
        Ledger(
            "orders", "责令改正", "Orders to rectify", f"{API}/rectifications",
            (
                Field("number", "文号", "number", width=26),
                Field("venue", "当事人", "venue.name", width=28),
                Field("content", "改正内容", "content", width=36),
                Field("ordered_on", "责令日期", "ordered_on", DAY, 12),
                Field("due_on", "改正期限", "due_on", DAY, 12),
                Field("recheck", "复查任务", "recheck_visit.number", width=20),
                Field("state", "状态", "state", words=_ORDER_STATE, width=8),
                Field("overdue", "逾期", "overdue", width=6),
                Field("closed_on", "办结日期", "closed_on", DAY, 12),
            ),
            {
                "state": Filter("状态", _ORDER_STATE), "venue": _VENUE, "inspection": Filter("记录（标识）"),
                "overdue": Filter("逾期", {"1": "是", "true": "是"}),
            },
        ),
        Ledger(
            "cases", "行政处罚案件", "Cases", f"{API}/cases",
            (
                Field("number", "立案号", "number", width=26),
                Field("party", "当事人", "party_name", width=26),
                Field("venue", "场所", "venue.name", width=26),
                Field("venue_code", "对象编号", "venue.code", width=22),
                Field("violation_code", "违法行为代码", "violation.code"),
                Field("violation", "违法行为", "violation.title", width=30),
                Field("source", "案源", "source", words=_zh(SOURCES), width=16),
                Field("filed_on", "立案日期", "filed_on", DAY, 12),
                Field("officers", "承办人", "officers.name", width=16),
                Field("outcome", "处理结果", "outcome", words=_zh(OUTCOMES), width=12),
                Field("decision_number", "决定书文号", "decision_number", width=26),
                Field("decided_on", "决定日期", "decided_on", DAY, 12),
                Field("classes", "处罚种类", "penalty_classes", words=_zh(CLASSES), width=20),
                Field("fine", "罚款（元）", "fine_fen", FEN, 12),
                Field("confiscated", "没收（元）", "confiscated_fen", FEN, 12),
                Field("closing", "结案方式", "closing_type", words=_zh(CLOSING_TYPES), width=22),
                Field("state", "状态", "state", words=_CASE_STATE, width=8),
            ),
            {"state": Filter("状态", _CASE_STATE), "venue": _VENUE},
        ),
        Ledger(
            "leads", "线索", "Leads", f"{API}/leads",
            (
                Field("number", "线索号", "number", width=24),
                Field("received_on", "收到日期", "received_on", DAY, 12),
                Field("channel", "渠道", "channel.zh", width=20),
                Field("external_number", "来件编号", "external_number", width=20),
                Field("source", "来源", "source", words=_zh(SOURCES), width=18),
                Field("venue", "场所", "venue.name", width=26),
                Field("content", "内容", "content", width=46),
                Field("due", "最近期限", "due.due_on", DAY, 12),
                Field("state", "状态", "state", words=_LEAD_STATE, width=10),
                Field("reason", "理由", "reason", width=26),
            ),
            {
                "state": Filter("状态", _LEAD_STATE),
                "channel": Filter("渠道", {code: row.zh for code, row in channels().items()}),
                "due": Filter("期限", _LEAD_DUE),
                "unread": Filter("未读"),
                "q": Filter("搜索"),
                "venue": _VENUE,
                "sort": Filter(),
            },
        ),
        Ledger(
            "follow_ups", "处罚后续监管", "Follow-ups", f"{API}/follow-ups",
            (
                Field("venue", "场所", "venue.name", width=26),
                Field("violation", "违法行为", "violation", width=28),
                Field("decision_number", "决定书文号", "decision_number", width=26),
                Field("plan", "安排", "plan", width=30),
                Field("conclusion", "结论", "conclusion", width=30),
                Field("due", "期限", "due.due_on", DAY, 12),
                Field("closed_on", "完成日期", "closed_on", DAY, 12),
                Field("state", "状态", "state", words=_FOLLOW_STATE, width=8),
            ),
            {"state": Filter("状态", _FOLLOW_STATE)},
        ),
        Ledger(
            "draws", "随机抽取", "Draws", f"{API}/draws",
            (
                Field("number", "编号", "number", width=22),
                Field("name", "名称", "name", width=36),
                Field("directed", "定向", "directed", width=6),
                Field("quota", "抽取户数", "quota_sum", COUNT, 9),
                Field("visit_from", "检查开始", "visit_from", DAY, 12),
                Field("visit_to", "检查截止", "visit_to", DAY, 12),
                Field("committed_at", "承诺时间", "committed_at", TIME, 17),
                Field("drawn_at", "抽取时间", "drawn_at", TIME, 17),
                Field("finished", "已完成检查", "progress.finished", COUNT, 10),
                Field("state", "状态", "state", words=_DRAW_STATE, width=8),
            ),
            {"state": Filter("状态", _DRAW_STATE)},
        ),
        Ledger(
            "outings", "出动", "Outings", f"{API}/outings",
            (
                Field("on", "日期", "on", DAY, 12),
                Field("vehicle", "车辆", "vehicle"),
                Field("officers", "执法人员", "officers.name", width=24),
                Field("people", "人数", "people", COUNT, 8),
                Field("venues", "检查对象", "visits.venue", width=46),
                Field("made", "家次", "made", COUNT, 8),
            ),
            {"on": Filter("日期")},
        ),
        Ledger(
            "patrols", "网上巡查", "Online patrols", f"{API}/patrols",
            (
                Field("seen_at", "巡查时间", "seen_at", TIME, 17),
                Field("kind", "对象类型", "kind", words=_zh(PATROL_KINDS), width=12),
                Field("subject", "平台或店铺", "subject", width=24),
                Field("url", "网址", "url", width=30),
                Field("content", "内容", "content", width=40),
                Field("violations", "违法行为", "violations.title", width=26),
                Field("by", "巡查人", "by", width=10),
                Field("state", "状态", "state", words=_PATROL_STATE, width=8),
            ),
            {"state": Filter("状态", _PATROL_STATE), "venue": _VENUE},
        ),
        Ledger(
            "service_visits", "服务指导", "Service visits", f"{API}/service-visits",
            (
                Field("on", "日期", "on", DAY, 12),
                Field("kind", "类别", "kind", words=_KINDS, width=10),
                Field("venue", "场所", "venue_name", width=28),
                Field("subject", "事由", "subject", width=30),
                Field("note", "情况", "note", width=40),
                Field("logged_by", "登记人", "logged_by", width=10),
            ),
            {"venue": _VENUE},
        ),
        Ledger(
            "activities", "活动", "Activities", f"{API}/activities",
            (
                Field("on", "日期", "on", DAY, 12),
                Field("kind", "类别", "kind", words=_ACTIVITIES, width=24),
                Field("title", "名称", "title", width=34),
                Field("place", "地点", "place", width=22),
                Field("audience", "参加人员", "audience", words=_zh(AUDIENCES), width=16),
                Field("people", "人数", "people", COUNT, 8),
                Field("note", "说明", "note", width=36),
                Field("held_by", "举办登记人", "held_by", width=12),
                Field("confirmed_by", "确认人", "confirmed_by", width=12),
                Field("confirmed_on", "确认日期", "confirmed_on", DAY, 12),
                Field("state", "状态", "state", words=_ACTIVITY_STATE, width=14),
            ),
            {
                "kind": Filter("类别", _ACTIVITIES), "state": Filter("状态", _ACTIVITY_STATE), **_DAYS,
            },
        ),
        Ledger(
            "numbers", "文号登记", "Number register", f"{API}/numbers/register",
            (
                Field("seq", "序号", "seq", COUNT, 6),
                Field("number", "文号", "number", width=30),
                Field("fate", "去向", "fate", words=_FATE, width=12),
                Field("holder", "领用人", "holder", width=12),
                Field("taken_at", "取号时间", "taken_at", TIME, 17),
                Field("reason", "说明", "reason", width=30),
            ),
            {"kind": Filter("文书"), "year": Filter("年份")},
            rows="lines",
        ),
        *DESKS,
        *FOLLOWING,
        *REGISTERS,
    )
}  # fmt: skip


def ledger_of(key: str) -> Ledger:
    """The ledger, or `not_found`."""
    if key not in LEDGERS:
        raise DomainError("not_found", {"ledger": key})
    return LEDGERS[key]


def ledger_asked(key: str, query: Mapping[str, str]) -> tuple[Ledger, dict[str, str]]:
    """The ledger and the filters it knows; `invalid` for one it does not, and whatever its door refuses."""
    ledger = ledger_of(key)
    try:
        asked = ledger.asked(query)
    except ValueError as fault:
        raise DomainError("invalid", {"fields": {str(fault): ["这张台账没有这个条件"]}}) from fault
    try:
        ledger.door(asked)
    except ValueError as fault:
        raise DomainError("invalid", {"fields": {str(fault): ["缺少这个条件"]}}) from fault
    return ledger, asked


def ledger_cards(
    ledger: Ledger, query: Mapping[str, str], actor: User, told: Callable[[int], None] | None = None
) -> Iterator[dict[str, Any]]:
    """Every row the list's door shows this person; `told` hears the percent read so far."""
    read = 0
    path, asked = ledger.door(query)
    for page in list_pages(path, asked, actor):
        rows = page[ledger.rows or "rows"]
        yield from rows
        read += len(rows)
        if told is not None:
            told(90 * read // max(page.get("count", read), read, 1))


def ledger_book(
    key: str, query: Mapping[str, str], actor: User, head: list[tuple[str, str]], told: Callable[[int], None]
) -> Book:
    """The list in full, with its filters in words before the `head`."""
    ledger, asked = ledger_asked(key, query)
    rows = [
        [value_of(one, card) for one in ledger.fields] for card in ledger_cards(ledger, asked, actor, told)
    ]
    sums = [one.kind in (COUNT, FEN) and one.key != "seq" for one in ledger.fields]
    total = _total(rows, sums) if any(sums) and rows else None
    sheet = Sheet(ledger.zh, [one.column for one in ledger.fields], rows, total)
    lines = [("筛选条件", ledger.said(asked)), ("行数", str(len(rows))), *head]
    return Book(f"{ledger.zh}台账", lines, [sheet])


def _total(rows: list[list[Value]], sums: list[bool]) -> list[Value]:
    """The last line: sums where there is something to add up."""
    total: list[Value] = ["合计", *(None for _ in sums[1:])]
    for at, summed in enumerate(sums):
        if summed:
            total[at] = sum(value for row in rows if isinstance(value := row[at], int))
    return total
