"""What the file of one case holds before it goes to the archive (归档清单), by its kind and course (V35)."""

# ruff: noqa: E501 a table reads best with a thing on few lines

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

Facts = Mapping[str, Any]
# An approval (审批表) is one form for many matters: which it is of, by the act that asks and by its words.
MATTERS: dict[str, tuple[frozenset[str], re.Pattern[str]]] = {
    "withdrawal": (frozenset(), re.compile("撤销(?:案件|立案|本案)|撤案")),
    "extension": (frozenset({"seizure.prolong"}), re.compile("延长.*(?:查封|扣押)")),
    "preservation": (frozenset({"preservation.ask"}), re.compile("登记保存")),
    "seizure": (frozenset({"seizure.ask", "seizure.act"}), re.compile("查封|扣押")),
    "instalments": (frozenset({"instalments.ask"}), re.compile("(?:延期|分期).*缴纳")),
    "referral": (frozenset({"referral.propose"}), re.compile("移送")),
}


@dataclass(frozen=True, slots=True)
class Want:
    """One thing of the file: the forms of which one satisfies it; without forms it is a fact of the case."""

    code: str
    zh: str
    en: str
    when: Callable[[Facts], bool]
    forms: frozenset[str] = frozenset()
    of: str = ""  # which of the papers of that form, of MATTERS
    once: str = ""  # its code in the files archived while every approval was one line
    there: Callable[[Facts], bool] = lambda facts: False

    @property
    def marks(self) -> frozenset[str]:
        """The papers it asks for, as `mark` calls them."""
        return frozenset(f"{form}:{self.of}" if self.of else form for form in self.forms)


def mark(form: str, *, track: str, matter: str, proves: str = "decision") -> str:
    """A paper as the checklist knows it: its form, of an approval its matter, of a service what it
    proves that of; `track`: its kind, "" of the case."""
    if form == "service_proof" and proves != "decision":
        return f"service_proof:{proves}"
    if form != "approval":
        return form
    told = [of for of, (_, words) in MATTERS.items() if words.search(matter)]
    if track and told[:1] != ["extension"]:
        told = [track]
    return f"{form}:{told[0]}" if told else form


def approvals_wanted(acts: Collection[str]) -> list[str]:
    """The marks of the approvals one measure asks for by what was recorded of it."""
    return [f"approval:{of}" for of, (asking, _) in MATTERS.items() if asking & set(acts)]


def _asked(of: str) -> Callable[[Facts], bool]:
    return lambda facts: bool(MATTERS[of][0] & set(facts.get("acts", ())))


def _approval(of: str, zh: str, en: str) -> "Want":
    return Want(f"approval_{of}", zh, en, _asked(of), frozenset({"approval"}), of=of, once="approval")


def _general(facts: Facts) -> bool:
    return not facts.get("simple")


def _course(step: str) -> Callable[[Facts], bool]:
    return lambda facts: bool(facts.get(step))


def _outcome(outcome: str) -> Callable[[Facts], bool]:
    return lambda facts: _general(facts) and facts.get("outcome") == outcome


def _act(verb: str) -> Callable[[Facts], bool]:
    return lambda facts: verb in facts.get("acts", ())


def _papers(*forms: str) -> frozenset[str]:
    return frozenset(forms)


