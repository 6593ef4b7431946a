"""Plans, caps and triggers on the wire."""

from typing import Any

from rest_framework import serializers

YEAR: dict[str, Any] = {"min_value": 2000, "max_value": 2100}
MONTH: dict[str, Any] = {"min_value": 1, "max_value": 12, "allow_null": True, "required": False}
TEXT: dict[str, Any] = {"max_length": 4000, "allow_blank": True, "required": False}


class PlanIn(serializers.Serializer[Any]):
    """A new plan."""

    year = serializers.IntegerField(**YEAR)
    name = serializers.CharField(max_length=120)
    number = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    cutoff_on = serializers.DateField(required=False, allow_null=True, default=None)


class PlanRowValues(serializers.Serializer[Any]):
    """What can be typed into a row."""

    item_class = serializers.ChoiceField(["", "general", "key"], required=False)
    basis = serializers.CharField(**TEXT)
    object_text = serializers.CharField(**TEXT)
    categories = serializers.ListField(
        child=serializers.CharField(max_length=3), max_length=30, required=False
    )
    initiating = serializers.CharField(**TEXT)
    cooperating = serializers.CharField(**TEXT)
    method = serializers.CharField(**TEXT)
    quota_verbatim = serializers.CharField(
        max_length=1000, allow_blank=True, required=False, help_text="as published"
    )
    ratio_bp = serializers.IntegerField(min_value=0, max_value=10000, allow_null=True, required=False)
    quota_count = serializers.IntegerField(min_value=0, max_value=1_000_000, allow_null=True, required=False)
    month_from = serializers.IntegerField(**MONTH)
    month_to = serializers.IntegerField(**MONTH)
    deadline_on = serializers.DateField(allow_null=True, required=False)
    deadline_verbatim = serializers.CharField(**TEXT)


class PlanRowIn(PlanRowValues):
    """A new row."""

    item = serializers.CharField(max_length=4000)


class PlanRowEditIn(PlanRowValues):
    """Changes to a row; `reason` settles numbers the wording does not give."""

    item = serializers.CharField(max_length=4000, required=False)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class PlanImportIn(serializers.Serializer[Any]):
    """A published table as a file (multipart)."""

    file = serializers.FileField(allow_empty_file=False)
    year = serializers.IntegerField(**YEAR)
    name = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    cutoff_on = serializers.DateField(required=False, allow_null=True, default=None)


class WordingOut(serializers.Serializer[Any]):
    """What was read from a wording; the columns of the published oracle."""

    verbatim = serializers.CharField(allow_blank=True)
    ratio_kind = serializers.CharField()
    ratio_min = serializers.FloatField(allow_null=True)
    ratio_max = serializers.FloatField(allow_null=True)
    unit = serializers.CharField(allow_null=True)
    ratio_base = serializers.CharField(allow_null=True)
    freq_kind = serializers.CharField(allow_null=True)
    freq_n = serializers.JSONField(allow_null=True, help_text="integer, `1-2`, `1 or 2`, or null")
    freq_window = serializers.CharField(allow_null=True)
    remark = serializers.CharField(allow_null=True)
    understood = serializers.BooleanField()
    parts = serializers.ListField(child=serializers.DictField())


class PlanExtraOut(serializers.Serializer[Any]):
    """A further published cell."""

    header = serializers.CharField(allow_blank=True)
    value = serializers.CharField(allow_blank=True)


class PlanProgressOut(serializers.Serializer[Any]):
    """How far a row has come, in visits."""

    drawn = serializers.IntegerField()
    approved = serializers.IntegerField()
    finished = serializers.IntegerField()


class PlanRowOut(serializers.Serializer[Any]):
    """One row: verbatim, read, settled, and how far it has come."""

    uuid = serializers.UUIDField()
    plan = serializers.UUIDField()
    seq = serializers.IntegerField()
    item = serializers.CharField(allow_blank=True)
    item_class = serializers.ChoiceField(["", "general", "key"])
    basis = serializers.CharField(allow_blank=True)
    object_text = serializers.CharField(allow_blank=True)
    categories = serializers.ListField(child=serializers.CharField())
    initiating = serializers.CharField(allow_blank=True)
    cooperating = serializers.CharField(allow_blank=True)
    method = serializers.CharField(allow_blank=True)
    quota_verbatim = serializers.CharField(allow_blank=True)
    parsed = WordingOut()
    understood = serializers.BooleanField()
    ratio_bp = serializers.IntegerField(allow_null=True)
    quota_count = serializers.IntegerField(allow_null=True)
    settled_reason = serializers.CharField(allow_blank=True)
    needs = serializers.ListField(child=serializers.ChoiceField(["wording", "ratio", "months"]))
    month_from = serializers.IntegerField(allow_null=True)
    month_to = serializers.IntegerField(allow_null=True)
    deadline_on = serializers.DateField(allow_null=True)
    deadline_verbatim = serializers.CharField(allow_blank=True)
    extra = PlanExtraOut(many=True)
    pool = serializers.IntegerField(allow_null=True, help_text="open venues in the row's categories")
    progress = PlanProgressOut()


class PlanCardOut(serializers.Serializer[Any]):
    """One plan in brief."""

    uuid = serializers.UUIDField()
    year = serializers.IntegerField()
    name = serializers.CharField()
    number = serializers.CharField(allow_blank=True)
    cutoff_on = serializers.DateField()
    state = serializers.ChoiceField(["draft", "published"])
    published_on = serializers.DateField(allow_null=True)
    rows_count = serializers.IntegerField()
    unsettled = serializers.IntegerField()
    verbs = serializers.ListField(child=serializers.CharField())


class PlanOut(PlanCardOut):
    """One plan with its rows."""

    rows = PlanRowOut(many=True)


class CapIn(serializers.Serializer[Any]):
    """One rule of the yearly cap; `*` = all."""

    year = serializers.IntegerField(**YEAR)
    category = serializers.CharField(max_length=3)
    grade = serializers.ChoiceField(["*", "A", "B", "C", "D"])
    cap = serializers.IntegerField(min_value=0, max_value=366)
    source = serializers.CharField(max_length=200)  # type: ignore[assignment] # the wire's word


class CapOut(serializers.Serializer[Any]):
    """One rule in force; `default` while the organ has not set the rest."""

    category = serializers.CharField()
    category_name = serializers.CharField()
    grade = serializers.CharField()
    cap = serializers.IntegerField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # the wire's word
    default = serializers.BooleanField()


class CapQuery(serializers.Serializer[Any]):
    """Of which year."""

    year = serializers.IntegerField(required=False, **YEAR)


class PlanQuery(CapQuery):
    """Of which year, or of all."""


class TriggerOut(serializers.Serializer[Any]):
    """Why a visit is made, and whether it counts to the cap."""

    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    kind = serializers.ChoiceField(["daily", "case", "special", "other"])
    counts_to_cap = serializers.BooleanField()
    notice = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # the wire's word
    verified = serializers.BooleanField()
