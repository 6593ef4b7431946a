"""Thirty whole cases of different kinds, from the lead on; what is true of each at its end."""

# ruff: noqa: E501 a table reads best with a case on few lines

from typing import Any

from tests.factories_enforcement import CORRECTED, NO_PENALTY
from tests.services.enforcement.scenarios import Line, Scenario, day_of

TOLD: tuple[Line, ...] = (("09-15", "investigate"), ("09-15", "review"))
NET, MINORS, KTV = "NETR-2022-31-ordinary", "UPL-2020-123-ordinary", "ENTR-2020-48-3-ordinary"


def told(basis: str = MINORS, **values: Any) -> tuple[Line, ...]:
    """Investigated, reviewed, told of this penalty and waived."""
    return (
        *TOLD,
        ("09-15", "intend", {"basis": basis, **values}),
        ("09-15", "inform"),
        ("09-15", "statement"),
    )


def decided(basis: str = MINORS, **values: Any) -> tuple[Line, ...]:
    """Told and decided the same."""
    return (*told(basis, **values), ("09-15", "decide", {"basis": basis, **values}))


def discussed(**values: Any) -> tuple[Line, ...]:
    """A penalty that weighs enough: waived, discussed by the leaders together, decided, served."""
    return (
        *told(**values),
        ("09-15", "discussion.record"),
        ("09-15", "decide", {"basis": MINORS, **values}),
        ("09-15", "serve"),
    )


def served(basis: str = MINORS, **values: Any) -> tuple[Line, ...]:
    return (*decided(basis, **values), ("09-15", "serve"))


def paid(fen: int, on: str = "09-20") -> tuple[Line, ...]:
    return ((on, "pay", {"amount_fen": fen}), (on, "perform"))


def public(on: str = "09-16") -> tuple[Line, ...]:
    """Prepared by one and published by another."""
    return ((on, "announce"), (on, "publish"))


def end(on: str, closing: str = "performed_general", reason: str = "") -> tuple[Line, ...]:
    return ((on, "close", {"closing_type": closing, "reason": reason}), (on, "archive"))


FIVE: dict[str, Any] = {"classes": ["fine"], "fine_fen": 500_000}
WARNED: dict[str, Any] = {"classes": ["warning"], "fine_fen": 0}
TWENTY: dict[str, Any] = {
    "classes": ["warning", "confiscation", "fine"], "fine_fen": 2_000_000, "confiscated_fen": 20_000,
}  # fmt: skip
FIFTEEN: dict[str, Any] = {"classes": ["fine"], "fine_fen": 1_500_000}
USUAL: dict[str, Any] = {"classes": ["warning", "fine"], "fine_fen": 600_000}
HEAVY: dict[str, Any] = {"classes": ["fine", "suspension"], "fine_fen": 600_000}
NOTHING: dict[str, Any] = {"classes": [], "fine_fen": 0, "confiscated_fen": 0}
LENIENT: dict[str, Any] = {**NO_PENALTY, **NOTHING}
NONE_DUE: tuple[Line, ...] = end("09-15", "performed_no_penalty")
LATER = tuple(("09-22", *line[1:]) for line in (*served(**USUAL), *public("09-15")))
OF_AGE = "经查阅身份证件、上网登记记录并询问当事人，检查时在场的两名上网人员均已年满十八周岁。"
EXCUSED: tuple[Line, ...] = (
    ("09-15", "investigate", {"proposal": "违法行为轻微并及时改正，没有造成危害后果，建议不予行政处罚。"}), ("09-15", "review"),
)  # fmt: skip
REPORTER = {"name": "示例举报人", "phone": "13900000000", "address": "", "wants_reply": True}
HOTLINE: dict[str, Any] = {"channel": "12345", "external_number": "JN2026091400123", "reporter": REPORTER}
SONGS: dict[str, Any] = {"name": "云海量贩歌厅", "category": "KTV"}

