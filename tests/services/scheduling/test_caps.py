from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Organ, User
from registry.models import VenueCategory
from scheduling.models import Trigger
from scheduling.selectors.caps import cap_list, cap_policy_list
from scheduling.services.caps import cap_set
from scheduling.services.visits import visit_finish
from tests.factories_scheduling import catalogue_make, officer_make, venue_make, visit_make
from tests.services.scheduling.drawn import listed, whole


@pytest.fixture(autouse=True)
def catalogue(organ: Organ) -> None:
    catalogue_make()


def rule(supervisor: User, category: str, grade: str, cap: int, year: int = 2026) -> None:
    cap_set(
        year=year,
        category=category,
        grade=grade,
        cap=cap,
        source="2026年频次表",
        actor=supervisor,
        now=clock.now(),
    )


def test_without_a_rule_the_default_stands_and_says_so(organ: Organ, supervisor: User) -> None:
    venue = venue_make(organ, "91370117MA3C0001X1")
    assert cap_list([venue], 2026) == {venue.uuid: (0, 0, 2)}
    assert cap_policy_list(supervisor, 2026) == [
        {
            "category": "*", "category_name": "全部类别", "grade": "*", "cap": 2,
            "source": "默认值，待本机关公布", "default": True,
        }
    ]  # fmt: skip
    rule(supervisor, "NET", "A", 1)
    assert [row["category_name"] for row in cap_policy_list(supervisor, 2026)] == [
        "全部类别",
        "互联网上网服务营业场所",
    ]


def test_most_specific_rule_wins(organ: Organ, supervisor: User) -> None:
    rule(supervisor, "*", "*", 5)
    rule(supervisor, "*", "D", 12)
    rule(supervisor, "NET", "*", 4)
    rule(supervisor, "NET", "A", 1)
    expected = {("NET", "A"): 1, ("NET", "D"): 4, ("KTV", "D"): 12, ("KTV", "A"): 5}
    for number, ((category, grade), cap) in enumerate(expected.items()):
        venue = venue_make(organ, f"91370117MA3C{number:04d}X1", category=category, credit_grade=grade)
        assert cap_list([venue], 2026)[venue.uuid] == (0, 0, cap)


def test_of_several_categories_the_strictest_rule_wins(organ: Organ, supervisor: User) -> None:
    rule(supervisor, "NET", "*", 4)
    rule(supervisor, "KTV", "*", 1)
    venue = venue_make(organ, "91370117MA3C0001X1", category="NET")
    VenueCategory.objects.create(venue=venue, category_id="KTV", entered_on=date(2026, 1, 1))
    assert cap_list([venue], 2026)[venue.uuid] == (0, 0, 1)


def test_draw_names_the_category_whose_cap_is_stricter(organ: Organ, supervisor: User) -> None:
    rule(supervisor, "NET", "*", 4)
    rule(supervisor, "KTV", "*", 1)
    venue = venue_make(organ, "91370117MA3C0001X1", category="NET")
    VenueCategory.objects.create(venue=venue, category_id="KTV", entered_on=date(2026, 1, 1))
    venue_make(organ, "91370117MA3C0002X1", category="NET")
    team = [officer_make(organ, "37011700101"), officer_make(organ, "37011700102")]
    row = visit_make(venue, team, supervisor)
    visit_finish(visit=row, finished_at=clock.now(), counts_to_cap=True, actor=None, now=clock.now())
    draw = whole(supervisor, categories=["NET"], rules={"overall": 10000, "rotation_natural_days": 0})
    picks = [row for _, row in sorted(listed(draw, supervisor).items())]
    assert [(row["cell"], row["eligible"]) for row in picks] == [
        ("370117001/NET+KTV", "cap"),
        ("370117001/NET", "Y"),
    ]


def test_each_organ_and_year_has_its_own_rules(organ: Organ, supervisor: User, stranger: User) -> None:
    rule(supervisor, "*", "*", 3, year=2025)
    rule(stranger, "*", "*", 9)
    venue = venue_make(organ, "91370117MA3C0001X1")
    assert cap_list([venue], 2025)[venue.uuid] == (0, 0, 3)
    assert cap_list([venue], 2026)[venue.uuid] == (0, 0, 2)


def test_rule_is_changed_not_doubled(organ: Organ, supervisor: User) -> None:
    rule(supervisor, "NET", "*", 4)
    rule(supervisor, "NET", "*", 3)
    rows = cap_policy_list(supervisor, 2026)
    assert [(r["category"], r["cap"], r["default"]) for r in rows] == [("*", 2, True), ("NET", 3, False)]


def test_visits_of_last_year_and_exempt_ones_do_not_count(organ: Organ, supervisor: User) -> None:
    venue = venue_make(organ, "91370117MA3C0001X1")
    team = [officer_make(organ, "37011700101"), officer_make(organ, "37011700102")]
    for days, counts in ((300, True), (10, False), (5, True)):
        row = visit_make(venue, team, supervisor)
        visit_finish(
            visit=row,
            finished_at=clock.now() - timedelta(days=days),
            counts_to_cap=counts,
            actor=None,
            now=clock.now(),
        )
    visit_make(venue, team, supervisor, trigger="annual_patrol")
    cap = cap_list([venue], 2026)[venue.uuid]
    assert (cap.used, cap.reserved, cap.limit, cap.reached) == (1, 1, 2, True)


@pytest.mark.parametrize(("category", "grade"), [("XYZ", "*"), ("NET", "E")])
def test_rule_for_nothing_is_refused(organ: Organ, supervisor: User, category: str, grade: str) -> None:
    with pytest.raises(DomainError) as refused:
        rule(supervisor, category, grade, 1)
    assert refused.value.code == "invalid"


def test_caps_cost_the_same_for_one_as_for_many(
    organ: Organ, supervisor: User, django_assert_num_queries: Any
) -> None:
    venues = [venue_make(organ, f"91370117MA3C{number:04d}X1") for number in range(8)]
    for some in (venues[:1], venues):
        with django_assert_num_queries(3):
            cap_list(some, 2026)


def test_triggers_load_keeps_what_an_organ_decided(supervisor: User, capsys: Any) -> None:
    Trigger.objects.everywhere("guard").filter(pk="complaint").update(counts_to_cap=True, name_zh="旧名")
    call_command("triggers_load")
    assert "12 种" in capsys.readouterr().out
    row = Trigger.objects.everywhere("guard").get(pk="complaint")
    assert (row.counts_to_cap, row.name_zh) == (True, "投诉举报（12345/12318/信访）")
