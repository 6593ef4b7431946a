"""Shapes of talks and letters of commitment."""

from typing import Any

from rest_framework import serializers

from enforcement.domain.guidance import BROKEN, CAUSES, KEPT
from enforcement.models import Guidance
from inspections.serializers.hazards import WithFiles
from inspections.serializers.patrols import PatrolFileOut
from inspections.serializers.queries import DaysQuery
from inspections.serializers.reviews import CheckedVenueOut

_STATE = "|".join(Guidance.State.values)


class GuidanceQuery(DaysQuery):
    """What the list is narrowed by."""

    kind = serializers.ChoiceField(Guidance.Kind.choices, required=False)
    state = serializers.RegexField(rf"^({_STATE})(,({_STATE}))*\Z", required=False, max_length=60)
    venue = serializers.UUIDField(required=False)
    q = serializers.CharField(max_length=60, required=False, allow_blank=True)


class GuidanceCauseOut(serializers.Serializer[Any]):
    """What it is about."""

    noun = serializers.ChoiceField(CAUSES)
    uuid = serializers.UUIDField()
    number = serializers.CharField(allow_blank=True)


class GuidanceCauseChoiceOut(GuidanceCauseOut):
    """What it may be about."""

    title = serializers.CharField()


class GuidanceOfficerOut(serializers.Serializer[Any]):
    """An officer as the paper names him."""

    name = serializers.CharField()
    cert_no = serializers.CharField()


class GuidanceTalkOut(serializers.Serializer[Any]):
    """The talk a commitment was made at."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()


class GuidanceOut(serializers.Serializer[Any]):
    """A talk, or a letter of commitment."""

    uuid = serializers.UUIDField()
    kind = serializers.ChoiceField(Guidance.Kind.choices)
    state = serializers.ChoiceField(Guidance.State.choices)
    number = serializers.CharField()
    venue = CheckedVenueOut()
    cause = GuidanceCauseOut(allow_null=True)
    reason = serializers.CharField()
    held_at = serializers.DateTimeField()
    place = serializers.CharField(allow_blank=True)
    officers = GuidanceOfficerOut(many=True)
    came = serializers.CharField()
    came_role = serializers.CharField(allow_blank=True)
    content = serializers.CharField()
    statement = serializers.CharField(allow_blank=True)
    until = serializers.DateField(allow_null=True)
    talk = GuidanceTalkOut(allow_null=True)
    document = serializers.UUIDField()
    by = serializers.CharField()
    signed_on = serializers.DateField(allow_null=True)
    checked_on = serializers.DateField(allow_null=True)
    kept = serializers.BooleanField(allow_null=True)
    check_note = serializers.CharField(allow_blank=True)
    ended_reason = serializers.CharField(allow_blank=True)
    files = PatrolFileOut(many=True)
    verbs = serializers.ListField(child=serializers.CharField())


class GuidanceCauseIn(serializers.Serializer[Any]):
    """What it is about."""

    noun = serializers.ChoiceField(CAUSES)
    uuid = serializers.UUIDField()


class GuidanceIn(serializers.Serializer[Any]):
    """A talk that was held (`officers`, `place`), or a commitment that was made (`until`, `talk`)."""

    kind = serializers.ChoiceField(Guidance.Kind.choices)
    venue = serializers.UUIDField()
    cause = GuidanceCauseIn(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=600)
    held_at = serializers.DateTimeField()
    place = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    officers = serializers.ListField(
        child=serializers.UUIDField(), max_length=8, required=False, default=list
    )
    came = serializers.CharField(max_length=60)
    came_role = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    content = serializers.CharField(max_length=4000)
    statement = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    until = serializers.DateField(required=False, allow_null=True, default=None)
    talk = serializers.UUIDField(required=False, allow_null=True, default=None)


class GuidanceSignIn(WithFiles):
    """The signed paper, with the owner `guidance:<uuid>`, and the day it was signed."""

    on = serializers.DateField(required=False, allow_null=True, default=None)


class GuidanceCheckIn(serializers.Serializer[Any]):
    """Whether a commitment was kept, and how that was seen."""

    kept = serializers.ChoiceField([KEPT, BROKEN])
    text = serializers.CharField(max_length=600, allow_blank=True)


class GuidanceWithdrawIn(serializers.Serializer[Any]):
    """Why it does not stand."""

    text = serializers.CharField(max_length=600)
