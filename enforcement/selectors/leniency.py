"""No penalty (不予处罚, V22): what may prove it, and what speaks against a first time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.clock import BEIJING
from backend.domain.deadlines import months_on
from enforcement.domain.guidance import PLEDGE
from enforcement.domain.leniency import Rule, Shown, leniency_missing
from enforcement.models import Case, Guidance, Lead
from enforcement.selectors.evidence import Proof, file_evidence, inspection_of
from enforcement.selectors.weighing import barred_now, first_window, priors_of
from inspections.models import Finding, Inspection, Rectification
from registry.models import LenientRule
from registry.selectors.law import lenient_in_force

MOST = 20  # of each kind of trace to look at
_ACCEPTED = (Inspection.State.ACCEPTED, Inspection.State.PUBLISHED, Inspection.State.CORRECTED)
_OVER = (Case.State.WITHDRAWN, Case.State.TRANSFERRED)


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a decision of no penalty points at; rule: its code."""

    rule: str = ""
    order: UUID | None = None
    file: UUID | None = None
    guidance: list[UUID] = field(default_factory=list)
    education_file: UUID | None = None


def findings_of(case: Case) -> set[str]:
    """The findings the case is about, as orders name them."""
    noun, uuid = case.cause_noun, case.cause_id
    if uuid is None:
        return set()
    if noun == "lead":
        lead = Lead.objects.everywhere("guard").get(pk=uuid)
        if lead.cause_noun == "finding" and lead.cause_id is not None:
            noun, uuid = "finding", lead.cause_id
    if noun == "finding":
        return {str(uuid)}
    if noun == "rectification":
        return set(Rectification.objects.everywhere("guard").get(pk=uuid).findings)
    record = inspection_of(case)
    rows = Finding.objects.everywhere("guard").filter(inspection=record, venue=case.venue_id)
    return {str(row.pk) for row in rows if case.violation_id in row.violations} if record else set()


def orders_of(case: Case) -> list[Rectification]:
    """The orders to rectify (责令改正) of this venue and these findings."""
    wanted = findings_of(case)
    rows = Rectification.objects.everywhere("guard").filter(venue=case.venue_id).order_by("ordered_on", "pk")
    return [row for row in rows if wanted & set(row.findings)]


def guidance_of(case: Case) -> list[Guidance]:
    """Talks and letters of commitment of the venue since the act, signed."""
    rows = Guidance.objects.everywhere("guard").filter(
        organ=case.organ_id, venue=case.venue_id,
        state__in=(Guidance.State.SIGNED, Guidance.State.CHECKED),
        held_at__gte=datetime.combine(case.occurred_on, datetime.min.time(), BEIJING),
    )  # fmt: skip
    return list(rows.order_by("held_at", "pk"))


def files_of(case: Case) -> list[Proof]:
    """Files of its evidence whose bytes are here."""
    return [one for one in file_evidence(case) if one.file.stored_at is not None]


def traces_of(case: Case) -> list[dict[str, Any]]:
    """What the venue's history of the period says beside decided cases: findings, orders, running cases."""
    first, last = months_on(case.occurred_on, -first_window(case)), case.occurred_on
    own, record, of = findings_of(case), inspection_of(case), case.violation_id
    findings = Finding.objects.everywhere("guard").filter(
        venue=case.venue_id, current=True, found_on__range=(first, last), inspection__state__in=_ACCEPTED
    )
    found = [
        {"noun": "finding", "uuid": row.pk, "at": row.inspection_id, "number": row.item, "words": row.note,
         "on": row.found_on, "same": of in row.violations}
        for row in findings.exclude(inspection=record).order_by("-found_on", "pk")[:MOST]
    ]  # fmt: skip
    orders = Rectification.objects.everywhere("guard").filter(
        venue=case.venue_id, ordered_on__range=(first, last)
    )
    of_venue = Finding.objects.everywhere("guard").filter(venue=case.venue_id)
    kinds = {str(row.pk): row.violations for row in of_venue}
    found += [
        {"noun": "rectification", "uuid": row.pk, "at": row.inspection_id, "number": row.number,
         "words": row.content, "on": row.ordered_on,
         "same": any(of in kinds.get(one, ()) for one in row.findings)}
        for row in orders.exclude(inspection=record).order_by("-ordered_on", "pk")[:MOST]
        if not own & set(row.findings)
    ]  # fmt: skip
    running = Case.objects.everywhere("guard").filter(
        venue=case.venue_id, decided_on__isnull=True, occurred_on__range=(first, last)
    )
    found += [
        {"noun": "case", "uuid": row.pk, "at": row.pk, "number": row.number, "words": row.violation.title_zh,
         "on": row.filed_on, "same": row.violation_id == of}
        for row in running.exclude(pk=case.pk).exclude(state__in=_OVER).select_related("violation")[:MOST]
    ]  # fmt: skip
    return found


