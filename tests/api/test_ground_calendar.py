"""The tables of the working calendar over the wire: tried, kept, and what moved by them."""

from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from backend.models import User
from tests.cast import Cast
from tests.factories_enforcement import case_make

Clients = Callable[[User | None], APIClient]
YEARS, CHANGES, SHIFTS = ("/api/v1/calendar/" + name for name in ("years", "changes", "shifts"))


def table(desk: APIClient, **values: Any) -> dict[str, Any]:
    """The year 2026 as it is loaded, with a day off more."""
    year = next(row for row in desk.get(YEARS).json() if row["year"] == 2026)
    days = [*year["days"], {"on": "2026-09-16", "kind": "bridge", "name": "休"}]
    return {"year": 2026, "source": "更正通知", "days": days, **values}


def test_a_table_is_tried_then_kept_and_says_which_clocks_moved(cast: Cast, client_of: Clients) -> None:
    case = case_make(cast, "decided")
    desk = client_of(cast.supervisor)
    changes = desk.get(CHANGES).json()["count"]
    tried = desk.post(YEARS, table(desk), format="json").json()
    assert tried["moved"] == len(tried["shifts"]) > 0
    moved = next(row for row in tried["shifts"] if row["clock"]["rule"] == "case_service")
    assert (moved["before"], moved["after"], moved["clock"]["label"]) == (
        "2026-09-23", "2026-09-24", f"蓝鲸网咖 {case.number}",
    )  # fmt: skip
    assert desk.get(CHANGES).json()["count"] == changes  # tried is not kept
    kept = desk.post(YEARS, table(desk, keep=True), format="json").json()
    (row,) = [row for row in desk.get(CHANGES).json()["rows"] if row["uuid"] == kept["uuid"]]
    assert (row["moved"], row["changed_by"]) == (tried["moved"], cast.supervisor.name)
    rows = desk.get(f"{SHIFTS}?change={kept['uuid']}").json()
    assert rows["count"] == tried["moved"]
    assert rows["rows"][0]["clock"]["at"] == {"noun": "case", "uuid": str(case.uuid)}


def test_who_looks_at_clocks_sees_the_tables_and_only_a_supervisor_sets_them(
    cast: Cast, client_of: Clients, stranger: User
) -> None:
    desk = client_of(cast.inspector)
    assert desk.post(YEARS, table(desk), format="json").status_code == 403
    twice = table(desk)
    twice["days"] += twice["days"][:1]
    told = client_of(cast.supervisor).post(YEARS, twice, format="json")
    assert (told.status_code, list(told.json()["data"]["fields"])) == (400, ["days"])
    case_make(cast, "decided")
    desk = client_of(cast.supervisor)
    kept = desk.post(YEARS, table(desk, keep=True), format="json").json()
    assert client_of(stranger).get(f"{SHIFTS}?change={kept['uuid']}").json()["count"] == 0


def test_lists_of_the_calendar_cost_the_same_for_one_as_for_many(
    cast: Cast, client_of: Clients, django_assert_num_queries: Any
) -> None:
    case_make(cast, "decided")
    desk = client_of(cast.supervisor)
    kept = desk.post(YEARS, table(desk, keep=True), format="json").json()
    for address, queries in ((f"{CHANGES}?limit={{}}", 6), (f"{SHIFTS}?change={kept['uuid']}&limit={{}}", 5)):
        for limit in (1, 3):
            with django_assert_num_queries(queries):
                desk.get(address.format(limit))
