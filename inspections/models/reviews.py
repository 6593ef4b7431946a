"""What a supervisor settles and what the public sees: irregularities and publications."""

from django.db import models

from backend.models.base import Noun, Scoped
from backend.models.people import User
from backend.scope import organ_range


class Irregularity(Scoped):
    """A rule a stored record does not meet, by its number; it counts only when settled with a reason."""

    inspection = models.ForeignKey("inspections.Inspection", models.PROTECT, related_name="irregularities")
    rule = models.CharField(max_length=4)  # V01 … V40
    code = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    settled_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    counts = models.BooleanField(null=True)  # the supervisor's decision: the record counts or not
    reason = models.CharField(max_length=300, blank=True)
    current = models.BooleanField(default=True)  # False: not a fault of the present revision

    class Meta:
        ordering = ["rule", "code", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True, counts__isnull=True)
                | models.Q(settled_at__isnull=False, counts__isnull=False),
                name="settled_irregularity_says_whether_it_counts",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True) | ~models.Q(reason=""),
                name="settled_irregularity_has_its_reason",
            ),
        ]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its record."""
        return organ_range(actor, "inspection__organ")

    def __str__(self) -> str:
        """Rule and code."""
        return f"{self.rule} {self.code}"


class Publication(Noun):
    """One published result (公示), corrected or withdrawn only by a further row."""

    class State(models.TextChoices):
        PUBLISHED = "published", "已公示"
        CORRECTED = "corrected", "已更正"
        WITHDRAWN = "withdrawn", "已撤回"

    inspection = models.ForeignKey("inspections.Inspection", models.PROTECT, related_name="publications")
    state = models.CharField(max_length=10, choices=State.choices)
    venue_name = models.CharField(max_length=120)
    venue_code = models.CharField(max_length=23)
    result_codes = models.JSONField()
    text = models.CharField(max_length=400)
    checked_on = models.DateField()
    published_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-published_at"]

    def __str__(self) -> str:
        """Venue and state."""
        return f"{self.venue_name} {self.state}"
