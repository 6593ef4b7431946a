"""Clocks (期限): a rule, its start, its due date, its suspensions, and when it was met."""

from django.db import models

from backend.models.base import Noun, Scoped


class Clock(Noun):
    """One running period of one noun. `rule` names a row of docs/law.md.

    One that `follows` another starts on that one's last day, and moves with it.
    """

    rule = models.CharField("规则", max_length=40)
    noun = models.CharField(max_length=30)
    noun_id = models.UUIDField()
    at_noun = models.CharField(max_length=30, blank=True)  # what is opened for it, where it is not `noun`
    at_id = models.UUIDField(null=True)
    label = models.CharField("对象", max_length=160, blank=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followers")
    starts_on = models.DateField("起算日（不计入）")
    start_event = models.CharField("起算事件", max_length=60)
    length = models.PositiveSmallIntegerField("长度")
    unit = models.CharField(
        "单位",
        max_length=14,
        choices=[("workdays", "个工作日"), ("natural_days", "日"), ("months", "个月"), ("hours", "小时")],
    )
    basis = models.CharField("依据", max_length=200)
    due_on = models.DateField("届满日")
    starts_at = models.DateTimeField("起算时刻", null=True)  # of a period in hours
    due_at = models.DateTimeField("届满时刻", null=True)
    provisional = models.BooleanField("暂定", default=False)
    needs_years = models.JSONField(default=list)
    done_on = models.DateField("完成日", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organ", "done_on", "due_on"], name="clock_open_by_due"),
            models.Index(fields=["noun", "noun_id"], name="clock_by_noun"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["noun", "noun_id", "rule", "starts_on"], name="clock_starts_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(unit="hours")
                | models.Q(starts_at__isnull=False, due_at__gt=models.F("starts_at")),
                name="clock_in_hours_has_its_instants",
            ),
        ]

    def __str__(self) -> str:
        """Rule and due date."""
        return f"{self.rule} {self.due_on}"


class Suspension(Scoped):
    """Days on which a clock stands still, with the legal basis."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="suspensions")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)  # open: still suspended
    basis = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="suspension_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["clock"],
                condition=models.Q(ends_on__isnull=True),
                name="clock_has_one_open_suspension",
            ),
        ]

    @classmethod
    def scope_of(cls, actor: "object") -> models.Q:
        """As its clock."""
        from backend.scope import organ_range

        return organ_range(actor, "clock__organ")  # type: ignore[arg-type]

    def __str__(self) -> str:
        """Its days."""
        return f"{self.starts_on}–{self.ends_on or ''}"
