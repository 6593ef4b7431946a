"""Evaluations as the superior organ reads them, by organ and month; and the public keys behind them."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from backend.models import User
from inspections.domain.evaluation import Counted, counted, month_of, readable
from inspections.models import Evaluation, EvaluationKey


@dataclass(frozen=True, slots=True)
class OrganMonth:
    """One organ's month; of one with too few only that there are some."""

    code: str
    name: str
    month: str
    sums: Counted

    @property
    def place(self) -> str:
        """Its place in the list: the latest month first, then by organ."""
        return f"{9999 - int(self.month[:4]):04d}{12 - int(self.month[5:]):02d} {self.code}"


def evaluation_months(actor: User, today: date, *, q: str = "", year: int | None = None) -> list[OrganMonth]:
    """Organs below the actor's by month, latest first, narrowed by organ (words, code) and year."""
    rows = Evaluation.objects.within(actor).filter(month__lt=month_of(today))
    if q:
        rows = rows.filter(Q(organ__name__icontains=q) | Q(organ__code__icontains=q))
    if year is not None:
        rows = rows.filter(month__startswith=f"{year:04d}-")
    scores: dict[tuple[str, str, str], list[int]] = {}
    for *key, score, n in rows.values_list("organ_id", "organ__name", "month", "score").annotate(
        n=Count("pk")
    ):
        scores.setdefault((key[0], key[1], key[2]), []).extend([score] * n)
    found = [
        OrganMonth(code, name, month, counted(said, month, today))
        for (code, name, month), said in scores.items()
    ]
    return sorted(found, key=lambda one: one.place)


def evaluation_month_cards(rows: Sequence[OrganMonth]) -> list[dict[str, Any]]:
    """As they are listed."""
    return [
        {"organ": {"code": one.code, "name": one.name}, "month": one.month}
        | {"readable": one.sums.count is not None}
        | asdict(one.sums)
        for one in rows
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
