"""Shapes of what waits for a person's judgement."""

from typing import Any

from rest_framework import serializers

from backend.serializers import ClockOut
from enforcement.models import Case, Lead
from enforcement.selectors.inbox import KINDS


class InboxRowOut(serializers.Serializer[Any]):
    """One thing that waits: what is asked, of which case or lead, by when."""

    kind = serializers.ChoiceField(choices=KINDS)
    case = serializers.UUIDField(allow_null=True)
    lead = serializers.UUIDField(allow_null=True)
    track = serializers.UUIDField(allow_null=True, help_text="the side track of the case that waits")
    number = serializers.CharField()
    title = serializers.CharField()
    matter = serializers.CharField()
    detail = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(
        choices=[*Case.State.choices, (Lead.State.REGISTERED.value, Lead.State.REGISTERED.label)]
    )
    due = ClockOut(allow_null=True)
