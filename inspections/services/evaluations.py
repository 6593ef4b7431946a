"""Evaluate a check without being known (匿名评价): a right is signed blindly, and later used by anybody.

Nothing here is written to the journal or a log: a line with its time would tie the two together.
"""

import hashlib
import secrets
from datetime import datetime
from functools import lru_cache
from math import gcd
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.conf import settings
from django.db import IntegrityError, transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from inspections.domain.blinding import BlindedError, blind_signed
from inspections.domain.evaluation import accepted, month_of
from inspections.domain.publication import masked
from inspections.models import Evaluation, EvaluationKey, EvaluationRight, SpentToken
from scheduling.models import Visit
from scheduling.selectors.door import standing_of, visit_at_door

BITS = 2048
EXPONENT = 65537
SALT_BYTES = 48
# before, during and after the check, as long as its code is good
GIVEN = frozenset({"valid", "started", "finished"})
_PSS = padding.PSS(padding.MGF1(hashes.SHA384()), SALT_BYTES)


def evaluation_key(*, organ: str, year: int) -> EvaluationKey:
    """The organ's key of the year, made when it is first asked for; of two makers one wins."""
    row = EvaluationKey.objects.everywhere("published").filter(organ_id=organ, year=year).first()
    if row is not None:
        return row
    made = rsa.generate_private_key(EXPONENT, BITS)
    secret = made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(settings.EVALUATION_KEY.encode()),
    )
    try:
        with transaction.atomic():
            return EvaluationKey.objects.create(
                organ_id=organ,
                year=year,
                modulus=f"{made.public_key().public_numbers().n:x}",
                secret=secret.decode(),
            )
    except IntegrityError:
        return EvaluationKey.objects.everywhere("published").get(organ_id=organ, year=year)


def evaluation_right(*, token: str, key: UUID, blinded: bytes, now: datetime) -> bytes:
    """Sign a blinded value: one per visit, while its code is good. The same value again gets the same answer.

    Refused: `code_unknown`, `evaluation_closed` (no check at this moment), `evaluation_given` (another phone
    was first), `evaluation_key_wrong`, `evaluation_invalid`.
    """
    today = civil(now)
    visit = visit_at_door(token, today)
    if visit is None:
        raise DomainError("code_unknown")
    if standing_of(visit, today) not in GIVEN:
        raise DomainError("evaluation_closed")
    row = evaluation_key(organ=visit.organ_id, year=today.year)
    if row.pk != key:
        raise DomainError("evaluation_key_wrong")
    signature = _signed(row, blinded)
    with transaction.atomic():
        Visit.objects.everywhere("guard").select_for_update(of=("self",)).get(pk=visit.pk)
        right, _ = EvaluationRight.objects.everywhere("guard").get_or_create(
            visit=visit, defaults={"key": row, "blinded_digest": hashlib.sha256(blinded).hexdigest()}
        )
    if (right.key_id, right.blinded_digest) != (row.pk, hashlib.sha256(blinded).hexdigest()):
        raise DomainError("evaluation_given")
    return signature


def evaluation_submit(
    *, key: UUID, message: bytes, signature: bytes, score: int, text: str, now: datetime
) -> None:
    """Keep what was said, by whoever holds a right; `evaluation_spent` when it was used before."""
    today = civil(now)
    row = EvaluationKey.objects.everywhere("published").filter(pk=key).first()
    if row is None or not accepted(row.year, today):
        raise DomainError("evaluation_key_wrong")
    public = rsa.RSAPublicNumbers(EXPONENT, int(row.modulus, 16)).public_key()
    try:
        public.verify(signature, message, _PSS, hashes.SHA384())
    except InvalidSignature as error:
        raise DomainError("evaluation_invalid") from error
    try:
        with transaction.atomic():
            SpentToken.objects.create(digest=hashlib.sha256(message).hexdigest(), key=row)
            Evaluation.objects.create(
                organ_id=row.organ_id, month=month_of(today), score=score, text=masked(text.strip())
            )
    except IntegrityError as error:
        raise DomainError("evaluation_spent") from error


def _signed(row: EvaluationKey, blinded: bytes) -> bytes:
    n, d = _secret(row.secret, settings.EVALUATION_KEY)
    veil = secrets.randbelow(n - 2) + 2
    while gcd(veil, n) != 1:  # pragma: no cover - as likely as guessing the key
        veil = secrets.randbelow(n - 2) + 2
    try:
        return blind_signed(blinded, n=n, e=EXPONENT, d=d, veil=veil)
    except BlindedError as error:
        raise DomainError("evaluation_invalid") from error


@lru_cache(maxsize=64)
def _secret(pem: str, passphrase: str) -> tuple[int, int]:
    """Modulus and private exponent: the pass phrase of a key is stretched once in a process."""
    key = serialization.load_pem_private_key(pem.encode(), passphrase.encode())
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("an evaluation key is an RSA key")
    numbers = key.private_numbers()
    return numbers.public_numbers.n, numbers.d
