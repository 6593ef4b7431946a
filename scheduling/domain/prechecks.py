"""Can it be checked in writing, from shared data or remotely? (能书面、共享、非现场的不入企)

国办发〔2024〕54号: answered with a code and a reason before a visit is approved. An answer of yes leads to
a remote check.
"""

from typing import NamedTuple


class Answer(NamedTuple):
    """One coded answer: its words, and whether the check may be made without entering."""

    code: str
    zh: str
    en: str
    remote: bool


ANSWERS = (
    Answer(
        "see_there", "须到现场查看场所、设施或人员", "The place, its equipment or people must be seen", False
    ),
    Answer("verify_lead", "线索须到现场核实", "A lead must be verified on the spot", False),
    Answer("surprise", "事先告知可能妨碍检查", "Telling beforehand may defeat the check", False),
    Answer(
        "ordered", "法律法规或者上级部署要求现场检查", "The law or a superior organ wants it on site", False
    ),
    Answer("recheck", "整改情况须到现场复核", "What was put right must be seen", False),
    Answer("written", "可以书面检查", "Papers will do", True),
    Answer("shared", "可以通过共享数据核查", "Shared data will do", True),
    Answer("remote", "可以非现场监管（视频、网络）", "It can be seen remotely", True),
)
# given by the system: the published plan named the way, or the visit is older than the question
BY_PLAN, UNASKED = "by_plan", "unasked"
_BY_CODE = {one.code: one for one in ANSWERS}


def precheck_faults(code: str, reason: str) -> list[str]:
    """What an answer still lacks: the answer itself, or why somebody has to go there."""
    if code == BY_PLAN:
        return []
    if code not in _BY_CODE:
        return ["precheck"]
    return [] if _BY_CODE[code].remote or reason.strip() else ["precheck_reason"]


def made_remotely(code: str) -> bool:
    """Whether the answer leads to a remote check (非现场监管)."""
    return code in _BY_CODE and _BY_CODE[code].remote


def precheck_words(code: str) -> str:
    """The answer in Chinese, as approvals and notices print it."""
    if code in _BY_CODE:
        return _BY_CODE[code].zh
    return "抽查计划已公布检查方式" if code == BY_PLAN else ""
