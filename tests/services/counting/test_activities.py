"""Activities through their stages: only what another person confirmed with evidence in the store counts."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.models import JournalLine, User
from counting.models import Activity
from counting.selectors.facts import facts_of
from counting.selectors.figures import figure_card
from counting.selectors.rows import rows_shown
from counting.services.activities import (
    activity_confirm,
    activity_enter,
    activity_hold,
    activity_prove,
    activity_withdraw,
)
from tests.cast import Cast
from tests.factories_counting import activity_held, activity_make, evidence_of

KIND = "street_enforcement_training"


def value(actor: User) -> tuple[int, int]:
    """The figure, and what stands beside it."""
    card = figure_card(facts_of(actor, 2026), KIND, 2026, "Q3")
    return card["value"], card["parts"][0]["value"]


def refused(act: Any, **values: Any) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        act(**values)
    return refusal.value


def test_it_counts_from_its_confirmation_until_it_is_withdrawn(cast: Cast) -> None:
    who: dict[str, Any] = {"actor": cast.supervisor, "now": clock.now()}
    row = activity_enter(
        kind=KIND, title="三季度街道培训", on=date(2026, 9, 20), place="", people=None, note="",
        state="planned", **who,
    )  # fmt: skip
    assert value(cast.auditor) == (0, 0)
    early = refused(activity_hold, activity_id=row.pk, on=date(2026, 9, 20), people=45, **who)
    assert list(early.data["fields"]) == ["on"]
    held = activity_hold(
        activity_id=row.pk, on=date(2026, 9, 14), people=45, audience="street", place="会议室",
        files=[evidence_of(row, cast.supervisor)], **who,
    )  # fmt: skip
    assert (held.state, held.on, held.people, held.audience) == ("held", date(2026, 9, 14), 45, "street")
    assert value(cast.auditor) == (0, 1)
    activity_confirm(activity_id=row.pk, actor=cast.leader, now=clock.now())
    assert value(cast.auditor) == (1, 0)
    assert rows_shown(cast.auditor, "activity", [row.pk])[0]["state"] == "confirmed"
    activity_withdraw(activity_id=row.pk, reason="重复登记", **who)
    row.refresh_from_db()
    assert (value(cast.auditor), row.withdrawn_reason) == ((0, 0), "重复登记")
    lines = JournalLine.objects.everywhere("guard").filter(noun_id=row.pk).order_by("pk")
    assert [(line.verb, line.before, line.after) for line in lines] == [
        ("activity.enter", "", "planned"),
        ("activity.hold", "planned", "held"),
        ("activity.confirm", "held", "confirmed"),
        ("activity.withdraw", "confirmed", "withdrawn"),
    ]


def test_it_is_confirmed_by_another_and_with_bytes_in_the_store(cast: Cast) -> None:
    row = activity_held(cast)
    by: dict[str, Any] = {"activity_id": row.pk, "now": clock.now()}
    assert refused(activity_confirm, actor=cast.leader, **by).data["missing"] == ["activity_proof"]
    activity_prove(files=[evidence_of(row, cast.supervisor, stored=False)], actor=cast.supervisor, **by)
    assert refused(activity_confirm, actor=cast.leader, **by).data["missing"] == ["activity_proof"]
    activity_prove(files=[evidence_of(row, cast.supervisor)], actor=cast.supervisor, **by)
    assert refused(activity_confirm, actor=cast.supervisor, **by).data["missing"] == ["another_person"]
    assert refused(activity_confirm, actor=cast.inspector, **by).code == "not_allowed"
    assert activity_confirm(actor=cast.leader, **by).confirmed_by == cast.leader


def test_the_database_holds_the_stages_too(cast: Cast) -> None:
    row = activity_make(cast)
    rows = Activity.objects.everywhere("guard").filter(pk=row.pk)
    wrong: tuple[dict[str, Any], ...] = (
        {"confirmed_on": None}, {"confirmed_by": row.held_by}, {"state": "withdrawn"},
        {"withdrawn_at": clock.now()},
    )  # fmt: skip
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
