"""Row `submit`: one record with 12 answers and two photos' manifests, through the door to its answer."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from bench.row import Comparison, row

BATCH = 20  # records of one round
PLACES = (("370117", "钢城区", "3701", "county"), ("370117001", "艾山街道", "370117", "township"))
WHOLE = [
    BATCH,
    BATCH * 12,
    BATCH * 3,
    BATCH * 2,
    0,
]  # inspections, answers, signatures, files, irregularities
ITEMS = [f"NET-{number:02d}" for number in range(1, 13)]


@dataclass
class House:
    """A district with one team; each record needs a visit of its own, begun and untimed."""

    scenes: deque[Any] = field(default_factory=deque)
    people: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """People, the items of the checklist, and a signed-in phone."""
        from rest_framework.test import APIClient

        from backend.models import Division
        from tests.cast import organ_make, user_of
        from tests.factories_scheduling import catalogue_make, item_make

        for code, name, parent, level in PLACES:
            Division.objects.everywhere("loader").get_or_create(
                code=code, defaults={"name": name, "parent": parent, "level": level}
            )
        organ = organ_make("WH370117S", "虚构大队", "钢", "370117")
        catalogue_make()
        for position, code in enumerate(ITEMS):
            item_make(code, "NET", position, violations=["NET-DISPLAY"])
        self.people = {
            "organ": organ,
            "inspector": user_of(organ, "bench-lin", "林知远", "inspector", "supervisor"),
            "colleague": user_of(organ, "bench-song", "宋明岚", "inspector"),
            "leader": user_of(organ, "bench-gu", "顾承岳", "leader"),
        }
        self.phone = APIClient()
        self.phone.force_login(self.people["inspector"], backend="backend.services.people.SignIn")

    def stock(self) -> None:
        """Visits for one round, approved and begun."""
        from tests.factories_inspections import scene_make

        while len(self.scenes) < BATCH:
            self.scenes.append(scene_make(**self.people, items=ITEMS))

    def record(self) -> dict[str, Any]:
        """What the phone sends: twelve answers, the last not conforming with two photos."""
        from tests.factories_inspections import body_of, photo_told, signed_off

        photos = [photo_told(n, id=str(uuid4()), item=ITEMS[-1]) for n in (1, 2)]
        ids = [photo["id"] for photo in photos]
        answers = [{"item": code, "conforms": True, "note": "", "photos": []} for code in ITEMS[:-1]]
        answers.append({"item": ITEMS[-1], "conforms": False, "note": "标志缺失", "photos": ids})
        return signed_off(body_of(self.scenes.popleft(), answers=answers) | {"photos": photos})

    def send(self, address: str) -> None:
        """One round: every record is new and must be taken whole."""
        before = _stored()
        for _ in range(BATCH):
            answer = self.phone.post(address.format(uuid=uuid4()), self.record(), format="json")
            if answer.status_code != 201:
                raise AssertionError(answer.content.decode())
        if [now - then for now, then in zip(_stored(), before, strict=True)] != WHOLE:
            raise AssertionError(f"{address}: {before} became {_stored()}")


def _stored() -> list[int]:
    from backend.models import File
    from inspections.models import Answer, Inspection, Irregularity, Signature

    tables = (Inspection, Answer, Signature, File, Irregularity)
    return [table.objects.everywhere("task").count() for table in tables]


@row("submit")
def comparisons() -> Iterator[Comparison]:
    """Both sides sign in by session, run the whole middleware and commit each record.

    Ours also checks the digest, the visit, the team, the items and the cap, keeps the body as sent, journals
    and derives the finding; the other only stores.
    """
    from django.test import override_settings

    from backend import clock
    from tests.cast import TODAY

    with clock.at(TODAY), override_settings(ROOT_URLCONF="bench.nested", ALLOWED_HOSTS=["testserver"]):
        house = House()
        yield Comparison(
            work=f"{BATCH} records of 12 answers, 3 signatures and 2 photos' manifests, one after another",
            ours=lambda: house.send("/api/v1/inspections/{uuid}"),
            other_name="DRF nested ModelSerializer, a create per item",
            other=lambda: house.send("/nested/{uuid}"),
            before=house.stock,
        )
