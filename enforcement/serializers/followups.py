"""Shapes of follow-ups."""

from typing import Any

from rest_framework import serializers

from backend.serializers import ClockOut
from enforcement.models import FollowUp, FollowUpStep
from enforcement.serializers.cases import CaseVenueOut


class FollowUpStepOut(serializers.Serializer[Any]):
    """One thing done."""

    kind = serializers.ChoiceField(choices=FollowUpStep.Kind.choices)
    on = serializers.DateField()
    text = serializers.CharField()


class FollowUpOut(serializers.Serializer[Any]):
    """A follow-up with the penalty in brief."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=FollowUp.State.choices)
    case_number = serializers.CharField()
    decision_number = serializers.CharField(allow_blank=True)
    closed_case_on = serializers.DateField(allow_null=True)
    violation = serializers.CharField()
    violation_en = serializers.CharField()
    venue = CaseVenueOut()
    plan = serializers.CharField(allow_blank=True)
    conclusion = serializers.CharField(allow_blank=True)
    opinion = serializers.CharField(allow_blank=True)
    opinion_to = serializers.CharField(allow_blank=True)
    opinion_sent_on = serializers.DateField(allow_null=True)
    answer = serializers.CharField(allow_blank=True)
    answered_on = serializers.DateField(allow_null=True)
    answer_due = ClockOut(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    due = ClockOut(allow_null=True)
    steps = FollowUpStepOut(many=True)
    verbs = serializers.ListField(child=serializers.CharField())


class FollowUpPlanIn(serializers.Serializer[Any]):
    """What will be done."""

    plan = serializers.CharField(max_length=600, allow_blank=True)


class FollowUpStepIn(serializers.Serializer[Any]):
    """What was done."""

    kind = serializers.ChoiceField(choices=FollowUpStep.Kind.choices)
    text = serializers.CharField(max_length=600, allow_blank=True)
    on = serializers.DateField(required=False, allow_null=True, help_text="default today")


class FollowUpCloseIn(serializers.Serializer[Any]):
    """The conclusion, and the opinion for who licenses."""

    conclusion = serializers.CharField(max_length=600, allow_blank=True)
    opinion = serializers.CharField(max_length=600, allow_blank=True, default="")


class FollowUpSendIn(serializers.Serializer[Any]):
    """The opinion as it goes to who licenses."""

    opinion = serializers.CharField(max_length=600, allow_blank=True)
    opinion_to = serializers.CharField(max_length=100, allow_blank=True)
    on = serializers.DateField(required=False, allow_null=True, help_text="default today")


class FollowUpAnswerIn(serializers.Serializer[Any]):
    """What the licensing side did or said."""

    answer = serializers.CharField(max_length=600, allow_blank=True)
    on = serializers.DateField(required=False, allow_null=True, help_text="default today")
