"""Draws on the wire."""

from typing import Any

from rest_framework import serializers

from scheduling.models import Draw
from scheduling.serializers.policies import PolicyBriefOut
from scheduling.serializers.rules import RulesOut, numbers

STATES = Draw.State.choices


class DrawProgressOut(serializers.Serializer[Any]):
    """How far the visits of a draw have come."""

    visits = serializers.IntegerField()
    approved = serializers.IntegerField()
    finished = serializers.IntegerField()


class DrawApprovalOut(serializers.Serializer[Any]):
    """Where the approval of the draw's visits stands."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(["asked", "approved", "rejected"])
    asked_by = serializers.CharField(allow_blank=True)
    by = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    retro = serializers.BooleanField()


class DrawCardOut(serializers.Serializer[Any]):
    """One draw in brief."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    name = serializers.CharField()
    scope = serializers.CharField()
    no = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(STATES)
    directed = serializers.BooleanField()
    plan_row = serializers.UUIDField(allow_null=True)
    further_rows = serializers.ListField(child=serializers.UUIDField(), help_text="rows its visits serve too")
    item_class = serializers.ChoiceField(["general", "key"])
    visit_from = serializers.DateField()
    visit_to = serializers.DateField()
    created_at = serializers.DateTimeField()
    committed_at = serializers.DateTimeField(allow_null=True)
    moment = serializers.DateTimeField(allow_null=True)
    drawn_at = serializers.DateTimeField(allow_null=True)
    voided_at = serializers.DateTimeField(allow_null=True)
    void_code = serializers.CharField(allow_blank=True)
    quota_sum = serializers.IntegerField()
    open_count = serializers.IntegerField()
    progress = DrawProgressOut()
    approval = DrawApprovalOut(allow_null=True)
    verbs = serializers.ListField(child=serializers.CharField())


class DrawFilterOut(serializers.Serializer[Any]):
    """What the pool was narrowed to; empty = all."""

    categories = serializers.ListField(child=serializers.CharField())
    townships = serializers.ListField(child=serializers.CharField())
    grades = serializers.ListField(child=serializers.CharField())


class WitnessOut(serializers.Serializer[Any]):
    """A witness and his office."""

    name = serializers.CharField()
    role = serializers.CharField(allow_blank=True)


class StageOut(serializers.Serializer[Any]):
    """Open seats after a relaxation; the first stage has none."""

    relaxation = serializers.CharField(allow_blank=True)
    open = serializers.IntegerField()


class ShortageOut(serializers.Serializer[Any]):
    """The same officers short for several seats."""

    officers = serializers.ListField(child=serializers.CharField())
    seats = serializers.IntegerField()
    capacity = serializers.IntegerField()
    lacking = serializers.IntegerField()
    raise_by = serializers.IntegerField()


class PublicSeatOut(serializers.Serializer[Any]):
    """A seat nobody could take: the rule that left nobody, officers left after each rule, ways out."""

    code = serializers.CharField()
    name = serializers.CharField()
    seat = serializers.IntegerField()
    needs = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()
    funnel = numbers()
    officers = serializers.ListField(child=serializers.CharField())
    ways_out = serializers.ListField(child=serializers.CharField())


class OpenSeatOut(PublicSeatOut):
    """With the visit it belongs to."""

    visit = serializers.UUIDField()


class DrawFileOut(serializers.Serializer[Any]):
    """A frozen file."""

    name = serializers.CharField()
    sha256 = serializers.CharField()
    bytes = serializers.IntegerField()


class LogLineOut(serializers.Serializer[Any]):
    """A line of the log and the head it makes."""

    seq = serializers.IntegerField()
    ev = serializers.CharField()
    at = serializers.DateTimeField()
    line = serializers.CharField()
    head = serializers.CharField()


class FixedOut(serializers.Serializer[Any]):
    """What commit, beacon and result fixed."""

    commit = serializers.CharField(allow_blank=True, help_text="canonical JSON, byte for byte")
    commit_digest = serializers.CharField(allow_blank=True)
    verifier = serializers.CharField(help_text="SHA-256 of the verifier in use")
    beacon = serializers.DictField()
    opt = serializers.IntegerField()
    values = serializers.ListField(child=serializers.CharField())
    seed = serializers.CharField(allow_blank=True)
    root = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # of the Merkle tree
    registered = numbers()
    eligible = numbers()
    excluded = numbers()
    quota = numbers()
    shortfall = numbers()
    relaxed = serializers.IntegerField()
    stages = StageOut(many=True)
    shortages = ShortageOut(many=True)
    files = DrawFileOut(many=True)
    log = LogLineOut(many=True)


class DrawOut(DrawCardOut, FixedOut):
    """One draw whole."""

    filter = DrawFilterOut()
    items = serializers.ListField(child=serializers.CharField())
    basis = serializers.CharField(allow_blank=True)
    rules = RulesOut()
    policy = PolicyBriefOut()
    departures = serializers.ListField(child=serializers.CharField())
    drafted_by = serializers.CharField()
    drawn_by = serializers.CharField(allow_blank=True)
    void_reason = serializers.CharField(allow_blank=True)
    witnesses = WitnessOut(many=True)
    sheet = serializers.UUIDField(allow_null=True)
    open_seats = OpenSeatOut(many=True)


class SeatNameOut(serializers.Serializer[Any]):
    """A certificate and its holder; `-` is an open seat."""

    cert_no = serializers.CharField()
    name = serializers.CharField(allow_blank=True)


class PickOut(serializers.Serializer[Any]):
    """One row of the roster and what became of it."""

    code = serializers.CharField()
    venue = serializers.UUIDField()
    name = serializers.CharField()
    grade = serializers.CharField()
    cell = serializers.CharField()
    eligible = serializers.CharField()
    ticket = serializers.CharField(allow_blank=True)
    rank = serializers.IntegerField(allow_null=True)
    selected = serializers.BooleanField()
    team = SeatNameOut(many=True)
    visit = serializers.UUIDField(allow_null=True)


class MinutesPickOut(serializers.Serializer[Any]):
    """A drawn venue in the minutes."""

    code = serializers.CharField()
    name = serializers.CharField()
    grade = serializers.CharField()
    cell = serializers.CharField()
    rank = serializers.IntegerField(allow_null=True)
    ticket = serializers.CharField()
    team = SeatNameOut(many=True)


class DrawMinutesOut(DrawOut):
    """The minutes, ready to be printed."""

    organ = serializers.CharField()
    sheet_sha256 = serializers.CharField(allow_blank=True)
    head = serializers.CharField(allow_blank=True)
    picks = MinutesPickOut(many=True)
