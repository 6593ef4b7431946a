"""The code a team shows (亮码): which visit, whose, valid when, sealed by the server, short enough for a QR.

`1.<visit>.<organ>.<first day>.<last day>.<seal>`: the uuid in 22 characters of base64url, the organ's code,
days as yymmdd, the seal the first 128 bits of an HMAC-SHA256 over all before it.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

EDITION = "1"
PARTS = 6
SEAL_BYTES = 16
# a scan may be made up within ten natural days (补扫), so the code outlives the window by as much
AFTERWARDS = timedelta(days=10)


class Code(NamedTuple):
    """What the code says, as the server sealed it."""

    visit: UUID
    organ: str
    first: date
    last: date


def sealed(code: Code, key: bytes) -> str:
    """The text of the code, with its seal."""
    told = ".".join(
        (EDITION, _base64(code.visit.bytes), code.organ, f"{code.first:%y%m%d}", f"{code.last:%y%m%d}")
    )
    return f"{told}.{_seal(told, key)}"


def opened(text: str, keys: Sequence[bytes]) -> Code | None:
    """What a text says, if one of the keys sealed it; None: forged, cut short, or no code at all."""
    told, _, seal = text.rpartition(".")
    parts = told.split(".")
    if len(parts) != PARTS - 1 or parts[0] != EDITION or not text.isascii():
        return None
    if not any(hmac.compare_digest(_seal(told, key), seal) for key in keys):
        return None
    _, visit, organ, first, last = parts
    return Code(UUID(bytes=urlsafe_b64decode(visit + "==")), organ, _day(first), _day(last))


def _seal(told: str, key: bytes) -> str:
    return _base64(hmac.digest(key, told.encode(), sha256)[:SEAL_BYTES])


def _base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _day(text: str) -> date:
    return datetime.strptime(text, "%y%m%d").date()  # noqa: DTZ007 - a day has no zone
