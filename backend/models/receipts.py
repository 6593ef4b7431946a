"""Receipts: the answer to a keyed request, kept so that sending it again changes nothing."""

from django.db import models

from backend.models.base import Scoped


class Receipt(Scoped):
    """One answered `Idempotency-Key` of one person at one door."""

    key = models.CharField(max_length=80)
    user = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    path = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="receipt_is_one_per_key")]

    @classmethod
    def scope_of(cls, actor: "object") -> models.Q:
        """One's own."""
        return models.Q(user=actor)

    def __str__(self) -> str:
        """Its key."""
        return self.key
