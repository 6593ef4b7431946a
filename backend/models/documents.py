"""Documents (文书), their templates, their gap-free number series (文号) and the fate of every number."""

from django.db import models

from backend.models.base import Noun, Scoped


class NumberSeries(Scoped):
    """The next number of one kind in one year of one organ."""

    organ = models.ForeignKey("backend.Organ", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    template = models.CharField(max_length=60)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organ", "kind", "year"], name="series_is_one_per_year")
        ]

    def __str__(self) -> str:
        """Kind and year."""
        return f"{self.kind} {self.year}"


class FormTemplate(Noun):
    """A bureau's own template of a form, by version; without a file: back to the house's own."""

    class Kind(models.TextChoices):
        TYPST = "typst", "版式（Typst）"
        DOCX = "docx", "可编辑副本（Word）"

    form = models.CharField("文种", max_length=30)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    version = models.PositiveIntegerField("版本")
    file = models.ForeignKey("backend.File", models.PROTECT, null=True, related_name="+")
    put_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "form", "kind", "version"], name="template_version_is_put_once"
            )
        ]

    def __str__(self) -> str:
        """Form, kind and version."""
        return f"{self.form} {self.kind} v{self.version}"


class Document(Noun):
    """One paper: its values as printed, its number, its PDF, its copy for Word and the public's variant.

    A changed paper is a further row with the same number that `replaces` the former one.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", "生成中"
        MADE = "made", "已生成"
        FAILED = "failed", "生成失败"
        VOID = "void", "作废"

    class Origin(models.TextChoices):
        DESK = "desk", "后台"
        SPOT = "spot", "现场"

    form = models.CharField("文种", max_length=30)
    noun = models.CharField(max_length=30)
    noun_id = models.UUIDField()
    number = models.CharField("文号", max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    seq = models.PositiveIntegerField(null=True)
    version = models.PositiveSmallIntegerField("版本", default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    values = models.JSONField(default=dict)
    digest = models.CharField("内容摘要", max_length=64)  # of form, values, number and day
    origin = models.CharField(max_length=4, choices=Origin.choices, default=Origin.DESK)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    progress = models.PositiveSmallIntegerField("进度", default=0)
    problem = models.CharField("问题", max_length=300, blank=True)
    templates = models.JSONField("所用模板", default=dict)
    file = models.ForeignKey("backend.File", models.PROTECT, null=True, related_name="+")
    copy = models.ForeignKey("backend.File", models.PROTECT, null=True, related_name="+")
    public_file = models.ForeignKey("backend.File", models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField("制作日期")
    requested_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(null=True)
    irregularities = models.JSONField(default=list)  # [{code, data}]

    class Meta:
        ordering = ["created_at", "uuid"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "form", "year", "seq", "version"], name="number_is_used_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="made") | models.Q(file__isnull=False, copy__isnull=False),
                name="made_document_has_its_files",
            ),
        ]
        indexes = [models.Index(fields=["noun", "noun_id"], name="document_by_noun")]

    def __str__(self) -> str:
        """Its form and number."""
        return f"{self.form} {self.number}"


class NumberUse(Noun):
    """One number that left its series before its paper: held on a device, then issued, returned or void."""

    class State(models.TextChoices):
        HELD = "held", "已领未用"
        ISSUED = "issued", "已使用"
        RETURNED = "returned", "已退回"
        VOID = "void", "作废"

    kind = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    seq = models.PositiveIntegerField()
    number = models.CharField("文号", max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.HELD)
    holder = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    device = models.CharField("设备", max_length=64)
    expires_on = models.DateField("应交回日期")
    document = models.UUIDField("文书", null=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organ", "kind", "year", "seq"], name="number_is_held_once"),
            models.CheckConstraint(
                condition=~models.Q(state="void") | ~models.Q(reason=""), name="void_number_has_its_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="issued") | models.Q(document__isnull=False),
                name="issued_number_has_its_document",
            ),
        ]
        indexes = [models.Index(fields=["holder", "device", "state"], name="number_by_device")]

    def __str__(self) -> str:
        """Its number."""
        return self.number
