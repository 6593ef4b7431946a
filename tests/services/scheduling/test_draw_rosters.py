from datetime import date, timedelta
from pathlib import Path

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Organ, User
from scheduling.models import DrawFile, Visit, VisitOfficer
from scheduling.selectors.draws import draw_preview, pick_list
from scheduling.services.leaves import leave_enter
from scheduling.services.visits import visit_finish
from tests.factories_scheduling import catalogue_make, officer_make, recusal_make, venue_make, visit_make
from tests.services.scheduling.drawn import (
    District,
    committed,
    district_make,
    drafted,
    listed,
    verified,
    whole,
)


def test_v05_venue_at_its_cap_stays_in_the_roster_with_the_reason(
    district: District, supervisor: User
) -> None:
    busy = district.venues[1]
    for _ in range(2):
        row = visit_make(busy, district.officers[:2], supervisor)
        visit_finish(
            visit=row,
            finished_at=clock.now() - timedelta(days=1),
            counts_to_cap=True,
            actor=None,
            now=clock.now(),
        )
    draw = whole(supervisor, rules={"overall": 10000, "lift_recent": False})
    rows = listed(draw, supervisor)
    assert (rows[busy.code]["eligible"], rows[busy.code]["selected"]) == ("cap", False)
    assert draw.counts["excluded"]["cap"] == 1
    assert len(rows) == len(pick_list(draw, supervisor)) == 30


def test_v05_arranged_visits_of_another_draw_count_too(district: District, supervisor: User) -> None:
    busy = district.venues[1]
    for _ in range(2):
        visit_make(busy, district.officers[:2], supervisor, trigger="annual_patrol")
    draw = whole(supervisor)
    assert listed(draw, supervisor)[busy.code]["eligible"] == "cap"


@pytest.mark.parametrize(("allowed", "verdict"), [(True, "Y"), (False, "cap")])
def test_v05_key_items_exceed_the_cap_only_by_rule(
    district: District, supervisor: User, allowed: bool, verdict: str
) -> None:
    busy = district.venues[3]
    assert busy.credit_grade == "C"
    for _ in range(2):
        row = visit_make(busy, district.officers[:2], supervisor)
        visit_finish(
            visit=row,
            finished_at=clock.now() - timedelta(days=200),
            counts_to_cap=True,
            actor=None,
            now=clock.now(),
        )
    draw = whole(supervisor, item_class="key", rules={"overall": 10000, "key_exceeds_cap": allowed})
    pick = listed(draw, supervisor)[busy.code]
    assert (pick["eligible"], pick["selected"]) == (verdict, allowed)
    if allowed:
        assert Visit.objects.everywhere("guard").get(draw=draw, venue=busy).cap_reason


def test_v02_recused_officer_is_never_drawn_for_the_venue(district: District, supervisor: User) -> None:
    kept_away = district.officers[0]
    for venue in district.venues:
        recusal_make(kept_away, venue, supervisor)
    draw = whole(supervisor)
    assert not VisitOfficer.objects.everywhere("guard").filter(visit__draw=draw, officer=kept_away).exists()
    blocked = DrawFile.objects.everywhere("published").get(draw=draw, name="blocked.tsv").content
    assert blocked.count(kept_away.cert_no) == 30
    assert "近亲属" not in blocked


def test_v01_expired_certificate_is_not_drawn(district: District, supervisor: User) -> None:
    expired = district.officers[0]
    expired.cert_valid_to = date(2026, 9, 29)
    expired.save()
    draw = whole(supervisor)
    assert not VisitOfficer.objects.everywhere("guard").filter(visit__draw=draw, officer=expired).exists()


def test_public_files_name_no_officer(district: District, supervisor: User) -> None:
    draw = whole(supervisor)
    for row in DrawFile.objects.everywhere("published").filter(draw=draw):
        for officer in district.officers:
            assert officer.name not in row.content


def test_infeasible_match_is_reported_in_full(organ: Organ, calendars: None, supervisor: User) -> None:
    catalogue_make()
    for number in range(6):
        venue_make(organ, f"91370117MA3E{number:04d}X0", category="KTV")
    officer_make(organ, "37011700301", lead_quals=["NET"], quals=["NET"])
    officer_make(organ, "37011700302", lead_quals=["NET"], quals=["NET"])
    draw = whole(supervisor, rules={"overall": 10000})
    assert [row["open"] for row in draw.stages] == [6, 6, 6]
    assert len(draw.open_seats) == 6
    assert {(s["seat"], s["reason"], tuple(s["ways_out"])) for s in draw.open_seats} == {
        (0, "qualification", ("assign", "qualify"))
    }
    assert draw.open_seats[0]["funnel"]["qualification"] == 0


