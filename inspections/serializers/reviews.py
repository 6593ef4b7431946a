"""Records as they are listed, reviewed and published."""

from typing import Any

from rest_framework import serializers

from inspections.models import Inspection, InspectionVersion, Publication
from inspections.serializers.evidence import EarlierOut, ManifestOut, PhotoOut, RecorderOut

ONE_OF = serializers.ChoiceField


class CodeOut(serializers.Serializer[Any]):
    """A code and its name."""

    code = serializers.CharField()
    name = serializers.CharField()


class CheckedVenueOut(serializers.Serializer[Any]):
    """A venue in brief."""

    uuid = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()


class RecordVenueOut(CheckedVenueOut):
    """A venue in brief with its township."""

    township = serializers.CharField()


class RecordVisitOut(serializers.Serializer[Any]):
    """The visit of a record."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    trigger = CodeOut()
    about = serializers.CharField(allow_blank=True, help_text="the performance it was about")


class ArrivalOut(serializers.Serializer[Any]):
    """附件 arrived/total."""

    total = serializers.IntegerField()
    arrived = serializers.IntegerField()


class FaultCountOut(serializers.Serializer[Any]):
    """Irregularities, and those not yet settled."""

    total = serializers.IntegerField()
    open = serializers.IntegerField()


class DueOut(serializers.Serializer[Any]):
    """The clock of publication (V09); a provisional date says in `words` what it waits for."""

    clock = serializers.UUIDField()
    on = serializers.DateField()
    words = serializers.CharField()
    provisional = serializers.BooleanField()
    rest = serializers.IntegerField()
    done_on = serializers.DateField(allow_null=True)


class InspectionRowOut(serializers.Serializer[Any]):
    """One row of the list."""

    uuid = serializers.UUIDField()
    state = ONE_OF(choices=Inspection.State.choices)
    rev = serializers.IntegerField()
    visit = RecordVisitOut()
    venue = RecordVenueOut()
    outcome = ONE_OF(choices=Inspection.Outcome.choices)
    result_codes = CodeOut(many=True)
    started_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField()
    finished_on = serializers.DateField()
    submitted_at = serializers.DateTimeField()
    officers = serializers.ListField(child=serializers.CharField())
    photos = ArrivalOut()
    irregularities = FaultCountOut()
    counts = serializers.BooleanField(allow_null=True)
    due = DueOut(allow_null=True)
    verbs = serializers.ListField(child=serializers.CharField())


class PersonRoleOut(serializers.Serializer[Any]):
    """The person on site."""

    name = serializers.CharField()
    role = serializers.CharField()


class ScanOut(serializers.Serializer[Any]):
    """The code step; `mode` "" = not shown."""

    mode = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class DeviceOut(serializers.Serializer[Any]):
    """The phone's clock; `differs` by more than five minutes."""

    time = serializers.DateTimeField(allow_null=True)
    offset_ms = serializers.IntegerField()
    differs = serializers.BooleanField()


class LostOut(serializers.Serializer[Any]):
    """What code 6 rests on."""

    call_record = serializers.CharField()
    door_photo = serializers.UUIDField(allow_null=True)


class ReviewOut(serializers.Serializer[Any]):
    """The last word of a reviewer."""

    by = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class AnswerOut(serializers.Serializer[Any]):
    """One answer in its form's wording; `forbidden_then`: what the item's hours or days say of the time."""

    item = serializers.CharField()
    question = serializers.CharField()
    level = serializers.CharField()
    conforms = serializers.BooleanField(allow_null=True)
    sentence = serializers.CharField()
    note = serializers.CharField()
    photos = serializers.ListField(child=serializers.UUIDField())
    corrected = serializers.BooleanField()
    corrected_photos = serializers.ListField(child=serializers.UUIDField())
    follow = serializers.DictField()
    forbidden_then = serializers.BooleanField(allow_null=True)


class SignatureOut(serializers.Serializer[Any]):
    """One signature, or a refusal with its witness."""

    kind = serializers.CharField()
    name = serializers.CharField()
    role = serializers.CharField()
    cert_no = serializers.CharField()
    officer = serializers.UUIDField(allow_null=True)
    file = serializers.UUIDField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)
    refusal_reason = serializers.CharField()
    witness = serializers.CharField()


class IrregularityOut(serializers.Serializer[Any]):
    """One irregularity and how it was settled."""

    id = serializers.IntegerField()
    rule = serializers.CharField()
    code = serializers.CharField()
    data = serializers.DictField()  # type: ignore[assignment] # the wire's word
    message = serializers.CharField()
    message_en = serializers.CharField()
    found_at = serializers.DateTimeField()
    counts = serializers.BooleanField(allow_null=True)
    reason = serializers.CharField()
    settled_by = serializers.CharField()
    settled_at = serializers.DateTimeField(allow_null=True)