SCENARIOS = (
    # the four outcomes of the same offence against minors (domain.md §3.3)
    Scenario("minors: a fine of 5,000", (*served(NET, **FIVE), *public(), *paid(500_000), *end("09-20")),
             ("fine", 500_000), lead=HOTLINE,
             clocks={"case_service": "09-23 09-15", "case_payment": "09-30 09-20", "case_archive": "10-20 09-20"}),
    Scenario("minors: a warning alone",
             (*served(MINORS, **WARNED), *public("09-15"), ("09-15", "perform"), *end("09-15")), ("warning", 0),
             lead={"channel": "letter", "reporter": REPORTER}, clocks={"case_payment": "", "review_request": "11-16"}),
    Scenario("minors: warning, confiscation of 200 and a fine of 20,000",
             (*discussed(**TWENTY), *public(), *paid(2_020_000), *end("09-20")), ("confiscation", 2_020_000),
             place=SONGS, filed={"violation": "KTV-MINORS"}, lead={"source": "superior"}),
    Scenario("minors: 15,000 within the band of the other provision",
             (*served(KTV, **FIFTEEN), *public(), *paid(1_500_000), *end("09-20")), ("fine", 1_500_000),
             place=SONGS, filed={"violation": "KTV-MINORS"}, lead={"source": "media"}),
    Scenario("found by the visit of its lead, with its record and photo",
             (*served(**USUAL), *public(), *paid(600_000), *end("09-20")), ("fine", 600_000),
             visited=True, lead=HOTLINE),
    Scenario("warned on the spot", (("09-16", "report"), *public(), ("09-16", "perform"), *end("09-16", "performed_simple")),
             ("warning", 0), closing="performed_simple", simple={}, clocks={"simple_report": "09-18 09-16"}),
    Scenario("fined on the spot, the sum handed in", (
        ("09-16", "report", {"handed_in": "YH-77"}), *public(), ("09-16", "perform"), *end("09-16", "performed_simple")),
        ("fine", 10_000), closing="performed_simple", clocks={"spot_money": "09-17 09-16"},
        simple={"penalty": "警告、罚款", "fine_fen": 10_000, "collected_fen": 10_000, "receipt": "PJ-0001",
                "payment": "当场缴纳。"}),
    Scenario("heard before its decision", (
        *TOLD, ("09-15", "intend", {**HEAVY, "basis": NET}), ("09-15", "inform"), ("09-16", "hearing.request"),
        ("09-16", "hearing.notify", {"hearing_on": "2026-09-28"}), ("09-28", "hearing.hold"),
        ("09-28", "hearing.report"), ("09-28", "discussion.record"),
        ("09-28", "decide", {**HEAVY, "basis": NET, "band_reason": "情节严重"}), ("09-28", "serve"), *public("09-28"),
        *paid(600_000, "09-29"), *end("09-29")),
        ("suspension", 600_000),
        clocks={"hearing_request": "09-21 09-16", "case_statement": "09-21 09-28", "case_service": "10-13 09-28"}),
    Scenario("preserved and returned in time", (
        ("09-15", "preservation.ask"), ("09-15", "preservation.approve"), ("09-22", "preservation.dispose"),
        *LATER, *paid(600_000, "09-24"), *end("09-24")),
        ("fine", 600_000), lead={"source": "monitoring"}, clocks={"preservation": "09-23 09-22"}),
    Scenario("sealed, prolonged and lifted", (
        ("09-15", "seizure.ask"), ("09-15", "seizure.approve"), ("10-13", "seizure.prolong", {"days": 30}), ("10-14", "seizure.extend"),
        ("11-10", "seizure.lift"), *(("11-10", *line[1:]) for line in LATER), *paid(600_000, "11-12"), *end("11-12")),
        ("fine", 600_000), lead={"source": "transfer"},
        clocks={"seizure": "10-15 10-14", "seizure_extended": "11-16 11-10"}),
    Scenario("sampled, identified, its things taken away", (
        ("09-15", "sampling.take"), ("09-22", "sampling.result"),
        *(("09-22", *line[1:]) for line in (*discussed(**TWENTY), *public("09-15"))), *paid(2_020_000, "09-24"),
        *end("09-24")), ("confiscation", 2_020_000)),
    Scenario("referred to the police before any decision", (
        ("09-15", "referral.propose"), ("09-16", "referral.approve"),
        ("09-16", "referral.hand_over", {"at": "2026-09-16T10:01"}), ("09-19", "referral.accept"),
        ("09-19", "transfer"), ("09-20", "referral.deliver")), state="transferred", outcome="", closing="transferred",
        clocks={"referral_approval": "09-18 09-16", "referral_hand_over": "09-17 09-16",
                "referral_answer": "09-20 09-19", "referral_delivery": "09-22 09-20"}),
    Scenario("returned by the police and penalised after all", (
        ("09-15", "referral.propose"), ("09-15", "referral.approve"),
        ("09-15", "referral.hand_over", {"at": "2026-09-15T10:02"}), ("09-18", "referral.decline"),
        *(("09-18", *line[1:]) for line in (*served(**USUAL), *public("09-15"))), *paid(600_000), *end("09-20")),
        ("fine", 600_000), clocks={"case_decision": "12-16 09-18", "referral_objection": "09-21"}),
    Scenario("referred to the police by its decision", (
        *TOLD, ("09-15", "decide", {**NOTHING, "outcome": "transfer"}), ("09-15", "serve"), *end("09-15", "transferred")),
        outcome="transfer", closing="transferred"),
    Scenario("withdrawn", (("09-18", "withdraw"),), state="withdrawn", outcome="", closing="withdrawn",
             clocks={"case_decision": "12-14 09-18"}),
    Scenario("paid in two parts, one late, with surcharge", (
        *served(**USUAL), *public(), ("09-16", "instalments.ask", {"schedule": [
            {"on": "2026-10-20", "fen": 300_000}, {"on": "2026-11-20", "fen": 300_000}]}),
        ("09-16", "instalments.approve"), ("10-20", "pay", {"amount_fen": 300_000}),
        ("11-25", "pay", {"amount_fen": 300_000, "receipt": "2"}),
        ("11-25", "pay", {"amount_fen": 45_000, "receipt": "3", "part": "surcharge"}), ("11-25", "perform"),
        *end("11-25")), ("fine", 600_000), clocks={"case_payment": "09-30 09-16", "case_instalments": "11-20 11-25"}),
    Scenario("urged in vain, enforced by the court", (
        *served(**USUAL), *public(), ("10-08", "urging.send"), ("2027-03-17", "urging.apply"),
        ("2027-05-10", "pay", {"amount_fen": 600_000, "mode": "court"}),
        ("2027-05-10", "urging.end", {"result": "enforced"}),
        ("2027-05-10", "perform", {"remission_reason": "法院裁定"}), *end("2027-05-10")), ("fine", 600_000),
        clocks={"urging": "10-21 2027-03-17", "court_application": "2027-06-15 2027-03-17"}),
    Scenario("no penalty: slight and corrected", (*EXCUSED, ("09-15", "decide", CORRECTED), ("09-15", "serve"), *NONE_DUE),
             outcome="no_penalty", closing="performed_no_penalty", clocks={"case_publication": ""}),
    Scenario("no penalty: the first time", (
        *EXCUSED, ("09-15", "decide", {**CORRECTED, "ground": "first"}), ("09-15", "serve"), *NONE_DUE),
        outcome="no_penalty", closing="performed_no_penalty"),
    Scenario("no penalty: found too late, no harm after all", (
        *TOLD, ("09-15", "mark", {"complex_case": False, "public_interest": False, "harm": False}),
        ("09-15", "decide", {**LENIENT, "ground": "time_barred"}), ("09-15", "serve"), *NONE_DUE),
        outcome="no_penalty", closing="performed_no_penalty",
        filed={"occurred_on": day_of("2023-05-01"), "harm": "yes"}),
    Scenario("upheld in review, then paid with what ran", (
        *served(**USUAL), *public(), ("09-21", "review.receive"), ("10-12", "review.conclude", {"result": "upheld"}),
        *paid(600_000, "10-12")[:1], ("10-12", "perform"), *end("10-12")), ("fine", 600_000),
        clocks={"litigation_request": "2027-03-15 09-21", "suit_after_review": "10-27"}),
    Scenario("revoked by the court and withdrawn from the public", (
        *served(**USUAL), ("09-16", "announce"), ("09-17", "publish"), ("09-18", "litigation.receive"),
        ("09-28", "litigation.conclude", {"result": "revoked"}), ("09-29", "announce", {"act": "withdraw"}),
        ("09-29", "publish"), *end("09-29", "terminated", "判决撤销处罚决定，案件终止。")), ("fine", 600_000),
        closing="terminated", publication="withdrawn",
        clocks={"case_publication": "09-23 09-17", "publication_withdrawal": "10-08 09-29"}),
    Scenario("a party nobody finds is served by announcement", (
        *decided(**USUAL), *public(), ("09-16", "announcement.post"), ("10-17", "announcement.lapse"),
        ("10-17", "serve", {"mode": "announcement", "proof": "公告三十日届满"}),
        *paid(600_000, "10-30"), *end("10-30")), ("fine", 600_000),
        clocks={"case_service": "09-23 09-16", "announcement": "10-16 10-17", "case_payment": "11-02 10-30"}),
    Scenario("a party nobody finds is told of its penalty by announcement", (
        *TOLD, ("09-15", "intend", {**USUAL, "basis": MINORS}), ("09-16", "announcement.post"),
        ("10-17", "announcement.lapse"), ("10-17", "inform", {"mode": "announcement", "proof": "公告三十日届满"}),
        ("10-26", "decide", {**USUAL, "basis": MINORS}), ("10-26", "serve"), *public("10-26"),
        *paid(600_000, "10-30"), *end("10-30")), ("fine", 600_000),
        clocks={"announcement": "10-16 10-17", "case_statement": "10-23 10-26", "case_payment": "11-10 10-30"}),
    Scenario("a citizen", (*served(**WARNED), *public(), ("09-16", "perform"), *end("09-16")), ("warning", 0),
             filed={"party_kind": "citizen", "party_name": "欧阳若兰"}),
    Scenario("heard, told anew of less, decided after the window", (
        *TOLD, ("09-15", "intend", {**TWENTY, "basis": MINORS}), ("09-15", "inform"), ("09-16", "statement", {"text": "系初次违法且已改正，请求从轻处罚。", "waived_in_writing": ""}),
        ("09-17", "intend", {**USUAL, "basis": MINORS}), ("09-17", "inform"), ("09-28", "decide", {**USUAL, "basis": MINORS}), ("09-28", "serve"), *public("09-28"),
        *paid(600_000, "09-29"), *end("09-29")), ("fine", 600_000), clocks={"case_statement": "09-23 09-28"}),
    Scenario("not established", (
        ("09-15", "investigate", {"facts": OF_AGE, "proposal": "违法事实不能成立，建议不予行政处罚。"}), ("09-15", "review"),
        ("09-15", "decide", {**NOTHING, "outcome": "not_established"}), ("09-15", "serve"), *NONE_DUE),
        outcome="not_established", closing="performed_no_penalty"),
    Scenario("stood still for twenty days", (
        ("09-20", "suspend", {"basis": "鉴定"}), ("10-10", "resume"),
        *(("10-10", *line[1:]) for line in (*served(**USUAL), *public("09-15"))), *paid(600_000, "10-14"), *end("10-14")),
        ("fine", 600_000), clocks={"case_decision": "2027-01-03 10-10", "case_service": "10-20 10-10"}),
    Scenario("nobody left to perform it", (
        *served(**USUAL), *public("09-15"), *end("09-15", "terminated", "当事人已注销，无义务承受人。")), ("fine", 600_000),
        closing="terminated", clocks={"case_payment": "09-30 09-15", "court_application": "2027-06-15 09-15"}),
    Scenario("kept from the public with its reason", (
        *served(**USUAL), ("09-16", "announce", {"act": "withhold", "reason": "涉及未成年人隐私"}), ("09-16", "publish"),
        *paid(600_000), *end("09-20")),
        ("fine", 600_000), publication="withheld", clocks={"case_publication": "09-23 09-16"}),
)  # fmt: skip
