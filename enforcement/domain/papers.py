"""Papers of a case (案件文书): which form is open at which step, its first words, how the file is bound."""

from collections.abc import Mapping
from typing import Any

STEPS = (
    "filed", "investigated", "reviewed", "informed", "decided", "served", "performed", "closed", "archived",
)  # fmt: skip
# A case that ended outside its course keeps the papers of its first steps.
ENDED = {"withdrawn": "filed", "transferred": "filed"}

# form → the step from which it can be made
OPEN_FROM: dict[str, str] = {
    "report_handling": "filed",
    "filing_approval": "filed",
    "question_notice": "filed",
    "question_record": "filed",
    "survey_record": "filed",
    "preservation_notice": "filed",
    "preservation_result": "filed",
    "sampling": "filed",
    "seizure": "filed",
    "seizure_result": "filed",
    "seizure_release": "filed",
    "item_list": "filed",
    "appraisal": "filed",
    "approval": "filed",
    "investigation_end": "investigated",
    "legal_review": "reviewed",
    "discussion": "investigated",
    "prior_notice": "reviewed",  # once the penalty intended is drawn up
    "statement_review": "informed",
    "hearing_notice": "informed",
    "hearing_record": "informed",
    "hearing_opinion": "informed",
    "decision": "decided",
    "no_penalty": "decided",
    "service_proof": "informed",
    "urging": "served",
    "closing_report": "closed",
}
# what a penalty on the spot has beside its own paper
OF_THE_SPOT = frozenset({"service_proof", "approval", "urging", "case_transfer", "closing_report"})
# 行政处罚法 Art 57: not established is 不予行政处罚 too
OUTCOME_OF = {
    "decision": frozenset({"penalty"}),
    "no_penalty": frozenset({"no_penalty", "not_established"}),
}
# form → the day of the case it bears
DAY_OF = {
    "filing_approval": "filed_on",
    "investigation_end": "investigated_on",
    "legal_review": "reviewed_on",
    "decision": "decided_on",
    "no_penalty": "decided_on",
    "service_proof": "served_on",
    "closing_report": "closed_on",
}
# 立卷顺序: the file is bound in this order; forms not named follow in the order they were made
ARCHIVE_ORDER = (
    "decision", "no_penalty", "spot_penalty", "service_proof", "report_handling", "filing_approval",
    "inspection_approval", "inspection_notice", "scene_record", "survey_record", "rectification",
    "inspection_result",
    "question_notice", "question_record", "preservation_notice", "preservation_result", "sampling",
    "seizure", "seizure_result", "seizure_release", "item_list", "appraisal", "approval",
    "investigation_end", "legal_review", "discussion", "prior_notice", "statement_review",
    "hearing_notice", "hearing_refusal", "hearing_record", "hearing_opinion", "talk_record", "commitment",
    "urging", "case_transfer", "closing_report",
)  # fmt: skip

# forms that are evidence themselves → what one proves, at first
PROVES = {
    "scene_record": "检查时的现场情况",
    "survey_record": "勘验的现场情况",
    "question_record": "被询问人陈述的事实",
    "sampling": "样品的来源和数量",
    "appraisal": "鉴定对象的性质",
    "item_list": "涉案物品的名称和数量",
    "rectification": "责令改正的事项和期限",
}
FILING = "《中华人民共和国行政处罚法》第五十四条第二款"
ASKED = "执法人员已出示执法证件，告知被询问人如实回答询问、申请回避等权利义务。"
RIGHTS = (
    "依据《中华人民共和国行政处罚法》第四十四条、第四十五条，你（单位）有权在收到本告知书之日起五个工作日内"
    "向本机关进行陈述和申辩。逾期未提出的，视为放弃上述权利。"
)
RIGHTS_HEARING = (
    "依据《中华人民共和国行政处罚法》第四十四条、第四十五条、第六十三条、第六十四条，你（单位）有权在收到本告知书"
    "之日起五个工作日内向本机关进行陈述和申辩，并有权要求听证；要求听证的，应当在五个工作日内提出。"
    "逾期未提出的，视为放弃上述权利。"
)
REMEDY = (
    "如不服本决定，可以自收到本决定书之日起六十日内依法申请行政复议，或者六个月内依法向人民法院提起行政诉讼。"
    "复议、诉讼期间不停止执行本决定，法律另有规定的除外。"
)
PAYMENT = (
    "自收到本决定书之日起十五日内，到指定的银行或者通过电子支付系统缴纳罚没款。逾期不缴纳罚款的，"
    "每日按罚款数额的百分之三加处罚款，加处罚款的数额不超出罚款的数额。"
)
VERDICTS = ("审核通过", "审核未通过，退回补充调查")
NO_PAYMENT = "自收到本决定书之日起履行。"


