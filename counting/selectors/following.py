"""台账 of what follows a check: hazards with their letters."""

from counting.domain.books import DAY
from counting.domain.ledgers import Field, Filter, Ledger
from inspections.domain.hazards import ANSWERS, AUTHORITIES, LEVELS
from inspections.models import Hazard

API = "/api/v1"
VENUE = Filter("场所（标识）")
DAYS = {"from": Filter("起"), "to": Filter("止")}
_AUTHORITIES = {code: words[0] for code, words in AUTHORITIES.items()}
_ANSWERS = {code: words[0] for code, words in ANSWERS.items()}
_LEVELS = {code: words[0] for code, words in LEVELS.items()}
_HAZARD_STATE = dict(Hazard.State.choices)

FOLLOWING = (
    Ledger(
        "hazards", "隐患", "Hazards", f"{API}/hazards",
        (
            Field("number", "隐患编号", "number", width=20),
            Field("found_on", "发现日期", "found_on", DAY, 12),
            Field("level", "等级", "level", words=_LEVELS, width=10),
            Field("venue", "场所", "venue.name", width=26),
            Field("place", "部位", "place", width=16),
            Field("description", "隐患情况", "description", width=36),
            Field("order", "责令改正", "order.number", width=24),
            Field("to_organ", "移送单位", "transfers.to_organ", width=22),
            Field("transfer", "移送文号", "transfers.number", width=24),
            Field("transferred_on", "移送日期", "transfers.transferred_on", width=12),
            Field("due_on", "反馈期限", "transfers.due_on", width=12),
            Field("outcome", "反馈结果", "transfers.outcome", words=_ANSWERS, width=18),
            Field("answered_on", "反馈日期", "transfers.answered_on", width=12),
            Field("state", "状态", "state", words=_HAZARD_STATE, width=12),
            Field("closed_on", "销号日期", "closed_on", DAY, 12),
        ),
        {
            "state": Filter("状态", _HAZARD_STATE), "level": Filter("等级", _LEVELS),
            "authority": Filter("部门", _AUTHORITIES), "venue": VENUE,
            "overdue": Filter("反馈逾期", {"1": "是", "true": "是"}), "q": Filter("查找"), **DAYS,
        },
    ),
)  # fmt: skip
