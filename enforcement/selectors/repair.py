"""What may be repaired of a venue's record (信用修复), for its follow-up, the public and the workbench."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from backend.domain.deadlines import months_on
from backend.domain.errors import DomainError
from backend.models import Document, User
from backend.permissions import may
from backend.selectors.documents import document_file
from enforcement.domain.disputes import KINDS, effect
from enforcement.domain.publication import LEADS_TO, PUBLIC
from enforcement.domain.repair import (
    NOTHING,
    Penalty,
    Repair,
    Rule,
    decision_repair,
    listed_repair,
    parse_rules,
)
from enforcement.models import (
    Case,
    CasePublication,
    CaseTrack,
    FollowUp,
    FollowUpOpinion,
    FollowUpStep,
    Guidance,
)
from enforcement.selectors.disputes import rulings
from enforcement.selectors.money import owed_fen
from inspections.models import Finding, Rectification
from registry.models import DishonestyRecord
from scheduling.models import ServiceVisit

FILE = Path(__file__).resolve().parent.parent / "data" / "credit_repair.json"
REPAIR = FollowUpStep.Kind.REPAIR
CASE, LIST = "case", "dishonestyrecord"
# records of a follow-up's own visits that show nothing is wrong any more: 未发现问题, 经责令已改正
CLEAN = ({"1"}, {"E"})


@cache
def repair_rules() -> dict[str, Rule]:
    """All levels of the data file."""
    return parse_rules(json.loads(FILE.read_text(encoding="utf-8")))


def _longest_months() -> int:
    """Of any level in any version."""
    rules = repair_rules().values()
    return max(months for rule in rules for months in (rule.longest_months, *(one[2] for one in rule.former)))


def case_repair(case: Case, today: date, *, standing: str | None = None, done: frozenset[str]) -> Repair:
    """Of its decision; `standing` in public where it is not the case's own word."""
    if case.decided_on is None:
        raise ValueError("only a decision is repaired")
    known = Penalty(
        case.decided_on, case.published_on, case.publication if standing is None else standing,
        case.penalty_classes, case.simple, case.violation_id, effect(rulings(case.tracks.all())), done,
    )  # fmt: skip
    return decision_repair(repair_rules(), known, today)


def repair_public(row: CasePublication, today: date) -> dict[str, Any]:
    """Beside a published decision: when its party may ask, on which conditions; nobody is named."""
    told = case_repair(row.case, today, standing=LEADS_TO[row.act], done=frozenset())
    return {
        "from_on": told.from_on, "until_on": told.until_on, "why_not": told.why_not, "asks": told.asks,
        "basis": told.basis, "verified": told.verified,
    }  # fmt: skip


def repair_records(row: FollowUp, actor: User, today: date) -> list[dict[str, Any]]:
    """The decision of the follow-up, and the lists its venue stands on, each with what was prompted of it."""
    case = row.case
    done = _done(row)
    records = [(CASE, case.uuid, case.decision_number, case.decided_on, case_repair(case, today, done=done))]
    listed = DishonestyRecord.objects.within(actor).filter(venue=case.venue_id, state="listed")
    for one in listed.order_by("from_on", "level", "uuid"):
        told = listed_repair(
            repair_rules(), level=one.level, listed=True, from_on=one.from_on, to_on=one.to_on,
            done=_asked_of_list(case, one.from_on), today=today,
        )  # fmt: skip
        records.append((LIST, one.uuid, one.get_level_display(), one.from_on, told))
    prompts = {(one.record_noun, one.record_id): one for one in repair_steps(case.venue_id)}
    return [
        _record(noun, uuid, name, on, told, prompts.get((noun, uuid)), actor, today)
        for noun, uuid, name, on, told in records
    ]


def _record(
    noun: str, uuid: UUID, name: str, on: date | None, told: Repair, prompt: FollowUpStep | None,
    actor: User, today: date,
) -> dict[str, Any]:  # fmt: skip
    paper = prompt.document if prompt else None
    return {
        "noun": noun,
        "uuid": uuid,
        "name": name,
        "on": on,
        **{key: value for key, value in asdict(told).items() if key not in ("asks", "missing")},
        "why": NOTHING[told.why_not][0] if told.why_not else "",
        "why_en": NOTHING[told.why_not][1] if told.why_not else "",
        "conditions": [{"code": code, "met": code not in told.missing} for code in told.asks],
        "materials": told.materials if not told.why_not else (),
        "due": told.due(today),
        "prompt": {
            "on": prompt.on, "number": paper.number, "document": paper.uuid, "state": paper.state,
            "problem": paper.problem,
            "verbs": ["follow_up.void"] if may(actor, "follow_up.void") else [],
        } if prompt and paper else None,
    }  # fmt: skip


