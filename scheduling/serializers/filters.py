"""What a pool is narrowed to, on the wire."""

from typing import Any

from rest_framework import serializers

from scheduling.domain.filtering import HISTORY
from scheduling.domain.text import CLASSES

_DAY: dict[str, Any] = {"required": False, "allow_null": True, "default": None}
_LIST: dict[str, Any] = {"required": False, "default": list}


class FilterIn(serializers.Serializer[Any]):
    """Empty lists and days: not narrowed by this. Of `history` any one, all other conditions together."""

    categories = serializers.ListField(child=serializers.CharField(max_length=3), max_length=30, **_LIST)
    townships = serializers.ListField(child=serializers.CharField(max_length=12), max_length=100, **_LIST)
    grades = serializers.ListField(child=serializers.ChoiceField(CLASSES), max_length=4, **_LIST)
    set_up_by = serializers.DateField(**_DAY, help_text="cut-off day: set up by then")
    history = serializers.ListField(child=serializers.ChoiceField(HISTORY), max_length=len(HISTORY), **_LIST)
    history_since = serializers.DateField(**_DAY, help_text="told of since; null = ever")
    not_visited_since = serializers.DateField(**_DAY, help_text="no finished visit since")


class FilterOut(serializers.Serializer[Any]):
    """What the pool was narrowed to; days "" for none."""

    categories = serializers.ListField(child=serializers.CharField())
    townships = serializers.ListField(child=serializers.CharField())
    grades = serializers.ListField(child=serializers.CharField())
    set_up_by = serializers.CharField(allow_blank=True)
    history = serializers.ListField(child=serializers.ChoiceField(HISTORY))
    history_since = serializers.CharField(allow_blank=True)
    not_visited_since = serializers.CharField(allow_blank=True)


class PoolFilterIn(FilterIn):
    """A filter and the name it is kept under."""

    name = serializers.CharField(max_length=40)


class PoolFilterOut(serializers.Serializer[Any]):
    """A filter kept under a name."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    saved_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    filter = FilterOut()
