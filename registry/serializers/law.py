"""Shapes of the law in the catalogue and of its changes."""

from typing import Any

from rest_framework import serializers

from registry.domain.catalogue.rows import HEARING_PARTIES
from registry.domain.catalogue.sheets import KINDS, SHEETS
from registry.models import CatalogueChange
from registry.serializers.catalogue import BandOut, BasisOut, LenientOut

SECTIONS = [(sheet.section, sheet.title) for sheet in SHEETS]
VERDICTS = [("new", "新增"), ("changed", "修改"), ("same", "不变"), ("refused", "不能采用")]
UPLOAD_MAX = 20 * 1024**2


class LawBasisOut(BasisOut):
    """A basis with what joins its versions, and its bands."""

    lineage = serializers.CharField(allow_blank=True)
    bands = BandOut(many=True)


class LawViolationOut(serializers.Serializer[Any]):
    """A violation with all versions of its bases."""

    code = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField()
    category = serializers.CharField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    verified = serializers.BooleanField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # the word of the wire
    bases = LawBasisOut(many=True)
    lenient = LenientOut(many=True)


class SourceOut(serializers.Serializer[Any]):
    """Where facts were read (出处); OKU and INF stand for none."""

    code = serializers.CharField()
    title = serializers.CharField()
    addresses = serializers.ListField(child=serializers.CharField())
    lead_only = serializers.BooleanField(help_text="a low-grade mirror: a hint, no proof")


class ThresholdOut(serializers.Serializer[Any]):
    """One version of a hearing threshold (听证标准); no region or field "*": any. Sums in fen."""

    code = serializers.CharField()
    region = serializers.CharField(allow_blank=True)
    place = serializers.CharField(allow_blank=True, help_text="the name of the region")
    field = serializers.CharField()
    party = serializers.ChoiceField([(one, one) for one in HEARING_PARTIES])
    no_cap_fen = serializers.IntegerField()
    cap_percent = serializers.IntegerField(allow_null=True)
    never_below_fen = serializers.IntegerField()
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    in_force = serializers.BooleanField()
    rule = serializers.CharField()
    verified = serializers.BooleanField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # the word of the wire


class LawOut(serializers.Serializer[Any]):
    """The law of the catalogue in use."""

    version = serializers.CharField()
    thresholds = ThresholdOut(many=True)
    violations = LawViolationOut(many=True)
    sources = SourceOut(many=True)


class CatalogueRowQuery(serializers.Serializer[Any]):
    """Which row."""

    section = serializers.ChoiceField(SECTIONS)
    code = serializers.CharField(
        max_length=60, allow_blank=True, required=False, default="", help_text="none: an empty row"
    )


class CatalogueColumnOut(serializers.Serializer[Any]):
    """A field of a row; `fixed` may not be written over in this row."""

    field = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField([(kind, kind) for kind in KINDS])
    says = serializers.CharField(allow_blank=True)
    fixed = serializers.BooleanField()


class CatalogueRowOut(serializers.Serializer[Any]):
    """One row of the catalogue, whole, with its fields."""

    columns = CatalogueColumnOut(many=True)

    section = serializers.ChoiceField(SECTIONS)
    code = serializers.CharField()
    values = serializers.DictField()


class CatalogueRowIn(serializers.Serializer[Any]):
    """One row, whole, under its code; a code that is not there yet is a new row."""

    section = serializers.ChoiceField(SECTIONS)
    values = serializers.DictField()


class CatalogueRowsIn(serializers.Serializer[Any]):
    """Rows to be judged."""

    rows = CatalogueRowIn(many=True, allow_empty=False)


class CatalogueChangeIn(CatalogueRowsIn):
    """Rows to be proposed, and why."""

    note = serializers.CharField(max_length=400)


class CatalogueBookIn(serializers.Serializer[Any]):
    """A workbook to be judged."""

    file = serializers.FileField(max_length=300)


class CatalogueBookChangeIn(CatalogueBookIn):
    """A workbook to be proposed, and why."""

    note = serializers.CharField(max_length=400)


class RowFieldOut(serializers.Serializer[Any]):
    """One field that changes."""

    field = serializers.CharField()
    title = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class RowFaultOut(serializers.Serializer[Any]):
    """Why a row cannot be taken."""

    field = serializers.CharField(allow_blank=True)
    title = serializers.CharField(allow_blank=True)
    why = serializers.CharField()


class CatalogueVerdictOut(serializers.Serializer[Any]):
    """What would become of a row; `row` is its line in the sheet, 0 for one that was not given."""

    section = serializers.CharField()
    sheet = serializers.CharField()
    code = serializers.CharField(allow_blank=True)
    row = serializers.IntegerField()
    verdict = serializers.ChoiceField(VERDICTS)
    faults = RowFaultOut(many=True)
    changes = RowFieldOut(many=True)


class CatalogueCountsOut(serializers.Serializer[Any]):
    """Rows by verdict."""

    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    same = serializers.IntegerField()
    refused = serializers.IntegerField()


class CatalogueCheckOut(serializers.Serializer[Any]):
    """A dry run; rows that stay as they are are only counted."""

    counts = CatalogueCountsOut()
    rows = CatalogueVerdictOut(many=True)


class CatalogueChangeRowOut(serializers.Serializer[Any]):
    """A changed row, field by field."""

    section = serializers.CharField()
    sheet = serializers.CharField()
    code = serializers.CharField()
    new = serializers.BooleanField()
    changes = RowFieldOut(many=True)


class CatalogueChangeRowsOut(serializers.Serializer[Any]):
    """A change for a list."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(CatalogueChange.State.choices)
    note = serializers.CharField()
    filename = serializers.CharField(allow_blank=True)
    proposed_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    decided_by = serializers.CharField(allow_blank=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField()
    verbs = serializers.ListField(child=serializers.CharField())


class CatalogueChangeOut(CatalogueChangeRowsOut):
    """A change with everything it would write."""

    rows = CatalogueChangeRowOut(many=True)


class CatalogueChangeQuery(serializers.Serializer[Any]):
    """One state, or all."""

    state = serializers.ChoiceField(CatalogueChange.State.choices, required=False, default="")


class CatalogueReasonIn(serializers.Serializer[Any]):
    """Why a proposal is sent back."""

    reason = serializers.CharField(max_length=300)
