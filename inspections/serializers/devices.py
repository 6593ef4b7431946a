"""What a phone says of its outbox, and what whoever helps sees of it."""

from typing import Any

from rest_framework import serializers

from inspections.serializers.submission import Moment

MOST = 1_000_000
FAILED_MOST = 50


class FailedJobIn(serializers.Serializer[Any]):
    """One job that waits for a person: of which record, and why."""

    record = serializers.UUIDField()
    venue = serializers.CharField(max_length=200, allow_blank=True, required=False, default="")
    kind = serializers.ChoiceField(choices=["record", "file", "wish"])
    reason = serializers.CharField(max_length=40, allow_blank=True)
    message = serializers.CharField(max_length=300, allow_blank=True, required=False, default="")

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """As it is kept: in JSON."""
        given: dict[str, Any] = super().to_internal_value(data)
        return {**given, "record": str(given["record"])}


class FieldDeviceIn(serializers.Serializer[Any]):
    """The outbox of one person's store on one phone."""

    device = serializers.UUIDField()
    name = serializers.CharField(max_length=60, allow_blank=True, required=False, default="")
    app_version = serializers.CharField(max_length=20, allow_blank=True, required=False, default="")
    drafts = serializers.IntegerField(min_value=0, max_value=MOST, required=False, default=0)
    records_unsent = serializers.IntegerField(min_value=0, max_value=MOST)
    items_left = serializers.IntegerField(min_value=0, max_value=MOST)
    items_all = serializers.IntegerField(min_value=0, max_value=MOST)
    oldest_unsent_at = Moment(required=False, allow_null=True, default=None)
    failed = serializers.ListField(child=FailedJobIn(), required=False, max_length=FAILED_MOST)
    lost = serializers.IntegerField(min_value=0, max_value=MOST, required=False, default=0)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What is left is part of all."""
        if attrs["items_left"] > attrs["items_all"]:
            raise serializers.ValidationError({"items_left": ["多于全部"]})
        return {"failed": [], **attrs}


class FailedJobOut(serializers.Serializer[Any]):
    """One job that waits for a person."""

    record = serializers.UUIDField()
    venue = serializers.CharField()
    kind = serializers.ChoiceField(choices=["record", "file", "wish"])
    reason = serializers.CharField()
    message = serializers.CharField()


class FieldDeviceOut(serializers.Serializer[Any]):
    """One phone in the field."""

    id = serializers.IntegerField()
    device = serializers.UUIDField()
    name = serializers.CharField()
    officer = serializers.CharField()
    app_version = serializers.CharField()
    drafts = serializers.IntegerField()
    records_unsent = serializers.IntegerField()
    items_left = serializers.IntegerField()
    items_all = serializers.IntegerField()
    oldest_unsent_at = serializers.DateTimeField(allow_null=True)
    failed = FailedJobOut(many=True)
    lost = serializers.IntegerField()
    needs = serializers.ListField(child=serializers.ChoiceField(choices=["lost", "failed", "late"]))
    reported_at = serializers.DateTimeField()
