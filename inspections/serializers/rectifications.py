"""Orders to rectify and findings on the wire."""

from typing import Any

from rest_framework import serializers

from inspections.models import Inspection, Rectification
from inspections.serializers.reviews import CheckedVenueOut, OrderBriefOut


class FindingOut(serializers.Serializer[Any]):
    """A finding: what an order to rectify or a case can come from."""

    uuid = serializers.UUIDField()
    inspection = serializers.UUIDField()
    inspection_state = serializers.ChoiceField(choices=Inspection.State.choices)
    venue = CheckedVenueOut()
    item = serializers.CharField()
    question = serializers.CharField()
    statement = serializers.CharField()
    level = serializers.CharField()
    violations = serializers.ListField(child=serializers.CharField())
    transfer_to = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField()
    corrected = serializers.BooleanField()
    found_on = serializers.DateField()
    rectifications = OrderBriefOut(many=True)
    hazard = OrderBriefOut(allow_null=True)
    verbs = serializers.ListField(child=serializers.CharField())


class RecheckVisitOut(serializers.Serializer[Any]):
    """The visit of a recheck."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.CharField()


class RectificationOut(serializers.Serializer[Any]):
    """One order; `due_words` says when its date is provisional."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=Rectification.State.choices)
    inspection = serializers.UUIDField()
    venue = CheckedVenueOut()
    findings = serializers.ListField(child=serializers.UUIDField())
    content = serializers.CharField()
    basis = serializers.CharField()
    ordered_on = serializers.DateField()
    due_on = serializers.DateField()
    due_words = serializers.CharField()
    provisional = serializers.BooleanField()
    rest = serializers.IntegerField()
    overdue = serializers.BooleanField()
    stuck = serializers.BooleanField(help_text="due, and none of its items is on the list any more")
    recheck_visit = RecheckVisitOut(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    result = serializers.CharField()
    verbs = serializers.ListField(child=serializers.CharField())


class RectificationDetailOut(RectificationOut):
    """One order with its findings."""

    finding_rows = FindingOut(many=True)


class RectificationIn(serializers.Serializer[Any]):
    """A new order; `basis` "" = 行政处罚法 Art 28."""

    inspection = serializers.UUIDField()
    findings = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=100)
    content = serializers.CharField(max_length=2000)
    basis = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    due_on = serializers.DateField()


class VisitWishIn(serializers.Serializer[Any]):
    """Who goes, and when."""

    officers = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=10)
    planned_from = serializers.DateField()
    planned_to = serializers.DateField()
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class CloseIn(serializers.Serializer[Any]):
    """Put right, or not; `result` says what was seen."""

    corrected = serializers.BooleanField()
    result = serializers.CharField(max_length=300)


class VisitMadeOut(serializers.Serializer[Any]):
    """The visit that was planned."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.CharField()
