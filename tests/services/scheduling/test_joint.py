import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import User
from registry.models import Officer
from scheduling.models import Draw, DrawPartner, Visit, VisitOfficer, VisitParticipant
from scheduling.selectors.door import public_visit
from scheduling.selectors.draws import draw_detail
from scheduling.selectors.joint import organ_list, partner_list, seat_officers
from scheduling.selectors.visits import visit_card
from scheduling.services.draws import draw_join
from scheduling.services.visits import visit_approve, visit_assign, visit_cancel
from tests.cast import organ_make, user_of
from tests.factories_scheduling import item_make, officer_make
from tests.services.scheduling.drawn import (
    District,
    at_moment,
    committed,
    drafted,
    drawn,
    events,
    verified,
)


@dataclass
class Fire:
    """The fire brigade of the same district, asked to take part."""

    chief: User
    officers: list[Officer]
    code: str


@pytest.fixture
def fire(district: District) -> Fire:
    organ = organ_make("XF370117", "济南市钢城区消防救援大队", "消", "370117")
    item_make("NET-91", "NET", 91)
    people = [officer_make(organ, f"370117009{n:02d}") for n in range(3)]
    return Fire(user_of(organ, "xiaofang", "火向明", "supervisor", "inspector"), people, organ.code)


def joint(supervisor: User, fire: Fire, **values: Any) -> Draw:
    partners = [{"organ": fire.code, "items": ["NET-02"], "seats": 1}]
    return drafted(supervisor, categories=["NET"], partners=partners, **values)


def agreed(draft: Draw, fire: Fire) -> DrawPartner:
    partner = draft.partners.get()
    return draw_join(partner_id=partner.uuid, items=["NET-91"], actor=fire.chief, now=clock.now())


def test_joint_draw_waits_for_every_organ_that_was_asked(
    district: District, supervisor: User, fire: Fire
) -> None:
    draft = joint(supervisor, fire)
    with pytest.raises(DomainError) as refused:
        committed(supervisor, draft)
    assert (refused.value.code, refused.value.data["missing"]) == ("facts_missing", ["partners"])
    with pytest.raises(DomainError) as not_his:
        draw_join(partner_id=draft.partners.get().uuid, items=["NET-91"], actor=supervisor, now=clock.now())
    assert not_his.value.code == "not_allowed"
    assert [row["verbs"] for row in partner_list(fire.chief)] == [["draw.join"]]
    agreed(draft, fire)
    assert committed(supervisor, draft).state == Draw.State.COMMITTED
    assert [row["verbs"] for row in partner_list(fire.chief)] == [[]]
    assert draw_detail(draft, supervisor)["partners"][0]["agreed_by"] == "火向明"


def test_one_visit_has_a_seat_for_each_organ_and_the_leading_organ_leads(
    district: District, supervisor: User, fire: Fire, tmp_path: Path
) -> None:
    draft = joint(supervisor, fire, rules={"overall": 10000})
    agreed(draft, fire)
    draw = drawn(committed(supervisor, draft), supervisor)
    assert json.loads(draw.commit)["policy"]["seats"]["NET"] == ["L:NET", "U:WH370117", "U:XF370117"]
    theirs = {row.pk for row in fire.officers}
    seats = VisitOfficer.objects.everywhere("guard").filter(visit__draw=draw)
    assert seats.count() == 45
    assert all((row.officer_id in theirs) == (row.seat == 2) for row in seats)
    status, words = verified(draw, tmp_path)
    assert status == 0, words


def test_each_organ_sees_its_own_items_and_only_the_leading_one_decides(
    district: District, supervisor: User, fire: Fire
) -> None:
    draft = joint(supervisor, fire, assistants=[{"name": "安可期", "role": "电气专家"}])
    agreed(draft, fire)
    draw = drawn(committed(supervisor, draft), supervisor)
    visit = Visit.objects.within(fire.chief).filter(draw=draw).first()
    assert visit is not None
    ours, theirs = visit_card(visit, actor=supervisor), visit_card(visit, actor=fire.chief)
    assert (ours["items"], theirs["items"]) == (["NET-01"], ["NET-91"])
    assert ours["participants"] == [{"organ": "济南市钢城区消防救援大队", "items": 1}]
    assert theirs["assistants"] == [{"name": "安可期", "role": "电气专家"}]
    assert ours["verbs"] and not theirs["verbs"]
    assert [one["own"] for one in ours["team"]] == [True, True, False]
    assert [one["own"] for one in theirs["team"]] == [False, False, True]
    assert "NET-01" not in theirs["notice"]["items_text"]
    with pytest.raises(DomainError) as refused:
        visit_cancel(visit_id=visit.uuid, reason="不去", actor=fire.chief, now=clock.now())
    assert refused.value.code == "not_allowed"


