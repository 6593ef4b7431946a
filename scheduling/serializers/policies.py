"""Draw policies on the wire."""

from typing import Any

from rest_framework import serializers

from scheduling.domain.grading import BOUNDS
from scheduling.domain.text import CLASSES
from scheduling.serializers.rules import RulesOut

_COUNT: dict[str, dict[str, Any]] = {
    name: {"min_value": 0, "max_value": most} for name, most in BOUNDS.items()
}


class GradeRuleIn(serializers.Serializer[Any]):
    """What one grade of one category asks; ratio in basis points, cap null = as published."""

    bp = serializers.IntegerField(**_COUNT["bp"])
    least = serializers.IntegerField(**_COUNT["least"])
    weight = serializers.IntegerField(**_COUNT["weight"])
    cap = serializers.IntegerField(**_COUNT["cap"], allow_null=True)
    exclude_natural_days = serializers.IntegerField(**_COUNT["exclude_natural_days"])


class PolicyRowIn(serializers.Serializer[Any]):
    """One category, all four grades."""

    A = GradeRuleIn()
    B = GradeRuleIn()
    C = GradeRuleIn()
    D = GradeRuleIn()


class PolicyTableIn(serializers.Serializer[Any]):
    """Category or `*` → row."""

    table = serializers.DictField(child=PolicyRowIn(), help_text="category code or `*` → grade → rule")


class DrawPolicyIn(PolicyTableIn):
    """A new version: document number, first day, and what was changed."""

    number = serializers.CharField(max_length=60)
    title = serializers.CharField(max_length=120)
    valid_from = serializers.DateField()
    note = serializers.CharField(max_length=400)


class RemarkOut(serializers.Serializer[Any]):
    """A cell to look at twice."""

    category = serializers.CharField()
    grade = serializers.ChoiceField(CLASSES)
    code = serializers.ChoiceField(["cap", "ratio", "interval"])


class PolicyBriefOut(serializers.Serializer[Any]):
    """Which version; `uuid` null = the shipped default, not verified."""

    uuid = serializers.UUIDField(allow_null=True)
    version = serializers.IntegerField()
    number = serializers.CharField(allow_blank=True)
    title = serializers.CharField()
    verified = serializers.BooleanField()


class DrawPolicyOut(PolicyBriefOut):
    """One version whole."""

    valid_from = serializers.DateField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    saved_by = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField(allow_null=True)
    in_force = serializers.BooleanField()
    table = serializers.DictField(child=PolicyRowIn())
    remarks = RemarkOut(many=True)


class PolicyEffectOut(serializers.Serializer[Any]):
    """What a policy would change for one category and grade, drawn alone today."""

    category = serializers.CharField()
    grade = serializers.ChoiceField(CLASSES)
    registered = serializers.IntegerField()
    eligible_now = serializers.IntegerField()
    eligible_then = serializers.IntegerField()
    quota_now = serializers.IntegerField()
    quota_then = serializers.IntegerField()


class StandardQuery(serializers.Serializer[Any]):
    """Categories joined by commas; none = all."""

    categories = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class StandardOut(serializers.Serializer[Any]):
    """The rules a new draw starts from, and whether categories of different ratios were joined in them."""

    policy = PolicyBriefOut()
    mixed = serializers.BooleanField()
    rules = RulesOut()
