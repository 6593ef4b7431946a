"""What waits for one's judgement (待我审批): review, approvals, decisions, a second check, more time."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from backend.models import Approval, Clock, User
from backend.permissions import may
from backend.selectors.clocks import clock_card
from backend.services.clocks import clock_reckoning
from enforcement.domain.tracks import TRACKS, VERB_WORDS, WAITING
from enforcement.models import Case, CaseTrack, Lead
from enforcement.selectors.cases import case_clocks, case_closed_to, case_list, case_verbs
from enforcement.selectors.channels import channel_named
from enforcement.selectors.publishing import pending_of

_STATES = (
    "filed",
    "investigated",
    "reviewed",
    "informed",
    "decided",
    "served",
    "performed",
    "closed",
    "archived",
)
# kind of row → the clock that stands beside it
_RULES = {"review": "case_decision", "decide": "case_decision", "publish": "case_publication", "report": ""}
KINDS = ("review", "decide", "approve", "publish", "report", "extend")


def inbox(actor: User, today: date) -> list[dict[str, Any]]:
    """Everything that waits for this person, the soonest due first; five queries and those of the lists."""
    cases = list(case_list(actor, states=_STATES))
    clocks: dict[Any, dict[str, Clock]] = {}
    for row in case_clocks(cases, actor).filter(done_on__isnull=True).prefetch_related("suspensions"):
        clocks.setdefault(row.noun_id, {})[row.rule] = row
    found = [one for case in cases for one in _of(case, actor, clocks.get(case.uuid, {}), today)]
    found += [one for case in cases for one in _asked(case, actor, clocks, today)]
    found += _extensions(actor, today)
    found.sort(key=lambda one: (one["due"]["due_on"] if one["due"] else date.max, one["number"]))
    return found


def _of(case: Case, actor: User, clocks: dict[str, Clock], today: date) -> Iterator[dict[str, Any]]:
    decision = clocks.get("case_decision")
    still = decision is not None and any(row.ends_on is None for row in decision.suspensions.all())
    verbs = case_verbs(case, actor, suspended=still)
    if "case.review" in verbs:
        yield _row("review", case, case.proposal[:60], clocks, today)
    if "case.decide" in verbs and _heard(case, clocks.get("case_statement"), today):
        yield _row("decide", case, case.review_opinion[:60], clocks, today)
    pending = pending_of(case)
    if "case.publish" in verbs and pending is not None:
        yield _row("publish", case, pending.get_act_display(), clocks, today)
    if "case.report" in verbs:
        yield _row("report", case, "", clocks, today)


def _asked(
    case: Case, actor: User, clocks: dict[Any, dict[str, Clock]], today: date
) -> Iterator[dict[str, Any]]:
    """Side tracks that wait for the leader, each with its own clock where one runs."""
    for track in case.tracks.all():
        act = WAITING.get(track.state)
        if act is None or not _mine(case, track, f"{track.kind}.{act}", actor):
            continue
        own = clocks.get(track.uuid, {}).values()
        due = min(own, key=lambda row: row.due_on, default=None) or clocks.get(case.uuid, {}).get(
            "case_decision"
        )
        said = TRACKS[track.kind].zh if act == "approve" else f"{TRACKS[track.kind].zh}：{VERB_WORDS[act][0]}"
        row = _row("approve", case, said, {"case_decision": due} if due else {}, today)
        yield row | {"track": track.uuid}


def _extensions(actor: User, today: date) -> Iterator[dict[str, Any]]:
    """Leads for which more time was asked by somebody else."""
    if not may(actor, "lead.grant"):
        return
    asked = Lead.objects.within(actor).filter(
        state=Lead.State.REGISTERED, extension__state=Approval.State.ASKED
    )
    rows = list(asked.exclude(extension__asked_by=actor).select_related("venue", "extension"))
    clocks = Clock.objects.within(actor).filter(
        noun="lead", noun_id__in=[row.pk for row in rows], rule="lead_check", done_on__isnull=True
    )
    running = {clock.noun_id: clock for clock in clocks}
    for row in rows:
        due, why = running.get(row.pk), row.extension.content if row.extension else {}
        yield {
            "kind": "extend",
            "case": None,
            "lead": row.pk,
            "track": None,
            "number": row.number,
            "title": row.venue.name if row.venue else row.content[:30],
            "matter": channel_named(row.channel, row.source).zh,
            "detail": str(why.get("reason", ""))[:60],
            "state": row.state,
            "due": clock_card(due, today) if due else None,
        }


def _heard(case: Case, window: Clock | None, today: date) -> bool:
    """Whether the leader may decide by now: the window is over or waived, or none was opened."""
    if case.statement_waived or case.state != Case.State.INFORMED or window is None:
        return case.statement_waived or case.state == Case.State.INFORMED
    reckoned = clock_reckoning(window, today)
    return today > reckoned.on and not reckoned.provisional


def _mine(case: Case, track: CaseTrack, verb: str, actor: User) -> bool:
    return may(actor, verb) and not case_closed_to(case, actor, verb) and track.opened_by_id != actor.uuid


def _row(kind: str, case: Case, detail: str, clocks: dict[str, Clock], today: date) -> dict[str, Any]:
    due = clocks.get(_RULES.get(kind, "case_decision"))
    return {
        "kind": kind,
        "case": case.uuid,
        "lead": None,
        "track": None,
        "number": case.decision_number or case.number,
        "title": case.party_name,
        "matter": case.violation.title_zh,
        "detail": detail,
        "state": case.state,
        "due": clock_card(due, today) if due else None,
    }
