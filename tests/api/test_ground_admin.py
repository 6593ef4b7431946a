"""Django's admin: three administrators, each with their own tables, none with a case."""

from collections.abc import Callable
from datetime import date

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.test import Client
from django.urls import reverse

from backend import clock
from backend.admin import site
from backend.models import CalendarYear, Clock, Grant, JournalLine, Organ, User
from tests.cast import user_of
from tests.house import LAYERS
from tests.services.backend.test_clocks import start
from tests.services.backend.test_journal import write

PASSWORD = "Wenxun-2026"
OWN = {
    "system_admin": {
        "user",
        "organ",
        "calendaryear",
        "specialdate",
        "schoolvacation",
        "periodictask",
        "crontabschedule",
        "intervalschedule",
    },
    "security_admin": {"grant", "accessattempt"},
    "audit_admin": {"journalline", "seal", "logentry", "accesslog"},
}
TABLES = {str(model._meta.model_name): model for model in site._registry}


@pytest.fixture
def administrator(organ: Organ) -> Callable[[str], Client]:
    def sign_in(role: str) -> Client:
        user_of(None, role, "管理员", role)
        client = Client()
        page = client.post("/admin/login/", {"username": role, "password": PASSWORD})
        assert page.status_code == 302
        return client

    return sign_in


def address(name: str, act: str, *args: object) -> str:
    model = TABLES[name]
    return reverse(f"admin:{model._meta.app_label}_{name}_{act}", args=args)


def test_admin_holds_the_tables_of_the_three_and_no_more() -> None:
    assert set(TABLES) == set().union(*OWN.values())


def test_no_case_content_is_in_the_admin() -> None:
    floors = {model._meta.label for model in apps.get_models() if model._meta.app_label in LAYERS[1:]}
    assert {model._meta.label for model in site._registry} & floors == set()


@pytest.mark.parametrize("role", sorted(OWN))
def test_each_administrator_opens_only_his_own_tables(
    administrator: Callable[[str], Client], role: str
) -> None:
    client = administrator(role)
    opened = {name for name in TABLES if client.get(address(name, "changelist")).status_code == 200}
    assert opened == OWN[role]
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("who", ["inspector", "supervisor", "leader", "auditor"])
def test_nobody_else_gets_in(request: pytest.FixtureRequest, who: str) -> None:
    user = request.getfixturevalue(who)
    client = Client()
    page = client.post("/admin/login/", {"username": user.username, "password": PASSWORD})
    assert page.status_code == 200, "the form again"
    client.force_login(user, backend="backend.services.people.SignIn")
    assert client.get(address("user", "changelist")).status_code == 302


def _account(organ: Organ, **more: str) -> dict[str, str]:
    given = {"username": "newcomer", "name": "新来者", "organ": organ.code, "is_active": "on"}
    return given | {"new_password": "Gangcheng-2026"} | more


def test_system_administrator_makes_an_account(administrator: Callable[[str], Client], organ: Organ) -> None:
    page = administrator("system_admin").post(address("user", "add"), _account(organ))
    made = User.objects.everywhere("task").get(username="newcomer")
    assert (page.status_code, made.organ, made.check_password("Gangcheng-2026")) == (302, organ, True)
    assert clock.civil(made.created_at) == date(2026, 9, 15)


@pytest.mark.parametrize("password", ["", "short", "Password123"])
def test_account_needs_a_good_password(
    administrator: Callable[[str], Client], organ: Organ, password: str
) -> None:
    page = administrator("system_admin").post(address("user", "add"), _account(organ, new_password=password))
    assert page.status_code == 200, "the form again"
    assert not User.objects.everywhere("task").filter(username="newcomer").exists()


def test_editing_an_account_keeps_its_password(
    administrator: Callable[[str], Client], inspector: User, organ: Organ
) -> None:
    given = _account(organ, username="inspector", new_password="")
    administrator("system_admin").post(address("user", "change", inspector.pk), given)
    inspector.refresh_from_db()
    assert (inspector.name, inspector.check_password(PASSWORD)) == ("新来者", True)


def test_accounts_are_closed_and_never_deleted(
    administrator: Callable[[str], Client], inspector: User
) -> None:
    client = administrator("system_admin")
    assert client.post(address("user", "delete", inspector.pk), {"post": "yes"}).status_code == 403


def test_security_administrator_grants_a_role(
    administrator: Callable[[str], Client], inspector: User
) -> None:
    client = administrator("security_admin")
    page = client.post(address("grant", "add"), {"user": str(inspector.pk), "role": "leader"})
    roles = User.objects.everywhere("task").get(pk=inspector.pk).roles
    assert (page.status_code, sorted(roles)) == (302, ["inspector", "leader"])


@pytest.mark.parametrize("role", ["system_admin", "audit_admin"])
def test_administrator_is_granted_nothing_else(
    administrator: Callable[[str], Client], inspector: User, role: str
) -> None:
    client = administrator("security_admin")
    page = client.post(address("grant", "add"), {"user": str(inspector.pk), "role": role})
    assert (page.status_code, "不得兼任" in page.content.decode()) == (200, True)


def test_nobody_grants_to_himself(administrator: Callable[[str], Client]) -> None:
    client = administrator("security_admin")
    me = User.objects.everywhere("task").get(username="security_admin")
    page = client.post(address("grant", "add"), {"user": str(me.pk), "role": "leader"})
    own = Grant.objects.everywhere("task").get(user=me)
    assert (page.status_code, own.role) == (200, "security_admin")
    assert client.get(address("grant", "change", own.pk)).status_code == 302


def test_security_administrator_unlocks_a_name(
    administrator: Callable[[str], Client], inspector: User
) -> None:
    stranger = Client()
    for _ in range(5):
        stranger.post("/admin/login/", {"username": "inspector", "password": "wrong"})
    locked = AccessAttempt.objects.get(username="inspector")
    client = administrator("security_admin")
    client.post(address("accessattempt", "delete", locked.pk), {"post": "yes"})
    right = {"username": "inspector", "password": PASSWORD}
    answer = Client().post("/api/v1/session", right, content_type="application/json")
    assert answer.status_code == 200


def test_audit_administrator_looks_and_changes_nothing(
    administrator: Callable[[str], Client], organ: Organ, inspector: User
) -> None:
    line = write(organ, inspector)
    client = administrator("audit_admin")
    assert client.get(address("journalline", "change", line.pk)).status_code == 200
    said = [
        client.post(address("journalline", "change", line.pk), {"verb": "bent"}).status_code,
        client.post(address("journalline", "delete", line.pk), {"post": "yes"}).status_code,
        client.get(address("journalline", "add")).status_code,
    ]
    assert (said, JournalLine.objects.everywhere("task").get(pk=line.pk).verb) == ([403] * 3, line.verb)


def test_edited_calendar_recomputes_the_clocks(
    administrator: Callable[[str], Client], organ: Organ, inspector: User
) -> None:
    row = start(organ, inspector, length=1)
    year = CalendarYear.objects.everywhere("task").get(year=2026)
    client = administrator("system_admin")
    given = {"on": "2026-09-16", "year": str(year.pk), "kind": "bridge", "name": "休"}
    page = client.post(address("specialdate", "add"), given)
    assert (page.status_code, Clock.objects.everywhere("task").get(pk=row.pk).due_on.day) == (302, 17)
    page = client.post(address("specialdate", "delete", "2026-09-16"), {"post": "yes"})
    assert page.status_code == 302
    assert Clock.objects.everywhere("task").get(pk=row.pk).due_on.day == 16
