"""Sealing: committed journal lines get their number and hash, per organ, by one sealer at a time."""

import hashlib
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from backend.journal import line_bytes
from backend.models import JournalLine, Seal

GENESIS = "0" * 64
SETTLE_SECONDS = 2
BATCH = 500


def journal_seal(*, organ_code: str, now: datetime) -> int:
    """Seal the organ's committed lines in id order; returns how many.

    Lines younger than SETTLE_SECONDS wait, so that a slower transaction with a lower id is seldom overtaken;
    one that commits later still is sealed later (the chain orders seals, ids order writing). Two sealers at
    once: the unique (organ, seq) lets one batch win, the other starts over next time.
    """
    lines = list(
        JournalLine.objects.everywhere("task")
        .filter(organ_id=organ_code, seal__isnull=True, at__lte=now - timedelta(seconds=SETTLE_SECONDS))
        .order_by("id")[:BATCH]
    )
    if not lines:
        return 0
    last = Seal.objects.everywhere("task").filter(organ_id=organ_code).order_by("-seq").first()
    seq, prev = (last.seq, last.hash) if last else (0, GENESIS)
    seals = []
    for line in lines:
        seq += 1
        seal = Seal(line=line, organ_id=organ_code, seq=seq, prev=prev, sealed_at=now)
        seal.hash = prev = _hash(line, seq=seq, prev=prev)
        seals.append(seal)
    try:
        with transaction.atomic():
            Seal.objects.bulk_create(seals)
    except IntegrityError:
        return 0
    return len(seals)


def _hash(line: JournalLine, *, seq: int, prev: str) -> str:
    return hashlib.sha256(line_bytes(line, seq=seq, prev=prev)).hexdigest()


def journal_check(*, organ_code: str) -> list[int]:
    """Re-compute the organ's chain; returns the sequence numbers that do not hold."""
    broken = []
    before, prev = 0, GENESIS
    seals = Seal.objects.everywhere("task").filter(organ_id=organ_code).select_related("line").order_by("seq")
    for seal in seals.iterator(chunk_size=2000):
        whole = seal.seq == before + 1 and seal.prev == prev
        if not whole or _hash(seal.line, seq=seal.seq, prev=prev) != seal.hash:
            broken.append(seal.seq)
        before, prev = seal.seq, seal.hash
    return broken
