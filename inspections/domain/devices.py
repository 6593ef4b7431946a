"""What a phone in the field needs help with: facts about the device, never about its officer's work."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LATE_AFTER = timedelta(hours=24)  # a record that waits longer than this to be sent


@dataclass(frozen=True, slots=True)
class Outbox:
    """What a phone said of its outbox when it last reached the server."""

    unsent: int  # records not wholly on the server
    oldest_at: datetime | None  # when the oldest of them was finished
    failed: int  # jobs that wait for a person
    lost: int  # pieces of work that should be in its store and are not


def needs(outbox: Outbox, now: datetime) -> list[str]:
    """Why somebody should call: lost, failed, late; the gravest first, nothing for a phone that is well."""
    late = outbox.unsent > 0 and outbox.oldest_at is not None and now - outbox.oldest_at > LATE_AFTER
    said = {"lost": outbox.lost > 0, "failed": outbox.failed > 0, "late": late}
    return [name for name, true in said.items() if true]
