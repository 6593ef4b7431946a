"""Officers (执法检查人员名录库) and their recusals."""

from django.db import models

from backend.models.base import Noun


class Officer(Noun):
    """A certified officer. `quals` and `lead_quals` are category codes; `towns` township codes or ["*"]."""

    class Status(models.TextChoices):
        ACTIVE = "active", "在岗"
        LEFT = "left", "离岗"

    user = models.OneToOneField("backend.User", models.PROTECT, null=True, related_name="officer")
    name = models.CharField("姓名", max_length=60)
    cert_no = models.CharField("执法证号", max_length=23)
    cert_valid_to = models.DateField("证件有效期至")
    cert_revoked_on = models.DateField("证件注销日", null=True)
    unit = models.CharField("单位", max_length=80)
    phone = models.CharField("电话", max_length=30, blank=True)
    quals = models.JSONField("资质类别", default=list)
    lead_quals = models.JSONField("主检类别", default=list)
    towns = models.JSONField("负责街道", default=list)
    carried_load = models.PositiveSmallIntegerField("结转任务数", default=0)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.ACTIVE)

    class Meta:
        ordering = ["cert_no"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "cert_no"], name="certificate_is_listed_once")
        ]

    def __str__(self) -> str:
        """Name and certificate."""
        return f"{self.name} {self.cert_no}"


class Recusal(Noun):
    """An officer keeps away from a venue (回避). The reason is private: shown to supervisors only."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="recusals")
    venue = models.ForeignKey("registry.Venue", models.PROTECT, related_name="recusals")
    reason = models.CharField("理由", max_length=200)
    declared_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "venue"],
                condition=models.Q(ended_on__isnull=True),
                name="recusal_is_open_once",
            )
        ]

    def __str__(self) -> str:
        """Officer and venue."""
        return f"{self.officer_id} {self.venue_id}"
