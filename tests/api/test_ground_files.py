"""Files over the wire, as the phone sends and the desk opens them."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from rest_framework.test import APIClient

from backend import clock, storage
from backend.models import File, User
from backend.permissions import VERBS
from backend.services.files import file_announce
from tests.api.wire import openapi, routes
from tests.cast import Cast
from tests.services.backend.test_thumbnails import picture

Clients = Callable[[User | None], APIClient]
VIDEO = b"\x1a\x45\xdf\xa3......V_VP8."
PDF = b"%PDF-1.7 scene"


def send(client: APIClient, file_id: UUID, data: bytes, *, offset: str = "0", **headers: str) -> Any:
    given = {
        "X-Total-Size": str(len(data)),
        "X-Sha256": hashlib.sha256(data).hexdigest(),
        "X-Owner": f"inspection:{UUID(int=7)}",
    }
    return client.post(
        f"/api/v1/files/{file_id}/chunks?offset={offset}",
        data,
        content_type="application/octet-stream",
        headers={name: text for name, text in (given | headers).items() if text},
    )


def test_unannounced_file_is_accepted_and_parked(inspector: User, client_of: Clients) -> None:
    client = client_of(inspector)
    file_id = uuid4()
    answer = send(client, file_id, PDF)
    card = {"uuid": str(file_id), "offset": len(PDF), "complete": True, "state": "parked"}
    assert (answer.status_code, answer.json()) == (202, card | {"chunk": hashlib.sha256(PDF).hexdigest()})
    assert client.get(f"/api/v1/files/{file_id}").json() == card | {"chunk": ""}


def test_announced_file_is_stored(inspector: User, client_of: Clients) -> None:
    assert inspector.organ is not None
    row = file_announce(
        file_id=uuid4(), owner=("inspection", UUID(int=7)), kind="photo", meta={}, size=len(PDF),
        sha256=hashlib.sha256(PDF).hexdigest(), media="application/pdf", organ_id=inspector.organ.code,
        actor=inspector, now=clock.now(),
    )  # fmt: skip
    answer = send(client_of(inspector), row.uuid, PDF)
    assert (answer.status_code, answer.json()["state"]) == (200, "stored")


def test_wrong_offset_carries_the_true_one(inspector: User, client_of: Clients) -> None:
    answer = send(client_of(inspector), uuid4(), PDF, offset="3")
    assert (answer.status_code, answer.json()["code"], answer.json()["data"]) == (
        409,
        "wrong_offset",
        {"offset": 0, "complete": False},
    )


def test_other_hash_begins_again(inspector: User, client_of: Clients) -> None:
    answer = send(client_of(inspector), uuid4(), PDF, **{"X-Sha256": "0" * 64})
    assert (answer.status_code, answer.json()["code"], answer.json()["data"]["offset"]) == (
        422,
        "hash_mismatch",
        0,
    )


def test_field_25_chunk_spoilt_on_its_way_is_refused_and_nothing_is_dropped(
    inspector: User, client_of: Clients
) -> None:
    client, file_id, whole = client_of(inspector), uuid4(), {"X-Total-Size": "28"}
    first = send(client, file_id, PDF, **whole, **{"X-Chunk-Sha256": hashlib.sha256(PDF).hexdigest()})
    assert first.json()["chunk"] == hashlib.sha256(PDF).hexdigest()
    spoilt = send(client, file_id, PDF, offset="14", **whole, **{"X-Chunk-Sha256": "0" * 64})
    assert (spoilt.status_code, spoilt.json()["code"], spoilt.json()["data"]["offset"]) == (
        422,
        "hash_mismatch",
        len(PDF),
    )
    assert client.get(f"/api/v1/files/{file_id}").json()["offset"] == len(PDF)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"offset": "-1"}, "offset"),
        ({"offset": "１"}, "offset"),
        ({"X-Total-Size": "many"}, "X-Total-Size"),
        ({"X-Total-Size": "9" * 16}, "X-Total-Size"),
        ({"X-Sha256": "A" * 64}, "X-Sha256"),
        ({"X-Owner": "inspection"}, "X-Owner"),
        ({"X-Owner": f"../x:{UUID(int=7)}"}, "X-Owner"),
        ({"X-Owner": ""}, "X-Owner"),
    ],
)
def test_header_out_of_shape_is_named(
    inspector: User, client_of: Clients, wrong: dict[str, str], field: str
) -> None:
    answer = send(client_of(inspector), uuid4(), PDF, **wrong)
    assert (answer.status_code, list(answer.json()["data"]["fields"])) == (400, [field])


@pytest.mark.parametrize(
    ("size", "total", "said"),
    [
        (256 * 1024 + 1, 10**6, (413, "chunk_too_big")),
        (512 * 1024 + 1, 512 * 1024 + 1, (413, "chunk_too_big")),
        (1, 31 * 1024**2, (413, "file_too_big")),
    ],
)
def test_field_23_limits_are_told(
    inspector: User, client_of: Clients, size: int, total: int, said: tuple[int, str]
) -> None:
    file_id = uuid4()
    answer = send(client_of(inspector), file_id, b"x" * size, **{"X-Total-Size": str(total)})
    assert (answer.status_code, answer.json()["code"]) == said
    assert not File.objects.everywhere("task").exists()
    assert str(file_id) not in storage.folders("parts")


def test_chunk_of_another_kind_is_refused(inspector: User, client_of: Clients) -> None:
    answer = client_of(inspector).post(f"/api/v1/files/{uuid4()}/chunks?offset=0", {"a": 1}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media")


def test_who_takes_no_step_with_a_file_uploads_nothing(cast: Cast, client_of: Clients) -> None:
    for other in (cast.legal_reviewer, cast.liaison, cast.auditor):
        assert send(client_of(other), uuid4(), PDF).status_code == 403


def _takes_a_file(schema: dict[str, Any]) -> bool:
    """Whether a body names files that are sent before it."""
    name = schema.get("$ref", "").rpartition("/")[2]
    told = openapi()["components"]["schemas"][name].get("properties", {}) if name else {}
    return bool(told.keys() & {"files", "photo", "file"})


def test_whoever_may_take_a_step_with_a_file_may_send_it() -> None:
    steps, lacking = set(), set()
    for route in routes():
        operation = openapi()["paths"].get(route.schema_path(), {}).get(route.method.lower(), {})
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        verb = getattr(route.view, "verbs", {}).get(route.method, "")
        if verb and _takes_a_file(body.get("schema", {})):
            steps.add(verb)
            lacking |= {
                (role, verb) for role, may in VERBS.items() if verb in may and "file.upload" not in may
            }
    assert {"activity.prove", "guidance.sign", "hazard.close", "draw.replace", "patrol.record"} <= steps
    assert lacking == set()


def test_photo_opens_and_anything_else_is_a_download(inspector: User, client_of: Clients) -> None:
    client = client_of(inspector)
    shown = {}
    for name, data in (("photo", picture()), ("script", b"<script>alert(1)</script>")):
        file_id = uuid4()
        send(client, file_id, data)
        answer: Any = client.get(f"/api/v1/files/{file_id}/content")
        assert b"".join(answer.streaming_content) == data
        shown[name] = (answer["Content-Type"], answer["Content-Disposition"].split(";")[0])
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown == {"photo": ("image/jpeg", "inline"), "script": ("application/octet-stream", "attachment")}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("bytes=0-3", (206, b"\x1a\x45\xdf\xa3", "bytes 0-3/16")),
        ("bytes=10-", (206, b"V_VP8.", "bytes 10-15/16")),
        ("bytes=-2", (206, b"8.", "bytes 14-15/16")),
        ("bytes=14-99", (206, b"8.", "bytes 14-15/16")),
        ("bytes=16-", (200, VIDEO, None)),
        ("bytes=0-1,3-4", (200, VIDEO, None)),
    ],
)
def test_video_plays_and_gives_the_part_that_is_asked_for(
    inspector: User, client_of: Clients, asked: str, told: tuple[int, bytes, str | None]
) -> None:
    client = client_of(inspector)
    file_id = uuid4()
    send(client, file_id, VIDEO)
    answer: Any = client.get(f"/api/v1/files/{file_id}/content", HTTP_RANGE=asked)
    body = b"".join(answer.streaming_content)
    assert (answer.status_code, body, answer.get("Content-Range")) == told
    assert answer["Content-Type"] == "video/webm"
    assert (answer["Content-Disposition"].split(";")[0], answer["Content-Length"]) == (
        "inline",
        str(len(body)),
    )


def test_thumbnail_is_asked_for(inspector: User, client_of: Clients) -> None:
    from backend.tasks import file_derive

    client = client_of(inspector)
    file_id = uuid4()
    send(client, file_id, picture("PNG"))
    whole = client.get(f"/api/v1/files/{file_id}/content?thumb=1")
    file_derive(str(file_id))
    small = client.get(f"/api/v1/files/{file_id}/content?thumb=1")
    assert (whole["Content-Type"], small["Content-Type"]) == ("image/png", "image/jpeg")


def test_file_not_yet_stored_has_no_content(inspector: User, client_of: Clients) -> None:
    client = client_of(inspector)
    file_id = uuid4()
    send(client, file_id, PDF, **{"X-Total-Size": "99"})
    assert client.get(f"/api/v1/files/{file_id}/content").status_code == 404


def test_lost_bytes_are_told_and_not_a_bug(inspector: User, client_of: Clients) -> None:
    client = client_of(inspector)
    file_id = uuid4()
    send(client, file_id, PDF)
    storage.drop(File.objects.everywhere("task").get(uuid=file_id).path)
    answer = client.get(f"/api/v1/files/{file_id}/content")
    assert (answer.status_code, answer.json()["code"]) == (503, "storage_down")
