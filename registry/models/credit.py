"""信用等级: policies, grades as they were computed, overrides, appeals, and records of dishonesty."""

from django.db import models

from backend.models.base import Noun

GRADES = [(grade, grade) for grade in "ABCD"]


class CreditPolicy(Noun):
    """One version of an organ's credit policy (信用评价办法). Never changed; the newest in force counts."""

    version = models.PositiveIntegerField("版本")
    number = models.CharField("文号", max_length=60)
    title = models.CharField("名称", max_length=120)
    valid_from = models.DateField("施行日期")
    table = models.JSONField("分值与分数线", default=dict)  # domain/credit.py
    note = models.CharField("修改说明", max_length=400)
    source = models.CharField("出处", max_length=200, blank=True)
    verified = models.BooleanField("已核实", default=False)
    saved_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "version"], name="credit_policy_version_is_given_once"),
            models.CheckConstraint(
                condition=models.Q(verified=False) | ~models.Q(source=""),
                name="verified_credit_policy_names_its_source",
            ),
        ]

    def __str__(self) -> str:
        """Its document number and version."""
        return f"{self.number} v{self.version}"


class CreditGrade(Noun):
    """A venue's grade from a day on, until the next row. Append-only: the change log itself."""

    class Cause(models.TextChoices):
        COMPUTED = "computed", "评价"
        OVERRIDE = "override", "人工调整"
        OVERRIDE_END = "override_end", "调整结束"
        APPEAL = "appeal", "申诉成立"

    venue = models.ForeignKey("registry.Venue", models.PROTECT, related_name="grades")
    no = models.PositiveIntegerField("次序")
    on = models.DateField("自")
    grade = models.CharField("等级", max_length=1, choices=GRADES)
    computed = models.CharField("评价等级", max_length=1, choices=GRADES)
    score = models.PositiveSmallIntegerField("得分")
    before = models.CharField("原等级", max_length=1, blank=True)
    cause = models.CharField(max_length=12, choices=Cause.choices)
    policy = models.ForeignKey(CreditPolicy, models.PROTECT, null=True, related_name="+")  # null: shipped
    reasons = models.JSONField(default=list)  # kind, noun, uuid, on, told, points, bp, counted
    changed_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    reason = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        ordering = ["-no"]
        constraints = [
            models.UniqueConstraint(fields=["venue", "no"], name="credit_grade_follows_the_last"),
            models.CheckConstraint(condition=models.Q(score__lte=100), name="credit_score_is_at_most_100"),
        ]

    def __str__(self) -> str:
        """Grade and day."""
        return f"{self.grade} {self.on}"


class CreditOverride(Noun):
    """A grade set by the leader for a reason until a day; the computed one stays beside it."""

    venue = models.ForeignKey("registry.Venue", models.PROTECT, related_name="overrides")
    grade = models.CharField("等级", max_length=1, choices=GRADES)
    until = models.DateField("至")
    reason = models.CharField("理由", max_length=300)
    made_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["venue"], condition=models.Q(ended_on__isnull=True), name="venue_has_one_override"
            )
        ]

    def __str__(self) -> str:
        """The grade."""
        return self.grade


class CreditAppeal(Noun):
    """A venue's objection to its grade: filed → upheld | rejected. Whom to answer is private."""

    class State(models.TextChoices):
        FILED = "filed", "待处理"
        UPHELD = "upheld", "成立"
        REJECTED = "rejected", "不成立"

    state = models.CharField(max_length=10, choices=State.choices, default=State.FILED)
    venue = models.ForeignKey("registry.Venue", models.PROTECT, related_name="appeals")
    against = models.ForeignKey(CreditGrade, models.PROTECT, related_name="+")
    text = models.CharField("异议", max_length=1000)
    contact = models.CharField("联系人", max_length=100, blank=True)
    disputed = models.JSONField("有异议的记录", default=list)  # uuids of reasons
    struck = models.JSONField("不再计入的记录", default=list)
    taken_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    decision = models.CharField("处理意见", max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["venue"], condition=models.Q(state="filed"), name="venue_has_one_open_appeal"
            ),
            models.CheckConstraint(
                condition=models.Q(state="filed")
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("taken_by"))),
                name="appeal_is_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        """Its first words."""
        return self.text[:30]


class DishonestyRecord(Noun):
    """失信主体: proposed → listed | refused; listed → repaired | revoked. Public from listing to its end."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "拟列入"
        LISTED = "listed", "已列入"
        REFUSED = "refused", "不予列入"
        REPAIRED = "repaired", "已修复"
        REVOKED = "revoked", "已撤销"

    class Level(models.TextChoices):
        SERIOUS = "serious", "严重失信"
        MINOR = "minor", "轻微失信"

    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    venue = models.ForeignKey("registry.Venue", models.PROTECT, related_name="dishonesty")
    level = models.CharField("程度", max_length=10, choices=Level.choices)
    ground = models.CharField("事由", max_length=300)
    basis = models.CharField("依据", max_length=200)
    cause_noun = models.CharField(max_length=30, blank=True)
    cause_id = models.UUIDField(null=True)
    proposed_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    listed_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    from_on = models.DateField("列入日期", null=True)
    to_on = models.DateField("届满日期", null=True)
    ended_on = models.DateField("移出日期", null=True)
    repair_mode = models.CharField("修复方式", max_length=12, blank=True)
    proof = models.CharField("证明材料", max_length=300, blank=True)
    pledge = models.BooleanField("信用承诺书", default=False)
    training = models.BooleanField("信用培训", default=False)
    reason = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "refused"])
                | models.Q(from_on__isnull=False, to_on__isnull=False, listed_by__isnull=False),
                name="listed_record_has_its_term",
            )
        ]

    def __str__(self) -> str:
        """Its ground."""
        return self.ground[:30]
