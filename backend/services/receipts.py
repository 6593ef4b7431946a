"""Idempotent answers: the same key with the same body gets the stored answer, with another one a refusal."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import orjson
from django.db import IntegrityError, transaction

from backend.domain.errors import DomainError
from backend.models import Receipt, User

KEY_MAX = 80
_ORJSON = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS


def body_digest(body: Any) -> str:
    """SHA-256 of the body with sorted keys; an uploaded file counts with all its bytes."""
    return hashlib.sha256(orjson.dumps(body, option=_ORJSON, default=_plain)).hexdigest()


def _plain(value: Any) -> str:
    if not hasattr(value, "chunks"):
        return str(value)
    value.seek(0)
    whole = hashlib.sha256()
    for piece in value.chunks():
        whole.update(piece)
    value.seek(0)
    return whole.hexdigest()


def once(
    *, key: str, user: User, path: str, body: Any, now: datetime, act: Callable[[], tuple[int, Any]]
) -> tuple[int, Any]:
    """Run `act` once per (user, key) and keep its answer in the same transaction; "" = no key, always run.

    The key is claimed before `act` runs, so a twin waits for it and gets its answer. A refusal keeps no
    receipt: sent again, it is judged again. The same key with another body or at another door:
    receipt_differs.
    """
    if not key:
        return act()
    if len(key) > KEY_MAX or not key.isprintable() or not key.isascii():
        raise DomainError("invalid", {"fields": {"Idempotency-Key": ["最多 80 个字母、数字或符号"]}})
    door, digest = path[:200], body_digest(body)
    kept = _kept(key, user, door, digest)
    if kept is not None:
        return kept
    with transaction.atomic():
        claim = _claim(key, user, door, digest, now)
        if claim is not None:
            claim.status, answer = act()
            claim.body = orjson.loads(orjson.dumps(answer, default=str, option=orjson.OPT_NON_STR_KEYS))
            claim.save(update_fields=["status", "body"])
            return claim.status, answer
    kept = _kept(key, user, door, digest)
    if kept is None:  # the twin that held the key was refused at the last moment
        raise DomainError("conflict", {"key": key})
    return kept


def _claim(key: str, user: User, door: str, digest: str, now: datetime) -> Receipt | None:
    """The receipt, empty until the act is done; None when a twin holds the key (PostgreSQL waits for it)."""
    try:
        with transaction.atomic():
            return Receipt.objects.create(
                key=key, user=user, path=door, digest=digest, status=0, body=None, at=now
            )
    except IntegrityError:
        return None


def _kept(key: str, user: User, door: str, digest: str) -> tuple[int, Any] | None:
    row = Receipt.objects.everywhere("receipt").filter(user=user, key=key).first()
    if row is None:
        return None
    if (row.digest, row.path) != (digest, door):
        raise DomainError("receipt_differs", {"key": key})
    return row.status, row.body
