"""Draws for everybody, on the wire."""

from typing import Any

from rest_framework import serializers

from scheduling.serializers.draws import STATES, FixedOut, PublicSeatOut


def names() -> serializers.DictField:
    """Code of a township → its name."""
    return serializers.DictField(child=serializers.CharField())


class PublicDrawCardOut(serializers.Serializer[Any]):
    """One draw in brief, for everybody."""

    uuid = serializers.UUIDField()
    organ = serializers.CharField()
    name = serializers.CharField()
    number = serializers.CharField()
    scope = serializers.CharField()
    no = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(STATES)
    committed_at = serializers.DateTimeField(allow_null=True)
    moment = serializers.DateTimeField(allow_null=True)
    drawn_at = serializers.DateTimeField(allow_null=True)
    void_code = serializers.CharField(allow_blank=True)
    commit_digest = serializers.CharField()
    quota_sum = serializers.IntegerField()


class AttemptsOut(serializers.Serializer[Any]):
    """How many draws of the scope were committed, and how many of them voided."""

    committed = serializers.IntegerField()
    void = serializers.IntegerField()


class PublicPickOut(serializers.Serializer[Any]):
    """A drawn venue with the certificates of its team."""

    code = serializers.CharField()
    name = serializers.CharField()
    grade = serializers.CharField()
    cell = serializers.CharField()
    rank = serializers.IntegerField(allow_null=True)
    ticket = serializers.CharField()
    team = serializers.ListField(child=serializers.CharField())


class PublicDrawOut(PublicDrawCardOut, FixedOut):
    """One draw whole, for everybody; of a void one, what would have been drawn."""

    visit_from = serializers.DateField()
    visit_to = serializers.DateField()
    items = serializers.ListField(child=serializers.CharField())
    basis = serializers.CharField(allow_blank=True)
    void_reason = serializers.CharField(allow_blank=True)
    witnesses = serializers.IntegerField()
    attempts = AttemptsOut()
    open_seats = PublicSeatOut(many=True)
    picks = PublicPickOut(many=True)
    towns = names()


class WhyOut(serializers.Serializer[Any]):
    """Why a venue was drawn, or was not."""

    draw = serializers.UUIDField()
    code = serializers.CharField()
    listed = serializers.BooleanField()
    name = serializers.CharField(allow_blank=True)
    grade = serializers.CharField(allow_blank=True)
    cell = serializers.CharField(allow_blank=True)
    eligible = serializers.CharField(allow_blank=True)
    ticket = serializers.CharField(allow_blank=True)
    rank = serializers.IntegerField(allow_null=True)
    selected = serializers.BooleanField()
    team = serializers.ListField(child=serializers.CharField())
    cell_eligible = serializers.IntegerField()
    cell_quota = serializers.IntegerField()
    grade_eligible = serializers.IntegerField()
    grade_quota = serializers.IntegerField()
    seed = serializers.CharField(allow_blank=True)
    towns = names()
