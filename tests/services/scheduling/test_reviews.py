from backend.models import Organ, User
from scheduling.selectors.draws import draw_review
from tests.factories_scheduling import catalogue_make, officer_make, recusal_make, venue_make
from tests.services.scheduling.drawn import District, whole


def test_review_tells_teams_loads_pairs_and_chances(district: District, supervisor: User) -> None:
    draw = whole(supervisor, rules={"overall": 10000, "lift_recent": False})
    seen = draw_review(draw)
    assert (seen["venues_count"], seen["seats"], seen["open"], seen["seeds"]) == (30, 60, 0, 200)
    assert sum(row["before"] for row in seen["loads"]) == seen["officers"] == 6
    assert sum(row["load"] * row["after"] for row in seen["loads"]) == 60
    assert sum(row["times"] * row["pairs"] for row in seen["pairs"]) == 30
    assert {(row["numerator"], row["denominator"]) for row in seen["chances"]} == {(1, 1)}
    assert all(seat["holder"]["cert_no"] == seat["drawn"] for row in seen["venues"] for seat in row["seats"])
    assert seen["further"] == []


def test_open_seats_come_first_with_why_and_what_else_would_help(
    organ: Organ, calendars: None, supervisor: User
) -> None:
    catalogue_make()
    for number in range(6):
        venue_make(organ, f"91370117MA3E{number:04d}X0", category=("NET", "KTV")[number % 2])
    people = [
        officer_make(organ, f"370117003{n:02d}", lead_quals=["NET"], towns=["370117001"]) for n in range(2)
    ]
    far = officer_make(organ, "37011700309", towns=["370117002"])
    draw = whole(supervisor, rules={"overall": 10000})
    seen = draw_review(draw)
    first = seen["venues"][0]
    assert (seen["open"], first["seats"][0]["holder"], first["seats"][0]["reason"]) == (3, None, "town")
    assert first["seats"][0]["candidates"] == []
    assert [row["open"] for row in seen["stages"]] == [3, 3, 3]
    assert {"relaxation": "town", "open": 0} in seen["further"]
    assert seen["thin"] == seen["seats"] == 12
    assert {c["name"] for c in seen["venues"][-1]["seats"][1]["candidates"]} == {row.name for row in people}
    assert far.name not in str(seen)


def test_recused_officer_is_no_candidate_and_no_reason_is_told(district: District, supervisor: User) -> None:
    kept_away = district.officers[0]
    for venue in district.venues:
        recusal_make(kept_away, venue, supervisor)
    seen = draw_review(whole(supervisor))
    assert kept_away.cert_no not in str(seen)
    assert "近亲属" not in str(seen)
