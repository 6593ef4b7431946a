"""Shapes of leads."""

from typing import Any

from rest_framework import serializers

from enforcement.models import Lead
from enforcement.serializers.cases import CaseCauseOut, CaseVenueOut
from enforcement.serializers.steps import SOURCE_CHOICES


class LeadVerifyIn(serializers.Serializer[Any]):
    """What the check of a lead found; the venue, where the lead did not name it."""

    note = serializers.CharField(max_length=300, allow_blank=True, default="")
    venue = serializers.UUIDField(required=False, allow_null=True)


class LeadOut(serializers.Serializer[Any]):
    """A lead."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=Lead.State.choices)
    source = serializers.CharField()  # type: ignore[assignment] # DRF takes declared fields off the class
    content = serializers.CharField()
    venue = CaseVenueOut(allow_null=True)
    cause = CaseCauseOut()
    created_at = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)
    verbs = serializers.ListField(child=serializers.CharField())


class LeadIn(serializers.Serializer[Any]):
    """Register a lead."""

    source = serializers.ChoiceField(choices=SOURCE_CHOICES)  # type: ignore[assignment] # DRF takes declared fields off the class
    content = serializers.CharField(max_length=4000)
    venue = serializers.UUIDField(required=False, allow_null=True)
    finding = serializers.UUIDField(required=False, allow_null=True)
    patrol = serializers.UUIDField(required=False, allow_null=True)
