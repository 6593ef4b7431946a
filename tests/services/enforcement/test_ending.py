import importlib
from datetime import date, time
from io import BytesIO
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from pypdf import PdfReader

from backend import clock
from backend.documents.catalogue import form_get
from backend.domain.errors import DomainError
from backend.domain.forms import printed
from backend.models import Clock, JournalLine
from backend.services.documents import document_make
from enforcement.models import Case
from enforcement.selectors import case_get
from enforcement.services.case_files import case_file as bound_file
from enforcement.services.cases import case_end
from enforcement.services.papers import case_paper_make, service_paper
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
    event = {"case.withdraw": "撤销案件", "case.transfer": "移送案件"}[verb]
    assert list(owed.values_list("rule", "start_event")) == [("case_archive", event)]
    for language in ("zh", "en"):
        words = Path(__file__).parents[3] / "web" / "src" / "locales" / f"clocks.{language}.json"
        assert f'"start.{event}"' in words.read_text(encoding="utf-8")


def test_cases_that_ended_before_are_told_what_their_period_runs_from(cast: Cast) -> None:
    ended = case_make(cast, "informed")
    case_end(case_id=ended.uuid, verb="case.withdraw", reason="不成立", actor=cast.leader, now=clock.now())
    closed = case_make(cast, "closed")
    Clock.objects.everywhere("guard").filter(rule="case_archive").update(start_event="结案")
    name = "0010_service_has_its_hour_and_archive_its_checker"
    then = MigrationLoader(connection).project_state(("enforcement", name)).apps
    importlib.import_module(f"enforcement.migrations.{name}").say(then, None)
    assert [due_of(case, "case_archive").start_event for case in (ended, closed)] == ["撤销案件", "结案"]


def test_the_time_of_service_is_kept_to_the_minute_and_periods_run_by_the_day(cast: Cast) -> None:
    case = case_make(cast, "decided")
    late = refused(cast, case, "serve", at=time(10, 30))  # it is ten o'clock
    assert late.data["fields"] == {"at": ["时刻不能晚于现在"]}
    with on_day(2026, 9, 18):
        served = step(cast, case, "serve", on=date(2026, 9, 17), at=time(16, 5, 40))
        assert (served.served_on, served.served_time) == (date(2026, 9, 17), time(16, 5))
        assert case_get(case.uuid, cast.supervisor, clock.today())["served_time"] == "16:05"
    payment = due_of(case, "case_payment")
    assert (payment.starts_on, payment.starts_at) == (date(2026, 9, 17), None)
    row = service_paper(case_id=case.pk, now=clock.now())
    assert row is not None
    assert printed(form_get("service_proof").field("served_at"), row.values["served_at"]) == (
        "2026年9月17日16时05分"
    )


def test_service_recorded_without_its_time_prints_its_day(cast: Cast) -> None:
    row = service_paper(case_id=case_make(cast, "served").pk, now=clock.now())
    assert row is not None
    assert printed(form_get("service_proof").field("served_at"), row.values["served_at"]) == "2026年9月15日"


def test_database_refuses_a_time_of_service_without_its_day(cast: Cast) -> None:
    case = case_make(cast, "decided")
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.everywhere("guard").filter(pk=case.pk).update(served_time=time(9, 0))


def test_an_approval_ticks_the_line_of_its_own_matter(cast: Cast) -> None:
    case = case_make(cast)
    case = case_end(
        case_id=case.uuid, verb="case.withdraw", reason="违法事实不成立", actor=cast.leader, now=clock.now()
    )

    def ticked() -> bool:
        shown = case_get(case.uuid, cast.supervisor, clock.today())["checklist"]
        return any(one["there"] for one in shown if one["code"] == "withdrawal")

    def approval(**values: str) -> str:
        made = {"handling": "请审批", **values}
        row = case_paper_make(
            case_id=case.uuid, form="approval", values=made, actor=cast.inspector, now=clock.now()
        )
        document_make(document_id=row.uuid, now=clock.now())
        return str(row.values["matter"])

    assert approval(matter="延长办案期限", grounds="案情复杂") == "延长办案期限"
    assert not ticked()
    assert approval() == "撤销案件"
    assert ticked()


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
    assert "".join(words.split()).endswith(f"检查人{cast.supervisor.name}检查日期2026年9月15日卷3/3")


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
        ("case.intend", "reviewed", "reviewed"),
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
