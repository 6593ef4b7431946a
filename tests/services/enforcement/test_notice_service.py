"""The prior notice (事先告知书): drawn up one day, served another; its windows, ways, proof and papers."""

from datetime import date
from typing import Any

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Clock, Document, JournalLine
from backend.services.documents import document_make
from counting.selectors.workbench import tasks_now
from enforcement.models import Case, CaseNotice, CaseTrack
from enforcement.selectors import case_get
from enforcement.selectors.papers import case_documents, case_of, paper_offers
from enforcement.services.cases import case_consent, track_act, track_begin
from enforcement.services.papers import case_paper_make, notice_paper, service_paper
from tests.cast import Cast
from tests.factories_enforcement import PENALTY, case_make, evidence_make, step
from tests.services.enforcement.course import due_of, on_day, refused
from tests.services.enforcement.test_tracks import HEAVY

pytestmark = pytest.mark.django_db
POSTED = {"reason": "住所无人，邮件退回", "where": "区政府网站"}
BY_ANNOUNCEMENT = {"mode": "announcement", "proof": "公告截图"}
BY_MAIL = {"mode": "electronic", "proof": "邮件已送达回执"}
CONTACT = {"organ_contact": "钢城区虚构大街 8 号", "party_id": "示例", "party_address": "示例路 1 号"}


def shown(cast: Cast, case: Case) -> dict[str, Any]:
    return case_get(case.pk, cast.inspector, clock.today())


def post(cast: Cast, case: Case, on: str) -> CaseTrack:
    return track_begin(
        case_id=case.pk, verb="announcement.post", values={"on": on, **POSTED}, actor=cast.inspector,
        now=clock.now(),
    )  # fmt: skip


def lapse(cast: Cast, row: CaseTrack) -> None:
    track_act(
        track_id=row.pk, verb="announcement.lapse", values={"proof": "截图"}, actor=cast.inspector,
        now=clock.now(),
    )  # fmt: skip


def offers(cast: Cast, case: Case) -> dict[tuple[str, str], dict[str, Any]]:
    return {(one["form"], one["of"]): one["values"] for one in paper_offers(case_of(case.pk, cast.inspector))}


BY_HAND = {"receiver": "经营者", "served_at": "2026-09-18", "mode": "直接送达"}


def paper_of(cast: Cast, case: Case, form: str, **values: Any) -> Document:
    said = {key: words for key, words in CONTACT.items() if form == "prior_notice"}
    return case_paper_make(
        case_id=case.pk, form=form, values=said | values, actor=cast.inspector, now=clock.now()
    )


def test_art44_the_windows_run_from_the_day_of_service_and_not_from_the_day_it_was_drawn_up(
    cast: Cast,
) -> None:
    case = step(cast, case_make(cast, "reviewed"), "intend", **HEAVY)  # Tuesday 15 September
    clocks = Clock.objects.everywhere("guard").filter(
        noun_id=case.pk, rule__in=("case_statement", "hearing_request")
    )
    assert (case.state, case.informed_on, case.informed_classes, clocks.count()) == ("reviewed", None, [], 0)
    assert shown(cast, case)["hearing_reasons"] == []
    with on_day(2026, 9, 18):
        case = step(cast, case, "inform", mode="mail", proof="XA0000000CN", on=date(2026, 9, 17))
    # Friday 18, Sunday 20 (worked), Monday 21, Tuesday 22, Wednesday 23
    assert {(row.starts_on, row.due_on) for row in clocks} == {(date(2026, 9, 17), date(2026, 9, 23))}
    assert clocks.count() == 2
    assert (case.state, case.informed_on, case.informed_classes, case.hearing_reasons) == (
        "informed", date(2026, 9, 17), HEAVY["classes"], ["suspension"],
    )  # fmt: skip
    with on_day(2026, 9, 23):
        lacks = refused(cast, case, "decide", **HEAVY, band_reason="情节严重").data["missing"]
        assert lacks[:2] == ["statement_window", "hearing_window"]
    notice = CaseNotice.objects.everywhere("guard").get(case=case)
    assert (notice.drawn_on, notice.served_on) == (date(2026, 9, 15), date(2026, 9, 17))
    assert (notice.drawn_by, notice.service_mode, notice.service_proof) == (
        cast.inspector,
        "mail",
        "XA0000000CN",
    )


