"""Performances on the wire."""

from typing import Any

from rest_framework import serializers


class PerformanceVenueOut(serializers.Serializer[Any]):
    """The venue on the register it takes place in."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()


class PerformanceOut(serializers.Serializer[Any]):
    """An approved performance."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    approval_no = serializers.CharField()
    approved_by = serializers.CharField(allow_blank=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    place = serializers.CharField()
    venue = PerformanceVenueOut(allow_null=True)
    organiser = serializers.CharField()
    organiser_licence = serializers.CharField(allow_blank=True)
    performers = serializers.ListField(child=serializers.CharField())
    programme = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField(allow_blank=True)
    verbs = serializers.ListField(child=serializers.CharField())


class PerformanceIn(serializers.Serializer[Any]):
    """What the approval says."""

    name = serializers.CharField(max_length=120)
    approval_no = serializers.CharField(max_length=60)
    approved_by = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    place = serializers.CharField(max_length=120)
    venue = serializers.UUIDField(required=False, allow_null=True, default=None)
    organiser = serializers.CharField(max_length=120)
    organiser_licence = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    performers = serializers.ListField(
        child=serializers.CharField(max_length=120, allow_blank=True),
        max_length=200,
        required=False,
        default=list,
    )
    programme = serializers.ListField(
        child=serializers.CharField(max_length=120, allow_blank=True),
        max_length=200,
        required=False,
        default=list,
    )
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class PerformanceQuery(serializers.Serializer[Any]):
    """What the list is narrowed by; `near`: lately held or soon to come."""

    q = serializers.CharField(max_length=60, required=False, default="")
    venue = serializers.UUIDField(required=False)
    near = serializers.BooleanField(required=False, default=False)


class PerformanceReasonIn(serializers.Serializer[Any]):
    """Why it is withdrawn."""

    reason = serializers.CharField(max_length=200)
