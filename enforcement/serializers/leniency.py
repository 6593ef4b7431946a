"""Shapes of a decision of no penalty: what may prove it, and what has to be explained."""

from typing import Any

from rest_framework import serializers


class LenientOrderOut(serializers.Serializer[Any]):
    """An order to rectify of this case; closed: the correction was seen at the recheck."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    ordered_on = serializers.DateField()
    due_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True)
    state = serializers.CharField()
    record = serializers.UUIDField()


class LenientFileOut(serializers.Serializer[Any]):
    """A file of the evidence, and the day it was taken."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    on = serializers.DateField()


class LenientGuidanceOut(serializers.Serializer[Any]):
    """A signed talk or letter of commitment of the venue since the act."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    kind = serializers.CharField()
    on = serializers.DateField()


class TraceOut(serializers.Serializer[Any]):
    """A finding, order or running case of the venue in the period before the act."""

    noun = serializers.ChoiceField(["finding", "rectification", "case"])
    uuid = serializers.UUIDField()
    at = serializers.UUIDField(help_text="where it opens: the record, or the case")
    number = serializers.CharField()
    words = serializers.CharField(allow_blank=True)
    on = serializers.DateField()
    same = serializers.BooleanField(help_text="of the same violation")


class LeniencyOut(serializers.Serializer[Any]):
    """What whoever decides chooses from, and has to explain."""

    found_on = serializers.DateField(help_text="the day the violation was found")
    orders = LenientOrderOut(many=True)
    files = LenientFileOut(many=True)
    guidance = LenientGuidanceOut(many=True)
    traces = TraceOut(many=True)


class LenientProofOut(serializers.Serializer[Any]):
    """One proof of a decision of no penalty, as it stood that day."""

    of = serializers.ChoiceField(["correction", "education"])
    noun = serializers.ChoiceField(["rectification", "file", "guidance"])
    uuid = serializers.UUIDField()
    words = serializers.CharField()


class LeanedOut(serializers.Serializer[Any]):
    """The adopted rule a decision of no penalty leans on, and its proofs."""

    rule = serializers.CharField(allow_blank=True)
    rule_words = serializers.CharField(allow_blank=True)
    proofs = LenientProofOut(many=True)
