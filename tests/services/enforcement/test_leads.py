"""Leads: deadlines by channel, nothing registered twice, the reporter apart, replies, transfer, more time."""

from datetime import date
from typing import Any

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Clock, JournalLine, JournalNote, User
from enforcement.models import Lead, LeadReporter
from enforcement.selectors.channels import terms_of
from enforcement.services.leads import (
    channel_term_set,
    lead_answer,
    lead_decide_extension,
    lead_dismiss,
    lead_extend,
    lead_join,
    lead_refuse,
    lead_reply,
    lead_transfer,
    lead_unmask,
    lead_verify,
    lead_visit,
)
from registry.models import Venue
from tests.cast import Cast
from tests.factories_enforcement import lead_make, team_make, venue_make
from tests.factories_scheduling import catalogue_make

REPORTER = {"name": "郑秋水", "phone": "13900000000", "address": "艾山街道虚构小区 1 号", "wants_reply": True}


def at(cast: Cast, lead: Lead, **values: Any) -> dict[str, Any]:
    return {"lead_id": lead.uuid, "actor": cast.supervisor, "now": clock.now(), **values}


def clocks(lead: Lead) -> dict[str, tuple[str, bool]]:
    rows = Clock.objects.everywhere("guard").filter(noun="lead", noun_id=lead.uuid)
    return {row.rule: (row.due_on.isoformat(), row.done_on is not None) for row in rows}


def by_desk(cast: Cast, **values: Any) -> Lead:
    """As the supervisor registers it; a liaison is told of no other lead."""
    given = {"channel": "12318", "reporter": REPORTER, "actor": cast.supervisor, **values}
    return lead_make(cast, **given)


def refused(code: str, act: Any) -> dict[str, Any]:
    with pytest.raises(DomainError) as refusal:
        act()
    assert refusal.value.code == code
    return refusal.value.data


def test_each_channel_starts_its_own_deadlines_from_the_day_it_came(cast: Cast) -> None:
    lead = lead_make(cast, source="", channel="12345", external_number="GD-1", received_on=date(2026, 9, 14))
    assert (lead.source, lead.number) == ("hotline", "(钢)文综线字〔2026〕1号")
    # 5 and 15 working days from Monday 14 September; Sunday 20 September and Saturday 10 October are worked
    assert clocks(lead) == {"lead_reply": ("2026-09-20", False), "lead_check": ("2026-10-10", False)}
    plain = lead_make(cast)
    assert (plain.channel, set(clocks(plain))) == ("liaison", {"lead_check"})


def test_an_open_lead_of_the_venue_is_told_and_both_ways_on_are_open(cast: Cast) -> None:
    venue = venue_make(cast).uuid
    first = lead_make(cast, venue=venue)
    data = refused("lead_alike", lambda: by_desk(cast, venue=venue))
    assert [row["number"] for row in data["leads"]] == [first.number]
    assert LeadReporter.objects.everywhere("guard").count() == 0
    apart = by_desk(cast, venue=venue, another="另一天的另一件事")
    assert (apart.state, apart.another_reason) == ("registered", "另一天的另一件事")
    joined = by_desk(cast, venue=venue, join=first.uuid)
    assert (joined.state, joined.joined_to, joined.reporter.name) == ("joined", first, "郑秋水")
    assert clocks(joined) == {"lead_check": ("2026-10-12", True), "lead_reply": ("2026-10-12", False)}


def test_the_same_number_of_a_hotline_is_told_whatever_became_of_it(cast: Cast) -> None:
    one = lead_make(cast, channel="12345", external_number="GD-7")
    lead_dismiss(**at(cast, one, reason="不属实"))
    refused("lead_alike", lambda: by_desk(cast, channel="12345", external_number=" GD-7 "))
    assert lead_make(cast, channel="12318", external_number="GD-7").state == "registered"


def test_a_lead_joins_an_open_one_of_its_venue_and_no_other(cast: Cast) -> None:
    first, second = lead_make(cast), lead_make(cast)
    data = refused("facts_missing", lambda: lead_join(**at(cast, first, other=second.uuid)))
    assert data["missing"] == ["same_venue"]
    assert refused("facts_missing", lambda: lead_join(**at(cast, first, other=first.uuid)))["missing"] == [
        "open_lead"
    ]
    nowhere = lead_make(cast, venue=None, channel="12318")
    assert lead_join(**at(cast, nowhere, other=second.uuid)).joined_to_id == second.uuid
    lines = JournalLine.objects.everywhere("guard").filter(noun_id=second.uuid, verb="lead.gain")
    assert [line.data["joined"] for line in lines] == [str(nowhere.uuid)]


def test_every_look_at_the_reporter_stands_in_the_journal_without_his_name(cast: Cast) -> None:
    lead = lead_make(cast, channel="12318", reporter=REPORTER)
    refused("facts_missing", lambda: lead_unmask(**at(cast, lead, reason=" ")))
    refused("not_allowed", lambda: lead_unmask(**at(cast, lead, reason="回访", actor=cast.inspector)))
    assert lead_unmask(**at(cast, lead, reason="电话回访")).phone == "13900000000"
    lines = JournalLine.objects.everywhere("guard").filter(noun_id=lead.uuid)
    assert list(lines.filter(verb="lead.unmask").values_list("actor_id", flat=True)) == [cast.supervisor.pk]
    notes = JournalNote.objects.everywhere("guard").filter(line__in=lines)
    said = " ".join([*notes.values_list("text", flat=True), *(str(line.data) for line in lines)])
    assert not any(str(word) in said for word in ("郑秋水", "13900000000", "虚构小区"))
    refused("not_found", lambda: lead_unmask(**at(cast, lead_make(cast), reason="回访")))


