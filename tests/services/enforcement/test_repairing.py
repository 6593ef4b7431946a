"""The prompt to repair a credit record: its paper, its refusals in words, once; and its reminder, once."""

from datetime import date, datetime
from typing import Any

import pytest

from backend import clock
from backend.clock import BEIJING
from backend.documents.catalogue import form_get
from backend.domain.errors import DomainError
from backend.domain.forms import Heading, words_of
from backend.models import Document, JournalLine, Reminder, User
from backend.services.documents import document_make
from counting.services.reminders import remind
from enforcement.models import Case, FollowUp, FollowUpStep
from enforcement.selectors.followups import follow_up_list
from enforcement.selectors.publications import penalties_public, penalty_public
from enforcement.selectors.repair import repair_records
from enforcement.services.cases import case_publish, publication_prepare, track_act, track_begin
from enforcement.services.cases.follow_up_visits import follow_up_record
from enforcement.services.cases.followups import follow_up_close, follow_up_plan, follow_up_step
from enforcement.services.cases.opinions import follow_up_void
from enforcement.services.cases.repairing import follow_up_prompt
from enforcement.services.guidance import guidance_check
from inspections.models import Inspection, Rectification
from inspections.services.rectifications import rectification_order
from inspections.services.reviewing import inspection_accept
from registry.services.dishonesty import dishonesty_enlist, dishonesty_propose
from scheduling.services.service_visits import service_visit_log
from tests.cast import Cast, user_of
from tests.factories_enforcement import case_make, finding_make, guidance_make
from tests.services.enforcement.course import on_day
from tests.services.enforcement.test_guidance import sign
from tests.services.enforcement.visits_back import ask, seen

FROM = date(2026, 12, 16)


def public(case: Case, cast: Cast, act: str = "publish", reason: str = "") -> Case:
    """What two people make of its publication."""
    publication_prepare(case_id=case.pk, act=act, reason=reason, actor=cast.supervisor, now=clock.now())
    return case_publish(case_id=case.pk, actor=cast.leader, now=clock.now())


def followed(cast: Cast, **values: Any) -> FollowUp:
    """The follow-up of a closed penalty whose decision everybody reads."""
    case = public(case_make(cast, "closed", **values), cast)
    return FollowUp.objects.everywhere("guard").get(case=case)


def prompt(row: FollowUp, actor: User, **values: Any) -> FollowUp:
    given: dict[str, Any] = {"noun": "case", "record": row.case_id, **values}
    return follow_up_prompt(follow_up_id=row.pk, actor=actor, now=clock.now(), **given)


def refused(row: FollowUp, actor: User, **values: Any) -> DomainError:
    """The refusal; no number is taken by it."""
    before = Document.objects.everywhere("guard").count()
    with pytest.raises(DomainError) as refusal:
        prompt(row, actor, **values)
    assert Document.objects.everywhere("guard").count() == before
    return refusal.value


def records(row: FollowUp, cast: Cast) -> list[dict[str, Any]]:
    fresh = follow_up_list(cast.industry_section).get(pk=row.pk)
    return repair_records(fresh, cast.industry_section, clock.today())


def met(row: FollowUp, cast: Cast) -> list[str]:
    return [one["code"] for one in records(row, cast)[0]["conditions"] if one["met"]]


