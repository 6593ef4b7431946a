"""Behind the code of a visit, without sign-in: who comes, the scan, the result; and nothing personal."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from rest_framework.test import APIClient

from backend import clock
from backend.models import JournalLine, User
from inspections.services.publishing import inspection_publish, inspection_withdraw
from inspections.services.reviewing import inspection_accept
from registry.models import Venue
from scheduling.models import Visit
from scheduling.selectors.codes import code_of
from scheduling.services.visits import visit_cancel
from tests.cast import TODAY, Cast
from tests.factories_inspections import Scene, clean_body, order_make, record_make, scene_of
from tests.personal import personal

V1 = "/api/v1"
Clients = Callable[[User | None], APIClient]
TOLD = "联系人韩山 13905310000，身份证 370117198001012345"


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """Approved, not begun; the venue's row is full of what the public must not read."""
    scene = scene_of(cast, started=False)
    Venue.objects.everywhere("guard").filter(pk=scene.venue.pk).update(
        phone="13905310001", site_manager="韩山", legal_person="韩大山"
    )
    return scene


def door(client: APIClient, scene: Scene, *more: str, method: str = "get") -> Any:
    return getattr(client, method)("/".join([f"{V1}/public/visits/{code_of(scene.visit)}", *more]))


def test_the_door_names_the_team_and_nobody_else(scene: Scene, client_of: Clients) -> None:
    answer = door(client_of(None), scene)
    told = answer.json()
    assert (told["standing"], told["valid"], told["open"]) == ("valid", True, True)
    assert [one["name"] for one in told["officers"]] == [scene.lin.name, scene.song.name]
    assert len(told["notice"]["prohibitions"]) == len(told["notice"]["prohibitions_en"]) == 5
    assert [one["code"] for one in told["channels"]] == ["12345", "12318"]
    assert personal(told, "韩山", "韩大山") == []
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")


@pytest.mark.parametrize(("days", "stands", "named"), [(-1, "early", 2), (0, "valid", 2), (60, "expired", 0)])
def test_a_stale_code_says_so_and_names_nobody(
    days: int, stands: str, named: int, scene: Scene, client_of: Clients
) -> None:
    with clock.at(TODAY + timedelta(days=days)):
        told = door(client_of(None), scene).json()
    assert (told["standing"], len(told["officers"])) == (stands, named)


def test_a_visit_called_off_says_so_and_names_nobody(scene: Scene, cast: Cast, client_of: Clients) -> None:
    visit_cancel(visit_id=scene.visit.pk, reason="改由综合查一次", actor=cast.supervisor, now=clock.now())
    told = door(client_of(None), scene, method="post").json()
    assert (told["standing"], told["valid"], told["officers"]) == ("cancelled", False, [])
    assert told["scanned_at"] is None


def test_a_forged_code_is_refused_in_plain_words(scene: Scene, client_of: Clients) -> None:
    token = code_of(scene.visit)
    forged = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")
    for path in (forged, f"{forged}/result"):
        answer = client_of(None).get(f"{V1}/public/visits/{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "code_unknown")


def test_the_owners_scan_is_noted_once_without_person_or_place(scene: Scene, client_of: Clients) -> None:
    first = door(client_of(None), scene, method="post").json()["scanned_at"]
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert door(client_of(None), scene, method="post").json()["scanned_at"] == first
    row = Visit.objects.everywhere("guard").get(pk=scene.visit.pk)
    lines = JournalLine.objects.everywhere("guard").filter(verb="visit.scan")
    assert (row.scan_mode, row.scanned_at is not None) == ("before", True)
    assert [(one.actor_id, one.data) for one in lines] == [(None, {"scan_mode": "before"})]


def test_who_is_signed_in_is_not_the_other_side(scene: Scene, cast: Cast, client_of: Clients) -> None:
    assert door(client_of(cast.inspector), scene, method="post").json()["scanned_at"] is None


@override_settings(KNOCKS_PER_MINUTE=2)
def test_the_door_is_throttled(scene: Scene, client_of: Clients) -> None:
    answers = [door(client_of(None), scene) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert (answers[2].json()["code"], int(answers[2]["Retry-After"]) <= 60) == ("too_often", True)


def test_the_result_is_told_when_it_is_published(cast: Cast, client_of: Clients) -> None:
    scene = scene_of(cast)
    told = door(client_of(None), scene, "result").json()
    assert (told["finished"], told["results"], told["due"], told["orders"]) == (False, [], None, [])
    row = record_make(scene, clean_body(scene, statement=TOLD, objection=TOLD))
    inspection_accept(inspection_id=row.pk, actor=cast.supervisor, now=clock.now())
    assert door(client_of(None), scene, "result").json()["results"] == []
    inspection_publish(inspection_id=row.pk, actor=cast.supervisor, now=clock.now())
    told = door(client_of(None), scene, "result").json()
    assert [(one["state"], one["result_codes"][0]["name"]) for one in told["results"]] == [
        ("published", "未发现问题")
    ]
    assert personal(told, "韩山", scene.lin.name, scene.song.name) == []
    inspection_withdraw(inspection_id=row.pk, reason="录入错误", actor=cast.supervisor, now=clock.now())
    told = door(client_of(None), scene, "result").json()["results"]
    assert [(one["state"], one["result_codes"], one["text"]) for one in told] == [("withdrawn", [], "")]


def test_an_order_to_rectify_is_told_with_its_day_in_the_words_of_the_catalogue(
    cast: Cast, client_of: Clients
) -> None:
    scene = scene_of(cast)
    row = order_make(scene)
    type(row).objects.everywhere("guard").filter(pk=row.pk).update(content=TOLD)
    told = door(client_of(None), scene, "result").json()
    assert [(one["number"], one["due_on"], one["state"], len(one["items"])) for one in told["orders"]] == [
        (row.number, row.due_on.isoformat(), "ordered", 1)
    ]
    assert personal(told, "韩山", scene.lin.name, scene.song.name) == []
