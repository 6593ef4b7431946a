"""Who sees whose: a district its own, a city its districts', two lines in one district never the other's."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from backend import clock
from backend.models import Approval, Division, Organ, User
from backend.scope import ScopeMissing
from tests.cast import organ_make, user_of


@pytest.fixture
def market_organ(organ: Organ) -> Organ:
    """The other line (市场监管) of the same district."""
    return organ_make("SJ370117", "济南市钢城区市场监督管理局", "钢市监", "370117")


@pytest.fixture
def city_organ(organ: Organ) -> Organ:
    """The city's brigade of the same line: its tree is every organ below its code."""
    row = organ_make("WH3701", "济南市文化市场综合行政执法支队", "济", "3701")
    organ.parent = row
    organ.save()
    return row


def approval(organ: Organ) -> Approval:
    return Approval.objects.create(
        organ=organ, created_at=clock.now(), noun="visit", noun_id=uuid4(), act="visit"
    )


def seen(user: User) -> set[str]:
    return set(Approval.objects.within(user).values_list("organ_id", flat=True))


def test_everybody_sees_the_rows_of_his_own_tree(
    organ: Organ, stranger_organ: Organ, market_organ: Organ, city_organ: Organ
) -> None:
    organs = (organ, stranger_organ, market_organ, city_organ)
    for row in organs:
        approval(row)
    found = {row.code: seen(user_of(row, f"u-{row.code}", "某人", "supervisor")) for row in organs}
    assert found == {
        "WH370117": {"WH370117"},
        "WH370116": {"WH370116"},
        "SJ370117": {"SJ370117"},
        "WH3701": {"WH3701", "WH370116", "WH370117"},
    }


def test_second_organ_of_one_line_in_one_district_is_apart(organ: Organ) -> None:
    second = organ_make("WH370117-2", "济南市钢城区文化和旅游局", "钢文旅", "370117")
    organ.hi = "WH370117-"
    organ.save()
    approval(organ)
    approval(second)
    assert seen(user_of(organ, "one", "甲", "supervisor")) == {"WH370117"}
    assert seen(user_of(second, "two", "乙", "supervisor")) == {"WH370117-2"}


def test_person_without_organ_sees_nothing(organ: Organ) -> None:
    approval(organ)
    assert seen(user_of(None, "adrift", "无单位", "system_admin")) == set()


def test_unnarrowed_query_raises(organ: Organ) -> None:
    row = approval(organ)
    asks: tuple[Callable[[], object], ...] = (
        Approval.objects.all,
        lambda: Approval.objects.filter(pk=row.pk),
        lambda: Approval.objects.get(pk=row.pk),
        Approval.objects.count,
        Approval.objects.exists,
        lambda: Approval.objects.update(act="x"),
        Approval.objects.in_bulk,
        lambda: list(Approval.objects.iterator()),
        lambda: Approval.objects.get_or_create(pk=row.pk),
    )
    for ask in asks:
        with pytest.raises(ScopeMissing):
            ask()


def test_reason_must_be_one_of_the_table() -> None:
    with pytest.raises(ScopeMissing, match="unknown reason"):
        Approval.objects.everywhere("because")  # type: ignore[arg-type]


def test_relations_of_a_row_in_hand_are_plain(inspector: User) -> None:
    assert [grant.role for grant in inspector.grants.all()] == ["inspector"]
    assert inspector.grants.get().user == inspector
    got = User.objects.within(inspector).prefetch_related("grants").get()
    assert [grant.role for grant in got.grants.all()] == ["inspector"]


def test_reference_rows_are_everybodys(stranger: User) -> None:
    assert Division.objects.within(stranger).filter(code="370117").exists()
