"""Shapes of penalties on the spot (当场处罚)."""

from typing import Any

from rest_framework import serializers

from backend.serializers import DocumentOut
from enforcement.domain.simple import PARTIES, WORDS
from enforcement.serializers.steps import SUM_MAX


class SimpleWordsIn(serializers.Serializer[Any]):
    """What was decided on the spot, as the paper says it. Sums in fen."""

    party_kind = serializers.ChoiceField(choices=list(PARTIES))
    party_id = serializers.CharField(max_length=30, required=False, help_text="default: the register's")
    party_address = serializers.CharField(max_length=200, required=False)
    penalty = serializers.ChoiceField(choices=list(WORDS))
    fine_fen = serializers.IntegerField(min_value=0, max_value=SUM_MAX, default=0)
    facts = serializers.CharField(max_length=4000, allow_blank=True)
    statement = serializers.CharField(max_length=4000, allow_blank=True)
    collected_fen = serializers.IntegerField(min_value=1, max_value=SUM_MAX, required=False, allow_null=True)
    receipt = serializers.CharField(max_length=60, allow_blank=True, default="")
    hard_reason = serializers.CharField(max_length=200, allow_blank=True, default="")


class CaseFileSimpleIn(serializers.Serializer[Any]):
    """The act of a `paper` from the field; or a penalty written by hand, of a finding or at a venue."""

    violation = serializers.CharField(max_length=20)
    basis = serializers.CharField(max_length=60, allow_blank=True, default="")
    paper = serializers.UUIDField(required=False, allow_null=True)
    finding = serializers.UUIDField(required=False, allow_null=True)
    venue = serializers.UUIDField(required=False, allow_null=True)
    officers = serializers.ListField(child=serializers.UUIDField(), max_length=10, default=list)
    values = SimpleWordsIn(required=False)
    number = serializers.CharField(max_length=60, allow_blank=True, default="", help_text="of the booklet")
    on = serializers.DateField(required=False, allow_null=True, help_text="default today")


class CaseReportIn(serializers.Serializer[Any]):
    """The report to the organ; another act or provision where the record's was guessed wrong."""

    note = serializers.CharField(max_length=300, allow_blank=True, default="")
    handed_in = serializers.CharField(max_length=60, allow_blank=True, default="")
    violation = serializers.CharField(max_length=20, allow_blank=True, default="")
    basis = serializers.CharField(max_length=60, allow_blank=True, default="")


class PaperWaitingOut(serializers.Serializer[Any]):
    """A paper from the field without a case yet, and the acts its record may be about."""

    paper = DocumentOut()
    party_name = serializers.CharField(allow_blank=True)
    violations = serializers.ListField(child=serializers.CharField())
