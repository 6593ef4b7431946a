from collections.abc import Callable

from rest_framework.test import APIClient

from backend.models import User
from scheduling.models import Draw
from tests.cast import organ_make, user_of
from tests.services.scheduling.drawn import District, committed

Clients = Callable[[User | None], APIClient]
V1 = "/api/v1"
DRAFT = {
    "items": ["NET-01"],
    "visit_from": "2026-09-21",
    "visit_to": "2026-09-30",
    "categories": ["NET"],
    "assistants": [{"name": "安可期", "role": "电气专家"}],
}


def test_organ_is_asked_and_agrees_through_the_doors(
    district: District, supervisor: User, stranger: User, client_of: Clients
) -> None:
    organ = organ_make("XF370117", "济南市钢城区消防救援大队", "消", "370117")
    chief = user_of(organ, "xiaofang", "火向明", "supervisor")
    desk, fire = client_of(supervisor), client_of(chief)
    listed = [row["code"] for row in desk.get(f"{V1}/draw-partners/organs").json()]
    assert "XF370117" in listed
    body = {**DRAFT, "partners": [{"organ": "XF370117", "items": ["NET-02"]}]}
    draw = desk.post(f"{V1}/draws", body, format="json").json()
    assert [(row["organ"], row["seats"], row["verbs"]) for row in draw["partners"]] == [("XF370117", 1, [])]
    assert draw["assistants"] == DRAFT["assistants"]
    (asked,) = fire.get(f"{V1}/draw-partners").json()
    assert fire.get(f"{V1}/draws/{draw['uuid']}").status_code == 404
    join = f"{V1}/draw-partners/{asked['uuid']}/join"
    assert client_of(stranger).post(join, {"items": ["NET-02"]}, format="json").status_code == 404
    decline = f"{V1}/draw-partners/{asked['uuid']}/decline"
    assert desk.post(decline, {"reason": "x"}, format="json").status_code == 403
    (declined,) = fire.post(decline, {"reason": "人手不足"}, format="json").json()
    assert (declined["declined_reason"], declined["agreed_at"], declined["verbs"]) == (
        "人手不足",
        None,
        ["draw.join"],
    )
    (seen,) = desk.get(f"{V1}/draws/{draw['uuid']}").json()["partners"]
    assert seen["declined_reason"] == "人手不足"
    (agreed,) = fire.post(join, {"items": ["KTV-01"]}, format="json").json()
    assert (agreed["items"], agreed["agreed_by"], agreed["declined_at"]) == (["KTV-01"], "火向明", None)
    committed(supervisor, Draw.objects.everywhere("guard").get(pk=draw["uuid"]))
    (told,) = fire.get(f"{V1}/draw-partners").json()
    assert (told["draw"], told["draw_state"], len(told["commit_digest"])) == (draw["uuid"], "committed", 64)


def test_filter_is_kept_and_retired_through_the_doors(
    district: District, supervisor: User, client_of: Clients
) -> None:
    desk = client_of(supervisor)
    body = {"name": "受过处罚", "history": ["penalty"], "history_since": "2026-01-01"}
    (kept,) = desk.post(f"{V1}/draw-filters", body, format="json").json()
    assert (kept["filter"]["history_since"], kept["filter"]["set_up_by"]) == ("2026-01-01", "")
    assert desk.get(f"{V1}/draw-filters").json() == [kept]
    assert desk.post(f"{V1}/draw-filters/{kept['uuid']}/retire").json() == []
