from datetime import date, timedelta

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Division, User
from registry.models import Licence, Venue
from scheduling.domain.filtering import Filter
from scheduling.models import PoolFilter
from scheduling.selectors.draws import draw_detail, draw_preview
from scheduling.selectors.filters import filter_list
from scheduling.services.filters import filter_retire, filter_save
from scheduling.services.marks import mark_end, mark_set
from scheduling.services.visits import visit_finish
from tests.factories_scheduling import visit_make
from tests.services.scheduling.drawn import District, drafted, listed, whole

TODAY = date(2026, 9, 15)


def pool(draft: object) -> int:
    return int(draw_preview(draft, TODAY)["pool"])  # type: ignore[arg-type]


def test_venue_with_an_open_case_stays_in_the_roster_with_the_reason(
    district: District, supervisor: User
) -> None:
    accused = district.venues[0]
    cause = ("case", accused.uuid)
    mark_set(venue=accused.uuid, kind="case", cause=cause, on=TODAY)
    mark_set(venue=accused.uuid, kind="case", cause=cause, on=TODAY)
    seen = draw_preview(drafted(supervisor), TODAY)
    assert (seen["pool"], seen["excluded_by_reason"]) == (30, {"case": 1})
    assert [(row["code"], row["reason"]) for row in seen["excluded"]] == [(accused.code, "case")]
    draw = whole(supervisor, rules={"overall": 10000})
    pick = listed(draw, supervisor)[accused.code]
    assert (pick["eligible"], pick["selected"], draw.counts["excluded"]) == ("case", False, {"case": 1})
    mark_end(kind="case", cause=cause, on=TODAY)
    assert "case" not in draw_preview(drafted(supervisor), TODAY)["excluded_by_reason"]


def test_v15_premises_outside_the_district_are_never_drawn(district: District, supervisor: User) -> None:
    far = district.venues[0]
    Division.objects.everywhere("loader").get_or_create(
        code="370116001", defaults={"name": "凤城街道", "parent": "370116", "level": "township"}
    )
    before = pool(drafted(supervisor))
    Venue.objects.everywhere("guard").filter(pk=far.pk).update(township="370116001")
    assert (before, pool(drafted(supervisor))) == (30, 29)
    assert far.code not in listed(whole(supervisor, rules={"overall": 10000}), supervisor)


def test_cut_off_day_is_honoured_by_the_earliest_day_known(district: District, supervisor: User) -> None:
    late, licensed = district.venues[:2]
    for venue in (late, licensed):
        venue.registered_on = date(2026, 6, 1)
        venue.save()
    Licence.objects.create(venue=licensed, kind="网络文化经营许可证", number="W1", issued_on=date(2023, 5, 1))
    draft = drafted(supervisor, set_up_by=date(2025, 12, 31))
    assert (pool(draft), draft.directed) == (29, False)
    assert draw_detail(draft, supervisor)["filter"]["set_up_by"] == "2025-12-31"


def test_directed_pool_by_history_and_last_visit(district: District, supervisor: User) -> None:
    fined, complained, visited, unfounded = district.venues[:4]
    mark_set(venue=fined.uuid, kind="penalty", cause=("case", fined.uuid), on=date(2026, 2, 1))
    mark_set(venue=unfounded.uuid, kind="complaint", cause=("lead", unfounded.uuid), on=date(2026, 3, 1))
    mark_end(kind="complaint", cause=("lead", unfounded.uuid), on=date(2026, 3, 5))
    for venue, trigger in ((complained, "complaint"), (visited, "annual_patrol")):
        row = visit_make(venue, district.officers[:2], supervisor, trigger=trigger)
        visit_finish(
            visit=row,
            finished_at=clock.now() - timedelta(days=9),
            counts_to_cap=True,
            actor=None,
            now=clock.now(),
        )
    draft = drafted(supervisor, history=["penalty", "complaint"], history_since=date(2026, 1, 1))
    assert (pool(draft), draft.directed) == (2, True)
    assert pool(drafted(supervisor, history=["penalty"], history_since=date(2026, 3, 1))) == 0
    assert pool(drafted(supervisor, not_visited_since=date(2026, 9, 1))) == 28


def test_filter_is_kept_under_a_name_and_the_draw_keeps_its_own_copy(
    district: District, supervisor: User
) -> None:
    first = filter_save(name="重点网吧", chosen=Filter(("NET",)), actor=supervisor, now=clock.now())
    draft = drafted(supervisor, categories=["NET"])
    filter_save(name="重点网吧", chosen=Filter(("NET",), grades=("C",)), actor=supervisor, now=clock.now())
    (offered,) = filter_list(supervisor)
    assert (offered["filter"]["grades"], draft.filter["grades"]) == (["C"], [])
    first.refresh_from_db()
    assert first.retired_at is not None
    filter_retire(filter_id=offered["uuid"], actor=supervisor, now=clock.now())
    assert (filter_list(supervisor), PoolFilter.objects.everywhere("guard").count()) == ([], 2)


def test_filter_of_places_and_trades_nobody_knows_is_refused(district: District, supervisor: User) -> None:
    with pytest.raises(DomainError) as refused:
        filter_save(name="别处", chosen=Filter(("网吧",), ("镇",)), actor=supervisor, now=clock.now())
    assert refused.value.data["fields"] == {
        "categories": ["没有这个类别：网吧"],
        "townships": ["没有这个镇街：镇"],
    }
    assert not PoolFilter.objects.everywhere("guard").exists()
