"""What draws know of venues besides the register: marks of later floors, and filters kept under a name."""

from django.db import models

from backend.models.base import Noun, Scoped


class VenueMark(Scoped):
    """A fact a later floor tells of a venue: an open case keeps it out of draws, the others are history.

    `ended_on`: the case was closed, the complaint turned out unfounded.
    """

    class Kind(models.TextChoices):
        CASE = "case", "在办案件"
        COMPLAINT = "complaint", "查实投诉举报"
        PENALTY = "penalty", "行政处罚"
        UNRECTIFIED = "unrectified", "逾期未改"

    venue = models.ForeignKey("registry.Venue", models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    cause_noun = models.CharField(max_length=30)
    cause_id = models.UUIDField()
    began_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "cause_noun", "cause_id"], name="mark_is_set_once_per_cause"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("began_on")),
                name="mark_ends_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["venue", "kind"], name="mark_by_venue")]

    @classmethod
    def scope_of(cls, actor: "object") -> models.Q:
        """As its venue."""
        from backend.scope import organ_range

        return organ_range(actor, "venue__organ")  # type: ignore[arg-type]

    def __str__(self) -> str:
        """Its kind."""
        return self.kind


class PoolFilter(Noun):
    """A filter under a name (常用范围). A draw keeps its own copy; saving the name again is a later one."""

    name = models.CharField("名称", max_length=40)
    chosen = models.JSONField("抽查范围", default=dict)  # domain/filtering.py
    saved_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "name"],
                condition=models.Q(retired_at__isnull=True),
                name="filter_is_named_once",
            )
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name
