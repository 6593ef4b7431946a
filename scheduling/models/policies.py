"""Draw policies (分级分类抽查办法), versions kept."""

from django.db import models

from backend.models.base import Noun


class DrawPolicy(Noun):
    """One version of an organ's draw policy. Never changed; the newest in force is the default."""

    version = models.PositiveIntegerField("版本")
    number = models.CharField("文号", max_length=60)
    title = models.CharField("名称", max_length=120)
    valid_from = models.DateField("施行日期")
    table = models.JSONField("比例、频次与间隔", default=dict)  # domain/grading.py
    note = models.CharField("修改说明", max_length=400)
    verified = models.BooleanField("已核实", default=True)
    saved_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "version"], name="draw_policy_version_is_given_once")
        ]

    def __str__(self) -> str:
        """Its document number and version."""
        return f"{self.number} v{self.version}"
