"""Follow-up supervision after a penalty (处罚后续监管)."""

from django.db import models

from backend.models.base import Noun, Scoped
from backend.models.people import User
from backend.scope import organ_range


class FollowUp(Noun):
    """opened → planned → closed: the industry section's work after a case closed (审批监管执法配合机制)."""

    class State(models.TextChoices):
        OPENED = "opened", "待安排"
        PLANNED = "planned", "跟进中"
        CLOSED = "closed", "已完成"

    case = models.OneToOneField("enforcement.Case", models.PROTECT, related_name="follow_up")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPENED)
    plan = models.CharField("安排", max_length=600, blank=True)
    conclusion = models.CharField("结论", max_length=600, blank=True)
    opinion = models.CharField("对审批的意见", max_length=600, blank=True)
    closed_on = models.DateField("完成日期", null=True)
    rev = models.PositiveIntegerField("已办次数", default=0)  # what a page has seen of it

    class Meta:
        ordering = ["state", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="closed") | models.Q(closed_on__isnull=False),
                name="closed_follow_up_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        """Its state."""
        return self.state


class FollowUpOpinion(Scoped):
    """One opinion sent back to who licenses (审批监管意见), with its paper and what was answered."""

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="opinions")
    to = models.CharField("发往的审批部门", max_length=100)
    text = models.CharField("意见", max_length=600)
    sent_on = models.DateField("发出日期")
    document = models.OneToOneField("backend.Document", models.PROTECT, null=True, related_name="+")
    answer = models.CharField("审批部门答复", max_length=600, blank=True)
    answered_on = models.DateField("答复日期", null=True)
    voided_on = models.DateField("作废日期", null=True)  # with its paper, before anybody answered

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(to="") & ~models.Q(text=""), name="opinion_has_its_words_and_addressee"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_on__isnull=True)
                | (~models.Q(answer="") & models.Q(voided_on__isnull=True)),
                name="answered_opinion_has_its_answer_and_stands",
            ),
            models.UniqueConstraint(
                fields=["follow_up"],
                condition=models.Q(answered_on__isnull=True, voided_on__isnull=True),
                name="one_opinion_waits_for_its_answer",
            ),
        ]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its case."""
        return organ_range(actor, "follow_up__organ")

    def __str__(self) -> str:
        """Whom it went to."""
        return self.to


class FollowUpVisit(Scoped):
    """One visit it caused; whoever asked says what it is for, the supervisor says who goes."""

    class Kind(models.TextChoices):
        RECHECK = "recheck", "整改复核"
        VISIT = "visit", "回访"

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="visits")
    visit = models.OneToOneField("scheduling.Visit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField("缘由", max_length=200)

    class Meta:
        ordering = ["id"]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its case."""
        return organ_range(actor, "follow_up__organ")

    def __str__(self) -> str:
        """Its kind."""
        return self.kind


class FollowUpStep(Scoped):
    """One thing done: a visit back with its record, guidance, a prompt to repair with its paper."""

    class Kind(models.TextChoices):
        RECHECK = "recheck", "整改复核"
        VISIT = "visit", "回访"
        GUIDANCE = "guidance", "指导"
        REPAIR = "repair", "信用修复提示"

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField("日期")
    text = models.CharField("内容", max_length=600)
    recorded_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    inspection = models.OneToOneField("inspections.Inspection", models.PROTECT, null=True, related_name="+")
    record_noun = models.CharField(max_length=30, blank=True)  # what is to be repaired: a case, a list
    record_id = models.UUIDField(null=True)
    document = models.ForeignKey("backend.Document", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["record_noun", "record_id"], name="follow_up_step_by_record")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(record_noun="", record_id__isnull=True, document__isnull=True)
                | (
                    models.Q(kind="repair", record_id__isnull=False, document__isnull=False)
                    & ~models.Q(record_noun="")
                ),
                name="repair_prompt_has_its_record_and_paper",
            )
        ]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its case."""
        return organ_range(actor, "follow_up__organ")

    def __str__(self) -> str:
        """Its kind."""
        return self.kind
