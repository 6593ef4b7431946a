"""Evidence (证据): signed manifests of what arrived, and what was derived from an original for the eye."""

from django.db import models

from backend.models.base import Scoped
from backend.models.people import User
from backend.scope import organ_range


class EvidenceManifest(Scoped):
    """The server's signed word that a revision and every file of it are stored; `body` is canonical JSON."""

    inspection = models.ForeignKey("inspections.Inspection", models.PROTECT, related_name="manifests")
    rev = models.PositiveIntegerField()
    body = models.TextField()
    key = models.CharField("密钥编号", max_length=16)
    signature = models.CharField("签名", max_length=128)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "rev"], name="revision_is_signed_once"),
        ]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its record."""
        return organ_range(actor, "inspection__organ")

    def __str__(self) -> str:
        """Revision and key."""
        return f"r{self.rev} {self.key}"


class PhotoView(Scoped):
    """A picture made from an original: reduced, upright, with a watermark; the original is never touched."""

    class Layer(models.TextChoices):
        PLAIN = "plain", "原貌"
        MARKED = "marked", "标注并打码"

    inspection = models.ForeignKey("inspections.Inspection", models.PROTECT, related_name="photo_views")
    file = models.UUIDField("原件")
    layer = models.CharField(max_length=10, choices=Layer.choices)
    basis = models.CharField("依据", max_length=64)  # digest of everything it was made from
    path = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "layer"], name="photo_has_one_view_a_layer")]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its record."""
        return organ_range(actor, "inspection__organ")

    def __str__(self) -> str:
        """File and layer."""
        return f"{self.file} {self.layer}"
