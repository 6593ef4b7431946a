"""What a draft would come to, on the wire."""

from typing import Any

from rest_framework import serializers

from scheduling.serializers.draws import ShortageOut, StageOut
from scheduling.serializers.rules import numbers


class ExcludedOut(serializers.Serializer[Any]):
    """A venue that cannot be drawn, and why."""

    code = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    grade = serializers.CharField()
    cell = serializers.CharField()
    reason = serializers.CharField()


class CellOut(serializers.Serializer[Any]):
    """A township and category inside a grade."""

    grade = serializers.CharField()
    cell = serializers.CharField()
    registered = serializers.IntegerField()
    eligible = serializers.IntegerField()


class ThinOut(serializers.Serializer[Any]):
    """A seat fewer than three officers could take."""

    cell = serializers.CharField()
    seat = serializers.IntegerField()
    needs = serializers.CharField(allow_blank=True)
    officers = serializers.IntegerField()


class TrialOut(serializers.Serializer[Any]):
    """Whether teams can be found, tried with a beacon nobody can throw."""

    visits = serializers.IntegerField()
    seats = serializers.IntegerField()
    open = serializers.IntegerField()
    reasons = numbers()
    ways_out = serializers.ListField(child=serializers.CharField())
    stages = StageOut(many=True)
    shortages = ShortageOut(many=True)
    most = serializers.IntegerField()
    least = serializers.IntegerField()


class DrawPreviewOut(serializers.Serializer[Any]):
    """What the draft would come to today."""

    pool = serializers.IntegerField()
    eligible = serializers.IntegerField()
    registered_by_grade = numbers()
    eligible_by_grade = numbers()
    excluded_by_reason = numbers()
    excluded = ExcludedOut(many=True)
    lifted = serializers.ListField(child=serializers.CharField())
    quota = numbers()
    shortfall = numbers()
    cells = CellOut(many=True)
    officers = serializers.IntegerField()
    thin = ThinOut(many=True)
    trial = TrialOut()
