"""The organ above the brigade: its sign-ins, and what businesses said of checks, which it alone may read."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from backend.models import Organ, User
from backend.services.people import user_make
from counting.demonstration.people import PASSWORD, Person
from inspections.services.evaluations import (
    EXPONENT,
    SALT_BYTES,
    evaluation_key,
    evaluation_right,
    evaluation_submit,
)
from scheduling.models import Visit
from scheduling.selectors.codes import code_of

CODE = "WH3701"
PEOPLE = (Person("wen", "闻一舟", ("supervisor",)), Person("fang", "方见微", ("auditor",)))
BRIGADE = "WH370117"
# Month → what was said in it; July has too few for anybody to read.
SAID: dict[date, tuple[tuple[int, str], ...]] = {
    date(2026, 7, 1): ((3, ""), (2, "讲解清楚")),
    date(2026, 8, 1): (
        (3, "亮证、扫码都做了，检查时间不长"),
        (3, ""),
        (2, "希望提前告知要准备的材料"),
        (3, "当场说明了要改的地方"),
        (1, "营业高峰时来检查，等了一会儿"),
        (2, ""),
        (3, "态度好"),
    ),
}
_HASH = hashlib.sha384


def city_load(now: datetime) -> dict[str, User]:
    """Its supervisor and its auditor; the districts below are theirs to see."""
    organ = Organ.objects.everywhere("loader").get(code=CODE)
    return {
        one.username: user_make(
            username=one.username, name=one.name, password=PASSWORD, organ=organ, roles=one.roles, now=now
        )
        for one in PEOPLE
    }  # fmt: skip


def evaluations_tell() -> int:
    """Businesses rate checks of the brigade, each from the code of its own visit; returns how many did."""
    told = 0
    for first, said in SAID.items():
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        rows = Visit.objects.everywhere("loader").filter(
            organ=BRIGADE, finished_on__range=(first, last), remote=False, scan_mode="before"
        )
        for visit, (score, text) in zip(rows.order_by("finished_at", "number"), said, strict=False):
            if visit.finished_at is not None:
                _rate(visit, score, text, visit.finished_at + timedelta(minutes=20))
                told += 1
    return told


def _rate(visit: Visit, score: int, text: str, now: datetime) -> None:
    """As the page does it: a random message, blinded; its signature laid bare and handed in with the words."""
    key = evaluation_key(organ=visit.organ_id, year=now.year)
    n = int(key.modulus, 16)
    message, veil = secrets.token_bytes(64), secrets.randbelow(n - 2) + 2
    blinded = int.from_bytes(_encoded(message, n.bit_length() - 1), "big") * pow(veil, EXPONENT, n) % n
    size = (n.bit_length() + 7) // 8
    signed = evaluation_right(
        token=code_of(visit), key=key.pk, blinded=blinded.to_bytes(size, "big"), now=now
    )
    signature = int.from_bytes(signed, "big") * pow(veil, -1, n) % n
    evaluation_submit(
        key=key.pk,
        message=message,
        signature=signature.to_bytes(size, "big"),
        score=score,
        text=text,
        now=now,
    )


def _encoded(message: bytes, bits: int) -> bytes:
    """EMSA-PSS with SHA-384 (RFC 8017 §9.1.1)."""
    size, width = (bits + 7) // 8, _HASH().digest_size
    salt = secrets.token_bytes(SALT_BYTES)
    digest = _HASH(bytes(8) + _HASH(message).digest() + salt).digest()
    block = bytes(size - width - SALT_BYTES - 2) + b"\x01" + salt
    mask = b"".join(
        _HASH(digest + count.to_bytes(4, "big")).digest() for count in range(-(-len(block) // width))
    )
    masked = bytearray(a ^ b for a, b in zip(block, mask, strict=False))
    masked[0] &= 0xFF >> (8 * size - bits)
    return bytes(masked) + digest + b"\xbc"
