"""台账 of what is announced, asked for or said: campaigns, officers, leave, evaluations and others."""

from counting.domain.books import COUNT, DAY, HUNDREDTHS, TIME
from counting.domain.ledgers import Field, Filter, Ledger
from registry.models import Officer
from scheduling.models import Campaign, LeaveRequest, SwapRequest

API = "/api/v1"
_CAMPAIGN = dict(Campaign.State.choices)
_OFFICER = dict(Officer.Status.choices)
_LEAVE = dict(LeaveRequest.State.choices)
_FULL = {"true": "已满 5 份", "false": "不足 5 份"}
_SCORE = {"3": "满意", "2": "一般", "1": "不满意"}
_SWAP = dict(SwapRequest.State.choices)

REGISTERS = (
    Ledger(
        "campaigns", "专项检查", "Campaigns", f"{API}/campaigns",
        (
            Field("name", "名称", "name", width=30),
            Field("trigger", "种类", "trigger.name", width=16),
            Field("ordered_by", "部署单位", "ordered_by", width=22),
            Field("starts_on", "开始", "starts_on", DAY, 12),
            Field("ends_on", "结束", "ends_on", DAY, 12),
            Field("categories", "类别", "categories.name", width=20),
            Field("townships", "街道", "townships.name", width=20),
            Field("approved_by", "批准人", "approval.by", width=10),
            Field("filing_no", "备案号", "filing_no", width=20),
            Field("filed_with", "备案机关", "filed_with", width=22),
            Field("filed_on", "备案日期", "filed_on", DAY, 12),
            Field("open", "待检查", "visits_open", COUNT, 8),
            Field("done", "已检查", "visits_done", COUNT, 8),
            Field("state", "状态", "state", words=_CAMPAIGN, width=8),
        ),
        {"state": Filter("状态", _CAMPAIGN), "open": Filter("可检查", {"1": "是", "true": "是"})},
    ),
    Ledger(
        "performances", "营业性演出", "Performances", f"{API}/performances",
        (
            Field("name", "名称", "name", width=30),
            Field("approval_no", "批准文号", "approval_no", width=24),
            Field("approved_by", "批准机关", "approved_by", width=22),
            Field("starts_on", "开始", "starts_on", DAY, 12),
            Field("ends_on", "结束", "ends_on", DAY, 12),
            Field("place", "地点", "place", width=24),
            Field("organiser", "举办单位", "organiser", width=26),
            Field("licence", "举办单位许可证", "organiser_licence", width=20),
            Field("performers", "演员", "performers", width=26),
            Field("programme", "节目", "programme", width=36),
        ),
        {
            "q": Filter("查找"), "venue": Filter("场所（标识）"),
            "near": Filter("近期", {"1": "是", "true": "是"}),
        },
    ),
    Ledger(
        "officers", "执法人员", "Officers", f"{API}/officers",
        (
            Field("name", "姓名", "name", width=10),
            Field("cert_no", "执法证号", "cert_no", width=16),
            Field("cert_valid_to", "证件有效期", "cert_valid_to", DAY, 12),
            Field("cert_revoked_on", "证件注销", "cert_revoked_on", DAY, 12),
            Field("unit", "单位", "unit", width=20),
            Field("quals", "可检查类别", "quals", width=24),
            Field("lead_quals", "可带队类别", "lead_quals", width=24),
            Field("status", "状态", "status", words=_OFFICER, width=8),
        ),
        {
            "q": Filter("查找"), "status": Filter("状态", _OFFICER), "category": Filter("类别"),
            "mine": Filter("本人", {"1": "是", "true": "是"}),
        },
    ),
    Ledger(
        "leave", "请假", "Leave", f"{API}/leave-requests",
        (
            Field("name", "姓名", "name", width=10),
            Field("starts_on", "开始", "starts_on", DAY, 12),
            Field("ends_on", "结束", "ends_on", DAY, 12),
            Field("back_on", "销假", "back_on", DAY, 12),
            Field("reason", "事由", "reason", width=26),
            Field("asked_at", "申请时间", "asked_at", TIME, 17),
            Field("decided_by", "审批人", "decided_by", width=10),
            Field("state", "状态", "state", words=_LEAVE, width=8),
        ),
        {"state": Filter("状态", _LEAVE)},
    ),
    Ledger(
        "swaps", "换班", "Exchanges of duty", f"{API}/swap-requests",
        (
            Field("giver", "换出人", "giver", width=10),
            Field("given", "换出周", "given.starts_on", DAY, 12),
            Field("taker", "接班人", "taker", width=10),
            Field("taken", "换入周", "taken.starts_on", DAY, 12),
            Field("reason", "事由", "reason", width=26),
            Field("asked_at", "申请时间", "asked_at", TIME, 17),
            Field("decided_by", "审批人", "decided_by", width=10),
            Field("state", "状态", "state", words=_SWAP, width=10),
        ),
        {"state": Filter("状态", _SWAP)},
    ),
    Ledger(
        "evaluations", "检查评价", "Evaluations", f"{API}/evaluation-months",
        (
            Field("organ", "单位", "organ.name", width=34),
            Field("month", "月份", "month", width=10),
            Field("readable", "情况", "readable", words=_FULL, width=12),
            Field("count", "份数", "count", COUNT, 8),
            Field("good", "满意", "good", COUNT, 8),
            Field("fair", "一般", "fair", COUNT, 8),
            Field("bad", "不满意", "bad", COUNT, 8),
            Field("mean", "平均（满分 3）", "mean_hundredths", HUNDREDTHS, 14),
        ),
        {"q": Filter("查找"), "year": Filter("年份")},
    ),
    Ledger(
        "evaluation_texts", "检查评价留言", "What evaluations say", f"{API}/evaluations",
        (
            Field("score", "评价", "score", words=_SCORE, width=10),
            Field("text", "留言", "text", width=90),
        ),
        {"organ": Filter("单位代码"), "month": Filter("月份")},
    ),
)  # fmt: skip
