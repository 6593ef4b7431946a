"""Shapes of officers and recusals."""

from typing import Any

from rest_framework import serializers

from registry.models import Officer
from registry.serializers.venues import RecusalOut

LOAD_MAX = 10_000


def _codes(size: int, most: int) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.CharField(max_length=size), max_length=most, required=False
    )


class OfficerIn(serializers.Serializer[Any]):
    """What a supervisor may type about an officer; `towns` by code or name, or "*"; `user` is a user name."""

    name = serializers.CharField(max_length=60)
    cert_no = serializers.CharField(max_length=40)
    cert_valid_to = serializers.DateField()
    cert_revoked_on = serializers.DateField(allow_null=True, required=False)
    unit = serializers.CharField(max_length=80, required=False)
    phone = serializers.CharField(max_length=30, allow_blank=True, required=False)
    quals = _codes(3, 19)
    lead_quals = _codes(3, 19)
    towns = _codes(60, 60)
    carried_load = serializers.IntegerField(min_value=0, max_value=LOAD_MAX, required=False)
    status = serializers.ChoiceField(Officer.Status.choices, required=False)
    user = serializers.CharField(max_length=60, allow_null=True, allow_blank=True, required=False)


class OfficerEditIn(OfficerIn):
    """Only what is named changes."""

    name = serializers.CharField(max_length=60, required=False)
    cert_no = serializers.CharField(max_length=40, required=False)
    cert_valid_to = serializers.DateField(required=False)


class OfficerRowOut(serializers.Serializer[Any]):
    """An officer in the list; `certified` says whether the certificate holds today."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    cert_no = serializers.CharField()
    cert_valid_to = serializers.DateField()
    cert_revoked_on = serializers.DateField(allow_null=True)
    certified = serializers.BooleanField()
    unit = serializers.CharField()
    phone = serializers.CharField()
    quals = serializers.ListField(child=serializers.CharField())
    lead_quals = serializers.ListField(child=serializers.CharField())
    towns = serializers.ListField(child=serializers.CharField())
    carried_load = serializers.IntegerField()
    status = serializers.ChoiceField(Officer.Status.choices)
    user = serializers.CharField(allow_null=True)
    verbs = serializers.ListField(child=serializers.CharField())


class OfficerOut(OfficerRowOut):
    """An officer with recusals."""

    recusals = RecusalOut(many=True)


class RecusalIn(serializers.Serializer[Any]):
    """From which venue, and why (kept private)."""

    venue = serializers.UUIDField()
    reason = serializers.CharField(max_length=200)


class RecusalEndIn(serializers.Serializer[Any]):
    """Why it no longer holds."""

    reason = serializers.CharField(max_length=400)
