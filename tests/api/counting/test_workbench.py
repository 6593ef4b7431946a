"""What needs me now: each person's own, soonest first; and fast however much was recorded."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend import clock
from backend.clock import BEIJING
from backend.models import User
from counting.imports import read_csv
from counting.services.targets import targets_load
from inspections.models import Inspection
from inspections.services.rectifications import rectification_order
from scheduling.models import Visit
from scheduling.services.draws import draw_ask
from tests.api.counting.test_targets import FILE
from tests.cast import TODAY, Cast
from tests.factories_counting import check_make
from tests.factories_enforcement import case_make, lead_make, team_make, venue_make
from tests.factories_scheduling import visit_make
from tests.services.scheduling.drawn import district_make, whole

Clients = Callable[[User | None], APIClient]
DAY = date(2026, 9, 1)


def now_of(client: APIClient) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get("/api/v1/workbench").json()["now"]
    return rows


def kinds(client: APIClient) -> list[str]:
    return sorted({row["kind"] for row in now_of(client)})


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Something of everything is waiting."""
    check_make(cast, DAY, "submitted")
    check_make(cast, DAY, "returned")
    found = check_make(cast, DAY, finding="标志缺失")
    with clock.at(datetime(2026, 9, 2, 9, 0, tzinfo=BEIJING)):
        rectification_order(
            inspection_id=found.uuid, findings=[found.findings.get().uuid], content="悬挂标志",
            due_on=date(2026, 9, 14), actor=cast.supervisor, now=clock.now(),
        )  # fmt: skip
    lead_make(cast)
    lead_make(cast, verified="属实")
    for state in ("filed", "investigated", "reviewed", "decided"):
        case_make(cast, state)
    visit_make(venue_make(cast, "待批场所"), team_make(cast), cast.supervisor)
    return cast


def test_each_person_sees_what_waits_for_him(busy: Cast, client_of: Clients) -> None:
    assert {who: kinds(client_of(getattr(busy, who))) for who in ("inspector", "supervisor", "leader")} == {
        "inspector": ["case", "publish_case", "returned"],
        "supervisor": ["case", "lead", "publish", "publish_case", "recheck", "review"],
        "leader": ["approve", "case", "file", "publish"],
    }
    assert [row["detail"] for row in now_of(client_of(busy.legal_reviewer))] == ["(钢)文综立字〔2026〕2号"]
    assert now_of(client_of(busy.auditor)) == []


def test_the_overdue_comes_first_and_what_has_no_date_last(busy: Cast, client_of: Clients) -> None:
    rows = now_of(client_of(busy.supervisor))
    dates = [row["due_on"] or "9999" for row in rows]
    assert dates == sorted(dates)
    assert (rows[0]["kind"], rows[0]["due_on"], rows[0]["rest"]) == ("recheck", "2026-09-14", -1)
    assert (rows[-1]["kind"], rows[-1]["due_on"], rows[-1]["rest"]) == ("review", None, None)
    lead = next(row for row in rows if row["kind"] == "lead")
    assert (lead["due_on"], lead["rest"]) == ("2026-10-12", 27)
    case = next(row for row in rows if row["kind"] == "publish_case")
    assert (case["due_on"], case["words"], case["rest"]) == ("2026-09-23", "2026-09-23", 8)


def test_a_draw_is_one_thing_to_ask_for_and_one_to_approve(cast: Cast, client_of: Clients) -> None:
    team_make(cast)
    district_make(cast.organ, officers=0)
    draw = whole(cast.supervisor)
    assert kinds(client_of(cast.supervisor)) == ["ask"]
    draw_ask(draw_id=draw.uuid, actor=cast.supervisor, now=clock.now())
    assert kinds(client_of(cast.supervisor)) == []
    visits = Visit.objects.everywhere("guard").filter(draw=draw).count()
    rows = now_of(client_of(cast.leader))
    assert [(r["kind"], r["noun"], r["uuid"], r["count"], r["due_on"]) for r in rows] == [
        ("approve", "draw", str(draw.uuid), visits, "2026-09-30")
    ]
    assert visits > 4


def test_the_line_of_the_year_ends_at_the_figure(cast: Cast, client_of: Clients) -> None:
    for month, times in ((1, 1), (3, 2), (8, 1)):
        for _ in range(times):
            check_make(cast, date(2026, month, 10))
    shown = client_of(cast.auditor).get("/api/v1/workbench").json()["line"]
    assert [row["value"] for row in shown] == [1, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert [row["total"] for row in shown] == [1, 1, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4]


# Fast -------------------------------------------------------------------------------------------
INSPECTIONS = 2_000


def history(cast: Cast) -> None:
    """A whole year of a busy district, written at once: 2,000 checks at 100 venues."""
    team_make(cast)
    venues = [venue_make(cast, f"场所{n}") for n in range(100)]
    visits, records = [], []
    first = datetime(2026, 1, 1, 9, 0, tzinfo=BEIJING)
    for n in range(INSPECTIONS):
        at = first + timedelta(hours=3 * n)
        visit = Visit(
            organ=cast.organ, created_at=at, number=f"钢检〔2026〕{n}号", state="finished",
            venue=venues[n % 100], trigger_id="annual_patrol", token=uuid4().hex, planned_from=at.date(),
            planned_to=at.date(), finished_at=at, finished_on=clock.civil(at),
        )  # fmt: skip
        state = ("submitted", "accepted", "published", "published")[n % 4]
        records.append(
            Inspection(
                organ=cast.organ, visit=visit, state=state, digest=f"{n:064d}", form_version="1",
                outcome="done", result_codes=["1"], started_at=at, finished_at=at,
                finished_on=clock.civil(at), submitted_by=cast.inspector, submitted_at=at, created_at=at,
                accepted_on=None if state == "submitted" else clock.civil(at),
                counts=None if state == "submitted" else True,
            )
        )  # fmt: skip
        visits.append(visit)
    Visit.objects.bulk_create(visits)
    Inspection.objects.bulk_create(records)
    targets_load(year=2026, rows=read_csv(FILE.read_bytes()), source="要点", actor=cast.supervisor, now=TODAY)


def test_a_year_of_two_thousand_checks_is_shown_with_as_few_questions(cast: Cast, client_of: Clients) -> None:
    history(cast)
    client = client_of(cast.supervisor)
    client.get("/api/v1/targets?year=2020")  # the first request of a process reads the calendars
    with CaptureQueriesContext(connection) as queries:
        shown = client.get("/api/v1/workbench").json()
    assert shown["line"][-1]["total"] == 1_500
    assert len(shown["now"]) == 60
    assert len(queries) <= 41, [q["sql"][:90] for q in queries]


def test_the_workbench_asks_as_much_of_a_busy_district_as_of_a_quiet_one(
    busy: Cast, client_of: Clients
) -> None:
    client = client_of(busy.supervisor)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/api/v1/workbench")
        return len(queries)

    quiet = asked()
    for _ in range(2):
        check_make(busy, DAY, "submitted")
        case_make(busy, "decided")
        lead_make(busy)
    assert (asked(), quiet) == (quiet, quiet)
    assert quiet <= 48
