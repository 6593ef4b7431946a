"""Proposed coordinates (地址解析): what a provider answered, with its datum, until somebody looks."""

from django.db import models

from backend.models.base import Noun
from registry.models.venues import Venue


class Geocode(Noun):
    """One question to a provider for one venue: asked → proposed | missed; proposed → accepted | rejected."""

    class State(models.TextChoices):
        ASKED = "asked", "查询中"
        PROPOSED = "proposed", "待核对"
        MISSED = "missed", "未找到"
        ACCEPTED = "accepted", "已采用"
        REJECTED = "rejected", "未采用"

    batch = models.UUIDField("批次")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="geocodes")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    address = models.CharField("查询地址", max_length=260)
    provider = models.CharField("服务商", max_length=40)
    lng = models.DecimalField("经度", max_digits=10, decimal_places=7, null=True)
    lat = models.DecimalField("纬度", max_digits=10, decimal_places=7, null=True)
    datum = models.CharField("坐标系", max_length=10, choices=Venue.Datum.choices, blank=True)
    label = models.CharField("返回地址", max_length=200, blank=True)
    problem = models.CharField("问题", max_length=200, blank=True)
    asked_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["venue"],
                condition=models.Q(state__in=["asked", "proposed"]),
                name="venue_is_geocoded_once_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["organ", "state"], name="geocode_by_state")]

    def __str__(self) -> str:
        """Address and state."""
        return f"{self.address} {self.state}"
