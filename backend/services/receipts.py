"""Idempotent answers: the same key with the same body gets the stored answer, with another body a refusal."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import orjson
from django.db import IntegrityError, transaction

from backend.domain.errors import DomainError
from backend.models import Receipt, User


def body_digest(body: Any) -> str:
    """SHA-256 of the body with sorted keys."""
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()


def once(
    *, key: str, user: User, path: str, body: Any, now: datetime, act: Callable[[], tuple[int, Any]]
) -> tuple[int, Any]:
    """Run `act` once per (user, key) and keep its answer in the same transaction; "" = no key, always run."""
    if not key:
        return act()
    digest = body_digest(body)
    kept = _kept(key, user, digest)
    if kept is not None:
        return kept
    try:
        with transaction.atomic():
            status, answer = act()
            plain = orjson.loads(orjson.dumps(answer, default=str, option=orjson.OPT_NON_STR_KEYS))
            Receipt.objects.create(key=key, user=user, path=path[:200], digest=digest, status=status, body=plain, at=now)
    except IntegrityError:
        kept = _kept(key, user, digest)
        if kept is None:
            raise
        return kept
    return status, answer


def _kept(key: str, user: User, digest: str) -> tuple[int, Any] | None:
    row = Receipt.objects.everywhere("receipt").filter(user=user, key=key).first()
    if row is None:
        return None
    if row.digest != digest:
        raise DomainError("receipt_differs", {"key": key})
    return row.status, row.body