def test_art61_a_notice_by_announcement_is_served_on_its_last_day_over_a_holiday(cast: Cast) -> None:
    with on_day(2026, 9, 4):
        case = step(cast, case_make(cast, "reviewed", occurred_on=date(2026, 9, 1)), "intend")
    with on_day(2026, 9, 5):
        row = post(cast, case, "2026-09-05")
    # thirty natural days end on Monday 5 October, a holiday: Thursday 8 October is the last
    assert Clock.objects.everywhere("guard").get(noun_id=row.pk).due_on == date(2026, 10, 8)
    with on_day(2026, 10, 8):
        assert refused(cast, case, "inform", **BY_ANNOUNCEMENT).data["missing"] == ["announcement_over"]
    with on_day(2026, 10, 9):
        lapse(cast, row)
        case = step(cast, case, "inform", **BY_ANNOUNCEMENT, on=date(2026, 10, 9))
    assert case.informed_on == date(2026, 10, 8)
    # 9, Saturday 10 (worked), 12, 13, 14 October
    window = due_of(case, "case_statement")
    assert (window.starts_on, window.due_on) == (date(2026, 10, 8), date(2026, 10, 14))


def test_an_announcement_of_the_notice_serves_neither_another_notice_nor_the_decision(cast: Cast) -> None:
    case = step(cast, case_make(cast, "reviewed"), "intend")
    row = post(cast, case, "2026-09-15")
    again = step(cast, case, "intend", fine_fen=700_000)
    with on_day(2026, 10, 16):
        lapse(cast, row)
        assert refused(cast, again, "inform", **BY_ANNOUNCEMENT).data["missing"] == ["announcement_over"]
        case = step(cast, again, "inform")
        step(cast, case, "statement")
        case = step(cast, case, "decide", fine_fen=700_000)
        # of the very day too: it is of the notice
        CaseTrack.objects.everywhere("guard").filter(pk=row.pk).update(began_on=case.decided_on)
        assert refused(cast, case, "serve", **BY_ANNOUNCEMENT).data["missing"] == ["announcement_over"]


def test_only_a_notice_that_waits_for_its_service_is_announced(cast: Cast) -> None:
    case = case_make(cast, "reviewed")

    def lacks(row: Case) -> list[str]:
        assert "announcement.post" not in shown(cast, row)["beginnings"]
        with pytest.raises(DomainError) as refusal:
            post(cast, row, "2026-09-15")
        return list(refusal.value.data["missing"])

    assert lacks(case) == ["intended"]
    case = step(cast, case, "intend")
    assert "announcement.post" in shown(cast, case)["beginnings"]
    with pytest.raises(DomainError) as early:
        post(cast, case, "2026-09-14")
    assert early.value.data["fields"].keys() == {"values.on"}
    case = step(cast, case, "inform")
    assert lacks(case) == ["intended"]
    step(cast, case, "intend")
    row = post(cast, case, "2026-09-15")
    notices = shown(cast, case)["notices"]
    assert [one["notice"] for one in shown(cast, case)["tracks"]] == [notices[1]["uuid"]] == [row.notice_id]


def test_a_service_is_refused_before_its_notice_was_drawn_up_and_without_one(cast: Cast) -> None:
    case = case_make(cast, "reviewed")
    assert "case.inform" not in shown(cast, case)["verbs"]
    assert refused(cast, case, "inform").data["missing"] == ["intended"]
    with on_day(2026, 9, 17):
        case = step(cast, case, "intend", on=date(2026, 9, 16))
        assert "case.inform" in shown(cast, case)["verbs"]
        early = refused(cast, case, "inform", on=date(2026, 9, 15))
        assert early.data["fields"] == {"on": ["日期不能早于上一步（2026-09-16）"]}
        assert refused(cast, case, "inform", mode="", proof="").data["missing"] == ["service_mode", "proof"]
        assert step(cast, case, "inform", on=date(2026, 9, 16)).informed_on == date(2026, 9, 16)


def test_a_notice_drawn_up_anew_takes_the_place_of_the_one_not_served_and_both_are_kept(cast: Cast) -> None:
    case = step(cast, case_make(cast, "reviewed"), "intend")
    case = step(cast, case, "intend", fine_fen=900_000)
    case = step(cast, case, "inform")
    case = step(cast, case, "intend", fine_fen=500_000)
    told = [
        (row["fine_fen"], bool(row["served_on"]), bool(row["replaced_on"]))
        for row in shown(cast, case)["notices"]
    ]
    assert told == [(800_000, False, True), (900_000, True, False), (500_000, False, False)]
    assert (case.state, case.informed_fine_fen) == ("informed", 900_000)
    lines = JournalLine.objects.everywhere("guard").filter(
        noun_id=case.pk, verb__in=("case.intend", "case.inform")
    )
    assert [row.verb for row in lines.order_by("pk")] == [
        "case.intend", "case.intend", "case.inform", "case.intend",
    ]  # fmt: skip