class RecordFindingOut(serializers.Serializer[Any]):
    """One finding of the record."""

    uuid = serializers.UUIDField()
    item = serializers.CharField()
    violations = serializers.ListField(child=serializers.CharField())
    transfer_to = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField()
    corrected = serializers.BooleanField()
    found_on = serializers.DateField()


class VersionOut(serializers.Serializer[Any]):
    """One body that was sent."""

    id = serializers.IntegerField()
    rev = serializers.IntegerField()
    digest = serializers.CharField()
    kept = ONE_OF(choices=InspectionVersion.Kept.choices)
    photos = serializers.IntegerField()
    sent_by = serializers.CharField()
    sent_at = serializers.DateTimeField()


class VersionBodyOut(serializers.Serializer[Any]):
    """One body in its canonical spelling; SHA-256(body) = digest."""

    id = serializers.IntegerField()
    rev = serializers.IntegerField()
    digest = serializers.CharField()
    kept = ONE_OF(choices=InspectionVersion.Kept.choices)
    body = serializers.CharField()


class RecordPublicationOut(serializers.Serializer[Any]):
    """One step of the publication."""

    uuid = serializers.UUIDField()
    state = ONE_OF(choices=Publication.State.choices)
    text = serializers.CharField()
    result_codes = serializers.ListField(child=serializers.CharField())
    published_by = serializers.CharField()
    published_at = serializers.DateTimeField()
    reason = serializers.CharField()


class OrderBriefOut(serializers.Serializer[Any]):
    """An order to rectify in brief."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.CharField()


class RecordOrderOut(OrderBriefOut):
    """An order to rectify with its day."""

    due_on = serializers.DateField()


class StepOut(serializers.Serializer[Any]):
    """One line of the journal about the record."""

    verb = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    reason = serializers.CharField()


class InspectionOut(InspectionRowOut):
    """One record in full; `waits` names what the next move still needs."""

    own = serializers.BooleanField()
    waits = serializers.ListField(child=serializers.CharField())
    digest = serializers.CharField()
    form_version = serializers.CharField()
    statement = serializers.CharField()
    objection = serializers.CharField()
    party = PersonRoleOut()
    scan = ScanOut()
    gps = serializers.DictField(allow_null=True)
    device = DeviceOut()
    revisit = LostOut()
    submitted_by = serializers.CharField()
    review = ReviewOut()
    answers = AnswerOut(many=True)
    photo_list = PhotoOut(many=True)
    earlier = EarlierOut(many=True)
    manifest = ManifestOut(allow_null=True)
    recorders = RecorderOut(many=True)
    signatures = SignatureOut(many=True)
    faults = IrregularityOut(many=True)
    findings = RecordFindingOut(many=True)
    versions = VersionOut(many=True)
    publications = RecordPublicationOut(many=True)
    rectifications = RecordOrderOut(many=True)
    history = StepOut(many=True)


class ReviewReasonIn(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=300)


class SettleIn(ReviewReasonIn):
    """One irregularity by its number, or one photo that will not come."""

    irregularity = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    photo = serializers.UUIDField(required=False)
    counts = serializers.BooleanField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one of the two."""
        if ("irregularity" in attrs) == ("photo" in attrs):
            raise serializers.ValidationError({"irregularity": ["请指明一项不规范情形或者一张照片"]})
        return attrs


class CorrectIn(ReviewReasonIn):
    """The right result."""

    result_codes = serializers.ListField(
        child=serializers.CharField(max_length=20), min_length=1, max_length=20
    )


class ResultOut(serializers.Serializer[Any]):
    """One published result."""

    uuid = serializers.UUIDField()
    state = ONE_OF(choices=Publication.State.choices)
    organ = serializers.CharField()
    venue_name = serializers.CharField()
    venue_code = serializers.CharField()
    result_codes = CodeOut(many=True)
    text = serializers.CharField()
    checked_on = serializers.DateField()
    published_at = serializers.DateTimeField()


class SpoiltOut(serializers.Serializer[Any]):
    """One body that could not be read."""

    id = serializers.IntegerField()
    inspection = serializers.UUIDField()
    problem = serializers.CharField()
    sent_by = serializers.CharField()
    sent_at = serializers.DateTimeField()
    size = serializers.IntegerField()
    digest = serializers.CharField()
    preview = serializers.CharField()
