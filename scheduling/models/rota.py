"""Duty (值班): the rules of its rotation, published weeks, their seats, requests for leave and for swaps."""

from django.db import models

from backend.models.base import Noun


class RotaPolicy(Noun):
    """How a bureau rotates its duty from a Monday on. Never edited: the next number follows it."""

    no = models.PositiveSmallIntegerField("序号")
    starts_on = models.DateField("启用周（周一）")
    teams = models.PositiveSmallIntegerField("每周班组数", default=2)
    team_size = models.PositiveSmallIntegerField("每组人数", default=2)
    gap_weeks = models.PositiveSmallIntegerField("两次值班至少相隔（周）", default=2)
    weeks_ahead = models.PositiveSmallIntegerField("提前公布（周）", default=8)
    areas = models.JSONField("巡查片区", default=list)  # [{"name", "townships": [code], "streets"}]
    exempt = models.JSONField("不参加轮值", default=list)  # uuids of officers
    made_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    reason = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        ordering = ["organ", "-no"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "no"], name="rota_policy_is_numbered_once"),
            models.CheckConstraint(condition=models.Q(teams__gte=1), name="rota_has_a_team"),
            models.CheckConstraint(condition=models.Q(team_size__gte=2), name="duty_team_has_two_officers"),
            models.CheckConstraint(condition=models.Q(gap_weeks__gte=2), name="duty_is_never_back_to_back"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return str(self.no)

    @property
    def seed(self) -> str:
        """What names the ties: organ and number, so that nobody chooses it."""
        return f"{self.organ_id}/{self.no}"


class DutyWeek(Noun):
    """One published week, and all it was computed from. It is never computed anew."""

    policy = models.ForeignKey(RotaPolicy, models.PROTECT, related_name="weeks")
    starts_on = models.DateField("周一")
    holiday = models.CharField("节假日", max_length=20, blank=True)
    needs_years = models.JSONField("待公布放假安排的年份", default=list)
    areas = models.JSONField("各组片区", default=list)  # names, one list a team
    standing = models.JSONField("计算依据")
    digest = models.CharField("依据摘要", max_length=64)

    class Meta:
        ordering = ["organ", "starts_on"]
        constraints = [models.UniqueConstraint(fields=["organ", "starts_on"], name="week_is_published_once")]

    def __str__(self) -> str:
        """Its Monday."""
        return str(self.starts_on)


class DutySeat(Noun):
    """Who holds a seat of a week; nobody = open. A former holder keeps his row with when and why it ended."""

    class Origin(models.TextChoices):
        ROTA = "rota", "轮值"
        LEAVE = "leave", "请假替补"
        SWAP = "swap", "换班"
        CHANGE = "change", "调整"

    week = models.ForeignKey(DutyWeek, models.PROTECT, related_name="seats")
    team = models.PositiveSmallIntegerField("班组")
    seat = models.PositiveSmallIntegerField("席位")
    officer = models.ForeignKey("registry.Officer", models.PROTECT, null=True, related_name="duties")
    origin = models.CharField("由来", max_length=10, choices=Origin.choices, default=Origin.ROTA)
    cause_id = models.UUIDField("所依请求", null=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    warnings = models.JSONField("提示", default=list)
    ended_at = models.DateTimeField("调出时间", null=True)

    class Meta:
        ordering = ["week", "team", "seat", "created_at"]
        indexes = [models.Index(fields=["officer", "ended_at"], name="duty_by_officer")]
        constraints = [
            models.UniqueConstraint(
                fields=["week", "team", "seat"],
                condition=models.Q(ended_at__isnull=True),
                name="duty_seat_has_one_holder",
            ),
            models.UniqueConstraint(
                fields=["week", "officer"],
                condition=models.Q(ended_at__isnull=True),
                name="officer_serves_once_a_week",
            ),
        ]

    def __str__(self) -> str:
        """Team and seat."""
        return f"{self.team}-{self.seat}"


class LeaveRequest(Noun):
    """An officer asks for days off; once approved it becomes Leave, which draws and duty read."""

    class State(models.TextChoices):
        ASKED = "asked", "待审批"
        APPROVED = "approved", "已批准"
        REJECTED = "rejected", "未批准"
        WITHDRAWN = "withdrawn", "已撤回"
        ENDED = "ended", "已销假"

    officer = models.ForeignKey("registry.Officer", models.PROTECT, related_name="leave_requests")
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束")
    reason = models.CharField("事由", max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    approval = models.ForeignKey("backend.Approval", models.PROTECT, related_name="+")
    leave = models.ForeignKey("scheduling.Leave", models.PROTECT, null=True, related_name="+")
    back_on = models.DateField("返岗", null=True)  # earlier than asked for (销假)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="leave_request_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        """Its days."""
        return f"{self.starts_on}–{self.ends_on}"


class SwapRequest(Noun):
    """A duty offered to another officer, for one of his or for nothing; he agrees, a supervisor approves."""

    class State(models.TextChoices):
        ASKED = "asked", "待对方答复"
        AGREED = "agreed", "待审批"
        DECLINED = "declined", "对方未同意"
        APPROVED = "approved", "已换班"
        REJECTED = "rejected", "未批准"
        WITHDRAWN = "withdrawn", "已撤回"

    given = models.ForeignKey(DutySeat, models.PROTECT, related_name="+")
    giver = models.ForeignKey("registry.Officer", models.PROTECT, related_name="swaps_asked")
    taker = models.ForeignKey("registry.Officer", models.PROTECT, related_name="swaps_offered")
    taken = models.ForeignKey(DutySeat, models.PROTECT, null=True, related_name="+")
    reason = models.CharField("理由", max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    approval = models.ForeignKey("backend.Approval", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("taker")), name="swap_is_between_two_officers"
            )
        ]

    def __str__(self) -> str:
        """Its state."""
        return self.get_state_display()
