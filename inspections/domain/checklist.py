"""The checklist: what a record lacks, which findings follow, and rules of hours and holidays."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from backend.domain.workdays import WorkCalendar
from inspections.domain.record import CHECKED, MET, Fault, Given, Record, Signed


@dataclass(frozen=True, slots=True)
class Item:
    """What the catalogue (随机抽查事项清单) says of one question."""

    code: str
    violations: tuple[str, ...] = ()
    transfer_to: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    applies_to: tuple[str, ...] = ()  # kinds of subject; () = everybody

    def in_force(self, on: date) -> bool:
        """Whether the item may be checked on that day (清单之外无检查)."""
        return (self.in_force_from is None or self.in_force_from <= on) and (
            self.in_force_to is None or on <= self.in_force_to
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A finding: a non-conforming answer with its violations, or the organ it is transferred to."""

    item: str
    violations: tuple[str, ...]
    transfer_to: str
    note: str
    corrected: bool


def missing(record: Record, asked: Sequence[str]) -> list[Fault]:
    """What the record lacks: answers to `asked`, evidence, signatures; in the order of the pages."""
    faults: list[Fault] = []
    if record.outcome in CHECKED:
        answered = {given.item for given in record.answers}
        faults += [Fault("V16", "unanswered", {"item": item}) for item in asked if item not in answered]
    announced = {photo.id for photo in record.photos}
    for given in record.answers:
        faults += _evidence(given, announced)
    if record.outcome in MET:
        faults += _party(record.signatures)
    return faults


def _evidence(given: Given, announced: Collection[UUID]) -> list[Fault]:
    """V16: a non-conforming answer needs a photo or an explanation, put right on the spot a photo of it."""
    faults = [
        Fault("V39", "photo_unannounced", {"item": given.item, "photo": str(photo)})
        for photo in (*given.photos, *given.corrected_photos)
        if photo not in announced
    ]
    if given.conforms is not False:
        return faults
    if not given.note.strip() and not any(photo in announced for photo in given.photos):
        faults.append(Fault("V16", "evidence_missing", {"item": given.item}))
    if given.corrected and not any(photo in announced for photo in given.corrected_photos):
        faults.append(Fault("V16", "correction_unproved", {"item": given.item}))
    return faults


def _party(signatures: Sequence[Signed]) -> list[Fault]:
    """The person on site signs, or refuses before a witness."""
    witnessed = any(one.kind == "witness" and one.name.strip() for one in signatures)
    for one in signatures:
        if one.kind != "party":
            continue
        if one.refusal_reason.strip():
            return [] if one.witness.strip() or witnessed else [Fault("V16", "refusal_without_witness")]
        if one.given:
            return []
    return [Fault("V16", "party_unsigned")]


def findings(answers: Sequence[Given], items: Mapping[str, Item]) -> list[Found]:
    """One finding for each non-conforming answer."""
    found = []
    for given in answers:
        if given.conforms is False:
            item = items.get(given.item, Item(given.item))
            to = _transfer(given, item)
            found.append(Found(given.item, item.violations, to, given.note, given.corrected))
    return found


def _transfer(given: Given, item: Item) -> str:
    """The organs the officer chose among those of the item, in its order; without a choice all of them."""
    listed = item.transfer_to.split(",")
    return ",".join(organ for organ in listed if organ in given.transfer_to) or item.transfer_to


def finding_faults(found: Sequence[Found]) -> list[Fault]:
    """V16: every finding maps to a violation or to the organ it is transferred to."""
    return [
        Fault("V16", "finding_unmapped", {"item": one.item})
        for one in found
        if not one.violations and not one.transfer_to
    ]


def item_faults(answers: Sequence[Given], items: Mapping[str, Item], on: date) -> list[Fault]:
    """V10: an item outside the catalogue, or not in force on the day of the check."""
    faults = []
    for given in answers:
        item = items.get(given.item)
        if item is None:
            faults.append(Fault("V10", "item_unknown", {"item": given.item}))
        elif not item.in_force(on):
            faults.append(Fault("V10", "item_not_in_force", {"item": given.item}))
    return faults


# Rules of hours and holidays ---------------------------------------------------------------------
def within_hours(at: time, start: time, end: time) -> bool:
    """Whether `at` lies in [start, end) on the clock; `end` at or before `start` is on the next day (V17).

    The same time twice means the whole day round.
    """
    if start < end:
        return start <= at < end
    return at >= start or at < end


def machine_day(on: date, calendar: WorkCalendar) -> bool | None:
    """Whether game machines may serve minors: 法定节假日 only (娱乐场所管理条例 Art 23) (V18)."""
    return calendar.is_statutory_holiday(on)


def script_day(on: date, calendar: WorkCalendar) -> bool | None:
    """Whether scripts may serve minors: 法定节假日, 休息日, 寒暑假 (V18); None: not known."""
    if calendar.is_vacation(on):
        return True
    if not calendar.known(on):
        return calendar.is_statutory_holiday(on)
    return not calendar.is_workday(on)


def rule_forbids(rule: Mapping[str, Any] | None, at: time, on: date, calendar: WorkCalendar) -> bool | None:
    """Whether an item's rule of hours or days forbids it at this moment; None: no rule, or not known."""
    kind = (rule or {}).get("kind", "")
    if rule is None or kind not in _FORBIDS:
        return None
    return _FORBIDS[kind](rule, at, on, calendar)


def _hours(rule: Mapping[str, Any], at: time, on: date, calendar: WorkCalendar) -> bool | None:  # noqa: ARG001
    return within_hours(at, time.fromisoformat(rule["start"]), time.fromisoformat(rule["end"]))


def _machines(rule: Mapping[str, Any], at: time, on: date, calendar: WorkCalendar) -> bool | None:  # noqa: ARG001
    allowed = machine_day(on, calendar)
    return None if allowed is None else not allowed


def _scripts(rule: Mapping[str, Any], at: time, on: date, calendar: WorkCalendar) -> bool | None:  # noqa: ARG001
    allowed = script_day(on, calendar)
    return None if allowed is None else not allowed


_FORBIDS = {
    "closed_hours": _hours,
    "statutory_holiday_only": _machines,
    "holiday_weekend_vacation_only": _scripts,
}
