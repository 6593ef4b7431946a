"""The rules of a draw on the wire."""

from typing import Any

from rest_framework import serializers

from scheduling.domain.policy import RELAXATIONS

BP: dict[str, Any] = {"min_value": 0, "max_value": 10000, "required": False}


def numbers() -> serializers.DictField:
    """Class or reason → whole number."""
    return serializers.DictField(child=serializers.IntegerField())


class ByGradeIn(serializers.Serializer[Any]):
    """A whole number for each credit grade."""

    A = serializers.IntegerField(min_value=0, max_value=10000)
    B = serializers.IntegerField(min_value=0, max_value=10000)
    C = serializers.IntegerField(min_value=0, max_value=10000)
    D = serializers.IntegerField(min_value=0, max_value=10000)


class CellLeastIn(serializers.Serializer[Any]):
    """A whole number for some grades: least per cell, yearly cap; a grade left out has none."""

    A = serializers.IntegerField(min_value=0, max_value=1000, required=False)
    B = serializers.IntegerField(min_value=0, max_value=1000, required=False)
    C = serializers.IntegerField(min_value=0, max_value=1000, required=False)
    D = serializers.IntegerField(min_value=0, max_value=1000, required=False)


class RulesIn(serializers.Serializer[Any]):
    """The rules of a draw; what is left out has its default. Ratios in basis points."""

    bp = ByGradeIn(required=False)
    least = ByGradeIn(required=False)
    weights = ByGradeIn(required=False)
    overall = serializers.IntegerField(**BP)
    exclude_natural_days = ByGradeIn(required=False)
    exclude_by_category = serializers.DictField(child=ByGradeIn(), required=False)
    cap_by_category = serializers.DictField(child=CellLeastIn(), required=False)
    lift_recent = serializers.BooleanField(required=False)
    cell_least = CellLeastIn(required=False)
    relax = serializers.ListField(
        child=serializers.ChoiceField(RELAXATIONS), max_length=len(RELAXATIONS), required=False
    )
    cap_step = serializers.IntegerField(min_value=0, max_value=100, required=False)
    officer_cap = serializers.IntegerField(min_value=1, max_value=1000, required=False)
    rotation_natural_days = serializers.IntegerField(min_value=0, max_value=3650, required=False)
    leave_natural_days = serializers.IntegerField(min_value=0, max_value=366, required=False)
    team_size = serializers.IntegerField(min_value=2, max_value=6, required=False)
    lead_qualified = serializers.BooleanField(required=False)
    others_qualified = serializers.BooleanField(required=False)
    key_exceeds_cap = serializers.BooleanField(required=False)
    extra = CellLeastIn(
        many=True, required=False, help_text="supplementary draws, in order: venues per grade"
    )

    def validate_extra(self, value: list[dict[str, int]]) -> list[dict[str, int]]:
        """A few supplements, each of something."""
        if len(value) > 12 or not all(any(more.values()) for more in value):
            raise serializers.ValidationError("最多 12 次补抽，每次至少一家")
        return [dict(more) for more in value]

    def validate_relax(self, value: list[str]) -> list[str]:
        """Each relaxation once."""
        if len(set(value)) != len(value):
            raise serializers.ValidationError("每种放宽只列一次")
        return value


class RulesOut(serializers.Serializer[Any]):
    """The rules as drafted."""

    bp = numbers()
    least = numbers()
    weights = numbers()
    overall = serializers.IntegerField()
    exclude_natural_days = numbers()
    exclude_by_category = serializers.DictField(child=numbers())
    cap_by_category = serializers.DictField(child=numbers())
    lift_recent = serializers.BooleanField()
    cell_least = numbers()
    relax = serializers.ListField(child=serializers.CharField())
    cap_step = serializers.IntegerField()
    officer_cap = serializers.IntegerField()
    rotation_natural_days = serializers.IntegerField()
    leave_natural_days = serializers.IntegerField()
    team_size = serializers.IntegerField()
    lead_qualified = serializers.BooleanField()
    others_qualified = serializers.BooleanField()
    key_exceeds_cap = serializers.BooleanField()
    extra = serializers.ListField(child=numbers(), default=list)
