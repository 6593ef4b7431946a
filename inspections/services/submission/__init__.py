"""A record arrives (提交检查记录): stored whole and once, whatever is irregular about it."""

from inspections.services.submission.keeping import payload_keep
from inspections.services.submission.taking import inspection_submit

__all__ = ["inspection_submit", "payload_keep"]
