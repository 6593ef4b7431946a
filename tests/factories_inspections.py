"""What the tests of inspections and the floors above it need: a scene on the spot, and its records."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from PIL import Image
from rest_framework.test import APIClient

from backend import clock
from backend.models import Organ, User
from backend.services.files import Announced, file_receive
from inspections.domain.evidence import digest
from inspections.models import Finding, Hazard, HazardTransfer, Inspection, Patrol, Rectification
from inspections.services.hazards import hazard_report, hazard_transfer
from inspections.services.patrols import patrol_record
from inspections.services.rectifications import rectification_order
from inspections.tasks import photo_follow
from registry.models import CatalogueVersion, CheckItem, Officer, Venue
from scheduling.models import Visit
from scheduling.services.visits import visit_approve, visit_start
from tests.cast import Cast
from tests.factories_scheduling import LAST, catalogue_make, officer_make, venue_make, visit_make

FORM = "2026.09.01-0badcafe"
EVIDENCE = {"on_violation": "photo_or_note", "suggested": ["现场照片"], "minors": False}
Body = dict[str, Any]


@dataclass
class Scene:
    """A venue, a team of two, and their visit."""

    inspector: User
    colleague: User
    venue: Venue
    lin: Officer
    song: Officer
    visit: Visit
    at: datetime = field(default_factory=clock.now)


def form_make(version: str = FORM, loaded_at: datetime | None = None) -> CatalogueVersion:
    """An edition of the form, in use since the first of the month unless said otherwise."""
    row, _ = CatalogueVersion.objects.everywhere("loader").get_or_create(
        version=version,
        defaults={
            "digest": hashlib.sha256(version.encode()).hexdigest(),
            "wording": {
                code: {"question": f"是否符合{code}", "conforms_answer": "yes", "ok": "符合", "bad": "不符合"}
                for code in ("NET-01", "NET-02")
            },
            "loaded_at": loaded_at or clock.now() - timedelta(days=14),
        },
    )
    return row


def scene_make(
    organ: Organ,
    inspector: User,
    colleague: User,
    *,
    leader: User | None = None,
    started: bool = True,
    code: str = "",
    trigger: str = "random_draw",
    **plan: Any,
) -> Scene:
    """A visit approved by the leader (none: nobody approved) and, unless said otherwise, begun on line."""
    catalogue_make()
    for item, violation in (("NET-01", "NET-CONDITIONS"), ("NET-02", "NET-DISPLAY")):
        CheckItem.objects.everywhere("loader").filter(code=item).update(
            violations=[violation], evidence=EVIDENCE
        )
    form_make()
    n = Venue.objects.everywhere("loader").count() + 1
    code = code or f"92370117MA3C{n:04d}X{n % 10}"
    venue = venue_make(organ, code, name=f"云阶网咖{code[-2:]}")
    lin = Officer.objects.everywhere("guard").filter(user=inspector).first()
    song = Officer.objects.everywhere("guard").filter(user=colleague).first()
    lin = lin or officer_make(organ, "37011700000001", user=inspector)
    song = song or officer_make(organ, "37011700000002", user=colleague)
    values: dict[str, Any] = {"planned_from": clock.today(), "planned_to": LAST, "trigger": trigger} | plan
    visit = visit_make(venue, [lin, song], inspector, **values)
    if leader is not None:
        visit = visit_approve(visit_id=visit.uuid, approve="approved", actor=leader, now=clock.now())
        if started:
            now = clock.now()
            visit = visit_start(
                visit_id=visit.uuid, started_at=now, scan_mode="before", scanned_at=now, reason="",
                actor=inspector, now=now,
            )  # fmt: skip
    return Scene(inspector, colleague, venue, lin, song, visit)


def scene_of(cast: Cast, **more: Any) -> Scene:
    """The cast's inspector and colleague at an approved and begun visit."""
    return scene_make(cast.organ, cast.inspector, cast.colleague, **{"leader": cast.leader, **more})


