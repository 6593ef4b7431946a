"""The doors of what happens to a draw besides drawing it."""

from datetime import timedelta
from typing import Any

from backend import clock
from backend.models import Receipt, User
from scheduling.models import Draw
from scheduling.services.draws import draw_void
from tests.api.scheduling.test_draws import DICE, DRAFT, V1, Clients, post
from tests.services.scheduling.drawn import (
    HOLDER,
    PASSPHRASE,
    THROWS,
    WITNESSES,
    District,
    at_moment,
    committed,
    drafted,
    over,
    photo_of,
    visits_of_draw,
    whole,
)

EXTRA = {**DRAFT, "rules": {"overall": 3000, "extra": [{"A": 1}]}}


def test_a_sealed_draw_through_the_doors(district: District, supervisor: User, client_of: Clients) -> None:
    desk = client_of(supervisor)
    draft = post(desk, "/draws", EXTRA).json()
    at, row = f"/draws/{draft['uuid']}", Draw.objects.everywhere("guard").get(pk=draft["uuid"])
    given = {"holder": HOLDER, "passphrase": PASSPHRASE}
    assert post(desk, f"{at}/seal", {**given, "passphrase": "too short"}).status_code == 400
    made = post(desk, f"{at}/seal", given, HTTP_IDEMPOTENCY_KEY="seal-1").json()
    assert made["envelope"].startswith("WENXUN-ENVELOPE-1:")
    assert (made["escrow_holder"], made["state"]) == (HOLDER, "drafted")
    again = post(desk, f"{at}/seal", given, HTTP_IDEMPOTENCY_KEY="seal-1").json()
    assert again["envelope"] == made["envelope"]
    kept = Receipt.objects.everywhere("guard").values_list("body", flat=True)
    assert PASSPHRASE not in str(list(kept))
    moment = clock.now() + timedelta(hours=2)
    body = {
        "beacon": DICE, "moment": moment.isoformat(), "reveal_by": over(row).isoformat(),
        "escrow": str(photo_of(row, supervisor, "receipt")),
    }  # fmt: skip
    draw = post(desk, f"{at}/commit", body).json()
    assert (draw["sealed"], draw["extra_left"], draw["spec"]) == (True, 1, "SSJ-DRAW/1")
    with clock.at(moment + timedelta(minutes=1)):
        sheet = str(photo_of(row, supervisor, "sheet"))
        draw = post(desk, f"{at}/draw", {"values": [THROWS], "witnesses": WITNESSES, "sheet": sheet}).json()
        assert [verb for verb in draw["verbs"] if verb.startswith("draw.")] == [
            "draw.reveal", "draw.replace", "draw.supplement", "draw.export", "draw.correct",
            "draw.stamp",
        ]  # fmt: skip
        assert post(desk, f"{at}/supplement", {"reason": "专项"}).json()["extra_left"] == 0
        visit = visits_of_draw(row)[0]
        change = {
            "visit": str(visit.pk), "code": "duplicate", "reason": "同一场所两证", "place": "虚构路 1 号",
            "signers": ["甲", "乙"], "photo": str(photo_of(row, supervisor, "door")),
            "statement": str(photo_of(row, supervisor, "statement")),
        }  # fmt: skip
        draw = post(desk, f"{at}/replace", change).json()
        assert [row["ev"] for row in draw["changes"]] == ["SUPPLEMENT", "REPLACE"]
        wrong = {"ref": 3, "code": "upload", "reason": "误传", "page": str(photo_of(row, supervisor, "page"))}
        assert post(desk, f"{at}/correct", wrong).json()["changes"][-1]["ev"] == "ERRATUM"
        assert post(desk, f"{at}/reveal", {}).json()["code"] == "draw_visits_open"
    with clock.at(over(row)):
        shown = post(desk, f"{at}/reveal", {"envelope": made["envelope"], "passphrase": PASSPHRASE}).json()
        assert (shown["revealed_at"] is not None, len(shown["seed"]), shown["verbs"]) == (
            True, 64, ["visit.ask", "draw.export", "draw.correct", "draw.stamp"],
        )  # fmt: skip


def test_a_visit_of_a_draw_offers_its_replacement_and_no_other(
    district: District, supervisor: User, client_of: Clients
) -> None:
    visit = visits_of_draw(whole(supervisor))[0]
    verbs = client_of(supervisor).get(f"{V1}/visits/{visit.pk}").json()["verbs"]
    assert {"visit.replace", "visit.relieve"} <= set(verbs)


def test_dice_are_not_delayed_and_no_round_is_fetched(
    district: District, supervisor: User, client_of: Clients
) -> None:
    draw = committed(supervisor)
    desk = client_of(supervisor)
    page = str(photo_of(draw, supervisor, "page"))
    with at_moment(draw, timedelta(days=2)):
        late = post(desk, f"/draws/{draw.uuid}/delay", {"i": 0, "reason": "未开奖", "page": page})
    assert (late.status_code, late.json()["code"]) == (409, "draw_order")
    assert desk.get(f"{V1}/draws/{draw.uuid}/drand").json()["code"] == "draw_order"


def test_a_void_sealed_draw_keeps_its_secret_owed(
    district: District, supervisor: User, inspector: User, client_of: Clients
) -> None:
    draw = committed(supervisor)
    draw_void(draw_id=draw.uuid, code="order", reason="误发", actor=supervisor, now=clock.now())
    verbs: Any = client_of(supervisor).get(f"{V1}/draws/{draw.uuid}").json()["verbs"]
    assert verbs == ["draw.draw", "draw.export", "draw.correct"]
    assert post(client_of(inspector), f"/draws/{draw.uuid}/reveal", {}).status_code == 403
    assert drafted(supervisor).state == "drafted"
