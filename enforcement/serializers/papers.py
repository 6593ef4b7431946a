"""Shapes of the papers of a case."""

from typing import Any

from rest_framework import serializers

from backend.serializers import DocumentOut
from backend.services.files import Announced
from inspections.serializers.hazards import WithFiles
from inspections.serializers.patrols import PatrolFileOut


class CasePaperIn(serializers.Serializer[Any]):
    """A paper to make: its form, and what is written beside the case's own facts."""

    form = serializers.CharField(max_length=30)
    values = serializers.DictField(required=False)
    replaces = serializers.UUIDField(required=False, allow_null=True)
    track = serializers.UUIDField(required=False, allow_null=True, help_text="of this side track")


class CaseDocumentOut(DocumentOut):
    """A document of the case's file: of the case itself, of a side track, or of the record it came from."""

    of = serializers.CharField()
    track = serializers.UUIDField(allow_null=True)
    volume = serializers.IntegerField(help_text="1 (正卷) or 2 (副卷); which is data, unverified")
    signed = PatrolFileOut(many=True, help_text="copies as they were signed")


class CasePaperSignIn(WithFiles):
    """Scans or photos of the signed paper, uploaded with the owner `document:<uuid>`."""

    document = serializers.UUIDField()

    def validate_files(self, told: list[dict[str, Any]]) -> list[Announced]:
        """A paper is a PDF or a picture."""
        if any(one["type"].startswith("video/") for one in told):
            raise serializers.ValidationError("签字件应为 PDF 或者图片")
        return super().validate_files(told)


class PaperOfferOut(serializers.Serializer[Any]):
    """A form that can be made now, with what it says already."""

    form = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    of = serializers.CharField(allow_blank=True, help_text="`notice`: the proof of its service; else blank")
    values = serializers.DictField()
