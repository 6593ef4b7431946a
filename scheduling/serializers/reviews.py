"""The review of a match on the wire."""

from typing import Any

from rest_framework import serializers

from scheduling.serializers.draws import SeatNameOut, StageOut


class HolderOut(SeatNameOut):
    """Who sits there now; a direct assignment has its reason."""

    direct_reason = serializers.CharField(allow_blank=True)


class ReviewSeatOut(serializers.Serializer[Any]):
    """A seat: who holds it, who may, how often the likeliest took it over the seeds tried."""

    seat = serializers.IntegerField()
    needs = serializers.CharField(allow_blank=True)
    holder = HolderOut(allow_null=True)
    drawn = serializers.CharField(help_text="certificate by the draw; `-` = open")
    candidates = SeatNameOut(many=True)
    most = serializers.IntegerField()
    reason = serializers.CharField(allow_blank=True, help_text="the rule that left nobody, of an open seat")
    ways_out = serializers.ListField(child=serializers.CharField())


class ReviewVenueOut(serializers.Serializer[Any]):
    """A venue drawn, with its seats."""

    code = serializers.CharField()
    name = serializers.CharField()
    grade = serializers.CharField()
    cell = serializers.CharField()
    visit = serializers.UUIDField(allow_null=True)
    seats = ReviewSeatOut(many=True)


class LoadBinOut(serializers.Serializer[Any]):
    """How many officers have this load; nobody is named."""

    load = serializers.IntegerField()
    before = serializers.IntegerField()
    after = serializers.IntegerField()


class PairBinOut(serializers.Serializer[Any]):
    """How many pairs sit together so many times."""

    times = serializers.IntegerField()
    pairs = serializers.IntegerField()


class ChanceOut(serializers.Serializer[Any]):
    """The exact chance of an eligible venue; `cell` empty = every cell of the class."""

    grade = serializers.CharField()
    cell = serializers.CharField(allow_blank=True)
    eligible = serializers.IntegerField()
    numerator = serializers.IntegerField()
    denominator = serializers.IntegerField()


class DrawReviewOut(serializers.Serializer[Any]):
    """Every venue with its team, open seats first; loads, pairs and chances."""

    seeds = serializers.IntegerField(help_text="0 = too many seats to try other seeds at once")
    venues_count = serializers.IntegerField()
    venues = ReviewVenueOut(many=True)
    seats = serializers.IntegerField()
    open = serializers.IntegerField()
    thin = serializers.IntegerField(help_text="seats with fewer than `few` who may take them")
    few = serializers.IntegerField()
    officers = serializers.IntegerField()
    loads = LoadBinOut(many=True)
    pairs = PairBinOut(many=True)
    chances = ChanceOut(many=True)
    relaxed = serializers.IntegerField()
    stages = StageOut(many=True)
    further = StageOut(many=True)
