"""Reduced copies over the wire: seen until the original is here, evidence never."""

import hashlib
from collections.abc import Callable
from uuid import UUID, uuid4

from rest_framework.test import APIClient

from backend import clock, storage
from backend.models import File, User
from backend.services.copies import copy_drop
from backend.services.files import file_announce
from tests.api.test_ground_files import send

Clients = Callable[[User | None], APIClient]
ORIGINAL = b"\xff\xd8\xff\xe1 the camera's own bytes"
SMALL = b"\xff\xd8\xff\xe0 small"


def announced(inspector: User) -> File:
    assert inspector.organ is not None
    return file_announce(
        file_id=uuid4(), owner=("inspection", UUID(int=7)), kind="photo", meta={}, size=len(ORIGINAL),
        sha256=hashlib.sha256(ORIGINAL).hexdigest(), media="image/jpeg", organ_id=inspector.organ.code,
        actor=inspector, now=clock.now(),
    )  # fmt: skip


def give(client: APIClient, file_id: UUID, data: bytes = SMALL) -> "tuple[int, object]":
    answer = client.post(f"/api/v1/files/{file_id}/copy", data, content_type="application/octet-stream")
    return answer.status_code, answer.json()


def look(client: APIClient, file_id: UUID) -> bytes | int:
    answer = client.get(f"/api/v1/files/{file_id}/copy")
    return answer.status_code if answer.status_code != 200 else answer.getvalue()


def test_copy_is_seen_until_the_original_is_here(
    inspector: User, supervisor: User, client_of: Clients
) -> None:
    row, phone, desk = announced(inspector), client_of(inspector), client_of(supervisor)
    assert give(phone, row.uuid) == (200, {"uuid": str(row.uuid), "original": False})
    assert (
        look(desk, row.uuid),
        client_of(inspector).get(f"/api/v1/files/{row.uuid}").json()["complete"],
    ) == (
        SMALL,
        False,
    )
    assert send(phone, row.uuid, ORIGINAL).json()["state"] == "stored"
    kept = File.objects.everywhere("guard").get(pk=row.uuid)
    assert storage.get(kept.path) == ORIGINAL
    for _ in range(2):
        copy_drop(file_id=row.uuid)
    assert (look(desk, row.uuid), give(phone, row.uuid)) == (
        404,
        (200, {"uuid": str(row.uuid), "original": True}),
    )


def test_copy_sent_again_or_another_one_changes_nothing(inspector: User, client_of: Clients) -> None:
    row, phone = announced(inspector), client_of(inspector)
    answers = [give(phone, row.uuid, data)[0] for data in (SMALL, SMALL, SMALL + b"!")]
    assert (answers, look(phone, row.uuid)) == ([200, 200, 200], SMALL)
    assert File.objects.everywhere("guard").count() == 1


def test_copy_of_a_file_nobody_announced_or_of_another_kind_is_refused(
    inspector: User, client_of: Clients
) -> None:
    row, phone = announced(inspector), client_of(inspector)
    assert [give(phone, uuid4())[0], give(phone, row.uuid, b"%PDF-1.7")[0], look(phone, row.uuid)] == [
        404,
        400,
        404,
    ]
