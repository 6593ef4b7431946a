"""Performances at their doors, and the visit, record and papers that are about one."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend import clock
from backend.domain.errors import DomainError
from backend.models import User
from inspections.selectors.details import inspection_get
from registry.models import Performance
from registry.services.performances import performance_withdraw
from scheduling.services.visits import visit_begin
from tests.cast import Cast
from tests.factories_counting import check_make
from tests.factories_enforcement import venue_make
from tests.factories_registry import performance_make

Clients = Callable[[User | None], APIClient]
BODY = {
    "name": "夏夜民谣专场",
    "approval_no": "钢文演〔2026〕2号",
    "starts_on": "2026-09-15",
    "ends_on": "2026-09-16",
    "place": "虚构剧场",
    "organiser": "虚构演艺公司",
    "performers": ["青石乐队", " "],
    "programme": ["《归途》"],
}


def test_a_performance_is_listed_corrected_and_withdrawn(cast: Cast, client_of: Clients) -> None:
    said = {
        who: client_of(getattr(cast, who)).post("/api/v1/performances", BODY, format="json").status_code
        for who in ("inspector", "leader", "auditor", "industry_section")
    }
    assert said == {"inspector": 403, "leader": 403, "auditor": 403, "industry_section": 201}
    desk = client_of(cast.supervisor)
    twice = desk.post("/api/v1/performances", BODY, format="json").json()
    assert list(twice["data"]["fields"]) == ["approval_no"]
    row = desk.get("/api/v1/performances?q=民谣&near=true").json()["rows"][0]
    assert (row["performers"], row["verbs"]) == (["青石乐队"], ["performance.edit", "performance.withdraw"])
    at = f"/api/v1/performances/{row['uuid']}"
    reversed_days = desk.post(at, BODY | {"ends_on": "2026-09-14"}, format="json").json()
    unknown = desk.post(at, BODY | {"venue": str(uuid4())}, format="json").json()
    assert (list(reversed_days["data"]["fields"]), list(unknown["data"]["fields"])) == (
        ["ends_on"],
        ["venue"],
    )
    venue = venue_make(cast, "虚构剧场")
    assert (
        desk.post(at, BODY | {"venue": str(venue.uuid)}, format="json").json()["venue"]["name"] == "虚构剧场"
    )
    assert desk.post(f"{at}/withdraw", {"reason": "录错"}, format="json").json()["verbs"] == []
    assert desk.get(f"/api/v1/performances?venue={venue.uuid}").json()["count"] == 0
    assert desk.post(at, BODY, format="json").json()["code"] == "move_not_open"
    assert desk.post("/api/v1/performances", BODY, format="json").status_code == 201


def test_visit_record_and_papers_name_the_performance_they_are_about(cast: Cast) -> None:
    show = performance_make(cast)
    record = check_make(cast, date(2026, 9, 15), performance_id=show.uuid)
    named = f"演出“{show.name}”（批准文号：{show.approval_no}）"
    assert record.visit.basis.endswith(f"；{named}")
    assert inspection_get(record.uuid, cast.supervisor, clock.today())["visit"]["about"] == named
    assert record.visit.approval is not None
    assert record.visit.approval.content["basis"] == record.visit.basis


def test_a_visit_begun_off_line_keeps_the_performance_withdrawn_since(cast: Cast) -> None:
    show = performance_make(cast)
    performance_withdraw(performance_id=show.uuid, reason="改期", actor=cast.supervisor, now=clock.now())
    venue = venue_make(cast, "虚构剧场")
    begun = {
        "venue_id": venue.uuid, "trigger": "complaint", "items": ["NET-01"], "officers": [],
        "begun_at": clock.now(), "basis": "群众举报", "actor": cast.inspector, "now": clock.now(),
    }  # fmt: skip
    kept = visit_begin(visit_id=uuid4(), performance_id=show.uuid, **begun)  # type: ignore[arg-type] # one dict of all
    lost = visit_begin(visit_id=uuid4(), performance_id=uuid4(), **begun)  # type: ignore[arg-type] # one dict of all
    assert (kept.performance, lost.performance, lost.basis) == (show, None, "群众举报")
    with pytest.raises(DomainError) as refused:
        check_make(cast, date(2026, 9, 15), performance_id=show.uuid)
    assert refused.value.code == "not_found"


def test_a_list_of_performances_asks_five_queries_and_strangers_see_none(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    for number in range(3):
        performance_make(cast, approval_no=f"钢文演〔2026〕{number + 5}号")
    phone = client_of(cast.inspector)
    with CaptureQueriesContext(connection) as queries:
        phone.get("/api/v1/performances")
    # session, person, roles; count, performances
    assert len(queries) == 5, [q["sql"][:80] for q in queries]
    assert client_of(stranger).get("/api/v1/performances").json()["count"] == 0
    assert Performance.objects.everywhere("guard").count() == 3
