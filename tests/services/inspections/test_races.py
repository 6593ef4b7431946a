"""Real threads against the real database: one wins, nobody is told a falsehood."""

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections
from rest_framework.test import APIClient

from backend import clock
from backend.domain.errors import DomainError
from backend.models import File, User
from inspections.domain.evidence import canonical
from inspections.models import Answer, Inspection, InspectionVersion, Irregularity
from inspections.services.reviewing import inspection_accept, inspection_return
from tests.cast import user_of
from tests.factories_inspections import (
    Scene,
    body_of,
    clean_body,
    record_make,
    scene_make,
    send,
    signed_off,
    upload,
)

pytestmark = pytest.mark.django_db(transaction=True)
Clients = Callable[[User | None], APIClient]
RECORD = UUID("6f1d2c1e-0000-4000-8000-000000000001")
RACERS = 4


@pytest.fixture
def scene(transactional_db: None, inspector: User, colleague: User, leader: User) -> Iterator[Scene]:
    assert inspector.organ is not None
    yield scene_make(inspector.organ, inspector, colleague, leader=leader)


def race_processes(*runners: Callable[[], tuple[int, str]]) -> list[tuple[int, str]]:
    """Each in a process of its own with its own connection, all let go at one moment."""
    ground = multiprocessing.get_context("fork")
    gate, told = ground.Barrier(len(runners)), ground.SimpleQueue()
    connections.close_all()

    def run(runner: Callable[[], tuple[int, str]]) -> None:
        try:
            gate.wait(30)
            told.put(runner())
        except BaseException as error:
            told.put((0, repr(error)))
        finally:
            connections.close_all()

    children = [ground.Process(target=run, args=(runner,)) for runner in runners]
    for child in children:
        child.start()
    said = [told.get() for _ in children]
    for child in children:
        child.join(30)
    return said


def race(*runners: Callable[[], object]) -> list[object]:
    """Start all at one moment; what each returned or raised, in their order."""
    gate = threading.Barrier(len(runners))
    results: list[object] = [None] * len(runners)

    def run(n: int) -> None:
        try:
            gate.wait(10)
            results[n] = runners[n]()
        except Exception as error:
            results[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(runners))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_field_03_same_record_from_several_senders_at_once_is_one_row(
    scene: Scene, client_of: Clients
) -> None:
    body = body_of(scene)
    clients = [client_of(scene.inspector) for _ in range(RACERS)]
    answers = race(*(lambda c=client: send(c, RECORD, body) for client in clients))
    statuses = sorted(answer.status_code for answer in answers)  # type: ignore[attr-defined]
    assert statuses == [200] * (RACERS - 1) + [201]
    assert len({answer.content for answer in answers}) == 1  # type: ignore[attr-defined]
    assert Inspection.objects.everywhere("guard").count() == 1
    assert InspectionVersion.objects.everywhere("guard").count() == 1
    assert Answer.objects.everywhere("guard").count() == 2
    assert File.objects.everywhere("guard").count() == 2


def test_field_03_different_contents_at_once_store_one_and_keep_the_other(
    scene: Scene, client_of: Clients
) -> None:
    bodies = [body_of(scene, statement=f"第{n}份") for n in range(RACERS)]
    clients = [client_of(scene.inspector) for _ in bodies]
    answers = race(*(lambda c=c, b=b: send(c, RECORD, b) for c, b in zip(clients, bodies, strict=True)))
    outcomes = sorted((a.status_code, a.json().get("code")) for a in answers)  # type: ignore[attr-defined]
    assert outcomes == [(201, None)] + [(409, "content_differs")] * (RACERS - 1)
    kept = InspectionVersion.objects.everywhere("guard").values_list("kept", flat=True)
    assert sorted(kept) == ["content_differs"] * (RACERS - 1) + ["stored"]


def test_field_03_two_processes_at_the_same_instant_make_one_row(scene: Scene, client_of: Clients) -> None:
    body = body_of(scene)
    clients = [client_of(scene.inspector) for _ in range(2)]
    said = race_processes(*(lambda c=client: _told(send(c, RECORD, body)) for client in clients))
    assert sorted(status for status, _ in said) == [200, 201]
    assert len({answer for _, answer in said}) == 1
    assert not any("撤" in answer or "删" in answer for _, answer in said)
    rows = (Inspection, InspectionVersion, File)
    assert [model.objects.everywhere("guard").count() for model in rows] == [1, 1, 2]


