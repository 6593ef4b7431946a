"""Cases as they are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from backend import clock
from backend.documents.catalogue import form_get
from backend.domain.errors import DomainError
from backend.models import Clock, JournalLine, User
from backend.permissions import may, verbs_for
from backend.selectors.clocks import clock_card
from enforcement.domain.acts import FIELDS
from enforcement.domain.irregular import SETTLED
from enforcement.domain.penalties import total_fen
from enforcement.domain.periods import OF_THE_PARTY
from enforcement.domain.publication import PUBLIC
from enforcement.domain.relations import closed_to
from enforcement.domain.sources import UNAGREED
from enforcement.domain.states import CASE
from enforcement.domain.trackpapers import track_forms
from enforcement.domain.tracks import BEGINNINGS, TRACKS, again
from enforcement.models import Case, CaseOfficer, CasePublication, CaseTrack, Payment
from enforcement.selectors.archiving import archive_card
from enforcement.selectors.disputes import case_effect
from enforcement.selectors.followups import follow_up_brief
from enforcement.selectors.hearings import asked_late, notice_days
from enforcement.selectors.money import money_card
from enforcement.selectors.notices import notice_cards, notice_to_serve, notices_known
from enforcement.selectors.publishing import pending_of, publication_card
from enforcement.selectors.teams import left_team
from enforcement.selectors.weighing import (
    discussed_because,
    has_stated,
    party_of,
    priors_of,
    reviewed_because,
    window_of,
)
from registry.models import LegalBasis, ViolationBasis
from registry.selectors.catalogue import basis_card
from registry.selectors.law import band_card, bands_of, lenient_card, lenient_in_force


def case_list(actor: User, *, states: Sequence[str] = (), venue: UUID | None = None) -> QuerySet[Case]:
    """Cases in scope with what a card needs."""
    team = Prefetch("officers", CaseOfficer.objects.everywhere("guard").select_related("officer"))
    tracks = Prefetch("tracks", CaseTrack.objects.everywhere("guard"))
    told = Prefetch(
        "publications",
        CasePublication.objects.everywhere("guard").select_related("prepared_by", "checked_by"),
    )
    rows = Case.objects.within(actor).select_related("venue", "violation")
    rows = rows.prefetch_related(team, tracks, told)
    if states:
        rows = rows.filter(state__in=states)
    return rows.filter(venue=venue) if venue else rows


def by_clock(rows: QuerySet[Case], actor: User, today: date) -> QuerySet[Case]:
    """With `due_on`, the day of the soonest clock that binds: the one its card shows."""
    mine = Q(noun="case", noun_id=OuterRef("pk")) | Q(noun="casetrack", at_id=OuterRef("pk"))
    clocks = _binding(Clock.objects.within(actor).filter(mine), today)
    return rows.annotate(due_on=Subquery(clocks.order_by("due_on").values("due_on")[:1]))


def _binding(clocks: QuerySet[Clock], today: date) -> QuerySet[Clock]:
    """Open, and not a term of the party's that has passed."""
    over = {"rule__in": OF_THE_PARTY, "due_on__lt": today, "provisional": False}
    return clocks.filter(done_on__isnull=True).exclude(**over)


def case_clocks(cases: Sequence[Case], actor: User) -> QuerySet[Clock]:
    """The clocks of these cases and of their side tracks."""
    tracks = CaseTrack.objects.within(actor).filter(case__in=[row.uuid for row in cases])
    return Clock.objects.within(actor).filter(
        Q(noun="case", noun_id__in=[row.uuid for row in cases])
        | Q(noun="casetrack", noun_id__in=tracks.values("uuid"))
    )


def case_cards(cases: list[Case], actor: User, today: date) -> list[dict[str, Any]]:
    """Cards with the soonest open clock of each that still binds; one query for all clocks."""
    clocks: dict[Any, Clock] = {}
    of_track = {row.uuid: case.uuid for case in cases for row in case.tracks.all()}
    for row in _binding(case_clocks(cases, actor), today).order_by("-due_on"):
        clocks[of_track.get(row.noun_id, row.noun_id)] = row
    return [_card(case, actor, clocks.get(case.uuid), today) for case in cases]


def _card(case: Case, actor: User, due: Clock | None, today: date) -> dict[str, Any]:
    return {
        "uuid": case.uuid,
        "number": case.number,
        "state": case.state,
        "procedure": case.procedure,
        "irregularities": case.irregularities,
        "counts": case.counts,
        "venue": {"uuid": case.venue_id, "name": case.venue.name, "code": case.venue.code},
        "party_name": case.party_name,
        "violation": {
            "code": case.violation_id,
            "title": case.violation.title_zh,
            "title_en": case.violation.title_en,
        },
        "category": case.category_id,
        "source": case.source,
        "filed_on": case.filed_on,
        "decided_on": case.decided_on,
        "outcome": case.outcome,
        "decision_number": case.decision_number,
        "penalty_classes": case.penalty_classes,
        "heaviest": case.heaviest,
        "fine_fen": case.fine_fen,
        "confiscated_fen": case.confiscated_fen,
        "total_fen": total_fen(case.fine_fen, case.confiscated_fen),
        "closing_type": case.closing_type,
        "officers": [
            {"uuid": o.officer_id, "name": o.officer.name, "cert_no": o.officer.cert_no}
            for o in case.officers.all()
        ],
        "due": clock_card(due, today) if due else None,
        "verbs": verbs_for(actor, CASE, case.state),
    }


