"""Shapes of the words of enforcement."""

from typing import Any

from rest_framework import serializers


class PenaltyWordOut(serializers.Serializer[Any]):
    """A code with its words."""

    code = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()


class TrackFieldOut(serializers.Serializer[Any]):
    """A field of an act."""

    name = serializers.CharField()
    kind = serializers.ChoiceField(
        choices=[
            "words", "line", "day", "past", "hour", "instant", "count", "sum", "tick", "choice", "items",
            "schedule",
        ]
    )  # fmt: skip
    zh = serializers.CharField()
    en = serializers.CharField()
    needed = serializers.BooleanField()
    choices = PenaltyWordOut(many=True)


class TrackVerbOut(serializers.Serializer[Any]):
    """An act."""

    verb = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()
    fields = TrackFieldOut(many=True)  # type: ignore[assignment] # DRF takes declared fields off the class


class TrackKindOut(serializers.Serializer[Any]):
    """A kind of side track, its article and its acts."""

    code = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()
    law = serializers.CharField()
    acts = TrackVerbOut(many=True)


class PenaltyWordsOut(serializers.Serializer[Any]):
    """Penalty classes light to heavy, outcomes, sources, service, closing types, grounds, side tracks."""

    classes = PenaltyWordOut(many=True)
    outcomes = PenaltyWordOut(many=True)
    sources = PenaltyWordOut(many=True)
    modes = PenaltyWordOut(many=True)
    closing_types = PenaltyWordOut(many=True)
    grounds = PenaltyWordOut(many=True)
    track_states = PenaltyWordOut(many=True)
    effects = PenaltyWordOut(many=True)
    results = PenaltyWordOut(many=True)
    courses = PenaltyWordOut(many=True)
    tracks = TrackKindOut(many=True)
    closing_of = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), help_text="outcome → closing types"
    )
