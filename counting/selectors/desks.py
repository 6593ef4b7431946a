"""台账 of the desks: what waits, what changed, what came in, phones, the journal, the plan, the rota, picks,
and the rows behind every number.
"""

from counting.domain.books import COUNT, DAY, FEN, TIME
from counting.domain.ledgers import Field, Filter, Ledger
from counting.models import Activity, Export
from enforcement.models import Case, FollowUp, Guidance, Lead
from inspections.models import Hazard, Inspection, Patrol, Rectification
from registry.models import CatalogueChange, Geocode, RosterImport, Venue
from scheduling.models import Campaign, DutySeat, Visit

API = "/api/v1"
_WAITS = {
    "review": "法制审核", "decide": "决定", "approve": "审批", "publish": "公示复核",
    "report": "备案", "extend": "线索延期",
}  # fmt: skip
_FOUND = {
    "case": "案件", "lead": "线索", "record": "检查记录", "order": "责令改正", "document": "文书",
    "talk": "约谈", "pledge": "承诺书", "followup": "后续监管", "activity": "活动", "venue": "检查对象",
}  # fmt: skip
_ELIGIBLE = {"Y": "候选"}
_YES = {"1": "是", "true": "是", "false": "否", "0": "否"}
_STATES = {
    f"{noun}:{code}": words
    for noun, model in {
        "case": Case, "lead": Lead, "visit": Visit, "inspection": Inspection, "record": Inspection,
        "rectification": Rectification, "order": Rectification, "hazard": Hazard, "guidance": Guidance,
        "talk": Guidance, "pledge": Guidance, "activity": Activity, "campaign": Campaign, "patrol": Patrol,
        "followup": FollowUp,
    }.items()
    for code, words in model.State.choices  # type: ignore[attr-defined] # each has its states
} | {f"venue:{code}": words for code, words in Venue.Status.choices}  # fmt: skip
_COUNTED = (
    Field("on", "日期", "on", DAY, 12),
    Field("title", "名称", "title", width=34),
    Field("detail", "编号、事由", "detail", width=34),
    Field("state", "状态", "state", words=_STATES, width=10, by="noun"),
    Field("value", "计数", "value", COUNT, 8),
)  # fmt: skip
_YEAR = Filter("年份")
_OWN = {"0": "系统自带"}  # else the version of the bureau's own
_EXPORT = dict(Export.Kind.choices)
_VERDICT = {"new": "新增", "changed": "变更", "same": "相同", "refused": "不符"}
_WINDOW = Filter("期间")


_SUM = Field("sum", "罚没金额（元）", "sum_fen", FEN, 14)


def _counted(key: str, zh: str, en: str, path: str, filters: dict[str, Filter], *more: Field) -> Ledger:
    return Ledger(key, zh, en, f"{API}/{path}", (*_COUNTED, *more), filters)


