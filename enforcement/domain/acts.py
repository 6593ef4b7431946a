"""What each act of a side track needs: its fields, and how a given value is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from enforcement.domain.disputes import OF_A_COURT, RESULTS, effect_of

Choice = tuple[str, str, str]  # code, 中文, English
WORDS_MOST = 4000
ROWS_MOST = 200
FEN_MOST = 10**15
HOUR = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an act.

    `kind`: words | line | day | past | hour | instant | count | sum | tick | choice | items | schedule.
    """

    name: str
    kind: str
    zh: str
    en: str
    needed: bool = True
    choices: tuple[Choice, ...] = ()


_ON = Field("on", "past", "日期", "Day")
_NOTE = Field("note", "words", "说明", "Note", needed=False)
_REASON = Field("reason", "words", "理由", "Reason")
_WHY_NOT = Field("reason", "words", "不批准的理由", "Why it is not approved")
_PLACE = Field("place", "line", "地点", "Place")
_LATE = Field("late_reason", "words", "逾期的理由", "Why it is late", needed=False)
_DECIDED = (_ON, _NOTE)
_ITEMS = Field("items", "items", "物品清单", "Items")
_POWER = Field("basis", "line", "法定职权依据", "Statutory power")

PRESERVED: tuple[Choice, ...] = (
    ("returned", "退还", "Returned"),
    ("released", "解除登记保存", "Released"),
    ("identified", "送交鉴定", "Sent for identification"),
    ("seized", "转为查封扣押", "Seized"),
    ("confiscated", "拟予没收", "To be confiscated"),
    ("transferred", "移送有关部门", "Transferred"),
)
SEIZED: tuple[Choice, ...] = (
    ("returned", "解除并退还", "Lifted and returned"),
    ("confiscated", "没收", "Confiscated"),
    ("destroyed", "销毁", "Destroyed"),
    ("transferred", "移送有关部门", "Transferred"),
)
RULED: tuple[Choice, ...] = tuple((code, zh, en) for code, (zh, en, _) in RESULTS.items())
REVIEWED = tuple(row for row in RULED if row[0] not in OF_A_COURT)
PROCEDURES: tuple[Choice, ...] = (
    ("ordinary", "普通程序", "Ordinary"),
    ("simple", "简易程序", "Simplified"),
)
INSTANCES: tuple[Choice, ...] = (
    ("first", "一审", "First instance"),
    ("second", "二审", "Second instance"),
    ("retrial", "再审", "Retrial"),
)
ENFORCED: tuple[Choice, ...] = (
    ("paid", "已履行", "Performed"),
    ("enforced", "法院已执行", "Enforced by the court"),
    ("terminated", "法院终结执行", "Enforcement ended by the court"),
    ("refused", "法院不予受理或不予执行", "Refused by the court"),
)

OBJECTED: tuple[Choice, ...] = (
    ("review", "提请公安机关复议", "Review by the police"),
    ("supervision", "建议检察院立案监督", "Supervision by the procuratorate"),
)

_CASE_NUMBER = Field("number", "line", "案号", "Number", needed=False)
_RULED_ON = Field("on", "past", "审结日期", "Concluded on")
# of a decision that was changed: in fen; what is left empty stays as it was decided
CHANGED = (
    Field(
        "fine_fen", "sum", "变更后的罚款（不填为原数额）", "Fine as changed (empty: as decided)", needed=False
    ),
    Field(
        "confiscated_fen", "sum", "变更后的没收违法所得（不填为原数额）",
        "Confiscation as changed (empty: as decided)", needed=False,
    ),
)  # fmt: skip
_REDO = Field("redo", "tick", "责令重新作出行政行为", "Ordered to act anew")

