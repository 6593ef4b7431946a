"""People: make accounts, grant roles, sign in and out."""

from datetime import datetime
from typing import Any

from django.contrib.auth import authenticate, login, logout, password_validation
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from backend.domain.errors import DomainError
from backend.models import Grant, Organ, User
from backend.permissions import roles_clash


class SignIn(ModelBackend):
    """User name and password; a signed-out request knows nobody, so it looks everywhere."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        """The active person with this password, or None; the time taken does not tell which was wrong."""
        row = User.objects.everywhere("sign-in").filter(username=username or "").first()
        if row is None:
            User().set_password(password or "")
            return None
        if password and row.check_password(password) and row.is_active:
            return row
        return None

    def get_user(self, user_id: Any) -> User | None:
        """The signed-in person, with the organ."""
        return (
            User.objects.everywhere("sign-in")
            .select_related("organ")
            .filter(pk=user_id, is_active=True)
            .first()
        )


def user_make(
    *,
    username: str,
    name: str,
    password: str,
    organ: Organ | None,
    roles: tuple[str, ...],
    now: datetime,
    encoded: str = "",
) -> User:
    """A new account with its roles; refuses a weak password with the reasons.

    `encoded`: `password` as it was hashed before, for a loader that gives many people the same one.
    """
    if roles_clash(frozenset(roles)):
        raise DomainError("invalid", {"fields": {"roles": ["系统、安全、审计管理员不得兼任"]}})
    user = User(username=username, name=name, organ=organ, created_at=now)
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise DomainError("invalid", {"fields": {"password": list(error.messages)}}) from error
    if encoded:
        user.password = encoded
    else:
        user.set_password(password)
    if User.objects.everywhere("sign-in").filter(username=username).exists():
        raise DomainError("invalid", {"fields": {"username": ["用户名已被使用"]}})
    with transaction.atomic():
        user.save(force_insert=True)
        Grant.objects.bulk_create([Grant(user=user, role=role) for role in roles])
    return user


def session_begin(*, request: HttpRequest, username: str, password: str) -> User:
    """Sign in; `sign_in_failed` or `locked_out`."""
    user = authenticate(request, username=username, password=password)
    if getattr(request, "axes_locked_out", False):
        raise DomainError("locked_out")
    if not isinstance(user, User):
        raise DomainError("sign_in_failed")
    login(request, user, backend="backend.services.people.SignIn")
    return user


def session_end(*, request: HttpRequest) -> None:
    """Sign out."""
    logout(request)
