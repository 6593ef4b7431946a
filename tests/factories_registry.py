"""What the tests of the registry and the floors above need: venues, officers and recusals by the services."""

import hashlib
from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.test import override_settings

from backend import clock
from backend.models import User
from backend.services.files import Announced, file_receive
from registry.domain.credit import Fact
from registry.domain.uscc import check_sign
from registry.models import (
    CatalogueChange,
    CatalogueVersion,
    Category,
    DishonestyRecord,
    Officer,
    Performance,
    Recusal,
    RepairApplication,
    Venue,
)
from registry.services.catalogue import catalogue_load, shipped
from registry.services.catalogue_changes import catalogue_propose, catalogue_row, given_of_rows
from registry.services.credit import credit_appeal, venues_regrade
from registry.services.dishonesty import dishonesty_enlist, dishonesty_propose
from registry.services.geocodes import geocode_ask
from registry.services.officers import officer_create, recusal_declare
from registry.services.performances import performance_enter
from registry.services.repairs import repair_apply
from registry.services.rosters import roster_import_read, roster_import_upload
from registry.services.venues import venue_create
from tests.cast import Cast

_numbers = count(1)
CATEGORIES = (
    ("NET", "互联网上网服务营业场所", "网吧"),
    ("KTV", "歌舞娱乐场所", "歌舞娱乐"),
    ("GAM", "游艺娱乐场所", "游艺娱乐"),
)


def catalogue_make() -> CatalogueVersion:
    """The shipped catalogue, whole."""
    return catalogue_load(edition=shipped(), now=clock.now())[0]


def change_make(actor: User, **values: Any) -> CatalogueChange:
    """A proposed change of the note of a provision; `values` replace what the row says."""
    row = catalogue_row(section="bases", code="ENTR-2020-7", actor=actor)
    said = row["values"] | {"note": "不得设在居民楼内（要点改写）。"} | values
    return catalogue_propose(
        given=given_of_rows([{"section": "bases", "values": said}]), note="要点改写", actor=actor,
        now=clock.now(),
    )  # fmt: skip


def categories_make() -> None:
    """Three categories, quickly."""
    for position, (code, name, short) in enumerate(CATEGORIES):
        Category.objects.everywhere("loader").get_or_create(
            code=code,
            defaults={"name_zh": name, "name_en": code, "short_zh": short, "position": position},
        )


def uscc_make(number: int | None = None) -> str:
    """A fictional 统一社会信用代码 of 钢城区 with its check sign."""
    body = f"91370117MAW{next(_numbers) if number is None else number:06d}"
    return body + check_sign(body)


def venue_values(**values: Any) -> dict[str, Any]:
    """What a supervisor types about a small net café."""
    number = next(_numbers)
    return {
        "name": f"虚构网吧{number}",
        "address": f"艾山街道虚构路 {number} 号",
        "uscc": uscc_make(),
        "categories": ["NET"],
        "township": "艾山街道",
        **values,
    }


def venue_make(actor: User, **values: Any) -> Venue:
    """A listed venue; `actor` may edit the register."""
    categories_make()
    return venue_create(values=venue_values(**values), actor=actor, now=clock.now())


def officer_values(**values: Any) -> dict[str, Any]:
    """What a supervisor types about an officer, certified until the end of 2027."""
    number = next(_numbers)
    return {
        "name": f"虚构{number}",
        "cert_no": f"370117{number:05d}",
        "cert_valid_to": date(2027, 12, 31),
        "unit": "一中队",
        "quals": ["NET", "KTV"],
        "lead_quals": ["NET", "KTV"],
        **values,
    }


def officer_make(actor: User, user: User | None = None, **values: Any) -> Officer:
    """A listed officer; `user` signs in as him."""
    categories_make()
    if user is not None:
        values = {"name": user.name, "user": user.username, **values}
    return officer_create(values=officer_values(**values), actor=actor, now=clock.now())


def recusal_make(actor: User, officer: Officer, venue: Venue, reason: str = "近亲属经营") -> Recusal:
    """The officer keeps away from the venue."""
    return recusal_declare(
        officer_id=officer.uuid, venue_id=venue.uuid, reason=reason, actor=actor, now=clock.now()
    )


def _recusal(cast: Cast) -> UUID:
    officer = officer_make(cast.supervisor, cast.inspector)
    return recusal_make(cast.supervisor, officer, venue_make(cast.supervisor)).uuid


def _import(cast: Cast) -> UUID:
    """A preview of one row."""
    from tests.workbooks import roster

    categories_make()
    data = roster([["虚构导入网吧", uscc_make(), "虚构路 1 号", "网吧"]])
    row = roster_import_upload(
        kind="venues", filename="名录.xlsx", data=data, actor=cast.supervisor, now=clock.now()
    )
    roster_import_read(import_id=row.uuid, now=clock.now())
    return row.uuid


