"""Credit grades as they are asked for: the policy in force, a venue's tab, lists, appeals, what is public."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from backend.api import found
from backend.domain.persons import told_openly, unit_shown
from backend.models import Clock, User
from backend.permissions import may, verbs_for
from backend.selectors.clocks import clock_card
from registry.domain.credit import (
    APPEAL,
    SHIPPED,
    AppealTerm,
    Policy,
    Term,
    appeal_term_read,
    policy_read,
    terms_read,
)
from registry.domain.states import APPEAL_MOVES, DISHONESTY_MOVES
from registry.models import (
    CreditAppeal,
    CreditGrade,
    CreditOverride,
    CreditPolicy,
    DishonestyRecord,
    Venue,
)
from registry.selectors.repairs import repair_cards, repairs_public
from registry.selectors.venues import VenueFilter, venue_list

# beside the catalogue, not of it: the bureau does not amend how long the ministry's lists run
TERMS = Path(__file__).resolve().parents[1] / "dishonesty_terms.json"
APPEAL_TERM = Path(__file__).resolve().parents[1] / "appeal_term.json"


def credit_policy_in_force(organ: str, on: date) -> CreditPolicy | None:
    """The newest version in force on a day; None while the shipped default holds."""
    rows = CreditPolicy.objects.everywhere("guard").filter(organ_id=organ, valid_from__lte=on)
    return rows.order_by("-valid_from", "-version").first()


def credit_table(policy: CreditPolicy | None) -> Policy:
    """The points of a version, or of the shipped default."""
    return policy_read(SHIPPED if policy is None else policy.table)


def credit_policy_list(actor: User, on: date) -> list[dict[str, Any]]:
    """Every version of the actor's organ, newest first, the shipped default last."""
    rows = CreditPolicy.objects.within(actor).filter(organ_id=actor.organ_id).select_related("saved_by")
    standing = credit_policy_in_force(actor.organ_id or "", on)
    listed: list[dict[str, Any]] = [
        {
            "uuid": row.uuid, "version": row.version, "number": row.number, "title": row.title,
            "valid_from": row.valid_from, "note": row.note, "source": row.source, "verified": row.verified,
            "saved_by": row.saved_by.name, "created_at": row.created_at,
            "in_force": standing is not None and row.pk == standing.pk, "table": row.table,
        }
        for row in rows
    ]  # fmt: skip
    return [
        *listed,
        {
            "uuid": None, "version": 0, "number": "", "title": "信用评价默认分值", "valid_from": None,
            "note": "分值未见出处，分数线参照信用分级建议表；正式使用前由本机关按公布的办法改定。",
            "source": "", "verified": False, "saved_by": "", "created_at": None, "in_force": standing is None,
            "table": dict(SHIPPED),
        },
    ]  # fmt: skip


@cache
def dishonesty_terms() -> dict[str, Term]:
    """How long each level of 失信 is public, with its source."""
    return terms_read(json.loads(TERMS.read_text(encoding="utf-8")))


def credit_list(actor: User, *, grade: str = "", q: str = "", appealed: bool = False) -> QuerySet[Venue]:
    """Venues in the register with their grade."""
    rows = venue_list(actor=actor, narrow=VenueFilter(q=q, grade=grade)).filter(left_on__isnull=True)
    if appealed:
        open_ones = CreditAppeal.objects.within(actor).filter(state=CreditAppeal.State.FILED)
        rows = rows.filter(pk__in=open_ones.values("venue"))
    return rows


def credit_counts(actor: User) -> dict[str, int]:
    """Venues in the register by grade."""
    rows = Venue.objects.within(actor).filter(left_on__isnull=True).order_by()
    counted = dict(rows.values_list("credit_grade").annotate(n=Count("pk")))
    return {grade: counted.get(grade, 0) for grade in "ABCD"}


def credit_rows(rows: list[Venue], actor: User) -> list[dict[str, Any]]:
    """Rows of the list with what stands beside the grade (three queries)."""
    ids = [row.pk for row in rows]
    overridden = set(_active_overrides(ids).values_list("venue_id", flat=True))
    appealed = set(
        CreditAppeal.objects.within(actor)
        .filter(venue__in=ids, state="filed")
        .values_list("venue_id", flat=True)
    )
    listed = set(
        DishonestyRecord.objects.within(actor)
        .filter(venue__in=ids, state="listed")
        .values_list("venue_id", flat=True)
    )
    return [
        {
            "uuid": row.pk, "code": row.code, "name": row.name, "sign_name": row.sign_name,
            "grade": row.credit_grade, "score": row.credit_score, "on": row.graded_on,
            "overridden": row.pk in overridden, "appealed": row.pk in appealed, "dishonest": row.pk in listed,
        }
        for row in rows
    ]  # fmt: skip