def photo_bytes(n: int) -> bytes:
    """A file with the magic bytes of a JPEG, different for each n."""
    return b"\xff\xd8\xff\xe0" + f"photo {n}".encode() * 20


def photo_told(n: int, **values: Any) -> Body:
    """One line of the manifest."""
    data = photo_bytes(n)
    return {
        "id": str(UUID(int=0x5000 + n)),
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "type": "image/jpeg",
        "name": f"照片{n}.jpg",
        "taken_at": "2026-09-15T10:12:00+08:00",
        "source": "camera",
        "item": "NET-02",
        "caption": "正门",
        "gps": {"lng_e7": 1178100000, "lat_e7": 360600000, "accuracy_dm": 120, "datum": "wgs84", "age_s": 3},
        **values,
    }


def body_of(scene: Scene, *, photos: int = 2, **values: Any) -> Body:
    """A regular record of the scene, finding something at NET-02; the digest is added by `signed_off`."""
    at = clock.now()
    told = [photo_told(n) for n in range(1, photos + 1)]
    ids = [photo["id"] for photo in told]
    return {
        "rev": 1,
        "visit": str(scene.visit.uuid),
        "form_version": FORM,
        "outcome": "done",
        "result_codes": ["A"],
        "statement": "正门右侧未成年人禁入标志缺失，仅存钉孔。",
        "started_at": _wire(at),
        "finished_at": _wire(at + timedelta(minutes=2)),
        "device": {"time": _wire(at), "offset_ms": 120},
        "scan": {"mode": "before", "at": _wire(at), "reason": ""},
        "gps": None,
        "answers": [
            {"item": "NET-01", "conforms": True, "note": "", "photos": []},
            {"item": "NET-02", "conforms": False, "note": "标志缺失", "photos": ids},
        ],
        "photos": told,
        "signatures": [
            {
                "kind": "officer",
                "name": scene.lin.name,
                "officer": str(scene.lin.uuid),
                "signed_at": _wire(at),
            },
            {
                "kind": "officer2",
                "name": scene.song.name,
                "officer": str(scene.song.uuid),
                "signed_at": _wire(at),
            },
            {"kind": "party", "name": "韩山", "role": "值班经理", "signed_at": _wire(at)},
        ],
        "party": {"name": "韩山", "role": "值班经理"},
        "revisit": None,
        **values,
    }


def clean_body(scene: Scene, **values: Any) -> Body:
    """A regular record that found nothing."""
    answers: list[Body] = [
        {"item": item, "conforms": True, "note": "", "photos": []} for item in ("NET-01", "NET-02")
    ]
    return body_of(scene, photos=0, **{"answers": answers, "result_codes": ["1"], "statement": "", **values})


def _wire(at: datetime) -> str:
    return at.astimezone(clock.BEIJING).isoformat()


def signed_off(body: Body) -> Body:
    """The body with its digest, as the phone sends it."""
    plain = {key: value for key, value in body.items() if key != "digest"}
    return {**plain, "digest": digest(plain)}


def send(client: APIClient, uuid: UUID, body: Body) -> Any:
    """POST one record."""
    return client.post(f"/api/v1/inspections/{uuid}", signed_off(body), format="json")


def upload(owner: UUID, n: int, actor: User) -> None:
    """The bytes of photo n, whole, for a record."""
    data = photo_bytes(n)
    file_receive(
        file_id=UUID(int=0x5000 + n),
        offset=0,
        data=data,
        total=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        owner=("inspection", owner),
        actor=actor,
        now=clock.now(),
    )


def record_make(scene: Scene, body: Body | None = None, *, uuid: UUID | None = None) -> Inspection:
    """A record sent by the scene's inspector through the door."""
    client = APIClient()
    client.force_login(scene.inspector, backend="backend.services.people.SignIn")
    uuid = uuid or uuid4()
    answer = send(client, uuid, body or clean_body(scene))
    assert answer.status_code == 201, answer.content
    return Inspection.objects.everywhere("guard").get(pk=uuid)


