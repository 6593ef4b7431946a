"""The fixed cast of the tests: one district's people, and a stranger from the next."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from backend import clock
from backend.clock import BEIJING
from backend.models import Grant, Organ, User

TODAY = datetime(2026, 9, 15, 10, 0, tzinfo=BEIJING)


@dataclass(frozen=True)
class Cast:
    """Everybody of district 370117 at once, for factories."""

    organ: Organ
    inspector: User
    colleague: User
    supervisor: User
    leader: User
    legal_reviewer: User
    industry_section: User
    liaison: User
    auditor: User


@pytest.fixture(autouse=True)
def today_is_fixed() -> Iterator[None]:
    """Every test begins on 2026-09-15 at 10:00 in Beijing; its clock runs on from there."""
    cache.clear()
    with clock.at(TODAY):
        yield


def organ_make(code: str, name: str, short: str, division: str) -> Organ:
    return Organ.objects.create(
        code=code,
        name=name,
        short_name=name[-12:],
        number_short=short,
        division_id=division,
        lo=code,
        hi=code + "~",
    )


def user_of(organ: Organ | None, username: str, name: str, *roles: str) -> User:
    user = User(username=username, name=name, organ=organ, created_at=clock.now() - timedelta(days=300))
    user.set_password("Wenxun-2026")
    user.save()
    Grant.objects.bulk_create([Grant(user=user, role=role) for role in roles])
    return user


@pytest.fixture
def organ(db: None) -> Organ:
    return organ_make("WH370117", "济南市钢城区文化市场综合行政执法大队", "钢", "370117")


@pytest.fixture
def stranger_organ(db: None) -> Organ:
    return organ_make("WH370116", "济南市莱芜区文化市场综合行政执法大队", "莱", "370116")


@pytest.fixture
def calendars(db: None) -> None:
    """The tables of 2025 and 2026 (tests/database.py loads them for every test)."""


@pytest.fixture
def inspector(organ: Organ) -> User:
    return user_of(organ, "inspector", "林知远", "inspector")


@pytest.fixture
def colleague(organ: Organ) -> User:
    return user_of(organ, "colleague", "宋明岚", "inspector")


@pytest.fixture
def supervisor(organ: Organ) -> User:
    return user_of(organ, "supervisor", "邵立行", "supervisor")


@pytest.fixture
def second_supervisor(organ: Organ) -> User:
    return user_of(organ, "supervisor2", "陶启年", "supervisor")


@pytest.fixture
def leader(organ: Organ) -> User:
    return user_of(organ, "leader", "顾承岳", "leader")


@pytest.fixture
def legal_reviewer(organ: Organ) -> User:
    return user_of(organ, "reviewer", "季文度", "legal_reviewer")


@pytest.fixture
def industry_section(organ: Organ) -> User:
    return user_of(organ, "industry", "管若木", "industry_section")


@pytest.fixture
def liaison(organ: Organ) -> User:
    return user_of(organ, "liaison", "路一鸣", "street_liaison")


@pytest.fixture
def auditor(organ: Organ) -> User:
    return user_of(organ, "auditor", "严若水", "auditor")


@pytest.fixture
def cast(
    organ: Organ,
    inspector: User,
    colleague: User,
    supervisor: User,
    leader: User,
    legal_reviewer: User,
    industry_section: User,
    liaison: User,
    auditor: User,
) -> Cast:
    return Cast(
        organ,
        inspector,
        colleague,
        supervisor,
        leader,
        legal_reviewer,
        industry_section,
        liaison,
        auditor,
    )


@pytest.fixture
def stranger(stranger_organ: Organ) -> User:
    """From another district, with every role there."""
    return user_of(
        stranger_organ, "stranger", "外区人", "inspector", "supervisor", "leader", "legal_reviewer"
    )


@pytest.fixture
def client_of() -> Callable[[User | None], APIClient]:
    """A client signed in as somebody, or nobody for None."""

    def make(user: User | None) -> APIClient:
        client = APIClient()
        if user is not None:
            client.force_login(user, backend="backend.services.people.SignIn")
        return client

    return make
