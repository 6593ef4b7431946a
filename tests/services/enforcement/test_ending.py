from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Clock, JournalLine
from enforcement.selectors import case_get
from enforcement.services.cases import case_end
from enforcement.services.papers import case_file as bound_file
from tests.cast import Cast
from tests.factories_enforcement import (
    case_make,
    step,
)
from tests.services.enforcement.course import due_of, on_day, refused

pytestmark = pytest.mark.django_db


def test_v32_v33_payment_runs_from_proven_service(cast: Cast) -> None:
    case = case_make(cast, "decided")
    assert refused(cast, case, "serve", proof="").data["missing"] == ["proof"]
    with on_day(2026, 9, 18):
        case = step(cast, case, "serve", on=date(2026, 9, 17))
    payment = due_of(case, "case_payment")
    # fifteen natural days end on 10-2, a holiday: the next working day is Thursday 10-8
    assert (payment.starts_on, payment.due_on) == (date(2026, 9, 17), date(2026, 10, 8))
    assert due_of(case, "case_service").done_on == date(2026, 9, 17)


def test_v33_a_warning_alone_has_nothing_to_pay(cast: Cast) -> None:
    case = case_make(cast, "informed")
    step(cast, case, "statement")
    step(cast, case, "decide", classes=["warning"], fine_fen=0)
    case = step(cast, case, "serve")
    assert not Clock.objects.everywhere("guard").filter(noun_id=case.uuid, rule="case_payment").exists()


def test_a_case_goes_to_the_archive_with_all_clocks_met(cast: Cast) -> None:
    case = case_make(cast, "archived")
    shown = case_get(case.uuid, cast.supervisor, clock.today())
    assert [one["state"] for one in shown["course"] if one["on"]] == [
        "filed", "investigated", "reviewed", "informed", "decided",
        "served", "performed", "closed", "archived",
    ]  # fmt: skip
    open_rules = [row["rule"] for row in shown["clocks"] if row["done_on"] is None]
    assert open_rules == ["case_publication", "review_request", "litigation_request"]
    assert shown["verbs"] == ["publication.prepare"]


@pytest.mark.parametrize(
    ("verb", "state"), [("case.withdraw", "withdrawn"), ("case.transfer", "transferred")]
)
def test_a_case_that_ends_early_says_why_and_owes_nothing(cast: Cast, verb: str, state: str) -> None:
    case = case_make(cast, "informed")
    with pytest.raises(DomainError) as refusal:
        case_end(case_id=case.uuid, verb=verb, reason="", actor=cast.leader, now=clock.now())
    assert refusal.value.data["missing"] == ["reason"]
    case = case_end(case_id=case.uuid, verb=verb, reason="涉嫌犯罪", actor=cast.leader, now=clock.now())
    assert (case.state, case.ended_reason) == (state, "涉嫌犯罪")
    owed = Clock.objects.everywhere("guard").filter(noun_id=case.uuid, done_on__isnull=True)
    assert list(owed.values_list("rule", flat=True)) == ["case_archive"]


@pytest.mark.parametrize(
    ("verb", "state", "lacking"),
    [
        ("case.withdraw", "withdrawn", ["filing_approval", "evidence", "withdrawal", "closing_report"]),
        ("case.transfer", "transferred", ["filing_approval", "evidence", "case_transfer", "closing_report"]),
    ],
)
def test_a_case_that_ended_early_goes_to_the_shelf_with_its_own_list_and_stays_what_it_is(
    cast: Cast, verb: str, state: str, lacking: list[str]
) -> None:
    case = case_make(cast)
    case = case_end(case_id=case.uuid, verb=verb, reason="涉嫌犯罪", actor=cast.leader, now=clock.now())
    shown = case_get(case.uuid, cast.supervisor, clock.today())
    assert ([one["code"] for one in shown["checklist"]], shown["verbs"]) == (lacking, ["case.archive"])
    assert refused(cast, case, "archive", gaps={}).data["missing"] == ["file_complete"]
    case = step(cast, case, "archive", gaps=dict.fromkeys(lacking, "纸质文书另册"))
    assert (case.state, case.archived_on, bool(case.shelf)) == (state, date(2026, 9, 15), True)
    assert due_of(case, "case_archive").done_on == date(2026, 9, 15)
    assert case_get(case.uuid, cast.supervisor, clock.today())["verbs"] == []
    again = refused(cast, case, "archive", gaps=dict.fromkeys(lacking, "x"))
    assert again.data["missing"] == ["already_archived"]
    _, bound = bound_file(case_id=case.uuid, folder=False, actor=cast.supervisor, now=clock.now())
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(bound)).pages)
    assert case.shelf in words and "缺 4 件" in words


def test_a_penalty_nobody_can_perform_ends_its_payment(cast: Cast) -> None:
    case = case_make(cast, "served")
    assert refused(cast, case, "close").data["missing"] == ["performed"]
    case = step(cast, case, "close", closing_type="terminated", reason="当事人已注销")
    assert (case.state, due_of(case, "case_payment").done_on) == ("closed", date(2026, 9, 15))


def test_every_step_leaves_one_line(cast: Cast) -> None:
    case = case_make(cast, "archived")
    lines = JournalLine.objects.everywhere("guard").filter(noun_id=case.uuid, verb__startswith="case.")
    assert [(line.verb, line.before, line.after) for line in lines.order_by("pk")] == [
        ("case.file", "", "filed"),
        ("case.investigate", "filed", "investigated"),
        ("case.review", "investigated", "reviewed"),
        ("case.inform", "reviewed", "informed"),
        ("case.statement", "informed", "informed"),
        ("case.decide", "informed", "decided"),
        ("case.serve", "decided", "served"),
        ("case.pay", "served", "served"),
        ("case.perform", "served", "performed"),
        ("case.close", "performed", "closed"),
        ("case.archive", "closed", "archived"),
    ]


def test_v35_a_file_with_a_gap_nobody_explained_is_not_archived(cast: Cast) -> None:
    case = case_make(cast, "closed")
    assert refused(cast, case, "archive", gaps={}).data["missing"] == ["file_complete"]
    shown = {
        one["code"]: one["there"] for one in case_get(case.uuid, cast.supervisor, clock.today())["checklist"]
    }
    assert shown["receipts"]
    assert not any(shown[code] for code in ("decision", "service_proof", "closing_report"))
    case = step(cast, case, "archive")
    assert (case.archive_gaps["decision"], "receipts" in case.archive_gaps) == ("纸质文书另册", False)
    _, bound = bound_file(case_id=case.uuid, folder=False, actor=cast.supervisor, now=clock.now())
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(bound)).pages)
    assert "卷内备考表" in words
    assert "纸质文书另册" in words
