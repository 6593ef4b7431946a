"""What a grade rests on comes from this floor's records; the next draw reads the grade and keeps it."""

from datetime import date, timedelta
from typing import Any

import pytest

from backend import clock
from backend.models import JournalLine
from enforcement.models import CaseTrack, Lead
from enforcement.selectors.credit import credit_facts
from enforcement.services.credit import regrade_all
from enforcement.tasks import credit_regrade
from inspections.models import Inspection, Rectification
from registry.models import CreditGrade, Venue
from scheduling.models import DrawFile, ServiceVisit
from scheduling.services.draws import draw_commit, draw_draft
from tests.cast import Cast
from tests.factories_enforcement import case_make
from tests.factories_inspections import order_make, scene_of
from tests.services.enforcement.course import on_day

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 15)


def kinds(cast: Cast, today: date = TODAY) -> dict[str, list[tuple[str, date]]]:
    facts = credit_facts(cast.organ.code, today)
    names = dict(Venue.objects.everywhere("guard").values_list("uuid", "name"))
    return {names[venue]: sorted((one.kind, one.on) for one in rows) for venue, rows in facts.items()}


def test_penalties_count_from_their_decision_until_they_are_revoked(cast: Cast) -> None:
    case = case_make(cast, "decided")
    case_make(cast, "informed")
    assert kinds(cast) == {case.party_name: [("fine", TODAY)]}
    CaseTrack.objects.create(
        organ=cast.organ, created_at=clock.now(), case=case, kind="review", state="concluded", began_on=TODAY,
        opened_by=cast.leader,
        values={"review.conclude": {"result": "revoked"}},
    )  # fmt: skip
    assert kinds(cast) == {}


def test_orders_count_when_overdue_and_help_when_met_in_time(cast: Cast) -> None:
    order = order_make(scene_of(cast))
    name = order.venue.name
    late = order.due_on + timedelta(days=1)
    assert kinds(cast, order.due_on) == {}
    assert kinds(cast, late) == {name: [("overdue", late)]}
    rows = Rectification.objects.everywhere("guard").filter(pk=order.pk)
    rows.update(state="closed", closed_on=order.due_on)
    assert kinds(cast, late) == {name: [("corrected", order.due_on)]}
    rows.update(state="closed", closed_on=late)
    assert kinds(cast, late) == {name: [("overdue", late)]}


def test_results_complaints_and_training_count_by_kind(cast: Cast) -> None:
    order = order_make(scene_of(cast))
    records = Inspection.objects.everywhere("guard").filter(pk=order.inspection_id)
    records.update(state="accepted", counts=True, accepted_on=TODAY, result_codes=["8", "A"])
    on = order.inspection.finished_on
    common: dict[str, Any] = {"organ": cast.organ, "created_at": clock.now(), "venue": order.venue}
    Lead(source="hotline", state="verified", content="举报", reported_by=cast.liaison, **common).save()
    Lead(source="hotline", state="filed", content="举报", reported_by=cast.liaison, **common).save()
    Lead(source="media", state="verified", content="曝光", reported_by=cast.liaison, **common).save()
    for kind in ("training", "observation"):
        ServiceVisit(kind=kind, on=TODAY, subject="培训", people=2, logged_by=cast.inspector, **common).save()
    assert kinds(cast)[order.venue.name] == sorted(
        [("refused", on), ("unsettled", on), ("complaint", TODAY), ("training", TODAY)]
    )
    records.update(result_codes=["1"])
    assert ("clean", on) in kinds(cast)[order.venue.name]
    records.update(counts=False)
    assert ("clean", on) not in kinds(cast)[order.venue.name]


def test_the_nightly_run_is_done_once_and_leaves_one_line(cast: Cast) -> None:
    case_make(cast, "decided")
    credit_regrade()
    credit_regrade()
    assert regrade_all(now=clock.now()) == {cast.organ.code: 0}
    assert CreditGrade.objects.everywhere("guard").count() == 1
    assert JournalLine.objects.everywhere("guard").filter(verb="credit.regrade").count() == 1


def test_the_next_draw_reads_the_grade_of_its_day_and_a_frozen_roster_keeps_it(cast: Cast) -> None:
    case = case_make(cast, "decided")

    credit_regrade()
    draft = draw_draft(
        items=["NET-01"], visit_from=date(2026, 9, 21), visit_to=date(2026, 9, 30), actor=cast.supervisor,
        now=clock.now(),
    )  # fmt: skip
    draw = draw_commit(
        draw_id=draft.uuid, beacon={"kind": "dice", "n": 40}, moment=clock.now() + timedelta(hours=2),
        actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip

    def frozen() -> list[str]:
        rows = DrawFile.objects.everywhere("guard").get(draw=draw, name="venues.tsv").content.splitlines()
        return [row.split("\t")[1] for row in rows if row.startswith(case.venue.code)]

    assert frozen() == ["C"]
    with on_day(2028, 10, 1):
        credit_regrade()
        assert Venue.objects.everywhere("guard").get(pk=case.venue_id).credit_grade == "B"
    assert frozen() == ["C"]
