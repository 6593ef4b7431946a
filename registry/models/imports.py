"""Roster imports: one uploaded workbook, its verdict per row, and the confirmation."""

from django.db import models

from backend.models.base import Noun, Scoped


class RosterImport(Noun):
    """uploaded → reading → previewed → confirming → done | failed. The registry is as before until done.

    `beat_at` is the sign of life of the worker that reads or writes; another takes over from an old one.
    """

    class Kind(models.TextChoices):
        VENUES = "venues", "检查对象"
        OFFICERS = "officers", "执法人员"

    class State(models.TextChoices):
        UPLOADED = "uploaded", "已上传"
        READING = "reading", "读取中"
        PREVIEWED = "previewed", "待确认"
        CONFIRMING = "confirming", "写入中"
        DONE = "done", "已导入"
        FAILED = "failed", "无法读取"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.UPLOADED)
    filename = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120)
    uploaded_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    total = models.PositiveIntegerField(default=0)
    progress = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # verdict → rows
    header = models.JSONField(default=dict)  # column → field as recognised
    sheet = models.CharField("工作表", max_length=120, blank=True)
    problem = models.CharField(max_length=400, blank=True)
    fixes = models.JSONField(default=dict)  # row number → {field: text} put in place of the file's cells
    edition = models.PositiveIntegerField(default=0)  # grows with every fix
    register_rev = models.PositiveBigIntegerField(default=0)  # the register the verdicts were judged against
    verdicts_digest = models.CharField(max_length=64, blank=True)
    beat_at = models.DateTimeField(null=True)
    worker = models.UUIDField(null=True)
    confirmed_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        """File name."""
        return self.filename


class ImportRow(Scoped):
    """One row of the workbook and what would become of it."""

    roster = models.ForeignKey(RosterImport, models.PROTECT, related_name="rows")
    row_no = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10)  # new | changed | same | refused
    name = models.CharField(max_length=200, blank=True)
    base = models.CharField(max_length=60, blank=True)  # what the code of a new object begins with
    code = models.CharField(max_length=60, blank=True)  # of the registered object the row speaks of
    values = models.JSONField(default=dict)
    raw = models.JSONField(default=list)
    reasons = models.JSONField(default=list)  # [{field, code, message}]
    changes = models.JSONField(default=list)  # [{field, before, after}]
    target = models.UUIDField(null=True)

    class Meta:
        ordering = ["row_no"]
        constraints = [models.UniqueConstraint(fields=["roster", "row_no"], name="import_row_is_judged_once")]
        indexes = [models.Index(fields=["roster", "verdict", "row_no"], name="import_row_by_verdict")]

    @classmethod
    def scope_of(cls, actor: "object") -> models.Q:
        """As its import."""
        from backend.scope import organ_range

        return organ_range(actor, "roster__organ")  # type: ignore[arg-type]

    def __str__(self) -> str:
        """Row number and verdict."""
        return f"{self.row_no} {self.verdict}"
