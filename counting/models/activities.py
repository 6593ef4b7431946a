"""Activities that count to the year's targets, each through its stages to another person's confirmation."""

from django.db import models

from backend.models.base import Noun
from counting.domain.activities import AUDIENCES


class Activity(Noun):
    """planned → held → confirmed; withdrawn with its reason. Only a confirmed one counts."""

    class State(models.TextChoices):
        PLANNED = "planned", "已计划"
        HELD = "held", "已举办待确认"
        CONFIRMED = "confirmed", "已确认"
        WITHDRAWN = "withdrawn", "已撤销"

    kind = models.CharField("类别", max_length=60)  # an indicator's name
    state = models.CharField(max_length=10, choices=State.choices, default=State.HELD)
    title = models.CharField("名称", max_length=120)
    on = models.DateField("日期")
    place = models.CharField("地点", max_length=120, blank=True)
    people = models.PositiveIntegerField("人数", null=True)
    audience = models.CharField(
        "参加人员", max_length=10, blank=True, choices=[(code, words[0]) for code, words in AUDIENCES.items()]
    )
    note = models.TextField("说明", blank=True)
    files = models.JSONField("证明材料", default=list)  # uuids in their order
    entered_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    held_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField("确认日期", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField("撤销理由", max_length=600, blank=True)

    class Meta:
        ordering = ["-on"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="confirmed") | models.Q(confirmed_on__isnull=False),
                name="confirmed_activity_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | models.Q(held_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("held_by")),
                name="activity_is_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~models.Q(state="withdrawn") & models.Q(withdrawn_at__isnull=True)),
                name="withdrawn_activity_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        """Its title."""
        return self.title
