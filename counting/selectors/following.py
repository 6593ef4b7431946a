"""台账 of what follows a check: hazards, talks, publications, credit with appeals and 失信, and of sites."""

from counting.domain.books import COUNT, DAY, TIME
from counting.domain.indicators import INDICATORS
from counting.domain.ledgers import Field, Filter, Ledger
from counting.domain.sites import SITE_KINDS
from counting.models import Site
from enforcement.domain.acts import INSTANCES, PROCEDURES
from enforcement.domain.disputes import EFFECTS, KINDS, RESULTS
from enforcement.domain.tracks import STATE_WORDS, TRACKS
from enforcement.models import Guidance
from inspections.domain.hazards import ANSWERS, AUTHORITIES, LEVELS
from inspections.models import Hazard
from registry.models import CreditAppeal, DishonestyRecord

API = "/api/v1"
VENUE = Filter("场所（标识）")
DAYS = {"from": Filter("起"), "to": Filter("止")}
_AUTHORITIES = {code: words[0] for code, words in AUTHORITIES.items()}
_ANSWERS = {code: words[0] for code, words in ANSWERS.items()}
_LEVELS = {code: words[0] for code, words in LEVELS.items()}
_LETTER_STATE = {"sent": "待签收", "received": "待反馈", "answered": "已反馈"}
_HAZARD_STATE = dict(Hazard.State.choices)
_GUIDANCE_STATE = dict(Guidance.State.choices)
_GUIDANCE_KIND = dict(Guidance.Kind.choices)
_APPEAL_STATE = dict(CreditAppeal.State.choices)
_LISTED_STATE = dict(DishonestyRecord.State.choices)
_LISTED_LEVEL = dict(DishonestyRecord.Level.choices)
_SITE_STATE = dict(Site.State.choices)
_SITE_KIND = {kind: INDICATORS[kind].zh for kind in SITE_KINDS}
_STANDING = {
    "waiting": "待复核", "amend": "待更正、撤回", "overdue": "逾期", "due": "应公示", "published": "已公示",
    "withdrawn": "已撤回", "withheld": "不予公示",
}  # fmt: skip
_PUBLISHED = {"case": "处罚决定", "inspection": "检查结果"}

_DISPUTES = {kind: TRACKS[kind].zh for kind in KINDS}
_DISPUTE_STATE = {code: STATE_WORDS[code][0] for code in ("received", "answered", "pleaded", "concluded")}
_RESULTS = {code: row[0] for code, row in RESULTS.items()}

