"""Records of the demonstration, sent as a phone sends them: body, digest, photos in chunks."""

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from PIL import Image, ImageDraw

from backend.clock import BEIJING
from backend.models import User
from backend.services.files import file_receive
from inspections.domain.evidence import canonical, text_digest
from inspections.models import Inspection
from inspections.serializers.submission import InspectionIn
from inspections.services.submission import inspection_submit
from registry.models import CheckItem
from scheduling.models import Visit, VisitOfficer

FLAT = "经营者手机没电，未能扫码"


@dataclass(frozen=True, slots=True)
class Found:
    """What the officers saw: codes, outcome, how many items did not conform, when."""

    outcome: str
    codes: tuple[str, ...]
    wrong: int
    start: datetime
    minutes: int
    coded: bool = True  # False: the code was not shown before the check and is to be made up

    @property
    def mode(self) -> str:
        """How the code was shown."""
        return "before" if self.coded else "backfill"


def uuid_of(dice: Random) -> UUID:
    """A UUID of the fixed seed."""
    return UUID(int=dice.getrandbits(128), version=4)


def photo(dice: Random, words: str) -> bytes:
    """A small flat picture of a shop front, a real JPEG of its own."""
    ground = tuple(dice.randrange(60, 200) for _ in range(3))
    image = Image.new("RGB", (640, 480), ground)
    pen = ImageDraw.Draw(image)
    pen.rectangle((80, 120, 560, 440), fill=tuple(value // 2 for value in ground))
    pen.rectangle((260, 220, 380, 440), fill=(228, 224, 214))
    pen.rectangle((120, 60, 520, 110), fill=(20, 86, 184))
    pen.text((90, 450), words, fill=(255, 255, 255))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=72)
    return out.getvalue()


def record_send(
    visit: Visit, found: Found, *, items: dict[str, CheckItem], form: str, dice: Random
) -> Inspection:
    """Submit one record of a visit by its lead, with its photos, at the hour it ended."""
    team = list(VisitOfficer.objects.everywhere("loader").filter(visit=visit, ended_at__isnull=True)
                .select_related("officer__user").order_by("seat"))  # fmt: skip
    lead = next((seat.officer.user for seat in team if seat.officer.user), None)
    if lead is None:
        raise ValueError(f"{visit.number}: nobody of the team can sign in")
    uuid = uuid_of(dice)
    pictures = [photo(dice, f"{visit.number} {n}") for n in range(2 if found.wrong else 1)]
    told = [_told(dice, data, visit, found, n) for n, data in enumerate(pictures)]
    body = _body(visit, found, team, told, items=items, form=form, dice=dice)
    sent = InspectionIn(data={**body, "digest": text_digest(canonical(body))})
    sent.is_valid(raise_exception=True)
    end = found.start + timedelta(minutes=found.minutes)
    inspection_submit(
        inspection_id=uuid, record=sent.record(), body=canonical(body), digest=sent.validated_data["digest"],
        actor=lead, now=end + timedelta(minutes=3),
    )  # fmt: skip
    for line, data in zip(told, pictures, strict=True):
        _upload(uuid, line, data, lead, end + timedelta(minutes=4))
    return Inspection.objects.everywhere("loader").get(pk=uuid)


def _upload(owner: UUID, line: dict[str, Any], data: bytes, actor: User, now: datetime) -> None:
    file_receive(
        file_id=UUID(line["id"]), offset=0, data=data, total=len(data), sha256=line["sha256"],
        owner=("inspection", owner), actor=actor, now=now,
    )  # fmt: skip


def _wire(at: datetime) -> str:
    return at.astimezone(BEIJING).isoformat(timespec="seconds")


def _told(dice: Random, data: bytes, visit: Visit, found: Found, n: int) -> dict[str, Any]:
    gps = None
    if visit.venue.lng is not None and visit.venue.lat is not None:
        gps = {
            "lng_e7": int(visit.venue.lng * 10_000_000) + dice.randrange(-900, 900),
            "lat_e7": int(visit.venue.lat * 10_000_000) + dice.randrange(-900, 900),
            "accuracy_dm": dice.randrange(80, 400), "datum": "wgs84", "age_s": dice.randrange(0, 20),
        }  # fmt: skip
    return {
        "id": str(uuid_of(dice)), "sha256": hashlib.sha256(data).hexdigest(), "size": len(data),
        "type": "image/jpeg", "name": f"现场{n + 1}.jpg", "taken_at": _wire(found.start + timedelta(minutes=4 + n)),
        "source": "camera", "item": None, "caption": "门头" if n == 0 else "细部", "gps": gps,
    }  # fmt: skip


def _body(
    visit: Visit, found: Found, team: list[VisitOfficer], told: list[dict[str, Any]], *,
    items: dict[str, CheckItem], form: str, dice: Random,
) -> dict[str, Any]:  # fmt: skip
    asked = [items[code] for code in visit.items if code in items] if found.outcome == "done" else []
    wrong = {item.code for item in dice.sample(asked, min(found.wrong, len(asked)))}
    answers: list[dict[str, Any]] = []
    for item in asked:
        bad = item.code in wrong
        ids = [line["id"] for line in told[1:]] if bad else []
        note = f"{item.statement_bad}。" if bad else ""
        answers.append({"item": item.code, "conforms": not bad, "note": note, "photos": ids})
    signed = found.start + timedelta(minutes=found.minutes - 2)
    signatures = [
        {"kind": kind, "name": seat.officer.name, "officer": str(seat.officer_id), "signed_at": _wire(signed)}
        for kind, seat in zip(("officer", "officer2"), team, strict=False)
    ]
    party = visit.venue.site_manager or "值班经理"
    if found.outcome == "done":
        signatures.append({"kind": "party", "name": party, "role": "现场负责人", "signed_at": _wire(signed)})
    return {
        "rev": 1, "visit": str(visit.uuid), "form_version": form, "outcome": found.outcome,
        "result_codes": list(found.codes), "statement": "".join(a["note"] for a in answers if a["note"]),
        "started_at": _wire(found.start), "finished_at": _wire(found.start + timedelta(minutes=found.minutes)),
        "device": {"time": _wire(found.start + timedelta(minutes=found.minutes)), "offset_ms": dice.randrange(-900, 900)},
        "scan": {"mode": found.mode, "at": _wire(found.start) if found.coded else None,
                 "reason": "" if found.coded else FLAT},
        "gps": None, "answers": answers,
        "photos": told, "signatures": signatures,
        "party": {"name": party, "role": "现场负责人"} if found.outcome == "done" else None, "revisit": None,
    }  # fmt: skip
