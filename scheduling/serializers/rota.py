"""The rota on the wire."""

from typing import Any

from rest_framework import serializers

from scheduling.models import DutySeat
from scheduling.models.rota import LeaveRequest, SwapRequest

WARNINGS = ["gap", "away", "certificate"]


class AreaIn(serializers.Serializer[Any]):
    """One patrol area: a name, the townships it lies in, its streets in words."""

    name = serializers.CharField(max_length=30)
    townships = serializers.ListField(child=serializers.CharField(max_length=12), max_length=40, default=list)
    streets = serializers.CharField(max_length=300, allow_blank=True, default="")


class PolicyIn(serializers.Serializer[Any]):
    """New rules of the rotation."""

    starts_on = serializers.DateField()
    teams = serializers.IntegerField(min_value=1, max_value=12)
    team_size = serializers.IntegerField(min_value=2, max_value=4, default=2)
    gap_weeks = serializers.IntegerField(min_value=2, max_value=12, default=2)
    weeks_ahead = serializers.IntegerField(min_value=1, max_value=26, default=8)
    areas = serializers.ListField(child=AreaIn(), max_length=24, default=list)
    exempt = serializers.ListField(child=serializers.UUIDField(), max_length=500, default=list)
    reason = serializers.CharField(max_length=200, allow_blank=True, default="")


class PolicyOut(serializers.Serializer[Any]):
    """The rules of a rotation; `seed` names the ties."""

    uuid = serializers.UUIDField()
    no = serializers.IntegerField()
    seed = serializers.CharField()
    starts_on = serializers.DateField()
    teams = serializers.IntegerField()
    team_size = serializers.IntegerField()
    gap_weeks = serializers.IntegerField()
    weeks_ahead = serializers.IntegerField()
    areas = AreaIn(many=True)
    exempt = serializers.ListField(child=serializers.UUIDField())
    reason = serializers.CharField()


class DutySeatOut(serializers.Serializer[Any]):
    """A seat as it stands; no officer = open."""

    uuid = serializers.UUIDField()
    seat = serializers.IntegerField()
    officer = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()
    own = serializers.BooleanField()
    origin = serializers.ChoiceField(DutySeat.Origin.choices)
    warnings = serializers.ListField(child=serializers.ChoiceField(WARNINGS))
    verbs = serializers.ListField(child=serializers.CharField())


class DutyTeamOut(serializers.Serializer[Any]):
    """A team with its patrol areas."""

    no = serializers.IntegerField()
    areas = serializers.ListField(child=serializers.CharField())
    seats = DutySeatOut(many=True)


class DutyChangeOut(serializers.Serializer[Any]):
    """A change of a published seat; the words only for those who decide."""

    team = serializers.IntegerField()
    seat = serializers.IntegerField()
    before = serializers.CharField()
    after = serializers.CharField()
    at = serializers.DateTimeField()
    origin = serializers.ChoiceField(DutySeat.Origin.choices)
    warnings = serializers.ListField(child=serializers.ChoiceField(WARNINGS))
    reason = serializers.CharField()


class DutyWeekOut(serializers.Serializer[Any]):
    """A published week. `provisional`: the holidays of `needs_years` are not published yet."""

    uuid = serializers.UUIDField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    published_at = serializers.DateTimeField()
    policy_no = serializers.IntegerField()
    holiday = serializers.CharField()
    provisional = serializers.BooleanField()
    needs_years = serializers.ListField(child=serializers.IntegerField())
    past = serializers.BooleanField()
    now = serializers.BooleanField()
    digest = serializers.CharField()
    teams = DutyTeamOut(many=True)
    changes = DutyChangeOut(many=True)


class TimesOut(serializers.Serializer[Any]):
    """How many officers have that many."""

    times = serializers.IntegerField()
    officers = serializers.IntegerField()


class BalanceOut(serializers.Serializer[Any]):
    """How evenly duty is spread over the team this year; nobody is named."""

    year = serializers.IntegerField()
    duties = TimesOut(many=True)
    holidays = TimesOut(many=True)


class RotaOut(serializers.Serializer[Any]):
    """The rota from a week on."""

    policy = PolicyOut(allow_null=True)
    next_policy = PolicyOut(allow_null=True)
    weeks = DutyWeekOut(many=True)
    balance = BalanceOut()
    verbs = serializers.ListField(child=serializers.CharField())