DESKS = (
    Ledger(
        "inbox", "待我审批", "Waiting for me", f"{API}/inbox",
        (
            Field("kind", "事项", "kind", words=_WAITS, width=12),
            Field("number", "编号", "number", width=26),
            Field("title", "当事人", "title", width=28),
            Field("matter", "案由", "matter", width=28),
            Field("detail", "说明", "detail", width=36),
            Field("due", "期限", "due.due_on", DAY, 12),
        ),
        rows="",
    ),
    Ledger(
        "changes", "目录修改", "Changes of the catalogue", f"{API}/catalogue-changes",
        (
            Field("note", "修改说明", "note", width=40),
            Field("count", "行数", "count", COUNT, 8),
            Field("filename", "工作簿", "filename", width=28),
            Field("proposed_by", "提出人", "proposed_by", width=10),
            Field("created_at", "提出时间", "created_at", TIME, 17),
            Field("decided_by", "复核人", "decided_by", width=10),
            Field("decided_at", "复核时间", "decided_at", TIME, 17),
            Field("reason", "复核意见", "reason", width=28),
            Field("state", "状态", "state", words=dict(CatalogueChange.State.choices), width=10),
        ),
        {"state": Filter("状态", dict(CatalogueChange.State.choices))},
    ),
    Ledger(
        "imports", "名录导入", "Imports", f"{API}/imports",
        (
            Field("kind", "种类", "kind", words=dict(RosterImport.Kind.choices), width=12),
            Field("filename", "文件", "filename", width=34),
            Field("uploaded_by", "导入人", "uploaded_by", width=10),
            Field("created_at", "时间", "created_at", TIME, 17),
            Field("total", "行数", "total", COUNT, 8),
            Field("new", "新增", "counts.new", COUNT, 8),
            Field("changed", "变更", "counts.changed", COUNT, 8),
            Field("same", "相同", "counts.same", COUNT, 8),
            Field("refused", "不符", "counts.refused", COUNT, 8),
            Field("confirmed_by", "确认人", "confirmed_by", width=10),
            Field("done_at", "完成时间", "done_at", TIME, 17),
            Field("state", "状态", "state", words=dict(RosterImport.State.choices), width=10),
        ),
    ),
    Ledger(
        "geocodes", "坐标核对", "Coordinates", f"{API}/geocodes",
        (
            Field("venue", "场所", "venue.name", width=28),
            Field("address", "地址", "address", width=36),
            Field("provider", "来源", "provider", width=12),
            Field("label", "匹配到", "label", width=30),
            Field("problem", "问题", "problem", width=24),
            Field("created_at", "时间", "created_at", TIME, 17),
            Field("state", "状态", "state", words=dict(Geocode.State.choices), width=10),
        ),
        {"state": Filter("状态", dict(Geocode.State.choices)), "venue": Filter("场所（标识）")},
    ),
    Ledger(
        "devices", "外勤手机", "Phones in the field", f"{API}/field-devices",
        (
            Field("name", "手机", "name", width=22),
            Field("officer", "使用人", "officer", width=10),
            Field("app_version", "版本", "app_version", width=10),
            Field("drafts", "草稿", "drafts", COUNT, 8),
            Field("unsent", "未上传记录", "records_unsent", COUNT, 10),
            Field("left", "未上传材料", "items_left", COUNT, 10),
            Field("oldest", "最早一份", "oldest_unsent_at", TIME, 17),
            Field("lost", "丢失", "lost", COUNT, 8),
            Field("reported_at", "报告时间", "reported_at", TIME, 17),
        ),
    ),
    Ledger(
        "spoilt", "未能读取的上传", "Uploads that could not be read", f"{API}/spoilt-payloads",
        (
            Field("inspection", "检查记录（标识）", "inspection", width=36),
            Field("problem", "问题", "problem", width=40),
            Field("sent_by", "上传人", "sent_by", width=10),
            Field("sent_at", "时间", "sent_at", TIME, 17),
            Field("size", "字节", "size", COUNT, 10),
            Field("digest", "摘要", "digest", width=24),
        ),
    ),
    Ledger(
        "journal", "操作日志", "Journal", f"{API}/journal",
        (
            Field("id", "序号", "id", width=10),
            Field("at", "时间", "at", TIME, 17),
            Field("actor", "操作人", "actor", width=12),
            Field("verb", "操作", "verb", width=24),
            Field("noun", "对象", "noun", width=18),
            Field("noun_id", "对象标识", "noun_id", width=36),
            Field("before", "原状态", "before", width=12),
            Field("after", "现状态", "after", width=12),
            Field("reason", "理由", "reason", width=36),
            Field("seq", "链上序号", "seq", width=10),
            Field("hash", "链上哈希", "hash", width=24),
        ),
        {"noun_id": Filter("对象（标识）")},
    ),
    Ledger(
        "found", "档案检索结果", "Search results", f"{API}/search/rows",
        (
            Field("kind", "种类", "kind", words=_FOUND, width=12),
            Field("number", "编号", "number", width=26),
            Field("title", "名称", "title", width=36),
            Field("venue", "场所", "venue", width=28),
            Field("on", "日期", "on", DAY, 12),
            Field("state", "状态", "state", words=_STATES, width=10, by="kind"),
            Field("snippet", "所在文字", "snippet", width=44),
        ),
        {
            "kind": Filter("种类", _FOUND), "q": Filter("查找"), "year": _YEAR,
            "violation": Filter("违法行为"), "state": Filter("状态"),
        },
    ),
    Ledger(
        "plan_rows", "年度计划事项", "Rows of the plan", f"{API}/plans/{{plan_id}}",
        (
            Field("seq", "序号", "seq", width=6),
            Field("item", "抽查事项", "item", width=32),
            Field("basis", "依据", "basis", width=30),
            Field("object", "抽查对象", "object_text", width=24),
            Field("initiating", "发起部门", "initiating", width=18),
            Field("cooperating", "配合部门", "cooperating", width=18),
            Field("method", "方式", "method", width=14),
            Field("quota", "比例、户数（原文）", "quota_verbatim", width=20),
            Field("month_from", "起（月）", "month_from", width=8),
            Field("month_to", "止（月）", "month_to", width=8),
            Field("deadline", "期限（原文）", "deadline_verbatim", width=18),
            Field("pool", "在册户数", "pool", COUNT, 8),
        ),
        {"plan_id": Filter("计划（标识）")},
    ),
    Ledger(
        "rota", "值班表", "Rota", f"{API}/rota",
        (
            Field("starts_on", "开始", "starts_on", DAY, 12),
            Field("ends_on", "结束", "ends_on", DAY, 12),
            Field("holiday", "节假日", "holiday", width=14),
            Field("people", "值班人员（按组）", "teams.seats.name", width=40),
            Field("areas", "巡查片区", "teams.areas", width=40),
            Field("changes", "调整后", "changes.after", width=20),
            Field("origins", "调整缘由", "changes.origin", words=dict(DutySeat.Origin.choices), width=14),
        ),
        {"from": Filter("起"), "weeks": Filter("周数")},
        rows="weeks",
    ),
    Ledger(
        "picks", "抽取名单", "Rows of a draw", f"{API}/draws/{{draw_id}}/picks",
        (
            Field("code", "对象编号", "code", width=22),
            Field("name", "名称", "name", width=32),
            Field("grade", "信用等级", "grade", width=8),
            Field("cell", "分组", "cell", width=18),
            Field("rank", "名次", "rank", width=8),
            Field("ticket", "号码", "ticket", width=24),
            Field("selected", "抽中", "selected", width=6),
            Field("team", "执法人员", "team.name", width=20),
        ),
        {
            "draw_id": Filter("抽取（标识）"), "q": Filter("查找"), "selected": Filter("抽中", _YES),
            "eligible": Filter("候选", _ELIGIBLE),
        },
    ),
    Ledger(
        "forms", "文书模板", "Forms", f"{API}/forms",
        (
            Field("code", "代码", "code", width=22),
            Field("no", "28种文书序号", "no", width=12),
            Field("name", "文书", "name", width=30),
            Field("basis", "依据", "basis", width=44),
            Field("labels", "栏目", "fields.label", width=60),
            Field("typst", "版式（Typst）", "templates.typst", words=_OWN, width=12),
            Field("docx", "可编辑副本（Word）", "templates.docx", words=_OWN, width=12),
        ),
        rows="",
    ),
    Ledger(
        "caps", "频次上限", "Yearly caps", f"{API}/caps",
        (
            Field("category", "类别", "category_name", width=24),
            Field("grade", "信用等级", "grade", words={"*": "全部等级"}, width=10),
            Field("cap", "年度上限（次）", "cap", width=14),
            Field("source", "依据", "source", width=44),
            Field("default", "未设定的默认值", "default", width=14),
        ),
        {"year": _YEAR},
        rows="",
    ),
    Ledger(
        "exports", "导出记录", "What was taken out", f"{API}/exports",
        (
            Field("title", "名称", "title", width=44),
            Field("kind", "种类", "kind", words=_EXPORT, width=14),
            Field("format", "格式", "format", width=8),
            Field("rows", "行数", "rows", COUNT, 8),
            Field("by", "导出人", "by", width=10),
            Field("created_at", "时间", "created_at", TIME, 17),
            Field("made_at", "完成时间", "made_at", TIME, 17),
            Field("problem", "问题", "problem", width=30),
            Field("state", "状态", "state", words=dict(Export.State.choices), width=10),
        ),
        {"kind": Filter("种类", _EXPORT)},
    ),
    Ledger(
        "import_rows", "名录导入明细", "Rows of an import", f"{API}/imports/{{import_id}}/rows",
        (
            Field("row_no", "行号", "row_no", width=8),
            Field("verdict", "判定", "verdict", words=_VERDICT, width=8),
            Field("name", "名称", "name", width=30),
            Field("code", "编号", "code", width=22),
            Field("reasons", "不符原因", "reasons.message", width=44),
            Field("changes", "变更字段", "changes.field", width=30),
        ),
        {"import_id": Filter("导入（标识）"), "verdict": Filter("判定", _VERDICT)},
    ),
    Ledger(
        "calendar_changes", "工作日历修改", "Changes of the calendar", f"{API}/calendar/changes",
        (
            Field("years", "年份", "years", width=12),
            Field("source", "依据", "source", width=44),
            Field("changed_by", "修改人", "changed_by", width=10),
            Field("at", "时间", "at", TIME, 17),
            Field("moved", "移动的期限", "moved", COUNT, 10),
        ),
    ),
    _counted(
        "figure_rows", "指标明细", "Rows behind a figure", "figures/{indicator}/rows",
        {"indicator": Filter("指标"), "year": _YEAR, "window": _WINDOW, "part": Filter("其中")},
    ),
    _counted(
        "statistic_rows", "统计明细", "Rows behind a statistic", "statistics/rows",
        {
            "table": Filter("统计"), "by": Filter("分组"), "key": Filter("组"), "year": _YEAR,
            "window": _WINDOW,
        },
    ),
    _counted(
        "cut_rows", "案件统计明细", "Cases behind a number", "statistics/cases/rows",
        {
            "rows": Filter("行"), "columns": Filter("列"), "period": Filter("期间"), "year": _YEAR,
            "organ": Filter("单位代码"), "row": Filter("行值"), "column": Filter("列值"),
        },
        _SUM,
    ),
    _counted(
        "yearbook_rows", "年报表一明细", "Decisions behind the yearbook", "statistics/yearbook/rows",
        {"year": _YEAR, "organ": Filter("单位代码"), "column": Filter("列值")},
        _SUM,
    ),
    _counted(
        "campaign_rows", "专项检查明细", "Rows behind a campaign's number", "campaigns/{campaign_id}/rows",
        {"campaign_id": Filter("专项（标识）"), "part": Filter("指标")},
    ),
    _counted(
        "feasibility_rows", "可行性测算明细", "Rows behind the reckoning", "feasibility/rows",
        {"number": Filter("数字"), "of": Filter("所属"), "year": _YEAR},
    ),
)  # fmt: skip
