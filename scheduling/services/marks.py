"""What later floors tell draws of a venue (在办案件、处罚、投诉): once per cause, ended, never removed."""

from datetime import date
from uuid import UUID

from scheduling.models import VenueMark


def mark_set(*, venue: UUID, kind: str, cause: tuple[str, UUID], on: date) -> None:
    """The fact began; telling it again changes nothing. Called inside the transaction of what caused it."""
    noun, uuid = cause
    VenueMark.objects.everywhere("guard").get_or_create(
        kind=kind, cause_noun=noun, cause_id=uuid, defaults={"venue_id": venue, "began_on": on}
    )


def mark_end(*, kind: str, cause: tuple[str, UUID], on: date) -> None:
    """The fact is over, from that day."""
    noun, uuid = cause
    rows = VenueMark.objects.everywhere("guard").filter(kind=kind, cause_noun=noun, cause_id=uuid)
    rows.filter(ended_on__isnull=True).update(ended_on=on)
