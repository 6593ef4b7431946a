"""Django's admin: for system, security and audit administrators only, each with their own tables."""

from collections.abc import Callable
from typing import Any, TypeVar

from axes.models import AccessAttempt, AccessLog
from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth import password_validation
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from backend import clock
from backend.models import CalendarYear, Grant, JournalLine, Organ, SchoolVacation, Seal, SpecialDate, User
from backend.permissions import roles_clash
from backend.scope import inside_admin
from backend.services.calendar import calendar_touch

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class WenxunAdmin(admin.AdminSite):
    """The administrators' site."""

    site_header = "文巡 管理"
    site_title = "文巡 管理"
    index_title = "系统、安全、审计三员管理"

    def has_permission(self, request: HttpRequest) -> bool:
        """Signed in as one of the three administrators."""
        user = request.user
        return isinstance(user, User) and user.is_staff

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # noqa: FBT001 as Django says
        """Admin forms look everywhere; the flag is set for the length of one request."""
        inner = super().admin_view(view, cacheable)

        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            token = inside_admin.set(True)
            try:
                response = inner(request, *args, **kwargs)
                if hasattr(response, "render"):  # a template asks the database when it is rendered
                    response = response.render()
                return response
            finally:
                inside_admin.reset(token)

        return wrapped  # type: ignore[return-value] # the same call, wrapped


site = WenxunAdmin(name="admin")


class HouseAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # not subscriptable at run time
    """Rows everywhere, for administrators."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """All rows."""
        rows: QuerySet[Any] = self.model._base_manager.all()
        return rows


class UserForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable at run time
    """An account; a new password is asked for a new account, and may be given for an old one."""

    new_password = forms.CharField(label="新密码", required=False, strip=False, widget=forms.PasswordInput)

    def clean_new_password(self) -> str:
        """The rules of the house; empty keeps the old one."""
        password: str = self.cleaned_data["new_password"]
        if password:
            password_validation.validate_password(password, self.instance)
        elif self.instance._state.adding:
            raise forms.ValidationError("新账号须设置密码。")
        return password


class UserAdmin(HouseAdmin):
    """Accounts: names, organs, passwords."""

    form = UserForm
    fields = ("username", "name", "organ", "is_active", "new_password")
    list_display = ("username", "name", "organ", "is_active")
    search_fields = ("username", "name")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: what a person did keeps his name. Accounts are closed."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """With the password hashed and the time of a new account."""
        if not change:
            obj.created_at = clock.now()
        if form.cleaned_data["new_password"]:
            obj.set_password(form.cleaned_data["new_password"])
        super().save_model(request, obj, form, change)


class GrantForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable at run time
    """One role; 三员分立."""

    def clean(self) -> dict[str, Any]:
        """An administrator holds that one role and no other."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        user, role = data.get("user"), data.get("role")
        if user and role:
            others = set(user.grants.exclude(pk=self.instance.pk).values_list("role", flat=True))
            if roles_clash(frozenset(others | {role})):
                raise forms.ValidationError("系统、安全、审计管理员须由专人担任，不得兼任。")
        return data


class GrantAdmin(HouseAdmin):
    """Roles; nobody grants to himself."""

    form = GrantForm
    fields = ("user", "role")
    list_display = ("user", "role")
    list_filter = ("role",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Everybody's roles but one's own."""
        return super().get_queryset(request).exclude(user_id=request.user.pk)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Everybody but oneself can be chosen."""
        kwargs["queryset"] = User._base_manager.exclude(username=request.user.get_username())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CalendarAdmin(HouseAdmin):
    """Tables of the working calendar; a change recomputes the clocks it touches."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Save, then recompute."""
        super().save_model(request, obj, form, change)
        _touch(request, _years(obj))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete, then recompute."""
        years = _years(obj)
        super().delete_model(request, obj)
        _touch(request, years)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete, then recompute."""
        years = {year for obj in queryset for year in _years(obj)}
        super().delete_queryset(request, queryset)
        _touch(request, years)


def _touch(request: HttpRequest, years: set[int]) -> None:
    """The change is kept under the administrator's name."""
    actor = request.user if isinstance(request.user, User) else None
    calendar_touch(years=years, now=clock.now(), source="管理后台修改", actor=actor)


def _years(row: CalendarYear | SpecialDate | SchoolVacation) -> set[int]:
    if isinstance(row, CalendarYear):
        return {row.year}
    if isinstance(row, SpecialDate):
        return {row.on.year}
    return {row.starts_on.year, row.ends_on.year}


class VacationAdmin(CalendarAdmin):
    """School vacations of a division, named by its code."""

    raw_id_fields = ("division",)


class OrganAdmin(HouseAdmin):
    """Organs; one that has acted is never deleted (its rows are protected)."""

    list_display = ("code", "name", "division", "parent")
    raw_id_fields = ("division",)


class LookOnly(HouseAdmin):
    """Rows nobody edits."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False


class LockAdmin(LookOnly):
    """Failed sign-ins: deleting one unlocks the name."""

    list_display = ("username", "attempt_time", "failures_since_start")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """The security administrator unlocks."""
        return admin.ModelAdmin.has_delete_permission(self, request, obj)


site.register(User, UserAdmin)
site.register(Grant, GrantAdmin)
site.register(Organ, OrganAdmin)
site.register(AccessAttempt, LockAdmin)
for calendar in (CalendarYear, SpecialDate):
    site.register(calendar, CalendarAdmin)
site.register(SchoolVacation, VacationAdmin)
for schedule in (PeriodicTask, CrontabSchedule, IntervalSchedule):
    site.register(schedule, HouseAdmin)
for journal in (JournalLine, Seal, LogEntry, AccessLog):
    site.register(journal, LookOnly)
