"""Papers of a side track (旁线文书): which can be made of it, and what they say from what was recorded."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from backend.domain.forms import day_words
from backend.domain.money import money_words
from enforcement.domain.acts import PRESERVED, SEIZED
from enforcement.domain.tracks import TRACKS

# kind → (form, the act after which it can be made)
FORMS: dict[str, tuple[tuple[str, str], ...]] = {
    "preservation": (
        ("approval", "preservation.ask"),
        ("preservation_notice", "preservation.approve"),
        ("item_list", "preservation.approve"),
        ("preservation_result", "preservation.dispose"),
    ),
    "seizure": (
        ("approval", "seizure.ask"),
        ("approval", "seizure.act"),
        ("approval", "seizure.prolong"),
        ("seizure", "seizure.approve"),
        ("item_list", "seizure.approve"),
        ("seizure_result", "seizure.lift"),
        ("seizure_release", "seizure.lift"),
    ),
    "announcement": (),
    "referral": (
        ("approval", "referral.propose"),
        ("case_transfer", "referral.approve"),
    ),
    "sampling": (
        ("sampling", "sampling.take"),
        ("item_list", "sampling.take"),
        ("appraisal", "sampling.result"),
    ),
    "hearing": (
        ("hearing_notice", "hearing.notify"),
        ("hearing_refusal", "hearing.refuse"),
        ("hearing_record", "hearing.hold"),
        ("hearing_opinion", "hearing.report"),
    ),
    "discussion": (("discussion", "discussion.record"),),
    "instalments": (("approval", "instalments.ask"),),
    "urging": (("urging", "urging.send"), ("approval", "urging.apply")),
    "review": (("approval", "review.receive"),),
    "litigation": (("approval", "litigation.receive"),),
}
# the paper whose number the later ones of its track name
FIRST = {"preservation": "preservation_notice", "seizure": "seizure", "sampling": "sampling"}
REMEDY = (
    "如不服本决定，可以自收到本决定书之日起六十日内依法申请行政复议，或者六个月内依法向人民法院提起行政诉讼。"
    "当事人享有陈述、申辩的权利。"
)
_MATTERS = {
    "instalments": "延期、分期缴纳罚款",
    "urging": "申请人民法院强制执行",
    "review": "行政复议答复",
    "litigation": "行政诉讼应诉",
}
_RESULTS: dict[str, dict[str, str]] = {
    kind: {code: zh for code, zh, _ in table}
    for kind, table in (("preservation", PRESERVED), ("seizure", SEIZED))
}


def track_forms(kind: str, values: Mapping[str, Any]) -> list[str]:
    """Forms that can be made of the track by what was recorded."""
    return list(dict.fromkeys(form for form, act in FORMS[kind] if act in values))


def track_words(
    form: str, kind: str, values: Mapping[str, Mapping[str, Any]], *, due: str = "", number: str = ""
) -> dict[str, Any]:
    """What the form says from the track's acts; `due`: its last day, `number`: its first paper's."""
    values = in_course(kind, values)
    begun: Mapping[str, Any] = next(iter(values.values()), {})
    merged: dict[str, Any] = {}
    for act in values.values():
        merged |= {key: value for key, value in act.items() if value not in ("", [], None)}
    # why it began is what its papers say, whatever was asked for later
    merged |= {"reason": begun["reason"]} if begun.get("reason") else {}
    if form == "approval" and "seizure.prolong" in values:
        return _extension(values["seizure.prolong"], due)
    if form == "hearing_refusal":
        return {"asked_on": begun.get("on"), "last_on": due, "grounds": values["hearing.refuse"]["reason"]}
    items = things(begun.get("items") or [])
    approved = values.get(f"{kind}.approve", {})
    start = str(begun.get("at") or approved.get("on") or begun.get("on") or "")[:10]
    shared = {"items": items, "of_number": number, "listed_on": start}
    return {key: value for key, value in (shared | _OF[form](kind, merged, start, due)).items() if value}


def in_course(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The acts of a track in the order of its course, as each was done last: a database keeps no order."""
    course = list(dict.fromkeys(verb for _, verb in TRACKS[kind].moves))
    return {verb: values[verb] for verb in course if verb in values}


