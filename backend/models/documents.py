"""Documents (文书) and their gap-free number series (文号)."""

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


class Document(Noun):
    """One issued document: its number, its values as printed, its PDF and hash."""

    class State(models.TextChoices):
        ISSUED = "issued", "已制发"
        PRINTED = "printed", "已生成"
        VOID = "void", "作废"

    kind = models.CharField("文种", max_length=30)
    noun = models.CharField(max_length=30)
    noun_id = models.UUIDField()
    number = models.CharField("文号", max_length=60)
    year = models.PositiveSmallIntegerField()
    seq = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    values = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ISSUED)
    file = models.ForeignKey("backend.File", models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "kind", "year", "seq", "version"], name="number_is_used_once"
            )
        ]
        indexes = [models.Index(fields=["noun", "noun_id"], name="document_by_noun")]

    def __str__(self) -> str:
        """Its number."""
        return self.number
