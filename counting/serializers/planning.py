"""Feasibility, forecast and proposals on the wire."""

from typing import Any

from rest_framework import serializers

from scheduling.serializers.rules import ByGradeIn

STANDS = ["unsettled", "empty", "met", "short", "late", "to_draw", "under_way"]


class BoundOut(serializers.Serializer[Any]):
    """The most visits the year can come to within the caps: done + pending + ahead."""

    done = serializers.IntegerField()
    pending = serializers.IntegerField(help_text="made, their record awaits review")
    arranged = serializers.IntegerField(help_text="planned, approved or begun")
    room = serializers.IntegerField(help_text="visits the caps still allow")
    capacity = serializers.IntegerField(help_text="visits the teams of the days to come can carry")
    ahead = serializers.IntegerField(help_text="the most of arranged + room the days can carry")
    most = serializers.IntegerField()
    need = serializers.IntegerField(help_text="the target; 0 without one")
    short = serializers.IntegerField()
    binding = serializers.ChoiceField(["caps", "days", "both"])
    unit = serializers.CharField()
    target = serializers.UUIDField(allow_null=True)


class ActionOut(serializers.Serializer[Any]):
    """A way to close the gap with its outcome: caps one higher, team-days, visits that count to no cap."""

    key = serializers.ChoiceField(["cap", "days", "exempt", "target"])
    amount = serializers.IntegerField()
    categories = serializers.ListField(child=serializers.CharField())
    most = serializers.IntegerField(help_text="what the year then comes to at the most")
    short = serializers.IntegerField()
    closes = serializers.BooleanField()


class ReachOut(serializers.Serializer[Any]):
    """A ratio: what it is divided by, what the target asks for, how many now and at the most."""

    over = serializers.IntegerField()
    need = serializers.IntegerField()
    now = serializers.IntegerField()
    most = serializers.IntegerField()
    never = serializers.IntegerField()
    short = serializers.IntegerField()


class SettingOut(serializers.Serializer[Any]):
    """Visits of one team on one day, on what ground."""

    value = serializers.IntegerField()
    ground = serializers.CharField()
    default = serializers.BooleanField()


class CapRoomOut(serializers.Serializer[Any]):
    """Venues whose limit comes from a category: the sum of their caps and what is left of it."""

    category = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    venues = serializers.IntegerField()
    limit = serializers.IntegerField()
    room = serializers.IntegerField()


class RowFeasibilityOut(serializers.Serializer[Any]):
    """One plan row: what it needs, has, awaits and can still draw."""

    plan_row = serializers.UUIDField()
    plan = serializers.UUIDField()
    seq = serializers.IntegerField()
    item = serializers.CharField()
    categories = serializers.ListField(child=serializers.CharField())
    quota_verbatim = serializers.CharField(allow_blank=True)
    need = serializers.IntegerField()
    least = serializers.IntegerField(help_text="venues that make the share every row must reach")
    register = serializers.IntegerField()
    done = serializers.IntegerField()
    ahead = serializers.IntegerField()
    free = serializers.IntegerField()
    to_draw = serializers.IntegerField()
    short = serializers.IntegerField()
    stand = serializers.ChoiceField(STANDS)
    last_on = serializers.DateField()
    rounds = serializers.IntegerField(help_text="draws a year the wording asks for")
    draws = serializers.IntegerField()
    lost = serializers.IntegerField(help_text="visits published late, or overdue")


class PublishedOut(serializers.Serializer[Any]):
    """How many visits of a draw have their result published, or owe none."""

    draw = serializers.UUIDField()
    visits = serializers.IntegerField()


class FeasibilityOut(serializers.Serializer[Any]):
    """Whether the year can be done."""

    year = serializers.IntegerField()
    today = serializers.DateField()
    from_on = serializers.DateField()
    provisional = serializers.BooleanField(help_text="the year's calendar is not published")
    cutoff_on = serializers.DateField(allow_null=True)
    reading = serializers.ChoiceField(["ratio", "tasks"])
    target_bp = serializers.IntegerField()
    visits = BoundOut()
    venues = serializers.IntegerField()
    capped = serializers.IntegerField(help_text="venues at their cap")
    days = serializers.IntegerField(help_text="working days to come, today included")
    team_days = serializers.IntegerField()
    setting = SettingOut()
    caps = CapRoomOut(many=True)
    actions = ActionOut(many=True)
    exempt_done = serializers.IntegerField(help_text="visits made this year that do not count to the cap")
    sampling = ReachOut()
    by_ratio = ReachOut()
    by_tasks = ReachOut()
    published = PublishedOut(many=True)
    rows = RowFeasibilityOut(many=True)


