"""Django's admin: for system, security and audit administrators only, each with their own tables."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from backend.models import CalendarYear, Grant, JournalLine, Organ, SchoolVacation, Seal, SpecialDate, User
from backend.scope import inside_admin


class WenxunAdmin(admin.AdminSite):
    """The administrators' site."""

    site_header = "文巡 管理"
    site_title = "文巡 管理"
    index_title = "系统、安全、审计三员管理"

    def has_permission(self, request: HttpRequest) -> bool:
        """Signed in as one of the three administrators."""
        user = request.user
        return isinstance(user, User) and user.is_staff

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:  # noqa: FBT001, FBT002
        """Admin forms look everywhere; the flag is set for the length of one request."""
        inner = super().admin_view(view, cacheable)

        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            token = inside_admin.set(True)
            try:
                return cast(HttpResponse, inner(request, *args, **kwargs))
            finally:
                inside_admin.reset(token)

        return wrapped


site = WenxunAdmin(name="admin")


class HouseAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # not subscriptable at run time
    """Rows everywhere, for administrators."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:  # noqa: ARG002
        """All rows."""
        manager = self.model._base_manager
        return cast(QuerySet[Any], manager.all())


class UserAdmin(HouseAdmin):
    """Accounts: names and organs; passwords are set by `manage.py changepassword`."""

    list_display = ("username", "name", "organ", "is_active")
    fields = ("username", "name", "organ", "is_active", "created_at")
    search_fields = ("username", "name")


class LookOnly(HouseAdmin):
    """Rows nobody edits."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Never."""
        return False


site.register(User, UserAdmin)
for model in (Organ, Grant, CalendarYear, SpecialDate, SchoolVacation, PeriodicTask, CrontabSchedule, IntervalSchedule):
    site.register(model, HouseAdmin)
for model in (JournalLine, Seal):
    site.register(model, LookOnly)