def _sent_back(case: Case) -> dict[str, Any] | None:
    """Why legal review did not pass, until it does."""
    if case.sent_back_by is None or case.reviewed_on is not None:
        return None
    return {"on": case.sent_back_on, "by": case.sent_back_by.name, "reason": case.sent_back_reason}


def case_get(case_id: UUID, actor: User, today: date) -> dict[str, Any]:
    """The whole case: its course, clocks, possible bases, and the verbs this person has for it."""
    paid = Prefetch("payments", Payment.objects.everywhere("guard"))
    rows = (
        case_list(actor)
        .select_related("basis", "organ", "sent_back_by")
        .prefetch_related(paid, notices_known())
    )
    case = rows.filter(uuid=case_id).first()
    if case is None:
        raise DomainError("not_found", {"case": str(case_id)})
    clocks = list(case_clocks([case], actor).prefetch_related("suspensions").order_by("starts_on", "due_on"))
    suspended = any(
        row.ends_on is None and not c.done_on
        for c in clocks
        if c.rule == "case_decision"
        for row in c.suspensions.all()
    )
    rules = lenient_in_force(case.violation_id, case.occurred_on)
    return case_cards([case], actor, today)[0] | {
        "verbs": case_verbs(case, actor, suspended=suspended),
        "summary": case.summary,
        "occurred_on": case.occurred_on,
        "cause": {"noun": case.cause_noun, "uuid": case.cause_id},
        "facts": case.facts_found,
        "proposal": case.proposal,
        "review_opinion": case.review_opinion,
        "sent_back": _sent_back(case),
        "informed": {
            "classes": case.informed_classes,
            "fine_fen": case.informed_fine_fen,
            "confiscated_fen": case.informed_confiscated_fen,
        },
        "informed_basis": case.informed_basis_id or "",
        "notices": notice_cards(case),
        "statement": case.statement,
        "stated": has_stated(case),
        "statement_waived": case.statement_waived,
        "decision_text": case.decision_text,
        "basis": _basis(case.basis, case.occurred_on) | {"bands": []} if case.basis else None,
        "discretion_step": case.discretion_step,
        "lenient": [lenient_card(row) for row in rules],
        "first_window_months": window_of(rules),
        "amount_fen": case.amount_fen,
        "band_reason": case.band_reason,
        "late_reason": case.late_reason,
        "service_mode": case.service_mode,
        "service_proof": case.service_proof,
        "service_consent": case.service_consent,
        "service_consent_file": case.service_consent_file,
        "served_time": f"{case.served_time:%H:%M}" if case.served_time else "",
        "published_on": case.published_on,
        "shelf": case.shelf,
        "checklist": archive_card(case),
        "publication_text": case.publication_text,
        "publication": publication_card(case),
        "ended_reason": case.ended_reason,
        "team_changes": case.team_changes,
        "settled": case.settled,
        "effect": case_effect(case),
        "suspended": suspended,
        "complex_case": case.complex_case,
        "public_interest": case.public_interest,
        "harm": case.harm,
        "found_on": case.found_on,
        "party_kind": party_of(case),
        "ground": case.ground,
        "ground_reason": case.ground_reason,
        "correction": case.correction,
        "education": case.education,
        "leaned": case.leaned or None,
        "hearing_reasons": case.hearing_reasons,
        "review_reasons": reviewed_because(case),
        "discussion_reasons": discussed_because(case, *_weighed(case)),
        "priors": [asdict(row) for row in priors_of(case, window_of(rules))],
        "tracks": track_cards(case, actor, today),
        "beginnings": track_beginnings(case, actor),
        "money": money_card(case, today),
        "follow_up": follow_up_brief(case, actor),
        "paper": case.paper_id,
        "reported_on": case.reported_on,
        "report_note": case.report_note,
        "handed_in": case.handed_in,
        "course": [
            {"state": state, "on": getattr(case, field)}
            for state, field in (_SPOT_STEPS if case.simple else _STEPS)
        ],
        "clocks": [clock_card(row, today) for row in clocks],
        "bases": _bases(case),
    }


def _weighed(case: Case) -> tuple[list[str], int, int]:
    """The penalty decided, or the one intended, or the one the party was informed of."""
    if case.decided_on is not None:
        return case.penalty_classes, case.fine_fen, case.confiscated_fen
    if row := notice_to_serve(case):
        return row.classes, row.fine_fen, row.confiscated_fen
    return case.informed_classes, case.informed_fine_fen, case.informed_confiscated_fen


_STEPS = tuple(
    (state, f"{state}_on")
    for state in (
        "filed", "investigated", "reviewed", "informed",
        "decided", "served", "performed", "closed", "archived",
    )
)  # fmt: skip


# 行政处罚法 Art 51, 52: filed, decided and served at once; then told to the organ
_SPOT_STEPS = tuple(
    (state, f"{state}_on") for state in ("served", "reported", "performed", "closed", "archived")
)


