"""Annual plans (年度抽查工作计划), their rows, caps per category and grade, and triggers of visits."""

from django.db import models

from backend.models.base import Noun, Reference, Scoped


class Plan(Noun):
    """One organ's plan of one year."""

    class State(models.TextChoices):
        DRAFT = "draft", "编制中"
        PUBLISHED = "published", "已公布"

    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("计划名称", max_length=120)
    number = models.CharField("计划编号", max_length=40, blank=True)
    cutoff_on = models.DateField("名录截止日")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    published_on = models.DateField(null=True)

    class Meta:
        ordering = ["-year", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "name"], name="plan_is_named_once_a_year")
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name


class PlanRow(Noun):
    """One row: the published wording verbatim, beside the numbers read from it or settled by the planner."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="rows")
    seq = models.PositiveSmallIntegerField("序号")
    item = models.TextField("抽查事项")
    item_class = models.CharField("事项类别", max_length=10, blank=True)  # general | key | ""
    basis = models.TextField("抽查依据", blank=True)
    object_text = models.TextField("检查对象", blank=True)
    categories = models.JSONField("对象类别", default=list)
    initiating = models.TextField("发起部门", blank=True)
    cooperating = models.TextField("配合部门", blank=True)
    method = models.TextField("检查方式", blank=True)
    quota_verbatim = models.TextField("抽查比例及频次（原文）", blank=True)
    parsed = models.JSONField("读出的数字", default=dict)
    understood = models.BooleanField(default=False)
    ratio_bp = models.PositiveIntegerField("确定的比例（基点）", null=True)
    quota_count = models.PositiveIntegerField("确定的户数", null=True)
    settled_reason = models.CharField("确定的理由", max_length=200, blank=True)
    month_from = models.PositiveSmallIntegerField(null=True)
    month_to = models.PositiveSmallIntegerField(null=True)
    deadline_on = models.DateField("完成时限", null=True)
    deadline_verbatim = models.TextField("完成时限（原文）", blank=True)
    extra = models.JSONField("其他列", default=list)  # [[header, value], …] verbatim

    class Meta:
        ordering = ["plan", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "seq"], name="plan_row_is_numbered_once"),
            models.CheckConstraint(
                condition=models.Q(month_from__isnull=True) | models.Q(month_from__lte=models.F("month_to")),
                name="plan_row_months_are_in_order",
            ),
        ]

    def __str__(self) -> str:
        """Its item."""
        return self.item


class CapPolicy(Scoped):
    """Visits a venue may have in a year (年度频次上限), by category and grade; `*` = the rest."""

    organ = models.ForeignKey("backend.Organ", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=3, default="*")
    grade = models.CharField(max_length=1, default="*")
    cap = models.PositiveSmallIntegerField("上限")
    source = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "category", "grade"], name="cap_is_set_once")
        ]

    def __str__(self) -> str:
        """Category, grade, cap."""
        return f"{self.category}/{self.grade} {self.cap}"


class Trigger(Reference):
    """Why a visit is made, and whether it counts to the cap (data: sources differ)."""

    code = models.CharField(max_length=20, primary_key=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)  # daily | case | special | other
    counts_to_cap = models.BooleanField()
    notice = models.CharField(max_length=20, blank=True)
    note_zh = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=60, blank=True)
    verified = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        """Its name."""
        return self.name_zh
