"""Visits (到一家场所一次), their officers and participants, outings (出动), leave."""

from django.db import models

from backend import clock
from backend.models.base import Noun, Scoped
from backend.models.people import User
from backend.permissions import may
from backend.scope import organ_range
from scheduling.models.draws import TOLD_EARLY, Draw


class Visit(Noun):
    """One arrival of one team at one venue: planned → approved → started → finished | replaced | cancelled.

    `finished_on` and `counts_to_cap` are set through `visit_finish`, so rosters and caps never look ahead.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "待审批"
        APPROVED = "approved", "待检查"
        STARTED = "started", "检查中"
        FINISHED = "finished", "已完成"
        REPLACED = "replaced", "已替换"
        CANCELLED = "cancelled", "已取消"

    number = models.CharField("编号", max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    venue = models.ForeignKey("registry.Venue", models.PROTECT, related_name="visits")
    trigger = models.ForeignKey("scheduling.Trigger", models.PROTECT, related_name="+")
    cause_noun = models.CharField(max_length=30, blank=True)
    cause_id = models.UUIDField(null=True)
    draw = models.ForeignKey("scheduling.Draw", models.PROTECT, null=True, related_name="visits")
    plan_row = models.ForeignKey("scheduling.PlanRow", models.PROTECT, null=True, related_name="visits")
    remote = models.BooleanField("非现场", default=False)
    items = models.JSONField("检查事项", default=list)
    basis = models.TextField("依据", blank=True)
    planned_from = models.DateField("检查开始")
    planned_to = models.DateField("检查截止")
    counts_to_cap = models.BooleanField("计入频次", default=True)
    cap_used = models.PositiveSmallIntegerField("批准时已用频次", null=True)
    cap_limit = models.PositiveSmallIntegerField("频次上限", null=True)
    cap_reason = models.CharField("超出上限的理由", max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField("应派人数", default=2)
    approval = models.ForeignKey("backend.Approval", models.PROTECT, null=True, related_name="+")
    token = models.CharField("亮码", max_length=64, unique=True)
    outing = models.ForeignKey("scheduling.Outing", models.PROTECT, null=True, related_name="visits")
    started_at = models.DateTimeField(null=True)
    scanned_at = models.DateTimeField(null=True)
    scan_mode = models.CharField(max_length=12, blank=True)  # before | before_leave | backfill
    finished_at = models.DateTimeField(null=True)
    finished_on = models.DateField(null=True)
    revisit_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="revisits")
    reason = models.CharField("取消或替换理由", max_length=200, blank=True)
    precheck = models.CharField("能否非现场检查", max_length=12, default="unasked")
    precheck_reason = models.CharField("须到现场的理由", max_length=200, blank=True)
    assistants = models.JSONField("协助人员", default=list)  # [{name, role}], named beforehand
    filing_no = models.CharField("专项检查备案号", max_length=60, blank=True)
    performance = models.ForeignKey("registry.Performance", models.PROTECT, null=True, related_name="+")
    campaign = models.ForeignKey("scheduling.Campaign", models.PROTECT, null=True, related_name="visits")
    urgent_reason = models.CharField("紧急检查理由", max_length=200, blank=True)
    scan_reason = models.CharField("补扫理由", max_length=200, blank=True)
    noticed_at = models.DateTimeField("事先通知时间", null=True)
    outside_reason = models.CharField("辖区外检查理由", max_length=200, blank=True)
    outside_report = models.CharField("辖区外检查报告文号", max_length=60, blank=True)

    class Meta:
        ordering = ["planned_to", "number"]
        indexes = [
            models.Index(fields=["organ", "state", "planned_to"], name="visit_open_by_due"),
            models.Index(fields=["venue", "finished_on"], name="visit_by_venue"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organ", "number"], name="visit_is_numbered_once"),
            models.CheckConstraint(
                condition=models.Q(planned_to__gte=models.F("planned_from")), name="visit_window_is_in_order"
            ),
            models.CheckConstraint(condition=models.Q(seats__gte=2), name="visit_has_two_seats"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return self.number

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """Visits of the actor's organ tree, and those his organ takes part in.

        Of a sealed draw whoever only inspects sees his own visits from their first day on, and all that
        have begun.
        """
        q = organ_range(actor)
        if actor.organ_id:
            part = (
                VisitParticipant.objects.everywhere("guard")
                .filter(organ_id=actor.organ_id)
                .values("visit_id")
            )
            q = q | models.Q(pk__in=part)
        if any(may(actor, verb) for verb in TOLD_EARLY):
            return q
        sealed = Draw.objects.everywhere("guard").filter(reveal_by__isnull=False, revealed_at__isnull=True)
        own = VisitOfficer.objects.everywhere("guard").filter(officer__user=actor, ended_at__isnull=True)
        return q & (
            models.Q(draw__isnull=True)
            | ~models.Q(draw__in=sealed.values("pk"))
            | models.Q(state__in=(cls.State.STARTED, cls.State.FINISHED))
            | models.Q(planned_from__lte=clock.today(), pk__in=own.values("visit_id"))
        )


class VisitOfficer(Scoped):
    """An officer of a visit's team by seat (0 = lead); a former one keeps his row with the day he left it."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="team")
    officer = models.ForeignKey("registry.Officer", models.PROTECT, related_name="visits")
    seat = models.PositiveSmallIntegerField()
    direct_reason = models.CharField("直接委派理由", max_length=200, blank=True)
    confirmed_at = models.DateTimeField("本人确认参加", null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["visit", "seat"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "seat"],
                condition=models.Q(ended_at__isnull=True),
                name="seat_has_one_officer",
            ),
            models.UniqueConstraint(
                fields=["visit", "officer"],
                condition=models.Q(ended_at__isnull=True),
                name="officer_has_one_seat",
            ),
        ]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its visit's organ."""
        return organ_range(actor, "visit__organ")

    def __str__(self) -> str:
        """Its seat."""
        return str(self.seat)


