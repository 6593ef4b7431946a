"""Draws (随机抽查): commit, files of the package, log lines, and what was drawn."""

from django.db import models

from backend.models.base import Noun, Scoped

# who may know the result of a sealed draw before its secret is shown: whoever draws, approves or audits it
TOLD_EARLY = ("draw.draw", "visit.approve", "draw.export")


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
    # experts and helpers (协助人员) declared beforehand: name and role; they never sign as inspectors
    assistants = models.JSONField("协助人员", default=list)
    items = models.JSONField("抽查事项", default=list)  # check item codes
    item_class = models.CharField(max_length=10, default="general")
    basis = models.TextField("依据", blank=True)
    rules = models.JSONField("规则", default=dict)  # as drafted; the commit holds the policy that counts
    # the policy the rules started from; null = the shipped default
    policy = models.ForeignKey("scheduling.DrawPolicy", models.PROTECT, null=True, related_name="draws")
    visit_from = models.DateField("检查开始")
    visit_to = models.DateField("检查截止")
    campaign = models.ForeignKey("scheduling.Campaign", models.PROTECT, null=True, related_name="draws")
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
    # sealed mode: all three, given by the commit; until the reveal `seed` stays empty
    reveal_by = models.DateTimeField("密钥公布期限", null=True)
    escrow = models.ForeignKey("backend.File", models.PROTECT, null=True, related_name="+")
    escrow_holder = models.CharField("密钥托管人", max_length=100, blank=True)
    revealed_at = models.DateTimeField(null=True)
    extra_left = models.PositiveSmallIntegerField("剩余补抽次数", default=0)

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

    @property
    def sealed(self) -> bool:
        """Whether the seed waits for a secret (密封抽取)."""
        return self.reveal_by is not None

    @property
    def untold(self) -> bool:
        """Whether the secret has not been shown: nobody outside may know who was drawn."""
        return self.sealed and self.revealed_at is None


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


class DrawChange(Scoped):
    """What lies behind a line of the log: its evidence, reason and signers, and the visits it moved."""

    line = models.OneToOneField(DrawLogLine, models.PROTECT, related_name="change")
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="changes")
    code = models.CharField(max_length=12, blank=True)
    evidence = models.TextField("证据清单", blank=True)  # canonical JSON; the line holds its digest
    files = models.JSONField("附件", default=list)  # uuids, in the order of the evidence
    reason = models.CharField("说明", max_length=400, blank=True)
    actor = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    out = models.ForeignKey("scheduling.Visit", models.PROTECT, null=True, related_name="+")
    brought = models.ForeignKey("scheduling.Visit", models.PROTECT, null=True, related_name="+")
    seat = models.PositiveSmallIntegerField("席位", null=True)  # an officer's
    officer_out = models.CharField(max_length=23, blank=True)
    officer_in = models.CharField(max_length=23, blank=True)  # "-" when nobody could

    class Meta:
        ordering = ["line"]

    @classmethod
    def scope_of(cls, actor: "object") -> models.Q:
        """As its draw."""
        from backend.scope import organ_range

        return organ_range(actor, "draw__organ")  # type: ignore[arg-type]

    def __str__(self) -> str:
        """Its line."""
        return str(self.line_id)


class DrawStamp(Scoped):
    """The time-stamp token of an authority over the commit's digest; its signature was checked."""

    draw = models.OneToOneField(Draw, models.PROTECT, related_name="stamp")
    token = models.BinaryField("时间戳")
    given_at = models.DateTimeField("签发时间")
    serial = models.CharField("序列号", max_length=60)
    authority = models.CharField("签发机构", max_length=200)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")

    @classmethod
    def scope_of(cls, actor: "object") -> models.Q:
        """As its draw."""
        from backend.scope import organ_range

        return organ_range(actor, "draw__organ")  # type: ignore[arg-type]

    def __str__(self) -> str:
        """Who gave it, and when."""
        return f"{self.authority} {self.given_at:%F %T}"


class DrawSecret(Scoped):
    """The secret of a sealed draw, encrypted, and who keeps the envelope with its copy."""

    draw = models.OneToOneField(Draw, models.PROTECT, related_name="+")
    locked = models.TextField("密钥密文")
    holder = models.CharField("密钥托管人", max_length=100)
    envelope_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    @classmethod
    def scope_of(cls, actor: "object") -> models.Q:
        """Nobody's to see."""
        return models.Q(pk__in=[])

    def __str__(self) -> str:
        """Whose it is."""
        return str(self.draw_id)


class DrawLogCheck(Scoped):
    """One nightly recount of a scope's log: its head then, or what is wrong with it."""

    scope = models.CharField(max_length=24)
    organ = models.ForeignKey("backend.Organ", models.PROTECT, related_name="+")
    at = models.DateTimeField("核对时间")
    seq = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    fault = models.CharField("异常", max_length=400, blank=True)

    class Meta:
        ordering = ["-at", "scope"]
        indexes = [models.Index(fields=["scope", "-at"], name="log_check_by_scope")]

    def __str__(self) -> str:
        """Scope and day."""
        return f"{self.scope} {self.at:%F}"


class DrawPick(Scoped):
    """What became of one roster row: its class, cell, ticket, rank, and whether it was selected.

    `selected` tells of the RESULT alone; `origin` how the venue came to be visited, `out_code` why it was
    replaced. `team` is the present one.
    """

    class Origin(models.TextChoices):
        NONE = "", "未抽中"
        RESULT = "result", "抽中"
        REPLACE = "replace", "替补"
        SUPPLEMENT = "supplement", "补抽"

    # found by draw and code: an index of each alone would cost a large draw more than its rows
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="picks", db_index=False)
    venue = models.ForeignKey("registry.Venue", models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=23)
    grade = models.CharField(max_length=1)
    cell = models.CharField(max_length=80)
    eligible = models.CharField(max_length=10)  # Y or the reason
    ticket = models.CharField(max_length=64, blank=True)
    rank = models.PositiveIntegerField(null=True)  # 1-based within its cell, eligible rows only
    selected = models.BooleanField(default=False)
    team = models.JSONField(default=list)  # certificate numbers by seat, "-" open
    origin = models.CharField(max_length=10, choices=Origin.choices, blank=True, default="")
    out_code = models.CharField("替换原因", max_length=12, blank=True, default="")
    proof = models.JSONField("归入证明", default=dict)  # the venue's own, for its notice

    class Meta:
        ordering = ["draw", "grade", "cell", "rank"]
        constraints = [models.UniqueConstraint(fields=["draw", "code"], name="venue_is_drawn_once")]

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
