"""Figures, targets, statistics and the workbench on the wire."""

from typing import Any

from rest_framework import serializers

from counting.domain.indicators import INDICATORS
from counting.domain.windows import WINDOWS

KINDS = [
    "approve", "review", "publish", "returned", "recheck", "lead", "file", "draw", "ask", "case",
    "publish_case", "leave", "swap", "swap_answer", "lead_reply", "lead_answer", "lead_extend",
    "hazard", "hazard_answer", "hazard_close",
    "campaign", "seats", "activity", "activity_proof", "guidance", "pledge", "repair",
    "follow_up_new", "dishonesty", "change", "appeal", "credit_repair",
    "site_recheck", "letter", "amend_case", "recheck_none",
]  # fmt: skip


class PartOut(serializers.Serializer[Any]):
    """A number beside a figure."""

    key = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    value = serializers.IntegerField()


class FigureOut(serializers.Serializer[Any]):
    """A figure with its formula and what stands beside it; ratios in basis points (unit `bp`)."""

    indicator = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    unit = serializers.CharField()
    year = serializers.IntegerField()
    window = serializers.CharField()
    cutoff_on = serializers.DateField(allow_null=True, help_text="cut-off day of the plan it rests on")
    value = serializers.IntegerField()
    over = serializers.IntegerField(allow_null=True)
    rows = serializers.IntegerField()
    rows_kind = serializers.CharField()
    formula = serializers.CharField()
    formula_en = serializers.CharField()
    reading = serializers.CharField(allow_blank=True)
    target_bp = serializers.IntegerField(allow_null=True, help_text="share a plan row must reach")
    parts = PartOut(many=True)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` and `to` are words of Python's or the reader's; they are added here."""
        fields = super().get_fields()
        fields["from"] = serializers.DateField()
        fields["to"] = serializers.DateField()
        return fields


class TargetOut(serializers.Serializer[Any]):
    """A target with its figure now."""

    uuid = serializers.UUIDField()
    seq = serializers.IntegerField()
    item = serializers.CharField(allow_blank=True)
    verbatim = serializers.CharField()
    comparison = serializers.CharField()
    target = serializers.IntegerField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # DRF takes declared fields off the class
    met = serializers.BooleanField()
    figure = FigureOut()
    verbs = serializers.ListField(child=serializers.CharField())


class TargetIn(serializers.Serializer[Any]):
    """A new target."""

    year = serializers.IntegerField(min_value=2000, max_value=2100)
    item = serializers.CharField(max_length=20, allow_blank=True, default="")
    verbatim = serializers.CharField(max_length=200)
    indicator = serializers.ChoiceField(choices=list(INDICATORS))
    comparison = serializers.ChoiceField(choices=[">=", "<=", "="])
    value = serializers.IntegerField(min_value=0, max_value=10**12)
    unit = serializers.CharField(max_length=10)
    window = serializers.ChoiceField(choices=list(WINDOWS))
    source = serializers.CharField(max_length=200, allow_blank=True, default="")  # type: ignore[assignment] # DRF takes declared fields off the class


class TargetEditIn(serializers.Serializer[Any]):
    """A changed target with its reason."""

    comparison = serializers.ChoiceField(choices=[">=", "<=", "="])
    value = serializers.IntegerField(min_value=0, max_value=10**12)
    verbatim = serializers.CharField(max_length=200, allow_blank=True, default="")
    reason = serializers.CharField(max_length=300)


class TargetsImportIn(serializers.Serializer[Any]):
    """A table of targets (CSV: item, verbatim, indicator, comparison, value, unit, window)."""

    year = serializers.IntegerField(min_value=2000, max_value=2100)
    file = serializers.FileField(max_length=300)


class TargetsImportOut(serializers.Serializer[Any]):
    """What the table changed."""

    new = serializers.IntegerField()
    same = serializers.IntegerField()


class ReadingIn(serializers.Serializer[Any]):
    """How a figure is read: `reading` = ratio|tasks, or `target_bp` = 1–10000."""

    key = serializers.ChoiceField(choices=["reading", "target_bp"])
    text = serializers.ChoiceField(choices=["ratio", "tasks"], required=False)
    number = serializers.IntegerField(min_value=1, max_value=10_000, required=False)
    reason = serializers.CharField(max_length=300)


class TargetReasonIn(serializers.Serializer[Any]):
    """A reason."""

    reason = serializers.CharField(max_length=300)


class CountedRowOut(serializers.Serializer[Any]):
    """One row behind a number, and where to open it."""

    uuid = serializers.UUIDField()
    noun = serializers.CharField()
    title = serializers.CharField()
    detail = serializers.CharField(allow_blank=True)
    on = serializers.DateField(allow_null=True)
    state = serializers.CharField(allow_blank=True)
    value = serializers.IntegerField(
        help_text="what the row adds to the number: officers of an outing, else 1"
    )
    sum_fen = serializers.IntegerField(allow_null=True, help_text="of a case: what it adds to 罚没金额")


class CountedRowsOut(serializers.Serializer[Any]):
    """The rows behind a number, newest first. `value` is the number itself: the sum of what its rows add."""

    value = serializers.IntegerField()
    count = serializers.IntegerField(help_text="rows")
    rows = CountedRowOut(many=True)
    next = serializers.IntegerField(allow_null=True, help_text="offset of the next rows")


class StatisticOut(serializers.Serializer[Any]):
    """One number of a statistic; sums in fen."""

    key = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    value = serializers.IntegerField()
    sum_fen = serializers.IntegerField()


class StatisticsOut(serializers.Serializer[Any]):
    """A statistic."""

    table = serializers.CharField()
    by = serializers.CharField()
    groupings = serializers.ListField(child=serializers.CharField())
    total = serializers.IntegerField(help_text="distinct rows; groups may overlap by category or result")
    sum_fen = serializers.IntegerField()
    rows = StatisticOut(many=True)


class NowOut(serializers.Serializer[Any]):
    """One thing that waits for this person; the page puts the kind into words."""

    kind = serializers.ChoiceField(choices=KINDS)
    noun = serializers.CharField()
    uuid = serializers.UUIDField()
    title = serializers.CharField()
    detail = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField(help_text="visits of a draw, else 1")
    due_on = serializers.DateField(allow_null=True)
    words = serializers.CharField(allow_blank=True)
    rest = serializers.IntegerField(allow_null=True)


class MonthOut(serializers.Serializer[Any]):
    """Visits of a month and up to it."""

    month = serializers.IntegerField()
    value = serializers.IntegerField()
    total = serializers.IntegerField()


class WorkbenchOut(serializers.Serializer[Any]):
    """The workbench."""

    now = NowOut(many=True)
    targets = TargetOut(many=True)
    line = MonthOut(many=True)
