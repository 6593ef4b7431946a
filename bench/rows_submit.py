"""Row `submit`: a record with 12 answers and its photos, through the doors to the acknowledgement."""

import hashlib
import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

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
PHOTO_BYTES = 200_000
CLIENTS = 8
EACH = 5  # records of one client in one round
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

        while len(self.scenes) < max(BATCH, CLIENTS * EACH):
            self.scenes.append(scene_make(**self.people, items=ITEMS))

    def record(self) -> dict[str, Any]:
        """What the phone sends: twelve answers, the last not conforming with two photos."""
        from tests.factories_inspections import body_of, photo_told, signed_off

        photos = [photo_told(n, id=str(uuid4()), item=ITEMS[-1]) for n in (1, 2)]
        ids = [photo["id"] for photo in photos]
        answers = [{"item": code, "conforms": True, "note": "", "photos": []} for code in ITEMS[:-1]]
        answers.append({"item": ITEMS[-1], "conforms": False, "note": "标志缺失", "photos": ids})
        return signed_off(body_of(self.scenes.popleft(), answers=answers) | {"photos": photos})

    def told(self) -> tuple[dict[str, Any], bytes]:
        """A record with one photo, and the photo's bytes: like no others, 200 KB."""
        from tests.factories_inspections import body_of, photo_told, signed_off

        data = b"\xff\xd8\xff\xe0" + os.urandom(PHOTO_BYTES - 4)
        sha256 = hashlib.sha256(data).hexdigest()
        photo = photo_told(1, id=str(uuid4()), item=ITEMS[-1], size=len(data), sha256=sha256)
        answers = [{"item": code, "conforms": True, "note": "", "photos": []} for code in ITEMS[:-1]]
        answers.append({"item": ITEMS[-1], "conforms": False, "note": "标志缺失", "photos": [photo["id"]]})
        body = body_of(self.scenes.popleft(), answers=answers) | {"photos": [photo]}
        return signed_off(body), data

    def deliver(self, share: list[tuple[UUID, dict[str, Any], bytes]], status: int) -> None:
        """One client: each record, then its photo, each acknowledged before the next is begun."""
        from rest_framework.test import APIClient

        client = APIClient()
        client.cookies = self.phone.cookies
        for uuid, body, data in share:
            answer = client.post(f"/api/v1/inspections/{uuid}", body, format="json")
            if answer.status_code != status:
                raise AssertionError(answer.content.decode())
            photo = body["photos"][0]
            answer = client.post(
                f"/api/v1/files/{photo['id']}/chunks?offset=0",
                data,
                content_type="application/octet-stream",
                headers={
                    "X-Total-Size": str(len(data)),
                    "X-Sha256": photo["sha256"],
                    "X-Owner": f"inspection:{uuid}",
                },
            )
            if (answer.status_code, answer.json()["complete"]) != (200, True):
                raise AssertionError(answer.content.decode())

    def send(self, address: str) -> None:
        """One round: every record is new and must be taken whole."""
        before = _stored()
        for _ in range(BATCH):
            answer = self.phone.post(address.format(uuid=uuid4()), self.record(), format="json")
            if answer.status_code != 201:
                raise AssertionError(answer.content.decode())
        if [now - then for now, then in zip(_stored(), before, strict=True)] != WHOLE:
            raise AssertionError(f"{address}: {before} became {_stored()}")


class Clients:
    """Eight phones at once, each with its own connection to the database, and the bare loop beside them."""

    def __init__(self, house: House, pool: ThreadPoolExecutor, folder: Path) -> None:
        """A table of its own for the bare loop, and nothing sent yet."""
        from django.db import connection

        self.house, self.pool, self.folder = house, pool, folder
        self.shares: list[list[tuple[UUID, dict[str, Any], bytes]]] = []
        self.sent: list[list[tuple[UUID, dict[str, Any], bytes]]] = []
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bare (name varchar(64), kind varchar(10), body text)")

    def stock(self) -> None:
        """New records with new photos for one round; what was sent last can be sent again."""
        self.house.stock()
        told = [(uuid4(), *self.house.told()) for _ in range(CLIENTS * EACH)]
        self.shares = [told[n::CLIENTS] for n in range(CLIENTS)]

    def first(self) -> None:
        """Everybody sends what is new."""
        self._all(lambda share: self.house.deliver(share, 201), self.shares)
        self.sent = self.shares

    def again(self) -> None:
        """Everybody sends the very same once more."""
        self._all(lambda share: self.house.deliver(share, 200), self.sent)

    def bare(self) -> None:
        """The same bytes made durable in the same way, and a row for record, file and journal; no more."""
        self._all(self._bare, self.shares)

    def _bare(self, share: list[tuple[UUID, dict[str, Any], bytes]]) -> None:
        from django.core.files.base import ContentFile
        from django.db import connection

        from backend.storage import DurableFileSystemStorage

        disk = DurableFileSystemStorage(location=str(self.folder))
        for uuid, body, data in share:
            with connection.cursor() as cursor:  # each commits by itself, as the two requests do
                cursor.execute("INSERT INTO bare VALUES (%s, 'record', %s)", [str(uuid), str(body)])
                photo = body["photos"][0]["sha256"]
                disk.save(f"{photo[:2]}/{photo}", ContentFile(data))
                cursor.execute("INSERT INTO bare VALUES (%s, 'file', '')", [photo])
                cursor.execute("INSERT INTO bare VALUES (%s, 'journal', '')", [str(uuid)])

    def _all(self, act: Callable[[Any], None], shares: list[Any]) -> None:
        for done in [self.pool.submit(act, share) for share in shares]:
            done.result()


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
        with ThreadPoolExecutor(CLIENTS) as pool, tempfile.TemporaryDirectory() as folder:
            clients = Clients(house, pool, Path(folder))
            work = (
                f"{CLIENTS} clients at once, {EACH} records each with a photo of 200 KB, acknowledged durable"
            )
            yield Comparison(
                work=work,
                ours=clients.first,
                other_name="a bare loop: the same bytes with the same fsyncs and three INSERTs",
                other=clients.bare,
                before=clients.stock,
                requests=2 * CLIENTS * EACH,
            )
            yield Comparison(
                work=f"the very same once more: {work}",
                ours=clients.again,
                other_name="the first sending",
                other=clients.first,
                before=clients.stock,
                requests=2 * CLIENTS * EACH,
            )
            pool.map(lambda _: _hang_up(), range(CLIENTS))


def _hang_up() -> None:
    from django.db import connections

    connections.close_all()
