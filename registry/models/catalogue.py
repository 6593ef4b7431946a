"""The catalogue (随机抽查事项清单): categories, check items, violations and their versioned legal bases."""

from django.db import models

from backend.models.base import Reference


class CatalogueVersion(Reference):
    """One loaded edition; a record names the edition it was made under, and finds its wording here."""

    version = models.CharField("版本", max_length=40, primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    wording = models.JSONField(default=dict)  # item code → question and the two sentences of the record
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
    main = models.BooleanField("主要类别", default=False)
    optional = models.BooleanField("由本机关选定", default=False)
    parties = models.JSONField("适用对象", default=list)  # [{code, zh, en}]
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=120, blank=True)
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
    name_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)  # licence | filing | approval | plaque
    validity_months = models.PositiveSmallIntegerField(null=True)
    validity_verified = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    verified = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        """Its name."""
        return self.name


class LegalBasis(Reference):
    """One version of one provision (法律依据). Money in fen; both dates are days in force, null is open."""

    class Role(models.TextChoices):
        DUTY = "duty", "义务"
        PENALTY = "penalty", "罚则"

    key = models.CharField(max_length=60, primary_key=True)
    role = models.CharField(max_length=10, choices=Role.choices)
    law = models.CharField("法律", max_length=80)
    law_short = models.CharField(max_length=30)
    version = models.CharField("版本", max_length=40)
    article = models.CharField("条款", max_length=40, blank=True)
    lineage = models.CharField(max_length=60, blank=True)  # joins the versions of a provision that moved
    tier = models.CharField(max_length=10, blank=True)  # ordinary | serious
    party = models.CharField(
        max_length=20, blank=True
    )  # whom the fine is for, where the law tells them apart
    note = models.CharField("要点", max_length=400, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    penalty_kinds = models.JSONField(default=list)
    fine_min_fen = models.BigIntegerField(null=True)
    fine_max_fen = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)  # multiples, thresholds, suspension, revocation, transfer
    verified = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["role", "key"]

    def __str__(self) -> str:
        """《law》article."""
        return f"《{self.law_short}》{self.article}"


class Violation(Reference):
    """A violation (违法行为) that one or several legal bases answer."""

    code = models.CharField(max_length=20, primary_key=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="violations")
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160)
    bases = models.ManyToManyField(
        LegalBasis, through="ViolationBasis", related_name="violations", related_query_name="violation"
    )
    ended_on = models.DateField("停用日期", null=True)
    verified = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        """Its title."""
        return self.title_zh


class ViolationBasis(Reference):
    """A basis of a violation in the catalogue's order; the first penalty is the bureau's default."""

    violation = models.ForeignKey(Violation, models.PROTECT, related_name="links")
    basis = models.ForeignKey(LegalBasis, models.PROTECT, related_name="links")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["violation", "basis"], name="basis_is_named_once_per_violation")
        ]

    def __str__(self) -> str:
        """Both codes."""
        return f"{self.violation_id} {self.basis_id}"


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
    evidence = models.JSONField(default=dict)  # {on_violation, suggested, minors}
    rule = models.JSONField(null=True)  # {kind, start, end}
    exception = models.CharField("例外", max_length=200, blank=True)
    violations = models.JSONField(default=list)
    duties = models.JSONField(default=list)  # keys of legal bases
    applies_to = models.JSONField("适用对象", default=list)
    follow = models.JSONField("追问", default=list)  # [{key, kind, zh, en, required, choices}]
    transfer_to = models.CharField("移送", max_length=40, blank=True)  # organs, separated by commas
    notice_workdays = models.PositiveSmallIntegerField("事先通知（工作日）", default=0)  # 0: on arrival
    in_force_from = models.DateField(null=True)
    in_force_to = models.DateField(null=True)
    verified = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["category", "position"]

    def __str__(self) -> str:
        """Code and question."""
        return f"{self.code} {self.question_zh}"
