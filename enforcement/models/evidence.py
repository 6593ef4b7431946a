"""Files of a case itself (证据材料), beside those of the record it came from."""

from django.db import models

from backend.models.base import Noun
from enforcement.domain.evidence import KINDS


class CaseEvidence(Noun):
    """kept → set_aside with its reason (moves: domain/evidence.py); never deleted, its file is immutable."""

    class State(models.TextChoices):
        KEPT = "kept", "在卷"
        SET_ASIDE = "set_aside", "已剔除"

    case = models.ForeignKey("enforcement.Case", models.PROTECT, related_name="evidence")
    file = models.OneToOneField("backend.File", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.KEPT)
    kind = models.CharField(
        "证据种类", max_length=12, choices=[(code, words[0]) for code, words in KINDS.items()]
    )
    name = models.CharField("证据名称", max_length=120)
    position = models.PositiveSmallIntegerField("序号", default=1)  # among those added at once
    proves = models.CharField("证明事项", max_length=300, blank=True)
    collected_at = models.DateTimeField("收集时间")
    place = models.CharField("收集地点", max_length=120)
    collected_by = models.CharField("收集人或者提供人", max_length=120)
    added_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField("剔除时间", null=True)
    set_aside_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    set_aside_reason = models.CharField("剔除理由", max_length=300, blank=True)

    class Meta:
        ordering = ["created_at", "position", "uuid"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="kept", set_aside_at__isnull=True)
                | models.Q(state="set_aside", set_aside_at__isnull=False, set_aside_by__isnull=False)
                & ~models.Q(set_aside_reason=""),
                name="evidence_set_aside_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name