def test_cap_shortage_says_how_much_is_lacking(organ: Organ, calendars: None, supervisor: User) -> None:
    catalogue_make()
    for number in range(10):
        venue_make(organ, f"91370117MA3E{number:04d}X0")
    officer_make(organ, "37011700301")
    officer_make(organ, "37011700302")
    draw = whole(supervisor, rules={"overall": 10000, "officer_cap": 4, "relax": []})
    (shortage,) = draw.shortages
    assert (shortage["seats"], shortage["capacity"], shortage["lacking"], shortage["raise_by"]) == (
        20,
        8,
        12,
        6,
    )
    assert len(draw.open_seats) == 12


def test_three_hundred_venues_are_drawn_and_verified(
    organ: Organ, calendars: None, supervisor: User, tmp_path: Path
) -> None:
    catalogue_make()
    district_make(organ, venues=300, officers=14)
    draw = whole(supervisor, rules={"overall": 2000})
    assert sum(draw.quota.values()) == 60
    assert Visit.objects.everywhere("guard").filter(draw=draw).count() == 60
    status, words = verified(draw, tmp_path)
    assert status == 0, words


def test_last_team_does_not_return_to_the_venue(organ: Organ, calendars: None, supervisor: User) -> None:
    catalogue_make()
    district = district_make(organ, venues=1, officers=4)
    row = visit_make(district.venues[0], district.officers[:2], supervisor)
    visit_finish(
        visit=row,
        finished_at=clock.now() - timedelta(days=300),
        counts_to_cap=False,
        actor=None,
        now=clock.now(),
    )
    draw = whole(supervisor, rules={"overall": 10000})
    seats = VisitOfficer.objects.everywhere("guard").filter(visit__draw=draw)
    assert {seat.officer_id for seat in seats} == {row.pk for row in district.officers[2:]}


def test_visit_of_a_draw_has_the_items_of_its_own_categories(district: District, supervisor: User) -> None:
    draw = whole(supervisor, items=["NET-01", "KTV-02"], rules={"overall": 10000})
    for visit in Visit.objects.everywhere("guard").filter(draw=draw).select_related("venue"):
        category = visit.venue.categories.get().category_id
        assert visit.items == ({"NET": ["NET-01"], "KTV": ["KTV-02"]}[category])


def test_empty_pool_is_not_committed(district: District, supervisor: User) -> None:
    draft = drafted(supervisor, townships=["370116"])
    with pytest.raises(DomainError) as refused:
        committed(supervisor, draft)
    assert (refused.value.code, refused.value.data["missing"]) == ("facts_missing", ["venues"])
    assert draw_preview(draft, date(2026, 9, 15))["pool"] == 0


def test_unknown_category_is_not_drafted(district: District, supervisor: User) -> None:
    with pytest.raises(DomainError) as refused:
        drafted(supervisor, categories=["XYZ"])
    assert (refused.value.code, list(refused.value.data["fields"])) == ("invalid", ["categories"])


def test_pool_is_narrowed_by_category_township_and_grade(district: District, supervisor: User) -> None:
    draft = drafted(supervisor, categories=["NET"], townships=["370117001"], grades=["A", "B"])
    seen = draw_preview(draft, date(2026, 9, 15))
    expected = [
        v.code
        for n, v in enumerate(district.venues)
        if n % 2 == 0 and v.township_id == "370117001" and v.credit_grade in "AB"
    ]
    assert seen["pool"] == len(expected)
    assert {(row["grade"] in "AB", row["cell"]) for row in seen["cells"]} == {(True, "370117001/NET")}


def test_officer_on_leave_is_not_drawn(district: District, supervisor: User) -> None:
    away = district.officers[0]
    leave_enter(
        officer_id=away.uuid, starts_on=date(2026, 9, 24), ends_on=date(2026, 9, 25), actor=supervisor,
        now=clock.now(),
    )  # fmt: skip
    draw = whole(supervisor)
    assert not VisitOfficer.objects.everywhere("guard").filter(visit__draw=draw, officer=away).exists()


def test_short_leave_is_tolerated_by_rule(district: District, supervisor: User) -> None:
    for officer in district.officers:
        leave_enter(
            officer_id=officer.uuid, starts_on=date(2026, 9, 24), ends_on=date(2026, 9, 25), actor=supervisor,
            now=clock.now(),
        )  # fmt: skip
    assert len(whole(supervisor, rules={"overall": 3000, "leave_natural_days": 2}).open_seats) == 0
