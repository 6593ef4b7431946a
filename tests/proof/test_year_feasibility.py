"""Feasibility, forecast and proposals of a district and of a large city: how long each door takes."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from time import process_time
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend import clock
from backend.clock import BEIJING
from backend.models import User
from inspections.models import Inspection
from registry.models import Category, Venue, VenueCategory
from scheduling.models import Visit
from scheduling.services.plans import plan_make, plan_publish, plan_row_add
from tests.cast import TODAY, Cast
from tests.factories_counting import target_make
from tests.factories_enforcement import team_make
from tests.ground import ROOT

FIGURES = ROOT / "docs" / "proof" / "feasibility.json"
CODES = [f"C{n:02d}" for n in range(12)]
DOORS = ("feasibility", "forecast", "proposals")


def kept(name: str, found: Any) -> None:
    figures: dict[str, Any] = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    figures[name] = found
    FIGURES.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n")


def bureau(cast: Cast, venues: int, checks: int) -> None:
    """Venues of twelve categories, a plan of twelve single rows and six pairs, a year of checks so far."""
    team_make(cast)
    for place, code in enumerate(CODES):
        Category.objects.create(code=code, name_zh=code, name_en=code, short_zh=code, position=50 + place)
    rows = Venue.objects.bulk_create(
        [
            Venue(
                organ=cast.organ, created_at=TODAY, code=f"9137011{n:011d}", name=f"场所{n}",
                address="虚构路", registered_on=date(2025, 1, 1), credit_grade="ABBC"[n % 4],
            )
            for n in range(venues)
        ]
    )  # fmt: skip
    VenueCategory.objects.bulk_create(
        [
            VenueCategory(venue=row, category_id=CODES[n % 12], entered_on=date(2025, 1, 1))
            for n, row in enumerate(rows)
        ]
    )
    plan = plan_make(year=2026, name="年度抽查工作计划", actor=cast.supervisor, now=TODAY)
    for codes in [[code] for code in CODES] + [CODES[n : n + 2] for n in range(0, 12, 2)]:
        values = {
            "item": "、".join(codes),
            "categories": codes,
            "quota_verbatim": "10%",
            "month_from": 3,
            "month_to": 11,
        }
        plan_row_add(plan_id=plan.uuid, values=values, actor=cast.supervisor, now=TODAY)
    plan_publish(plan_id=plan.uuid, actor=cast.supervisor, now=TODAY)
    target_make(cast, value=2 * venues)
    made, records = [], []
    for n in range(checks):
        at = datetime(2026, 1, 5, 9, 0, tzinfo=BEIJING) + timedelta(days=n % 250)
        visit = Visit(
            organ=cast.organ, created_at=at, number=f"钢检〔2026〕{n}号", state="finished",
            venue=rows[n % venues], trigger_id="annual_patrol", token=uuid4().hex, planned_from=at.date(),
            planned_to=at.date(), finished_at=at, finished_on=clock.civil(at),
        )  # fmt: skip
        made.append(visit)
        records.append(
            Inspection(
                organ=cast.organ, visit=visit, state="published", digest=f"{n:064d}", form_version="1",
                outcome="done", result_codes=["1"], started_at=at, finished_at=at,
                finished_on=clock.civil(at), submitted_by=cast.inspector,
                submitted_at=at, created_at=at, accepted_on=clock.civil(at),
                counts=True,
            )
        )  # fmt: skip
    Visit.objects.bulk_create(made)
    Inspection.objects.bulk_create(records)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself some time after an import


@pytest.mark.django_db
@pytest.mark.parametrize(("venues", "checks", "limit_ms"), [(260, 340, 400), (20_000, 26_000, 8_000)])
def test_the_doors_answer_a_district_and_a_large_city(
    cast: Cast, client_of: Callable[[User | None], APIClient], venues: int, checks: int, limit_ms: int
) -> None:
    bureau(cast, venues, checks)
    client = client_of(cast.supervisor)
    client.get("/api/v1/feasibility?year=2020")  # the first request of a process loads the code
    found: dict[str, Any] = {
        "venues": venues,
        "checks": checks,
        "plan_rows": 18,
        "database": connection.vendor,
    }
    for door in DOORS:
        took = []
        for _ in range(3):
            began = process_time()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/api/v1/{door}").status_code == 200
            took.append(round((process_time() - began) * 1000))
        found[door] = {"cpu_ms": sorted(took)[1], "queries": len(queries)}
    kept(f"doors_{venues}", found)
    assert max(found[door]["cpu_ms"] for door in DOORS) < limit_ms
