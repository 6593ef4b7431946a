"""The journal: append-only lines, their seals, erasable notes beside them, deliveries to followers."""

from uuid import uuid4

from django.db import models

from backend.models.base import Scoped
from backend.models.organs import Organ


class JournalLine(Scoped):
    """Who did what to which noun. Ids, codes, numbers only; words stand in as keyed digests. INSERT-only."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    actor_id = models.UUIDField(null=True)  # None: the system (a task)
    verb = models.CharField(max_length=40)
    noun = models.CharField(max_length=30)
    noun_id = models.UUIDField()
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30, blank=True)
    data = models.JSONField(default=dict)
    reason_digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["noun", "noun_id"], name="journal_by_noun")]

    def __str__(self) -> str:
        """Verb and noun."""
        return f"{self.verb} {self.noun_id}"


class JournalNote(Scoped):
    """The words of a line's reason. Outside the chain, so they can be erased by law; the digest stays."""

    line = models.OneToOneField(JournalLine, models.PROTECT, related_name="note", primary_key=True)
    text = models.TextField()

    @classmethod
    def scope_of(cls, actor: "object") -> models.Q:
        """As its line."""
        from backend.scope import organ_range

        return organ_range(actor, "line__organ")  # type: ignore[arg-type]

    def __str__(self) -> str:
        """The words."""
        return self.text


class Seal(Scoped):
    """A committed line's number and hash in its organ's chain, given by the single sealer. INSERT-only."""

    line = models.OneToOneField(JournalLine, models.PROTECT, related_name="seal", primary_key=True)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    seq = models.PositiveBigIntegerField()
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["organ", "seq"]
        constraints = [models.UniqueConstraint(fields=["organ", "seq"], name="seal_numbers_do_not_fork")]

    def __str__(self) -> str:
        """Number and short hash."""
        return f"{self.seq} {self.hash[:8]}"


class Delivery(Scoped):
    """One follower's duty from one line. The row is the truth, Celery is the nudge."""

    class State(models.TextChoices):
        PENDING = "pending", "待办"
        CLAIMED = "claimed", "进行中"
        DONE = "done", "完成"
        FAILED = "failed", "失败"

    uuid = models.UUIDField(primary_key=True, default=uuid4)
    line = models.ForeignKey(JournalLine, models.PROTECT, related_name="deliveries")
    task = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "task"], name="follower_is_told_once")]
        indexes = [models.Index(fields=["state", "not_before"], name="delivery_due")]

    @classmethod
    def scope_of(cls, actor: "object") -> models.Q:
        """As its line."""
        from backend.scope import organ_range

        return organ_range(actor, "line__organ")  # type: ignore[arg-type]

    def __str__(self) -> str:
        """Task and state."""
        return f"{self.task} {self.state}"