def test_a_reply_stops_its_clock_and_an_anonymous_report_says_why_none(cast: Cast) -> None:
    lead = lead_make(cast, channel="12318", reporter=REPORTER)
    reply = {"mode": "phone", "to": "reporter", "text": "已责令改正", "actor": cast.inspector}
    lead_reply(**at(cast, lead, **reply))
    assert clocks(lead)["lead_reply"][1]
    anonymous = lead_make(cast, channel="letter")
    refused("facts_missing", lambda: lead_reply(**at(cast, anonymous, mode="none", to="nobody", text="")))
    lead_reply(**at(cast, anonymous, mode="none", to="reporter", text="", reason="匿名举报，没有联系方式"))
    assert [(row.mode, row.to) for row in anonymous.replies.all()] == [("none", "nobody")]
    assert clocks(anonymous)["lead_reply"][1]
    refused("invalid", lambda: lead_reply(**at(cast, lead, **reply, on=date(2026, 9, 1))))


def test_whoever_wants_no_reply_is_owed_none(cast: Cast) -> None:
    lead = lead_make(cast, channel="letter", reporter={**REPORTER, "wants_reply": False})
    assert set(clocks(lead)) == {"lead_check"}


def test_a_lead_not_accepted_or_transferred_still_owes_its_reply(cast: Cast) -> None:
    lead = lead_make(cast, channel="12318")
    assert lead_refuse(**at(cast, lead, ground="not_ours", reason="")).reason == "不属于本单位职责"
    assert clocks(lead) == {"lead_check": ("2026-10-12", True), "lead_reply": ("2026-10-12", False)}
    other = lead_make(cast, channel="12318")
    lead_transfer(**at(cast, other, to_organ="市场监督管理局", reason="价格违法"))
    assert clocks(other)["lead_answer"] == ("2026-10-12", False)
    lead_answer(**at(cast, other, text="已立案"))
    assert clocks(other)["lead_answer"][1]
    data = refused("facts_missing", lambda: lead_answer(**at(cast, other, text="又")))
    assert data["missing"] == ["not_answered_yet"]


def test_more_time_is_asked_once_and_granted_by_another(cast: Cast) -> None:
    lead = lead_make(cast)
    lead_extend(**at(cast, lead, reason="需调取监控"))
    data = refused("facts_missing", lambda: lead_extend(**at(cast, lead, reason="再延")))
    assert data["missing"] == ["not_extended_yet"]
    lead_decide_extension(**at(cast, lead, approve="rejected", reason="先核查", actor=cast.leader))
    lead_extend(**at(cast, lead, reason="需鉴定"))
    lead_decide_extension(**at(cast, lead, approve="approved", actor=cast.leader))
    # 30 working days from 15 September
    assert clocks(lead) == {"lead_check": ("2026-10-12", True), "lead_check_extended": ("2026-11-02", False)}
    refused(
        "facts_missing",
        lambda: lead_decide_extension(**at(cast, lead, approve="approved", actor=cast.leader)),
    )
    lead_verify(**at(cast, lead, note="属实"))
    assert clocks(lead)["lead_check_extended"][1]


def test_a_visit_looks_into_a_lead_and_names_it_as_its_cause(cast: Cast) -> None:
    team = team_make(cast)
    catalogue_make()
    lead = lead_make(cast, channel="12318")
    values = {
        "items": ["NET-01"], "officers": [row.uuid for row in team], "planned_from": date(2026, 9, 16),
        "planned_to": date(2026, 9, 18), "basis": "12318 举报", "precheck": "verify_lead",
        "precheck_reason": "看现场",
    }  # fmt: skip
    visit = lead_visit(**at(cast, lead, values=dict(values)))
    assert (visit.trigger_id, visit.cause_noun, visit.cause_id) == ("complaint", "lead", lead.uuid)
    assert visit.counts_to_cap is False
    nowhere = lead_make(cast, venue=None)
    refused("invalid", lambda: lead_visit(**at(cast, nowhere, values=dict(values))))
    lead_dismiss(**at(cast, lead, reason="不属实"))
    refused("move_not_open", lambda: lead_visit(**at(cast, lead, values=dict(values))))


def test_the_bureau_sets_a_deadline_for_itself_alone(cast: Cast, stranger: User) -> None:
    values: dict[str, Any] = {
        "channel": "12345", "term": "reply", "length": 3, "unit": "workdays", "basis": "区热线办〔2026〕1号",
        "reason": "区里规定", "now": clock.now(),
    }  # fmt: skip
    for length in (4, 3):
        channel_term_set(**{**values, "length": length, "actor": cast.supervisor})
    running = Clock.objects.everywhere("guard")
    lead = lead_make(cast, channel="12345")
    mine = running.get(noun_id=lead.uuid, rule="lead_reply")
    assert (mine.length, mine.basis) == (3, "区热线办〔2026〕1号")
    assert terms_of(str(stranger.organ_id))["12345"]["reply"].length == 5
    wrong = {"term": "answers", "unit": "weeks", "length": 0}
    data = refused("invalid", lambda: channel_term_set(**{**values, **wrong, "actor": cast.supervisor}))
    assert set(data["fields"]) == set(wrong)
    refused("reason_needed", lambda: channel_term_set(**{**values, "reason": " ", "actor": cast.supervisor}))


def test_a_day_that_has_not_come_is_no_day_of_receipt(cast: Cast) -> None:
    refused("invalid", lambda: lead_make(cast, received_on=date(2026, 9, 16)))
    refused("invalid", lambda: lead_make(cast, source="", channel="rumour"))
    assert Venue.objects.everywhere("guard").count() == 2