class SettingIn(serializers.Serializer[Any]):
    """Visits of one team on one day, with the ground."""

    number = serializers.IntegerField(min_value=1, max_value=20)
    reason = serializers.CharField(max_length=300)


class CourseOut(serializers.Serializer[Any]):
    """The band on one day."""

    on = serializers.DateField()
    low = serializers.IntegerField()
    middle = serializers.IntegerField()
    high = serializers.IntegerField()


class ForecastOut(serializers.Serializer[Any]):
    """What a figure may come to by the end of the year; ratios in basis points."""

    indicator = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    unit = serializers.CharField()
    year = serializers.IntegerField()
    provisional = serializers.BooleanField()
    low = serializers.IntegerField()
    middle = serializers.IntegerField()
    high = serializers.IntegerField()
    target = serializers.IntegerField(allow_null=True)
    stand = serializers.ChoiceField(["likely", "open", "unlikely"])
    method = serializers.ChoiceField(["pace", "plan"])
    base = serializers.IntegerField(help_text="counted and awaiting review")
    pending = serializers.IntegerField()
    arranged = serializers.IntegerField()
    weeks = serializers.IntegerField(help_text="complete weeks the pace is read from")
    workdays = serializers.IntegerField(help_text="working days of these weeks")
    days = serializers.ListField(
        child=serializers.IntegerField(), help_text="fewest and most working days to come"
    )
    pace_bp = serializers.IntegerField(help_text="visits of a working day × 10000")
    variance_bp = serializers.IntegerField(help_text="variance of a working day × 10000")
    room = serializers.IntegerField(allow_null=True, help_text="the most the caps allow of it")
    course = CourseOut(many=True)


class DueRowOut(serializers.Serializer[Any]):
    """A plan row by name; without one it is the share of the whole year."""

    plan_row = serializers.UUIDField(allow_null=True)
    item = serializers.CharField(allow_blank=True)


class LeftRowOut(DueRowOut):
    """What a row still needs, or can no longer get."""

    left = serializers.IntegerField()


class DraftRulesOut(serializers.Serializer[Any]):
    """The rules of the proposed draft: so many venues of each grade; the rest as the draw policy says."""

    least = ByGradeIn()
    overall = serializers.IntegerField()


class DraftOut(serializers.Serializer[Any]):
    """The draft a proposal becomes, as POST /draws takes it."""

    title = serializers.CharField()
    plan_row = serializers.UUIDField(allow_null=True)
    further_rows = serializers.ListField(child=serializers.UUIDField())
    categories = serializers.ListField(child=serializers.CharField())
    items = serializers.ListField(child=serializers.CharField())
    item_class = serializers.ChoiceField(["general", "key"])
    basis = serializers.CharField(allow_blank=True)
    rules = DraftRulesOut()
    visit_from = serializers.DateField()
    visit_to = serializers.DateField()


class ProposalOut(serializers.Serializer[Any]):
    """One proposed draw."""

    draw_by = serializers.DateField()
    visit_from = serializers.DateField()
    visit_to = serializers.DateField()
    count = serializers.IntegerField()
    policy_more = serializers.IntegerField(help_text="of these, drawn for the draw policy alone")
    pool = serializers.IntegerField(help_text="venues it can draw from that serve all its rows")
    late = serializers.BooleanField(help_text="a row's own days are over")
    rows = DueRowOut(many=True)
    draft = DraftOut()


class ProposalsOut(serializers.Serializer[Any]):
    """The next draws, their visits, and the fewest visits any way could need."""

    year = serializers.IntegerField()
    visits = serializers.IntegerField()
    bound = serializers.IntegerField()
    fewest = serializers.BooleanField()
    capacity = serializers.IntegerField()
    draws = ProposalOut(many=True)
    unmet = LeftRowOut(many=True)
    due = LeftRowOut(many=True)