def test_a_new_notice_that_waits_for_its_service_stands_on_the_desk_of_who_serves_it(cast: Cast) -> None:
    case = case_make(cast, "informed")

    def asked() -> list[str]:
        rows = tasks_now(cast.inspector, clock.today())
        return [row["kind"] for row in rows if row["uuid"] == case.pk]

    assert asked() == []
    step(cast, case, "intend")
    assert asked() == ["case"]
    step(cast, case, "inform")
    assert asked() == []


def test_art45_a_heavier_notice_drawn_up_before_the_statement_is_not_served_after_it(cast: Cast) -> None:
    case = step(cast, case_make(cast, "informed"), "intend", fine_fen=900_000)
    step(cast, case, "statement", text="请求从轻", waived_in_writing="")
    assert refused(cast, case, "inform").data["missing"] == ["not_raised_after_statement"]
    step(cast, case, "intend", fine_fen=700_000)
    assert step(cast, case, "inform").informed_fine_fen == 700_000


def test_art61_a_notice_by_mail_to_a_screen_keeps_what_the_party_agreed_to_or_says_that_it_is_missing(
    cast: Cast,
) -> None:
    told, bare = (step(cast, case_make(cast, "reviewed"), "intend") for _ in range(2))
    strange = evidence_make(cast, told).file_id
    assert refused(cast, bare, "inform", **BY_MAIL, consent_file=strange).data["fields"].keys() == {
        "consent_file"
    }
    told = step(cast, told, "inform", **BY_MAIL, consent="a@example.cn，2026-09-14签订")
    bare = step(cast, bare, "inform", **BY_MAIL)
    assert (told.irregularities, bare.irregularities, bare.state) == ([], ["electronic_unagreed"], "informed")
    assert shown(cast, told)["notices"][0]["service_consent"] == "a@example.cn，2026-09-14签订"
    assert "case.consent" in case_get(bare.pk, cast.supervisor, clock.today())["verbs"]
    case_consent(case_id=bare.pk, consent="2026-09-10签订", actor=cast.supervisor, now=clock.now())
    after = shown(cast, bare)
    assert (after["irregularities"], after["notices"][0]["service_consent"], after["service_consent"]) == (
        [], "2026-09-10签订", "",
    )  # fmt: skip


def test_one_agreement_settles_the_notice_and_the_decision_served_without_it(cast: Cast) -> None:
    case = step(cast, case_make(cast, "reviewed"), "intend")
    step(cast, case, "inform", **BY_MAIL)
    step(cast, case, "statement")
    step(cast, case, "decide")
    case = step(cast, case, "serve", **BY_MAIL)
    assert case.irregularities == ["electronic_unagreed"]
    case_consent(case_id=case.pk, consent="2026-09-10签订", actor=cast.supervisor, now=clock.now())
    after = shown(cast, case)
    assert (after["irregularities"], after["notices"][0]["service_consent"], after["service_consent"]) == (
        [], "2026-09-10签订", "2026-09-10签订",
    )  # fmt: skip


def test_the_notice_on_paper_is_made_before_its_service_and_stays_the_same_after_it(cast: Cast) -> None:
    case = case_make(cast, "reviewed")
    assert ("prior_notice", "") not in offers(cast, case)
    case = step(cast, case, "intend", **HEAVY)
    said = offers(cast, case)["prior_notice", ""]
    assert said["intended"] == "警告；罚款人民币捌仟元整（¥8,000.00）；责令停产停业"
    assert (said["fine_fen"], said["reasons"]) == (
        800_000, "《互联网上网服务营业场所管理条例》（2022修订）第1条",
    )  # fmt: skip
    assert "要求听证" in said["rights"]
    made = paper_of(cast, case, "prior_notice")
    assert made.issued_on == date(2026, 9, 15)
    with on_day(2026, 9, 17):
        case = step(cast, case, "inform")
        assert paper_of(cast, case, "prior_notice") == made
        lighter = step(cast, case, "intend", **PENALTY)
        said = offers(cast, lighter)["prior_notice", ""]
        assert (said["intended"], "要求听证" in said["rights"]) == (
            "警告；罚款人民币捌仟元整（¥8,000.00）",
            False,
        )
        assert paper_of(cast, lighter, "prior_notice").issued_on == date(2026, 9, 17)


