"""A record (检查记录) as plain values: what the rules of this floor read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

DONE, CLOSED, NOT_FOUND, REFUSED, REMOTE = "done", "closed", "not_found", "refused", "remote"
OUTCOMES = (DONE, CLOSED, NOT_FOUND, REFUSED, REMOTE)
# Outcomes in which the checklist was gone through.
CHECKED = frozenset({DONE, REMOTE})
# Outcomes in which somebody of the venue was met.
MET = frozenset({DONE, REFUSED})


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule a record does not meet: its number (V01 … V40), a word for the client, and the facts."""

    rule: str
    code: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """One answer. `conforms`: true 合格, false 不合格, None 不适用."""

    item: str
    conforms: bool | None
    note: str = ""
    photos: tuple[UUID, ...] = ()
    corrected: bool = False
    corrected_photos: tuple[UUID, ...] = ()
    follow: dict[str, Any] = field(default_factory=dict)
    transfer_to: tuple[str, ...] = ()  # organs the officer chose; (): those of the catalogue


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature: drawn (`file`), confirmed (`signed_at` alone), or refused before a witness."""

    kind: str  # officer | officer2 | party | witness
    name: str
    role: str = ""
    officer: UUID | None = None
    file: UUID | None = None
    signed_at: datetime | None = None
    refusal_reason: str = ""
    witness: str = ""

    @property
    def given(self) -> bool:
        """Whether somebody signed or confirmed."""
        return self.file is not None or self.signed_at is not None


@dataclass(frozen=True, slots=True)
class Scan:
    """The code step (亮证扫码): before, before_leave or backfill."""

    mode: str
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order to rectify (责令改正) prepared on the spot: for which items, what, on what basis, by when."""

    items: tuple[str, ...]
    content: str
    basis: str
    due_on: date

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Ordered":
        """From a stored body."""
        return cls(
            tuple(row["items"]), row.get("content") or "", row.get("basis") or "",
            date.fromisoformat(row["due_on"]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaperGiven:
    """A paper made on the spot (现场文书): its form, the number it bears, what it says and who signed it."""

    id: UUID
    form: str
    number: str = ""
    issued_on: date | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Photo:
    """One announced file: a photo, or a signature drawn on the screen."""

    id: UUID
    sha256: str
    size: int
    type: str
    meta: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """The whole record."""

    visit: UUID
    rev: int
    form_version: str
    outcome: str
    codes: tuple[str, ...]
    started_at: datetime
    finished_at: datetime
    answers: tuple[Given, ...] = ()
    photos: tuple[Photo, ...] = ()
    signatures: tuple[Signed, ...] = ()
    scan: Scan | None = None
    statement: str = ""
    objection: str = ""
    party_name: str = ""
    party_role: str = ""
    urgent: str = ""  # why it began without approval, off line
    call_record: str = ""
    door_photo: UUID | None = None
    device_time: datetime | None = None
    offset_ms: int = 0
    gps: dict[str, Any] | None = None
    recorders: tuple[dict[str, Any], ...] = ()
    papers: tuple[PaperGiven, ...] = ()
