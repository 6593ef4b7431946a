"""Evaluations as the superior organ reads them, by organ and month; and the public keys behind them."""

import hashlib
from collections import defaultdict
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from backend.models import Organ, User
from inspections.domain.evaluation import counted, month_of, readable
from inspections.models import Evaluation, EvaluationKey


def evaluation_months(actor: User, today: date) -> list[dict[str, Any]]:
    """Organs below the actor's by month, latest first; of a month with too few only that it is so."""
    scores: dict[tuple[str, str], list[int]] = defaultdict(list)
    rows = Evaluation.objects.within(actor).filter(month__lt=month_of(today))
    for organ, month, score in rows.values_list("organ_id", "month", "score"):
        scores[organ, month].append(score)
    names = dict(
        Organ.objects.within(actor)
        .filter(code__in={organ for organ, _ in scores})
        .values_list("code", "name")
    )
    return [
        {"organ": {"code": organ, "name": names[organ]}, "month": month}
        | asdict(counted(found, month, today))
        for (organ, month), found in sorted(
            scores.items(), key=lambda one: (one[0][1], one[0][0]), reverse=True
        )
    ]


def evaluation_list(actor: User, *, organ: str, month: str, today: date) -> QuerySet[Evaluation]:
    """What was said of one organ in one month; nothing of a month that may not be read."""
    rows = Evaluation.objects.within(actor).filter(organ=organ, month=month)
    count = rows.aggregate(n=Count("pk"))["n"]
    return rows if readable(month, count, today) else rows.none()


def evaluation_cards(rows: list[Evaluation]) -> list[dict[str, Any]]:
    """Score and text, and nothing else there is."""
    return [{"uuid": row.uuid, "score": row.score, "text": row.text} for row in rows]


def evaluation_keys(key: UUID | None = None) -> list[dict[str, Any]]:
    """All public keys: whoever compares them sees that everybody was given the same."""
    rows = EvaluationKey.objects.everywhere("published").select_related("organ").order_by("-year", "organ_id")
    if key is not None:
        rows = rows.filter(pk=key)
    return [key_card(row) for row in rows]


def key_card(row: EvaluationKey) -> dict[str, Any]:
    """One public key with its fingerprint."""
    return {
        "uuid": row.uuid,
        "organ": row.organ.name,
        "year": row.year,
        "modulus": row.modulus,
        "exponent": "010001",
        "fingerprint": hashlib.sha256(bytes.fromhex(row.modulus)).hexdigest(),
    }
