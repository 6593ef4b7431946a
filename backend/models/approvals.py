"""Approvals (审批): who asked, who decided, in advance or after the fact."""

from django.db import models

from backend.models.base import Noun


class Approval(Noun):
    """One decision of a leader on one act of one noun. `retro`: made up afterwards, with reason."""

    class State(models.TextChoices):
        ASKED = "asked", "待审批"
        APPROVED = "approved", "已批准"
        REJECTED = "rejected", "未批准"

    noun = models.CharField(max_length=30)
    noun_id = models.UUIDField()
    act = models.CharField("事项", max_length=40)
    content = models.JSONField("内容", default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField("理由", blank=True)
    retro = models.BooleanField("补办", default=False)

    class Meta:
        indexes = [
            models.Index(fields=["noun", "noun_id"], name="approval_by_noun"),
            models.Index(fields=["organ", "state"], name="approval_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="asked") | models.Q(decided_at__isnull=False),
                name="decided_approval_has_its_time",
            )
        ]

    def __str__(self) -> str:
        """Act and state."""
        return f"{self.act} {self.state}"
