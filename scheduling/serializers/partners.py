"""Cooperating organs on the wire."""

from typing import Any

from rest_framework import serializers

from scheduling.models import Draw

_ITEMS: dict[str, Any] = {"min_length": 1, "max_length": 300}


class PartnerIn(serializers.Serializer[Any]):
    """An organ to be asked, the items proposed to it, and how many of its officers go along."""

    organ = serializers.CharField(max_length=24)
    items = serializers.ListField(child=serializers.CharField(max_length=12), **_ITEMS)
    seats = serializers.IntegerField(min_value=1, max_value=4, required=False, default=1)


class JoinIn(serializers.Serializer[Any]):
    """The items the organ that agrees will check."""

    items = serializers.ListField(child=serializers.CharField(max_length=12), **_ITEMS)


class DeclineIn(serializers.Serializer[Any]):
    """Why the organ does not take part."""

    reason = serializers.CharField(max_length=200)


class PartnerOut(serializers.Serializer[Any]):
    """An organ that is asked for a draw."""

    uuid = serializers.UUIDField()
    organ = serializers.CharField()
    organ_name = serializers.CharField()
    draw_name = serializers.CharField()
    draw = serializers.UUIDField()
    draw_state = serializers.ChoiceField(Draw.State.choices)
    moment = serializers.DateTimeField(allow_null=True, help_text="of the beacon, once committed")
    commit_digest = serializers.CharField(allow_blank=True)
    lead = serializers.CharField()
    visit_from = serializers.DateField()
    visit_to = serializers.DateField()
    basis = serializers.CharField(allow_blank=True)
    categories = serializers.ListField(child=serializers.CharField(), help_text="drawn; [] = all")
    items = serializers.ListField(child=serializers.CharField())
    seats = serializers.IntegerField()
    agreed_at = serializers.DateTimeField(allow_null=True)
    agreed_by = serializers.CharField(allow_blank=True)
    declined_at = serializers.DateTimeField(allow_null=True)
    declined_reason = serializers.CharField(allow_blank=True)
    verbs = serializers.ListField(child=serializers.CharField())


class PartnerOrganOut(serializers.Serializer[Any]):
    """An organ that can be asked."""

    code = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField()
