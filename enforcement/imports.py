"""What comes into enforcement from files: leads of a platform's export."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile

from enforcement.domain.lead_rows import LeadRow, lead_rows
from enforcement.selectors.channels import channels
from registry.imports import upload_read


def lead_file_read(
    upload: "UploadedFile[bytes]", today: date
) -> tuple[list[LeadRow], list[str], list[tuple[int, str]]]:
    """Leads of a workbook: `file_too_big`, `leads_unreadable` with the reason."""
    names = {name: code for code, one in channels().items() for name in (code, one.zh, one.en)}
    return upload_read(upload, lambda rows: lead_rows(rows, names, today), "leads_unreadable")
