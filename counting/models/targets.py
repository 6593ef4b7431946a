"""Targets of a year (wording verbatim), and how figures are read."""

from django.db import models

from backend.models.base import Noun


class Target(Noun):
    """One target: workload of the organ against its plan, never of a person (国办发〔2024〕54号)."""

    year = models.PositiveSmallIntegerField()
    seq = models.PositiveSmallIntegerField()
    item = models.CharField("条目", max_length=20, blank=True)
    verbatim = models.CharField("原文", max_length=200)
    indicator = models.CharField("指标", max_length=60)
    comparison = models.CharField(max_length=2, choices=[(">=", "不低于"), ("<=", "不高于"), ("=", "等于")])
    value = models.BigIntegerField("目标值")
    unit = models.CharField("单位", max_length=10)
    window = models.CharField("期间", max_length=10)  # year | Q1…Q4 | H1 | H2
    source = models.CharField("来源", max_length=200, blank=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["year", "seq"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "year", "indicator", "window"],
                condition=models.Q(retired_at__isnull=True),
                name="target_is_set_once",
            )
        ]

    def __str__(self) -> str:
        """Its wording."""
        return self.verbatim


class FigureSetting(Noun):
    """How an organ reads one figure when it differs from the default, with the reason."""

    indicator = models.CharField(max_length=60)
    key = models.CharField(max_length=40)
    value = models.JSONField()
    reason = models.CharField(max_length=300)
    set_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "indicator", "key"],
                condition=models.Q(ended_at__isnull=True),
                name="reading_is_set_once",
            )
        ]

    def __str__(self) -> str:
        """Indicator and key."""
        return f"{self.indicator}.{self.key}"