NOTICE = ("prior_notice", "行政处罚事先告知书")
DECISION = ("decision", "行政处罚决定书")
# outcome → what was served (form and name) where it is no decision of a penalty
SERVED = {
    "no_penalty": ("no_penalty", "不予行政处罚决定书"),
    "not_established": ("no_penalty", "不予行政处罚决定书"),
    "transfer": ("case_transfer", "案件移送单"),
    "simple": ("spot_penalty", "当场处罚决定书"),
}


def proof_of(values: Mapping[str, Any]) -> str:
    """What a proof of service (送达回证) is of: "decision" where it names one or none, "notice", "other"."""
    names = {str(row.get("name") or "") for row in values.get("papers") or []} - {""}
    if not names or names & {name for _, name in (DECISION, *SERVED.values())}:
        return "decision"
    return "notice" if NOTICE[1] in names else "other"


def reached(state: str, step: str) -> bool:
    """Whether a case in this state has come as far as the step."""
    return STEPS.index(ENDED.get(state, state)) >= STEPS.index(step)


def forms_open(
    *, state: str, outcome: str, simple: bool = False, sent_back: bool = False, intended: bool = False
) -> list[str]:
    """Forms that can be made of a case now.

    Of one legal review sent back its opinion too; of a penalty intended its notice.
    """
    forms = [
        form
        for form, step in OPEN_FROM.items()
        if (reached(state, step) or (sent_back and form == "legal_review"))
        and (form not in OUTCOME_OF or outcome in OUTCOME_OF[form])
        and (not simple or form in OF_THE_SPOT)
        and (form != "prior_notice" or intended)
    ]
    forms += ["closing_report"] if state in ENDED else []
    return [*forms, "case_transfer"] if state == "transferred" or outcome == "transfer" else forms


def place(form: str) -> int:
    """Where a paper is bound."""
    return ARCHIVE_ORDER.index(form) if form in ARCHIVE_ORDER else len(ARCHIVE_ORDER)


def first_words(form: str, facts: Mapping[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    """What the form says at first: the facts of the case by their key, some under another name there."""
    said = {**facts, **_of_form(form, facts)}
    return {key: said[key] for key in keys if said.get(key) not in (None, "", [])}


def _of_form(form: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    if form == "prior_notice":
        return {
            "fine_fen": facts["intended_fine_fen"],
            "reasons": facts.get("intended_reasons") or facts.get("reasons"),
            "rights": RIGHTS_HEARING if facts.get("hearing_right") else RIGHTS,
        }
    if form == "service_proof":
        if facts.get("of_notice"):
            return {
                **facts["notice_service"],
                "papers": [{"name": NOTICE[1], "number": facts["notice_number"], "count": "1"}],
            }
        _, name = SERVED.get(facts.get("outcome_code", ""), DECISION)
        papers = [{"name": name, "number": facts["decision_number"], "count": "1"}]
        return {"papers": papers if facts["decision_number"] else []}
    if form == "approval" and facts.get("ended") == "withdrawn":
        return {"matter": "撤销案件"}
    if form == "hearing_notice":
        return {"rights": "当事人可以亲自参加听证，也可以委托一至二人代理；有权申请回避、申辩和质证。"}
    if form == "question_record":
        return {"party_phone": None, "place": None, "rights": ASKED}
    if form == "closing_report":
        return {"penalty": facts["penalty"] or facts["outcome"] or facts["closing_type"]}
    return {}
