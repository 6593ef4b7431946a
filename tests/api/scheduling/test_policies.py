from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from backend.models import User
from scheduling.selectors.data import shipped_policy
from tests.services.scheduling.drawn import District

Clients = Callable[[User | None], APIClient]
V1 = "/api/v1"
BODY: dict[str, Any] = {
    "number": "钢文执〔2026〕3号", "title": "分级分类办法", "valid_from": "2026-09-15", "note": "首次制定",
    "table": shipped_policy()["table"],
}  # fmt: skip


def test_policy_is_saved_listed_and_offered_to_a_new_draw(
    district: District, supervisor: User, inspector: User, stranger: User, client_of: Clients
) -> None:
    desk = client_of(supervisor)
    before = desk.get(f"{V1}/draw-policies/standard?categories=NET").json()
    assert (before["policy"]["version"], before["policy"]["verified"]) == (0, False)
    listed = desk.post(f"{V1}/draw-policies", BODY, format="json").json()
    assert [(row["version"], row["in_force"], row["saved_by"]) for row in listed] == [
        (1, True, supervisor.name),
        (0, False, ""),
    ]
    after = desk.get(f"{V1}/draw-policies/standard?categories=NET,KTV").json()
    assert (after["policy"]["number"], after["mixed"], after["rules"]["bp"]["C"]) == (
        BODY["number"],
        False,
        2100,
    )
    assert client_of(inspector).post(f"{V1}/draw-policies", BODY, format="json").status_code == 403
    seen = client_of(stranger).get(f"{V1}/draw-policies").json()
    assert [row["version"] for row in seen] == [0]


def test_effect_is_counted_through_the_door(
    district: District, supervisor: User, client_of: Clients, django_assert_max_num_queries: Any
) -> None:
    desk = client_of(supervisor)
    table = {"*": BODY["table"]["*"], "NET": BODY["table"]["*"]}
    with django_assert_max_num_queries(13):
        effect = desk.post(f"{V1}/draw-policies/effect", {"table": table}, format="json").json()
    assert {row["category"] for row in effect} == {"KTV", "NET"}
    refused = desk.post(f"{V1}/draw-policies/effect", {"table": {"NET": table["NET"]}}, format="json")
    assert (refused.status_code, list(refused.json()["data"]["fields"])) == (400, ["table.*"])
