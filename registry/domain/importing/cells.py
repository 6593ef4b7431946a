"""Cells of bureaus' workbooks as values: texts, numbers, dates, hours, codes; the unreadable says why."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from registry.domain.uscc import uscc_fault

Cell = str | int | float | bool | date | datetime | time | timedelta | None

_SAFE: Final = 10**15  # a double keeps 15 decimal digits; Excel writes zeros behind them
_EPOCH: Final = date(1899, 12, 30)
_LONG_TERM: Final = ("长期", "长期有效", "永久", "永久有效", "无固定期限", "无限期")
_BLANKS: Final = ("", "-", "--", "—", "——", "/", "\\", "无", "暂无")
_INVISIBLE: Final = dict.fromkeys(
    [0xAD, 0xFEFF, 0x2060, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_WIDTH: Final = {0x3000: " ", 0xA0: " "} | {
    code: chr(code - 0xFEE0)
    for span in (range(0xFF10, 0xFF1A), range(0xFF21, 0xFF3B), range(0xFF41, 0xFF5B))
    for code in span
}
_CLEANING: Final = str.maketrans({**_INVISIBLE, **_WIDTH})
_DIRTY: Final = re.compile(f"[\\s{''.join(map(chr, [*_INVISIBLE, *_WIDTH]))}]")
_BETWEEN: Final = re.compile(r"(?<=[\u2e80-\u9fff]) (?=[\u2e80-\u9fff])")
_EXPONENT: Final = re.compile(r"\d(?:\.\d+)?E\+?(\d{1,2})")


class Unreadable(ValueError):
    """A cell that cannot be read: a code for the client, a sentence for the person who typed it."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)


def shown(cell: Cell) -> str:
    """A cell as its author saw it, for the error workbook and the preview."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _SAFE:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time(0):
        return cell.date().isoformat()
    return str(cell)


def blank(cell: Cell) -> bool:
    """Whether a cell says nothing: empty, invisible signs, a dash, 无."""
    if not isinstance(cell, str):
        return cell is None
    return not (len(cell) > 2 and cell[0].isalnum()) and _cleaned(cell) in _BLANKS


def text(cell: Cell) -> str:
    """Clean text: half-width letters and digits, no invisible signs, no blanks at the ends or within Chinese.

    A number that Excel holds as a number gives its digits; beyond 15 digits they are gone (`digits_lost`).
    """
    if isinstance(cell, str):
        return _cleaned(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if abs(cell) >= _SAFE:
            raise digits_lost()
        return shown(cell)
    return shown(cell)


def _cleaned(raw: str) -> str:
    if not _DIRTY.search(raw):
        return raw
    words = " ".join(raw.translate(_CLEANING).split())
    return _BETWEEN.sub("", words) if " " in words and not words.isascii() else words


def digits_lost() -> Unreadable:
    """The refusal of a long code that Excel turned into a number."""
    return Unreadable(
        "digits_lost", "这一格被 Excel 存成了数字，15位以后的数字已经丢失；请把该列设为文本后重新填写完整代码"
    )


def code(cell: Cell) -> str:
    """A number of a licence or certificate: NFKC, upper case, no blanks; exponents are refused."""
    found = "".join(unicodedata.normalize("NFKC", text(cell)).split()).upper().removeprefix("'")
    if _EXPONENT.fullmatch(found):
        raise digits_lost()
    return found


def uscc(cell: Cell) -> str:
    """A 统一社会信用代码 with its check sign."""
    found = code(cell).replace("-", "")
    fault = uscc_fault(found)
    if fault and found.isdigit() and len(found) >= 17 and found.endswith("000"):
        raise digits_lost()
    if fault == "length":
        raise Unreadable("uscc_length", f"统一社会信用代码应为18位，这里是{len(found)}位")
    if fault == "signs":
        raise Unreadable("uscc_signs", "统一社会信用代码只能用数字和大写字母，且没有 I、O、S、V、Z")
    if fault:
        raise Unreadable("uscc_check", "统一社会信用代码的校验位不符，请对照营业执照核对")
    return found


def whole(cell: Cell) -> int:
    """A count such as 120, "120人", "1,200"."""
    number = decimal(cell)
    if number != number.to_integral_value() or number < 0:
        raise Unreadable("bad_number", f"应为整数，这里是“{shown(cell)}”")
    return int(number)


def area(cell: Cell) -> int:
    """Square metres, halves rounded up to whole ones."""
    number = decimal(cell)
    if number < 0:
        raise Unreadable("bad_number", f"面积不能为负数，这里是“{shown(cell)}”")
    return int((number + Decimal("0.5")).to_integral_value("ROUND_FLOOR"))


def decimal(cell: Cell) -> Decimal:
    """A number with or without its unit."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(repr(cell))
    words = unicodedata.normalize("NFKC", text(cell)).replace(",", "")
    found = re.fullmatch(r"约?(-?\d+(?:\.\d+)?)(?:人|平方米|平米|平方|m2|台|间|个|位|部|张)?", words)
    if not found:
        raise Unreadable("bad_number", f"应为数字，这里是“{shown(cell)}”")
    return Decimal(found[1])


