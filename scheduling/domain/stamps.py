"""Time-stamp tokens of RFC 3161 over a commit digest: what they say, read strictly by DER.

Whether somebody trustworthy signed them is not asked here (services/draws/stamping.py).
"""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from backend.domain.errors import DomainError
from scheduling.domain.drawing import LEAST_LEAD_S

LARGEST = 65536  # bytes of a token with its certificates

_INTEGER, _OCTETS, _NULL, _OID, _TIME, _SEQUENCE, _SET, _TAGGED = (
    0x02,
    0x04,
    0x05,
    0x06,
    0x18,
    0x30,
    0x31,
    0xA0,
)
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2
_TST_INFO = bytes.fromhex("2a864886f70d0109100104")  # 1.2.840.113549.1.9.16.1.4
_SHA256 = bytes.fromhex("608648016503040201")  # 2.16.840.1.101.3.4.2.1
_GRANTED = (b"\0", b"\1")
_MOMENT = re.compile(rb"(\d{14})(?:\.\d*[1-9])?Z")

Element = tuple[int, bytes]  # tag, content


class Stamp(NamedTuple):
    """What a token says: the digest it is over, when (Unix seconds, fractions dropped), its number."""

    imprint: bytes
    at: int
    serial: int


def _bad(why: str) -> DomainError:
    return DomainError("stamp_unreadable", {"why": why})


def _elements(raw: bytes) -> list[Element]:
    """What stands in `raw`, one after another; lengths definite and the shortest, nothing left over."""
    found = []
    at = 0
    while at < len(raw):
        if at + 2 > len(raw) or raw[at] & 0x1F == 0x1F:
            raise _bad("tag")
        tag, size = raw[at], raw[at + 1]
        at += 2
        if size & 0x80:
            width = size & 0x7F
            spelled = raw[at : at + width]
            size = int.from_bytes(spelled, "big")
            if not 0 < width < 5 or len(spelled) < width or not spelled[0] or size < 0x80:
                raise _bad("length")
            at += width
        if at + size > len(raw):
            raise _bad("length")
        found.append((tag, raw[at : at + size]))
        at += size
    return found


def _inside(raw: bytes, *tags: int, more: bool = False) -> list[bytes]:
    """The contents in `raw`, whose tags begin with these and, without `more`, end with them."""
    found = _elements(raw)
    if tuple(tag for tag, _ in found[: len(tags)]) != tags or (len(found) > len(tags) and not more):
        raise _bad("structure")
    return [content for _, content in found]


def token_of(data: bytes) -> bytes:
    """The token of a file: as it is, or taken out of the answer of an authority that granted it."""
    if len(data) > LARGEST:
        raise _bad("size")
    (outer,) = _inside(data, _SEQUENCE)
    first = _elements(outer)
    if first and first[0][0] == _OID:
        return data
    status, token, *_ = _inside(outer, _SEQUENCE, _SEQUENCE)
    if _inside(status, _INTEGER, more=True)[0] not in _GRANTED:
        raise _bad("refused")
    return _spelled(_SEQUENCE, token)


def _spelled(tag: int, *contents: bytes) -> bytes:
    """An element with these contents one behind the other."""
    size = sum(map(len, contents))
    length = size.to_bytes(max(1, (size.bit_length() + 7) // 8), "big")
    return bytes([tag, *([] if size < 0x80 else [0x80 | len(length)]), *length]) + b"".join(contents)


def answer_of(token: bytes) -> bytes:
    """The answer an authority would have given it in (status: granted), its certificates in the order of DER.

    Many authorities leave them as they come. Nobody signs that order, and a strict reader refuses another.
    """
    (outer,) = _inside(token, _SEQUENCE)
    kind, signed = _inside(outer, _OID, _TAGGED)
    (signed,) = _inside(signed, _SEQUENCE)
    parts = [
        _spelled(tag, *sorted(_spelled(*one) for one in _elements(content)))
        if tag == _TAGGED
        else _spelled(tag, content)
        for tag, content in _elements(signed)
    ]
    again = _spelled(_TAGGED, _spelled(_SEQUENCE, *parts))
    status = _spelled(_SEQUENCE, _spelled(_INTEGER, b"\0"))
    return _spelled(_SEQUENCE, status, _spelled(_SEQUENCE, _spelled(_OID, kind), again))


def stamp_read(token: bytes) -> Stamp:
    """What the token says; anything but a token over a SHA-256 digest is refused."""
    (outer,) = _inside(token, _SEQUENCE)
    kind, signed = _inside(outer, _OID, _TAGGED)
    (signed,) = _inside(signed, _SEQUENCE)
    _, _, content, *signatures = _inside(signed, _INTEGER, _SET, _SEQUENCE, more=True)
    told, info = _inside(content, _OID, _TAGGED)
    if (kind, told) != (_SIGNED_DATA, _TST_INFO) or not signatures:
        raise _bad("structure")
    (info,) = _inside(info, _OCTETS)
    (info,) = _inside(info, _SEQUENCE)
    version, _, imprint, serial, moment, *_ = _inside(
        info, _INTEGER, _OID, _SEQUENCE, _INTEGER, _TIME, more=True
    )
    algorithm, digest = _inside(imprint, _SEQUENCE, _OCTETS)
    named = _elements(algorithm)
    if version != b"\1" or named not in ([(_OID, _SHA256)], [(_OID, _SHA256), (_NULL, b"")]):
        raise _bad("algorithm")
    if len(digest) != 32 or not serial:
        raise _bad("structure")
    return Stamp(digest, _instant(moment), int.from_bytes(serial, "big", signed=True))


def _instant(moment: bytes) -> int:
    shape = _MOMENT.fullmatch(moment)
    if shape is None:
        raise _bad("time")
    try:
        found = datetime.strptime(shape[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise _bad("time") from None
    return int(found.timestamp())


def stamp_check(stamp: Stamp, *, digest: str, moment: int) -> None:
    """Refuse a token over something else, and one given less than an hour before the moment."""
    if stamp.imprint.hex() != digest:
        raise DomainError("stamp_of_another", {"imprint": stamp.imprint.hex(), "commit": digest})
    if moment - stamp.at < LEAST_LEAD_S:
        raise DomainError("stamp_late", {"at": stamp.at, "moment": moment})