# In the order in which the file is bound.
WANTED: tuple[Want, ...] = (
    Want("decision", "行政处罚决定书", "Decision of a penalty", _outcome("penalty"), _papers("decision")),
    Want(
        "no_penalty", "不予行政处罚决定书", "Decision of no penalty", _outcome("no_penalty"), _papers("no_penalty")
    ),
    Want("spot_penalty", "当场处罚决定书", "Penalty on the spot", _course("simple"), _papers("spot_penalty")),
    Want(
        "service_proof", "送达回证", "Proof of service",
        lambda facts: bool(facts.get("served")) and _general(facts), _papers("service_proof"),
    ),
    Want("announcement", "公告送达凭证", "Proof of the announcement",
         lambda facts: "announcement" in (facts.get("mode"), facts.get("notice_mode")), there=_act("announcement.lapse")),
    Want("report_handling", "举报处理单", "Handling of the report", _course("lead"), _papers("report_handling")),
    Want("filing_approval", "立案审批表", "Approval of the filing", _general, _papers("filing_approval")),
    Want("scene_record", "现场检查笔录", "Record of the scene", _course("inspected"),
         _papers("scene_record", "survey_record")),
    Want("evidence", "证据材料", "Evidence", _general,
         _papers("question_record", "scene_record", "survey_record", "sampling", "appraisal", "item_list"),
         there=_course("files")),
    Want("preservation", "先行登记保存通知书", "Notice of preservation", _act("preservation.approve"),
         _papers("preservation_notice")),
    Want("preservation_result", "先行登记保存处理告知书", "Disposal of what was preserved",
         _act("preservation.dispose"), _papers("preservation_result")),
    Want("sampling", "抽样取证凭证", "Voucher of the samples", _act("sampling.take"), _papers("sampling")),
    Want("appraisal", "鉴定书", "Identification", _act("sampling.result"), _papers("appraisal")),
    Want("seizure", "查封（扣押）决定书", "Decision of seizure", _act("seizure.approve"), _papers("seizure")),
    Want("seizure_end", "查封（扣押）处理或者解除文书", "Disposal or lifting of the seizure",
         _act("seizure.lift"), _papers("seizure_result", "seizure_release")),
    Want("item_list", "物品清单", "List of items",
         lambda facts: bool({"preservation.approve", "seizure.approve", "sampling.take"} & set(facts.get("acts", ()))),
         _papers("item_list")),
    _approval("preservation", "先行登记保存审批表", "Approval of the preservation"),
    _approval("seizure", "查封（扣押）审批表", "Approval of the seizure"),
    _approval("extension", "延长查封（扣押）期限审批表", "Approval of the longer seizure"),
    _approval("instalments", "延期（分期）缴纳罚款审批表", "Approval of the instalments"),
    _approval("referral", "涉嫌犯罪案件移送审批表", "Approval of the referral"),
    Want("investigation_end", "案件调查终结审批表", "End of the investigation",
         lambda facts: _general(facts) and bool(facts.get("investigated")), _papers("investigation_end")),
    Want("legal_review", "法制审核意见书", "Legal review",
         lambda facts: _general(facts) and bool(facts.get("reviewed")), _papers("legal_review")),
    Want("discussion", "集体讨论笔录", "Collective discussion", _act("discussion.record"), _papers("discussion")),
    Want("prior_notice", "行政处罚事先告知书", "Prior notice",
         lambda facts: _general(facts) and bool(facts.get("informed")), _papers("prior_notice")),
    Want("notice_proof", "事先告知书送达回证", "Proof of service of the notice",
         lambda facts: _general(facts) and bool(facts.get("notice_mode")), _papers("service_proof"), of="notice"),
    Want("statement_review", "陈述（申辩）情况审核表", "Review of the statement",
         lambda facts: _general(facts) and bool(facts.get("stated")), _papers("statement_review")),
    Want("hearing_notice", "听证通知书", "Notice of the hearing", _act("hearing.notify"), _papers("hearing_notice")),
    Want("hearing_refusal", "不予听证告知书", "Notice of no hearing", _act("hearing.refuse"),
         _papers("hearing_refusal")),
    Want("hearing_record", "听证笔录", "Record of the hearing", _act("hearing.hold"), _papers("hearing_record")),
    Want("hearing_opinion", "听证意见书", "Opinion on the hearing", _act("hearing.report"),
         _papers("hearing_opinion")),
    Want("receipts", "缴款票据", "Receipts", _course("performed_fen"), there=_course("paid")),
    Want("urging", "履行催告书", "Urging", _act("urging.send"), _papers("urging")),
    Want("case_transfer", "案件移送单", "Transfer of the case",
         lambda facts: facts.get("outcome") == "transfer"
         or facts.get("ended") == "transferred"
         or _act("referral.hand_over")(facts),
         _papers("case_transfer")),
    Want("publication", "公示或者不予公示的记录", "Publication, or why there is none",
         lambda facts: facts.get("outcome") == "penalty" and not facts.get("ended"),
         there=_course("told")),
    Want("withdrawal", "撤销案件审批表", "Approval of the withdrawal", lambda facts: facts.get("ended") == "withdrawn",
         _papers("approval"), of="withdrawal"),
    Want("closing_report", "结案报告", "Closing report", lambda facts: bool(facts.get("closed") or facts.get("ended")),
         _papers("closing_report")),
)  # fmt: skip
CODES = tuple(one.code for one in WANTED)


@dataclass(frozen=True, slots=True)
class Ticked:
    """One line of the checklist: there, or missing with what was explained ("" for nothing)."""

    want: Want
    there: bool
    reason: str = ""


def checklist(facts: Facts, made: frozenset[str], reasons: Mapping[str, str]) -> list[Ticked]:
    """The things this case's file must hold; `made`: the marks of the papers made."""
    rows = []
    for want in WANTED:
        if not want.when(facts):
            continue
        there = bool(want.marks & made) or want.there(facts)
        said = reasons.get(want.code) or reasons.get(want.once, "")
        rows.append(Ticked(want, there, "" if there else said.strip()))
    return rows


def unexplained(rows: list[Ticked]) -> list[str]:
    """Codes of what is neither there nor explained (备考表)."""
    return [one.want.code for one in rows if not one.there and not one.reason]
