"""What the public reads of a result: no person's name, no telephone, no identity number (V34)."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from inspections.domain.record import CLOSED, NOT_FOUND, REFUSED, REMOTE
from inspections.domain.results import words

DUE_WORKDAYS = 20  # 检查结束之日起 20 个工作日内公示
DUE_BASIS = "国发〔2019〕5号；谁检查、谁录入、谁公示"
# whom its clock reminds, and that of an order to rectify: who accepts and publishes, who has it rechecked
REMINDED: dict[str, tuple[str, ...]] = {
    "result_publication": ("supervisor", "leader"),
    "rectification_due": ("supervisor",),
}

# The columns of the machine-readable list, in their order (docs/publication.md): key → heading
COLUMNS: Mapping[str, str] = {
    "venue": "检查对象名称",
    "venue_code": "统一社会信用代码或对象编号",
    "organ": "检查机关",
    "checked_on": "检查日期",
    "result_codes": "检查结果代码",
    "results": "检查结果",
    "standing": "公示状态",
    "published_on": "公示日期",
}

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])([0-9]{6})[0-9]{8}([0-9]{3}[0-9Xx])(?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<![0-9A-Za-z])(1[3-9][0-9])[0-9]{4}([0-9]{4})(?![0-9A-Za-z])")
_LANDLINE = re.compile(r"(?<![0-9A-Za-z])(0[0-9]{2,3}-?[0-9]{3})[0-9]{4,5}(?![0-9A-Za-z])")

_OUTCOMES = {
    CLOSED: "现场未营业",
    NOT_FOUND: "未在登记地址找到该单位",
    REFUSED: "当事人拒绝检查",
    REMOTE: "以非现场方式检查",
}


def masked(text: str) -> str:
    """Identity numbers and telephones with stars in their middle."""
    text = _IDENTITY.sub(r"\1********\2", text)
    text = _PHONE.sub(r"\1****\2", text)
    return _LANDLINE.sub(r"\1****", text)


def announcement(*, organ: str, venue: str, on: date, outcome: str, codes: Sequence[str]) -> str:
    """One sentence, made of registers and codes alone: no free text of the record reaches the public."""
    result = words(codes) or _OUTCOMES.get(outcome, "")
    aside = f"{_OUTCOMES[REMOTE]}；" if outcome == REMOTE and codes else ""
    return f"{on.year}年{on.month}月{on.day}日，{organ}对{venue}开展检查，结果：{aside}{result}。"