def _told(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.content.decode()


def test_field_17_record_and_its_next_revision_at_once_are_one_row_and_both_kept(
    scene: Scene, client_of: Clients
) -> None:
    clients = [client_of(scene.inspector) for _ in range(2)]
    bodies = [body_of(scene), body_of(scene, rev=2, statement="改正后的现场情况")]
    said = race(*(lambda c=c, b=b: send(c, RECORD, b) for c, b in zip(clients, bodies, strict=True)))
    outcome = tuple((a.status_code, a.json().get("code")) for a in said)  # type: ignore[attr-defined]
    assert outcome in [((201, None), (409, "move_not_open")), ((409, "stale_rev"), (201, None))]
    row = Inspection.objects.everywhere("guard").get()
    kept = InspectionVersion.objects.everywhere("guard").order_by("rev").values_list("rev", "kept")
    first = row.rev == 1
    assert list(kept) == [(1, "stored" if first else "stale_rev"), (2, "not_returned" if first else "stored")]
    assert Answer.objects.everywhere("guard").filter(inspection=row).count() == 2
    assert row.statement == bodies[row.rev - 1]["statement"]


def test_field_22_burst_is_taken_whole_and_leaves_nothing_open(
    scene: Scene, client_of: Clients, leader: User
) -> None:
    from backend.models import Delivery
    from backend.tasks import sweep

    assert scene.inspector.organ is not None
    people = (scene.inspector.organ, scene.inspector, scene.colleague)
    scenes = [scene_make(*people, leader=leader) for _ in range(3 * RACERS)]
    bodies = {UUID(int=n): signed_off(clean_body(one)) for n, one in enumerate(scenes, start=1)}
    shares = [list(bodies.items())[n::RACERS] for n in range(RACERS)]
    clients = [client_of(scene.inspector) for _ in shares]

    said = race(
        *(
            lambda c=client, s=share: [send(c, uuid, body).status_code for uuid, body in s]
            for client, share in zip(clients, shares, strict=True)
        )
    )
    while sweep():  # what follows a record may have followers of its own
        continue

    assert said == [[201] * 3] * RACERS
    stored = InspectionVersion.objects.everywhere("guard").values_list("inspection", "body")
    sent = {
        uuid: canonical({k: v for k, v in body.items() if k != "digest"}) for uuid, body in bodies.items()
    }
    assert dict(stored) == sent
    assert set(Delivery.objects.everywhere("guard").values_list("state", flat=True)) == {"done"}
    visitor = APIClient()
    visitor.cookies["csrftoken"] = visitor.get("/api/v1/session").json()["csrf"]
    login = {"username": "inspector", "password": "Wenxun-2026"}
    answer = visitor.post("/api/v1/session", login, format="json")
    assert (answer.status_code, answer.json()["user"]["name"]) == (200, scene.inspector.name)


def test_two_records_of_one_visit_at_once_are_both_stored_and_one_is_marked(
    scene: Scene, client_of: Clients
) -> None:
    ids = [UUID(int=n) for n in (1, 2)]
    clients = [client_of(scene.inspector), client_of(scene.colleague)]
    answers = race(
        *(lambda c=c, i=i: send(c, i, clean_body(scene)) for c, i in zip(clients, ids, strict=True))
    )
    assert [answer.status_code for answer in answers] == [201, 201]  # type: ignore[attr-defined]
    marks = Irregularity.objects.everywhere("guard").values_list("code", flat=True)
    assert list(marks) == ["second_record"]


def test_photo_and_record_at_once_end_joined(scene: Scene, client_of: Clients) -> None:
    phone = client_of(scene.inspector)
    body = body_of(scene, photos=1)
    results = race(lambda: send(phone, RECORD, body), lambda: upload(RECORD, 1, scene.inspector))
    assert (results[0].status_code, results[1]) == (201, None)  # type: ignore[attr-defined]
    again = send(phone, RECORD, body)
    assert (again.status_code, again.json()["missing"]) == (200, [])
    assert File.objects.everywhere("guard").get().state == "stored"


def test_of_four_reviewers_one_accepts(scene: Scene) -> None:
    assert scene.inspector.organ is not None
    row = record_make(scene)
    people = [user_of(scene.inspector.organ, f"boss{n}", f"主管{n}", "supervisor") for n in range(RACERS)]
    results = race(
        *(
            lambda p=person: inspection_accept(inspection_id=row.pk, actor=p, now=clock.now())
            for person in people
        )
    )
    refused = [one.code for one in results if isinstance(one, DomainError)]
    assert len(refused) == RACERS - 1
    assert set(refused) <= {"move_not_open", "conflict"}
    row.refresh_from_db()
    assert row.state == "accepted"


def test_two_records_of_one_visit_are_not_both_accepted(scene: Scene, supervisor: User) -> None:
    from inspections.services.reviewing import inspection_settle

    assert scene.inspector.organ is not None
    rows = [record_make(scene), record_make(scene)]
    for fault in Irregularity.objects.everywhere("guard").all():
        inspection_settle(
            inspection_id=fault.inspection_id,
            irregularity=fault.pk,
            counts=True,
            reason="核实",
            actor=supervisor,
            now=clock.now(),
        )
    results = race(
        *(
            lambda r=row: inspection_accept(inspection_id=r.pk, actor=supervisor, now=clock.now())
            for row in rows
        )
    )
    refused = [one.code for one in results if isinstance(one, DomainError)]
    assert len(refused) == 1
    assert refused[0] in {"facts_missing", "conflict"}
    states = Inspection.objects.everywhere("guard").values_list("state", flat=True)
    assert sorted(states) == ["accepted", "submitted"]


def test_returned_while_it_is_sent_again_loses_nothing(
    scene: Scene, supervisor: User, client_of: Clients
) -> None:
    row = record_make(scene)
    phone = client_of(scene.inspector)
    results = race(
        lambda: inspection_return(inspection_id=row.pk, reason="补充", actor=supervisor, now=clock.now()),
        lambda: send(phone, row.pk, clean_body(scene, rev=2)),
    )
    row.refresh_from_db()
    status = results[1].status_code  # type: ignore[attr-defined]
    assert (status, row.state, row.rev) in [(201, "submitted", 2), (409, "returned", 1)]
    assert InspectionVersion.objects.everywhere("guard").filter(inspection=row).count() == 2
