"""Evidence on the wire: files with the circumstances of their making, earlier photos, linked videos."""

from typing import Any

from rest_framework import serializers

from inspections.domain.marks import KINDS
from inspections.serializers.tasks import EarlierPhotoOut


class FarOut(serializers.Serializer[Any]):
    """Distance to the registered place (geodesic), and within how much it says nothing: context only."""

    metres = serializers.IntegerField()
    tolerance_m = serializers.IntegerField()


class ShutterOut(serializers.Serializer[Any]):
    """The phone's own clock when the photo was taken, and how far it was from the server's."""

    time = serializers.DateTimeField()
    offset_ms = serializers.IntegerField()


class MarkOut(serializers.Serializer[Any]):
    """One mark, in ten-thousandths of the upright picture's width and height."""

    kind = serializers.ChoiceField(choices=KINDS)
    x1 = serializers.IntegerField()
    y1 = serializers.IntegerField()
    x2 = serializers.IntegerField()
    y2 = serializers.IntegerField()


class PhotoOut(serializers.Serializer[Any]):
    """One announced file; `state` missing = nothing of it is known."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.ChoiceField(choices=["announced", "parked", "stored", "missing"])
    name = serializers.CharField()
    caption = serializers.CharField()
    item = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment] # the wire's word
    taken_at = serializers.DateTimeField(allow_null=True)
    gps = serializers.DictField(allow_null=True)
    far = FarOut(allow_null=True)
    device = ShutterOut(allow_null=True)
    officers = serializers.ListField(child=serializers.UUIDField())
    duration_ms = serializers.IntegerField(allow_null=True)
    marks = MarkOut(many=True)
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    offset = serializers.IntegerField()
    media_type = serializers.CharField()
    stored_at = serializers.DateTimeField(allow_null=True)
    copy = serializers.CharField(
        allow_null=True, help_text="a reduced copy, for the eye, until the original is here"
    )
    problem = serializers.CharField()
    url = serializers.CharField(allow_null=True)
    thumb = serializers.CharField(allow_null=True)
    view = serializers.CharField(allow_null=True)
    marked = serializers.CharField(allow_null=True)


class EarlierOut(serializers.Serializer[Any]):
    """The last earlier finding of the venue under an item of this record, with its photos."""

    item = serializers.CharField()
    inspection = serializers.UUIDField()
    found_on = serializers.DateField()
    corrected = serializers.BooleanField()
    note = serializers.CharField()
    photos = EarlierPhotoOut(many=True)


class ManifestOut(serializers.Serializer[Any]):
    """The server's signature under the present revision and all its files."""

    key = serializers.CharField()
    signed_at = serializers.DateTimeField()


class RecorderOut(serializers.Serializer[Any]):
    """A video of a body-worn recorder (执法记录仪) that stays in its own store."""

    number = serializers.CharField()
    officer = serializers.UUIDField(allow_null=True)
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    sha256 = serializers.CharField()