def _geocode(cast: Cast) -> UUID:
    """A question not yet answered."""
    venue = venue_make(cast.supervisor)
    with override_settings(GEOCODER="nominatim"):
        return geocode_ask(venues=[venue.uuid], actor=cast.supervisor, now=clock.now())[0].uuid


def _catalogue_change(cast: Cast) -> UUID:
    """A proposal that awaits its review."""
    catalogue_make()
    return change_make(cast.legal_reviewer).uuid


def graded_make(actor: User, *facts: Fact, **values: Any) -> Venue:
    """A venue graded by these facts."""
    venue = venue_make(actor, **values)
    venues_regrade(organ=venue.organ_id, facts={venue.uuid: facts}, now=clock.now())
    venue.refresh_from_db()
    return venue


def _appeal(cast: Cast) -> UUID:
    """An objection not yet decided."""
    venue = graded_make(cast.supervisor)
    return credit_appeal(
        venue_id=venue.uuid, text="得分有误", disputed=[], actor=cast.supervisor, now=clock.now()
    ).uuid


def _dishonesty(cast: Cast) -> UUID:
    """A proposal to list a venue."""
    venue = venue_make(cast.supervisor)
    return dishonesty_propose(
        venue_id=venue.uuid,
        level="minor",
        ground="虚构",
        basis="虚构",
        actor=cast.supervisor,
        now=clock.now(),
    ).uuid


def listed_make(cast: Cast, **values: Any) -> DishonestyRecord:
    """A minor record that the leader listed today."""
    given = {"level": "minor", "ground": "未履行承诺", "basis": "部令第7号", **values}
    venue = graded_make(cast.supervisor)
    row = dishonesty_propose(venue_id=venue.uuid, actor=cast.supervisor, now=clock.now(), **given)
    return dishonesty_enlist(record_id=row.uuid, actor=cast.leader, now=clock.now())


def proof_told(cast: Cast, application: UUID, *, stored: bool = True) -> Announced:
    """A paper the venue handed in, its bytes here or still to come."""
    data = b"\x89PNG\r\n\x1a\n" + application.bytes
    told = Announced(uuid4(), "evidence", hashlib.sha256(data).hexdigest(), len(data), "image/png")
    if stored:
        file_receive(
            file_id=told.uuid, offset=0, data=data, total=len(data), sha256=told.sha256,
            owner=("repairapplication", application), actor=cast.supervisor, now=clock.now(),
        )  # fmt: skip
    return told


def repair_make(cast: Cast, row: DishonestyRecord, **values: Any) -> RepairApplication:
    """Applied for today with its proof, a pledge and the training."""
    uuid = values.pop("application_id", None) or uuid4()
    given: dict[str, Any] = {
        "mode": "application", "applied_on": clock.today(), "text": "已整改，提交申请书、整改照片。",
        "pledge": True, "training": True, "actor": cast.supervisor, **values,
    }  # fmt: skip
    files = given.pop("files", None)
    told = [proof_told(cast, uuid)] if files is None else files
    return repair_apply(application_id=uuid, record_id=row.uuid, files=told, now=clock.now(), **given)


def performance_make(cast: Cast, **values: Any) -> Performance:
    """A performance of two days from today on."""
    number = Performance.objects.everywhere("guard").count() + 1
    given = {
        "name": "秋日戏曲专场", "approval_no": f"钢文演〔2026〕{number}号", "approved_by": "区行政审批局",
        "starts_on": date(2026, 9, 15), "ends_on": date(2026, 9, 16), "place": "虚构剧场", "venue": None,
        "organiser": "虚构演艺公司", "organiser_licence": "虚构370117号", "performers": ["甲剧团"],
        "programme": ["《甲》"], "note": "", **values,
    }  # fmt: skip
    return performance_enter(values=given, actor=cast.supervisor, now=clock.now())


OBJECTS: dict[str, Callable[[Cast], UUID]] = {
    "venues": lambda cast: venue_make(cast.supervisor).uuid,
    "officers": lambda cast: officer_make(cast.supervisor).uuid,
    "recusals": _recusal,
    "catalogue-changes": _catalogue_change,
    "credit-appeals": _appeal,
    "dishonesty": _dishonesty,
    "repair-applications": lambda cast: repair_make(cast, listed_make(cast)).uuid,
    "imports": _import,
    "performances": lambda cast: performance_make(cast).uuid,
    "geocodes": _geocode,
}
