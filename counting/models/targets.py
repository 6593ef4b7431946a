"""Targets of a year (wording verbatim), how figures are read, and activities that count to them."""

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


class Activity(Noun):
    """A meeting, training, campus event, or a site named: what the other targets count."""

    kind = models.CharField("类别", max_length=60)  # an indicator's name
    title = models.CharField("名称", max_length=120)
    on = models.DateField("日期")
    place = models.CharField("地点", max_length=120, blank=True)
    people = models.PositiveIntegerField("人数", null=True)
    note = models.TextField("说明", blank=True)
    entered_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-on"]

    def __str__(self) -> str:
        """Its title."""
        return self.title
