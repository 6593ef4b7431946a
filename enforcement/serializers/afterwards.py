"""Shapes of what was done after a penalty, for its follow-up and its case."""

from typing import Any

from rest_framework import serializers

from enforcement.models import FollowUpStep


class FollowUpStepOut(serializers.Serializer[Any]):
    """One thing done."""

    kind = serializers.ChoiceField(choices=FollowUpStep.Kind.choices)
    on = serializers.DateField()
    text = serializers.CharField()
    record = serializers.UUIDField(allow_null=True, help_text="the record of a visit that is this step")
    paper = serializers.UUIDField(allow_null=True, help_text="the paper of a prompt to repair the credit")
    number = serializers.CharField(allow_blank=True, help_text="its number")


class FollowUpBriefOut(serializers.Serializer[Any]):
    """The follow-up of a case in brief."""

    uuid = serializers.UUIDField()
    steps = FollowUpStepOut(many=True)
