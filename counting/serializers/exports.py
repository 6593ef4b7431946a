"""Case tables, 表一, exports and other platforms on the wire."""

from typing import Any

from rest_framework import serializers

from counting.domain.books import FORMATS
from counting.domain.platforms import COLUMNS_MAX, PLATFORMS, TEXT_MAX, TITLE_MAX
from counting.domain.windows import PERIODS
from counting.models import Export
from counting.selectors.books import BY

DIMENSIONS = list(BY)
OFFSET: dict[str, Any] = {"min_value": 0, "max_value": 10**7, "required": False, "default": 0}


class YearQuery(serializers.Serializer[Any]):
    """A year, and one organ of the tree or all."""

    year = serializers.IntegerField(min_value=2000, max_value=2100)
    organ = serializers.CharField(max_length=24, required=False, allow_blank=True, default="")


class CutQuery(YearQuery):
    """Which cases, cut how."""

    period = serializers.ChoiceField(PERIODS, required=False, default="year")
    rows = serializers.ChoiceField(DIMENSIONS)
    columns = serializers.ChoiceField(DIMENSIONS, required=False, allow_blank=True, default="")


class CutRowsQuery(CutQuery):
    """One number of the table: its row and column; "" = all of them."""

    row = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    column = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    offset = serializers.IntegerField(**OFFSET)


class YearbookRowsQuery(serializers.Serializer[Any]):
    """One number of 表一: an organ ("" = all), a class ("" = 合计)."""

    year = serializers.IntegerField(min_value=2000, max_value=2100)
    organ = serializers.CharField(max_length=24, required=False, allow_blank=True, default="")
    column = serializers.CharField(max_length=30, required=False, allow_blank=True, default="")
    offset = serializers.IntegerField(**OFFSET)


class HeadOut(serializers.Serializer[Any]):
    """A row's or a column's name."""

    key = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()


class CutCellOut(serializers.Serializer[Any]):
    """One number; sums in fen."""

    value = serializers.IntegerField()
    sum_fen = serializers.IntegerField()


class CutLineOut(HeadOut):
    """A row: its cells in the order of the columns, and all of it."""

    cells = CutCellOut(many=True)
    total = CutCellOut()


class CountedOrganOut(serializers.Serializer[Any]):
    """An organ one may choose."""

    code = serializers.CharField()
    name = serializers.CharField()


class CutOut(serializers.Serializer[Any]):
    """A case table: `total` is the line of all, every cut of the same cases has the same whole."""

    columns = HeadOut(many=True)
    rows = CutLineOut(many=True)
    total = CutLineOut()
    organs = CountedOrganOut(many=True)


class YearbookOut(CutOut):
    """表一: organs down, classes light to heavy across; 罚没金额 is the sum of a line's total."""

    checks = serializers.IntegerField(help_text="检查次数 of the year (表四)")


class ExportIn(serializers.Serializer[Any]):
    """What is wanted: a ledger or a platform by its name in `of`, its filters or period in `query`."""

    kind = serializers.ChoiceField(Export.Kind.choices)
    of = serializers.SlugField(max_length=40, allow_blank=True, required=False, default="")
    format = serializers.ChoiceField(FORMATS)
    query = serializers.DictField(
        child=serializers.CharField(max_length=200, allow_blank=True), required=False, default=dict
    )


class ExportQuery(serializers.Serializer[Any]):
    """Narrowing one's exports."""

    kind = serializers.ChoiceField(Export.Kind.choices, required=False)


class ExportOut(serializers.Serializer[Any]):
    """An export and how far it is."""

    uuid = serializers.UUIDField()
    kind = serializers.ChoiceField(Export.Kind.choices)
    of = serializers.CharField(allow_blank=True)
    format = serializers.ChoiceField(FORMATS)
    title = serializers.CharField()
    state = serializers.ChoiceField(Export.State.choices)
    progress = serializers.IntegerField(help_text="percent")
    rows = serializers.IntegerField(allow_null=True)
    problem = serializers.CharField(allow_blank=True)
    size = serializers.IntegerField()
    by = serializers.CharField()
    created_at = serializers.DateTimeField()
    made_at = serializers.DateTimeField(allow_null=True)


class MappingColumnOut(serializers.Serializer[Any]):
    """One column: a fact of the row (`field`), or the same text in every row."""

    title = serializers.CharField(max_length=TITLE_MAX)
    field = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)


class MappingColumnIn(serializers.Serializer[Any]):
    """One column as written."""

    title = serializers.CharField(max_length=TITLE_MAX, allow_blank=True)
    field = serializers.CharField(max_length=40, allow_blank=True, required=False, default="")
    text = serializers.CharField(max_length=TEXT_MAX, allow_blank=True, required=False, default="")


class MappingIn(serializers.Serializer[Any]):
    """The columns of a platform in their order; `verified` says they were compared with its form."""

    columns = serializers.ListField(child=MappingColumnIn(), min_length=1, max_length=COLUMNS_MAX)
    verified = serializers.BooleanField(required=False, default=False)
    note = serializers.CharField(max_length=300, allow_blank=True, required=False, default="")


class FieldNameOut(serializers.Serializer[Any]):
    """A fact a column may hold."""

    key = serializers.CharField()
    title = serializers.CharField()


class PlatformOut(serializers.Serializer[Any]):
    """Another platform: its columns (version 0: the first ones), how many rows are not entered there yet."""

    key = serializers.ChoiceField(list(PLATFORMS))
    name = serializers.CharField()
    name_en = serializers.CharField()
    ledger = serializers.CharField()
    columns = MappingColumnOut(many=True)
    version = serializers.IntegerField()
    verified = serializers.BooleanField()
    note = serializers.CharField(allow_blank=True)
    set_by = serializers.CharField(allow_blank=True)
    set_at = serializers.DateTimeField(allow_null=True)
    fields_known = FieldNameOut(many=True)
    rows = serializers.IntegerField()
    missing = serializers.IntegerField()
    verbs = serializers.ListField(child=serializers.CharField())


class EnteredQuery(serializers.Serializer[Any]):
    """Narrowing the rows of a platform."""

    entered = serializers.ChoiceField(["yes", "no"], required=False)


class EnteredOut(serializers.Serializer[Any]):
    """Entered there on that day by this person."""

    on = serializers.DateField()
    by = serializers.CharField()


class PlatformRowOut(serializers.Serializer[Any]):
    """A row that belongs on the platform, and whether it is there."""

    uuid = serializers.UUIDField()
    noun = serializers.CharField()
    title = serializers.CharField()
    detail = serializers.CharField(allow_blank=True)
    on = serializers.DateField(allow_null=True)
    state = serializers.CharField(allow_blank=True)
    entered = EnteredOut(allow_null=True)


class EntryIn(serializers.Serializer[Any]):
    """Rows that were entered there, and the day."""

    rows = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=500)
    on = serializers.DateField()


class EntryWithdrawIn(serializers.Serializer[Any]):
    """Rows ticked by mistake, and why."""

    rows = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=500)
    reason = serializers.CharField(max_length=200)
