"""Shapes of the working calendar's tables on the wire."""

from typing import Any

from rest_framework import serializers

from backend.domain.workdays import DayKind
from backend.serializers import ClockOut


class SpecialDayIn(serializers.Serializer[Any]):
    """A day that differs from the plain week."""

    on = serializers.DateField()
    kind = serializers.ChoiceField(choices=[kind.value for kind in DayKind])
    name = serializers.CharField(max_length=20)


class CalendarYearOut(serializers.Serializer[Any]):
    """A year's table."""

    year = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment] # DRF takes declared fields off the class
    loaded_at = serializers.DateTimeField()
    days = SpecialDayIn(many=True)


class CalendarYearIn(serializers.Serializer[Any]):
    """The whole table of a year and what it is taken from; without `keep` it is only tried."""

    year = serializers.IntegerField(min_value=2000, max_value=2100)
    source = serializers.CharField(max_length=200)  # type: ignore[assignment] # DRF takes declared fields off the class
    days = SpecialDayIn(many=True)
    keep = serializers.BooleanField(default=False)

    def validate_days(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Each day once."""
        days = [row["on"] for row in rows]
        twice = sorted({on.isoformat() for on in days if days.count(on) > 1})
        if twice:
            raise serializers.ValidationError(f"重复的日期：{'、'.join(twice)}")
        return rows


class ClockShiftOut(serializers.Serializer[Any]):
    """A clock that moved or became exact."""

    clock = ClockOut()
    before = serializers.DateField()
    after = serializers.DateField()
    was_provisional = serializers.BooleanField()
    provisional = serializers.BooleanField()


class CalendarChangeOut(serializers.Serializer[Any]):
    """A change of the tables."""

    uuid = serializers.UUIDField()
    at = serializers.DateTimeField()
    years = serializers.ListField(child=serializers.IntegerField())
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # DRF takes declared fields off the class
    changed_by = serializers.CharField(allow_blank=True)
    moved = serializers.IntegerField(help_text="clocks of one's own organs that moved")


class CalendarChangeDetailOut(CalendarChangeOut):
    """With the clocks that moved."""

    shifts = ClockShiftOut(many=True)