def order_make(scene: Scene) -> Rectification:
    """An order to rectify the finding of a fresh record, due in a week."""
    row = record_make(scene, body_of(scene, photos=0))
    return rectification_order(
        inspection_id=row.pk,
        findings=[Finding.objects.everywhere("guard").get(inspection=row).pk],
        content="七日内在入口处悬挂未成年人禁入标志。",
        due_on=clock.today() + timedelta(days=7),
        actor=scene.inspector,
        now=clock.now(),
    )


def real_photo(width: int = 640, height: int = 480) -> bytes:
    """A JPEG held upright by its EXIF: sent on its side, with a bright upper half."""
    out = io.BytesIO()
    picture = Image.new("RGB", (width, height), (40, 40, 40))
    picture.paste((200, 200, 200), (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[274] = 6  # turned right
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def photo_send(record: UUID, n: int, data: bytes, actor: User) -> UUID:
    """Other bytes than `photo_bytes` for photo n."""
    row = file_receive(
        file_id=UUID(int=0x5000 + n), offset=0, data=data, total=len(data),
        sha256=hashlib.sha256(data).hexdigest(), owner=("inspection", record), actor=actor, now=clock.now(),
    )  # fmt: skip
    return row.uuid


def told_of(n: int, data: bytes, **values: Any) -> Body:
    """The line of the manifest for these bytes."""
    return photo_told(n, sha256=hashlib.sha256(data).hexdigest(), size=len(data), **values)


def view_make(scene: Scene) -> UUID:
    """A photo of a record, with its views."""
    data = real_photo(64, 48)
    row = record_make(scene, body_of(scene, photos=0) | {"photos": [told_of(1, data)]})
    file = photo_send(row.pk, 1, data, scene.inspector)
    photo_follow(str(file))
    return file


def patrol_make(actor: User, **values: Any) -> Patrol:
    """A live stream looked at from the desk, with one screenshot still to come."""
    given: dict[str, Any] = {
        "patrol_id": uuid4(), "kind": "live", "subject": "云阶直播间", "url": "https://live.example.cn/room/1",
        "venue": None, "seen_at": clock.now(), "content": "直播中演唱未经内容自审的曲目。", "violations": [],
        "files": [Announced(uuid4(), "screenshot", "ab" * 32, 2048, "image/png")],
    }  # fmt: skip
    return patrol_record(**given | values, actor=actor, now=clock.now())


def hazard_make(cast: Cast, **values: Any) -> Hazard:
    """A hazard entered at the desk, at a venue of its own unless one is given."""
    given: dict[str, Any] = {
        "hazard_id": uuid4(), "level": "general", "place": "二楼西侧", "description": "安全出口上锁",
        "wanted": ["fire"], "found_on": None, "files": [],
    }  # fmt: skip
    venue = values.pop("venue", None) or scene_of(cast, started=False).venue.pk
    return hazard_report(**given | values, venue=venue, actor=cast.supervisor, now=clock.now())


def _letter(cast: Cast) -> UUID:
    """A letter that went on paper: at nobody's desk."""
    hazard = hazard_make(cast)
    hazard_transfer(
        hazard_id=hazard.pk, authority="fire", to_organ="消防救援大队", text="通道堵塞",
        actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    letter: HazardTransfer = HazardTransfer.objects.everywhere("loader").get(hazard=hazard)
    return letter.pk


OBJECTS: dict[str, Callable[[Cast], UUID]] = {
    "hazards": lambda cast: hazard_make(cast).uuid,
    "hazard-letters": _letter,
    "inspections": lambda cast: record_make(scene_of(cast)).uuid,
    "photos": lambda cast: view_make(scene_of(cast)),
    "rectifications": lambda cast: order_make(scene_of(cast)).uuid,
    "patrols": lambda cast: patrol_make(cast.inspector).uuid,
    "tasks": lambda cast: scene_of(cast).visit.uuid,
}
