"""The phone's card of a visit: everything needed to make it without network."""

from typing import Any

from rest_framework import serializers

from inspections.models import Inspection
from registry.serializers.catalogue import FormOut
from scheduling.serializers.visits import VisitCardOut, VisitVenueOut


class LastResultOut(serializers.Serializer[Any]):
    """One accepted result of the venue."""

    on = serializers.DateField()
    codes = serializers.ListField(child=serializers.CharField())


class StandingOut(serializers.Serializer[Any]):
    """A venue this year: visits that count against its cap, and the last accepted result."""

    venue = serializers.UUIDField()
    used = serializers.IntegerField()
    limit = serializers.IntegerField()
    last = LastResultOut(allow_null=True)


class EarlierPhotoOut(serializers.Serializer[Any]):
    """A photo of an earlier finding; `after`: taken when it had been put right on the spot."""

    id = serializers.UUIDField()
    taken_at = serializers.DateTimeField(allow_null=True)
    sha256 = serializers.CharField()
    after = serializers.BooleanField()
    thumb = serializers.CharField()


class PastFindingOut(serializers.Serializer[Any]):
    """One finding of the venue, and whether it was put right."""

    item = serializers.CharField()
    found_on = serializers.DateField()
    corrected = serializers.BooleanField()
    photos = EarlierPhotoOut(many=True)


class TaskVenueOut(VisitVenueOut):
    """The venue with what was seen there before."""

    last_results = LastResultOut(many=True)
    history = PastFindingOut(many=True)


class TaskRecordOut(serializers.Serializer[Any]):
    """What became of the visit's record; `reason` when it was returned."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=Inspection.State.choices)
    rev = serializers.IntegerField()
    submitted_at = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)


class TaskOut(VisitCardOut):
    """One visit with its form."""

    venue = TaskVenueOut()
    form = FormOut()
    record = TaskRecordOut(allow_null=True)
