"""A venue (检查对象) as arithmetic: its code, what makes its entry wrong, and how it is found by name."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from registry.domain.uscc import uscc_fault

Faults = dict[str, list[str]]

USCC_WORDS = {
    "length": "统一社会信用代码应为 18 位",
    "signs": "统一社会信用代码只含数字和大写字母（不含 I、O、S、V、Z）",
    "check": "统一社会信用代码校验位不对，请核对",
}

BASE_MAX = 20  # a code and its suffix are at most 23 bytes, so that a ticket of the draw is one hash block
_HOUR = re.compile(r"([01]\d|2[0-4]):[0-5]\d")
_CODE = re.compile(r"[0-9A-Z][0-9A-Z()./_-]*")
_SUFFIX = re.compile(r"-(\d{2})")


def venue_code(base: str, taken: Collection[str]) -> str:
    """The code of a new premises: `base` for the first, `base-01`, `-02` … after the highest ever given.

    ValueError after 99 further premises.
    """
    if base not in taken and not any(code.startswith(f"{base}-") for code in taken):
        return base
    given = [
        int(m[1]) for code in taken if code.startswith(base) and (m := _SUFFIX.fullmatch(code[len(base) :]))
    ]
    following = max(given, default=0) + 1
    if following > 99:
        raise ValueError(f"{base} has 99 further premises")
    return f"{base}-{following:02d}"


def base_code(uscc: str, licences: Iterable[Mapping[str, Any]]) -> str:
    """What the code begins with: the 统一社会信用代码, else the first licence number that fits, else ""."""
    if uscc:
        return uscc
    for licence in licences:
        number = plain(str(licence.get("number", ""))).upper()
        if len(number) <= BASE_MAX and _CODE.fullmatch(number):
            return number
    return ""


def plain(text: str) -> str:
    """Full-width to half-width (NFKC) and no spaces: how texts are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def grams(*texts: str) -> str:
    """The pairs of neighbouring characters of each text, once each, separated by spaces."""
    pairs = dict.fromkeys(pair for text in texts for pair in _pairs(text))
    return " ".join(pairs)


def asked_grams(query: str) -> list[str]:
    """The pairs a searched text asks for; one character alone stands for itself."""
    return [pair for word in query.split() for pair in (_pairs(word) or [plain(word).lower()]) if pair]


def _pairs(text: str) -> list[str]:
    words = plain(text).lower()
    return [words[i : i + 2] for i in range(len(words) - 1)]


def venue_faults(values: Mapping[str, Any], *, today: date) -> Faults:
    """What is wrong with a whole entry, by field, in words for the person who typed it; {} = nothing."""
    faults: Faults = {}
    for field, words in (("name", "请填写场所名称"), ("address", "请填写经营地址")):
        if not values.get(field):
            faults[field] = [words]
    if not values.get("categories"):
        faults["categories"] = ["请至少选择一个类别"]
    if values.get("uscc") and (why := uscc_fault(values["uscc"])):
        faults["uscc"] = [USCC_WORDS[why]]
    faults |= _hours(values) | _place(values) | _days(values, today)
    for place, licence in enumerate(values.get("licences", ())):
        faults |= {f"licences.{place}.{field}": words for field, words in _licence(licence).items()}
    pairs = [(row["kind"], row["number"]) for row in values.get("licences", ())]
    if len(pairs) != len(set(pairs)):
        faults["licences"] = ["同一证照填写了两次"]
    return faults


def _hours(values: Mapping[str, Any]) -> Faults:
    faults: Faults = {}
    opens, closes = values.get("opens_at", ""), values.get("closes_at", "")
    for field, text in (("opens_at", opens), ("closes_at", closes)):
        if text and not _HOUR.fullmatch(text):
            faults[field] = ["应为 时:分，如 13:00"]
    if bool(opens) != bool(closes):
        faults["closes_at" if opens else "opens_at"] = ["营业时段要填写开始和结束"]
    return faults


def _place(values: Mapping[str, Any]) -> Faults:
    lng, lat, datum = values.get("lng"), values.get("lat"), values.get("datum", "")
    if lng is None and lat is None:
        return {"datum": ["没有坐标，不填坐标系"]} if datum else {}
    faults: Faults = {}
    if lng is None or not 73 <= lng <= 136:
        faults["lng"] = ["经度应在 73 至 136 之间"]
    if lat is None or not 3 <= lat <= 54:
        faults["lat"] = ["纬度应在 3 至 54 之间"]
    if not datum:
        faults["datum"] = ["请选择坐标系：同一组数字在不同坐标系中相差几百米"]
    return faults


def _days(values: Mapping[str, Any], today: date) -> Faults:
    opened = values.get("opened_on")
    if opened and opened > today:
        return {"opened_on": ["首次开业日期晚于今天"]}
    return {}


def _licence(licence: Mapping[str, Any]) -> Faults:
    faults: Faults = {}
    if not licence.get("kind"):
        faults["kind"] = ["请填写证照名称"]
    if not licence.get("number"):
        faults["number"] = ["请填写证照编号"]
    issued, until = licence.get("issued_on"), licence.get("valid_to")
    if issued and until and until < issued:
        faults["valid_to"] = ["有效期截止日早于发证日"]
    return faults
