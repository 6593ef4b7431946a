"""Demonstration sites as they are shown: where each stands, every step, and what may follow."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from backend import clock
from backend.models import File, User
from backend.permissions import verbs_for
from counting.domain.indicators import INDICATORS
from counting.domain.sites import SITE, RecheckTerm, recheck_term_read
from counting.models import Site, SiteStep

TERM = Path(__file__).resolve().parents[1] / "data" / "site_recheck.json"


def site_list(actor: User, *, states: Sequence[str] = (), kind: str = "") -> QuerySet[Site]:
    """Those in scope with their steps."""
    steps = SiteStep.objects.within(actor).select_related("recorded_by").order_by("on", "id")
    rows = Site.objects.within(actor).prefetch_related(Prefetch("steps", steps))
    if states:
        rows = rows.filter(state__in=states)
    return rows.filter(kind=kind) if kind else rows


@cache
def recheck_term() -> RecheckTerm:
    """How long a name stands until it is looked at again."""
    return recheck_term_read(json.loads(TERM.read_text(encoding="utf-8")))


def accepted_by(steps: Iterable[SiteStep]) -> UUID | None:
    """Who accepted it last; another names it."""
    return next((step.recorded_by_id for step in reversed(list(steps)) if step.verb == "site.check"), None)


def recheck_due(row: Site) -> date | None:
    """The day a named site is to be looked at again by, from its naming or the last recheck."""
    if row.state != Site.State.NAMED or row.named_on is None:
        return None
    rechecks = [step.on for step in row.steps.all() if step.verb == "site.recheck"]
    return recheck_term().due(max(rechecks, default=row.named_on))


def rechecks_waiting(actor: User, until: date) -> list[tuple[Site, date]]:
    """Named sites of the actor's organ due by then, the soonest first."""
    rows = site_list(actor, states=(Site.State.NAMED,)).filter(organ_id=actor.organ_id)
    due = [(row, on) for row in rows if (on := recheck_due(row)) is not None and on <= until]
    return sorted(due, key=lambda one: (one[1], one[0].name))


def site_get(site_id: UUID, actor: User) -> Site | None:
    """One in scope."""
    return site_list(actor).filter(uuid=site_id).first()


def site_cards(sites: list[Site], actor: User) -> list[dict[str, Any]]:
    """As listed."""
    held = File.objects.everywhere("guard").filter(noun="site", noun_id__in=[row.pk for row in sites])
    files = {str(one.uuid): _file(one) for one in held}
    return [_card(row, actor, files) for row in sites]


def _file(row: File) -> dict[str, Any]:
    return {
        "uuid": row.uuid, "sha256": row.sha256, "size": row.size, "media_type": row.media_type,
        "stored": row.stored_at is not None,
    }  # fmt: skip


def _survey(row: Site) -> dict[str, int] | None:
    """The last survey in numbers: households asked, with a dish, gone, left, without."""
    last = next((step for step in reversed(row.steps.all()) if step.verb == "site.survey"), None)
    if last is None:
        return None
    asked, found = last.households or 0, last.found or 0
    gone = (last.self_removed or 0) + (last.forced or 0)
    return {
        "households": asked,
        "found": found,
        "without": max(asked - found, 0),
        "gone": gone,
        "left": found - gone,
    }


def _card(row: Site, actor: User, files: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    indicator = INDICATORS[row.kind]
    rechecks = [step.on for step in row.steps.all() if step.verb == "site.recheck"]
    due, term, today = recheck_due(row), recheck_term(), clock.today()
    own = {"site.name"} if accepted_by(row.steps.all()) == actor.uuid else set()
    return {
        "uuid": row.uuid,
        "state": row.state,
        "kind": row.kind,
        "kind_name": indicator.zh,
        "kind_name_en": indicator.en,
        "name": row.name,
        "place": row.place,
        "why": row.why,
        "named_on": row.named_on,
        "survey": _survey(row),
        "rechecked_on": max(rechecks, default=None),
        "recheck_due": {
            "on": due, "months": term.months, "basis": term.words, "overdue": due < today,
        } if due else None,
        "steps": [
            {
                "verb": step.verb, "on": step.on, "text": step.text, "by": step.recorded_by.name,
                "households": step.households, "found": step.found, "self_removed": step.self_removed,
                "forced": step.forced, "files": [files[one] for one in step.files if one in files],
            }
            for step in row.steps.all()
        ],
        "verbs": [verb for verb in verbs_for(actor, SITE, row.state) if verb not in own],
    }  # fmt: skip
