"""Shapes of records of dishonesty (失信主体) and of applications to repair them."""

from typing import Any

from rest_framework import serializers

from backend.models import Document
from backend.serializers import ClockOut
from backend.services.files import Announced
from registry.models import DishonestyRecord, RepairApplication

LACKS = [(code, code) for code in ("repair_proof", "minor_only", "pledge", "training")]


class CreditVenueOut(serializers.Serializer[Any]):
    """The venue in brief."""

    uuid = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()


class RepairFileOut(serializers.Serializer[Any]):
    """A paper the venue handed in, with its hash."""

    uuid = serializers.UUIDField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    media_type = serializers.CharField()
    stored = serializers.BooleanField()


class RepairApplicationOut(serializers.Serializer[Any]):
    """An application to repair a record; `lacks`: what its way still needs, so that it can only be denied."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(RepairApplication.State.choices)
    mode = serializers.ChoiceField(RepairApplication.Mode.choices)
    applied_on = serializers.DateField()
    text = serializers.CharField()
    files = RepairFileOut(many=True)
    pledge = serializers.BooleanField()
    training = serializers.BooleanField()
    lacks = serializers.ListField(child=serializers.ChoiceField(LACKS))
    due = ClockOut(allow_null=True)
    taken_by = serializers.CharField()
    checked_by = serializers.CharField(allow_blank=True)
    checked_on = serializers.DateField(allow_null=True)
    check_note = serializers.CharField(allow_blank=True)
    decided_by = serializers.CharField(allow_blank=True)
    decided_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    number = serializers.CharField(allow_blank=True)
    document = serializers.UUIDField(allow_null=True)
    paper = serializers.ChoiceField(Document.State.choices, allow_null=True)
    verbs = serializers.ListField(child=serializers.CharField())


class DishonestyTermOut(serializers.Serializer[Any]):
    """How long a record of a level stands, and after which text."""

    level = serializers.ChoiceField(DishonestyRecord.Level.choices)
    months = serializers.IntegerField()
    basis = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment] # the word of the wire
    verified = serializers.BooleanField(help_text="the text was read; else shown as 待核实")


class DishonestyOut(serializers.Serializer[Any]):
    """A record of dishonesty."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(DishonestyRecord.State.choices)
    level = serializers.ChoiceField(DishonestyRecord.Level.choices)
    venue = CreditVenueOut()
    ground = serializers.CharField()
    basis = serializers.CharField()
    from_on = serializers.DateField(allow_null=True)
    to_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    repair_mode = serializers.CharField(allow_blank=True)
    proposed_by = serializers.CharField()
    listed_by = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    repairs = RepairApplicationOut(many=True)
    verbs = serializers.ListField(child=serializers.CharField())


class DishonestyQuery(serializers.Serializer[Any]):
    """One state, or all."""

    state = serializers.ChoiceField(DishonestyRecord.State.choices, required=False, default="")


class DishonestyIn(serializers.Serializer[Any]):
    """Why a venue is to be listed; `case` where one led to it."""

    level = serializers.ChoiceField(DishonestyRecord.Level.choices)
    ground = serializers.CharField(max_length=300)
    basis = serializers.CharField(max_length=200)
    case = serializers.UUIDField(required=False, allow_null=True, default=None)


class RepairFileIn(serializers.Serializer[Any]):
    """A paper that was uploaded with the owner `repairapplication:<uuid>`."""

    id = serializers.UUIDField()
    sha256 = serializers.RegexField(r"^[0-9a-f]{64}\Z")
    size = serializers.IntegerField(min_value=1, max_value=30 * 1024 * 1024)
    type = serializers.ChoiceField(["image/png", "image/jpeg", "image/webp", "video/mp4", "application/pdf"])


class RepairApplyIn(serializers.Serializer[Any]):
    """What is asked, since when, with which proof; `uuid` is the client's, so that files come before."""

    uuid = serializers.UUIDField()
    mode = serializers.ChoiceField(RepairApplication.Mode.choices)
    applied_on = serializers.DateField()
    text = serializers.CharField(max_length=600, allow_blank=True)
    files = RepairFileIn(many=True, required=False, default=list)
    pledge = serializers.BooleanField(default=False)
    training = serializers.BooleanField(default=False)

    def validate_files(self, told: list[dict[str, Any]]) -> list[Announced]:
        """As the ground announces them."""
        return [Announced(one["id"], "evidence", one["sha256"], one["size"], one["type"]) for one in told]


class RepairCheckIn(serializers.Serializer[Any]):
    """What was looked at and found."""

    opinion = serializers.CharField(max_length=600, allow_blank=True)


class RepairReasonIn(serializers.Serializer[Any]):
    """Why; of a decision the venue reads it on its paper."""

    reason = serializers.CharField(max_length=600, allow_blank=True)


class RepairPaperQuery(serializers.Serializer[Any]):
    """In which rendering."""

    part = serializers.ChoiceField(choices=["pdf", "docx"], default="pdf")