FIELDS: dict[str, tuple[Field, ...]] = {
    "preservation.ask": (_ITEMS, _PLACE, _REASON),
    "preservation.approve": _DECIDED,
    "preservation.reject": (_WHY_NOT,),
    "preservation.dispose": (
        _ON,
        Field("result", "choice", "处理", "Disposal", choices=PRESERVED),
        Field("late_reason", "words", "逾期处理的理由", "Why it is late", needed=False),
        _NOTE,
    ),
    "seizure.ask": (
        _ITEMS,
        _PLACE,
        _POWER,
        _REASON,
    ),
    "seizure.act": (
        Field("at", "instant", "实施时刻", "When it was done"),
        _ITEMS,
        _PLACE,
        _POWER,
        Field("reason", "words", "紧急情况", "Why it could not wait"),
    ),
    "seizure.approve": (_ON, _LATE, _NOTE),
    "seizure.reject": (_WHY_NOT, _LATE),
    "seizure.prolong": (Field("days", "count", "延长日数（最多三十日）", "Days more (30 at most)"), _REASON),
    "seizure.extend": (_NOTE,),
    "seizure.deny": (_WHY_NOT,),
    "seizure.lift": (
        _ON,
        Field("result", "choice", "处理", "Disposal", choices=SEIZED),
        Field("late_reason", "words", "逾期处理的理由", "Why it is late", needed=False),
        _NOTE,
    ),
    "sampling.take": (_ON, _ITEMS, _PLACE, Field("sent_to", "line", "鉴定机构", "Sent to")),
    "sampling.result": (
        _ON,
        Field("number", "line", "鉴定书编号", "Number of the appraisal", needed=False),
        Field("result", "words", "鉴定结论", "Finding"),
    ),
    "hearing.request": (_ON, _REASON),
    "hearing.refuse": (Field("reason", "words", "不予听证的理由", "Why it is refused"),),
    "hearing.notify": (
        Field("on", "past", "告知日期", "Told on"),
        Field("hearing_on", "day", "听证日期", "Day of the hearing"),
        Field("hearing_hour", "hour", "听证时刻", "Hour of the hearing", needed=False),
        _PLACE,
        Field("chair", "line", "主持人", "Chair"),
    ),
    "hearing.hold": (_ON, Field("record", "words", "听证笔录", "Record")),
    "hearing.report": (Field("opinion", "words", "听证意见", "Opinion"),),
    "hearing.withdraw": (_REASON,),
    "discussion.record": (
        _ON,
        Field("people", "line", "参加人", "Present"),
        Field("conclusion", "words", "讨论结论", "Conclusion"),
    ),
    "instalments.ask": (Field("schedule", "schedule", "分期计划", "Schedule"), _REASON),
    "instalments.approve": (_NOTE,),
    "instalments.reject": (_WHY_NOT,),
    "announcement.post": (
        _ON,
        Field("reason", "words", "无法以其他方式送达的情况", "Why it cannot be served otherwise"),
        Field("where", "line", "公告载体", "Where it is announced"),
    ),
    "announcement.lapse": (Field("proof", "line", "公告凭证", "Proof of the announcement"),),
    "announcement.withdraw": (_REASON,),
    "referral.propose": (
        Field("crime", "line", "涉嫌罪名", "Suspected crime"),
        Field("reason", "words", "核实情况", "What was verified"),
    ),
    "referral.approve": (_NOTE, _LATE),
    "referral.reject": (_WHY_NOT, _LATE),
    "referral.hand_over": (
        Field("at", "instant", "移送时刻", "When it was handed over"),
        Field("to", "line", "接受的公安机关", "Police organ"),
        Field("receipt", "line", "移送书回执", "Receipt"),
        Field("copied", "line", "抄送的人民检察院", "Procuratorate that has a copy"),
        _LATE,
    ),
    "referral.accept": (_ON, Field("number", "line", "立案通知书文号", "Number of the notice")),
    "referral.decline": (_ON, Field("reason", "words", "不予立案的理由", "Reason")),
    "referral.object": (
        _ON,
        Field("way", "choice", "异议方式", "Way", choices=OBJECTED),
        _REASON,
    ),
    "referral.deliver": (_ON, Field("note", "words", "移交的物品和材料", "Things handed over"), _LATE),
    "urging.send": (_ON, Field("proof", "line", "送达证明", "Proof of service")),
    "urging.apply": (
        _ON,
        Field("court", "line", "申请法院", "Court"),
        Field("late_reason", "words", "逾期申请的理由", "Why it is late", needed=False),
    ),
    "urging.end": (_ON, Field("result", "choice", "结果", "Result", choices=ENFORCED), _NOTE),
    "review.receive": (
        Field("on", "past", "受理日期", "Accepted on"),
        Field("body", "line", "复议机关", "Review organ"),
        _CASE_NUMBER,
        Field("procedure", "choice", "审理程序", "Procedure", needed=False, choices=PROCEDURES),
        # left empty the answer's period runs from the acceptance, which is the earlier day (decision 0002)
        Field("copy_on", "past", "收到申请书副本日期", "Copy received on", needed=False),
    ),
    "review.answer": (Field("on", "past", "答复日期", "Answered on"), _LATE, _NOTE),
    "review.conclude": (
        _RULED_ON,
        Field("result", "choice", "结果", "Result", choices=REVIEWED),
        *CHANGED,
        _REDO,
        _NOTE,
    ),
    "litigation.receive": (
        Field("on", "past", "立案日期", "Filed on"),
        Field("body", "line", "受理法院", "Court"),
        _CASE_NUMBER,
        Field("instance", "choice", "审级", "Instance", needed=False, choices=INSTANCES),
        Field("copy_on", "past", "收到起诉状副本日期", "Copy received on", needed=False),
    ),
    "litigation.plead": (Field("on", "past", "答辩日期", "Defence filed on"), _LATE, _NOTE),
    "litigation.conclude": (
        _RULED_ON,
        Field("result", "choice", "结果", "Result", choices=RULED),
        *CHANGED,
        _REDO,
        _NOTE,
    ),
}


def track_of(verb: str) -> str:
    """The kind of track a verb belongs to, or ""."""
    kind = verb.partition(".")[0]
    return kind if verb in FIELDS else ""


