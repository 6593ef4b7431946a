"""The catalogue (随机抽查事项清单): categories, check items, violations and their versioned legal bases."""

from django.db import models

from backend.models.base import Reference


class CatalogueVersion(Reference):
    """One loaded edition of the catalogue; a record names the edition it was made under."""

    version = models.CharField("版本", max_length=40, primary_key=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-loaded_at"]

    def __str__(self) -> str:
        """The version."""
        return self.version


class Category(Reference):
    """A kind of venue (检查对象类别), e.g. NET 互联网上网服务营业场所."""

    code = models.CharField(max_length=3, primary_key=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    short_zh = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=40, blank=True)
    verified = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        """Its name."""
        return self.name_zh


class LicenceType(Reference):
    """A licence or filing of a category; `validity_months` is null for long-term or unknown."""

    code = models.CharField(max_length=20, primary_key=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="licence_types")
    name = models.CharField(max_length=80)
    validity_months = models.PositiveSmallIntegerField(null=True)
    verified = models.BooleanField(default=False)
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        """Its name."""
        return self.name


class Violation(Reference):
    """A violation (违法行为) that one or several legal bases answer."""

    code = models.CharField(max_length=20, primary_key=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="violations")
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        """Its title."""
        return self.title_zh


class LegalBasis(Reference):
    """One version of one article as the basis of a violation. Money in fen, `valid_to` null = in force."""

    class Role(models.TextChoices):
        DUTY = "duty", "义务"
        PENALTY = "penalty", "罚则"

    key = models.CharField(max_length=60, primary_key=True)
    violation = models.ForeignKey(Violation, models.PROTECT, related_name="bases")
    role = models.CharField(max_length=10, choices=Role.choices)
    law = models.CharField("法律", max_length=80)
    law_short = models.CharField(max_length=30)
    version = models.CharField("版本", max_length=40)
    article = models.CharField("条款", max_length=40)
    note = models.CharField("要点", max_length=400, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    penalty_kinds = models.JSONField(default=list)
    fine_min_fen = models.BigIntegerField(null=True)
    fine_max_fen = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)  # multiples, thresholds, suspension, revocation, transfer
    verified = models.BooleanField(default=False)
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["violation", "role", "key"]

    def __str__(self) -> str:
        """《law》article."""
        return f"《{self.law_short}》{self.article}"


class CheckItem(Reference):
    """One question of the check. `conforms_answer` says which answer conforms."""

    class Level(models.TextChoices):
        GENERAL = "general", "一般"
        KEY = "key", "重点"

    code = models.CharField(max_length=12, primary_key=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="items"
    )  # null: every category
    position = models.PositiveSmallIntegerField()
    section_zh = models.CharField(max_length=40)
    section_en = models.CharField(max_length=60)
    question_zh = models.CharField(max_length=200)
    question_en = models.CharField(max_length=300)
    conforms_answer = models.CharField(max_length=3, choices=[("yes", "是"), ("no", "否")])
    statement_ok = models.CharField(max_length=200)
    statement_bad = models.CharField(max_length=200)
    level = models.CharField(max_length=10, choices=Level.choices)
    evidence = models.JSONField(default=dict)
    rule = models.JSONField(null=True)
    violations = models.JSONField(default=list)
    transfer_to = models.CharField(max_length=20, blank=True)
    in_force_from = models.DateField(null=True)
    in_force_to = models.DateField(null=True)
    verified = models.BooleanField(default=False)
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["category", "position"]

    def __str__(self) -> str:
        """Code and question."""
        return f"{self.code} {self.question_zh}"
