"""Read a published plan table from a file: CSV (UTF-8 or GB18030) or XLSX."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from python_calamine import CalamineError, CalamineWorkbook

from backend.domain.errors import DomainError
from scheduling.domain.plan_tables import PlanRow, PlanTableError, csv_grid, plan_rows

ROWS_MAX = 2000
CELL_MAX = 4000
XLSX = b"PK\x03\x04"


def plan_table_read(data: bytes) -> list[PlanRow]:
    """The rows of the table; `plan_unreadable` with the reason."""
    try:
        grid = _workbook(data) if data[:4] == XLSX else csv_grid(_text(data))
        rows = plan_rows(_checked(grid))
    except PlanTableError as error:
        raise DomainError("plan_unreadable", {"why": str(error)}) from error
    if not rows:
        raise DomainError("plan_unreadable", {"why": "表头以下没有内容"})
    return rows


def plan_file_read(upload: "UploadedFile[bytes]") -> list[PlanRow]:
    """The rows of an uploaded table; `file_too_big` above the limit of one workbook."""
    if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise DomainError("file_too_big", {"limit_mb": settings.UPLOAD_MAX_BYTES // 1024**2})
    return plan_table_read(upload.read())


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PlanTableError("文字编码既不是 UTF-8 也不是 GB18030")


def _workbook(data: bytes) -> list[list[str]]:
    """The first sheet as printed text."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError, OSError) as error:
        raise PlanTableError(f"工作簿无法打开：{error}") from error
    return [[_printed(cell) for cell in row] for row in cells]


def _printed(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _checked(grid: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    if len(grid) > ROWS_MAX:
        raise PlanTableError(f"多于 {ROWS_MAX} 行")
    for number, row in enumerate(grid, start=1):
        for cell in row:
            if "\x00" in cell:
                raise PlanTableError(f"第{number}行含有不可见的空字符")
            if len(cell) > CELL_MAX:
                raise PlanTableError(f"第{number}行有一格多于 {CELL_MAX} 字")
    return grid
