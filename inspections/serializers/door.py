"""Shapes behind the code of a visit: the result notice."""

from typing import Any

from rest_framework import serializers

from inspections.models import Publication, Rectification
from inspections.serializers.reviews import CodeOut


class DoorResultOut(serializers.Serializer[Any]):
    """One published result; of a withdrawn one neither codes nor sentence."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(Publication.State.choices)
    organ = serializers.CharField()
    result_codes = CodeOut(many=True)
    text = serializers.CharField(allow_blank=True)
    checked_on = serializers.DateField()
    published_at = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)


class DoorDueOut(serializers.Serializer[Any]):
    """The day by which a result has to be published."""

    on = serializers.DateField()
    provisional = serializers.BooleanField()


class DoorItemOut(serializers.Serializer[Any]):
    """What did not conform, in the words of the catalogue."""

    zh = serializers.CharField()
    en = serializers.CharField()


class DoorOrderOut(serializers.Serializer[Any]):
    """An order to rectify (责令改正)."""

    number = serializers.CharField()
    organ = serializers.CharField()
    state = serializers.ChoiceField(Rectification.State.choices)
    basis = serializers.CharField(allow_blank=True)
    ordered_on = serializers.DateField()
    due_on = serializers.DateField()
    overdue = serializers.BooleanField()
    items = DoorItemOut(many=True)


class PublicVisitResultOut(serializers.Serializer[Any]):
    """检查结果告知: what was published, by when it has to be, and what is still to be done."""

    venue = serializers.CharField()
    finished = serializers.BooleanField()
    finished_on = serializers.DateField(allow_null=True)
    results = DoorResultOut(many=True)
    due = DoorDueOut(allow_null=True)
    orders = DoorOrderOut(many=True)
