"""What leaves the house: exports made by a task, mappings to other platforms, what was entered there."""

from django.db import models

from backend.models.base import Noun
from backend.models.people import User


class Export(Noun):
    """A ledger, platform file, table or report asked for by one person, made by a task, for him alone."""

    class State(models.TextChoices):
        REQUESTED = "requested", "生成中"
        MADE = "made", "已生成"
        FAILED = "failed", "未能生成"

    class Kind(models.TextChoices):
        LEDGER = "ledger", "台账"
        PLATFORM = "platform", "平台录入表"
        CUT = "cut", "案件统计"
        YEARBOOK = "yearbook", "年报表一"
        REPORT = "report", "工作报告"
        CAMPAIGN = "campaign", "专项检查统计"

    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    of = models.CharField("对象", max_length=40)  # a ledger, a platform, or "" where the kind says all
    format = models.CharField("格式", max_length=5)
    query = models.JSONField("条件", default=dict)
    title = models.CharField("名称", max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    progress = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField("行数", null=True)
    problem = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey("backend.File", models.PROTECT, null=True, related_name="+")
    requested_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="made") | models.Q(file__isnull=False),
                name="made_export_has_its_file",
            )
        ]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """His own: it was made with his sight, which another's may not equal."""
        return models.Q(requested_by=actor)

    def __str__(self) -> str:
        """Its title."""
        return self.title


class PlatformMapping(Noun):
    """Which column of a platform's table holds what, in its order; a change is a further version."""

    platform = models.CharField("平台", max_length=30)
    version = models.PositiveSmallIntegerField("版本")
    columns = models.JSONField("列")  # [{"title", "field", "text"}]
    verified = models.BooleanField("已与平台核对", default=False)
    note = models.CharField("来源或说明", max_length=300, blank=True)
    set_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "platform", "version"], name="mapping_version_is_given_once"
            ),
            models.UniqueConstraint(
                fields=["organ", "platform"],
                condition=models.Q(ended_at__isnull=True),
                name="platform_has_one_mapping",
            ),
        ]

    def __str__(self) -> str:
        """Platform and version."""
        return f"{self.platform} v{self.version}"


class PlatformEntry(Noun):
    """One record was entered on one platform, on a day, by somebody; taken back with a reason."""

    platform = models.CharField("平台", max_length=30)
    noun = models.CharField(max_length=30)
    noun_id = models.UUIDField()
    entered_on = models.DateField("录入日期")
    entered_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    reason = models.CharField("撤回理由", max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["platform", "noun_id"], name="entry_by_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "platform", "noun", "noun_id"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="record_is_entered_once",
            )
        ]

    def __str__(self) -> str:
        """Platform and record."""
        return f"{self.platform} {self.noun} {self.noun_id}"