def day(cell: Cell) -> date | None:
    """One date in any of the forms bureaus use; None for long-term (长期)."""
    return span(cell)[1]


def span(cell: Cell) -> tuple[date | None, date | None]:
    """The two ends of a validity such as 2023.3.1—2025.2.28; one date alone is the end."""
    if isinstance(cell, datetime):
        return None, cell.date()
    if isinstance(cell, date):
        return None, cell
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return None, _numbered(cell, cell)
    words = unicodedata.normalize("NFKC", text(cell)).replace(" 00:00:00", "").replace(" ", "")
    if words in _LONG_TERM:
        return None, None
    for separator in ("至", "到", "~", "—", "–", "--"):
        if separator in words:
            first, _, last = words.partition(separator)
            return _dated(first, cell), None if last in _LONG_TERM else _dated(last.strip(separator), cell)
    halves = re.fullmatch(r"(\d{4}[./]\d{1,2}[./]\d{1,2}|\d{8})-(\d{4}[./]\d{1,2}[./]\d{1,2}|\d{8})", words)
    if halves:
        return _dated(halves[1], cell), _dated(halves[2], cell)
    return None, _dated(words, cell)


def _dated(words: str, cell: Cell) -> date:
    found = re.fullmatch(r"(\d{4})(?:[.\-/]|年)(\d{1,2})(?:[.\-/]|月)(\d{1,2})日?\.?(?:止|前)?", words)
    if found:
        return _on(int(found[1]), int(found[2]), int(found[3]), cell)
    if re.fullmatch(r"\d{5}(?:\.0)?|\d{8}", words):
        return _numbered(float(words), cell)
    raise Unreadable("bad_date", f"看不懂的日期“{shown(cell)}”，请写成 2025-03-01 的样子")


def _numbered(number: float, cell: Cell) -> date:
    """A date as a serial of Excel (days since 1899-12-30) or as eight digits."""
    if 19_000_101 <= number <= 22_991_231 and number == int(number):
        return _on(int(number) // 10000, int(number) // 100 % 100, int(number) % 100, cell)
    if 14_611 <= number < 80_000:
        return _EPOCH + timedelta(days=int(number))
    raise Unreadable("bad_date", f"“{shown(cell)}”不是日期，请写成 2025-03-01 的样子")


def _on(year: int, month: int, of_month: int, cell: Cell) -> date:
    try:
        return date(year, month, of_month)
    except ValueError:
        raise Unreadable("bad_date", f"没有“{shown(cell)}”这一天") from None


_CLOCK: Final = r"(上午|下午|早上?|晚上?|凌晨)?(\d{1,2})(?:[:点时](?:(\d{1,2})分?|(半))?整?)?"
_HOURS: Final = re.compile(rf"{_CLOCK}(?:-+|至|到|~)(次日|第二天|翌日)?{_CLOCK}")


def hours(cell: Cell) -> tuple[str, str]:
    """Opening and closing as HH:MM; a closing not after the opening is the next day."""
    words = unicodedata.normalize("NFKC", text(cell)).replace(" ", "")
    words = re.sub(r"[—–−~〜]+", "-", words)
    if words in ("全天", "24小时", "全天候", "24小时营业"):
        return "00:00", "24:00"
    found = _HOURS.fullmatch(words)
    if not found:
        raise Unreadable("bad_hours", f"看不懂的营业时段“{shown(cell)}”，请写成 08:00-24:00 的样子")
    opens, closes = _minutes(found.groups()[:4]), _minutes(found.groups()[5:])
    if max(opens, closes) > 24 * 60 or opens in (closes, 24 * 60) or (found[5] and closes > opens):
        raise Unreadable("bad_hours", f"营业时段“{shown(cell)}”的开始和结束不成立")
    return f"{opens // 60:02d}:{opens % 60:02d}", f"{closes // 60:02d}:{closes % 60:02d}"


def _minutes(words: tuple[str | None, ...]) -> int:
    """Minutes since midnight; minutes past 59 make an hour that does not exist."""
    part, hour, minute, half = words
    if int(minute or 0) > 59:
        return 25 * 60
    total = int(hour or 0) * 60 + (30 if half else int(minute or 0))
    evening = part in ("晚", "晚上") and total == 12 * 60
    return total + 12 * 60 if evening or (part in ("下午", "晚", "晚上") and total < 12 * 60) else total
