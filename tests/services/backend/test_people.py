"""Accounts, roles and who may sign in."""

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Organ, User
from backend.permissions import admin_may, may, require, roles_clash, verbs_for
from backend.services.people import user_make
from tests.services.backend.test_moves import MOVES

GOOD = "Gangcheng-2026"


def make(organ: Organ, **more: Any) -> User:
    given: dict[str, Any] = {
        "username": "newcomer",
        "name": "新来者",
        "password": GOOD,
        "roles": ("inspector",),
    }
    return user_make(organ=organ, now=clock.now(), **(given | more))


def test_account_is_made_with_its_roles(organ: Organ) -> None:
    user = make(organ, roles=("inspector", "leader"))
    assert (sorted(user.roles), user.check_password(GOOD)) == (["inspector", "leader"], True)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Short-1", "密码长度太短"),
        ("newcomer-1", "密码跟 用户名 太相似"),
        ("1234567890", "密码只包含数字"),
        ("Password123", "须同时含有字母、数字和符号"),
        ("password123", "常见"),
        ("夜间巡查时段表", "须同时含有字母、数字和符号"),
    ],
)
def test_weak_password_is_refused_with_the_reason(organ: Organ, password: str, why: str) -> None:
    with pytest.raises(DomainError) as refusal:
        make(organ, password=password)
    assert (refusal.value.code, why in str(refusal.value.data)) == ("invalid", True), refusal.value.data
    assert User.objects.everywhere("task").count() == 0


def test_user_name_is_given_once(organ: Organ) -> None:
    make(organ)
    with pytest.raises(DomainError) as refusal:
        make(organ)
    assert refusal.value.data == {"fields": {"username": ["用户名已被使用"]}}


@pytest.mark.parametrize(
    ("roles", "clash"),
    [
        ({"inspector", "leader"}, False),
        ({"system_admin"}, False),
        ({"system_admin", "audit_admin"}, True),
        ({"security_admin", "supervisor"}, True),
    ],
)
def test_administrator_is_nothing_else(organ: Organ, roles: set[str], clash: bool) -> None:
    assert roles_clash(frozenset(roles)) is clash
    if clash:
        with pytest.raises(DomainError):
            make(organ, roles=tuple(roles))


def test_inactive_person_does_not_sign_in(organ: Organ) -> None:
    user = make(organ)
    request = RequestFactory().post("/")
    given: dict[str, Any] = {"request": request, "username": "newcomer", "password": GOOD}
    assert authenticate(**given) == user
    user.is_active = False
    user.save()
    assert authenticate(**given) is None


@pytest.mark.parametrize(
    ("username", "password"), [("newcomer", "wrong"), ("nobody", GOOD), ("newcomer", "")]
)
def test_wrong_name_or_password_does_not_sign_in(organ: Organ, username: str, password: str) -> None:
    make(organ)
    assert authenticate(request=RequestFactory().post("/"), username=username, password=password) is None


def test_verb_is_asked_of_the_roles(inspector: User, leader: User) -> None:
    assert (may(inspector, "inspection.submit"), may(leader, "inspection.submit")) == (True, False)
    with pytest.raises(DomainError) as refusal:
        require(leader, "inspection.submit")
    assert (refusal.value.code, refusal.value.data) == ("not_allowed", {"verb": "inspection.submit"})


def test_person_sees_the_open_moves_of_his_roles(leader: User, inspector: User) -> None:
    table = {("planned", "visit.approve"): MOVES[("asked", "approve")]}
    assert (verbs_for(leader, table, "planned"), verbs_for(inspector, table, "planned")) == (
        ["visit.approve"],
        [],
    )
    assert verbs_for(leader, table, "approved") == []


@pytest.mark.parametrize(
    ("role", "perm", "allowed"),
    [
        ("system_admin", "backend.change_user", True),
        ("system_admin", "backend.view_grant", False),
        ("security_admin", "backend.add_grant", True),
        ("security_admin", "axes.delete_accessattempt", True),
        ("security_admin", "backend.view_user", False),
        ("audit_admin", "backend.view_journalline", True),
        ("audit_admin", "backend.delete_journalline", False),
        ("system_admin", "enforcement.view_case", False),
        ("inspector", "backend.view_user", False),
        ("system_admin", "registry.view_user", False),
    ],
)
def test_administrators_have_each_their_own_tables(role: str, perm: str, allowed: bool) -> None:
    assert admin_may(frozenset({role}), perm) is allowed
