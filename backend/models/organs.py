"""Administrative divisions (行政区划) and the organs that enforce (执法主体)."""

from typing import TYPE_CHECKING

from django.db import models

from backend.models.base import Reference, Scoped

if TYPE_CHECKING:
    from backend.models.people import User


class Division(Reference):
    """One row of GB/T 2260 down to townships; the code's prefix is the tree."""

    class Level(models.TextChoices):
        PROVINCE = "province", "省"
        CITY = "city", "市"
        COUNTY = "county", "区县"
        TOWNSHIP = "township", "街道乡镇"

    code = models.CharField("代码", primary_key=True, max_length=12)
    name = models.CharField("名称", max_length=60)
    parent = models.CharField("上级代码", max_length=12, blank=True, db_index=True)
    level = models.CharField("层级", max_length=10, choices=Level.choices)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        """Its name."""
        return self.name


class Organ(Scoped):
    """An enforcing organ. `code` = line letters + division code [+ `-n`]; its tree is lo <= code < hi.

    The line (WH 文化, SJ 市场监管 …) comes first, so two organs of one district lie in different trees.
    """

    code = models.CharField("代码", primary_key=True, max_length=24)
    name = models.CharField("全称", max_length=120)
    short_name = models.CharField("简称", max_length=60)
    number_short = models.CharField("文号简称", max_length=10, help_text="如 钢")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    principal_name = models.CharField(
        "委托机关", max_length=120, blank=True, help_text="受委托执法时，文书用此名义"
    )
    address = models.CharField("地址", max_length=120, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True, help_text="办公电话，印在文书上")
    lo = models.CharField(max_length=24)
    hi = models.CharField(max_length=24)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lo__lte=models.F("code")) & models.Q(hi__gt=models.F("code")),
                name="organ_lies_in_its_own_tree",
            )
        ]

    def __str__(self) -> str:
        """Its short name."""
        return self.short_name

    @property
    def contact(self) -> str:
        """Where it is found and called, as its papers print it (联系方式); "" while neither is known."""
        return "，".join(one for one in (self.address, self.phone) if one)

    @classmethod
    def scope_of(cls, actor: "User") -> models.Q:
        """The actor's organ and those below it."""
        if actor.organ is None:
            return models.Q(pk__in=[])
        return models.Q(code__gte=actor.organ.lo, code__lt=actor.organ.hi)
