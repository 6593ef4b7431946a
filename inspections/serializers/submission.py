"""The record as the phone sends it, and the receipt it gets."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from inspections.domain.marks import CORNERS, KINDS, MOST, WHOLE, marks_read
from inspections.domain.record import Given, PaperGiven, Photo, Record, Scan, Signed
from inspections.models import Inspection

YEARS = range(2000, 2100)
SAFE = 2**53 - 1
FIELDS_MAX = 300


def _text(most: int, **more: Any) -> serializers.CharField:
    """Text kept exactly as it was typed; absent, null and empty are the same."""
    return serializers.CharField(
        max_length=most, required=False, allow_blank=True, allow_null=True, trim_whitespace=False, **more
    )


class Moment(serializers.DateTimeField):
    """An instant of a year in which this record can have been made."""

    def to_internal_value(self, value: Any) -> datetime:
        """Refuse instants whose civil date cannot be reckoned."""
        moment = super().to_internal_value(value)
        if moment.year not in YEARS:
            raise serializers.ValidationError("年份超出范围")
        return moment


class GpsIn(serializers.Serializer[Any]):
    """A place in whole numbers (1e-7 degrees, decimetres) with the datum it claims."""

    lng_e7 = serializers.IntegerField(min_value=-1_800_000_000, max_value=1_800_000_000)
    lat_e7 = serializers.IntegerField(min_value=-900_000_000, max_value=900_000_000)
    accuracy_dm = serializers.IntegerField(min_value=0, max_value=SAFE, required=False, allow_null=True)
    datum = serializers.CharField(max_length=10)
    age_s = serializers.IntegerField(min_value=0, max_value=SAFE, required=False, allow_null=True)


class DeviceIn(serializers.Serializer[Any]):
    """The phone's clock and how far it was from the server's when they last met."""

    time = Moment()
    offset_ms = serializers.IntegerField(min_value=-SAFE, max_value=SAFE)


class ScanIn(serializers.Serializer[Any]):
    """The code step (亮证扫码)."""

    mode = serializers.ChoiceField(choices=["before", "before_leave", "backfill"])
    at = Moment(required=False, allow_null=True)
    reason = _text(200)


class AnswerIn(serializers.Serializer[Any]):
    """One answer; `conforms` null = not applicable (不适用)."""

    item = serializers.CharField(max_length=12, trim_whitespace=False)
    conforms = serializers.BooleanField(allow_null=True)
    note = _text(2000)
    photos = serializers.ListField(child=serializers.UUIDField(), max_length=50, required=False)
    corrected = serializers.BooleanField(required=False)
    corrected_photos = serializers.ListField(child=serializers.UUIDField(), max_length=50, required=False)
    follow = serializers.DictField(required=False)
    transfer_to = serializers.ListField(
        child=serializers.CharField(max_length=20), max_length=10, required=False
    )


class OrderIn(serializers.Serializer[Any]):
    """An order to rectify (责令改正) prepared on the spot; made when the record has arrived."""

    items = serializers.ListField(child=serializers.CharField(max_length=12), max_length=FIELDS_MAX)
    content = _text(2000)
    basis = _text(2000)
    due_on = serializers.DateField()


class MarkIn(serializers.Serializer[Any]):
    """One mark on a photo, in ten-thousandths of its upright width and height."""

    kind = serializers.ChoiceField(choices=KINDS)

    def get_fields(self) -> dict[str, Any]:
        """The four corners are alike."""
        corners = {name: serializers.IntegerField(min_value=0, max_value=WHOLE) for name in CORNERS}
        return {**super().get_fields(), **corners}


class PhotoIn(serializers.Serializer[Any]):
    """One announced file, with the circumstances of the moment it was taken."""

    id = serializers.UUIDField()
    sha256 = serializers.RegexField(r"^[0-9a-f]{64}\Z")
    size = serializers.IntegerField(min_value=0, max_value=SAFE)
    type = serializers.CharField(max_length=80)
    name = _text(4000)
    taken_at = Moment(required=False, allow_null=True)
    source = serializers.ChoiceField(choices=["camera", "album", "drawn"])  # type: ignore[assignment] # the wire's word
    item = _text(12)
    caption = _text(500)
    gps = GpsIn(required=False, allow_null=True)
    device = DeviceIn(required=False, allow_null=True)
    officers = serializers.ListField(child=serializers.UUIDField(), max_length=10, required=False)
    distance_m = serializers.IntegerField(min_value=0, max_value=SAFE, required=False, allow_null=True)
    tolerance_m = serializers.IntegerField(min_value=0, max_value=SAFE, required=False, allow_null=True)
    duration_ms = serializers.IntegerField(min_value=0, max_value=SAFE, required=False, allow_null=True)
    marks: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=MarkIn(), max_length=MOST, required=False
    )


class RefusalIn(serializers.Serializer[Any]):
    """Why somebody did not sign, and who saw it."""

    reason = serializers.CharField(max_length=200, trim_whitespace=False)
    witness = _text(60)


class SignatureIn(serializers.Serializer[Any]):
    """One signature."""

    kind = serializers.ChoiceField(choices=["officer", "officer2", "party", "witness"])
    name = _text(60)
    role = _text(60)
    officer = serializers.UUIDField(required=False, allow_null=True)
    file = serializers.UUIDField(required=False, allow_null=True)
    signed_at = Moment(required=False, allow_null=True)
    refusal = RefusalIn(required=False, allow_null=True)


class RecorderIn(serializers.Serializer[Any]):
    """A video of a body-worn recorder (执法记录仪), linked and not uploaded."""

    number = serializers.CharField(max_length=60)
    officer = serializers.UUIDField(required=False, allow_null=True)
    started_at = Moment()
    ended_at = Moment(required=False, allow_null=True)
    sha256 = serializers.RegexField(r"^([0-9a-f]{64})?\Z", required=False, allow_blank=True)


class PartyIn(serializers.Serializer[Any]):
    """The person on site (现场负责人): anybody, never the legal representative by demand."""

    name = _text(60)
    role = _text(60)


class RevisitIn(serializers.Serializer[Any]):
    """What code 6 (无法联系) rests on."""

    call_record = _text(500)
    door_photo = serializers.UUIDField(required=False, allow_null=True)


class PaperIn(serializers.Serializer[Any]):
    """A paper made on the spot; what it says is judged when it is made, never refused here."""

    id = serializers.UUIDField()
    form = serializers.CharField(max_length=30)
    number = _text(60)
    issued_on = serializers.DateField(required=False, allow_null=True)
    values = serializers.DictField()
    # of a penalty on the spot: the act and the provision the officer picked, by their keys in the catalogue
    violation = _text(40)
    basis = _text(120)


class InspectionIn(serializers.Serializer[Any]):
    """One record. Unknown fields are kept with its version."""

    rev = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    digest = serializers.RegexField(r"^[0-9a-f]{64}\Z")
    visit = serializers.UUIDField()
    form_version = serializers.CharField(max_length=40, allow_blank=True, trim_whitespace=False)
    outcome = serializers.ChoiceField(choices=Inspection.Outcome.choices)
    result_codes = serializers.ListField(child=serializers.CharField(max_length=20), max_length=20)
    statement = _text(5000)
    objection = _text(5000)
    urgent = _text(200)
    started_at = Moment()
    finished_at = Moment()
    device = DeviceIn(required=False, allow_null=True)
    scan = ScanIn(required=False, allow_null=True)
    gps = GpsIn(required=False, allow_null=True)
    answers: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=AnswerIn(), max_length=FIELDS_MAX
    )
    photos: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=PhotoIn(), max_length=FIELDS_MAX
    )
    signatures: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=SignatureIn(), max_length=10
    )
    orders: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=OrderIn(), max_length=20, required=False
    )
    documents: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=PaperIn(), max_length=20, required=False
    )
    party = PartyIn(required=False, allow_null=True)
    recorders: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=RecorderIn(), max_length=20, required=False
    )
    revisit = RevisitIn(required=False, allow_null=True)

    def validate_answers(self, answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """One answer for each item; the same one twice is one."""
        return _single(answers, "item")

    def validate_documents(self, papers: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """One paper for each id; the same one twice is one."""
        return _single(papers, "id")

    def validate_photos(self, photos: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """One file for each id; the same one twice is one."""
        return _single(photos, "id")

    def record(self) -> Record:
        """The record as the domain reads it."""
        data = self.validated_data
        party, revisit, device = data.get("party") or {}, data.get("revisit") or {}, data.get("device") or {}
        return Record(
            visit=data["visit"],
            rev=data["rev"],
            form_version=data["form_version"],
            outcome=data["outcome"],
            codes=tuple(dict.fromkeys(data["result_codes"])),
            started_at=data["started_at"],
            finished_at=data["finished_at"],
            answers=tuple(_given(row) for row in data["answers"]),
            photos=tuple(_photo(row) for row in data["photos"]),
            signatures=tuple(_signed(row) for row in data["signatures"]),
            scan=_scan(data.get("scan")),
            statement=data.get("statement") or "",
            objection=data.get("objection") or "",
            party_name=party.get("name") or "",
            party_role=party.get("role") or "",
            urgent=data.get("urgent") or "",
            call_record=revisit.get("call_record") or "",
            door_photo=revisit.get("door_photo"),
            device_time=device.get("time"),
            offset_ms=device.get("offset_ms", 0),
            gps=dict(data["gps"]) if data.get("gps") else None,
            papers=tuple(_paper(row) for row in data.get("documents", ())),
            recorders=tuple(_recorder(row) for row in data.get("recorders", ())),
        )


def _single(rows: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    first: dict[Any, dict[str, Any]] = {}
    for row in rows:
        if first.setdefault(row[key], row) != row:
            raise serializers.ValidationError(f"{row[key]} 出现两次且内容不同")
    return list(first.values())


def _paper(row: dict[str, Any]) -> PaperGiven:
    return PaperGiven(
        row["id"], row["form"], row.get("number") or "", row.get("issued_on"), dict(row["values"])
    )


def _scan(row: dict[str, Any] | None) -> Scan | None:
    return Scan(row["mode"], row.get("at"), row.get("reason") or "") if row else None


def _given(row: dict[str, Any]) -> Given:
    return Given(
        item=row["item"],
        conforms=row["conforms"],
        note=row.get("note") or "",
        photos=tuple(row.get("photos", ())),
        corrected=row.get("corrected", False),
        corrected_photos=tuple(row.get("corrected_photos", ())),
        follow=row.get("follow", {}),
        transfer_to=tuple(row.get("transfer_to", ())),
    )


def _photo(row: dict[str, Any]) -> Photo:
    taken_at = row.get("taken_at")
    meta = {
        "name": row.get("name") or "",
        "taken_at": taken_at.isoformat() if taken_at else None,
        "source": row["source"],
        "item": row.get("item") or "",
        "caption": row.get("caption") or "",
        "gps": dict(row["gps"]) if row.get("gps") else None,
        **_circumstances(row),
    }
    return Photo(row["id"], row["sha256"], row["size"], row["type"], meta)


def _circumstances(row: dict[str, Any]) -> dict[str, Any]:
    """What a phone has said of a photo since it can; an older one says nothing of it."""
    device = row.get("device")
    told = {
        "device": {"time": device["time"].isoformat(), "offset_ms": device["offset_ms"]} if device else None,
        "officers": [str(one) for one in row.get("officers", ())],
        "distance_m": row.get("distance_m"),
        "tolerance_m": row.get("tolerance_m"),
        "duration_ms": row.get("duration_ms"),
        "marks": marks_read(row.get("marks", ())),
    }
    return {key: value for key, value in told.items() if value not in (None, [])}


def _recorder(row: dict[str, Any]) -> dict[str, Any]:
    officer, ended = row.get("officer"), row.get("ended_at")
    return {
        "number": row["number"],
        "officer": str(officer) if officer else None,
        "started_at": row["started_at"].isoformat(),
        "ended_at": ended.isoformat() if ended else None,
        "sha256": row.get("sha256") or "",
    }


def _signed(row: dict[str, Any]) -> Signed:
    refusal = row.get("refusal") or {}
    return Signed(
        kind=row["kind"],
        name=row.get("name") or "",
        role=row.get("role") or "",
        officer=row.get("officer"),
        file=row.get("file"),
        signed_at=row.get("signed_at"),
        refusal_reason=refusal.get("reason") or "",
        witness=refusal.get("witness") or "",
    )


class ReceiptOut(serializers.Serializer[Any]):
    """The proof that a revision is stored: all fields under the server's signature (docs/evidence.md)."""

    spec = serializers.CharField()
    uuid = serializers.UUIDField()
    rev = serializers.IntegerField()
    digest = serializers.CharField()
    received_at = serializers.DateTimeField()
    photos = serializers.IntegerField()
    files = serializers.CharField(help_text="SHA-256 of the canonical list of [id, sha256, size], by id")
    key = serializers.CharField(help_text="id of the key, listed at /api/v1/public/keys")
    signature = serializers.CharField()


class FaultOut(serializers.Serializer[Any]):
    """One irregularity in brief."""

    rule = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class SubmissionOut(serializers.Serializer[Any]):
    """What the phone is told."""

    receipt = ReceiptOut()
    missing = serializers.ListField(child=serializers.UUIDField())
    irregularities = FaultOut(many=True)
    state = serializers.CharField()
