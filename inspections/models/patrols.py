"""Online patrols (非现场监管): seen from the desk; no visit, no inspection, never counted as either."""

from django.db import models

from backend.models.base import Noun
from inspections.domain.patrols import KINDS


class Patrol(Noun):
    """recorded → led (a lead was opened) | closed (with the reason). What was recorded never changes."""

    class State(models.TextChoices):
        RECORDED = "recorded", "已记录"
        LED = "led", "已转线索"
        CLOSED = "closed", "已办结"

    state = models.CharField(max_length=10, choices=State.choices, default=State.RECORDED)
    kind = models.CharField(
        "对象类型", max_length=10, choices=[(code, words[0]) for code, words in KINDS.items()]
    )
    subject = models.CharField("平台或店铺", max_length=120)
    url = models.CharField("网址", max_length=1000, blank=True)
    venue = models.ForeignKey("registry.Venue", models.PROTECT, null=True, related_name="patrols")
    seen_at = models.DateTimeField("发现时间")
    content = models.TextField("情况")
    violations = models.JSONField("涉嫌违法行为", default=list)
    files = models.JSONField("截屏", default=list)  # uuids in their order; bytes and hashes are the files'
    patrolled_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    closed_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    reason = models.CharField("办结理由", max_length=300, blank=True)

    class Meta:
        ordering = ["-seen_at"]
        indexes = [models.Index(fields=["organ", "state", "seen_at"], name="patrol_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="closed") | ~models.Q(reason=""),
                name="closed_patrol_has_its_reason",
            )
        ]

    def __str__(self) -> str:
        """What was looked at."""
        return self.subject
