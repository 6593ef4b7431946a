"""What the server owes the phone: once, whole, and never a false success (scenarios of field work)."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend import clock
from backend.models import File, Grant, User
from inspections.domain.evidence import text_digest
from inspections.models import (
    Answer,
    Finding,
    Inspection,
    InspectionVersion,
    Irregularity,
    Signature,
    SpoiltPayload,
)
from inspections.services.publishing import inspection_withdraw
from inspections.services.reviewing import inspection_return
from registry.models import Officer
from tests.cast import Cast
from tests.factories_inspections import (
    Scene,
    body_of,
    clean_body,
    form_make,
    photo_bytes,
    photo_told,
    record_make,
    scene_of,
    send,
    signed_off,
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


def counted() -> dict[str, int]:
    """How many rows of everything a record is made of."""
    models: tuple[Any, ...] = (Inspection, InspectionVersion, Answer, Finding, Signature, Irregularity, File)
    return {model.__name__: model.objects.everywhere("guard").count() for model in models}


def stored() -> Inspection:
    return Inspection.objects.everywhere("guard").get(pk=RECORD)


def faults() -> list[tuple[str, str]]:
    rows = Irregularity.objects.everywhere("guard").filter(inspection=RECORD, current=True)
    return [(row.rule, row.code) for row in rows]


def test_new_record_is_stored_whole(scene: Scene, phone: APIClient) -> None:
    body = signed_off(body_of(scene))
    answer = send(phone, RECORD, body)
    assert answer.status_code == 201
    assert counted() == {
        "Inspection": 1,
        "InspectionVersion": 1,
        "Answer": 2,
        "Finding": 1,
        "Signature": 3,
        "Irregularity": 0,
        "File": 2,
    }
    row = stored()
    assert (row.state, row.rev, row.digest, row.result_codes) == ("submitted", 1, body["digest"], ["A"])
    version = InspectionVersion.objects.everywhere("guard").get()
    assert text_digest(version.body) == body["digest"]
    scene.visit.refresh_from_db()
    assert (scene.visit.state, scene.visit.finished_on, scene.visit.counts_to_cap) == (
        "finished",
        row.finished_on,
        True,
    )


def test_receipt_names_the_photos_still_to_come(scene: Scene, phone: APIClient) -> None:
    body = signed_off(body_of(scene))
    answer = send(phone, RECORD, body).json()
    receipt = answer["receipt"]
    assert (receipt["uuid"], receipt["rev"], receipt["digest"], receipt["photos"]) == (
        str(RECORD),
        1,
        body["digest"],
        2,
    )
    assert (len(receipt["signature"]), len(receipt["key"]), len(receipt["files"])) == (128, 16, 64)
    assert answer["missing"] == [photo["id"] for photo in body["photos"]]
    assert (answer["state"], answer["irregularities"]) == ("submitted", [])


def test_field_01_same_record_twice_is_one_row_and_the_same_receipt(scene: Scene, phone: APIClient) -> None:
    body = body_of(scene)
    first = send(phone, RECORD, body)
    before = counted()
    second = send(phone, RECORD, body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()
    assert counted() == before


def test_field_02_same_revision_with_other_content_is_refused_and_both_are_kept(
    scene: Scene, phone: APIClient
) -> None:
    body = signed_off(body_of(scene))
    send(phone, RECORD, body)
    other = signed_off(body_of(scene, statement="另一份"))
    answer = send(phone, RECORD, other)
    assert (answer.status_code, answer.json()["code"]) == (409, "content_differs")
    assert stored().digest == body["digest"]
    kept = InspectionVersion.objects.everywhere("guard").order_by("pk").values_list("digest", "kept")
    assert list(kept) == [(body["digest"], "stored"), (other["digest"], "content_differs")]


def test_field_02_content_kept_beside_is_kept_once(scene: Scene, phone: APIClient) -> None:
    send(phone, RECORD, body_of(scene))
    other = body_of(scene, statement="另一份")
    assert [send(phone, RECORD, other).status_code for _ in range(2)] == [409, 409]
    assert InspectionVersion.objects.everywhere("guard").count() == 2


def test_field_04_photo_that_comes_after_its_record_joins_it(scene: Scene, phone: APIClient) -> None:
    body = body_of(scene)
    send(phone, RECORD, body)
    upload(RECORD, 1, scene.inspector)
    answer = send(phone, RECORD, body)
    assert (answer.status_code, answer.json()["missing"]) == (200, [body["photos"][1]["id"]])
    assert counted()["Inspection"] == 1


def chunk(phone: APIClient, photo: UUID, data: bytes, *, sha256: str = "", total: int = 0) -> Any:
    return phone.post(
        f"/api/v1/files/{photo}/chunks?offset=0",
        data,
        content_type="application/octet-stream",
        headers={
            "X-Total-Size": str(total or len(data)),
            "X-Sha256": sha256 or hashlib.sha256(data).hexdigest(),
            "X-Owner": f"inspection:{RECORD}",
        },
    )


def test_field_05_same_photo_again_is_welcome_and_other_bytes_are_refused(
    scene: Scene, phone: APIClient
) -> None:
    send(phone, RECORD, body_of(scene, photos=1, **_about_one(scene)))
    photo = UUID(photo_told(1)["id"])
    assert [chunk(phone, photo, photo_bytes(1)).status_code for _ in range(2)] == [200, 200]
    other = chunk(phone, photo, photo_bytes(2))
    assert (other.status_code, other.json()["code"]) == (409, "content_differs")
    row = File.objects.everywhere("guard").get(pk=photo)
    assert (row.state, row.sha256) == ("stored", hashlib.sha256(photo_bytes(1)).hexdigest())


def _about_one(scene: Scene) -> dict[str, Any]:
    return {"answers": body_of(scene, photos=1)["answers"]}


def test_field_05_record_that_announces_other_bytes_is_stored_and_marked(
    scene: Scene, phone: APIClient
) -> None:
    upload(RECORD, 1, scene.inspector)
    told = photo_told(1, sha256="0" * 64)
    answer = send(phone, RECORD, body_of(scene, photos=0) | {"photos": [told]})
    assert answer.status_code == 201
    assert answer.json()["missing"] == [told["id"]]
    assert ("V39", "photo_differs") in faults()
    row = File.objects.everywhere("guard").get(pk=told["id"])
    assert row.sha256 == hashlib.sha256(photo_bytes(1)).hexdigest()


def test_field_06_photo_nobody_announced_is_parked_and_joined_by_its_record(
    scene: Scene, phone: APIClient
) -> None:
    photo = UUID(photo_told(1)["id"])
    assert chunk(phone, photo, photo_bytes(1)).status_code == 202
    body = body_of(scene, photos=1)
    answer = send(phone, RECORD, body)
    assert (answer.status_code, answer.json()["missing"]) == (201, [])
    row = File.objects.everywhere("guard").get(pk=photo)
    assert (row.state, row.kind, row.name) == ("stored", "photo", "照片1.jpg")


def test_field_06_photo_parked_after_its_record_is_joined_by_the_next_sending(
    scene: Scene, phone: APIClient
) -> None:
    body = body_of(scene, photos=1)
    send(phone, RECORD, body)
    File.objects.everywhere("guard").filter(noun_id=RECORD).update(state="parked")
    answer = send(phone, RECORD, body)
    assert answer.status_code == 200
    assert File.objects.everywhere("guard").get(noun_id=RECORD).state == "announced"


def test_field_07_server_lists_the_one_photo_of_three_that_is_missing(scene: Scene, phone: APIClient) -> None:
    body = body_of(scene, photos=3)
    send(phone, RECORD, body)
    upload(RECORD, 1, scene.inspector)
    upload(RECORD, 3, scene.inspector)
    assert send(phone, RECORD, body).json()["missing"] == [body["photos"][1]["id"]]


def test_field_08_identical_photos_and_a_photo_used_twice_do_not_fail(scene: Scene, phone: APIClient) -> None:
    one = photo_told(1)
    twin = {**one, "id": str(uuid4())}
    answers = [
        {"item": "NET-01", "conforms": False, "note": "", "photos": [one["id"]]},
        {"item": "NET-02", "conforms": False, "note": "", "photos": [one["id"], twin["id"], one["id"]]},
    ]
    answer = send(phone, RECORD, body_of(scene, answers=answers) | {"photos": [one, twin, one]})
    assert (answer.status_code, answer.json()["missing"]) == (201, [one["id"], twin["id"]])
    assert faults() == []


NAMES = [
    "现场照片（正门）－零宽\u200b与\u2060不可见\ufeff字符.jpg",
    "\u202egpj.照片",
    "长" * 3000 + ".jpg",
    "😀𠮷野家.heic",
]


@pytest.mark.parametrize("name", NAMES)
def test_field_09_strange_and_very_long_names_survive(scene: Scene, phone: APIClient, name: str) -> None:
    told = photo_told(1, name=name)
    answer = send(phone, RECORD, body_of(scene, photos=1) | {"photos": [told]})
    assert answer.status_code == 201
    row = File.objects.everywhere("guard").get()
    assert (row.meta["name"], row.name) == (name, name[:300])


BROKEN = {
    "multipart without boundary": ("multipart/form-data", b"--x\r\nabc"),
    "multipart cut off": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-da"),
    "multipart with a bad part header": (
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition\x00: nonsense\r\n\r\nabc\r\n--x--\r\n",
    ),
    "a form": ("application/x-www-form-urlencoded", b"a=1"),
    "JSON cut off": ("application/json", b'{"rev": 1, "answers": ['),
    "nothing": ("application/json", b""),
    "bad UTF-8": ("application/json", b'{"rev": "\xff"}'),
    "a list": ("application/json", b"[]"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_field_10_broken_body_is_a_clean_400(phone: APIClient, case: str) -> None:
    kind, raw = BROKEN[case]
    answer = phone.generic("POST", f"/api/v1/inspections/{RECORD}", raw, content_type=kind)  # type: ignore[arg-type] # bytes are what is sent
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert counted()["Inspection"] == 0


def test_field_12_record_an_official_withdrew_is_refused_and_not_revived(
    scene: Scene, phone: APIClient, supervisor: User
) -> None:
    body = body_of(scene)
    send(phone, RECORD, body)
    inspection_withdraw(inspection_id=RECORD, reason="重复录入", actor=supervisor, now=clock.now())
    before = counted()
    again = send(phone, RECORD, body)
    changed = send(phone, RECORD, {**body, "rev": 2})
    assert [(one.status_code, one.json()["code"]) for one in (again, changed)] == [
        (410, "record_removed")
    ] * 2
    assert stored().state == "withdrawn"
    assert counted() == {**before, "InspectionVersion": before["InspectionVersion"] + 1}


def test_field_13_v10_draft_of_the_former_form_is_regular(scene: Scene, phone: APIClient) -> None:
    body = body_of(scene)
    form_make("2026.09.15-newform0", clock.now() + timedelta(minutes=1))
    assert send(phone, RECORD, body).status_code == 201
    assert faults() == []


def test_field_13_v10_form_replaced_before_the_check_is_stored_and_marked(
    scene: Scene, phone: APIClient
) -> None:
    form_make("2026.09.10-newform0", clock.now() - timedelta(days=5))
    assert send(phone, RECORD, body_of(scene)).status_code == 201
    assert faults() == [("V10", "form_outdated")]


def test_field_14_officer_who_was_replaced_still_delivers(
    cast: Cast, scene: Scene, phone: APIClient, client_of: Clients
) -> None:
    scene.visit.team.filter(officer=scene.lin).update(ended_at=clock.now())
    body = body_of(scene, photos=1)
    answer = send(phone, RECORD, body)
    assert answer.status_code == 201
    assert faults() == [("V03", "visit_reassigned")]
    assert chunk(phone, UUID(body["photos"][0]["id"]), photo_bytes(1)).status_code == 200
    shown = client_of(cast.supervisor).get(f"/api/v1/inspections/{RECORD}").json()
    assert [one["code"] for one in shown["faults"]] == ["visit_reassigned"]
    assert [one["state"] for one in shown["photo_list"]] == ["stored"]


def test_field_14_officer_who_lost_his_role_still_delivers(scene: Scene, phone: APIClient) -> None:
    Grant.objects.everywhere("loader").filter(user=scene.inspector).update(role="legal_reviewer")
    assert send(phone, RECORD, body_of(scene)).status_code == 201
    assert faults() == [("V01", "submitter_not_officer")]


def test_field_14_officer_who_was_never_in_the_team_is_marked(
    cast: Cast, scene: Scene, client_of: Clients
) -> None:
    from tests.cast import user_of
    from tests.factories_scheduling import officer_make

    guest = user_of(cast.organ, "guest", "贺平", "inspector")
    officer_make(cast.organ, "37011700000009", user=guest)
    assert send(client_of(guest), RECORD, body_of(scene)).status_code == 201
    assert faults() == [("V03", "officer_not_assigned")]


def test_field_14_nobody_else_writes_the_record(
    cast: Cast, scene: Scene, phone: APIClient, client_of: Clients
) -> None:
    from tests.cast import user_of

    guest = client_of(user_of(cast.organ, "guest", "贺平", "inspector"))
    body = signed_off(body_of(scene))
    send(phone, RECORD, body)
    inspection_return(inspection_id=RECORD, reason="补照片", actor=cast.supervisor, now=clock.now())
    answer = send(guest, RECORD, body_of(scene, rev=2, statement="他人所写"))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert (stored().rev, stored().digest) == (1, body["digest"])


def test_field_14_stranger_sees_and_writes_nothing(scene: Scene, stranger: User, client_of: Clients) -> None:
    answer = send(client_of(stranger), RECORD, body_of(scene))
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert counted()["Inspection"] == 0
    assert SpoiltPayload.objects.everywhere("guard").count() == 1


def test_field_14_stranger_does_not_reach_a_stored_record(
    scene: Scene, phone: APIClient, stranger: User, client_of: Clients
) -> None:
    send(phone, RECORD, body_of(scene))
    before = counted()
    assert send(client_of(stranger), RECORD, body_of(scene, rev=2)).status_code == 404
    assert client_of(stranger).get(f"/api/v1/inspections/{RECORD}").status_code == 404
    assert counted() == before


def test_field_14_officer_who_moved_to_another_district_still_delivers(
    scene: Scene, phone: APIClient, stranger: User
) -> None:
    User.objects.everywhere("loader").filter(pk=scene.inspector.pk).update(organ=stranger.organ)
    assert send(phone, RECORD, body_of(scene)).status_code == 201
    assert stored().organ_id == scene.visit.organ_id


def test_supervisor_sends_the_record_of_an_officer_whose_phone_is_broken(
    cast: Cast, scene: Scene, phone: APIClient, client_of: Clients
) -> None:
    boss, body = client_of(cast.supervisor), body_of(scene, photos=1)
    first = send(boss, RECORD, body)
    photo = chunk(boss, UUID(body["photos"][0]["id"]), photo_bytes(1))
    again = send(phone, RECORD, body)
    assert (first.status_code, photo.json()["complete"], again.status_code) == (201, True, 200)
    assert again.json()["receipt"] == first.json()["receipt"]
    assert faults() == [("V01", "relayed")]
    assert stored().versions.get().sent_by_id == cast.supervisor.pk


def test_supervisor_sends_again_what_the_officer_had_sent(
    scene: Scene, phone: APIClient, cast: Cast, client_of: Clients
) -> None:
    body = body_of(scene)
    send(phone, RECORD, body)
    assert send(client_of(cast.supervisor), RECORD, body).status_code == 200
    assert faults() == []


def test_person_without_the_role_who_was_never_there_is_refused(
    cast: Cast, scene: Scene, client_of: Clients
) -> None:
    answer = send(client_of(cast.leader), RECORD, body_of(scene))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert counted()["Inspection"] == 0


def test_nobody_is_asked_to_sign_in(scene: Scene, client_of: Clients) -> None:
    answer = send(client_of(None), RECORD, body_of(scene))
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed")


# revisions ---------------------------------------------------------------------------------------
def test_returned_record_takes_a_higher_revision(scene: Scene, phone: APIClient, supervisor: User) -> None:
    send(phone, RECORD, body_of(scene))
    inspection_return(inspection_id=RECORD, reason="第二项请改正", actor=supervisor, now=clock.now())
    finding = Finding.objects.everywhere("guard").get()
    second = signed_off(clean_body(scene, rev=2))
    answer = send(phone, RECORD, second)
    assert (answer.status_code, answer.json()["receipt"]["rev"], answer.json()["missing"]) == (201, 2, [])
    row = stored()
    assert (row.state, row.rev, row.digest, row.photos) == ("submitted", 2, second["digest"], [])
    assert list(row.answers.values_list("item", "conforms")) == [("NET-01", True), ("NET-02", True)]
    finding.refresh_from_db()
    assert finding.current is False


def test_finding_keeps_its_name_over_revisions(scene: Scene, phone: APIClient, supervisor: User) -> None:
    send(phone, RECORD, body_of(scene))
    inspection_return(inspection_id=RECORD, reason="写清位置", actor=supervisor, now=clock.now())
    finding = Finding.objects.everywhere("guard").get()
    answers = body_of(scene)["answers"]
    answers[1]["note"] = "正门右侧"
    assert send(phone, RECORD, body_of(scene, rev=2, answers=answers)).status_code == 201
    again = Finding.objects.everywhere("guard").get()
    assert (again.pk, again.note, again.current) == (finding.pk, "正门右侧", True)


def test_late_twin_of_a_former_revision_gets_its_own_receipt(
    scene: Scene, phone: APIClient, supervisor: User
) -> None:
    body = body_of(scene)
    first = send(phone, RECORD, body).json()["receipt"]
    inspection_return(inspection_id=RECORD, reason="补充", actor=supervisor, now=clock.now())
    send(phone, RECORD, body_of(scene, rev=2))
    late = send(phone, RECORD, body)
    assert (late.status_code, late.json()["receipt"]) == (200, first)


def test_lower_revision_nobody_knows_is_stale_and_kept(
    scene: Scene, phone: APIClient, supervisor: User
) -> None:
    send(phone, RECORD, body_of(scene, rev=3))
    answer = send(phone, RECORD, body_of(scene, rev=2))
    assert (answer.status_code, answer.json()["code"], answer.json()["data"]) == (
        409,
        "stale_rev",
        {"rev": 3},
    )
    assert InspectionVersion.objects.everywhere("guard").filter(kept="stale_rev").count() == 1


def test_higher_revision_is_refused_unless_the_record_was_returned(scene: Scene, phone: APIClient) -> None:
    send(phone, RECORD, body_of(scene))
    answer = send(phone, RECORD, body_of(scene, rev=2))
    assert (answer.status_code, answer.json()["code"]) == (409, "move_not_open")
    assert (stored().rev, stored().state) == (1, "submitted")
    assert InspectionVersion.objects.everywhere("guard").filter(kept="not_returned").count() == 1


def test_settled_irregularity_stays_settled_in_the_next_revision(
    cast: Cast, scene: Scene, phone: APIClient
) -> None:
    from inspections.services.reviewing import inspection_settle

    send(phone, RECORD, body_of(scene, scan=None, result_codes=["1"]))
    assert faults() == [("V07", "code_1_with_findings"), ("V13", "no_scan")]
    scan = Irregularity.objects.everywhere("guard").get(code="no_scan")
    inspection_settle(
        inspection_id=RECORD, irregularity=scan.pk, counts=True, reason="停电", actor=cast.supervisor,
        now=clock.now(),
    )  # fmt: skip
    inspection_return(inspection_id=RECORD, reason="结果有误", actor=cast.supervisor, now=clock.now())
    send(phone, RECORD, body_of(scene, scan=None, rev=2))
    assert faults() == [("V13", "no_scan")]
    scan.refresh_from_db()
    assert (scan.current, scan.reason) == (True, "停电")


# what is irregular is stored ---------------------------------------------------------------------
def test_v01_expired_certificate_is_stored_and_marked(scene: Scene, phone: APIClient) -> None:
    Officer.objects.everywhere("loader").filter(pk=scene.song.pk).update(
        cert_valid_to=clock.today() - timedelta(days=1)
    )
    assert send(phone, RECORD, body_of(scene)).status_code == 201
    assert faults() == [("V01", "certificate_expired")]


def test_v01_revoked_certificate_is_stored_and_marked(scene: Scene, phone: APIClient) -> None:
    Officer.objects.everywhere("loader").filter(pk=scene.song.pk).update(cert_revoked_on=clock.today())
    assert send(phone, RECORD, body_of(scene)).status_code == 201
    assert faults() == [("V01", "certificate_revoked")]


def test_v01_officer_nobody_knows_signs_by_name_alone(scene: Scene, phone: APIClient) -> None:
    body = body_of(scene)
    body["signatures"][1]["officer"] = str(uuid4())
    body["signatures"][2]["officer"] = str(uuid4())
    assert send(phone, RECORD, body).status_code == 201
    assert faults() == [("V01", "officer_unknown"), ("V01", "officers_too_few")]
    assert list(Signature.objects.everywhere("guard").values_list("officer", flat=True)) == [
        scene.lin.pk,
        None,
        None,
    ]


def test_v02_recused_officer_is_stored_and_marked(scene: Scene, phone: APIClient) -> None:
    from tests.factories_scheduling import recusal_make

    recusal_make(scene.song, scene.venue, scene.inspector)
    assert send(phone, RECORD, body_of(scene)).status_code == 201
    assert faults() == [("V02", "officer_recused")]


def test_v07_code_1_beside_another_is_stored_and_marked(scene: Scene, phone: APIClient) -> None:
    assert send(phone, RECORD, clean_body(scene, result_codes=["1", "B"])).status_code == 201
    assert faults() == [("V07", "code_1_not_alone")]


def test_v08_undocumented_code_6_is_stored_and_marked(scene: Scene, phone: APIClient) -> None:
    body = clean_body(scene, outcome="not_found", result_codes=["6"], answers=[], scan=None)
    assert send(phone, RECORD, body).status_code == 201
    assert faults() == [("V08", "call_record_missing"), ("V08", "door_photo_missing")]


def test_v10_retired_item_is_stored_and_marked(scene: Scene, phone: APIClient) -> None:
    from registry.models import CheckItem

    CheckItem.objects.everywhere("loader").filter(code="NET-01").update(
        in_force_to=clock.today() - timedelta(days=1)
    )
    assert send(phone, RECORD, body_of(scene)).status_code == 201
    assert faults() == [("V10", "item_not_in_force")]


def test_v11_record_beyond_the_cap_is_stored_and_marked(cast: Cast, client_of: Clients) -> None:
    from scheduling.models import CapPolicy, Visit

    scene = scene_of(cast, started=False)
    CapPolicy.objects.create(organ=cast.organ, year=2026, category="*", grade="*", cap=1)
    other = scene_of(cast, started=False, code="92370117MA3C0002X2")
    Visit.objects.everywhere("loader").filter(pk=other.visit.pk).update(
        venue=scene.venue, state="finished", finished_on=clock.today(), counts_to_cap=True
    )
    assert send(client_of(cast.inspector), RECORD, body_of(scene)).status_code == 201
    assert faults() == [("V11", "cap_reached")]


def test_v11_second_record_of_one_visit_is_stored_and_marked(
    scene: Scene, phone: APIClient, client_of: Clients
) -> None:
    first = record_make(scene)
    assert send(phone, RECORD, body_of(scene)).status_code == 201
    assert faults() == [("V11", "second_record")]
    fault = Irregularity.objects.everywhere("guard").get()
    assert fault.data == {"other": str(first.pk)}


def test_v12_record_nobody_approved_is_stored_and_marked(cast: Cast, client_of: Clients) -> None:
    scene = scene_of(cast, leader=None)
    assert send(client_of(cast.inspector), RECORD, body_of(scene)).status_code == 201
    assert faults() == [("V12", "no_approval")]
    scene.visit.refresh_from_db()
    assert scene.visit.state == "finished"


def test_v13_record_without_a_scan_is_stored_and_marked(scene: Scene, phone: APIClient) -> None:
    assert send(phone, RECORD, body_of(scene, scan=None)).status_code == 201
    assert faults() == [("V13", "no_scan")]


def test_v16_answer_without_evidence_is_stored_and_marked(scene: Scene, phone: APIClient) -> None:
    answers = [
        {"item": "NET-01", "conforms": True, "note": "", "photos": []},
        {"item": "NET-02", "conforms": False, "note": "", "photos": []},
    ]
    assert send(phone, RECORD, body_of(scene, photos=0, answers=answers)).status_code == 201
    assert faults() == [("V16", "evidence_missing")]


def test_everything_irregular_at_once_is_still_stored(cast: Cast, client_of: Clients) -> None:
    scene = scene_of(cast, leader=None)
    body = body_of(
        scene, form_version="?", scan=None, result_codes=["1", "ZZ"], signatures=[],
        answers=[{"item": "X-99", "conforms": False, "photos": [str(uuid4())]}],
    )  # fmt: skip
    assert send(client_of(cast.inspector), RECORD, body).status_code == 201
    assert faults() == [
        ("V01", "officers_too_few"),
        ("V07", "code_1_with_findings"),
        ("V07", "code_unknown"),
        ("V10", "form_unknown"),
        ("V10", "item_unknown"),
        ("V12", "no_approval"),
        ("V13", "no_scan"),
        ("V16", "evidence_missing"),
        ("V16", "finding_unmapped"),
        ("V16", "party_unsigned"),
        ("V16", "unanswered"),
        ("V16", "unanswered"),
        ("V39", "photo_unannounced"),
    ]


# bodies that cannot be read ----------------------------------------------------------------------
def test_field_19_unreadable_body_is_kept_with_the_reason_once(scene: Scene, phone: APIClient) -> None:
    raw = '{"rev": 1, "statement": "现场'.encode()
    for _ in range(2):
        phone.generic("POST", f"/api/v1/inspections/{RECORD}", raw, content_type="application/json")  # type: ignore[arg-type] # bytes are what is sent
    row = SpoiltPayload.objects.everywhere("guard").get()
    assert (bytes(row.body), row.inspection_id, row.sent_by_id) == (raw, RECORD, scene.inspector.pk)
    assert row.problem.startswith("不是 JSON")


WRONG: dict[str, dict[str, Any]] = {
    "no visit": {"visit": None},
    "a word for a number": {"rev": "one"},
    "revision nought": {"rev": 0},
    "outcome of another world": {"outcome": "fine"},
    "a year out of range": {"finished_at": "9999-12-31T23:59:59+08:00"},
    "too long": {"statement": "长" * 5001},
    "NUL": {"statement": "a\x00b"},
    "NUL where nobody looks": {"extra": {"deep": ["\x00"]}},
    "a fraction": {"device": {"time": "2026-09-15T10:00:00+08:00", "offset_ms": 1.5}},
    "an answer twice and different": {
        "answers": [{"item": "NET-01", "conforms": True}, {"item": "NET-01", "conforms": False}]
    },
    "a photo twice and different": {"photos": [photo_told(1), photo_told(1, size=1)]},
}


@pytest.mark.parametrize("case", WRONG)
def test_field_19_body_of_another_shape_is_kept_and_answered_with_what_is_wrong(
    scene: Scene, phone: APIClient, case: str
) -> None:
    body = {**body_of(scene), **WRONG[case], "digest": "0" * 64}
    raw = orjson.dumps(body)
    answer = phone.generic("POST", f"/api/v1/inspections/{RECORD}", raw, content_type="application/json")  # type: ignore[arg-type] # bytes are what is sent
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["data"]["fields"]
    assert bytes(SpoiltPayload.objects.everywhere("guard").get().body) == raw
    assert counted()["Inspection"] == 0


def test_field_19_body_that_is_not_what_its_digest_says_is_kept(scene: Scene, phone: APIClient) -> None:
    body = {**body_of(scene), "digest": "0" * 64}
    answer = phone.post(f"/api/v1/inspections/{RECORD}", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, "hash_mismatch")
    assert SpoiltPayload.objects.everywhere("guard").get().problem == "摘要与内容不符"


def test_body_nested_without_end_is_malformed(phone: APIClient) -> None:
    raw = b'{"a":' * 900 + b"1" + b"}" * 900
    answer = phone.generic("POST", f"/api/v1/inspections/{RECORD}", raw, content_type="application/json")  # type: ignore[arg-type] # bytes are what is sent
    assert answer.status_code == 400


def test_body_beyond_512_kb_is_refused(phone: APIClient) -> None:
    raw = b" " * (512 * 1024 + 1)
    answer = phone.generic("POST", f"/api/v1/inspections/{RECORD}", raw, content_type="application/json")  # type: ignore[arg-type] # bytes are what is sent
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_big")
    assert SpoiltPayload.objects.everywhere("guard").count() == 0


def test_supervisor_sees_what_could_not_be_read(
    cast: Cast, scene: Scene, phone: APIClient, client_of: Clients, stranger: User
) -> None:
    phone.generic("POST", f"/api/v1/inspections/{RECORD}", b"{", content_type="application/json")  # type: ignore[arg-type] # bytes are what is sent
    rows = client_of(cast.supervisor).get("/api/v1/spoilt-payloads").json()["rows"]
    assert [(row["inspection"], row["preview"], row["size"]) for row in rows] == [(str(RECORD), "{", 1)]
    assert client_of(stranger).get("/api/v1/spoilt-payloads").json()["rows"] == []


def test_unknown_fields_are_kept_with_the_version(scene: Scene, phone: APIClient) -> None:
    send(phone, RECORD, body_of(scene, app_version="0.1.0"))
    body = orjson.loads(InspectionVersion.objects.everywhere("guard").get().body)
    assert body["app_version"] == "0.1.0"


def test_field_20_maintenance_keeps_the_phone_waiting(scene: Scene, phone: APIClient, settings: Any) -> None:
    settings.MAINTENANCE = True
    answer = send(phone, RECORD, body_of(scene))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "120")
    settings.MAINTENANCE = False
    assert send(phone, RECORD, body_of(scene)).status_code == 201


def test_field_21_submission_with_two_photos_asks_at_most_25_queries(scene: Scene, phone: APIClient) -> None:
    body = body_of(scene)
    with CaptureQueriesContext(connection) as asked:
        assert send(phone, RECORD, body).status_code == 201
    assert len(asked) <= 25, "\n".join(query["sql"][:120] for query in asked.captured_queries)


def test_field_21_record_made_without_network_asks_at_most_25_queries(cast: Cast, client_of: Clients) -> None:
    scene = scene_of(cast, started=False)
    phone = client_of(cast.inspector)
    body = body_of(scene, scan=None)
    with CaptureQueriesContext(connection) as asked:
        assert send(phone, RECORD, body).status_code == 201
    assert len(asked) <= 25, "\n".join(query["sql"][:120] for query in asked.captured_queries)


def test_field_21_queries_do_not_grow_with_answers_and_photos(scene: Scene, phone: APIClient) -> None:
    from tests.factories_scheduling import item_make

    items = [item_make(f"NET-{n}", "NET", n, violations=["NET-DISPLAY"]).code for n in range(10, 50)]
    few, many = body_of(scene), body_of(scene, photos=30)
    many["answers"] += [{"item": code, "conforms": False, "note": "缺"} for code in items]
    with CaptureQueriesContext(connection) as asked_many:
        assert send(phone, RECORD, many).status_code == 201
    with CaptureQueriesContext(connection) as asked_few:
        send(phone, uuid4(), few)
    assert len(asked_many) <= 25
    assert len(asked_few) <= len(asked_many) + 1


def test_field_18_follower_that_crashes_leaves_the_record_and_is_run_again(
    scene: Scene, phone: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    import inspections.tasks  # noqa: F401 a worker finds it by itself
    from backend.models import Clock, Delivery
    from backend.tasks import sweep
    from inspections.services import following

    body = body_of(scene)
    first = send(phone, RECORD, body).json()

    def crash(**_: Any) -> None:
        raise RuntimeError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(following, "inspection_follow", crash)
        sweep()
    delivery = Delivery.objects.everywhere("guard").get(task="inspections.tasks.inspection_follow")
    assert (delivery.state, delivery.error) == ("pending", "disk full")
    assert send(phone, RECORD, body).json() == first
    with clock.at(clock.now() + timedelta(minutes=1)):
        sweep()
    due = Clock.objects.everywhere("guard").get(noun_id=RECORD)
    assert (due.rule, due.starts_on, due.due_on.isoformat()) == (
        "result_publication",
        stored().finished_on,
        "2026-10-19",
    )
