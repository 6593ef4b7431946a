"""A party's request that an officer keep away (回避申请), and what the leader decided."""

from django.db import models

from backend.models.base import Noun


class RecusalRequest(Noun):
    """asked → granted | refused | withdrawn. Its reason is private, as that of every recusal."""

    class State(models.TextChoices):
        ASKED = "asked", "待决定"
        GRANTED = "granted", "决定回避"
        REFUSED = "refused", "驳回"
        WITHDRAWN = "withdrawn", "撤回"

    visit = models.ForeignKey("scheduling.Visit", models.PROTECT, related_name="recusal_requests")
    officer = models.ForeignKey("registry.Officer", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    party = models.CharField("申请人", max_length=60)
    party_role = models.CharField("身份", max_length=60, blank=True)
    reason = models.CharField("申请理由", max_length=200)
    taken_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField("决定理由", max_length=200, blank=True)
    substitute = models.ForeignKey("registry.Officer", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["organ", "state"], name="recusal_request_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "officer"],
                condition=models.Q(state="asked"),
                name="recusal_is_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="asked") | models.Q(decided_at__isnull=False),
                name="decided_recusal_request_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        """Officer and state."""
        return f"{self.officer_id} {self.state}"
