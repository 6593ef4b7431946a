"""Leave on the wire."""

from typing import Any

from rest_framework import serializers


class LeaveIn(serializers.Serializer[Any]):
    """Days an officer is away, both included."""

    officer = serializers.UUIDField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    reason = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")


class LeaveOut(serializers.Serializer[Any]):
    """Who is away from when to when."""

    uuid = serializers.UUIDField()
    officer = serializers.UUIDField()
    name = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
