"""Shapes of the evidence of a case."""

from typing import Any

from rest_framework import serializers

from enforcement.domain.evidence import KINDS, MEDIA
from inspections.serializers.hazards import WithFiles
from inspections.serializers.patrols import PatrolFileIn

KIND_CHOICES = [(code, words[0]) for code, words in KINDS.items()]


class CaseEvidenceFileOut(serializers.Serializer[Any]):
    """One file; `evidence` names it where it was added to the case, null of the record it came from."""

    uuid = serializers.UUIDField(help_text="of the file")
    evidence = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()
    kind = serializers.ChoiceField(KIND_CHOICES, help_text="行政处罚法 Art 46")
    proves = serializers.CharField(allow_blank=True)
    at = serializers.CharField(help_text="taken or collected, ISO 8601")
    place = serializers.CharField(allow_blank=True)
    by = serializers.CharField(allow_blank=True, help_text="who collected or handed it in")
    origin = serializers.ChoiceField(["record", "lead", "patrol", "case"], help_text="what it came with")
    of = serializers.CharField(allow_blank=True, help_text="number or name of the lead or patrol")
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    media_type = serializers.CharField()
    stored = serializers.BooleanField()
    thumbnail = serializers.BooleanField()
    added_by = serializers.CharField(allow_blank=True)
    set_aside_at = serializers.DateTimeField(allow_null=True)
    set_aside_by = serializers.CharField(allow_blank=True)
    set_aside_reason = serializers.CharField(allow_blank=True)
    verbs = serializers.ListField(child=serializers.CharField())


class CaseEvidenceOut(serializers.Serializer[Any]):
    """The evidence of a case, and the record it came from."""

    record = serializers.UUIDField(allow_null=True)
    verbs = serializers.ListField(child=serializers.CharField())
    files = CaseEvidenceFileOut(many=True)


class EvidenceFileIn(PatrolFileIn):
    """A file uploaded with the owner `case:<uuid>`; its own bytes say what it is."""

    type = serializers.ChoiceField(MEDIA)


class CaseEvidenceIn(WithFiles):
    """Files uploaded with the owner `case:<uuid>`, and where they come from."""

    files = EvidenceFileIn(many=True, required=False, default=list)  # type: ignore[assignment] # more types

    kind = serializers.ChoiceField(KIND_CHOICES)
    name = serializers.CharField(max_length=100)
    proves = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    collected_at = serializers.DateTimeField()
    place = serializers.CharField(max_length=120)
    collected_by = serializers.CharField(max_length=120)


class EvidenceSetAsideIn(serializers.Serializer[Any]):
    """Why it does not stand in the file."""

    text = serializers.CharField(max_length=300)
