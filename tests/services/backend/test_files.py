"""Files: chunks in order, re-sent, mixed up, broken off; what is acknowledged is stored and whole."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage
from pytest_django import Settings

from backend import clock, storage
from backend.domain.errors import DomainError
from backend.models import Chunk, File, JournalLine, User
from backend.services.files import (
    Announced,
    file_announce,
    file_bytes,
    file_receive,
    files_announce,
    files_sweep,
    parts_sweep,
)
from tests.racing import race

RECORD = UUID("11111111-1111-4111-8111-111111111111")
PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 1200  # 307,203 bytes: two chunks of 256 KB at most
STEP = 200_000


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def send(actor: User, file_id: UUID, offset: int, data: bytes, **more: Any) -> File:
    given: dict[str, Any] = {"total": len(PHOTO), "sha256": sha(PHOTO), "owner": ("inspection", RECORD)}
    return file_receive(
        file_id=file_id, offset=offset, data=data, actor=actor, now=clock.now(), **(given | more)
    )


def announce(actor: User, file_id: UUID, data: bytes = PHOTO, **more: Any) -> File:
    assert actor.organ is not None
    given: dict[str, Any] = {
        "owner": ("inspection", RECORD),
        "kind": "photo",
        "meta": {"item": "NET-01"},
        "sha256": sha(data),
        "size": len(data),
        "media": "image/jpeg",
        "organ_id": actor.organ.code,
    }
    return file_announce(file_id=file_id, actor=actor, now=clock.now(), **(given | more))


def refusal(act: Callable[[], object]) -> tuple[str, dict[str, Any]]:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code, refused.value.data


def parts(file_id: UUID) -> list[str]:
    return storage.names(f"parts/{file_id}") if str(file_id) in storage.folders("parts") else []


def test_announced_file_is_stored_when_its_last_chunk_comes(inspector: User) -> None:
    file_id = announce(inspector, uuid4()).uuid
    first = send(inspector, file_id, 0, PHOTO[:STEP])
    assert (first.state, first.offset, first.stored_at) == ("announced", STEP, None)
    last = send(inspector, file_id, STEP, PHOTO[STEP:])
    assert (last.state, last.offset, last.media_type) == ("stored", len(PHOTO), "image/jpeg")
    assert file_bytes(last) == PHOTO
    assert (parts(file_id), Chunk.objects.everywhere("task").count()) == ([], 0)


def test_storing_is_told_to_the_journal_once(inspector: User) -> None:
    file_id = announce(inspector, uuid4()).uuid
    for _ in range(2):
        send(inspector, file_id, 0, PHOTO[:STEP])
        send(inspector, file_id, STEP, PHOTO[STEP:])
    line = JournalLine.objects.everywhere("task").get(verb="file.store")
    assert (line.noun_id, line.data["sha256"], line.data["owner"]) == (file_id, sha(PHOTO), str(RECORD))


def test_small_file_may_come_in_one_call(inspector: User) -> None:
    data = b"%PDF-" + b"x" * (512 * 1024 - 5)
    row = send(inspector, uuid4(), 0, data, total=len(data), sha256=sha(data))
    assert (row.stored_at is not None, row.media_type) == (True, "application/pdf")


@pytest.mark.parametrize("offset", [1, STEP + 1, 300_000])
def test_wrong_offset_is_answered_with_the_true_one(inspector: User, offset: int) -> None:
    file_id = uuid4()
    send(inspector, file_id, 0, PHOTO[:STEP])
    told = refusal(lambda: send(inspector, file_id, offset, b"xx"))
    assert told == ("wrong_offset", {"offset": STEP, "complete": False})


def test_chunk_sent_again_is_answered_with_the_true_offset(inspector: User) -> None:
    file_id = uuid4()
    send(inspector, file_id, 0, PHOTO[:STEP])
    told = refusal(lambda: send(inspector, file_id, 0, PHOTO[:STEP]))
    assert told == ("wrong_offset", {"offset": STEP, "complete": False})
    assert send(inspector, file_id, STEP, PHOTO[STEP:]).offset == len(PHOTO)


def test_chunk_beyond_the_end_is_refused(inspector: User) -> None:
    file_id = uuid4()
    send(inspector, file_id, 0, PHOTO[:STEP])
    told = refusal(lambda: send(inspector, file_id, STEP, PHOTO[STEP:] + b"x"))
    assert told == ("wrong_offset", {"offset": STEP, "complete": False})


def test_empty_chunk_asks_for_the_offset(inspector: User) -> None:
    file_id = uuid4()
    send(inspector, file_id, 0, PHOTO[:STEP])
    assert send(inspector, file_id, STEP, b"").offset == STEP


def test_stored_file_answers_so_whatever_is_sent(inspector: User) -> None:
    file_id = uuid4()
    send(inspector, file_id, 0, PHOTO[:STEP])
    stored = send(inspector, file_id, STEP, PHOTO[STEP:])
    again = send(inspector, file_id, 0, PHOTO[:STEP])
    assert (again.stored_at, again.offset) == (stored.stored_at, len(PHOTO))


def test_field_25_wrong_bytes_are_dropped_and_the_client_begins_again(inspector: User) -> None:
    file_id = uuid4()
    send(inspector, file_id, 0, PHOTO[:STEP])
    told = refusal(lambda: send(inspector, file_id, STEP, b"\x00" * (len(PHOTO) - STEP)))
    row = File.objects.everywhere("task").get(uuid=file_id)
    assert told == ("hash_mismatch", {"file": str(file_id), "offset": 0})
    assert (row.offset, row.problem, parts(file_id)) == (0, "校验值不符", [])
    send(inspector, file_id, 0, PHOTO[:STEP])
    assert send(inspector, file_id, STEP, PHOTO[STEP:]).problem == ""


def test_other_content_under_the_same_name_is_refused(inspector: User) -> None:
    file_id = uuid4()
    send(inspector, file_id, 0, PHOTO[:STEP])
    assert refusal(lambda: send(inspector, file_id, STEP, b"x", sha256=sha(b"x")))[0] == "content_differs"
    assert refusal(lambda: send(inspector, file_id, STEP, b"x", total=7))[0] == "content_differs"


def test_unannounced_file_is_parked_and_joined_later(inspector: User) -> None:
    file_id = uuid4()
    send(inspector, file_id, 0, PHOTO[:STEP])
    parked = send(inspector, file_id, STEP, PHOTO[STEP:])
    assert (parked.state, parked.stored_at is not None) == ("parked", True)
    joined = announce(inspector, file_id)
    assert (joined.state, joined.kind, joined.meta) == ("stored", "photo", {"item": "NET-01"})


def test_half_parked_file_is_joined_and_goes_on(inspector: User) -> None:
    file_id = uuid4()
    send(inspector, file_id, 0, PHOTO[:STEP])
    assert announce(inspector, file_id).state == "announced"
    assert send(inspector, file_id, STEP, PHOTO[STEP:]).state == "stored"


@pytest.mark.parametrize(
    "other",
    [{"data": b"other"}, {"owner": ("inspection", uuid4())}, {"organ_id": "WH370116"}],
    ids=["content", "record", "organ"],
)
def test_parked_file_is_not_joined_to_something_else(
    inspector: User, stranger: User, other: dict[str, Any]
) -> None:
    file_id = uuid4()
    send(inspector, file_id, 0, PHOTO[:STEP])
    assert refusal(lambda: announce(inspector, file_id, **other))[0] == "content_differs"


def test_manifest_of_any_length_takes_three_queries(inspector: User, django_assert_num_queries: Any) -> None:
    assert inspector.organ is not None
    told = [Announced(uuid4(), "photo", sha(PHOTO), len(PHOTO), "image/jpeg") for _ in range(7)]
    given: dict[str, Any] = {
        "files": told, "owner": ("inspection", RECORD), "organ_id": inspector.organ.code, "actor": inspector,
    }  # fmt: skip
    with django_assert_num_queries(3):
        rows = files_announce(**given, now=clock.now())
    with django_assert_num_queries(1):
        again = files_announce(**given, now=clock.now())
    assert [row.uuid for row in rows] == [row.uuid for row in again] == [one.uuid for one in told]


def test_field_24_colleague_may_finish_an_upload_and_a_stranger_finds_nothing(
    inspector: User, colleague: User, stranger: User
) -> None:
    file_id = uuid4()
    send(inspector, file_id, 0, PHOTO[:STEP])
    assert refusal(lambda: send(stranger, file_id, STEP, PHOTO[STEP:]))[0] == "not_found"
    assert send(colleague, file_id, STEP, PHOTO[STEP:]).stored_at is not None


def test_field_23_chunk_and_file_have_their_limits(inspector: User) -> None:
    big = b"x" * (256 * 1024 + 1)
    told = refusal(lambda: send(inspector, uuid4(), 0, big, total=10**6))
    assert told == ("chunk_too_big", {"limit": 256 * 1024})
    told = refusal(lambda: send(inspector, uuid4(), 0, b"x", total=31 * 1024**2))
    assert told == ("file_too_big", {"limit_mb": 30})
    assert File.objects.everywhere("task").count() == 0


def test_field_23_quota_counts_what_was_begun_or_stored(inspector: User, settings: Settings) -> None:
    settings.USER_QUOTA_BYTES = len(PHOTO) + 10
    announce(inspector, uuid4())  # announced alone takes no room
    first = uuid4()
    send(inspector, first, 0, PHOTO[:STEP])
    told = refusal(lambda: send(inspector, uuid4(), 0, b"x" * 11, total=11, sha256=sha(b"x" * 11)))
    assert told == ("quota_full", {"used": len(PHOTO), "limit": len(PHOTO) + 10})
    assert send(inspector, first, STEP, PHOTO[STEP:]).stored_at is not None, "what was begun may end"
    assert send(inspector, uuid4(), 0, b"x" * 10, total=10, sha256=sha(b"x" * 10)).stored_at


def _break_storage(monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(default_storage._wrapped), method, away)  # type: ignore[attr-defined] # lazy


def test_storage_that_is_away_is_told_and_nothing_moves(
    inspector: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_id = uuid4()
    send(inspector, file_id, 0, PHOTO[:STEP])
    with monkeypatch.context() as broken:
        _break_storage(broken, "save")
        assert refusal(lambda: send(inspector, file_id, STEP, PHOTO[STEP:]))[0] == "storage_down"
    assert File.objects.everywhere("task").get(uuid=file_id).offset == STEP
    assert send(inspector, file_id, STEP, PHOTO[STEP:]).stored_at is not None


def test_crash_before_the_content_is_written_is_made_good_by_any_chunk(
    inspector: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_id = announce(inspector, uuid4()).uuid
    send(inspector, file_id, 0, PHOTO[:STEP])
    with monkeypatch.context() as broken:
        _break_storage(broken, "open")  # the last part is in, then the storage goes away
        assert refusal(lambda: send(inspector, file_id, STEP, PHOTO[STEP:]))[0] == "storage_down"
    waiting = File.objects.everywhere("task").get(uuid=file_id)
    assert (waiting.offset, waiting.stored_at) == (len(PHOTO), None)
    assert send(inspector, file_id, len(PHOTO), b"").state == "stored"


def test_parts_that_were_lost_make_the_client_begin_again(inspector: User) -> None:
    file_id = uuid4()
    send(inspector, file_id, 0, PHOTO[:STEP])
    for path in parts(file_id):
        storage.drop(path)
    assert refusal(lambda: send(inspector, file_id, STEP, PHOTO[STEP:]))[0] == "hash_mismatch"
    assert File.objects.everywhere("task").get(uuid=file_id).offset == 0


def test_same_bytes_twice_are_kept_once(inspector: User, colleague: User) -> None:
    rows = []
    for actor in (inspector, colleague):
        file_id = uuid4()
        send(actor, file_id, 0, PHOTO[:STEP])
        rows.append(send(actor, file_id, STEP, PHOTO[STEP:]))
    assert rows[0].path == rows[1].path == f"sha256/{sha(PHOTO)[:2]}/{sha(PHOTO)}"
    assert file_bytes(rows[1]) == PHOTO


def test_damaged_copy_is_written_anew(inspector: User) -> None:
    file_id = uuid4()
    send(inspector, file_id, 0, PHOTO[:STEP])
    row = send(inspector, file_id, STEP, PHOTO[STEP:])
    storage.put(row.path, PHOTO[:-1])
    other = uuid4()
    send(inspector, other, 0, PHOTO[:STEP])
    send(inspector, other, STEP, PHOTO[STEP:])
    assert file_bytes(row) == PHOTO


def test_empty_file_is_a_file(inspector: User) -> None:
    for _ in range(2):
        row = send(inspector, RECORD, 0, b"", total=0, sha256=sha(b""))
    assert (row.stored_at is not None, file_bytes(row)) == (True, b"")


def test_person_without_organ_uploads_nothing(inspector: User) -> None:
    inspector.organ = None
    assert refusal(lambda: send(inspector, uuid4(), 0, b"x"))[0] == "not_allowed"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_twin_chunks_are_taken_once(inspector: User, turn: int) -> None:
    file_id = announce(inspector, uuid4()).uuid
    send(inspector, file_id, 0, PHOTO[:STEP])
    last = lambda: send(inspector, file_id, STEP, PHOTO[STEP:]).state  # noqa: E731 one act for many threads
    said = race(last, last, last, last)
    assert set(said) <= {"stored", "announced", "wrong_offset"}
    assert send(inspector, file_id, len(PHOTO), b"").state == "stored"
    assert file_bytes(File.objects.everywhere("task").get(uuid=file_id)) == PHOTO
    assert JournalLine.objects.everywhere("task").filter(verb="file.store").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_racers_with_other_bytes_do_not_spoil_the_winner(inspector: User, turn: int) -> None:
    file_id = announce(inspector, uuid4()).uuid
    race(*[lambda size=size: send(inspector, file_id, 0, PHOTO[:size]).offset for size in (STEP, 150_000)])
    offset = File.objects.everywhere("task").get(uuid=file_id).offset
    assert offset in (STEP, 150_000)
    assert len(parts(file_id)) == 1, "the loser's part is gone"
    assert send(inspector, file_id, offset, PHOTO[offset:]).state == "stored"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_announcement_and_last_chunk_at_once_store_the_file(inspector: User, turn: int) -> None:
    file_id = uuid4()
    send(inspector, file_id, 0, PHOTO[:STEP])
    race(
        lambda: announce(inspector, file_id).state,
        lambda: send(inspector, file_id, STEP, PHOTO[STEP:]).state,
    )
    assert File.objects.everywhere("task").get(uuid=file_id).state == "stored"


@pytest.mark.django_db(transaction=True)
def test_first_chunks_of_an_unknown_file_at_once_park_it_once(inspector: User) -> None:
    file_id = uuid4()
    race(*[lambda: send(inspector, file_id, 0, PHOTO[:STEP]).offset] * 4)
    assert File.objects.everywhere("task").count() == 1
    assert send(inspector, file_id, STEP, PHOTO[STEP:]).stored_at is not None


def test_field_24_upload_abandoned_for_thirty_days_begins_again(inspector: User) -> None:
    old, young = uuid4(), uuid4()
    send(inspector, old, 0, PHOTO[:STEP])
    with clock.at(clock.now() + timedelta(days=20)):
        send(inspector, young, 0, PHOTO[:STEP])
    with clock.at(clock.now() + timedelta(days=31)):
        assert files_sweep(now=clock.now()) == 1
    rows = {row.uuid: (row.offset, row.problem) for row in File.objects.everywhere("task")}
    assert rows == {old: (0, "上传中断超过 30 天"), young: (STEP, "")}
    assert (parts(old), len(parts(young))) == ([], 1)


def test_parts_no_row_knows_are_removed_after_a_day(inspector: User) -> None:
    file_id = uuid4()
    send(inspector, file_id, 0, PHOTO[:STEP])
    stray = f"parts/{file_id}/0-left"
    storage.put(stray, b"left by a crash")
    kept = [path for path in parts(file_id) if path != stray]
    from datetime import UTC, datetime

    real = datetime.now(UTC)  # the storage's own clock
    assert parts_sweep(now=real) == 0
    assert parts_sweep(now=real + timedelta(days=1, minutes=1)) >= 1
    assert parts(file_id) == kept


@pytest.mark.s3
def test_object_that_goes_between_opening_and_reading_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a twin's part does when the other has stored the whole: nobody is told that the storage is down."""
    opened = default_storage.open

    def open_and_lose(path: str, mode: str) -> Any:
        file = opened(path, mode)
        default_storage.delete(path)
        return file

    storage.put("parts/one", PHOTO)
    monkeypatch.setattr(default_storage, "open", open_and_lose)
    with pytest.raises(FileNotFoundError):
        storage.get("parts/one")
