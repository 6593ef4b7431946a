"""Shapes of the archive search."""

from typing import Any

from rest_framework import serializers

KINDS = [
    ("case", "案件"), ("lead", "线索"), ("record", "检查记录"), ("order", "责令改正"), ("document", "文书"),
    ("talk", "约谈"), ("pledge", "承诺书"), ("followup", "后续监管"), ("activity", "活动"),
    ("venue", "检查对象"),
]  # fmt: skip


class SearchQuery(serializers.Serializer[Any]):
    """Words, all of which must be found; a year, a violation, a state."""

    q = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    year = serializers.IntegerField(min_value=1990, max_value=2100, required=False, default=0)
    violation = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    state = serializers.CharField(max_length=12, required=False, default="", allow_blank=True)


class SearchRowsQuery(SearchQuery):
    """And the kind of rows."""

    kind = serializers.ChoiceField(KINDS)


class SearchHitOut(serializers.Serializer[Any]):
    """One hit: `noun` and `to` say which page opens, `snippet` where the words stand, numbers taken out."""

    kind = serializers.ChoiceField(KINDS)
    uuid = serializers.UUIDField()
    noun = serializers.CharField()
    to = serializers.UUIDField()
    title = serializers.CharField(allow_blank=True)
    number = serializers.CharField(allow_blank=True)
    numbers = serializers.ListField(child=serializers.CharField())
    state = serializers.CharField()
    on = serializers.DateField()
    venue = serializers.CharField(allow_blank=True)
    snippet = serializers.CharField(allow_blank=True)


class SearchGroupOut(serializers.Serializer[Any]):
    """One kind: how many, and the newest."""

    kind = serializers.ChoiceField(KINDS)
    count = serializers.IntegerField()
    rows = SearchHitOut(many=True)
