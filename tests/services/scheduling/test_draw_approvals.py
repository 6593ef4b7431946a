import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Organ, User
from registry.models import Officer
from scheduling.models import DrawLogLine, Visit, VisitOfficer
from scheduling.services.draws import draw_approve, draw_ask, draw_void
from scheduling.services.visits import visit_approve, visit_ask, visit_assign, visit_finish
from tests.factories_scheduling import (
    catalogue_make,
    officer_make,
    recusal_make,
    venue_make,
    visit_make,
)
from tests.services.scheduling.drawn import (
    District,
    at_moment,
    committed,
    drawn,
    events,
    replaced,
    verified,
    visits_of_draw,
    whole,
)


def test_leader_approves_the_whole_draw_in_one_act(
    district: District, supervisor: User, leader: User
) -> None:
    draw = whole(supervisor)
    draw_ask(draw_id=draw.uuid, actor=supervisor, now=clock.now())
    draw = draw_approve(draw_id=draw.uuid, approve="approved", actor=leader, now=clock.now())
    visits = Visit.objects.everywhere("guard").filter(draw=draw)
    assert {row.state for row in visits} == {"approved"}
    assert draw.approval is not None
    content = draw.approval.content
    assert (content["items"], content["basis"]) == (["NET-01", "KTV-01"], "国办发〔2024〕54号")
    assert len(content["visits"]) == 9
    assert {v["cap"] for v in content["visits"]} == {"0/2"}
    assert all(len(v["officers"]) == 2 for v in content["visits"])


def test_rejected_draw_leaves_its_visits_planned(district: District, supervisor: User, leader: User) -> None:
    draw = whole(supervisor)
    draw_ask(draw_id=draw.uuid, actor=supervisor, now=clock.now())
    with pytest.raises(DomainError) as refused:
        draw_approve(draw_id=draw.uuid, approve="rejected", actor=leader, now=clock.now())
    assert refused.value.code == "reason_needed"
    draw_approve(
        draw_id=draw.uuid, approve="rejected", reason="依据应写明条款", actor=leader, now=clock.now()
    )
    assert {row.state for row in Visit.objects.everywhere("guard").filter(draw=draw)} == {"planned"}
    draw_ask(draw_id=draw.uuid, actor=supervisor, now=clock.now())
    draw_approve(draw_id=draw.uuid, approve="approved", actor=leader, now=clock.now())
    assert {row.state for row in Visit.objects.everywhere("guard").filter(draw=draw)} == {"approved"}


def test_one_visit_of_a_draw_is_approved_alone(district: District, supervisor: User, leader: User) -> None:
    draw = whole(supervisor)
    visit = Visit.objects.everywhere("guard").filter(draw=draw).first()
    assert visit is not None
    visit_approve(visit_id=visit.uuid, approve="approved", actor=leader, now=clock.now())
    draw_ask(draw_id=draw.uuid, actor=supervisor, now=clock.now())
    draw = draw_approve(draw_id=draw.uuid, approve="approved", actor=leader, now=clock.now())
    assert {row.state for row in Visit.objects.everywhere("guard").filter(draw=draw)} == {"approved"}
    visit.refresh_from_db()
    assert visit.approval_id != draw.approval_id