def test_each_proof_of_service_is_of_its_own_paper_and_says_how_that_was_served(cast: Cast) -> None:
    case = step(cast, case_make(cast, "reviewed"), "intend")
    assert notice_paper(case_id=case.pk, now=clock.now()) is None
    number = paper_of(cast, case, "prior_notice").number
    with on_day(2026, 9, 17):
        step(cast, case, "inform", mode="mail", proof="XA0000000CN")
        of_notice = notice_paper(case_id=case.pk, now=clock.now())
        assert of_notice is not None
        assert notice_paper(case_id=case.pk, now=clock.now()) is None
        step(cast, case, "statement")
    other = [{"name": "听证通知书", "number": "", "count": "1"}]
    with on_day(2026, 9, 18):
        paper_of(cast, case, "service_proof", papers=other, **BY_HAND)  # of neither
        step(cast, case, "decide")
        case = step(cast, case, "serve")
        of_decision = service_paper(case_id=case.pk, now=clock.now())
        assert of_decision is not None
        assert service_paper(case_id=case.pk, now=clock.now()) is None
        by_hand = paper_of(cast, case, "service_proof", **offers(cast, case)["service_proof", "notice"])
    assert by_hand == of_notice  # still about the notice, whatever was served since
    told = [
        (row.values["papers"][0]["name"], row.values["papers"][0]["number"], row.values["mode"],
         row.values["receiver"], row.values["served_at"], row.issued_on)
        for row in (of_notice, of_decision)
    ]  # fmt: skip
    assert told == [
        ("行政处罚事先告知书", number, "邮寄送达", "XA0000000CN", "2026-09-17", date(2026, 9, 17)),
        ("行政处罚决定书", case.decision_number, "直接送达", "经营者签收", "2026-09-18", date(2026, 9, 18)),
    ]  # fmt: skip
    for row in (of_notice, of_decision):
        document_make(document_id=row.pk, now=clock.now())
    bound = [row["name"] for row in case_documents(case_of(case.pk, cast.inspector), cast.inspector)]
    assert bound == ["送达回证", "送达回证", "行政处罚事先告知书", "送达回证（事先告知书）"]
    with on_day(2026, 9, 18):
        for verb in ("pay", "perform", "close"):
            case = step(cast, case, verb)
    there = {row["code"]: row["there"] for row in shown(cast, case)["checklist"]}
    assert (there["service_proof"], there["notice_proof"], there["prior_notice"]) == (True, True, False)


def test_the_proof_of_a_served_notice_names_its_number_though_the_next_one_was_drawn_up(cast: Cast) -> None:
    case = step(cast, case_make(cast, "reviewed"), "intend", **HEAVY)
    number = paper_of(cast, case, "prior_notice").number
    with on_day(2026, 9, 17):
        case = step(cast, case, "inform")
    with on_day(2026, 9, 18):
        case = step(cast, case, "intend", fine_fen=700_000)
        Document.objects.everywhere("guard").create(
            organ=case.organ, created_at=clock.now(), form="prior_notice", noun="case", noun_id=case.pk,
            number="下一份", values={}, requested_by=cast.inspector, issued_on=date(2026, 9, 18),
        )  # fmt: skip
        proof = notice_paper(case_id=case.pk, now=clock.now())
        assert proof is not None
        assert [one["number"] for one in proof.values["papers"]] == [number]
        step(cast, case, "inform")
        told = offers(cast, case_of(case.pk, cast.inspector))["service_proof", "notice"]
        assert [one["number"] for one in told["papers"]] == ["下一份"]


def test_a_notice_served_before_its_way_was_kept_is_shown_and_printed_as_unknown(cast: Cast) -> None:
    case = case_make(cast, "informed")
    CaseNotice.objects.everywhere("guard").filter(case=case).delete()
    seen = shown(cast, case)
    assert (seen["notices"], seen["informed"]["fine_fen"], seen["informed_basis"]) == (
        [],
        800_000,
        "TEST-123",
    )
    papers = offers(cast, case)
    assert papers["prior_notice", ""]["intended"] == "警告；罚款人民币捌仟元整（¥8,000.00）"
    assert "mode" not in papers["service_proof", "notice"]
    assert papers["service_proof", "notice"]["served_at"] == "2026-09-15"
    assert notice_paper(case_id=case.pk, now=clock.now()) is None
