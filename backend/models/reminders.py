"""Reminders (提醒): a thing of some noun that a person should look at, told once per stage."""

from uuid import uuid4

from django.db import models

from backend.models.base import Scoped
from backend.models.people import User


class Reminder(Scoped):
    """One thing at one stage told to one person. Nothing leaves the house; nobody is counted by it."""

    class Stage(models.TextChoices):
        WAITING = "waiting", "待办理"
        SOON = "soon", "将到期"
        D30 = "d30", "剩三十日"
        D15 = "d15", "剩十五日"
        D5 = "d5", "剩五日"
        D1 = "d1", "明天到期"
        TODAY = "today", "今天到期"
        OVERDUE = "overdue", "已逾期"
        ESCALATED = "escalated", "逾期，请督促"

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organ = models.ForeignKey("backend.Organ", models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="reminders")
    noun = models.CharField(max_length=30)
    noun_id = models.UUIDField()
    at_noun = models.CharField(max_length=30, blank=True)  # what is opened for it, where it is not `noun`
    at_id = models.UUIDField(null=True)
    kind = models.CharField("事项", max_length=30)
    stage = models.CharField("阶段", max_length=10, choices=Stage.choices)
    title = models.CharField(max_length=200, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    due_on = models.DateField("期限", null=True)
    words = models.CharField(max_length=60, blank=True)  # 不早于 … for a provisional date
    created_at = models.DateTimeField()
    read_at = models.DateTimeField("已读", null=True)
    over_at = models.DateTimeField("已办结或已进入下一阶段", null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["person", "over_at", "created_at"], name="reminder_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["noun", "noun_id", "kind", "stage", "person"], name="reminded_once_a_stage"
            )
        ]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """One's own."""
        return models.Q(person=actor.pk)

    def __str__(self) -> str:
        """Kind and stage."""
        return f"{self.kind} {self.stage}"
