"""What a text, an id, a date and a whole number look like in a draw's files (N3, N5)."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

from scheduling.domain.characters import FORBIDDEN
from scheduling.domain.refusal import refuse

CLASSES = ("A", "B", "C", "D")
LARGEST = 2**53 - 1
ID_BYTES = 23

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"0|[1-9][0-9]*")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NOT_IN_ID = re.compile(r'[a-z ,/"\\]')


def text_fault(text: str) -> str:
    """Why a text may not stand in a file; "" when it may."""
    found = FORBIDDEN.search(text)
    if found:
        return f"U+{ord(found.group()):04X} is not allowed"
    if not unicodedata.is_normalized("NFC", text):
        return "not in normal form C"
    if text[:1] == " " or text[-1:] == " ":
        return "a space at an end"
    return ""


def id_fault(text: str) -> str:
    """Why a text is not an id of a venue or an officer; "" when it is one."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if not 1 <= size <= ID_BYTES:
        return f"an id has 1 to {ID_BYTES} bytes, not {size}"
    if text == "-" or _NOT_IN_ID.search(text):
        return 'an id is not "-" and holds no space, comma, slash, quote, backslash or a–z'
    if unicodedata.normalize("NFKC", text) != text:
        return "an id is in normal form KC"
    return text_fault(text)


def cell_fault(text: str) -> str:
    """Why a text is not a cell, town `/` type; "" when it is one."""
    parts = text.split("/")
    if len(parts) != 2 or "" in parts or "," in text:
        return "a cell is town/type, both not empty and without comma"
    return "".join(text_fault(part) for part in parts)


@lru_cache(4096)
def is_date(text: str) -> bool:
    """A real civil day written YYYY-MM-DD."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@lru_cache(4096)
def is_whole(text: str) -> bool:
    """A whole number as a file writes it: decimal, no sign, no leading zero, below 2⁵³."""
    return len(text) <= 16 and _WHOLE.fullmatch(text) is not None and int(text) <= LARGEST


def is_digest(text: str) -> bool:
    """Thirty-two bytes in lower hex."""
    return _DIGEST.fullmatch(text) is not None


def check_id(text: str, where: str) -> None:
    """Refuse what is not an id."""
    fault = id_fault(text)
    if fault:
        refuse("N3", where, fault)
