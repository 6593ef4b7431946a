"""Phones in the field (外勤设备): what is still on them, one row for each person's store on a phone."""

from django.db import models

from backend.models.base import Scoped


class FieldDevice(Scoped):
    """The last word of one person's store on one phone. Each report replaces the former: no trail is kept."""

    organ = models.ForeignKey("backend.Organ", models.PROTECT, related_name="+")
    user = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    device = models.UUIDField("设备标识")  # made by the phone when it was first used
    name = models.CharField("设备", max_length=60, blank=True)
    app_version = models.CharField("应用版本", max_length=20, blank=True)
    drafts = models.PositiveIntegerField("草稿", default=0)
    records_unsent = models.PositiveIntegerField("未传完的记录", default=0)
    items_left = models.PositiveIntegerField("未传项", default=0)
    items_all = models.PositiveIntegerField("其全部项", default=0)
    oldest_unsent_at = models.DateTimeField("最早未传", null=True)
    failed = models.JSONField("需处理", default=list)  # of record, venue, kind, reason, message
    lost = models.PositiveIntegerField("丢失", default=0)
    reported_at = models.DateTimeField("上报时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "user"], name="store_of_a_phone_has_one_row"),
            models.CheckConstraint(
                condition=models.Q(items_left__lte=models.F("items_all")), name="items_left_are_of_all"
            ),
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name