def _active_overrides(venues: list[UUID]) -> QuerySet[CreditOverride]:
    return CreditOverride.objects.everywhere("guard").filter(venue__in=venues, ended_on__isnull=True)


def credit_get(venue_id: UUID, actor: User, today: date) -> dict[str, Any]:
    """信用 of one venue: why this grade, how it came about, what was said against it."""
    venue = found(Venue.objects.within(actor).filter(uuid=venue_id).first())
    grades = list(venue.grades.select_related("changed_by", "policy"))
    override = _active_overrides([venue.pk]).select_related("made_by").first()
    appeals = list(venue.appeals.select_related("taken_by", "decided_by", "venue", "against"))
    open_appeal = any(row.state == "filed" for row in appeals)
    verbs = [
        verb
        for verb, possible in (
            ("credit.override", override is None),
            ("credit.override_end", override is not None),
            ("credit.appeal", bool(grades) and not open_appeal),
            ("dishonesty.propose", True),
        )
        if possible and may(actor, "credit.override" if verb == "credit.override_end" else verb)
    ]
    return {
        "venue": {"uuid": venue.pk, "code": venue.code, "name": venue.name},
        "grade": venue.credit_grade,
        "score": venue.credit_score,
        "on": venue.graded_on,
        "reasons": grades[0].reasons if grades else [],
        "policy": _policy_brief(grades[0].policy if grades else None),
        "history": [_grade_card(row) for row in grades],
        "override": _override_card(override) if override else None,
        "appeals": appeal_cards(appeals, actor, today),
        "dishonesty": dishonesty_cards(
            list(venue.dishonesty.select_related("proposed_by", "listed_by", "venue")), actor, today
        ),
        "verbs": verbs,
    }


def _policy_brief(policy: CreditPolicy | None) -> dict[str, Any]:
    if policy is None:
        return {"version": 0, "number": "", "title": "信用评价默认分值", "verified": False}
    return {
        "version": policy.version, "number": policy.number, "title": policy.title,
        "verified": policy.verified,
    }  # fmt: skip


def _grade_card(row: CreditGrade) -> dict[str, Any]:
    return {
        "no": row.no, "on": row.on, "grade": row.grade, "computed": row.computed, "score": row.score,
        "before": row.before, "cause": row.cause, "by": row.changed_by.name if row.changed_by else "",
        "reason": row.reason,
    }  # fmt: skip


def _override_card(row: CreditOverride) -> dict[str, Any]:
    return {"grade": row.grade, "until": row.until, "reason": row.reason, "made_by": row.made_by.name}


@cache
def appeal_term() -> AppealTerm:
    """How long an appeal may take."""
    return appeal_term_read(json.loads(APPEAL_TERM.read_text(encoding="utf-8")))


def appeal_list(actor: User, *, state: str = "") -> QuerySet[CreditAppeal]:
    """Appeals in the actor's scope, the newest first."""
    rows = CreditAppeal.objects.within(actor).select_related("venue", "taken_by", "decided_by", "against")
    return rows.filter(state=state) if state else rows


def appeal_get(appeal_id: UUID, actor: User, today: date) -> dict[str, Any]:
    """One appeal with the reasons it is about."""
    return appeal_cards([found(appeal_list(actor).filter(uuid=appeal_id).first())], actor, today)[0]


def appeal_cards(rows: list[CreditAppeal], actor: User, today: date) -> list[dict[str, Any]]:
    """Appeals with their clocks; one query for all clocks."""
    found_clocks = Clock.objects.everywhere("guard").filter(
        noun="creditappeal", noun_id__in=[row.uuid for row in rows], rule=APPEAL
    )
    clocks = {one.noun_id: clock_card(one, today) for one in found_clocks}
    return [_appeal_card(row, actor) | {"due": clocks.get(row.uuid)} for row in rows]


