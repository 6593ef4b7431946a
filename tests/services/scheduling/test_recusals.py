"""A party asks that an officer keep away: taken down, decided, and what follows for the team (V02)."""

from typing import Any

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import JournalLine, User
from registry.models import Recusal
from scheduling.models import RecusalRequest, Visit
from scheduling.selectors.recusals import request_card
from scheduling.selectors.visits import visit_card
from scheduling.services.recusals import recusal_grant, recusal_refuse, recusal_request, recusal_withdraw
from tests.factories_scheduling import officer_make, visit_make
from tests.services.scheduling.conftest import Field
from tests.services.scheduling.drawn import District, committed, drawn, visits_of_draw
from tests.services.scheduling.test_visits import approved, started

WHY = "系经营者近亲属"


def asked(row: Visit, field: Field, actor: User, **values: Any) -> RecusalRequest:
    given = {"officer_id": field.second.uuid, "party": "周老板", "party_role": "店长", "reason": WHY}
    return recusal_request(**{"visit_id": row.uuid, **given, "actor": actor, "now": clock.now(), **values})


def decided(act: Any, request: RecusalRequest, actor: User, **values: Any) -> RecusalRequest:
    row: RecusalRequest = act(request_id=request.uuid, actor=actor, now=clock.now(), **values)
    return row


def team_of(row: Visit) -> list[str]:
    return [member["name"] for member in visit_card(row)["team"]]


def test_granted_before_the_start_another_takes_the_seat(
    field: Field, supervisor: User, leader: User, inspector: User
) -> None:
    row = approved(field, supervisor, leader)
    third = officer_make(field.organ, "37011700103")
    request = asked(row, field, inspector)
    with pytest.raises(DomainError) as refused:
        decided(recusal_grant, request, leader, substitute=field.lead.uuid)
    assert refused.value.code == "invalid"
    decided(recusal_grant, request, leader, substitute=third.uuid)
    row.refresh_from_db()
    assert (row.state, team_of(row)) == ("approved", ["林知远", third.name])
    recusal = Recusal.objects.everywhere("guard").get(officer=field.second, venue=field.venue)
    assert recusal.reason == WHY
    lines = JournalLine.objects.everywhere("guard").filter(noun_id=row.uuid)
    told = {line.verb: line for line in lines}
    assert told["recusal.grant"].data["substitute"] == str(third.uuid)
    assert WHY not in str(told["visit.recuse"].data)


def test_granted_without_a_substitute_the_visit_is_asked_about_anew(
    field: Field, supervisor: User, leader: User, inspector: User
) -> None:
    row = approved(field, supervisor, leader)
    decided(recusal_grant, asked(row, field, inspector), leader)
    row = Visit.objects.everywhere("guard").get(pk=row.pk)
    assert (row.state, row.approval_id, team_of(row)) == ("planned", None, ["林知远"])


def test_granted_after_the_start_the_record_is_not_touched(
    field: Field, supervisor: User, leader: User, inspector: User
) -> None:
    row = started(approved(field, supervisor, leader), inspector)
    decided(recusal_grant, asked(row, field, inspector), leader)
    row.refresh_from_db()
    assert (row.state, team_of(row)) == ("started", ["林知远"])


def test_refused_with_its_reason_and_withdrawn_by_whoever_took_it(
    field: Field, supervisor: User, leader: User, inspector: User, colleague: User
) -> None:
    row = approved(field, supervisor, leader)
    request = asked(row, field, inspector)
    with pytest.raises(DomainError) as refused:
        asked(row, field, colleague)
    assert refused.value.code == "conflict"
    with pytest.raises(DomainError) as refused:
        decided(recusal_refuse, request, leader, reason="")
    assert refused.value.data["missing"] == ["reason"]
    decided(recusal_refuse, request, leader, reason="不属于法定回避情形")
    again = asked(row, field, inspector)
    with pytest.raises(DomainError) as refused:
        decided(recusal_withdraw, again, colleague)
    assert refused.value.code == "not_allowed"
    decided(recusal_withdraw, again, inspector)
    states = [one["state"] for one in visit_card(row, actor=leader)["recusals"]]
    assert (states, team_of(row)) == (["refused", "withdrawn"], ["林知远", "宋明岚"])
    assert not Recusal.objects.everywhere("guard").exists()


def test_reason_is_read_by_whoever_took_it_down_and_decides_only(
    field: Field, supervisor: User, leader: User, inspector: User, colleague: User
) -> None:
    request = asked(approved(field, supervisor, leader), field, inspector)
    cards = {user.name: request_card(request, user) for user in (inspector, colleague, supervisor, leader)}
    told = {name: card["reason"] for name, card in cards.items()}
    assert told == {"林知远": WHY, "宋明岚": "", "邵立行": WHY, "顾承岳": WHY}
    assert cards["顾承岳"]["verbs"] == ["recusal.grant", "recusal.refuse"]
    assert cards["林知远"]["verbs"] == ["recusal.withdraw"]
    assert request_card(request, None)["verbs"] == []


def test_only_an_officer_of_the_team_can_be_asked_to_keep_away(field: Field, supervisor: User) -> None:
    row = visit_make(field.venue, [field.lead, officer_make(field.organ, "37011700104")], supervisor)
    with pytest.raises(DomainError) as refused:
        asked(row, field, field.lead.user)  # type: ignore[arg-type]
    assert refused.value.code == "invalid"


def test_drawn_team_changes_through_the_log_of_its_draw_and_does_not_start_meanwhile(
    district: District, supervisor: User, leader: User, inspector: User
) -> None:
    row = next(
        one for one in visits_of_draw(drawn(committed(supervisor), supervisor)) if len(team_of(one)) == 2
    )
    officer = row.team.order_by("seat")[1].officer
    request = recusal_request(
        visit_id=row.uuid, officer_id=officer.uuid, party="周老板", party_role="", reason=WHY,
        actor=inspector, now=clock.now(),
    )  # fmt: skip
    before = team_of(row)
    decided(recusal_grant, request, leader)
    assert team_of(row) == before
    assert Recusal.objects.everywhere("guard").filter(officer=officer, venue=row.venue_id).exists()