def things(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Things of an act as rows of a form."""
    return [
        {
            "name": str(row.get("name") or ""), "spec": str(row.get("model") or ""),
            "count": f"{row.get('count') or ''}{row.get('unit') or ''}", "state": "",
            "note": str(row.get("note") or ""),
        }
        for row in rows
    ]  # fmt: skip


def people(text: str) -> list[dict[str, str]]:
    """Names set apart by commas or blanks."""
    for sign in "，,;；、\n":
        text = text.replace(sign, " ")
    return [{"name": name, "cert_no": ""} for name in text.split()]


def _result(kind: str, said: Mapping[str, Any]) -> str:
    code = str(said.get("result") or "")
    words = [_RESULTS.get(kind, {}).get(code, code), str(said.get("note") or "")]
    return "；".join(word for word in words if word)


def _words_of(day: str) -> str:
    return day_words(date.fromisoformat(day))


def _in_vain(kind: str, urged_on: str) -> str:
    """Why the court is asked: urged, and not performed."""
    if kind != "urging" or not urged_on:
        return ""
    on = _words_of(urged_on)
    return f"本机关于{on}催告，期满当事人仍未履行。依据：《中华人民共和国行政强制法》第五十三条、第五十四条"


def _approval(kind: str, said: Mapping[str, Any], start: str, due: str) -> dict[str, Any]:  # noqa: ARG001
    parts = [
        ("", _in_vain(kind, start)), ("", said.get("reason")), ("依据：", said.get("basis")),
        ("受理机关：", said.get("body")), ("案号：", said.get("number")), ("申请法院：", said.get("court")),
        ("涉嫌罪名：", said.get("crime")),
    ]  # fmt: skip
    schedule = "；".join(
        f"{_words_of(one['on'])}缴纳{money_words(one['fen'])}" for one in said.get("schedule") or []
    )
    grounds = "。".join(
        f"{label}{text}".rstrip("。") for label, text in [*parts, ("分期计划：", schedule)] if text
    )
    return {"matter": _MATTERS.get(kind, TRACKS[kind].zh), "grounds": f"{grounds}。" if grounds else ""}


def _extension(asked: Mapping[str, Any], due: str) -> dict[str, Any]:
    """延长查封扣押期限的审批表."""
    until = f"原期限至{_words_of(due)}届满。" if due else ""
    return {"matter": "延长查封扣押期限", "grounds": f"{asked['reason']}。{until}拟延长{asked['days']}日。"}


def _preserved(kind: str, said: Mapping[str, Any], start: str, due: str) -> dict[str, Any]:  # noqa: ARG001
    return {"kept_from": start, "kept_until": due, "kept_place": said.get("place")}


def _sealed(kind: str, said: Mapping[str, Any], start: str, due: str) -> dict[str, Any]:  # noqa: ARG001
    return {
        "measure": "查封（扣押）", "grounds": said.get("reason"), "law": said.get("basis"), "from_on": start,
        "until_on": due, "remedy": REMEDY,
    }  # fmt: skip


def _disposed(kind: str, said: Mapping[str, Any], start: str, due: str) -> dict[str, Any]:  # noqa: ARG001
    result = _result(kind, said)
    return {"result": result, "grounds": result, "released_on": said.get("on")}


def _sampled(kind: str, said: Mapping[str, Any], start: str, due: str) -> dict[str, Any]:  # noqa: ARG001
    names = "、".join(row["name"] for row in said.get("items") or [])
    return {
        "taken_at": start, "place": said.get("place"), "asked_on": start, "object": names,
        "finding": said.get("result"), "asked_by": said.get("sent_to") and "本机关",
        "body": said.get("sent_to"), "body_number": said.get("number"),
    }  # fmt: skip


def _heard(kind: str, said: Mapping[str, Any], start: str, due: str) -> dict[str, Any]:  # noqa: ARG001
    held = "T".join(part for part in (said.get("hearing_on"), said.get("hearing_hour")) if part)
    return {
        "hearing_at": held, "hearing_place": said.get("place"), "open": "公开举行", "host": said.get("chair"),
        "started_at": held, "finished_at": said.get("hearing_on"), "place": said.get("place"),
        "course": said.get("record"), "heard_on": said.get("hearing_on"), "disputes": said.get("reason"),
        "opinion": said.get("opinion"),
    }  # fmt: skip


def _discussed(kind: str, said: Mapping[str, Any], start: str, due: str) -> dict[str, Any]:  # noqa: ARG001
    members = people(str(said.get("people") or ""))
    return {
        "started_at": said.get("on"), "members": members, "host": members[0]["name"] if members else "",
        "views": said.get("conclusion"), "conclusion": said.get("conclusion"), "place": "本机关会议室",
    }  # fmt: skip


def _urged(kind: str, said: Mapping[str, Any], start: str, due: str) -> dict[str, Any]:  # noqa: ARG001
    return {"due_on": due}


def _referred(kind: str, said: Mapping[str, Any], start: str, due: str) -> dict[str, Any]:  # noqa: ARG001
    """案件移送单: to whom, why and under which rule."""
    crime = f"涉嫌{said['crime']}。" if said.get("crime") else ""
    return {
        "to_organ": said.get("to"), "grounds": f"{crime}{said.get('reason') or ''}",
    }  # fmt: skip


def _nothing(kind: str, said: Mapping[str, Any], start: str, due: str) -> dict[str, Any]:  # noqa: ARG001
    return {}


_OF = {
    "approval": _approval,
    "preservation_notice": _preserved,
    "preservation_result": _disposed,
    "item_list": _nothing,
    "seizure": _sealed,
    "seizure_result": _disposed,
    "seizure_release": _disposed,
    "sampling": lambda *told: {**_sampled(*told), "method": "随机抽取"},
    "appraisal": _sampled,
    "hearing_notice": _heard,
    "hearing_record": _heard,
    "hearing_opinion": _heard,
    "discussion": _discussed,
    "urging": _urged,
    "case_transfer": _referred,
}
