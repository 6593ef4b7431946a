"""Twenty-five whole cases of different kinds: states, clocks, sums, statistics and journal of each."""

# ruff: noqa: E501 a table reads best with a case on few lines

from typing import Any

import pytest

from backend import clock
from backend.models import JournalLine
from backend.services.calendar import calendar_load_year
from counting.selectors.facts import case_facts
from enforcement.domain.papers import forms_open
from tests.cast import Cast
from tests.factories_enforcement import NO_PENALTY, lead_make
from tests.services.enforcement.scenarios import Line, Scenario, clocks_told, day_of, play

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

TOLD: tuple[Line, ...] = (("09-15", "investigate"), ("09-15", "review"))
END: tuple[Line, ...] = (("09-15", "close"), ("09-15", "archive"))


def told(**values: Any) -> tuple[Line, ...]:
    """Investigated, reviewed, told of this penalty and waived."""
    return (*TOLD, ("09-15", "inform", dict(values)), ("09-15", "statement"))


def decided(basis: str = "TEST-123", **values: Any) -> tuple[Line, ...]:
    """Told and decided the same."""
    return (*told(**values), ("09-15", "decide", {"basis": basis, **values}))


def served(basis: str = "TEST-123", **values: Any) -> tuple[Line, ...]:
    return (*decided(basis, **values), ("09-15", "serve"))


def paid(fen: int, on: str = "09-20") -> tuple[Line, ...]:
    return ((on, "pay", {"amount_fen": fen}), (on, "perform"))


FIVE: dict[str, Any] = {"classes": ["fine"], "fine_fen": 500_000}
WARNED: dict[str, Any] = {"classes": ["warning"], "fine_fen": 0}
TWENTY: dict[str, Any] = {
    "classes": ["warning", "confiscation", "fine"], "fine_fen": 2_000_000, "confiscated_fen": 20_000,
}  # fmt: skip
FIFTEEN: dict[str, Any] = {"classes": ["fine"], "fine_fen": 1_500_000}
USUAL: dict[str, Any] = {"classes": ["warning", "fine"], "fine_fen": 800_000}
HEAVY: dict[str, Any] = {"classes": ["fine", "suspension"], "fine_fen": 800_000}
NOTHING: dict[str, Any] = {"classes": [], "fine_fen": 0, "confiscated_fen": 0}
LENIENT: dict[str, Any] = {**NO_PENALTY, **NOTHING}
GONE: Line = ("09-15", "close", {"closing_type": "terminated", "reason": "当事人已注销"})
NO_PENAL: Line = ("09-15", "close", {"closing_type": "performed_no_penalty"})

