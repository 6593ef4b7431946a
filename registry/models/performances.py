"""Performances (营业性演出): what was approved, to be compared with what is on the stage."""

from django.db import models

from backend.models.base import Noun


class Performance(Noun):
    """One approved performance; entered by mistake it is withdrawn, never deleted."""

    name = models.CharField("演出名称", max_length=120)
    approval_no = models.CharField("批准文号", max_length=60)
    approved_by = models.CharField("批准机关", max_length=80, blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    place = models.CharField("演出地点", max_length=120)
    venue = models.ForeignKey("registry.Venue", models.PROTECT, null=True, related_name="performances")
    organiser = models.CharField("举办单位", max_length=120)
    organiser_licence = models.CharField("营业性演出许可证号", max_length=60, blank=True)
    performers = models.JSONField("演员、团体", default=list)  # names, as approved
    programme = models.JSONField("节目", default=list)  # titles, as approved
    note = models.TextField("说明", blank=True)
    entered_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField("撤销理由", max_length=200, blank=True)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "approval_no"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="approval_of_a_performance_is_listed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="performance_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name
