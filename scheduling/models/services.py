"""Visits that check nothing (服务、指导、培训、观摩): logged, never counted to caps, figures or targets."""

from django.db import models

from backend.models.base import Noun


class ServiceVisit(Noun):
    """One call at a venue in which nothing was checked: a table of its own, so nothing can count it."""

    class Kind(models.TextChoices):
        SERVICE = "service", "服务"
        GUIDANCE = "guidance", "指导"
        TRAINING = "training", "培训"
        OBSERVATION = "observation", "观摩督导"

    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    venue = models.ForeignKey("registry.Venue", models.PROTECT, related_name="service_visits")
    on = models.DateField("日期")
    subject = models.CharField("事由", max_length=200)
    note = models.TextField("情况", blank=True)
    people = models.PositiveSmallIntegerField("到场人数")
    logged_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-created_at"]
        indexes = [models.Index(fields=["organ", "on"], name="service_visit_by_day")]

    def __str__(self) -> str:
        """Its subject."""
        return self.subject
