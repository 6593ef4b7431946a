"""Shapes of online patrols on the wire."""

from typing import Any

from rest_framework import serializers

from inspections.domain.patrols import KINDS
from inspections.models import Patrol

KIND_CHOICES = [(code, words[0]) for code, words in KINDS.items()]


class PatrolFileIn(serializers.Serializer[Any]):
    """A screenshot that was or will be uploaded with the owner `patrol:<uuid>`."""

    id = serializers.UUIDField()
    sha256 = serializers.RegexField(r"^[0-9a-f]{64}$")
    size = serializers.IntegerField(min_value=1, max_value=30 * 1024 * 1024)
    type = serializers.ChoiceField(["image/png", "image/jpeg", "image/webp", "video/mp4", "application/pdf"])


class PatrolIn(serializers.Serializer[Any]):
    """What was seen; `uuid` is the client's, so that it may be sent again."""

    uuid = serializers.UUIDField()
    kind = serializers.ChoiceField(KIND_CHOICES)
    subject = serializers.CharField(max_length=120)
    url = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    venue = serializers.UUIDField(required=False, allow_null=True, default=None)
    seen_at = serializers.DateTimeField()
    content = serializers.CharField(max_length=4000)
    violations = serializers.ListField(
        child=serializers.CharField(max_length=20), max_length=20, required=False, default=list
    )
    files = PatrolFileIn(many=True, required=False, default=list)


class PatrolVenueOut(serializers.Serializer[Any]):
    """A venue in brief."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    code = serializers.CharField()


class PatrolViolationOut(serializers.Serializer[Any]):
    """A violation in brief."""

    code = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField()


class PatrolFileOut(serializers.Serializer[Any]):
    """A screenshot with its hash."""

    uuid = serializers.UUIDField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    media_type = serializers.CharField()
    stored = serializers.BooleanField()


class PatrolOut(serializers.Serializer[Any]):
    """One online patrol."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(Patrol.State.choices)
    kind = serializers.ChoiceField(KIND_CHOICES)
    subject = serializers.CharField()
    url = serializers.CharField(allow_blank=True)
    venue = PatrolVenueOut(allow_null=True)
    seen_at = serializers.DateTimeField()
    content = serializers.CharField()
    violations = PatrolViolationOut(many=True)
    files = PatrolFileOut(many=True)
    by = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    verbs = serializers.ListField(child=serializers.CharField())


class PatrolQuery(serializers.Serializer[Any]):
    """What a list of patrols is narrowed by."""

    venue = serializers.UUIDField(required=False)
    state = serializers.CharField(max_length=60, required=False)


class PatrolCloseIn(serializers.Serializer[Any]):
    """Why nothing follows."""

    reason = serializers.CharField(max_length=300)