def test_v03_open_seat_is_assigned_with_reason_and_approver(
    organ: Organ, calendars: None, supervisor: User, leader: User, tmp_path: Path
) -> None:
    catalogue_make()
    venue_make(organ, "91370117MA3E0000X0", category="KTV")
    officer_make(organ, "37011700301", lead_quals=["NET"], quals=["NET"])
    other = officer_make(organ, "37011700302", lead_quals=["NET"], quals=["NET"])
    draw = whole(supervisor, rules={"overall": 10000})
    visit = Visit.objects.everywhere("guard").get(draw=draw)
    (second,) = VisitOfficer.objects.everywhere("guard").filter(visit=visit)
    free = (
        other
        if second.officer_id != other.pk
        else second.officer.__class__.objects.everywhere("guard").get(cert_no="37011700301")
    )
    with pytest.raises(DomainError) as refused:
        visit_approve(visit_id=visit.uuid, approve="approved", actor=leader, now=clock.now())
    assert refused.value.data["missing"] == ["two_officers"]
    with pytest.raises(DomainError) as refused:
        visit_assign(
            visit_id=visit.uuid, seat=0, officer_id=free.uuid, reason="", actor=supervisor, now=clock.now()
        )
    assert refused.value.data["missing"] == ["reason"]
    visit_assign(
        visit_id=visit.uuid, seat=0, officer_id=free.uuid, reason="本队无歌舞主检资质人员", actor=supervisor,
        now=clock.now(),
    )  # fmt: skip
    with at_moment(draw, timedelta(hours=1)):
        visit = visit_approve(visit_id=visit.uuid, approve="approved", actor=leader, now=clock.now())
    assert visit.state == "approved"
    assert events(draw) == ["COMMIT", "BEACON", "RESULT", "ASSIGN"]
    line = json.loads(DrawLogLine.objects.everywhere("published").get(ev="ASSIGN").line)
    assert (line["slot"], line["officer"], line["code"]) == (0, free.cert_no, "direct")
    status, words = verified(draw, tmp_path)
    assert status == 0, words


def test_v03_recused_officer_is_not_assigned(organ: Organ, calendars: None, supervisor: User) -> None:
    catalogue_make()
    venue = venue_make(organ, "91370117MA3E0000X0", category="KTV")
    officer_make(organ, "37011700301", lead_quals=[])
    recused = officer_make(organ, "37011700302", lead_quals=[])
    recusal_make(recused, venue, supervisor)
    draw = whole(supervisor, rules={"overall": 10000})
    visit = Visit.objects.everywhere("guard").get(draw=draw)
    with pytest.raises(DomainError) as refused:
        visit_assign(
            visit_id=visit.uuid, seat=0, officer_id=recused.uuid, reason="人手不足", actor=supervisor,
            now=clock.now(),
        )  # fmt: skip
    assert refused.value.code == "officer_recused"


def test_stranger_cannot_touch_a_draw(district: District, supervisor: User, stranger: User) -> None:
    draw = committed(supervisor)
    acts: tuple[Callable[[], object], ...] = (
        lambda: committed(stranger, draw),
        lambda: draw_void(draw_id=draw.uuid, code="roster", reason="无", actor=stranger, now=clock.now()),
        lambda: drawn(draw, stranger),
        lambda: draw_ask(draw_id=draw.uuid, actor=stranger, now=clock.now()),
        lambda: draw_approve(draw_id=draw.uuid, approve="approved", actor=stranger, now=clock.now()),
    )
    for act in acts:
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "not_found"


def test_draw_is_asked_about_once_and_before_it_is_decided(
    district: District, supervisor: User, leader: User
) -> None:
    draw = whole(supervisor)
    with pytest.raises(DomainError) as refused:
        draw_approve(draw_id=draw.uuid, approve="approved", actor=leader, now=clock.now())
    assert refused.value.data["missing"] == ["approval"]
    draw_ask(draw_id=draw.uuid, actor=supervisor, now=clock.now())
    with pytest.raises(DomainError) as refused:
        draw_ask(draw_id=draw.uuid, actor=supervisor, now=clock.now())
    assert refused.value.code == "conflict"


def test_draw_with_nothing_left_to_approve_is_not_asked_about(
    district: District, supervisor: User, leader: User
) -> None:
    draw = whole(supervisor)
    for visit in Visit.objects.everywhere("guard").filter(draw=draw):
        visit_approve(visit_id=visit.uuid, approve="approved", actor=leader, now=clock.now())
    with pytest.raises(DomainError) as refused:
        draw_ask(draw_id=draw.uuid, actor=supervisor, now=clock.now())
    assert refused.value.data["missing"] == ["visits"]


