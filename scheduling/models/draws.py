"""Draws (随机抽查): commit, files of the package, log lines, and what was drawn."""

from django.db import models

from backend.models.base import Noun, Scoped


class Draw(Noun):
    """One draw of one scope, drafted → committed → drawn | void. Never deleted, never drawn again."""

    class State(models.TextChoices):
        DRAFTED = "drafted", "拟定"
        COMMITTED = "committed", "已承诺"
        DRAWN = "drawn", "已抽取"
        VOID = "void", "作废"

    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTED)
    scope = models.CharField("辖区", max_length=24)
    no = models.PositiveIntegerField("第几次", null=True)  # given by the commit
    number = models.CharField("编号", max_length=60, blank=True)
    name = models.CharField("名称", max_length=120)
    plan_row = models.ForeignKey("scheduling.PlanRow", models.PROTECT, null=True, related_name="draws")
    directed = models.BooleanField("定向", default=True)
    filter = models.JSONField("抽查范围", default=dict)  # categories, townships, grades as chosen
    items = models.JSONField("抽查事项", default=list)  # check item codes
    item_class = models.CharField(max_length=10, default="general")
    basis = models.TextField("依据", blank=True)
    rules = models.JSONField("规则", default=dict)  # as drafted; the commit holds the policy that counts
    # the policy the rules started from; null = the shipped default
    policy = models.ForeignKey("scheduling.DrawPolicy", models.PROTECT, null=True, related_name="draws")
    visit_from = models.DateField("检查开始")
    visit_to = models.DateField("检查截止")
    drafted_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    commit = models.TextField(blank=True)  # canonical bytes
    commit_digest = models.CharField(max_length=64, blank=True)
    counts = models.JSONField("名录统计", default=dict)  # registered, eligible, excluded, lifted at commit
    committed_at = models.DateTimeField(null=True)
    moment = models.DateTimeField("信标时刻", null=True)
    beacon = models.JSONField("信标描述", default=dict)
    opt = models.PositiveSmallIntegerField("所用信标", default=0)
    values = models.JSONField("信标值", default=list)
    witnesses = models.JSONField("见证人", default=list)
    sheet = models.ForeignKey("backend.File", models.PROTECT, null=True, related_name="+")
    drawn_at = models.DateTimeField(null=True)
    drawn_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    seed = models.CharField(max_length=64, blank=True)
    root = models.CharField(max_length=64, blank=True)
    quota = models.JSONField(default=dict)
    short = models.JSONField(default=dict)
    relaxed = models.PositiveSmallIntegerField(default=0)
    open_seats = models.JSONField(default=list)  # each with its binding constraint and ways out
    stages = models.JSONField("依次放宽", default=list)
    shortages = models.JSONField("人员缺口", default=list)
    void_code = models.CharField(max_length=10, blank=True)
    void_reason = models.CharField("作废理由", max_length=400, blank=True)
    voided_at = models.DateTimeField(null=True)
    approval = models.ForeignKey("backend.Approval", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "no"], condition=models.Q(no__isnull=False), name="draw_number_is_given_once"
            )
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name


class DrawFile(Scoped):
    """One file of the package (venues.tsv, officers.tsv …), frozen by its digest."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="files")
    name = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    content = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draw", "name"], name="draw_file_is_frozen_once")]

    @classmethod
    def scope_of(cls, actor: "object") -> models.Q:
        """As its draw."""
        from backend.scope import organ_range

        return organ_range(actor, "draw__organ")  # type: ignore[arg-type]

    def __str__(self) -> str:
        """Name and short digest."""
        return f"{self.name} {self.sha256[:8]}"


class DrawLogLine(Scoped):
    """One line of the scope's log, canonical JSON with `prev`. INSERT-only."""

    scope = models.CharField(max_length=24)
    seq = models.PositiveIntegerField()
    organ = models.ForeignKey("backend.Organ", models.PROTECT, related_name="+")
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="log")
    ev = models.CharField("事件", max_length=14)
    at = models.DateTimeField("时间")
    line = models.TextField()
    head = models.CharField(max_length=64)

    class Meta:
        ordering = ["scope", "seq"]
        constraints = [models.UniqueConstraint(fields=["scope", "seq"], name="draw_log_does_not_fork")]

    def __str__(self) -> str:
        """Scope and number."""
        return f"{self.scope} {self.seq}"


class DrawPick(Scoped):
    """What became of one roster row: its class, cell, ticket, rank, and whether it was selected."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="picks")
    venue = models.ForeignKey("registry.Venue", models.PROTECT, related_name="+")
    code = models.CharField(max_length=23)
    grade = models.CharField(max_length=1)
    cell = models.CharField(max_length=80)
    eligible = models.CharField(max_length=10)  # Y or the reason
    ticket = models.CharField(max_length=64, blank=True)
    rank = models.PositiveIntegerField(null=True)  # 1-based within its cell, eligible rows only
    selected = models.BooleanField(default=False)
    team = models.JSONField(default=list)  # certificate numbers by seat, "-" open

    class Meta:
        ordering = ["draw", "grade", "cell", "rank"]
        constraints = [models.UniqueConstraint(fields=["draw", "code"], name="venue_is_drawn_once")]
        indexes = [models.Index(fields=["draw", "selected"], name="pick_selected")]

    @classmethod
    def scope_of(cls, actor: "object") -> models.Q:
        """As its draw."""
        from backend.scope import organ_range

        return organ_range(actor, "draw__organ")  # type: ignore[arg-type]

    def __str__(self) -> str:
        """Its code."""
        return self.code


class DrawRow(Scoped):
    """A further plan row that the same visits of a draw serve (综合查一次), beside the draw's own row."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="further")
    plan_row = models.ForeignKey("scheduling.PlanRow", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draw", "plan_row"], name="draw_serves_a_further_row_once")
        ]

    @classmethod
    def scope_of(cls, actor: "object") -> models.Q:
        """As its draw."""
        from backend.scope import organ_range

        return organ_range(actor, "draw__organ")  # type: ignore[arg-type]

    def __str__(self) -> str:
        """Draw and row."""
        return f"{self.draw_id} {self.plan_row_id}"
