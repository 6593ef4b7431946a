"""The yearly override tables of the working calendar (放假安排) and school vacations."""

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models

from backend.domain.workdays import DayKind
from backend.models.base import Reference, Scoped
from backend.scope import organ_range

if TYPE_CHECKING:
    from backend.models.people import User


class CalendarYear(Reference):
    """A year whose table is loaded; deadlines in other years are provisional."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    source = models.CharField("依据", max_length=200)
    loaded_at = models.DateTimeField("载入时间")
    stamp = models.UUIDField("版本", default=uuid4, editable=False)  # anew with every change of any table

    class Meta:
        ordering = ["year"]

    def __str__(self) -> str:
        """The year."""
        return str(self.year)


class SpecialDate(Reference):
    """A day that differs from the plain week."""

    on = models.DateField("日期", primary_key=True)
    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days")
    kind = models.CharField("性质", max_length=10, choices=[(k.value, k.value) for k in DayKind])
    name = models.CharField("名称", max_length=20)

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        """Date and name."""
        return f"{self.on} {self.name}"


class SchoolVacation(Reference):
    """A school vacation (寒暑假) of a division, for items that depend on it."""

    division = models.ForeignKey("backend.Division", models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=20)
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束")

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="vacation_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name


class CalendarChange(Reference):
    """One change of the tables: which years, by whom, and (ClockShift) which clocks moved by it."""

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField("时间")
    years = models.JSONField("年份")
    source = models.CharField("依据", max_length=200, blank=True)
    changed_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        """Its years."""
        return "、".join(str(year) for year in self.years)


class ClockShift(Scoped):
    """A clock that moved or became exact when the tables changed."""

    change = models.ForeignKey(CalendarChange, models.PROTECT, related_name="shifts")
    clock = models.ForeignKey("backend.Clock", models.PROTECT, related_name="shifts")
    before = models.DateField("变动前")
    after = models.DateField("变动后")
    was_provisional = models.BooleanField("变动前暂定")
    provisional = models.BooleanField("变动后暂定")

    class Meta:
        ordering = ["after", "id"]

    @classmethod
    def scope_of(cls, actor: "User") -> models.Q:
        """As its clock."""
        return organ_range(actor, "clock__organ")

    def __str__(self) -> str:
        """Its days."""
        return f"{self.before} → {self.after}"
