"""Shapes of activities."""

from typing import Any

from rest_framework import serializers

from counting.domain.activities import AUDIENCES
from counting.domain.indicators import ACTIVITY_KINDS
from counting.models import Activity
from inspections.serializers.hazards import WithFiles
from inspections.serializers.patrols import PatrolFileOut
from inspections.serializers.queries import DaysQuery

AUDIENCE_CHOICES = [(code, words[0]) for code, words in AUDIENCES.items()]
_STATE = "|".join(Activity.State.values)
MOST = 1_000_000


class ActivityQuery(DaysQuery):
    """What the list is narrowed by; those withdrawn only where their state is asked for."""

    kind = serializers.ChoiceField(choices=list(ACTIVITY_KINDS), required=False)
    state = serializers.RegexField(rf"^({_STATE})(,({_STATE}))*\Z", required=False, max_length=60)


class ActivityOut(serializers.Serializer[Any]):
    """An activity with its stage; `own`: the reader held it, and so does not confirm it."""

    uuid = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.ChoiceField(Activity.State.choices)
    title = serializers.CharField()
    on = serializers.DateField()
    place = serializers.CharField(allow_blank=True)
    people = serializers.IntegerField(allow_null=True)
    audience = serializers.ChoiceField(AUDIENCE_CHOICES, allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    held_by = serializers.CharField(allow_blank=True)
    own = serializers.BooleanField()
    confirmed_by = serializers.CharField(allow_blank=True)
    confirmed_on = serializers.DateField(allow_null=True)
    withdrawn_reason = serializers.CharField(allow_blank=True)
    of_site = serializers.BooleanField(help_text="shown by the site that was named")
    files = PatrolFileOut(many=True)
    verbs = serializers.ListField(child=serializers.CharField())


class ActivityIn(WithFiles):
    """An activity that was held (as a body without `state` says), or one that is planned.

    `uuid` is the client's where files come before: theirs is the owner `activity:<uuid>`.
    """

    uuid = serializers.UUIDField(required=False, allow_null=True, default=None)
    kind = serializers.ChoiceField(choices=list(ACTIVITY_KINDS))
    state = serializers.ChoiceField(choices=["planned", "held"], required=False, default="held")
    title = serializers.CharField(max_length=120)
    on = serializers.DateField(help_text="not after today, unless it is planned")
    place = serializers.CharField(max_length=120, allow_blank=True, default="")
    people = serializers.IntegerField(
        min_value=0, max_value=MOST, required=False, allow_null=True, default=None
    )
    audience = serializers.ChoiceField(AUDIENCE_CHOICES, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")


class ActivityHoldIn(WithFiles):
    """A planned one was held."""

    on = serializers.DateField(help_text="not after today")
    people = serializers.IntegerField(min_value=1, max_value=MOST)
    audience = serializers.ChoiceField(AUDIENCE_CHOICES, required=False, allow_blank=True, default="")
    place = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class ActivityProveIn(WithFiles):
    """More that shows it."""


class ActivityConfirmIn(serializers.Serializer[Any]):
    """Nothing is asked: the files were looked at."""
