"""Discretion bands and rules of no penalty beside the legal bases, and how the catalogue is changed."""

from django.db import models

from backend.models.base import Noun, Reference


class DiscretionBand(Reference):
    """One step of a discretion standard (裁量基准); it binds where the organ adopted it. Money in fen."""

    code = models.CharField(max_length=40, primary_key=True)
    basis = models.ForeignKey("registry.LegalBasis", models.PROTECT, related_name="bands")
    region = models.CharField("地区", max_length=40)
    circumstance = models.CharField("情形", max_length=200)
    document = models.CharField("文件", max_length=120)
    adopted = models.BooleanField("本机关采用", default=False)
    fine_min_fen = models.BigIntegerField(null=True)
    fine_max_fen = models.BigIntegerField(null=True)
    multiple_min = models.PositiveIntegerField(null=True)
    multiple_max = models.PositiveIntegerField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    verified = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        """Its circumstance."""
        return self.circumstance


class LenientRule(Reference):
    """A published rule of no penalty (免罚); it binds where the organ adopted it."""

    code = models.CharField(max_length=40, primary_key=True)
    violation = models.ForeignKey("registry.Violation", models.PROTECT, related_name="lenient_rules")
    region = models.CharField("地区", max_length=40)
    conditions = models.CharField("适用情形", max_length=300)
    first_time = models.BooleanField("须初次违法")
    window_months = models.PositiveSmallIntegerField(null=True)
    correction = models.CharField("改正要求", max_length=20)
    measures = models.JSONField("配套措施", default=list)
    basis = models.CharField("依据", max_length=120)
    adopted = models.BooleanField("本机关采用", default=False)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    verified = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        """Its conditions."""
        return self.conditions


class HearingThreshold(Reference):
    """较大数额 of a region ("": any), field ("*": any) and party, from when to when. Sums in fen."""

    code = models.CharField(max_length=40, primary_key=True)
    region = models.CharField("地区", max_length=12, blank=True)
    field = models.CharField("领域", max_length=20)
    party = models.CharField("当事人", max_length=12)
    no_cap_fen = models.BigIntegerField("较大数额（分）")
    cap_percent = models.PositiveSmallIntegerField("法定上限的比例", null=True)
    never_below_fen = models.BigIntegerField("最低数额（分）")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    rule = models.CharField("规定名称", max_length=120)
    verified = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        """Its rule."""
        return self.rule


class CatalogueChange(Noun):
    """A proposed change of the catalogue: proposed → effective | rejected | withdrawn. Never changed itself.

    `rows`: section, code, before (null: new) and after, whole rows; replayed over the shipped edition.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "待复核"
        EFFECTIVE = "effective", "已生效"
        REJECTED = "rejected", "未通过"
        WITHDRAWN = "withdrawn", "已撤回"

    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    note = models.CharField("修改说明", max_length=400)
    filename = models.CharField("工作簿", max_length=300, blank=True)
    rows = models.JSONField("修改的行", default=list)
    proposed_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    effective_no = models.PositiveIntegerField("生效次序", null=True, unique=True)
    reason = models.CharField("复核意见", max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="proposed") | models.Q(decided_by__isnull=False),
                name="catalogue_change_is_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["effective", "rejected"])
                | ~models.Q(decided_by=models.F("proposed_by")),
                name="catalogue_change_is_reviewed_by_another",
            ),
        ]

    def __str__(self) -> str:
        """Its note."""
        return self.note[:30]
