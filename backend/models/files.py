"""Files: content-addressed bytes, announced first, uploaded in chunks, immutable once stored."""

from django.db import models

from backend.models.base import Noun, Scoped


class File(Noun):
    """One file by the name the client gave it (`uuid`). Its bytes live under `sha256/…` in the storage."""

    class State(models.TextChoices):
        ANNOUNCED = "announced", "待上传"
        PARKED = "parked", "未登记，暂存"
        STORED = "stored", "已保存"

    noun = models.CharField(max_length=30)  # the owner, pointed to upward
    noun_id = models.UUIDField()
    kind = models.CharField("用途", max_length=20, default="photo")
    name = models.CharField("文件名", max_length=300, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ANNOUNCED)
    offset = models.PositiveBigIntegerField(default=0)
    meta = models.JSONField(default=dict)
    thumbnail = models.CharField(max_length=120, blank=True)
    reduced = models.CharField("小图", max_length=120, blank=True, default="")  # until the original is here
    problem = models.CharField(max_length=200, blank=True)
    uploaded_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    stored_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["noun", "noun_id"], name="file_by_owner")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(offset__lte=models.F("size")), name="file_is_not_overfull"
            )
        ]

    def __str__(self) -> str:
        """Name and short hash."""
        return f"{self.name} {self.sha256[:8]}"

    @property
    def path(self) -> str:
        """Where the bytes lie."""
        return f"sha256/{self.sha256[:2]}/{self.sha256}"


class Chunk(Scoped):
    """One received part, a small object of its own until the last one comes."""

    file = models.ForeignKey(File, models.CASCADE, related_name="chunks")
    offset = models.PositiveBigIntegerField()
    size = models.PositiveIntegerField()
    key = models.CharField(
        max_length=16
    )  # of its bytes: two racers at one offset do not overwrite each other
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "offset"], name="chunk_is_kept_once")]

    @classmethod
    def scope_of(cls, actor: "object") -> models.Q:
        """As its file."""
        from backend.scope import organ_range

        return organ_range(actor, "file__organ")  # type: ignore[arg-type]

    def __str__(self) -> str:
        """Its offset."""
        return str(self.offset)

    @property
    def path(self) -> str:
        """Where the part lies."""
        return f"parts/{self.file_id}/{self.offset}-{self.key}"