def test_a_prompt_names_its_record_and_is_a_paper_with_the_next_number(cast: Cast) -> None:
    row = followed(cast)
    prompt(row, cast.industry_section, note="可先咨询办事窗口")
    step = FollowUpStep.objects.everywhere("guard").get()
    number = row.case.decision_number
    assert (step.kind, step.record_noun, step.record_id, step.text) == (
        "repair", "case", row.case_id,
        f"行政处罚决定书 {number}：可自 2026-12-16 起申请信用修复，已告知条件、材料和渠道。可先咨询办事窗口",
    )  # fmt: skip
    assert step.document is not None
    paper = document_make(document_id=step.document.pk, now=clock.now())
    assert paper is not None
    assert (paper.state, paper.number, paper.noun, paper.noun_id) == (
        "made", "(钢)文综信修提字〔2026〕1号", "followup", row.pk,
    )  # fmt: skip
    words = words_of(form_get("repair_prompt"), paper.values, Heading("钢", paper.number, paper.issued_on))
    assert (words["record"], words["recorded_on"], words["from_on"], words["until_on"], words["level"]) == (
        f"行政处罚决定书 {number}", "2026年9月15日", "2026年12月16日", "2027年9月15日", "一般失信信息",
    )  # fmt: skip
    assert words["materials"].splitlines() == [
        "1. 信用修复申请书", "2. 履行证明（缴款凭证、执行完毕证明）", "3. 整改证明（整改报告、复查记录）",
        "4. 信用承诺书",
    ]  # fmt: skip
    assert words["sources"].endswith("（待核实）")
    assert [one["state"] for one in paper.values["conditions"]] == [
        "已满足", "尚未掌握，请在申请前办理并备齐证明", "尚未掌握，请在申请前办理并备齐证明",
    ]  # fmt: skip
    line = JournalLine.objects.everywhere("guard").get(verb="follow_up.prompt")
    assert line.data == {
        "record": ["case", str(row.case_id)], "from": "2026-12-16", "paper": str(paper.uuid),
    }  # fmt: skip


def test_the_organ_s_address_and_telephone_stand_on_the_paper(cast: Cast) -> None:
    cast.organ.address, cast.organ.phone = "示例路 1 号", "0531-76000000"
    cast.organ.save()
    prompt(followed(cast), cast.industry_section)
    paper = Document.objects.everywhere("guard").get(form="repair_prompt")
    assert paper.values["organ_contact"] == "示例路 1 号，0531-76000000"


def test_a_citizen_s_paper_bears_no_number_of_hers(cast: Cast) -> None:
    prompt(followed(cast, party_kind="citizen", party_name="李若竹"), cast.industry_section)
    paper = Document.objects.everywhere("guard").get(form="repair_prompt")
    assert (paper.values["party_name"], paper.values["party_id"]) == ("李若竹", "")


def test_a_record_is_prompted_once_while_its_paper_stands(cast: Cast) -> None:
    row = followed(cast)
    prompt(row, cast.industry_section)
    again = refused(row, cast.industry_section)
    assert (
        again.message()
        == "这条记录已于 2026-09-15 作过信用修复提示（(钢)文综信修提字〔2026〕1号），不再重复。"
    )
    paper = Document.objects.everywhere("guard").get(form="repair_prompt")
    follow_up_void(
        follow_up_id=row.pk, document=paper.pk, reason="打印错误", actor=cast.industry_section,
        now=clock.now(),
    )  # fmt: skip
    assert records(row, cast)[0]["prompt"] is None
    prompt(row, cast.industry_section)
    assert records(row, cast)[0]["prompt"]["number"] == "(钢)文综信修提字〔2026〕2号"


def test_where_nothing_is_to_be_repaired_the_refusal_says_so(cast: Cast) -> None:
    hidden = FollowUp.objects.everywhere("guard").get(case=case_make(cast, "closed"))
    told = refused(hidden, cast.industry_section)
    assert told.message() == "不能作信用修复提示：处罚决定没有公示，没有需要修复的信用信息。"
    public(hidden.case, cast)
    Case.objects.everywhere("guard").filter(pk=hidden.case_id).update(penalty_classes=["warning"], fine_fen=0)
    assert "属于轻微失信信息" in refused(hidden, cast.industry_section).message()
    assert "warning" in refused(hidden, cast.industry_section).message("en")
    public(hidden.case, cast, "withdraw", "决定撤销")
    assert refused(hidden, cast.industry_section).data["code"] == "withdrawn"