def repair_paper(follow_up_id: UUID, document: UUID, part: str, actor: User) -> Any:
    """The file of a prompt or an opinion of this follow-up; not_found where there is none, or none yet."""
    of = {"follow_up": follow_up_id, "document": document}
    steps = FollowUpStep.objects.within(actor).filter(**of)
    if not (steps.exists() or FollowUpOpinion.objects.within(actor).filter(**of).exists()):
        raise DomainError("not_found", {"document": str(document)})
    return document_file(document, part, actor)


def repair_steps(venue: UUID) -> QuerySet[FollowUpStep]:
    """Prompts made of records of a venue whose paper stands."""
    rows = FollowUpStep.objects.everywhere("guard").filter(kind=REPAIR, follow_up__case__venue=venue)
    return (
        rows.exclude(document__isnull=True)
        .exclude(document__state=Document.State.VOID)
        .select_related("document")
    )


def _done(row: FollowUp) -> frozenset[str]:
    """The conditions of its decision that are met and proven here."""
    case, met = row.case, set[str]()
    if case.performed_on is not None and owed_fen(case, "penalty") <= 0:
        met.add("performed")
    if _corrected(row):
        met.add("corrected")
    return frozenset(met | _shown(case, case.decided_on))


def _corrected(row: FollowUp) -> bool:
    """An order of the same check was met, or a later visit of the follow-up found nothing wrong."""
    case = row.case
    if case.cause_id is not None:
        found = Finding.objects.everywhere("guard").filter(pk=case.cause_id)
        orders = Q(inspection__in=found.values("inspection")) | Q(pk=case.cause_id)
        closed = Rectification.objects.everywhere("guard").filter(state=Rectification.State.CLOSED)
        if closed.filter(orders).exists():
            return True
    steps = row.steps.filter(inspection__isnull=False).select_related("inspection")
    return any(set(step.inspection.result_codes) in CLEAN for step in steps if step.inspection)


def _shown(case: Case, since: date | None) -> set[str]:
    """A pledge about this case that was signed and not broken; a training of the venue since that day."""
    pledges = Guidance.objects.everywhere("guard").filter(
        kind=Guidance.Kind.PLEDGE, venue=case.venue_id, cause_noun=CASE, cause_id=case.uuid,
        state__in=(Guidance.State.SIGNED, Guidance.State.CHECKED),
    )  # fmt: skip
    met = {"pledge"} if pledges.exclude(kept=False).exists() else set()
    trained = ServiceVisit.objects.everywhere("guard").filter(
        venue=case.venue_id, kind=ServiceVisit.Kind.TRAINING, on__gte=since
    )
    return met | ({"training"} if trained.exists() else set())


def _asked_of_list(case: Case, since: date | None) -> frozenset[str]:
    """Of a list: its proof is handed in by the venue and is not known here."""
    return frozenset(_shown(case, since))


def repairs_due(actor: User, today: date) -> Iterator[tuple[FollowUp, Repair]]:
    """Follow-ups whose decision may be repaired by now and whose party nobody has told, the oldest first."""
    told = FollowUpStep.objects.everywhere("guard").filter(kind=REPAIR, follow_up=OuterRef("pk"))
    told = told.filter(Q(document__isnull=True) | ~Q(document__state=Document.State.VOID))
    told = told.filter(record_noun__in=("", CASE))
    rows = FollowUp.objects.within(actor).filter(case__publication__in=PUBLIC, organ_id=actor.organ_id)
    rows = rows.exclude(Exists(told)).filter(case__decided_on__gte=months_on(today, -_longest_months()))
    rows = rows.select_related("case__venue")
    tracks = CaseTrack.objects.everywhere("guard").filter(kind__in=KINDS)
    for row in rows.prefetch_related(Prefetch("case__tracks", tracks)).order_by("case__decided_on", "uuid"):
        repair = case_repair(row.case, today, done=frozenset())
        if repair.due(today):
            yield row, repair
