"""Shapes of clocks (期限)."""

from typing import Any

from rest_framework import serializers


class DayCountOut(serializers.Serializer[Any]):
    """One day of a reckoning."""

    on = serializers.DateField()
    number = serializers.IntegerField(allow_null=True)
    why = serializers.CharField()


class ClockAtOut(serializers.Serializer[Any]):
    """What is opened for a thing."""

    noun = serializers.CharField()
    uuid = serializers.UUIDField()


class ClockOut(serializers.Serializer[Any]):
    """A clock with its words; provisional dates say what they wait for."""

    uuid = serializers.UUIDField()
    rule = serializers.CharField()
    noun = serializers.CharField()
    noun_id = serializers.UUIDField()
    at = ClockAtOut()
    label = serializers.CharField(allow_blank=True, help_text="what it is a clock of")  # type: ignore[assignment] # DRF takes declared fields off the class
    start_event = serializers.CharField()
    starts_on = serializers.DateField()
    length = serializers.IntegerField()
    unit = serializers.ChoiceField(choices=["workdays", "natural_days", "months", "hours"])
    basis = serializers.CharField()
    due_on = serializers.DateField()
    starts_at = serializers.DateTimeField(allow_null=True, help_text="of a period in hours")
    due_at = serializers.DateTimeField(allow_null=True)
    words = serializers.CharField()
    provisional = serializers.BooleanField()
    done_on = serializers.DateField(allow_null=True)
    rest = serializers.IntegerField(help_text="natural days left, negative when overdue")


class SuspensionOut(serializers.Serializer[Any]):
    """Days on which a clock stood still, with the basis; no end while it still does."""

    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    basis = serializers.CharField()


class ClockDetailOut(ClockOut):
    """A clock with its suspensions and its reckoning day by day."""

    suspensions = SuspensionOut(many=True)
    reckoning = DayCountOut(many=True, help_text="of a period in hours: the hours gone at each day's end")