def test_a_decision_that_fell_is_withdrawn_and_not_repaired(cast: Cast) -> None:
    row = followed(cast)
    track = track_begin(
        case_id=row.case_id, verb="review.receive", values={"on": "2026-09-15", "body": "区政府"},
        actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    track_act(
        track_id=track.uuid, verb="review.conclude", values={"on": "2026-09-15", "result": "revoked"},
        actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    assert refused(row, cast.industry_section).data["code"] == "fallen"
    (card,) = [penalty_public(one, clock.today()) for one in penalties_public()]
    assert card["repair"]["why_not"] == "fallen"


def test_a_step_in_free_words_is_no_prompt(cast: Cast) -> None:
    row = followed(cast)
    now = clock.now()
    follow_up_plan(follow_up_id=row.pk, plan="回访", actor=cast.industry_section, now=now)
    with pytest.raises(DomainError) as told:
        follow_up_step(
            follow_up_id=row.pk, kind="repair", text="已告知", actor=cast.industry_section, now=now
        )
    assert told.value.code == "repair_needs_its_record"


def test_it_is_made_before_the_plan_and_after_the_close_too(cast: Cast) -> None:
    row = followed(cast)
    assert prompt(row, cast.supervisor).state == "opened"
    other = followed(cast)
    at: dict[str, Any] = {"follow_up_id": other.pk, "actor": cast.industry_section, "now": clock.now()}
    follow_up_plan(plan="回访", **at)
    follow_up_step(kind="guidance", text="电话指导", **at)
    follow_up_close(conclusion="到位", **at)
    assert prompt(other, cast.industry_section).state == "closed"


def test_nobody_else_makes_one_and_none_of_a_record_that_is_not_the_venue_s(
    cast: Cast, stranger_organ: Any
) -> None:
    row, other = followed(cast), followed(cast)
    assert refused(row, cast.inspector).code == "not_allowed"
    assert refused(row, cast.industry_section, record=other.case_id).code == "not_found"
    assert refused(row, cast.industry_section, noun="dishonestyrecord").code == "not_found"
    stranger = user_of(stranger_organ, "section9", "外若木", "industry_section")
    assert refused(row, stranger).code == "not_found"
    assert refused(row, cast.industry_section, seen=7).code == "conflict"


def test_conditions_are_met_by_what_is_on_record(cast: Cast) -> None:
    row = followed(cast)
    assert met(row, cast) == ["performed"]
    pledge = sign(
        cast, guidance_make(cast, kind="pledge", venue=row.case.venue_id, cause=("case", row.case_id))
    )
    assert met(row, cast) == ["performed", "pledge"]
    with on_day(2027, 1, 2):
        guidance_check(
            guidance_id=pledge.pk, kept="broken", text="又犯", actor=cast.supervisor, now=clock.now()
        )
    assert met(row, cast) == ["performed"]
    Case.objects.everywhere("guard").filter(pk=row.case_id).update(performed_on=None)
    assert met(row, cast) == []


def test_a_clean_record_of_its_own_visit_shows_the_correction(cast: Cast) -> None:
    row = followed(cast)
    follow_up_plan(follow_up_id=row.pk, plan="回访", actor=cast.industry_section, now=clock.now())
    ask(row, cast.industry_section)
    record = seen(cast, row)
    assert met(row, cast) == ["performed"]
    inspection_accept(inspection_id=record.pk, actor=cast.supervisor, now=clock.now())
    follow_up_record(inspection_id=record.pk, now=clock.now())
    assert met(row, cast) == ["performed", "corrected"]
    Inspection.objects.everywhere("guard").filter(pk=record.pk).update(result_codes=["A"])
    assert met(row, cast) == ["performed"]


def test_an_order_met_after_the_same_check_shows_the_correction(cast: Cast) -> None:
    finding = finding_make(cast)
    row = followed(cast, finding=finding.uuid)
    order = rectification_order(
        inspection_id=finding.inspection_id, findings=[finding.uuid], content="停止接纳未成年人",
        due_on=date(2026, 9, 20), actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    assert met(row, cast) == ["performed"]
    Rectification.objects.everywhere("guard").filter(pk=order.pk).update(state="closed")
    assert met(row, cast) == ["performed", "corrected"]


def listed(cast: Cast, row: FollowUp, level: str) -> Any:
    proposed = dishonesty_propose(
        venue_id=row.case.venue_id, level=level, ground="未履行承诺", basis="部令第7号",
        actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    return dishonesty_enlist(record_id=proposed.uuid, actor=cast.leader, now=clock.now())


def test_a_listing_of_the_venue_has_a_prompt_of_its_own(cast: Cast) -> None:
    row = followed(cast)
    minor, serious = listed(cast, row, "minor"), listed(cast, row, "serious")
    service_visit_log(
        venue_id=row.case.venue_id, kind="training", on=clock.today(), subject="信用修复培训", people=2,
        note="", actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    told = {one["uuid"]: one for one in records(row, cast)}
    assert [(one["code"], one["met"]) for one in told[minor.uuid]["conditions"]] == [
        ("corrected", False), ("pledge", False), ("training", True),
    ]  # fmt: skip
    assert (told[serious.uuid]["why_not"], told[serious.uuid]["from_on"]) == ("minor_only", date(2029, 9, 16))
    prompt(row, cast.industry_section, noun="dishonestyrecord", record=minor.uuid)
    paper = Document.objects.everywhere("guard").get(form="repair_prompt")
    assert (paper.values["record"], paper.values["party_name"], paper.values["content"]) == (
        "列入失信主体名单（轻微失信）", row.case.venue.name, "",
    )  # fmt: skip
    late = refused(row, cast.industry_section, noun="dishonestyrecord", record=serious.uuid)
    assert "不受理提前修复申请" in late.message()
    assert [bool(one["prompt"]) for one in records(row, cast)] == [False, True, False]


def test_public_reads_the_day_and_the_conditions_and_nobody_s_name(cast: Cast) -> None:
    row = followed(cast)
    (card,) = [penalty_public(one, clock.today()) for one in penalties_public()]
    assert card["repair"] == {
        "from_on": FROM, "until_on": date(2027, 9, 15), "why_not": "",
        "asks": ("performed", "corrected", "pledge"),
        "basis": "信用修复管理办法（国家发展改革委令2025年第36号）、国办发〔2025〕22号", "verified": False,
    }  # fmt: skip
    assert [one.case_id for one in penalties_public(code=card["party_code"])] == [row.case_id]
    assert list(penalties_public(code="913701170000000000")) == []
    public(row.case, cast, "withdraw", "公示有误")
    (gone,) = [penalty_public(one, clock.today()) for one in penalties_public()]
    assert (gone["repair"]["why_not"], gone["repair"]["from_on"]) == ("withdrawn", None)


def at(month: int, day: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, 9, tzinfo=BEIJING)


def told(person: User) -> list[tuple[str, str, bool]]:
    rows = Reminder.objects.everywhere("guard").filter(person=person, kind="repair")
    return [(row.stage, row.detail, row.over_at is None) for row in rows.order_by("created_at")]


def test_the_section_is_reminded_once_when_the_day_has_come_and_no_more_after_the_prompt(cast: Cast) -> None:
    row = followed(cast)
    remind(now=at(12, 15))
    assert told(cast.industry_section) == []
    for day in (16, 17, 30):
        remind(now=at(12, day))
    number = row.case.decision_number
    assert told(cast.industry_section) == [("waiting", number, True)]
    assert told(cast.supervisor) == told(cast.leader) == []
    with clock.at(at(12, 31)):
        prompt(row, cast.industry_section)
    remind(now=at(1, 2, 2027))
    assert told(cast.industry_section) == [("waiting", number, False)]


def test_who_was_prompted_before_the_day_is_not_reminded_of(cast: Cast) -> None:
    prompt(followed(cast), cast.industry_section)
    remind(now=at(12, 20))
    assert told(cast.industry_section) == []


def test_without_an_industry_section_the_supervisor_is_reminded(cast: Cast) -> None:
    followed(cast)
    cast.industry_section.is_active = False
    cast.industry_section.save()
    remind(now=at(12, 16))
    remind(now=at(12, 17))
    assert [stage for stage, _, _ in told(cast.supervisor)] == ["waiting"]
    assert told(cast.leader) == []


def test_nobody_is_reminded_of_what_is_over_hidden_or_fell(cast: Cast) -> None:
    row = followed(cast)
    remind(now=at(9, 20, 2027))
    assert told(cast.industry_section) == []
    public(row.case, cast, "withdraw", "公示有误")
    remind(now=at(12, 20))
    assert told(cast.industry_section) == []
