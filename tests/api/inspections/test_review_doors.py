"""Doors of the review: lists with pinned queries, the detail, moves by button, and the public's list."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend import clock
from backend.models import User
from inspections.domain.results import CODES
from inspections.models import Finding, Irregularity
from registry.models import CheckItem
from tests.cast import Cast
from tests.factories_inspections import (
    Scene,
    body_of,
    clean_body,
    photo_told,
    record_make,
    scene_make,
    scene_of,
    send,
    upload,
)

Clients = Callable[[User | None], APIClient]


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return scene_of(cast)


def _queries(client: APIClient, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


# the list ----------------------------------------------------------------------------------------
def test_list_shows_what_is_irregular_and_missing(scene: Scene, cast: Cast, client_of: Clients) -> None:
    row = record_make(scene, body_of(scene, scan=None))
    upload(row.pk, 1, scene.inspector)
    (shown,) = client_of(cast.supervisor).get("/api/v1/inspections").json()["rows"]
    assert (shown["uuid"], shown["photos"], shown["irregularities"], shown["officers"]) == (
        str(row.pk),
        {"total": 2, "arrived": 1},
        {"total": 1, "open": 1},
        ["林知远", "宋明岚"],
    )
    assert shown["result_codes"] == [{"code": "A", "name": "发现问题待后续处理"}]
    assert shown["verbs"] == [
        "inspection.settle",
        "inspection.accept",
        "inspection.return",
        "inspection.withdraw",
    ]


def test_list_of_records_pins_its_queries(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.supervisor)
    record_make(scene_of(cast), None)
    one = _queries(client, "/api/v1/inspections")
    for n in range(2, 7):
        scene = scene_make(
            cast.organ, cast.inspector, cast.colleague, leader=cast.leader, code=f"92370117MA3C000{n}X{n}"
        )
        record_make(scene, body_of(scene, scan=None, photos=0))
    assert one == _queries(client, "/api/v1/inspections") == 8


def test_list_is_narrowed(scene: Scene, cast: Cast, client_of: Clients) -> None:
    row = record_make(scene)
    client = client_of(cast.supervisor)
    today = clock.today()

    def count(query: str) -> int:
        number: int = client.get(f"/api/v1/inspections?{query}").json()["count"]
        return number

    assert [
        count("state=submitted"),
        count("state=submitted,returned"),
        count("state=accepted"),
        count(f"venue={scene.venue.uuid}"),
        count(f"venue={uuid4()}"),
        count(f"visit={row.visit_id}"),
        count(f"from={today}&to={today}"),
        count(f"from={today + timedelta(days=1)}"),
        count("outcome=closed"),
    ] == [1, 1, 0, 1, 0, 1, 1, 0, 0]


@pytest.mark.parametrize("query", ["state=fine", "venue=x", "from=2026-13-01", "outcome=fine", "limit=0"])
def test_senseless_question_is_refused(cast: Cast, client_of: Clients, query: str) -> None:
    answer = client_of(cast.supervisor).get(f"/api/v1/inspections?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_stranger_sees_an_empty_list(scene: Scene, stranger: User, client_of: Clients) -> None:
    record_make(scene)
    client = client_of(stranger)
    for path in ("inspections", "findings", "rectifications"):
        assert client.get(f"/api/v1/{path}").json()["count"] == 0


# the detail --------------------------------------------------------------------------------------
def test_detail_shows_answers_photos_and_what_was_kept_beside(
    scene: Scene, cast: Cast, client_of: Clients
) -> None:
    row = record_make(scene, body_of(scene))
    upload(row.pk, 1, scene.inspector)
    send(client_of(scene.inspector), row.pk, body_of(scene, statement="另一份"))
    shown = client_of(cast.supervisor).get(f"/api/v1/inspections/{row.pk}").json()
    assert [(one["item"], one["conforms"], one["sentence"], one["note"]) for one in shown["answers"]] == [
        ("NET-01", True, "符合", ""),
        ("NET-02", False, "不符合", "标志缺失"),
    ]
    assert [(one["state"], one["name"]) for one in shown["photo_list"]] == [
        ("stored", "照片1.jpg"),
        ("announced", "照片2.jpg"),
    ]
    assert shown["photo_list"][0]["url"] == f"/api/v1/files/{photo_told(1)['id']}/content"
    assert [one["kept"] for one in shown["versions"]] == ["stored", "content_differs"]
    assert shown["waits"] == [f"photo:{photo_told(2)['id']}"]
    assert [(one["item"], one["violations"]) for one in shown["findings"]] == [("NET-02", ["NET-DISPLAY"])]
    assert [one["verb"] for one in shown["history"]] == ["inspection.submit"]
    assert shown["own"] is False


def test_version_kept_beside_is_readable(
    scene: Scene, cast: Cast, client_of: Clients, stranger: User
) -> None:
    row = record_make(scene)
    send(client_of(scene.inspector), row.pk, clean_body(scene, statement="另一份"))
    client = client_of(cast.supervisor)
    beside = client.get(f"/api/v1/inspections/{row.pk}").json()["versions"][1]
    path = f"/api/v1/inspections/{row.pk}/versions/{beside['digest']}"
    assert '"statement":"另一份"' in client.get(path).json()["body"]
    assert client_of(stranger).get(path).status_code == 404
    assert client.get(f"/api/v1/inspections/{row.pk}/versions/x").status_code == 404


def test_maker_of_a_record_decides_nothing_about_it(scene: Scene, cast: Cast, client_of: Clients) -> None:
    from backend.models import Grant

    row = record_make(scene)
    Grant.objects.create(user=scene.colleague, role="supervisor")
    shown = client_of(scene.colleague).get(f"/api/v1/inspections/{row.pk}").json()
    assert (shown["own"], shown["verbs"]) == (True, [])


def test_detail_pins_its_queries(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.supervisor)
    scene = scene_of(cast)
    small = record_make(scene, body_of(scene, scan=None, photos=1))
    large = record_make(scene, body_of(scene, scan=None, photos=9, form_version="?"))
    few = _queries(client, f"/api/v1/inspections/{small.pk}")
    many = _queries(client, f"/api/v1/inspections/{large.pk}")
    assert (few, many) == (33, 33)


# moves -------------------------------------------------------------------------------------------
def test_review_from_settling_to_withdrawing(scene: Scene, cast: Cast, client_of: Clients) -> None:
    row = record_make(scene, clean_body(scene, scan=None))
    boss, leader = client_of(cast.supervisor), client_of(cast.leader)
    fault = Irregularity.objects.everywhere("guard").get()
    path = f"/api/v1/inspections/{row.pk}"

    def post(client: APIClient, verb: str, **body: object) -> tuple[int, str]:
        answer = client.post(f"{path}/{verb}", body, format="json")
        return answer.status_code, answer.json().get("state") or answer.json()["code"]

    assert post(boss, "accept") == (422, "facts_missing")
    assert post(boss, "settle", irregularity=fault.pk, counts=True, reason="停电") == (200, "submitted")
    assert post(boss, "accept") == (200, "accepted")
    assert post(boss, "accept") == (409, "move_not_open")
    assert post(leader, "publish") == (200, "published")
    assert post(boss, "correct", result_codes=["B"], reason="复核") == (200, "corrected")
    assert post(boss, "withdraw", reason="对象有误") == (200, "withdrawn")
    verbs = [one["verb"] for one in boss.get(path).json()["history"]]
    assert verbs == [
        "inspection.submit",
        "inspection.settle",
        "inspection.accept",
        "inspection.publish",
        "inspection.correct",
        "inspection.withdraw",
    ]


def test_return_without_a_reason_is_refused(scene: Scene, cast: Cast, client_of: Clients) -> None:
    row = record_make(scene)
    answer = client_of(cast.supervisor).post(f"/api/v1/inspections/{row.pk}/return", {}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_settling_names_one_thing(scene: Scene, cast: Cast, client_of: Clients) -> None:
    row = record_make(scene)
    for body in (
        {"counts": True, "reason": "x"},
        {"irregularity": 1, "photo": str(uuid4()), "counts": True, "reason": "x"},
    ):
        answer = client_of(cast.supervisor).post(f"/api/v1/inspections/{row.pk}/settle", body, format="json")
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_same_key_accepts_once(scene: Scene, cast: Cast, client_of: Clients) -> None:
    row = record_make(scene)
    client = client_of(cast.supervisor)
    answers = [
        client.post(f"/api/v1/inspections/{row.pk}/accept", headers={"Idempotency-Key": "k1"})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()


def test_revisit_is_planned_by_hand(scene: Scene, cast: Cast, client_of: Clients) -> None:
    row = record_make(
        scene, clean_body(scene, outcome="not_found", result_codes=["6"], answers=[], scan=None)
    )
    body = {
        "officers": [str(scene.lin.pk), str(scene.song.pk)],
        "planned_from": "2026-09-16",
        "planned_to": "2026-09-20",
    }
    answer = client_of(cast.supervisor).post(f"/api/v1/inspections/{row.pk}/revisit", body, format="json")
    assert (answer.status_code, answer.json()["state"]) == (201, "planned")


# findings and orders -----------------------------------------------------------------------------
def test_finding_is_ordered_rechecked_and_closed_by_doors(
    scene: Scene, cast: Cast, client_of: Clients
) -> None:
    row = record_make(scene, body_of(scene, photos=0))
    officer, boss = client_of(scene.inspector), client_of(cast.supervisor)
    (finding,) = officer.get("/api/v1/findings").json()["rows"]
    assert finding["verbs"] == ["rectification.order", "lead.report"]
    made = officer.post(
        "/api/v1/rectifications",
        {
            "inspection": str(row.pk),
            "findings": [finding["uuid"]],
            "content": "悬挂标志",
            "due_on": "2026-09-22",
        },
        format="json",
    )
    assert made.status_code == 201
    order = made.json()
    assert (order["number"], order["rest"], order["overdue"], order["due_words"]) == (
        "(钢)文综责改字〔2026〕1号",
        7,
        False,
        "2026-09-22",
    )
    assert [one["uuid"] for one in order["finding_rows"]] == [finding["uuid"]]
    assert officer.get(f"/api/v1/findings?inspection={row.pk}").json()["rows"][0]["verbs"] == ["lead.report"]
    path = f"/api/v1/rectifications/{order['uuid']}"
    again = officer.post(
        f"{path}/recheck",
        {
            "officers": [str(scene.lin.pk), str(scene.song.pk)],
            "planned_from": "2026-09-22",
            "planned_to": "2026-09-25",
        },
        format="json",
    )
    assert (again.status_code, again.json()["recheck_visit"]["state"]) == (200, "planned")
    closed = boss.post(f"{path}/close", {"corrected": True, "result": "已悬挂"}, format="json")
    assert (closed.status_code, closed.json()["state"], closed.json()["verbs"]) == (200, "closed", [])
    assert officer.post(f"{path}/close", {"corrected": True, "result": "x"}, format="json").status_code == 403


def test_orders_are_narrowed_to_the_overdue(scene: Scene, cast: Cast, client_of: Clients) -> None:
    from inspections.services.rectifications import rectification_order

    row = record_make(scene, body_of(scene, photos=0))
    finding = Finding.objects.everywhere("guard").get()
    rectification_order(
        inspection_id=row.pk, findings=[finding.pk], content="x", due_on=clock.today() + timedelta(days=3),
        actor=scene.inspector, now=clock.now(),
    )  # fmt: skip
    client = client_of(cast.supervisor)
    assert client.get("/api/v1/rectifications?overdue=1").json()["count"] == 0
    with clock.at(clock.now() + timedelta(days=9)):
        (shown,) = client.get("/api/v1/rectifications?overdue=1").json()["rows"]
    assert (shown["overdue"], shown["rest"]) == (True, -6)


def test_lists_of_findings_and_orders_pin_their_queries(cast: Cast, client_of: Clients) -> None:
    from inspections.services.rectifications import rectification_order

    client = client_of(cast.supervisor)
    counts = []
    for n in range(1, 5):
        scene = scene_make(
            cast.organ, cast.inspector, cast.colleague, leader=cast.leader, code=f"92370117MA3C000{n}X{n}"
        )
        row = record_make(scene, body_of(scene, photos=0))
        finding = Finding.objects.everywhere("guard").get(inspection=row)
        rectification_order(
            inspection_id=row.pk, findings=[finding.pk], content="x", actor=scene.inspector, now=clock.now(),
            due_on=clock.today() + timedelta(days=3),
        )  # fmt: skip
        counts.append((_queries(client, "/api/v1/findings"), _queries(client, "/api/v1/rectifications")))
    assert set(counts) == {(8, 6)}


# the public --------------------------------------------------------------------------------------
def test_public_reads_the_latest_word_without_signing_in(
    scene: Scene, cast: Cast, client_of: Clients
) -> None:
    row = record_make(scene)
    boss, leader, public = client_of(cast.supervisor), client_of(cast.leader), client_of(None)
    path = f"/api/v1/inspections/{row.pk}"
    assert public.get("/api/v1/public/results").json()["count"] == 0
    boss.post(f"{path}/accept")
    leader.post(f"{path}/publish")
    (shown,) = public.get("/api/v1/public/results").json()["rows"]
    assert (shown["state"], shown["venue_name"], shown["result_codes"]) == (
        "published",
        "云阶网咖X1",
        [{"code": "1", "name": "未发现问题"}],
    )
    assert not {"林知远", "宋明岚", "韩山", "邵立行"} & set(str(shown).split())
    boss.post(f"{path}/correct", {"result_codes": ["B"], "reason": "来电13800138000核实"}, format="json")
    (shown,) = public.get("/api/v1/public/results").json()["rows"]
    assert (shown["state"], shown["result_codes"]) == ("corrected", [{"code": "B", "name": CODES["B"][0]}])
    assert "reason" not in shown, "why is the bureau's to know"
    boss.post(f"{path}/withdraw", {"reason": "对象有误"}, format="json")
    (shown,) = public.get("/api/v1/public/results").json()["rows"]
    assert (shown["state"], shown["text"], shown["result_codes"]) == ("withdrawn", "", [])


def test_no_word_of_a_person_reaches_the_public(scene: Scene, cast: Cast, client_of: Clients) -> None:
    row = record_make(scene, body_of(scene, photos=0, statement="值班经理韩山在场，电话13800138000"))
    path = f"/api/v1/inspections/{row.pk}"
    client_of(cast.supervisor).post(f"{path}/accept")
    client_of(cast.leader).post(f"{path}/publish")
    page = client_of(None).get("/api/v1/public/results").content.decode()
    assert [
        word for word in ("韩山", "林知远", "宋明岚", "顾承岳", "13800138000", "标志缺失") if word in page
    ] == []


def test_public_list_is_narrowed(scene: Scene, cast: Cast, client_of: Clients) -> None:
    row = record_make(scene)
    path = f"/api/v1/inspections/{row.pk}"
    client_of(cast.supervisor).post(f"{path}/accept")
    client_of(cast.leader).post(f"{path}/publish")
    public = client_of(None)

    def count(query: str) -> int:
        number: int = public.get(f"/api/v1/public/results?{query}").json()["count"]
        return number

    today = clock.today()
    assert [
        count("q=云阶"),
        count(f"q={scene.venue.code}"),
        count("q=别处"),
        count(f"organ={cast.organ.code}"),
        count("organ=WH370116"),
        count(f"from={today}&to={today}"),
        count(f"to={today - timedelta(days=1)}"),
    ] == [1, 1, 0, 1, 0, 1, 0]


def test_what_was_asked_on_is_told_in_words(cast: Cast, client_of: Clients) -> None:
    choice = {"key": "age_by", "kind": "choice", "zh": "年龄如何核实", "en": "Age", "required": False}
    choice["choices"] = [{"key": "id", "zh": "身份证件", "en": "Identity card"}]
    number = {
        "key": "minors",
        "kind": "number",
        "zh": "未成年人人数",
        "en": "Minors",
        "required": True,
        "choices": [],
    }
    scene = scene_of(cast)
    CheckItem.objects.everywhere("loader").filter(code="NET-02").update(follow=[number, choice])
    body = body_of(scene, photos=0)
    body["answers"][1]["follow"] = {"minors": 2, "age_by": "id", "of_another_edition": "x"}
    row = record_make(scene, body)

    answers = client_of(cast.supervisor).get(f"/api/v1/inspections/{row.pk}").json()["answers"]

    told = {"未成年人人数": 2, "年龄如何核实": "身份证件", "of_another_edition": "x"}
    assert [one["follow"] for one in answers] == [{}, told]