def read_fields(
    verb: str, given: Mapping[str, Any], today: date, minute: str = ""
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The act's values, clean and JSON-ready, and what is wrong: field → sentences; unknown names are.

    `minute`: now in Beijing's time (2026-09-15T09:00); no instant is later.
    """
    known = {field.name: field for field in FIELDS[verb]}
    wrong = {name: ["没有这一项"] for name in given if name not in known}
    values: dict[str, Any] = {}
    for name, field in known.items():
        raw = given.get(name)
        empty = raw is None or raw in ("", []) or (isinstance(raw, str) and not raw.strip())
        if empty and field.needed and field.kind != "tick":
            wrong[name] = ["必填"]
        elif empty:
            values[name] = False if field.kind == "tick" else ""
        else:
            value, why = _READ[field.kind](raw, field, today)
            if field.kind == "instant" and minute and value > minute:
                why = why or "时刻不能晚于现在"
            values[name] = value
            if why:
                wrong[name] = [why]
    for name in [one.name for one in CHANGED if values.get(one.name, "") != ""]:
        if effect_of(values.get("result", "")) != "changed":
            wrong[name] = ["这一结果没有变更数额"]
    return values, wrong


Read = tuple[Any, str]


def _words(raw: Any, field: Field, today: date) -> Read:  # noqa: ARG001
    if not isinstance(raw, str):
        return "", "应为文字"
    most = WORDS_MOST if field.kind == "words" else 200
    return raw.strip(), f"最多 {most} 字" if len(raw) > most else ""


def _day(raw: Any, field: Field, today: date) -> Read:
    try:
        on = date.fromisoformat(raw)
    except (TypeError, ValueError):
        return "", "日期应为 年-月-日"
    return on.isoformat(), "日期不能晚于今天" if field.kind == "past" and on > today else ""


def _hour(raw: Any, field: Field, today: date) -> Read:  # noqa: ARG001
    """An hour of the day in Beijing, to the minute."""
    sound = isinstance(raw, str) and HOUR.fullmatch(raw) is not None
    return (raw, "") if sound else ("", "时刻应为 时:分")


def _instant(raw: Any, field: Field, today: date) -> Read:  # noqa: ARG001
    """A moment in Beijing's time, to the minute."""
    try:
        at = datetime.fromisoformat(raw)
    except (TypeError, ValueError):
        return "", "时刻应为 年-月-日 时:分"
    if at.tzinfo is not None:
        return "", "时刻应为北京时间"
    return at.strftime("%Y-%m-%dT%H:%M"), "时刻不能晚于今天" if at.date() > today else ""


def _count(raw: Any, field: Field, today: date) -> Read:  # noqa: ARG001
    sound = isinstance(raw, int) and not isinstance(raw, bool) and raw > 0
    return (raw, "") if sound else (0, "应为正整数")


def _sum(raw: Any, field: Field, today: date) -> Read:  # noqa: ARG001
    sound = isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= FEN_MOST
    return (raw, "") if sound else ("", "应为金额")


def _tick(raw: Any, field: Field, today: date) -> Read:  # noqa: ARG001
    return raw, "" if isinstance(raw, bool) else "应为是或否"


def _choice(raw: Any, field: Field, today: date) -> Read:  # noqa: ARG001
    return raw, "" if raw in {code for code, _, _ in field.choices} else "没有这一选项"


def _items(raw: Any, field: Field, today: date) -> Read:  # noqa: ARG001
    """Rows of name, model, count, unit, note: name and a count of at least one are needed."""
    if not isinstance(raw, list) or len(raw) > ROWS_MOST:
        return [], f"应为清单，最多 {ROWS_MOST} 行"
    rows = []
    for number, row in enumerate(raw, 1):
        if not isinstance(row, dict) or not str(row.get("name") or "").strip():
            return [], f"第 {number} 行缺名称"
        count = row.get("count")
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            return [], f"第 {number} 行数量应为正整数"
        words = {key: str(row.get(key) or "").strip()[:200] for key in ("name", "model", "unit", "note")}
        rows.append({**words, "count": count})
    return rows, ""


def _schedule(raw: Any, field: Field, today: date) -> Read:  # noqa: ARG001
    """Rows of day and sum in fen, the days in order and none of them past."""
    if not isinstance(raw, list) or len(raw) > ROWS_MOST:
        return [], f"应为清单，最多 {ROWS_MOST} 行"
    rows: list[dict[str, Any]] = []
    for number, row in enumerate(raw, 1):
        try:
            on = date.fromisoformat(row["on"])
            fen = row["fen"]
        except (TypeError, KeyError, ValueError):
            return [], f"第 {number} 期应有日期和金额"
        if not isinstance(fen, int) or isinstance(fen, bool) or fen < 1:
            return [], f"第 {number} 期金额应为正数"
        if on < today:
            return [], f"第 {number} 期不能早于今天"
        if rows and on.isoformat() <= rows[-1]["on"]:
            return [], f"第 {number} 期应晚于上一期"
        rows.append({"on": on.isoformat(), "fen": fen})
    return rows, ""


_READ = {
    "words": _words,
    "line": _words,
    "day": _day,
    "past": _day,
    "hour": _hour,
    "instant": _instant,
    "count": _count,
    "sum": _sum,
    "tick": _tick,
    "choice": _choice,
    "items": _items,
    "schedule": _schedule,
}
