"""Special campaigns (专项检查、专项行动): plan, approval, filing, scope and days."""

from django.db import models

from backend.models.base import Noun


class Campaign(Noun):
    """draft → approved → filed → running → closed with its report; called off before that (V14).

    Approved by the leader, filed under a number with whoever it must be filed with (国办发〔2024〕54号).
    """

    class State(models.TextChoices):
        DRAFT = "draft", "起草"
        APPROVED = "approved", "已批准"
        FILED = "filed", "已备案"
        RUNNING = "running", "进行中"
        CLOSED = "closed", "已结束"
        CANCELLED = "cancelled", "已取消"

    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    name = models.CharField("名称", max_length=80)
    trigger = models.ForeignKey("scheduling.Trigger", models.PROTECT, related_name="+")
    ordered_by = models.CharField("部署机关", max_length=80, blank=True)
    plan_text = models.TextField("方案", blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    categories = models.JSONField("检查对象类别", default=list)
    townships = models.JSONField("街道乡镇", default=list)
    venues = models.JSONField("指定场所", default=list)  # uuids; empty: by category and township
    items = models.JSONField("检查事项", default=list)
    made_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    approval = models.ForeignKey("backend.Approval", models.PROTECT, null=True, related_name="+")
    filing_no = models.CharField("备案号", max_length=60, blank=True)
    filed_with = models.CharField("备案机关", max_length=80, blank=True)
    filed_on = models.DateField("备案日期", null=True)
    report = models.TextField("总结", blank=True)
    ended_on = models.DateField("结束或取消日期", null=True)
    reason = models.CharField("取消理由", max_length=200, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "filing_no"],
                condition=~models.Q(filing_no=""),
                name="campaign_is_filed_under_one_number",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="campaign_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("filed", "running", "closed"))
                | (~models.Q(filing_no="") & models.Q(filed_on__isnull=False)),
                name="filed_campaign_has_its_number",
            ),
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name
