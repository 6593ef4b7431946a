"""Prior notices (事先告知书): the penalty intended, drawn up one day and served another."""

from django.db import models

from backend.models.base import Noun


class CaseNotice(Noun):
    """Drawn up → served, or replaced by another before it was. What was served is copied to the case."""

    case = models.ForeignKey("enforcement.Case", models.PROTECT, related_name="notices")
    drawn_on = models.DateField("拟定日期")
    drawn_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    classes = models.JSONField("拟处罚种类", default=list)
    fine_fen = models.BigIntegerField("拟罚款（分）", default=0)
    confiscated_fen = models.BigIntegerField("拟没收（分）", default=0)
    basis = models.ForeignKey("registry.LegalBasis", models.PROTECT, related_name="+")
    hearing_reasons = models.JSONField("可以要求听证的事由", default=list)
    replaced_on = models.DateField("另行拟定日期", null=True)
    served_on = models.DateField("送达日期", null=True)
    served_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    service_mode = models.CharField("送达方式", max_length=12, blank=True)
    service_proof = models.CharField("送达凭证", max_length=200, blank=True)
    # 行政处罚法 Art 61: as of the service of a decision
    service_consent = models.CharField("电子送达确认", max_length=200, blank=True)
    service_consent_file = models.UUIDField(null=True)

    class Meta:
        ordering = ["created_at", "uuid"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(served_on__isnull=True, replaced_on__isnull=True),
                name="case_has_one_notice_to_serve",
            ),
            models.CheckConstraint(
                condition=models.Q(served_on__isnull=True)
                | (
                    models.Q(served_on__gte=models.F("drawn_on"), served_by__isnull=False)
                    & ~models.Q(service_mode="")
                    & ~models.Q(service_proof="")
                ),
                name="notice_is_proven_after_it_is_drawn_up",
            ),
            models.CheckConstraint(
                condition=models.Q(served_on__isnull=True) | models.Q(replaced_on__isnull=True),
                name="served_notice_is_not_replaced",
            ),
            models.CheckConstraint(
                condition=models.Q(fine_fen__gte=0) & models.Q(confiscated_fen__gte=0),
                name="notice_sums_are_not_negative",
            ),
        ]

    def __str__(self) -> str:
        """Its day and what became of it."""
        return f"{self.drawn_on} {self.served_on or self.replaced_on or ''}".strip()

    @property
    def unserved(self) -> bool:
        """Whether it waits for its service."""
        return self.served_on is None and self.replaced_on is None