SCENARIOS = (
    # the four outcomes of the same offence against minors
    Scenario("minors: a fine of 5,000", (*served(**FIVE), *paid(500_000), ("09-20", "close"), ("09-20", "archive")),
             "archived", ("fine", 500_000), closing="performed_general",
             clocks={"case_service": "09-23 09-15", "case_payment": "09-30 09-20", "case_archive": "10-20 09-20"}),
    Scenario("minors: a warning alone", (*served(**WARNED), ("09-15", "perform"), *END), "archived", ("warning", 0),
             closing="performed_general", clocks={"case_payment": "", "review_request": "11-16"}),
    Scenario("minors: warning, confiscation of 200 and a fine of 20,000",
             (*served(**TWENTY), *paid(2_020_000), ("09-20", "close")), "closed", ("confiscation", 2_020_000),
             closing="performed_general"),
    Scenario("minors: 15,000 within the band of the other provision",
             (*served("TEST-27", **FIFTEEN), *paid(1_500_000), ("09-20", "close")), "closed", ("fine", 1_500_000),
             closing="performed_general"),
    Scenario("heard before its decision", (
        *TOLD, ("09-15", "inform", HEAVY), ("09-16", "hearing.request"),
        ("09-16", "hearing.notify", {"hearing_on": "2026-09-28"}), ("09-28", "hearing.hold"),
        ("09-28", "hearing.report"), ("09-28", "discussion.record"),
        ("09-28", "decide", {**HEAVY, "band_reason": "情节严重"}), ("09-28", "serve"), *paid(800_000, "09-29"),
        ("09-29", "close")),
        "closed", ("suspension", 800_000), closing="performed_general",
        clocks={"hearing_request": "09-21 09-16", "case_statement": "09-21 09-28", "case_service": "10-13 09-28"}),
    Scenario("preserved and returned in time", (
        ("09-15", "preservation.ask"), ("09-15", "preservation.approve"), ("09-22", "preservation.dispose"),
        ("09-22", "investigate")),
        "investigated", outcome="", clocks={"preservation": "09-23 09-22"}),
    Scenario("sealed, prolonged and lifted", (
        ("09-15", "seizure.ask"), ("09-15", "seizure.approve"), ("10-13", "seizure.prolong", {"days": 30}), ("10-14", "seizure.extend"),
        ("11-10", "seizure.lift"), ("11-10", "investigate")),
        "investigated", outcome="", clocks={"seizure": "10-15 10-14", "seizure_extended": "11-16 11-10"}),
    Scenario("referred to the police before any decision", (
        ("09-15", "referral.propose"), ("09-16", "referral.approve"),
        ("09-16", "referral.hand_over", {"at": "2026-09-16T10:01"}), ("09-19", "referral.accept"),
        ("09-19", "transfer"), ("09-20", "referral.deliver")), "transferred", outcome="",
        clocks={"referral_approval": "09-18 09-16", "referral_hand_over": "09-17 09-16",
                "referral_answer": "09-20 09-19", "referral_delivery": "09-22 09-20"}),
    Scenario("returned by the police and penalised after all", (
        ("09-15", "referral.propose"), ("09-15", "referral.approve"),
        ("09-15", "referral.hand_over", {"at": "2026-09-15T10:02"}), ("09-18", "referral.decline"),
        *(("09-18", *line[1:]) for line in decided(**USUAL))), "decided", ("fine", 800_000),
        clocks={"case_decision": "12-16 09-18", "referral_objection": "09-21"}),
    Scenario("referred to the police by its decision", (
        *TOLD, ("09-15", "decide", {**NOTHING, "outcome": "transfer"}), ("09-15", "serve"),
        ("09-15", "close", {"closing_type": "transferred"})), "closed", outcome="transfer", closing="transferred"),
    Scenario("withdrawn", (("09-18", "withdraw"),), "withdrawn", outcome="", clocks={"case_decision": "12-14 09-18"}),
    Scenario("paid in two parts, one late, with surcharge", (
        *served(**USUAL), ("09-16", "instalments.ask", {"schedule": [
            {"on": "2026-10-20", "fen": 300_000}, {"on": "2026-11-20", "fen": 500_000}]}),
        ("09-16", "instalments.approve"), ("10-20", "pay", {"amount_fen": 300_000}),
        ("11-25", "pay", {"amount_fen": 500_000, "receipt": "2"}),
        ("11-25", "pay", {"amount_fen": 75_000, "receipt": "3", "part": "surcharge"}), ("11-25", "perform"),
        ("11-25", "close")), "closed", ("fine", 800_000), closing="performed_general",
        clocks={"case_payment": "09-30 09-16", "case_instalments": "11-20 11-25"}),
    Scenario("urged in vain, enforced by the court", (
        *served(**USUAL), ("10-08", "urging.send"), ("2027-03-17", "urging.apply"),
        ("2027-05-10", "pay", {"amount_fen": 800_000, "mode": "court"}),
        ("2027-05-10", "urging.end", {"result": "enforced"}),
        ("2027-05-10", "perform", {"remission_reason": "法院裁定"}), ("2027-05-10", "close")),
        "closed", ("fine", 800_000), closing="performed_general",
        clocks={"urging": "10-21 2027-03-17", "court_application": "2027-06-15 2027-03-17"}),
    Scenario("no penalty: slight and corrected", (*TOLD, ("09-15", "decide", LENIENT), ("09-15", "serve"), NO_PENAL),
             "closed", outcome="no_penalty", closing="performed_no_penalty", clocks={"case_publication": ""}),
    Scenario("no penalty: the first time", (
        *TOLD, ("09-15", "decide", {**LENIENT, "ground": "first"}), ("09-15", "serve"), NO_PENAL),
        "closed", outcome="no_penalty", closing="performed_no_penalty"),
    Scenario("no penalty: found too late, no harm after all", (
        *TOLD, ("09-15", "mark", {"complex_case": False, "public_interest": False, "harm": False}),
        ("09-15", "decide", {**LENIENT, "ground": "time_barred"}), ("09-15", "serve"), NO_PENAL),
        "closed", outcome="no_penalty", closing="performed_no_penalty",
        filed={"occurred_on": day_of("2023-05-01"), "harm": "yes"}),
    Scenario("upheld in review, then paid with what ran", (
        *served(**USUAL), ("09-21", "review.receive"), ("10-12", "review.conclude", {"result": "upheld"}),
        *paid(800_000, "10-12")[:1], ("10-12", "perform"), ("10-12", "close")),
        "closed", ("fine", 800_000), closing="performed_general",
        clocks={"litigation_request": "2027-03-15 09-21", "suit_after_review": "10-27"}),
    Scenario("revoked by the court and withdrawn from the public", (
        *served(**USUAL), ("09-16", "announce"), ("09-17", "publish"), ("09-18", "litigation.receive"),
        ("09-28", "litigation.conclude", {"result": "revoked"}), ("09-29", "announce", {"act": "withdraw"}),
        ("09-29", "publish"), ("09-29", "close", {"closing_type": "terminated", "reason": "判决撤销"})),
        "closed", ("fine", 800_000), closing="terminated", publication="withdrawn",
        clocks={"case_publication": "09-23 09-17", "publication_withdrawal": "10-08 09-29"}),
    Scenario("a party nobody finds is served by announcement", (
        *decided(**USUAL), ("09-16", "announcement.post"), ("10-17", "announcement.lapse"),
        ("10-17", "serve", {"mode": "announcement", "proof": "公告三十日届满"}),
        *paid(800_000, "10-30"), ("10-30", "close")), "closed", ("fine", 800_000), closing="performed_general",
        clocks={"case_service": "09-23 09-16", "announcement": "10-16 10-17", "case_payment": "11-02 10-30"}),
    Scenario("a citizen", (*served(**WARNED), ("09-16", "announce"), ("09-16", "publish"), ("09-16", "perform"),
                           ("09-16", "close")),
             "closed", ("warning", 0), closing="performed_general", publication="published",
             filed={"party_kind": "citizen", "party_name": "欧阳若兰"}),
    Scenario("heard, told anew of less, decided after the window", (
        *TOLD, ("09-15", "inform", TWENTY), ("09-16", "statement", {"text": "请求从轻", "waived_in_writing": ""}),
        ("09-17", "inform", USUAL), ("09-28", "decide", USUAL), ("09-28", "serve"), *paid(800_000, "09-29"),
        ("09-29", "close")), "closed", ("fine", 800_000), closing="performed_general",
        clocks={"case_statement": "09-23 09-28"}),
    Scenario("not established", (
        *TOLD, ("09-15", "decide", {**NOTHING, "outcome": "not_established"}), ("09-15", "serve"), NO_PENAL),
        "closed", outcome="not_established", closing="performed_no_penalty"),
    Scenario("stood still for twenty days", (
        ("09-20", "suspend", {"basis": "鉴定"}), ("10-10", "resume"), *(("10-10", *line[1:]) for line in decided(**USUAL))),
        "decided", ("fine", 800_000), clocks={"case_decision": "2027-01-03 10-10", "case_service": "10-20"}),
    Scenario("nobody left to perform it", (*served(**USUAL), GONE), "closed", ("fine", 800_000), closing="terminated",
             clocks={"case_payment": "09-30 09-15", "court_application": "2027-06-15 09-15"}),
    Scenario("kept from the public with its reason", (
        *decided(**USUAL), ("09-16", "announce", {"act": "withhold", "reason": "涉及未成年人隐私"}), ("09-16", "publish")),
        "decided", ("fine", 800_000), publication="withheld", clocks={"case_publication": "09-23 09-16"}),
)  # fmt: skip