def adopted_rules(case: Case) -> list[LenientRule]:
    """The rules of no penalty the organ adopted, in force on the day of the act."""
    return [row for row in lenient_in_force(case.violation_id, case.occurred_on) if row.adopted]


def leniency_card(case: Case) -> dict[str, Any]:
    """What the person who decides chooses from, and what he has to explain."""
    return {
        "found_on": found_day(case),
        "orders": [
            {"uuid": row.pk, "number": row.number, "ordered_on": row.ordered_on, "due_on": row.due_on,
             "closed_on": row.closed_on, "state": row.state, "record": row.inspection_id}
            for row in orders_of(case)
        ],
        "files": [{"uuid": one.file.pk, "name": one.name, "on": day_of(one)} for one in files_of(case)],
        "guidance": [
            {"uuid": row.pk, "number": row.number, "kind": row.kind,
             "on": row.held_at.astimezone(BEIJING).date()}
            for row in guidance_of(case)
        ],
        "traces": traces_of(case),
    }  # fmt: skip


def found_day(case: Case) -> date:
    """The day the violation was found: of the record, else as it was filed."""
    record = inspection_of(case)
    rows = Inspection.objects.everywhere("guard").filter(pk=record) if record else None
    on = rows.values_list("finished_on", flat=True).first() if rows is not None else None
    return on or case.found_on or case.filed_on


def day_of(one: Proof) -> date:
    """The day a file of the evidence was taken or collected, in Beijing."""
    at = datetime.fromisoformat(one.at)
    return (at if at.tzinfo is None else at.astimezone(BEIJING)).date()


def _named(rows: Iterable[Any], wanted: UUID | None) -> Any:
    return next((row for row in rows if wanted is not None and row.pk == wanted), None)


def _file(case: Case, wanted: UUID | None) -> Proof | None:
    if wanted is None:
        return None
    return next((one for one in files_of(case) if one.file.pk == wanted), None)


def lean(case: Case, pointed: Pointed) -> tuple[Shown, dict[str, Any]]:
    """What the things pointed at show, and how they are kept with the decision."""
    order = _named(orders_of(case), pointed.order) if pointed.order else None
    if order is not None and order.state != Rectification.State.CLOSED:
        order = None
    photo, lesson = _file(case, pointed.file), _file(case, pointed.education_file)
    talks = [row for row in guidance_of(case) if row.pk in set(pointed.guidance)] if pointed.guidance else []
    told = {"pledge" if row.kind == PLEDGE else "interview" for row in talks}
    days = [order.closed_on] if order is not None else []
    days += [day_of(photo)] if photo is not None else []
    shown = Shown(
        corrected_on=min(days, default=None),
        found_on=found_day(case),
        in_time=order is None or order.closed_on <= order.due_on,
        told=frozenset(told | ({"education"} if talks or lesson else set())),
    )
    rule = _rule(case, pointed.rule)
    proofs = []
    if order is not None:
        words = f"责令改正通知书{order.number}，{order.closed_on.isoformat()}复查已改正"
        proofs.append(_kept("correction", "rectification", order.pk, words))
    for what, one in (("correction", photo), ("education", lesson)):
        if one is not None:
            proofs.append(_kept(what, "file", one.file.pk, f"{one.name}（{day_of(one).isoformat()}）"))
    proofs += [
        _kept("education", "guidance", row.pk, f"{row.get_kind_display()}{row.number}") for row in talks
    ]
    return shown, {
        "rule": rule.code if rule else "", "rule_words": rule.conditions if rule else "", "proofs": proofs
    }  # fmt: skip


def _kept(of: str, noun: str, uuid: UUID, words: str) -> dict[str, str]:
    return {"of": of, "noun": noun, "uuid": str(uuid), "words": words}


def _rule(case: Case, code: str) -> LenientRule | None:
    return next((row for row in adopted_rules(case) if row.code == code), None) if code else None


def lacks_for_leniency(case: Case, given: dict[str, Any], pointed: Pointed, shown: Shown) -> list[str]:
    """V22: what is missing before no penalty may be decided; `given` as in `case_decide`."""
    adopted = adopted_rules(case)
    row = next((one for one in adopted if one.code == pointed.rule), None)
    rule = Rule(row.code, row.first_time, row.correction, tuple(row.measures)) if row else None
    missing = ["lenient_rule"] if pointed.rule and rule is None else []
    first = given["ground"] == "first" or (rule is not None and rule.first_time)
    return missing + leniency_missing(
        given["ground"],
        priors=priors_of(case),
        corrected=bool(given["correction"].strip()),
        shown=shown,
        educated=bool(given["education"].strip()),
        time_barred=barred_now(case),
        reason=given["ground_reason"].strip(),
        rule=rule,
        rules=len(adopted),
        traces=len(traces_of(case)) if first else 0,
    )


def proof_words(case: Case, of: str) -> str:
    """The proofs of a decision as its paper names them."""
    return "、".join(one["words"] for one in case.leaned.get("proofs", ()) if one["of"] == of)