def _appeal_card(row: CreditAppeal, actor: User) -> dict[str, Any]:
    """An appeal; whom to answer is shown to those who take and decide it."""
    own = row.taken_by_id == actor.uuid
    inside = may(actor, "credit.appeal") or may(actor, "credit.uphold")
    return {
        "uuid": row.uuid,
        "state": row.state,
        "venue": {"uuid": row.venue_id, "code": row.venue.code, "name": row.venue.name},
        "against": {"grade": row.against.grade, "score": row.against.score, "on": row.against.on},
        "reasons": row.against.reasons,
        "text": row.text,
        "contact": row.contact if inside else "",
        "disputed": row.disputed,
        "struck": row.struck,
        "taken_by": row.taken_by.name,
        "created_at": row.created_at,
        "decided_by": row.decided_by.name if row.decided_by else "",
        "decided_on": row.decided_on,
        "decision": row.decision,
        "verbs": [] if own else verbs_for(actor, APPEAL_MOVES, row.state),
    }


def dishonesty_list(actor: User, *, state: str = "") -> QuerySet[DishonestyRecord]:
    """Records of dishonesty in the actor's scope, the newest first."""
    rows = DishonestyRecord.objects.within(actor).select_related("venue", "proposed_by", "listed_by")
    return rows.filter(state=state) if state else rows


def dishonesty_get(record_id: UUID, actor: User, today: date) -> dict[str, Any]:
    """One record."""
    return dishonesty_cards([found(dishonesty_list(actor).filter(uuid=record_id).first())], actor, today)[0]


def dishonesty_cards(rows: list[DishonestyRecord], actor: User, today: date) -> list[dict[str, Any]]:
    """Records with what was applied for; four queries for any number."""
    repairs = repair_cards(rows, actor, today)
    return [_dishonesty_card(row, repairs.get(row.uuid, []), actor) for row in rows]


def _dishonesty_card(row: DishonestyRecord, repairs: list[dict[str, Any]], actor: User) -> dict[str, Any]:
    """A record with the moves this person may make; who proposed it does not list it."""
    own = row.proposed_by_id == actor.uuid and row.state == "proposed"
    open_one = any(one["state"] in ("filed", "checked") for one in repairs)
    apply = row.state == "listed" and not open_one and may(actor, "repair.apply")
    return {
        "uuid": row.uuid,
        "state": row.state,
        "level": row.level,
        "venue": {"uuid": row.venue_id, "code": row.venue.code, "name": row.venue.name},
        "ground": row.ground,
        "basis": row.basis,
        "from_on": row.from_on,
        "to_on": row.to_on,
        "ended_on": row.ended_on,
        "repair_mode": row.repair_mode,
        "proposed_by": row.proposed_by.name,
        "listed_by": row.listed_by.name if row.listed_by else "",
        "reason": row.reason,
        "repairs": repairs,
        "verbs": ([] if own else verbs_for(actor, DISHONESTY_MOVES, row.state))
        + (["repair.apply"] if apply else []),
    }


def credit_public(code: str, organ: str = "") -> list[dict[str, Any]]:
    """What everybody may read by a venue's code: its grade and what it rests on, by kind and day.

    One premises per organ that lists the code; no person, no free text, no number of a case.
    """
    rows = Venue.objects.everywhere("published").filter(Q(code=code) | Q(uscc=code), left_on__isnull=True)
    if organ:
        rows = rows.filter(organ=organ)
    told = []
    for row in rows.exclude(code="").select_related("organ").order_by("code")[:20]:
        last = row.grades.select_related("policy").first()
        told.append(
            {
                "organ": row.organ.name,
                "code": row.code,
                "name": unit_shown(row.sign_name or row.name, row.legal_person),
                "grade": row.credit_grade,
                "score": row.credit_score,
                "on": row.graded_on,
                "reasons": [
                    {name: one[name] for name in ("kind", "on", "points", "counted")}
                    for one in (last.reasons if last else [])
                ],
                "policy": _policy_brief(last.policy if last else None),
                "overridden": bool(last and last.grade != last.computed),
                "repairs": repairs_public(row.pk),
            }
        )
    return told


def dishonesty_public(on: date) -> list[dict[str, Any]]:
    """失信主体 listed on a day, with level, ground, basis and term; one is gone when its term is over."""
    rows = (
        DishonestyRecord.objects.everywhere("published")
        .filter(state=DishonestyRecord.State.LISTED, to_on__gte=on)
        .select_related("venue", "organ")
        .order_by("-from_on", "venue__code")
    )
    return [
        {
            "organ": row.organ.name, "code": row.venue.code,
            "name": unit_shown(row.venue.name, row.venue.legal_person), "level": row.level,
            "basis": told_openly(row.basis), "from_on": row.from_on, "to_on": row.to_on,
        }
        for row in rows
    ]  # fmt: skip
