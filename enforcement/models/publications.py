"""What the public reads of a decision (行政处罚公示): each step a row, made by one and checked by another."""

from django.db import models

from backend.models.base import Noun


class CasePublication(Noun):
    """prepared → done | returned. The newest done row of a case is what the public reads."""

    class Act(models.TextChoices):
        PUBLISH = "publish", "公示"
        WITHHOLD = "withhold", "不予公示"
        CORRECT = "correct", "更正"
        WITHDRAW = "withdraw", "撤回"

    class State(models.TextChoices):
        PREPARED = "prepared", "待复核"
        DONE = "done", "已办理"
        RETURNED = "returned", "已退回"

    case = models.ForeignKey("enforcement.Case", models.PROTECT, related_name="publications")
    act = models.CharField("事项", max_length=10, choices=Act.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    content = models.JSONField("公示内容", default=dict)
    changes = models.JSONField("更正内容", default=dict)
    text = models.CharField("公示文字", max_length=600, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    prepared_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    checked_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    note = models.CharField("退回理由", max_length=300, blank=True)

    class Meta:
        ordering = ["prepared_at", "uuid"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(state="prepared"),
                name="case_has_one_prepared_publication",
            ),
            models.CheckConstraint(
                condition=models.Q(state="prepared", checked_by__isnull=True)
                | (~models.Q(state="prepared") & models.Q(checked_at__isnull=False)),
                name="checked_publication_has_its_checker",
            ),
            models.CheckConstraint(
                condition=models.Q(checked_by__isnull=True) | ~models.Q(checked_by=models.F("prepared_by")),
                name="publication_is_checked_by_another",
            ),
        ]

    def __str__(self) -> str:
        """Act and state."""
        return f"{self.act} {self.state}"
