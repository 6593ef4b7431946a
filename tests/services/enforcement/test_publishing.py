"""Publication of a decision by two persons: preview, check, correction, withdrawal, the public list."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.models import User
from enforcement.domain.publication import COLUMNS
from enforcement.exports import HEADINGS, penalty_rows
from enforcement.models import Case, CasePublication
from enforcement.selectors import case_get
from enforcement.selectors.publications import (
    ledger,
    ledger_cards,
    ledger_counts,
    penalties_public,
    penalty_public,
)
from enforcement.services.cases import (
    case_publish,
    publication_prepare,
    publication_return,
    track_act,
    track_begin,
)
from inspections.exports import table_csv, table_xlsx
from registry.models import Venue
from tests.cast import Cast
from tests.factories_counting import check_make
from tests.factories_enforcement import NO_PENALTY, case_make, step, venue_make
from tests.ground import ROOT
from tests.services.enforcement.course import due_of, on_day

pytestmark = pytest.mark.django_db


def prepare(
    case: Case, actor: User, act: str = "publish", reason: str = "", **changes: Any
) -> CasePublication:
    return publication_prepare(
        case_id=case.uuid, act=act, reason=reason, changes=changes, actor=actor, now=clock.now()
    )


def publish(case: Case, actor: User) -> Case:
    return case_publish(case_id=case.uuid, actor=actor, now=clock.now())


def refusal(act: Any, *args: Any, **values: Any) -> Any:
    with pytest.raises(DomainError) as refused:
        act(*args, **values)
    return refused.value.data.get("missing") or refused.value.code


def read() -> list[dict[str, Any]]:
    return [penalty_public(row, clock.today()) for row in penalties_public()]


def test_v34_publication_is_due_in_seven_working_days_and_done_by_two(cast: Cast) -> None:
    case = case_make(cast, "served")
    assert refusal(publish, case, cast.leader) == ["prepared_publication"]
    row = prepare(case, cast.supervisor)
    assert read() == []
    assert refusal(prepare, case, cast.inspector) == "conflict"
    assert refusal(publish, case, cast.supervisor) == "own_record"
    with on_day(2026, 9, 18):
        case = publish(case, cast.leader)
    due = due_of(case, "case_publication")
    assert (case.publication, due.due_on, due.done_on) == ("published", date(2026, 9, 23), date(2026, 9, 18))
    assert [card["text"] for card in read()] == [row.text] == [case.publication_text]
    assert refusal(prepare, case, cast.inspector) == ["act_of_this_standing"]


def test_what_is_checked_is_what_is_published(cast: Cast) -> None:
    case = case_make(cast, "served")
    shown = case_get(case.uuid, cast.inspector, clock.today())["publication"]
    row = prepare(case, cast.inspector)
    assert {one["key"]: one["value"] for one in shown["preview"]} == row.content
    Case.objects.everywhere("guard").filter(pk=case.pk).update(party_name="另一家")
    assert refusal(publish, case, cast.leader) == "publication_differs"
    publication_return(case_id=case.uuid, reason="内容有变", actor=cast.leader, now=clock.now())
    prepare(case, cast.inspector)
    publish(case, cast.leader)
    assert [card["party"] for card in read()] == ["另一家"]
    history = case_get(case.uuid, cast.inspector, clock.today())["publication"]["history"]
    assert [(one["state"], one["note"], one["checked_by"]) for one in history] == [
        ("returned", "内容有变", cast.leader.name), ("done", "", cast.leader.name),
    ]  # fmt: skip


def test_a_changed_decision_is_corrected_and_a_revoked_one_leaves_the_public(cast: Cast) -> None:
    case = case_make(cast, "served")
    prepare(case, cast.inspector)
    publish(case, cast.leader)
    row = track_begin(
        case_id=case.uuid, verb="review.receive", values={"on": "2026-09-15", "body": "区政府"},
        actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    track_act(
        track_id=row.uuid, verb="review.conclude", values={"on": "2026-09-15", "result": "changed"},
        actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    assert refusal(prepare, case, cast.inspector, "correct") == ["reason"]
    prepare(case, cast.inspector, "correct", "复议变更", fine_fen=500_000)
    publish(case, cast.leader)
    assert due_of(case, "publication_withdrawal").done_on == date(2026, 9, 15)
    (card,) = read()
    assert (card["standing"], card["fine_yuan"], card["penalty"]) == (
        "corrected",
        "5000",
        "警告、罚款 5000 元",
    )
    prepare(case, cast.inspector, "withdraw", "当事人 13912345678 申请信用修复")
    publish(case, cast.leader)
    (card,) = read()
    assert (card["standing"], card["text"], card["party"], card["number"]) == (
        "withdrawn", "", "", "(钢)文综罚字〔2026〕1号",
    )  # fmt: skip
    kept = [
        one["reason"] for one in case_get(case.uuid, cast.leader, clock.today())["publication"]["history"]
    ]
    assert kept == ["", "复议变更", "当事人 139****5678 申请信用修复"]


def test_a_second_correction_keeps_what_the_first_changed(cast: Cast) -> None:
    case = case_make(cast, "served")
    prepare(case, cast.inspector)
    publish(case, cast.leader)
    for changes in ({"fine_fen": 500_000}, {"party_name": "新街口网吧"}):
        prepare(case, cast.inspector, "correct", "与决定书不符", **changes)
        publish(case, cast.leader)
    (card,) = read()
    assert (card["party"], card["penalty"]) == ("新街口网吧", "警告、罚款 5000 元")
    prepare(case, cast.inspector, "withdraw", "复查")
    publish(case, cast.leader)
    again = prepare(case, cast.inspector)
    assert (again.content["party"], again.content["fine_yuan"]) == ("新街口网吧", "5000")
    publish(case, cast.leader)
    (card,) = read()
    assert (card["standing"], card["party"], card["fine_yuan"]) == ("published", "新街口网吧", "5000")


def test_the_desk_shows_what_the_public_reads(cast: Cast) -> None:
    case = case_make(cast, "served")

    def shown() -> tuple[str, str, str, list[str]]:
        told = case_get(case.uuid, cast.inspector, clock.today())["publication"]
        now, then = ({one["key"]: one["value"] for one in told[name]} for name in ("public", "preview"))
        return now.get("fine_yuan", ""), told["public_text"], then["fine_yuan"], told["classes"]

    assert shown() == ("", "", "8000", ["warning", "fine"])
    prepare(case, cast.inspector)
    publish(case, cast.leader)
    prepare(case, cast.inspector, "correct", "复议变更", fine_fen=500_000)
    assert (shown()[0], shown()[1]) == ("8000", read()[0]["text"])
    publish(case, cast.leader)
    assert shown() == ("5000", read()[0]["text"], "5000", ["warning", "fine"])
    prepare(case, cast.inspector, "correct", "复议变更", classes=["warning"])
    publish(case, cast.leader)
    assert shown()[3] == ["warning"]
    assert [(one["classes"], one["penalty"], one["fine_yuan"]) for one in read()] == [("警告", "警告", "0")]
    prepare(case, cast.inspector, "withdraw", "复查")
    publish(case, cast.leader)
    assert shown() == ("", "", "0", ["warning"])


def test_a_correction_has_a_sum_where_its_class_is_and_nowhere_else(cast: Cast) -> None:
    case = case_make(cast, "served")
    prepare(case, cast.inspector)
    publish(case, cast.leader)
    for changes, field in (
        ({"classes": ["warning"], "fine_fen": 500_000}, "fine_fen"),
        ({"confiscated_fen": 100}, "confiscated_fen"),
        ({"fine_fen": 0}, "fine_fen"),
        ({"classes": ["fine"], "fine_fen": 0}, "fine_fen"),
    ):
        with pytest.raises(DomainError) as refused:
            prepare(case, cast.inspector, "correct", "复议变更", **changes)
        assert (refused.value.code, list(refused.value.data["fields"])) == ("invalid", [field])


def test_a_decision_may_be_kept_from_the_public_with_its_reason(cast: Cast) -> None:
    case = case_make(cast, "decided")
    prepare(case, cast.inspector, "withhold", "涉及未成年人隐私，不具有一定社会影响")
    case = publish(case, cast.leader)
    assert (case.publication, case.published_on, read()) == ("withheld", None, [])
    assert due_of(case, "case_publication").done_on == date(2026, 9, 15)


def test_only_a_penalty_is_published(cast: Cast) -> None:
    case = step(cast, case_make(cast, "reviewed"), "decide", **NO_PENALTY, classes=[], fine_fen=0)
    assert refusal(prepare, case, cast.inspector) == [
        "penalty",
    ]
    assert case_get(case.uuid, cast.leader, clock.today())["publication"] is None


def test_the_database_itself_knows_two_persons(cast: Cast) -> None:
    row = prepare(case_make(cast, "decided"), cast.inspector)
    with pytest.raises(IntegrityError), transaction.atomic():
        CasePublication.objects.everywhere("guard").filter(pk=row.pk).update(
            state="done", checked_by=cast.inspector, checked_at=clock.now()
        )


def test_v34_the_public_table_names_nobody_and_has_the_documented_columns(cast: Cast) -> None:
    case = case_make(
        cast, "decided", party_kind="citizen", party_name="欧阳若兰", summary="身份证 370117199001011234"
    )
    prepare(case, cast.inspector)
    publish(case, cast.leader)
    data = table_csv(HEADINGS, penalty_rows(read()))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADINGS
    page = (
        (ROOT / "docs" / "publication.md").read_text(encoding="utf-8").partition("## Results")[0].splitlines()
    )
    told = [line.split("|") for line in page if line.startswith("| `")]
    assert tuple(cells[2].strip() for cells in told) == HEADINGS
    assert [cells[1].strip(" `") for cells in told] == [*COLUMNS, "standing", "published_at"]
    assert rows[1][:3] == ["欧阳某", "自然人", ""]
    assert "欧阳若兰" not in data.decode("utf-8-sig")
    assert table_xlsx("公示", HEADINGS, penalty_rows(read()))[:2] == b"PK"


def test_the_public_code_is_the_credit_code_and_the_code_of_the_venue_finds_it(cast: Cast) -> None:
    case = case_make(cast, "served")
    uscc, code = "91370117MA3E0000X1", "91370117MA3E0000X1-01"
    Venue.objects.everywhere("guard").filter(pk=case.venue_id).update(uscc=uscc, code=code)
    prepare(case, cast.supervisor)
    publish(case, cast.leader)
    assert [row["party_code"] for row in read()] == [uscc]
    for asked in (uscc, code):
        assert [row.case_id for row in penalties_public(code=asked)] == [case.pk]
    assert not penalties_public(code="91370117MA3E0000X2").exists()


def test_a_party_called_as_its_owner_is_a_person_in_public(cast: Cast) -> None:
    case = case_make(cast, "served", venue=venue_make(cast, "韩大山", legal_person="韩大山").uuid)
    prepare(case, cast.supervisor)
    publish(case, cast.leader)
    (row,) = read()
    assert (row["party"], row["party_code"]) == ("韩某", "")
    assert "韩大山" not in json.dumps(row, default=str, ensure_ascii=False)


def test_a_withdrawn_row_names_the_organ_in_whose_name_it_was_decided(cast: Cast) -> None:
    cast.organ.principal_name = "钢城区文化和旅游局"
    cast.organ.save(update_fields=["principal_name"])
    case = case_make(cast, "served")
    for act, reason in (("publish", ""), ("withdraw", "决定被撤销")):
        prepare(case, cast.supervisor, act, reason)
        publish(case, cast.leader)
        assert [row["organ"] for row in read()] == ["钢城区文化和旅游局"]


def test_a_cell_that_looks_like_a_formula_stays_text() -> None:
    card = dict.fromkeys(COLUMNS, "") | {
        "standing": "published",
        "published_at": clock.now(),
        "party": "=1+1",
    }
    assert b"\n'=1+1," in table_csv(HEADINGS, penalty_rows([card]))


def test_the_ledger_says_where_every_decision_and_result_stands(cast: Cast) -> None:
    due, waits, public = (case_make(cast, "decided") for _ in range(3))
    prepare(waits, cast.inspector)
    prepare(public, cast.inspector)
    publish(public, cast.leader)
    check_make(cast, date(2026, 9, 1))
    today = clock.today()
    assert ledger_counts(cast.leader, "case", today) == {
        "waiting": 1, "amend": 0, "overdue": 0, "due": 1, "published": 1, "withdrawn": 0, "withheld": 0,
    }  # fmt: skip
    assert ledger_counts(cast.leader, "case", date(2026, 9, 24))["overdue"] == 1
    assert ledger_counts(cast.leader, "inspection", today)["due"] == 1
    assert ledger_counts(cast.leader, "inspection", date(2026, 12, 1))["overdue"] == 1
    for noun in ("case", "inspection"):
        rows, standings = ledger(cast.leader, noun, today)
        for name, test in standings.items():
            cards = ledger_cards(list(rows.filter(test)), noun, today)
            assert {card["standing"] for card in cards} <= {name}
    rows, _ = ledger(cast.leader, "case", today)
    shown = {card["uuid"]: card for card in ledger_cards(list(rows), "case", today)}
    assert (shown[due.uuid]["standing"], shown[due.uuid]["clock"]["due_on"]) == ("due", date(2026, 9, 23))
