"""Field work at the server's door: lines that break, pieces that come backwards, edits at the office."""

import hashlib
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from django.core.handlers.wsgi import WSGIRequest
from rest_framework.test import APIClient

from backend import clock
from backend.models import Chunk, File, User
from inspections.models import Answer, Finding, Inspection, InspectionVersion, SpoiltPayload
from inspections.services.publishing import inspection_correct, inspection_publish
from inspections.services.reviewing import inspection_accept, inspection_return
from tests.cast import Cast
from tests.factories_inspections import (
    Body,
    Scene,
    body_of,
    clean_body,
    photo_bytes,
    photo_told,
    scene_of,
    send,
    upload,
)

Clients = Callable[[User | None], APIClient]
RECORD = UUID("6f1d2c1e-0000-4000-8000-000000000001")


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return scene_of(cast)


@pytest.fixture
def phone(scene: Scene, client_of: Clients) -> APIClient:
    return client_of(scene.inspector)


def stored() -> Inspection:
    return Inspection.objects.everywhere("guard").get(pk=RECORD)


def versions() -> list[tuple[int, str]]:
    rows = InspectionVersion.objects.everywhere("guard").filter(inspection=RECORD)
    return list(rows.order_by("rev", "pk").values_list("rev", "kept"))


@pytest.mark.parametrize("name", ["取证\u200b照片\u2060（一）.jpg", "长" * 280 + ".jpg"])
def test_field_09_strange_name_comes_back_with_its_file(scene: Scene, phone: APIClient, name: str) -> None:
    told = photo_told(1, name=name)
    send(phone, RECORD, body_of(scene, photos=1) | {"photos": [told]})
    upload(RECORD, 1, scene.inspector)
    answer: Any = phone.get(f"/api/v1/files/{told['id']}/content")
    assert b"".join(answer.streaming_content) == photo_bytes(1)
    assert quote(name) in answer["Content-Disposition"]


class HungUp(io.BytesIO):
    """A connection that breaks while the body is read."""

    def read(self, *_: Any) -> bytes:
        raise OSError("connection reset by peer")


@pytest.fixture(params=["reset", "cut short"])
def line_breaks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every body that is sent breaks off: the server is told so, or gets what had come by then."""
    start = WSGIRequest.__init__

    def cut(self: WSGIRequest, environ: Any) -> None:
        if environ["REQUEST_METHOD"] == "POST":
            half = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]) // 2)
            environ["wsgi.input"] = HungUp() if request.param == "reset" else io.BytesIO(half)
        start(self, environ)

    monkeypatch.setattr(WSGIRequest, "__init__", cut)


@pytest.mark.usefixtures("line_breaks")
def test_field_11_phone_that_hangs_up_leaves_no_half_record(scene: Scene, phone: APIClient) -> None:
    answer = send(phone, RECORD, body_of(scene))
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    tables: tuple[Any, ...] = (Inspection, InspectionVersion, Answer, Finding, File, SpoiltPayload)
    assert [table.objects.everywhere("guard").count() for table in tables] == [0] * 6


@pytest.mark.usefixtures("line_breaks")
def test_field_11_phone_that_hangs_up_leaves_no_half_chunk(scene: Scene, phone: APIClient) -> None:
    data = photo_bytes(1)
    answer = phone.post(
        f"/api/v1/files/{uuid4()}/chunks?offset=0",
        data,
        content_type="application/octet-stream",
        headers={
            "X-Total-Size": str(len(data)),
            "X-Sha256": hashlib.sha256(data).hexdigest(),
            "X-Owner": f"inspection:{RECORD}",
        },
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert (File.objects.everywhere("guard").count(), Chunk.objects.everywhere("guard").count()) == (0, 0)


def test_field_15_revision_that_comes_before_its_turn_is_held_and_applied_when_its_turn_comes(
    scene: Scene, phone: APIClient, supervisor: User
) -> None:
    send(phone, RECORD, body_of(scene))
    second = body_of(scene, rev=2, statement="改正后的现场情况")
    early = send(phone, RECORD, second)
    assert (early.status_code, early.json()["code"]) == (409, "move_not_open")
    assert versions() == [(1, "stored"), (2, "not_returned")]
    inspection_return(inspection_id=RECORD, reason="请更正", actor=supervisor, now=clock.now())
    applied = send(phone, RECORD, second)
    assert (applied.status_code, applied.json()["receipt"]["rev"]) == (201, 2)
    assert versions() == [(1, "stored"), (2, "stored")]
    assert (stored().state, stored().rev, stored().statement) == ("submitted", 2, "改正后的现场情况")
    assert send(phone, RECORD, second).json()["receipt"] == applied.json()["receipt"]


def test_field_15_later_revision_that_comes_first_is_applied_and_the_earlier_one_is_kept(
    scene: Scene, phone: APIClient
) -> None:
    assert send(phone, RECORD, body_of(scene, rev=2)).status_code == 201
    late = send(phone, RECORD, body_of(scene))
    assert (late.status_code, late.json()["code"]) == (409, "stale_rev")
    assert versions() == [(1, "stale_rev"), (2, "stored")]
    assert stored().rev == 2


def corrected_at_the_office(cast: Cast, phone: APIClient, body: Body) -> dict[str, Any]:
    """What the phone was answered; since then the record was published and corrected."""
    first: dict[str, Any] = send(phone, RECORD, body).json()
    inspection_accept(inspection_id=RECORD, actor=cast.supervisor, now=clock.now())
    inspection_publish(inspection_id=RECORD, actor=cast.supervisor, now=clock.now())
    inspection_correct(
        inspection_id=RECORD, result_codes=["A"], reason="代码有误", actor=cast.supervisor, now=clock.now()
    )
    return first


def test_field_16_offline_edit_after_an_office_edit_is_a_conflict_and_nothing_is_lost(
    cast: Cast, scene: Scene, phone: APIClient, client_of: Clients
) -> None:
    corrected_at_the_office(cast, phone, clean_body(scene))
    answer = send(phone, RECORD, clean_body(scene, rev=2, statement="又想起一点"))
    assert (answer.status_code, answer.json()["code"]) == (409, "move_not_open")
    assert (stored().state, stored().result_codes, stored().rev) == ("corrected", ["A"], 1)
    shown = client_of(cast.supervisor).get(f"/api/v1/inspections/{RECORD}").json()
    assert [(one["rev"], one["kept"]) for one in shown["versions"]] == [(1, "stored"), (2, "not_returned")]


def test_field_16_same_record_again_after_an_office_edit_is_no_conflict(
    cast: Cast, scene: Scene, phone: APIClient
) -> None:
    body = clean_body(scene)
    first = corrected_at_the_office(cast, phone, body)
    again = send(phone, RECORD, body)
    assert (again.status_code, again.json()["receipt"]) == (200, first["receipt"])
    assert versions() == [(1, "stored")]
    assert stored().result_codes == ["A"]
