"""Venues (检查对象名录库), their categories and licences."""

from django.db import models

from backend.models.base import Noun, Scoped


class Register(Scoped):
    """One organ's register. Locked by whoever writes it; `rev` grows with every write."""

    organ = models.OneToOneField("backend.Organ", models.PROTECT, related_name="+", primary_key=True)
    rev = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        """Organ and revision."""
        return f"{self.organ_id} {self.rev}"


class Venue(Noun):
    """One premises. `code` is given once: 统一社会信用代码 or licence number, `-01` … for a further one."""

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", "企业"
        INDIVIDUAL = "individual", "个体工商户"
        OTHER = "other", "其他"

    class Status(models.TextChoices):
        OPEN = "open", "营业"
        CLOSED = "closed", "停业"
        CANCELLED = "cancelled", "注销"
        LOST = "lost", "失联"

    class Datum(models.TextChoices):
        WGS84 = "wgs84", "WGS-84"
        GCJ02 = "gcj02", "GCJ-02"
        BD09 = "bd09", "BD-09"
        CGCS2000 = "cgcs2000", "CGCS2000"

    code = models.CharField("对象编号", max_length=23)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    name = models.CharField("名称", max_length=120)
    sign_name = models.CharField("招牌名", max_length=120, blank=True)
    kind = models.CharField("类型", max_length=12, choices=Kind.choices, default=Kind.ENTERPRISE)
    legal_person = models.CharField("法定代表人/经营者", max_length=60, blank=True)
    site_manager = models.CharField("现场负责人", max_length=60, blank=True)
    phone = models.CharField("电话", max_length=30, blank=True)
    registered_address = models.CharField("注册地址", max_length=200, blank=True)
    address = models.CharField("经营地址", max_length=200)
    township = models.ForeignKey(
        "backend.Division", models.PROTECT, null=True, related_name="+", verbose_name="街道乡镇"
    )
    lng = models.DecimalField("经度", max_digits=10, decimal_places=7, null=True)
    lat = models.DecimalField("纬度", max_digits=10, decimal_places=7, null=True)
    datum = models.CharField("坐标系", max_length=10, choices=Datum.choices, blank=True)
    coordinates_from = models.CharField("坐标来源", max_length=40, blank=True)
    capacity = models.PositiveIntegerField("核定人数", null=True)
    area_m2 = models.PositiveIntegerField("面积", null=True)
    units = models.PositiveIntegerField("终端/包间数", null=True)
    opens_at = models.CharField("开始营业", max_length=5, blank=True)  # HH:MM
    closes_at = models.CharField("结束营业", max_length=5, blank=True)  # <= opens_at means the next day
    credit_grade = models.CharField("信用等级", max_length=1, choices=[(g, g) for g in "ABCD"], default="B")
    credit_score = models.PositiveSmallIntegerField("信用得分", null=True)
    graded_on = models.DateField("信用等级自", null=True)  # null: typed in, not computed yet
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.OPEN)
    opened_on = models.DateField("首次开业", null=True)
    registered_on = models.DateField("纳入名录日期")
    left_on = models.DateField("移出名录日期", null=True)
    bigrams = models.TextField(blank=True)  # for search; pg_trgm is slower than this for two characters

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "code"], name="venue_code_is_given_once"),
            models.CheckConstraint(
                condition=models.Q(lng__isnull=True, lat__isnull=True, datum="")
                | (models.Q(lng__isnull=False, lat__isnull=False) & ~models.Q(datum="")),
                name="coordinates_come_with_their_datum",
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "status", "code"], name="venue_by_organ"),
            models.Index(fields=["uscc"], name="venue_by_uscc"),
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name


class VenueCategory(Scoped):
    """A category a venue belongs to, with the days it entered and left; coming back is a new row."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="categories")
    category = models.ForeignKey("registry.Category", models.PROTECT, related_name="+")
    entered_on = models.DateField()
    left_on = models.DateField(null=True)

    class Meta:
        ordering = ["category__position", "entered_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "category"],
                condition=models.Q(left_on__isnull=True),
                name="category_is_listed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | models.Q(left_on__gte=models.F("entered_on")),
                name="category_is_left_after_it_was_entered",
            ),
        ]

    @classmethod
    def scope_of(cls, actor: "object") -> models.Q:
        """As its venue."""
        from backend.scope import organ_range

        return organ_range(actor, "venue__organ")  # type: ignore[arg-type]

    def __str__(self) -> str:
        """Its code."""
        return str(self.category_id)


class Licence(Scoped):
    """A licence or filing of a venue; `valid_to` null = long-term; a replaced one stays with `ended_on`."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="licences")
    kind = models.CharField("证照", max_length=80)
    number = models.CharField("编号", max_length=60)
    scope = models.CharField("许可范围", max_length=200, blank=True)
    issued_on = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    ended_on = models.DateField("换证或注销日期", null=True)

    class Meta:
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["venue", "kind", "number"], name="licence_is_listed_once")
        ]

    @classmethod
    def scope_of(cls, actor: "object") -> models.Q:
        """As its venue."""
        from backend.scope import organ_range

        return organ_range(actor, "venue__organ")  # type: ignore[arg-type]

    def __str__(self) -> str:
        """Kind and number."""
        return f"{self.kind} {self.number}"
