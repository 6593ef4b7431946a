"""Demonstration sites and the steps of each; a named one is an activity that counts to its target."""

from django.db import models

from backend.models.base import Noun, Scoped
from backend.models.people import User
from backend.scope import organ_range


class Site(Noun):
    """screened → created → checked → named → revoked; dropped before it was named."""

    class State(models.TextChoices):
        SCREENED = "screened", "已筛选"
        CREATED = "created", "创建中"
        CHECKED = "checked", "已验收"
        NAMED = "named", "已命名"
        DROPPED = "dropped", "已放弃"
        REVOKED = "revoked", "已撤销命名"

    state = models.CharField(max_length=10, choices=State.choices, default=State.SCREENED)
    kind = models.CharField("类别", max_length=60)  # an indicator's name
    name = models.CharField("名称", max_length=120)
    place = models.CharField("所在地", max_length=120, blank=True)
    why = models.CharField("筛选理由", max_length=600)
    entered_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    named_on = models.DateField("命名日期", null=True)
    activity = models.OneToOneField("counting.Activity", models.PROTECT, null=True, related_name="site")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=("named", "revoked"))
                | models.Q(named_on__isnull=False, activity__isnull=False),
                name="named_site_counts_once",
            )
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name


class SiteStep(Scoped):
    """One step with its day and files; surveys, checks and rechecks may count households."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    on = models.DateField("日期")
    text = models.TextField("情况", blank=True)
    households = models.PositiveIntegerField("入户数", null=True)
    found = models.PositiveIntegerField("发现数", null=True)
    self_removed = models.PositiveIntegerField("自行拆除数", null=True)
    forced = models.PositiveIntegerField("依法拆除数", null=True)
    files = models.JSONField("附件", default=list)  # uuids in their order
    recorded_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its site."""
        return organ_range(actor, "site__organ")

    def __str__(self) -> str:
        """Its day."""
        return str(self.on)