def test_v11_draw_is_not_approved_over_a_cap_reached_meanwhile(
    district: District, supervisor: User, leader: User
) -> None:
    draw = whole(supervisor)
    visit = Visit.objects.everywhere("guard").select_related("venue").filter(draw=draw).first()
    assert visit is not None
    for _ in range(2):
        other = visit_make(visit.venue, district.officers[:2], supervisor)
        visit_finish(visit=other, finished_at=clock.now(), counts_to_cap=True, actor=None, now=clock.now())
    draw_ask(draw_id=draw.uuid, actor=supervisor, now=clock.now())
    with pytest.raises(DomainError) as refused:
        draw_approve(draw_id=draw.uuid, approve="approved", actor=leader, now=clock.now())
    assert (refused.value.code, refused.value.data["visit"]) == ("cap_reached", str(visit.uuid))
    assert {row.state for row in Visit.objects.everywhere("guard").filter(draw=draw)} == {"planned"}


def test_v03_taken_seat_or_asked_visit_is_not_assigned(district: District, supervisor: User) -> None:
    draw = whole(supervisor)
    visit = Visit.objects.everywhere("guard").filter(draw=draw).first()
    assert visit is not None
    team = set(visit.team.values_list("officer_id", flat=True))
    free = next(officer for officer in district.officers if officer.pk not in team)

    def assign(seat: int) -> str:
        with pytest.raises(DomainError) as refused:
            visit_assign(
                visit_id=visit.uuid, seat=seat, officer_id=free.uuid, reason="换人", actor=supervisor,
                now=clock.now(),
            )  # fmt: skip
        return refused.value.code

    assert (assign(0), assign(2)) == ("conflict", "invalid")


def seated(visit: Visit) -> dict[int, str]:
    rows = VisitOfficer.objects.everywhere("guard").filter(visit=visit, ended_at__isnull=True)
    return dict(rows.values_list("seat", "officer__cert_no"))


def test_who_was_assigned_and_cannot_come_gives_the_seat_back_for_another(
    district: District, supervisor: User, leader: User, tmp_path: Path
) -> None:
    people = Officer.objects.everywhere("guard")
    draw = whole(supervisor, rules={"overall": 3000, "officer_cap": 3, "relax": []})
    visit = visits_of_draw(draw)[0]
    draw = replaced(draw, supervisor, visit, "sick", seat=1)
    taken = [*seated(visit).values(), draw.picks.get(code=visit.venue.code).team[0]]
    free = [row for row in people.order_by("cert_no") if row.cert_no not in taken]
    for number, officer in enumerate(free[:2]):
        with at_moment(draw, timedelta(hours=6 + number)):
            visit_assign(
                visit_id=visit.pk, seat=1, officer_id=officer.uuid, reason="借调", actor=supervisor,
                now=clock.now(),
            )  # fmt: skip
            visit_ask(visit_id=visit.pk, actor=supervisor, now=clock.now())
            visit_approve(visit_id=visit.pk, approve="approved", actor=leader, now=clock.now())
        if not number:
            draw = replaced(draw, supervisor, visit, "leave", seat=1, later=timedelta(hours=6, minutes=1))
            visit.refresh_from_db()
            assert (visit.state, sorted(seated(visit))) == ("planned", [0])
            assert [seat["seat"] for seat in draw.open_seats if seat["visit"] == str(visit.pk)][-1] == 1
            with pytest.raises(DomainError, match="conflict"):
                replaced(draw, supervisor, visit, "leave", seat=1, later=timedelta(hours=6, minutes=2))
    assert events(draw)[3:] == ["REPLACE", "ASSIGN", "ASSIGN"]
    assert seated(visit)[1] == free[1].cert_no
    status, words = verified(draw, tmp_path)
    assert status == 0, words
