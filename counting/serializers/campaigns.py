"""What a campaign adds up to, on the wire."""

from typing import Any

from rest_framework import serializers

from counting.selectors.campaigns import PARTS


class CampaignFigureOut(serializers.Serializer[Any]):
    """One number of a campaign."""

    part = serializers.ChoiceField(choices=list(PARTS))
    kind = serializers.CharField(help_text="of its rows")
    name = serializers.CharField()
    name_en = serializers.CharField()
    value = serializers.IntegerField()
