"""Shapes of imports and proposed coordinates."""

from typing import Any

from rest_framework import serializers

from registry.models import Geocode, RosterImport, Venue
from registry.serializers.venues import VenueBriefOut

VERDICTS = [("new", "新增"), ("changed", "变更"), ("same", "未变"), ("refused", "拒绝")]


class RosterImportIn(serializers.Serializer[Any]):
    """A workbook (.xlsx, .xls, .csv) of up to 40 MB."""

    kind = serializers.ChoiceField(RosterImport.Kind.choices)
    file = serializers.FileField(max_length=300)


class VerdictCountsOut(serializers.Serializer[Any]):
    """Rows by verdict."""

    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    same = serializers.IntegerField()
    refused = serializers.IntegerField()


class ImportColumnOut(serializers.Serializer[Any]):
    """A column that was recognised."""

    column = serializers.IntegerField()
    field = serializers.CharField()
    title = serializers.CharField()


class SkippedRowOut(serializers.Serializer[Any]):
    """A row that is no data, and why."""

    row = serializers.IntegerField()
    why = serializers.CharField()


class ImportHeaderOut(serializers.Serializer[Any]):
    """What was recognised above the rows."""

    row = serializers.IntegerField()
    titles = serializers.ListField(child=serializers.CharField(allow_blank=True))
    columns = ImportColumnOut(many=True)
    unknown = serializers.ListField(child=serializers.CharField())
    skipped = serializers.IntegerField()
    skipped_rows = SkippedRowOut(many=True)


class RosterImportOut(serializers.Serializer[Any]):
    """An import with its progress."""

    uuid = serializers.UUIDField()
    kind = serializers.ChoiceField(RosterImport.Kind.choices)
    state = serializers.ChoiceField(RosterImport.State.choices)
    filename = serializers.CharField()
    sha256 = serializers.CharField()
    sheet = serializers.CharField()
    uploaded_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    total = serializers.IntegerField()
    progress = serializers.IntegerField()
    counts = VerdictCountsOut()
    header = ImportHeaderOut(allow_null=True)
    problem = serializers.CharField()
    verdicts_digest = serializers.CharField()
    confirmed_by = serializers.CharField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)
    verbs = serializers.ListField(child=serializers.CharField())


class ImportReasonOut(serializers.Serializer[Any]):
    """Why a row is refused."""

    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class ImportChangeOut(serializers.Serializer[Any]):
    """A registered value the row would replace."""

    field = serializers.CharField()
    before = serializers.JSONField()
    after = serializers.JSONField()


class ImportRowOut(serializers.Serializer[Any]):
    """One row: `cells` are its texts by field, `values` what they mean."""

    row_no = serializers.IntegerField()
    verdict = serializers.ChoiceField(VERDICTS)
    name = serializers.CharField()
    code = serializers.CharField()
    cells = serializers.DictField(child=serializers.CharField(allow_blank=True))
    values = serializers.DictField(child=serializers.JSONField())
    reasons = ImportReasonOut(many=True)
    changes = ImportChangeOut(many=True)
    target = serializers.UUIDField(allow_null=True)
    fixed = serializers.ListField(child=serializers.CharField())


class ImportFixIn(serializers.Serializer[Any]):
    """Texts in place of a row's cells, by field; "" empties the cell."""

    row_no = serializers.IntegerField(min_value=1, max_value=2_000_000)
    values = serializers.DictField(
        child=serializers.CharField(max_length=400, allow_blank=True), allow_empty=False
    )


class ImportFixOut(serializers.Serializer[Any]):
    """The import and the row after the fix; null when the row says nothing any more."""

    roster = RosterImportOut()
    row = ImportRowOut(allow_null=True)


class GeocodeAskIn(serializers.Serializer[Any]):
    """Which venues; none named: open venues of the organ without coordinates."""

    venues = serializers.ListField(child=serializers.UUIDField(), max_length=300, default=list)


class GeocodeAskOut(serializers.Serializer[Any]):
    """How many questions were put."""

    asked = serializers.IntegerField()


class GeocodeRejectIn(serializers.Serializer[Any]):
    """Why, if there is something to say."""

    reason = serializers.CharField(max_length=400, allow_blank=True, default="")


class PlaceOut(serializers.Serializer[Any]):
    """Coordinates with their datum."""

    lng = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    datum = serializers.ChoiceField([("", ""), *Venue.Datum.choices])


class GeocodeOut(PlaceOut):
    """A proposal with the venue it is for and where the register has it now."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(Geocode.State.choices)
    venue = VenueBriefOut()
    address = serializers.CharField()
    provider = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # the word of the wire
    problem = serializers.CharField()
    registered = PlaceOut()
    created_at = serializers.DateTimeField()
    verbs = serializers.ListField(child=serializers.CharField())
