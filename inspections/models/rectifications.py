"""Orders to rectify (责令改正)."""

from django.db import models

from backend.models.base import Noun


class Rectification(Noun):
    """ordered → rechecked → closed | failed; overdue is a question of the clock, not a state."""

    class State(models.TextChoices):
        ORDERED = "ordered", "整改中"
        RECHECKED = "rechecked", "已复查"
        CLOSED = "closed", "已改正"
        FAILED = "failed", "逾期未改"

    number = models.CharField("文号", max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ORDERED)
    inspection = models.ForeignKey("inspections.Inspection", models.PROTECT, related_name="rectifications")
    venue = models.ForeignKey("registry.Venue", models.PROTECT, related_name="rectifications")
    findings = models.JSONField(default=list)  # uuids
    content = models.TextField("改正内容")
    basis = models.CharField("依据", max_length=200)
    ordered_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    ordered_on = models.DateField()
    due_on = models.DateField("改正期限")
    recheck_visit = models.ForeignKey("scheduling.Visit", models.PROTECT, null=True, related_name="+")
    closed_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(null=True)
    result = models.CharField("复查情况", max_length=300, blank=True)

    class Meta:
        ordering = ["due_on", "number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("ordered_on")),
                name="rectification_is_due_after_order",
            )
        ]

    def __str__(self) -> str:
        """Its number."""
        return self.number