class DutyProofOut(serializers.Serializer[Any]):
    """What a week was computed from, and the week computed once more."""

    week = DutyWeekOut()
    policy = PolicyOut()
    standing = serializers.DictField()
    digest = serializers.CharField()
    computed = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    published = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    same = serializers.BooleanField()


class DutyChangeIn(serializers.Serializer[Any]):
    """Who takes the seat; nobody named: the next by the rota's own key."""

    officer = serializers.UUIDField(allow_null=True, default=None)
    reason = serializers.CharField(max_length=200)


class DutySwapIn(serializers.Serializer[Any]):
    """The other seat, and why."""

    other = serializers.UUIDField()
    reason = serializers.CharField(max_length=200)


class OwnDutyOut(serializers.Serializer[Any]):
    """A week of one's own duty."""

    uuid = serializers.UUIDField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    holiday = serializers.CharField()
    provisional = serializers.BooleanField()
    team = serializers.IntegerField()
    areas = serializers.ListField(child=serializers.CharField())
    partners = serializers.ListField(child=serializers.CharField())
    origin = serializers.ChoiceField(DutySeat.Origin.choices)
    verbs = serializers.ListField(child=serializers.CharField())


class OwnDutiesOut(serializers.Serializer[Any]):
    """One's own duty, soonest first."""

    rows = OwnDutyOut(many=True)


# Requests -----------------------------------------------------------------------------------------
class LeaveAskIn(serializers.Serializer[Any]):
    """Days off, both included."""

    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    reason = serializers.CharField(max_length=100, allow_blank=True, default="")


class DutyDecisionIn(serializers.Serializer[Any]):
    """Why; a rejection needs it."""

    reason = serializers.CharField(max_length=200, allow_blank=True, default="")


class LeaveRequestOut(serializers.Serializer[Any]):
    """A request for leave."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(LeaveRequest.State.choices)
    officer = serializers.UUIDField()
    name = serializers.CharField()
    own = serializers.BooleanField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    back_on = serializers.DateField(allow_null=True, help_text="back earlier than asked for (销假)")
    reason = serializers.CharField()
    asked_at = serializers.DateTimeField()
    decided_by = serializers.CharField()
    decision = serializers.CharField()
    verbs = serializers.ListField(child=serializers.CharField())


class MetVisitOut(serializers.Serializer[Any]):
    """A visit in the days of a leave."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    venue = serializers.CharField()
    planned_from = serializers.DateField()
    planned_to = serializers.DateField()


class MetDutyOut(serializers.Serializer[Any]):
    """A duty in a week a leave touches."""

    uuid = serializers.UUIDField()
    starts_on = serializers.DateField()
    team = serializers.IntegerField()


class LeaveConflictsOut(serializers.Serializer[Any]):
    """What a leave meets."""

    visits = MetVisitOut(many=True)
    duties = MetDutyOut(many=True)


class LeaveRequestFullOut(LeaveRequestOut):
    """A request for leave with what it meets."""

    conflicts = LeaveConflictsOut()


class SwapAskIn(serializers.Serializer[Any]):
    """My seat, to whom, and for which of his (none: for nothing)."""

    given = serializers.UUIDField()
    taker = serializers.UUIDField()
    taken = serializers.UUIDField(allow_null=True, default=None)
    reason = serializers.CharField(max_length=200)


class SwapDutyOut(serializers.Serializer[Any]):
    """One side of a swap."""

    uuid = serializers.UUIDField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    holiday = serializers.CharField()
    team = serializers.IntegerField()


class SwapRequestOut(serializers.Serializer[Any]):
    """A request for a swap."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(SwapRequest.State.choices)
    giver = serializers.CharField()
    taker = serializers.CharField()
    given = SwapDutyOut()
    taken = SwapDutyOut(allow_null=True)
    reason = serializers.CharField()
    asked_at = serializers.DateTimeField()
    decided_by = serializers.CharField()
    decision = serializers.CharField()
    verbs = serializers.ListField(child=serializers.CharField())


class SwapRequestFullOut(SwapRequestOut):
    """A request for a swap with the rules it would break."""

    warnings = serializers.ListField(child=serializers.ChoiceField(WARNINGS))
