"""Applications to repair a record of dishonesty (信用修复申请)."""

from django.db import models

from backend.models.base import Noun
from registry.models.credit import DishonestyRecord


class RepairApplication(Noun):
    """filed → checked by one → granted | denied by another, on paper; or withdrawn before."""

    class State(models.TextChoices):
        FILED = "filed", "待核查"
        CHECKED = "checked", "待决定"
        GRANTED = "granted", "准予修复"
        DENIED = "denied", "不予修复"
        WITHDRAWN = "withdrawn", "已撤回"

    class Mode(models.TextChoices):
        ACTIVE = "active", "主动修复"
        APPLICATION = "application", "依申请修复"

    state = models.CharField(max_length=10, choices=State.choices, default=State.FILED)
    record = models.ForeignKey(DishonestyRecord, models.PROTECT, related_name="repairs")
    mode = models.CharField("方式", max_length=12, choices=Mode.choices)
    applied_on = models.DateField("申请日期")
    text = models.CharField("申请说明", max_length=600)
    files = models.JSONField("证明材料", default=list)  # uuids of files
    pledge = models.BooleanField("信用承诺书", default=False)
    training = models.BooleanField("信用培训", default=False)
    taken_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    checked_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    checked_on = models.DateField("核查日期", null=True)
    check_note = models.CharField("核查意见", max_length=600, blank=True)
    decided_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField("决定日期", null=True)
    reason = models.CharField("理由", max_length=600, blank=True)
    grounds = models.JSONField("不予修复的情形", default=list)  # what was missing, by code
    document = models.OneToOneField("backend.Document", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=models.Q(state__in=["filed", "checked"]),
                name="record_has_one_open_repair",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["granted", "denied"])
                | (
                    models.Q(checked_by__isnull=False, decided_by__isnull=False, document__isnull=False)
                    & ~models.Q(decided_by=models.F("checked_by"))
                ),
                name="repair_is_decided_by_another_on_paper",
            ),
        ]

    def __str__(self) -> str:
        """Its words."""
        return self.text[:30]