class VisitDay(Scoped):
    """The day a visit is set for within its window; a former day keeps its row."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="days")
    on = models.DateField("拟定检查日")
    reason = models.CharField("改期理由", max_length=200, blank=True)
    set_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["visit", "set_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit"],
                condition=models.Q(ended_at__isnull=True),
                name="visit_is_set_for_one_day",
            )
        ]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its visit's organ."""
        return organ_range(actor, "visit__organ")

    def __str__(self) -> str:
        """Its day."""
        return str(self.on)


class VisitParticipant(Scoped):
    """Another organ taking part in a joint visit, with its own items."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="participants")
    organ = models.ForeignKey("backend.Organ", models.PROTECT, related_name="+")
    items = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "organ"], name="participant_is_named_once")]

    def __str__(self) -> str:
        """The organ."""
        return str(self.organ_id)


class Outing(Noun):
    """One setting-out (出动) of people on one day; 人次 = officers per outing."""

    on = models.DateField("日期")
    vehicle = models.CharField("车辆", max_length=20, blank=True)

    class Meta:
        ordering = ["-on"]

    def __str__(self) -> str:
        """Its day."""
        return str(self.on)


class OutingOfficer(Scoped):
    """One officer of one outing; one named by mistake is struck, never deleted."""

    outing = models.ForeignKey(Outing, models.PROTECT, related_name="officers")
    officer = models.ForeignKey("registry.Officer", models.PROTECT, related_name="+")
    struck_at = models.DateTimeField("更正划去", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outing", "officer"], name="officer_goes_out_once")]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its outing."""
        return organ_range(actor, "outing__organ")

    def __str__(self) -> str:
        """The officer."""
        return str(self.officer_id)


class Leave(Noun):
    """Days an officer is away."""

    officer = models.ForeignKey("registry.Officer", models.PROTECT, related_name="leaves")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=100, blank=True)
    dropped_at = models.DateTimeField("取消时间", null=True)  # before it began: nobody was away

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="leave_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        """Its days."""
        return f"{self.starts_on}–{self.ends_on}"
