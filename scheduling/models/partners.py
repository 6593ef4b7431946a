"""Cooperating organs of a joint draw (部门联合抽查)."""

from django.db import models

from backend.models.base import Noun
from backend.models.people import User
from backend.scope import organ_range


class DrawPartner(Noun):
    """An organ asked to take part; `organ` is the one asked, the draw's own organ leads (组长单位).

    Until it has agreed the draw is not committed; then its officers are in the roster and its items go with
    every visit. One that declines says why, and may still agree while the draw is a draft.
    """

    draw = models.ForeignKey("scheduling.Draw", models.PROTECT, related_name="partners")
    items = models.JSONField("检查事项", default=list)
    seats = models.PositiveSmallIntegerField("席位", default=1)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    declined_reason = models.CharField("不参加的理由", max_length=200, blank=True)

    class Meta:
        ordering = ["organ"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "organ"], name="partner_is_asked_once"),
            models.CheckConstraint(condition=models.Q(seats__gte=1), name="partner_has_a_seat"),
            models.CheckConstraint(
                condition=models.Q(agreed_at__isnull=True) | models.Q(declined_at__isnull=True),
                name="partner_agrees_or_declines",
            ),
        ]

    def __str__(self) -> str:
        """The organ asked."""
        return self.organ_id

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """Those of the organ asked, and of the organ that leads."""
        return organ_range(actor) | organ_range(actor, "draw__organ")
