"""What comes into enforcement from files: leads of a platform's export."""

from datetime import date

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from backend.domain.errors import DomainError
from enforcement.domain.lead_rows import MOST, LeadRow, lead_rows
from enforcement.selectors.channels import channels
from registry.domain.importing.columns import HeaderMissing
from registry.imports import WorkbookError, workbook_read


def lead_file_read(
    upload: "UploadedFile[bytes]", today: date
) -> tuple[list[LeadRow], list[str], list[tuple[int, str]]]:
    """The rows of the first sheet with something in it, columns unknown, lines left out.

    Refusals: file_too_big, leads_unreadable with the reason.
    """
    if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise DomainError("file_too_big", {"limit_mb": settings.UPLOAD_MAX_BYTES // 1024**2})
    names = {name: code for code, one in channels().items() for name in (code, one.zh, one.en)}
    try:
        sheets = workbook_read(upload.read(), upload.name or "")
        shown = next((sheet for sheet in sheets if not sheet.hidden), sheets[0])
        found = lead_rows(shown.rows, names, today)
    except (WorkbookError, HeaderMissing) as error:
        raise DomainError("leads_unreadable", {"why": str(error)}) from error
    if not 0 < len(found[0]) <= MOST:
        raise DomainError("leads_unreadable", {"why": f"应有 1 至 {MOST} 行，这里有 {len(found[0])} 行"})
    return found
