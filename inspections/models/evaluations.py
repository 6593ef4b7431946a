"""Evaluations (评价): what was said of an organ in a month, apart from any visit; and the rights to say it.

No row here has a time, and none leads from an evaluation to a visit (docs/evaluation.md).
"""

from uuid import uuid4

from django.db import models

from backend.models.base import Scoped
from backend.models.people import User
from backend.scope import organ_range


class EvaluationKey(Scoped):
    """The key an organ's rights of one year are signed with: one for all, so that none is marked by it."""

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organ = models.ForeignKey("backend.Organ", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    modulus = models.CharField(max_length=1024)  # hexadecimal
    secret = models.TextField()  # PKCS#8, encrypted with EVALUATION_KEY

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "year"], name="organ_has_one_key_a_year")]

    def __str__(self) -> str:
        """Organ and year."""
        return f"{self.organ_id} {self.year}"


class EvaluationRight(Scoped):
    """That a visit's one right was given, and for which blinded value: a lost answer is given again."""

    visit = models.OneToOneField("scheduling.Visit", models.PROTECT, related_name="+")
    key = models.ForeignKey(EvaluationKey, models.PROTECT, related_name="+")
    blinded_digest = models.CharField(max_length=64)

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its visit."""
        return organ_range(actor, "visit__organ")

    def __str__(self) -> str:
        """Its visit."""
        return str(self.visit_id)


class SpentToken(Scoped):
    """A right that was used, by the hash of what was signed: it is not used again."""

    digest = models.CharField(max_length=64, primary_key=True)
    key = models.ForeignKey(EvaluationKey, models.PROTECT, related_name="+")

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its key."""
        return organ_range(actor, "key__organ")

    def __str__(self) -> str:
        """Its first characters."""
        return self.digest[:8]


class Evaluation(Scoped):
    """What somebody said of an organ's check in a month; the text with telephones and numbers covered."""

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organ = models.ForeignKey("backend.Organ", models.PROTECT, related_name="+")
    month = models.CharField(max_length=7)
    score = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organ", "month"], name="evaluation_by_month")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__gte=1, score__lte=3), name="evaluation_has_three_scores"
            )
        ]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """Of the organs below the actor's: an organ does not read what is said of itself."""
        return organ_range(actor) & ~models.Q(organ_id=actor.organ_id)

    def __str__(self) -> str:
        """Its month."""
        return self.month
