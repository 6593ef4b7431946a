"""What comes into the registry from files: the shipped catalogue, and workbooks as grids of cells."""

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from backend.domain.errors import DomainError
from registry.domain.catalogue import Catalogue, merged, parse_catalogue
from registry.domain.importing import Cell, HeaderMissing
from registry.domain.importing.performances import PerformanceRow, performance_rows

_DATA: Final = Path(__file__).parent / "data"
_ZIP: Final = b"PK\x03\x04"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")  # the stream a password puts a workbook into
_UNPACKED_MAX: Final = 400 * 1024 * 1024  # bytes of all parts; 50,000 rows of 25 columns are about 60 MB
_CELLS_MAX: Final = 20_000_000  # rows × columns of one sheet, because the reader keeps the whole rectangle
_ROWS: Final = re.compile(rb'<row[^>]* r="(\d+)"')
_WIDE: Final = re.compile(rb'<c r="([A-Z]{2,3})\d')
Row = TypeVar("Row")
ROWS_MAX: Final = 500  # of a workbook that is judged and answered at once
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class WorkbookError(ValueError):
    """A file that gives no cells: a code for the client, a sentence for the person who sent it."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its rows as Excel counts them from the first, merged ranges filled with their value."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False


def catalogue_read() -> Catalogue:
    """The shipped catalogue, checked as a whole; CatalogueError names every fault."""
    return parse_catalogue(
        merged(json.loads(path.read_text("utf-8")) for path in sorted(_DATA.rglob("*.json")))
    )


def workbook_read(data: bytes, name: str) -> list[Sheet]:
    """The sheets with something in them. `.xlsx`, `.xls`, or `.csv` in UTF-8, UTF-16 or GB18030 (by content).

    WorkbookError: empty, encrypted, too_large, disguised, unknown_format, encoding, broken.
    """
    if not data.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise WorkbookError("empty", "文件是空的")
    if data.startswith((_ZIP, _COMPOUND)):
        sheets = _workbook(data)
    elif (
        data[:512]
        .lstrip(b"\xef\xbb\xbf \r\n\t")
        .lower()
        .startswith((b"<html", b"<!doctype", b"<table", b"<?xml"))
    ):
        raise WorkbookError("disguised", "这是网页或者 XML 文件，只是改了名字；请用 Excel 打开后另存为 .xlsx")
    elif name.lower().endswith((".csv", ".txt")):
        sheets = [Sheet(Path(name).stem, _separated(_decoded(data)))]
    else:
        raise WorkbookError("unknown_format", "不是 .xlsx、.xls 或者 .csv 文件")
    sheets = [sheet for sheet in sheets if any(cell is not None for row in sheet.rows for cell in row)]
    if not sheets:
        raise WorkbookError("empty", "文件里没有任何内容")
    return sheets


def upload_read(
    upload: "UploadedFile[bytes]",
    read: Callable[[Sequence[Sequence[Cell]]], tuple[list[Row], list[str], list[tuple[int, str]]]],
    refusal: str,
) -> tuple[list[Row], list[str], list[tuple[int, str]]]:
    """What `read` finds in the first sheet a person sees: rows, columns nobody knows, lines left out.

    Refusals: file_too_big, `refusal` with the reason.
    """
    if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise DomainError("file_too_big", {"limit_mb": settings.UPLOAD_MAX_BYTES // 1024**2})
    try:
        sheets = workbook_read(upload.read(), upload.name or "")
        shown = next((sheet for sheet in sheets if not sheet.hidden), sheets[0])
        found = read(shown.rows)
    except (WorkbookError, HeaderMissing) as error:
        raise DomainError(refusal, {"why": str(error)}) from error
    if not 0 < len(found[0]) <= ROWS_MAX:
        raise DomainError(refusal, {"why": f"应有 1 至 {ROWS_MAX} 行，这里有 {len(found[0])} 行"})
    return found


def performance_file_read(
    upload: "UploadedFile[bytes]",
) -> tuple[list[PerformanceRow], list[str], list[tuple[int, str]]]:
    """Performances of a workbook: `file_too_big`, `file_unreadable`."""
    return upload_read(upload, performance_rows, "file_unreadable")


def _workbook(data: bytes) -> list[Sheet]:
    if data.startswith(_COMPOUND) and _ENCRYPTED in data:
        raise WorkbookError("encrypted", "文件设有打开密码；请去掉密码后再导入")
    if data.startswith(_ZIP):
        _measured(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        hidden = {sheet.name: sheet.visible is not SheetVisibleEnum.Visible for sheet in book.sheets_metadata}
        return [Sheet(name, _cells(book, name), hidden[name]) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise WorkbookError("broken", "文件已损坏，读不出来；请用 Excel 打开后另存一份") from error


def _measured(data: bytes) -> None:
    """Refuse what would not fit into memory: a bomb, or one cell at the far corner of a sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            listed = parts.infolist()
            if sum(part.file_size for part in listed) > _UNPACKED_MAX:
                raise WorkbookError("too_large", "文件展开后太大；请分成几个文件导入")
            for part in listed:
                # Every part is unpacked here, so that one longer than it declares is found out.
                content = parts.read(part)
                if part.filename.startswith("xl/worksheets/") and _extent(content) > _CELLS_MAX:
                    raise WorkbookError(
                        "too_large", "表格范围太大，可能在很远的地方有一个多余的格子；请删除后再导入"
                    )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise WorkbookError("broken", "文件已损坏，读不出来；请用 Excel 打开后另存一份") from error


def _extent(sheet: bytes) -> int:
    """Rows × columns of a sheet, by the farthest row and column it names (at least A to Z)."""
    rows = max(map(int, _ROWS.findall(sheet)), default=0)
    wide = (
        sum((sign - 64) * 26**n for n, sign in enumerate(reversed(name)))
        for name in set(_WIDE.findall(sheet))
    )
    return rows * max(wide, default=26)


def _cells(book: CalamineWorkbook, name: str) -> list[list[Cell]]:
    sheet = book.get_sheet_by_name(name)
    rows: list[list[Cell]] = [[_said(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top < len(rows) and left < len(rows[top]):
            value = rows[top][left]
            for row in rows[top : bottom + 1]:
                row[left : right + 1] = [value] * len(row[left : right + 1])
    return rows


def _said(cell: Cell) -> Cell:
    """A cell without control signs, which no database keeps and nobody sees; None when nothing is left."""
    return _CONTROL.sub("", cell) or None if isinstance(cell, str) else cell


def _decoded(data: bytes) -> str:
    """Text of a CSV: what its mark says, else UTF-8, else GB18030."""
    marked = (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")
    encodings = [encoding for mark, encoding in marked if data.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WorkbookError("encoding", "看不懂文件的文字编码；请用 Excel 另存为“CSV UTF-8”")


def _separated(text: str) -> list[list[Cell]]:
    if "\x00" in text:
        raise WorkbookError("broken", "文件里有不是文字的内容")
    head = text[:20000]
    delimiter = max((",", "\t", ";", "，"), key=head.count)
    try:
        return [
            [_said(cell) for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise WorkbookError("broken", f"CSV 读不下去：{error}") from error