FOLLOWING = (
    Ledger(
        "letters", "移送来的隐患", "Hazards transferred to us", f"{API}/hazard-letters",
        (
            Field("number", "移送文号", "number", width=26),
            Field("organ", "移送单位", "organ", width=28),
            Field("venue", "场所", "venue.name", width=28),
            Field("address", "地址", "venue.address", width=30),
            Field("level", "等级", "level", words=_LEVELS, width=10),
            Field("content", "内容", "content", width=40),
            Field("transferred_on", "移送日期", "transferred_on", DAY, 12),
            Field("due_on", "反馈期限", "due_on", DAY, 12),
            Field("received_at", "签收时间", "received_at", TIME, 17),
            Field("outcome", "反馈结果", "outcome", words=_ANSWERS, width=18),
            Field("answered_on", "反馈日期", "answered_on", DAY, 12),
            Field("state", "状态", "state", words=_LETTER_STATE, width=10),
        ),
        {"state": Filter("状态", _LETTER_STATE)},
    ),
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
    Ledger(
        "disputes", "行政复议、行政诉讼", "Reviews and litigation", f"{API}/disputes",
        (
            Field("kind", "种类", "kind", words=_DISPUTES, width=10),
            Field("case", "立案号", "case.number", width=26),
            Field("decision", "决定书文号", "case.decision_number", width=26),
            Field("party", "当事人", "party_name", width=26),
            Field("body", "复议机关、法院", "body", width=22),
            Field("number", "案号", "number", width=22),
            Field(
                "course", "程序、审级", "course", width=10,
                words={code: zh for code, zh, _ in (*PROCEDURES, *INSTANCES)},
            ),
            Field("received_on", "受理、立案日期", "received_on", DAY, 12),
            Field("copy_on", "收到副本日期", "copy_on", DAY, 12),
            Field("due_on", "答复、答辩期限", "clock.due_on", DAY, 12),
            Field("basis", "期限依据", "clock.basis", width=30),
            Field("answered_on", "答复、答辩日期", "answered_on", DAY, 12),
            Field("state", "状态", "state", words=_DISPUTE_STATE, width=14),
            Field("result", "结果", "result", words=_RESULTS, width=12),
            Field("concluded_on", "审结日期", "concluded_on", DAY, 12),
            Field("effect", "对决定的影响", "effect", words={k: v[0] for k, v in EFFECTS.items()}, width=14),
            Field("redo", "责令重新作出", "redo", width=10),
        ),
        {
            "kind": Filter("种类", _DISPUTES), "state": Filter("状态", _DISPUTE_STATE),
            "year": Filter("年份"),
        },
    ),
    Ledger(
        "guidance", "约谈和承诺书", "Talks and commitments", f"{API}/guidance",
        (
            Field("number", "文号", "number", width=26),
            Field("kind", "类别", "kind", words=_GUIDANCE_KIND, width=8),
            Field("held_at", "时间", "held_at", TIME, 17),
            Field("venue", "场所", "venue.name", width=26),
            Field("cause", "所涉事项", "cause.number", width=24),
            Field("reason", "事由", "reason", width=30),
            Field("officers", "约谈人", "officers.name", width=16),
            Field("came", "到场人或承诺人", "came", width=14),
            Field("came_role", "职务", "came_role", width=10),
            Field("place", "地点", "place", width=18),
            Field("content", "约谈内容或承诺事项", "content", width=40),
            Field("statement", "场所陈述", "statement", width=26),
            Field("until", "承诺期限至", "until", DAY, 12),
            Field("signed_on", "签收日期", "signed_on", DAY, 12),
            Field("state", "状态", "state", words=_GUIDANCE_STATE, width=10),
        ),
        {
            "kind": Filter("类别", _GUIDANCE_KIND), "state": Filter("状态", _GUIDANCE_STATE), "venue": VENUE,
            "q": Filter("查找"), **DAYS,
        },
    ),
    Ledger(
        "publications", "公示", "Publications", f"{API}/publications",
        (
            Field("noun", "类别", "noun", words=_PUBLISHED, width=10),
            Field("number", "文号", "number", width=28),
            Field("title", "对象", "title", width=28),
            Field("detail", "内容", "detail", width=32),
            Field("on", "决定或检查日期", "on", DAY, 14),
            Field("due", "公示期限", "clock.due_on", DAY, 12),
            Field("published_on", "公示日期", "published_on", DAY, 12),
            Field("late", "逾期公示", "late", width=8),
            Field("standing", "状态", "standing", words=_STANDING, width=10),
        ),
        {"noun": Filter("类别", _PUBLISHED), "standing": Filter("状态", _STANDING)},
    ),
    Ledger(
        "credit", "信用等级", "Credit grades", f"{API}/credit",
        (
            Field("code", "对象编号", "code", width=22),
            Field("name", "名称", "name", width=30),
            Field("sign_name", "招牌名", "sign_name", width=18),
            Field("grade", "等级", "grade", width=6),
            Field("score", "得分", "score", width=6),
            Field("on", "评价日期", "on", DAY, 12),
            Field("overridden", "人工调整", "overridden", width=8),
            Field("appealed", "申诉中", "appealed", width=8),
            Field("dishonest", "失信主体", "dishonest", width=8),
        ),
        {
            "q": Filter("查找"), "grade": Filter("等级"),
            "appealed": Filter("申诉中", {"1": "是", "true": "是"}),
        },
    ),
    Ledger(
        "appeals", "信用申诉", "Credit appeals", f"{API}/credit-appeals",
        (
            Field("created_at", "受理时间", "created_at", TIME, 17),
            Field("venue", "场所", "venue.name", width=28),
            Field("code", "对象编号", "venue.code", width=22),
            Field("against", "原等级", "against.grade", width=8),
            Field("text", "异议", "text", width=44),
            Field("taken_by", "受理人", "taken_by", width=10),
            Field("due_on", "办理期限", "due.due_on", DAY, 12),
            Field("decided_by", "处理人", "decided_by", width=10),
            Field("decided_on", "处理日期", "decided_on", DAY, 12),
            Field("decision", "处理意见", "decision", width=36),
            Field("state", "状态", "state", words=_APPEAL_STATE, width=8),
        ),
        {"state": Filter("状态", _APPEAL_STATE)},
    ),
    Ledger(
        "dishonesty", "失信主体", "Dishonesty records", f"{API}/dishonesty",
        (
            Field("venue", "场所", "venue.name", width=28),
            Field("code", "对象编号", "venue.code", width=22),
            Field("level", "程度", "level", words=_LISTED_LEVEL, width=10),
            Field("ground", "事由", "ground", width=32),
            Field("basis", "依据", "basis", width=30),
            Field("from_on", "列入日期", "from_on", DAY, 12),
            Field("to_on", "期限至", "to_on", DAY, 12),
            Field("ended_on", "移出日期", "ended_on", DAY, 12),
            Field("listed_by", "决定人", "listed_by", width=10),
            Field("reason", "说明", "reason", width=26),
            Field("state", "状态", "state", words=_LISTED_STATE, width=10),
        ),
        {"state": Filter("状态", _LISTED_STATE)},
    ),
    Ledger(
        "sites", "示范点和无小耳朵创建", "Sites", f"{API}/sites",
        (
            Field("kind", "类别", "kind", words=_SITE_KIND, width=22),
            Field("name", "名称", "name", width=28),
            Field("place", "所在地", "place", width=18),
            Field("why", "筛选理由", "why", width=32),
            Field("households", "最近排查入户数", "survey.households", COUNT, 14),
            Field("found", "发现", "survey.found", COUNT, 8),
            Field("gone", "已拆除", "survey.gone", COUNT, 8),
            Field("left", "尚存", "survey.left", COUNT, 8),
            Field("rechecked_on", "最近复核", "rechecked_on", DAY, 12),
            Field("recheck_due", "下次复核", "recheck_due.on", DAY, 12),
            Field("named_on", "命名日期", "named_on", DAY, 12),
            Field("state", "状态", "state", words=_SITE_STATE, width=10),
        ),
        {"state": Filter("状态", _SITE_STATE), "kind": Filter("类别", _SITE_KIND)},
    ),
)  # fmt: skip
