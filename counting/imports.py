"""Tables as planners keep them."""

import csv
import io

from backend.domain.errors import DomainError

TABLE_BYTES_MAX = 1_000_000


def read_csv(data: bytes) -> list[dict[str, str]]:
    """Rows of a UTF-8 or GB18030 table; lines that begin with # are remarks.

    `file_unreadable` for anything else, `body_too_big` beyond a megabyte: nothing is cut off.
    """
    if len(data) > TABLE_BYTES_MAX:
        raise DomainError("body_too_big", {"limit": TABLE_BYTES_MAX})
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _rows(text)
    raise DomainError("file_unreadable", {"why": "不是 UTF-8 或 GB18030 的表格"})


def _rows(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if "\x00" in text:
        raise DomainError("file_unreadable", {"why": "不是文本表格"})
    if len(lines) < 2:
        raise DomainError("file_unreadable", {"why": "没有内容"})
    try:
        table = csv.DictReader(io.StringIO("\n".join(lines)), strict=True)
        return [{str(k): v for k, v in row.items() if isinstance(v, str)} for row in table]
    except csv.Error as error:
        raise DomainError("file_unreadable", {"why": str(error)}) from error
