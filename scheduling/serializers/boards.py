"""Visits on a calendar and on a map, on the wire."""

from typing import Any

from rest_framework import serializers

from scheduling.models import Visit


class TownshipOut(serializers.Serializer[Any]):
    """A township; empty where the register has none."""

    code = serializers.CharField(allow_blank=True)
    name = serializers.CharField(allow_blank=True)


class BoardVisitOut(serializers.Serializer[Any]):
    """A visit in brief. `on`: the day it was made or is set for."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.ChoiceField(Visit.State.choices)
    on = serializers.DateField(allow_null=True)
    planned_from = serializers.DateField()
    planned_to = serializers.DateField()
    trigger = serializers.CharField()
    remote = serializers.BooleanField()
    venue = serializers.UUIDField()
    name = serializers.CharField()
    address = serializers.CharField()
    township = TownshipOut()
    categories = serializers.ListField(child=serializers.CharField())
    lng = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    datum = serializers.CharField(allow_blank=True)
    verbs = serializers.ListField(child=serializers.CharField())


class VisitBoardOut(serializers.Serializer[Any]):
    """Visits of a span of days."""

    from_on = serializers.DateField()
    to_on = serializers.DateField()
    count = serializers.IntegerField()
    left = serializers.IntegerField(help_text="visits beyond the 2000 shown")
    visits = BoardVisitOut(many=True)


class VisitBoardQuery(serializers.Serializer[Any]):
    """The span: at most 62 days."""

    first = serializers.DateField()
    last = serializers.DateField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """In order, and not too long."""
        if not 0 <= (attrs["last"] - attrs["first"]).days <= 61:
            raise serializers.ValidationError({"last": ["最多 62 天"]})
        return attrs


class NearQuery(VisitBoardQuery):
    """A venue and the days a visit is thought of for."""

    venue = serializers.UUIDField()


class VisitDayOut(serializers.Serializer[Any]):
    """A day a visit is, or was, set for."""

    on = serializers.DateField()
    reason = serializers.CharField(allow_blank=True)
    by = serializers.CharField()
    at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class VisitDayIn(serializers.Serializer[Any]):
    """Another day within the window; the reason may be empty the first time only."""

    on = serializers.DateField()
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