@pytest.mark.parametrize("one", SCENARIOS, ids=lambda one: one.name)
def test_a_whole_case_ends_as_the_law_has_it(cast: Cast, one: Scenario) -> None:
    if any(act[0].startswith("2027") for act in one.acts):
        calendar_load_year(year=2027, source="虚构通知", days=[], now=clock.now())
    filed = dict(one.filed)
    case = play(cast, one)
    assert (case.state, case.outcome, case.closing_type, case.publication) == (
        one.state, one.outcome, one.closing, one.publication,
    )  # fmt: skip
    assert clocks_told(case, one.clocks) == {rule: day for rule, day in one.clocks.items() if day}
    year = (cast.supervisor, day_of("01-01"), day_of("12-31"))
    assert [row.outcome for row in case_facts(*year)] == ([one.outcome] if one.outcome else [])
    assert (case.heaviest, case.fine_fen + case.confiscated_fen) == (one.counted or ("", 0))
    lines = JournalLine.objects.everywhere("guard").filter(noun="case", noun_id=case.uuid)
    acts = [name for name in lines.order_by("id").values_list("verb", flat=True) if name not in _BESIDE]
    assert len(acts) == len(one.acts) + 1, acts
    assert ("decision" in forms_open(state=case.state, outcome=case.outcome)) == (case.decision_number != "")
    assert case.party_name == filed.get("party_name", "蓝鲸网咖")


_BESIDE = {"clock.start", "clock.recompute"}


def test_a_lead_goes_all_the_way_to_the_archive(cast: Cast) -> None:
    lead = lead_make(cast, verified="属实")
    one = Scenario("lead", (*served(**FIVE), *paid(500_000, "09-16"), ("09-16", "close"), ("09-16", "archive")),
                   "archived", filed={"lead": lead.uuid})  # fmt: skip
    case = play(cast, one)
    lead.refresh_from_db()
    assert (lead.state, case.state, case.source) == ("filed", "archived", "liaison")
