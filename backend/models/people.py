"""People who sign in, and the roles granted to them."""

from typing import ClassVar, Self
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.functional import cached_property

from backend.models.organs import Organ
from backend.scope import ScopedManager, organ_range


class User(AbstractBaseUser):
    """A person with a sign-in. Field officers also have an Officer row in the registry."""

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    username = models.CharField("用户名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    organ = models.ForeignKey(Organ, models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("登记时间")

    objects: ClassVar[ScopedManager[Self]] = ScopedManager()  # type: ignore[misc, unused-ignore]
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    @classmethod
    def scope_of(cls, actor: "User") -> models.Q:
        """People of the actor's organ tree."""
        return organ_range(actor)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles granted now."""
        return frozenset(self.grants.values_list("role", flat=True))

    @property
    def is_staff(self) -> bool:
        """Whether Django's admin opens: administrators only."""
        return self.is_active and bool(self.roles & {"system_admin", "security_admin", "audit_admin"})

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django admin asks in `app.verb_model`; the admin site decides by role (backend/admin.py)."""
        from backend.permissions import admin_may

        return self.is_active and admin_may(self.roles, perm)

    def has_module_perms(self, app_label: str) -> bool:
        """Administrators see the admin index."""
        return self.is_staff


class Grant(models.Model):
    """One role of one person."""

    class Role(models.TextChoices):
        INSPECTOR = "inspector", "执法人员"
        SUPERVISOR = "supervisor", "大队长"
        LEADER = "leader", "负责人"
        LEGAL_REVIEWER = "legal_reviewer", "法制审核"
        INDUSTRY_SECTION = "industry_section", "监管科室"
        STREET_LIAISON = "street_liaison", "街道联络员"
        AUDITOR = "auditor", "监督员"
        SYSTEM_ADMIN = "system_admin", "系统管理员"
        SECURITY_ADMIN = "security_admin", "安全管理员"
        AUDIT_ADMIN = "audit_admin", "审计管理员"

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField("角色", max_length=20, choices=Role.choices)

    objects: ClassVar[ScopedManager[Self]] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_is_granted_once")]

    def __str__(self) -> str:
        """Its role in words."""
        return self.get_role_display()

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """Grants of people in the actor's organ tree."""
        return organ_range(actor, "user__organ")