def case_verbs(case: Case, actor: User, *, suspended: bool) -> list[str]:
    """The moves open to this person: by state, role, his relation to the case, and what was done already."""
    penal = case.outcome == Case.Outcome.PENALTY
    pending = pending_of(case)
    done = {
        "case.suspend": suspended,
        "case.resume": not suspended,
        "case.decide": suspended,
        "case.report": not case.unreported,
        "case.assign": case.simple,
        "case.inform": notice_to_serve(case) is None,
        "case.consent": UNAGREED not in case.irregularities,
        "case.settle": not set(SETTLED) & set(case.irregularities),
        "case.withdraw": case.state == Case.State.SERVED and not case.simple,
        "publication.prepare": not penal
        or pending is not None
        or case.unreported
        or (case.state == Case.State.WITHDRAWN and case.publication not in PUBLIC),
        "case.publish": pending is None or pending.prepared_by_id == actor.uuid or case.unreported,
        "publication.return": pending is None or pending.prepared_by_id == actor.uuid,
        "case.perform": not penal,
        "case.archive": case.archived_on is not None,
        "case.pay": not total_fen(case.fine_fen, case.confiscated_fen),
    }
    return [
        verb
        for verb in verbs_for(actor, CASE, case.state)
        if not done.get(verb, False) and not case_closed_to(case, actor, verb)
    ]


def case_closed_to(case: Case, actor: User, verb: str) -> bool:
    """Whether this person's relation to the case closes the verb to him."""
    return bool(
        closed_to(
            verb,
            investigator=any(row.officer.user_id == actor.uuid for row in case.officers.all()),
            left=left_team(case, actor),
            filed=case.filed_by_id == actor.uuid,
            oversees=may(actor, "case.oversee"),
        )
    )


def track_cards(case: Case, actor: User, today: date) -> list[dict[str, Any]]:
    """The side tracks of a case with what was recorded and the acts this person may do."""
    rows = list(case.tracks.all())
    days = acts_recorded(case) if rows else {}
    return [_track_card(case, row, days.get(str(row.uuid), {}), actor, today) for row in rows]


def acts_recorded(case: Case) -> dict[str, dict[str, date]]:
    """track → act → the day it was recorded; where it was done again `act` is the last, `act#1` the first."""
    lines = JournalLine.objects.everywhere("guard").filter(noun="case", noun_id=case.uuid, verb__in=FIELDS)
    days: dict[str, dict[str, date]] = {}
    for verb, at, data in lines.order_by("id").values_list("verb", "at", "data"):
        of = days.setdefault(data["track"], {})
        if verb in of:
            of[again(verb, 1 + sum(name.startswith(f"{verb}#") for name in of))] = of[verb]
        of[verb] = clock.civil(at)
    return days


def _track_card(
    case: Case, row: CaseTrack, days: Mapping[str, date], actor: User, today: date
) -> dict[str, Any]:
    late = row.kind == "hearing" and asked_late(row)
    verbs = [
        verb
        for verb in verbs_for(actor, TRACKS[row.kind].moves, row.state)
        if not case_closed_to(case, actor, verb) and (verb != "hearing.refuse" or late)
    ]
    return {
        "uuid": row.uuid,
        "kind": row.kind,
        "state": row.state,
        "began_on": row.began_on,
        "ended_on": row.ended_on,
        "values": row.values,
        "notice": row.notice_id,
        "days": days,
        "forms": [
            {"form": code, "name": form_get(code).name, "name_en": form_get(code).name_en}
            for code in track_forms(row.kind, row.values)
        ],
        "verbs": verbs,
        "late": late,
        "notice_days": notice_days(row, today) if "hearing.notify" in verbs else [],
    }


def track_beginnings(case: Case, actor: User) -> list[str]:
    """The first acts of side tracks open in this state to this person."""
    return [
        verb
        for verb, kind in BEGINNINGS.items()
        if case.state in TRACKS[kind].begins_in
        and may(actor, verb)
        and not case_closed_to(case, actor, verb)
        and (kind != "hearing" or case.hearing_reasons)
        and (kind != "announcement" or case.state == Case.State.DECIDED or notice_to_serve(case))
    ]


def _bases(case: Case) -> list[dict[str, Any]]:
    """The penalty provisions of the violation in the catalogue's order: the first is the default."""
    links = ViolationBasis.objects.everywhere("reference").filter(
        violation=case.violation_id, basis__role=LegalBasis.Role.PENALTY
    )
    rows = [link.basis for link in links.select_related("basis")]
    bands = bands_of([row.key for row in rows], case.occurred_on)
    return [
        _basis(row, case.occurred_on) | {"bands": [band_card(one) for one in bands.get(row.key, ())]}
        for row in rows
    ]


def _basis(row: LegalBasis, on: date) -> dict[str, Any]:
    detail = row.detail or {}
    figures = {key: detail.get(key) for key in ("multiple_min", "multiple_max", "threshold_fen")}
    return basis_card(row, on) | figures | {"fine_optional": bool(detail.get("fine_optional"))}
