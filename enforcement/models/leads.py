"""Leads (线索)."""

from django.db import models

from backend.models.base import Noun


class Lead(Noun):
    """registered → verified → filed | dismissed."""

    class State(models.TextChoices):
        REGISTERED = "registered", "已登记"
        VERIFIED = "verified", "已核查"
        FILED = "filed", "已立案"
        DISMISSED = "dismissed", "不予立案"

    state = models.CharField(max_length=12, choices=State.choices, default=State.REGISTERED)
    source = models.CharField("来源", max_length=20)
    venue = models.ForeignKey("registry.Venue", models.PROTECT, null=True, related_name="leads")
    cause_noun = models.CharField(max_length=30, blank=True)
    cause_id = models.UUIDField(null=True)
    content = models.TextField("内容")
    reported_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        """Its first words."""
        return self.content[:30]
