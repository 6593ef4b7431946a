"""Publication of a decision (公示): prepared by one person, checked and carried out by another (V34)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.models import User
from backend.services.clocks import clocks_done
from enforcement.domain.publication import (
    LEADS_TO,
    PUBLIC,
    SUM_OF,
    announcement,
    correction_faults,
    prepared_faults,
)
from enforcement.domain.states import CASE
from enforcement.models import Case, CasePublication
from enforcement.selectors.publishing import changes_standing, public_content, standing_effect
from enforcement.services.cases.taking import case_take, line
from enforcement.services.periods import period_start
from inspections.domain.publication import masked


def publication_prepare(
    *,
    case_id: UUID,
    act: str,
    actor: User,
    now: datetime,
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> CasePublication:
    """What exactly the public will read, for a second person to check; one at a time.

    `changes` of a correction: party_name, classes, fine_fen, confiscated_fen as they are to be read; what it
    does not name stays as the corrections before it left it.
    """
    with transaction.atomic():
        case = case_take(case_id, "publication.prepare", actor)
        faults = prepared_faults(act, case.publication, reason=reason, effect=standing_effect(case))
        facts = {"outcome": case.outcome, "unreported": case.unreported, "faults": faults}
        next_state(CASE, case.state, "publication.prepare", facts)
        said = {name: value for name, value in (changes or {}).items() if value not in (None, "", [])}
        if "party_name" in said:
            said["party_name"] = masked(said["party_name"])
        if act in ("publish", "correct"):
            _sums_fit(case, said)
            said = changes_standing(case) | said
        told = public_content(case, said) if act in ("publish", "correct") else {}
        try:
            with transaction.atomic():
                row = CasePublication.objects.create(
                    organ_id=case.organ_id, created_at=now, case=case, act=act, content=told, changes=said,
                    text=announcement(told) if told else "", reason=masked(reason), prepared_by=actor,
                    prepared_at=now,
                )  # fmt: skip
        except IntegrityError as error:
            raise DomainError("conflict", {"state": case.state, "verb": "publication.prepare"}) from error
        line(case, "publication.prepare", case.state, actor, now, reason=reason, data={"act": act})
    return row


def case_publish(*, case_id: UUID, actor: User, now: datetime) -> Case:
    """Carry out what another has prepared: only what he checked, as it still is; its clocks are met."""
    today = civil(now)
    with transaction.atomic():
        case, row = _waiting(case_id, "case.publish", actor)
        if row.content and row.content != public_content(case, row.changes):
            raise DomainError("publication_differs")
        _settle(row, CasePublication.State.DONE, actor, now)
        case.publication = LEADS_TO[row.act]
        if row.act == CasePublication.Act.PUBLISH:
            case.published_on = today
        if row.text:
            case.publication_text = row.text
        case.save(update_fields=["publication", "published_on", "publication_text"])
        rules = ["publication_withdrawal"] if row.act in ("correct", "withdraw") else ["case_publication"]
        for rule in rules:
            clocks_done(noun="case", noun_id=case.uuid, rule=rule, on=today)
        line(case, "case.publish", case.state, actor, now, data={"act": row.act, "on": today.isoformat()})
    return case


def untrue_in_public(case: Case, on: date, actor: User, now: datetime) -> None:
    """What the public reads of the decision holds no more: the period to put it right begins."""
    if case.publication in PUBLIC:
        period_start(rule="publication_withdrawal", of=case, on=on, actor=actor, now=now)


def publication_return(*, case_id: UUID, reason: str, actor: User, now: datetime) -> Case:
    """Not so: what was prepared goes back with the reason."""
    with transaction.atomic():
        case, row = _waiting(case_id, "publication.return", actor, reason=reason)
        row.note = reason
        _settle(row, CasePublication.State.RETURNED, actor, now)
        line(case, "publication.return", case.state, actor, now, reason=reason, data={"act": row.act})
    return case


def _sums_fit(case: Case, said: dict[str, Any]) -> None:
    """A sum a correction names stands where its class does, and a class of sums has one."""
    read = changes_standing(case) | said
    classes = read.get("classes") or case.penalty_classes
    sums = {name: said[name] for name in SUM_OF if name in said}
    if "classes" in said and "fine" in classes:
        sums.setdefault("fine_fen", read.get("fine_fen", case.fine_fen))
    faults = correction_faults(classes, sums)
    if faults:
        raise DomainError("invalid", {"fields": {name: [words] for name, words in faults.items()}})


def _waiting(case_id: UUID, verb: str, actor: User, reason: str = "") -> tuple[Case, CasePublication]:
    """The case, locked, with the row that waits; never one's own."""
    case = case_take(case_id, verb, actor)
    row = case.publications.filter(state=CasePublication.State.PREPARED).first()
    facts = {
        "outcome": case.outcome,
        "unreported": case.unreported and verb == "case.publish",
        "prepared": row is not None,
        "reason": reason,
    }
    if verb == "case.publish" and row is not None:
        facts["faults"] = prepared_faults(
            row.act, case.publication, reason=row.reason, effect=standing_effect(case)
        )
    next_state(CASE, case.state, verb, facts)
    if row is None:
        raise DomainError("conflict", {"state": case.state, "verb": verb})
    if row.prepared_by_id == actor.uuid:
        raise DomainError("own_record", {"case": str(case.uuid), "verb": verb})
    return case, row


def _settle(row: CasePublication, state: str, actor: User, now: datetime) -> None:
    row.state, row.checked_by, row.checked_at = state, actor, now
    row.save(update_fields=["state", "checked_by", "checked_at", "note"])