def test_an_organ_checks_at_each_venue_only_what_is_about_it(
    district: District, supervisor: User, fire: Fire
) -> None:
    item_make("KTV-91", "KTV", 91)
    draft = joint(supervisor, fire)
    draw_join(
        partner_id=draft.partners.get().uuid, items=["NET-91", "KTV-91"], actor=fire.chief, now=clock.now()
    )
    draw = drawn(committed(supervisor, draft), supervisor)
    parts = VisitParticipant.objects.everywhere("guard").filter(visit__draw=draw)
    assert {tuple(one.items) for one in parts} == {("NET-91",)}


def test_the_business_reads_who_takes_part_and_who_checks_what(
    district: District, supervisor: User, fire: Fire
) -> None:
    draft = joint(supervisor, fire, assistants=[{"name": "安可期", "role": "电气专家"}])
    agreed(draft, fire)
    draw = drawn(committed(supervisor, draft), supervisor)
    visit = Visit.objects.within(supervisor).filter(draw=draw)[0]
    shown = public_visit(visit.token, draw.visit_from)
    assert shown is not None
    assert shown["participants"] == [{"organ": "济南市钢城区消防救援大队", "items": 1}]
    assert shown["assistants"] == [{"name": "安**", "role": "电气专家"}]
    assert {row["code"]: row["organ"] for row in shown["items"]} == {
        "NET-01": "",
        "NET-91": "济南市钢城区消防救援大队",
    }


def test_an_open_seat_of_an_organ_goes_to_its_own_officers_alone(
    district: District, supervisor: User, leader: User, fire: Fire, tmp_path: Path
) -> None:
    own = [*district.officers, *(officer_make(district.organ, f"370117003{n:02d}") for n in range(4))]
    draft = joint(supervisor, fire, rules={"officer_cap": 3, "relax": [], "overall": 10000})
    agreed(draft, fire)
    draw = drawn(committed(supervisor, draft), supervisor)
    assert {(one["seat"], one["needs"]) for one in draw.open_seats} == {(2, "U:XF370117")}
    visit = Visit.objects.within(supervisor).get(draw=draw, venue__code=draw.open_seats[0]["code"])

    def assign(officer: Officer) -> None:
        visit_assign(
            visit_id=visit.pk, seat=2, officer_id=officer.pk, reason="消防力量不足", actor=supervisor,
            now=clock.now(),
        )  # fmt: skip

    with pytest.raises(DomainError) as refused:
        assign(own[0])
    assert list(refused.value.data["fields"]) == ["officer"]
    assert [row["cert_no"] for row in seat_officers(visit, 2, supervisor)] == [
        officer.cert_no for officer in fire.officers
    ]
    team = set(visit.team.values_list("officer", flat=True))
    assert {row["officer"] for row in seat_officers(visit, 0, supervisor)} == {
        officer.uuid for officer in own if officer.uuid not in team
    }
    assert len(team) == 2
    with pytest.raises(DomainError) as not_theirs:
        seat_officers(visit, 0, fire.chief)
    assert not_theirs.value.code == "not_allowed"
    assign(fire.officers[0])
    holder = VisitOfficer.objects.everywhere("guard").get(visit=visit, seat=2)
    assert (holder.officer, holder.direct_reason) == (fire.officers[0], "消防力量不足")
    with at_moment(draw, timedelta(hours=1)):
        visit_approve(visit_id=visit.pk, approve="approved", actor=leader, now=clock.now())
    assert events(draw)[-1] == "ASSIGN"
    status, words = verified(draw, tmp_path)
    assert status == 0, words


@pytest.mark.parametrize("codes", [["WH370117"], ["XX"], ["XF370117", "XF370117"]])
def test_only_other_organs_are_asked_and_each_once(
    district: District, supervisor: User, fire: Fire, codes: list[str]
) -> None:
    assert [row["code"] for row in organ_list(supervisor)] == ["XF370117"]
    partners = [{"organ": code, "items": ["NET-02"], "seats": 1} for code in codes]
    with pytest.raises(DomainError) as refused:
        drafted(supervisor, partners=partners)
    assert list(refused.value.data["fields"]) == ["partners"]
    assert not Draw.objects.everywhere("guard").exists()
