"""Shapes of the registers of reviews and suits."""

from typing import Any

from rest_framework import serializers

from backend.serializers import ClockOut
from enforcement.domain.acts import INSTANCES, PROCEDURES
from enforcement.domain.disputes import EFFECTS, KINDS, RESULTS
from enforcement.domain.tracks import TRACKS

STATES = tuple(dict.fromkeys(move.next for kind in KINDS for move in TRACKS[kind].moves.values()))


class DisputeQuery(serializers.Serializer[Any]):
    """Narrowing the register."""

    kind = serializers.ChoiceField(choices=KINDS, required=False)
    state = serializers.ChoiceField(choices=STATES, required=False)
    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False)


class DisputedCaseOut(serializers.Serializer[Any]):
    """The case whose decision is disputed."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    decision_number = serializers.CharField()


class DisputeOut(serializers.Serializer[Any]):
    """One review or suit; `uuid` is its side track's."""

    uuid = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=KINDS)
    state = serializers.ChoiceField(choices=STATES)
    case = DisputedCaseOut()
    party_name = serializers.CharField()
    body = serializers.CharField(help_text="the review organ or the court")
    number = serializers.CharField(allow_blank=True, help_text="its number of the matter")
    course = serializers.ChoiceField(
        choices=[code for code, _, _ in (*PROCEDURES, *INSTANCES)], allow_blank=True
    )
    received_on = serializers.DateField(help_text="accepted by the review organ, filed by the court")
    copy_on = serializers.DateField(allow_null=True, help_text="the copy came")
    clock = ClockOut(allow_null=True, help_text="of the answer")
    answered_on = serializers.DateField(allow_null=True)
    result = serializers.ChoiceField(choices=list(RESULTS), allow_blank=True)
    redo = serializers.BooleanField(help_text="ordered to act anew")
    concluded_on = serializers.DateField(allow_null=True)
    effect = serializers.ChoiceField(choices=list(EFFECTS), allow_blank=True)


class DisputeCountOut(serializers.Serializer[Any]):
    """How many of a kind and year stand where."""

    kind = serializers.ChoiceField(choices=KINDS)
    year = serializers.IntegerField()
    state = serializers.ChoiceField(choices=STATES)
    n = serializers.IntegerField()
