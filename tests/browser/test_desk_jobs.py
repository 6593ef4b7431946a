"""Jobs of the desk from end to end, through its pages by its people, and what the database keeps of them."""

import io
from collections.abc import Callable, Iterator
from datetime import date, time
from uuid import uuid4

import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from backend import clock
from backend.models import Document, JournalLine, Organ
from counting.models import PlatformEntry
from enforcement.domain.papers import proof_of
from enforcement.models import Case, CasePublication, CaseTrack, Lead
from enforcement.selectors.papers import SERVICE
from enforcement.services.papers import service_paper
from registry.domain.credit import Fact
from registry.models import CatalogueChange, Performance
from tests.browser.desk import Desk
from tests.browser.phone import PATIENCE
from tests.cast import Cast
from tests.factories_enforcement import case_make, lead_make, step, track_make
from tests.factories_registry import catalogue_make, graded_make, venue_make
from tests.ground.chromium import DESK, screen

embedded = pytest.mark.embedded  # the pages of the one database are those of the other
PASSWORD = "Wenxun-2026"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DeskOf = Callable[[str], Desk]


@pytest.fixture
def desk_of(
    cast: Cast, transactional_db: None, browser: Browser, site: str, windows: list[BrowserContext]
) -> Iterator[DeskOf]:
    """Somebody's own window, signed in once."""
    desks: dict[str, Desk] = {}

    def desk_of(username: str) -> Desk:
        if username not in desks:
            windows.append(screen(browser, DESK, base_url=site))
            desks[username] = Desk(windows[-1], username, PASSWORD)
        return desks[username]

    yield desk_of
    assert [error for desk in desks.values() for error in desk.errors] == []


def public(desk: Desk, path: str) -> Page:
    """A page anybody reads, in a tab of its own."""
    page = desk.window.new_page()
    page.goto(path)
    return page


@pytest.mark.postgres
def test_a_decision_is_published_corrected_and_withdrawn_each_by_two_persons(
    cast: Cast, desk_of: DeskOf
) -> None:
    case = case_make(cast, "decided")
    one, other = desk_of("supervisor"), desk_of("leader")
    one.go("/c/cases/publications")
    one.row(case.party_name).click()
    one.press("prepare-publish")
    expect(one.page.get_by_role("dialog", name="拟定公示")).to_contain_text(case.decision_number)
    one.settle()
    expect(one.mark("pending")).to_contain_text("待另一人复核")
    expect(one.mark("check-publication")).to_have_count(0)

    other.go("/c/cases/inbox")
    expect(other.mark("badge")).to_have_text("1")
    other.row("复核公示").click()
    other.press("check-publication")
    expect(other.mark("publication")).to_contain_text("已公示")
    told = public(other, "/p/penalties")
    expect(told.get_by_text(f"{case.decision_number}行政处罚决定")).to_contain_text("罚款 8000 元")

    for act, said in (
        ("correct", "警告、罚款 7500 元"), ("correct", "营业场所，罚款 7500 元"), ("withdraw", "已撤回")
    ):  # fmt: skip
        one.page.reload()
        one.press(f"prepare-{act}")
        if said.startswith("警告"):
            one.type("correct-fine", "7500")
        elif act == "correct":
            one.mark("correct-class-warning").uncheck()
        one.type("publication-reason", "与决定书不符")
        one.settle()
        other.page.reload()
        other.press("check-publication")
        expect(other.mark("check-publication")).to_have_count(0)
        told.reload()
        expect(told.get_by_text(said).first).to_be_visible()
        expect(other.mark("public-text")).to_contain_text(said)
        expect(told.get_by_text("与决定书不符")).to_have_count(0)
    kept = CasePublication.objects.everywhere("guard").filter(case=case).order_by("prepared_at")
    assert [(row.act, row.prepared_by_id, row.checked_by_id) for row in kept] == [
        (act, cast.supervisor.pk, cast.leader.pk) for act in ("publish", "correct", "correct", "withdraw")
    ]
    assert CasePublication.objects.everywhere("guard").filter(case=case, state="done").count() == 4


@embedded
def test_what_waits_for_approval_is_approved_or_refused_where_it_is_found(
    cast: Cast, desk_of: DeskOf
) -> None:
    reviewed = case_make(cast, "investigated")
    tracks = [CaseTrack.objects.everywhere("guard").get(pk=track_make(cast)) for _ in range(2)]
    legal, leader = desk_of("reviewer"), desk_of("leader")
    legal.go("/c/cases/inbox")
    legal.row("法制审核").click()
    legal.press("step")
    expect(legal.page.get_by_role("alert").first).to_be_visible()
    legal.type("opinion", "事实清楚，证据确凿")
    legal.press("step")
    expect(legal.mark("said")).to_be_visible()
    legal.go("/c/cases/inbox")
    legal.sees("没有等您审批的事项")

    leader.go("/c/cases/inbox")
    expect(leader.mark("badge")).to_have_text("2")
    for track, verb, left in zip(tracks, ("approve", "reject"), ("1", ""), strict=True):
        leader.row(track.case.number).click()
        leader.press(f"preservation.{verb}")
        if verb == "reject":
            leader.page.locator("dialog[open] textarea").fill("没有灭失的可能")
        leader.settle()
        leader.go("/c/cases/inbox")
        if left:
            expect(leader.mark("badge")).to_have_text(left)
    expect(leader.mark("badge")).to_have_count(0)
    reviewed.refresh_from_db()
    assert (reviewed.state, reviewed.review_opinion) == ("reviewed", "事实清楚，证据确凿")
    states = CaseTrack.objects.everywhere("guard").order_by("created_at").values_list("state", flat=True)
    assert list(states) == ["held", "rejected"]


def _rewritten(data: bytes, **changes: object) -> bytes:
    """The workbook with a provision ended and its new version named beside it; `changes` of the new row."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    law, acts = book["法律依据"], book["违法行为"]
    titles = [cell.value for cell in law[1]]
    old = next(row for row in law.iter_rows(min_row=2) if row[0].value == "NETR-2022-31-ordinary")
    new = {title: cell.value for title, cell in zip(titles, old, strict=True)}
    old[titles.index("失效日期")].value = "2026-06-30"
    new |= {"编号": "NETR-2026-31-ordinary", "版本": "2026修订", "施行日期": "2026-07-01", "失效日期": None}
    new |= {"已核实": "否", "出处": "OKU", **changes}
    law.append([new[title] for title in titles])
    bases = [cell.value for cell in acts[1]].index("依据")
    for row in acts.iter_rows(min_row=2):
        row[bases].value = str(row[bases].value or "").replace(
            "NETR-2022-31-ordinary", "NETR-2022-31-ordinary；NETR-2026-31-ordinary"
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@embedded
def test_a_workbook_changes_the_law_by_two_persons_and_a_case_cites_the_version_of_its_day(
    cast: Cast, desk_of: DeskOf
) -> None:
    catalogue_make()
    case = case_make(cast, "reviewed")
    legal, leader = desk_of("reviewer"), desk_of("leader")
    legal.go("/c/catalogue/law")
    legal.press("new-violation")
    expect(legal.page.locator("dialog[open] [data-test='cell-code']")).to_be_focused()
    legal.go("/c/catalogue/changes")
    with legal.page.expect_download() as taken:
        legal.press("book-export")
    data = taken.value.path().read_bytes()

    def tried(content: bytes) -> None:
        legal.mark("book-file").set_input_files(FilePayload(name="目录.xlsx", mimeType=XLSX, buffer=content))
        legal.press("book-check")

    tried(_rewritten(data, **{"罚款上限（元）": "一万五"}))
    wrong = legal.page.get_by_role("listitem").filter(has_text="罚款上限（元）")
    expect(wrong).to_contain_text("NETR-2026-31-ordinary")  # and those that name it, for it is not there
    expect(legal.mark("book-counts")).not_to_contain_text("不能采用 0")
    expect(legal.mark("book-send")).to_have_count(0)
    tried(_rewritten(data, **{"罚款上限（元）": "20000"}))
    expect(legal.mark("book-counts")).to_contain_text("不能采用 0")
    legal.type("book-note", "2026 修订施行")
    legal.press("book-send")
    legal.row("2026 修订施行").click()
    legal.sees("提出人不复核自己的修改")
    assert CatalogueChange.objects.everywhere("guard").get().state == "proposed"

    leader.go("/c/catalogue/changes")
    leader.row("2026 修订施行").click()
    expect(leader.mark("changed-row").first).to_be_visible()
    leader.press("approve")
    expect(leader.mark("approve")).to_have_count(0)
    # the notice tells of the version of the day, and the decision rests on what was told
    step(cast, step(cast, case, "tell", basis="NETR-2026-31-ordinary"), "statement")
    leader.go(f"/c/cases/{case.uuid}")
    choices = leader.page.get_by_role("group", name="处罚依据").get_by_role("radio")
    old = leader.page.locator("label").filter(has_text="2022修订").filter(has_text="行为时无效").first
    expect(old.get_by_role("radio")).to_be_disabled(timeout=PATIENCE)
    new = leader.page.locator("label").filter(has_text="2026修订").first
    new.get_by_role("radio").check()
    expect(new).to_contain_text("行为时有效")
    assert choices.count() >= 2
    leader.press("step")
    expect(leader.mark("said")).to_be_visible()
    decided = Case.objects.everywhere("guard").select_related("basis").get(pk=case.pk)
    assert (decided.state, decided.basis.key if decided.basis else "") == ("decided", "NETR-2026-31-ordinary")


@embedded
def test_an_appeal_that_holds_changes_the_grade_the_venue_reads_by_its_code(
    cast: Cast, desk_of: DeskOf
) -> None:
    fact = Fact("fine", "case", str(uuid4()), date(2026, 9, 15), "(钢)文综罚字〔2026〕1号")
    venue = graded_make(cast.supervisor, fact)
    one, other = desk_of("supervisor"), desk_of("leader")
    one.go("/c/credit")
    one.press("grade-C")
    one.page.locator("tbody tr").click()
    one.press("appeal")
    one.type("appeal-text", "该处罚已被撤销")
    one.page.get_by_role("dialog").get_by_role("checkbox").first.check()
    one.settle()
    one.go("/c/credit/appeals")
    one.row(venue.name).click()
    one.sees("受理人不处理自己受理的申诉")
    told = public(one, f"/p/credit?code={venue.code}")
    expect(told.get_by_text("73 分")).to_be_visible()

    other.go("/c/credit/appeals")
    other.row(venue.name).click()
    uphold = other.page.get_by_role("button", name="申诉成立")
    uphold.click()
    expect(other.page.locator("aside").get_by_role("alert").first).to_be_visible()
    other.type("decision", "处罚已撤销，不再计入")
    uphold.click()
    other.sees("没有符合条件的内容")
    told.reload()
    expect(told.get_by_text("85 分")).to_be_visible()
    venue.refresh_from_db()
    assert (venue.credit_grade, venue.credit_score) == ("B", 85)


@embedded
def test_a_lead_is_entered_checked_given_more_time_and_answered_with_the_reporter_behind_his_verb(
    cast: Cast, desk_of: DeskOf
) -> None:
    venue = venue_make(cast.supervisor, name="蓝鲸网咖")
    lead_make(cast, venue=venue.uuid)
    one, other = desk_of("supervisor"), desk_of("leader")
    one.go("/c/cases/leads")
    one.press("lead-add")
    one.mark("lead-channel").select_option("12345")
    one.type("lead-external", "2026-0915-07")
    one.type("lead-content", "夜间接纳未成年人上网")
    one.type("reporter-name", "丁演示")
    one.type("venue-search", venue.name)
    one.mark("venue-option").first.click()
    one.mark("dialog-action").click()
    one.press("lead-another")
    one.type("lead-why", "另一日的事")
    one.settle()
    expect(one.mark("lead-state")).to_have_text("已登记")
    expect(one.page.get_by_text("丁演示")).to_have_count(0)
    one.press("lead.unmask")
    one.page.locator("dialog[open] textarea").fill("需要回访")
    one.settle()
    one.sees("丁演示")
    one.press("lead.extend")
    one.type("lead-reason", "须向上级请示")
    one.settle()
    other.go(one.page.url)
    other.press("lead.grant")
    other.settle()
    one.page.reload()
    one.press("lead.verify")
    one.type("lead-note", "已到场核查")
    one.settle()
    one.press("lead.reply")
    one.type("lead-text", "已核查并责令改正")
    one.settle()
    expect(one.mark("lead-owes")).to_have_count(0)
    lead = Lead.objects.everywhere("guard").get(external_number="2026-0915-07")
    assert (lead.state, lead.another_reason) == ("verified", "另一日的事")
    looks = JournalLine.objects.everywhere("guard").filter(noun_id=lead.uuid, verb="lead.unmask")
    assert [(row.actor_id, "丁演示" in str(row.data)) for row in looks] == [(cast.supervisor.pk, False)]


@pytest.mark.postgres
def test_what_other_platforms_need_goes_out_in_their_columns_and_is_ticked_there(
    cast: Cast, desk_of: DeskOf
) -> None:
    case = case_make(cast, "served")
    desk = desk_of("supervisor")
    desk.go("/c/figures/platforms")
    desk.press("mapping")
    desk.mark("map-title").first.fill("处罚文书编号")
    desk.settle()
    desk.press("export-menu")
    with desk.page.expect_download(timeout=60_000) as taken:
        desk.press("export-xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes())).active
    assert sheet is not None
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert "处罚文书编号" in {cell for row in rows for cell in row}
    assert case.decision_number in {cell for row in rows for cell in row}
    desk.press("pick-all")
    desk.press("tick")
    desk.sees("没有需要录入的记录")
    entry = PlatformEntry.objects.everywhere("guard").get()
    assert (entry.noun_id, entry.entered_by_id) == (case.uuid, cast.supervisor.pk)


@embedded
def test_a_list_of_performances_is_taken_in_from_the_template_whole_or_not_at_all(
    cast: Cast, desk_of: DeskOf
) -> None:
    desk = desk_of("supervisor")
    desk.go("/c/performances")
    desk.press("performance-import")
    send = desk.page.locator("dialog[open]").locator("[data-test='dialog-action']")
    with desk.page.expect_download() as taken:
        desk.press("import-template")
    book = openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes()))
    columns = [cell.value for cell in book.worksheets[0][1]]

    def choose(*rows: dict[str, str]) -> None:
        for at, row in enumerate(rows, start=2):
            for column, title in enumerate(columns, start=1):
                book.worksheets[0].cell(at, column, row.get(str(title)))
        out = io.BytesIO()
        book.save(out)
        file = FilePayload(name="演出.xlsx", mimeType=XLSX, buffer=out.getvalue())
        desk.mark("import-file").set_input_files(file)
        desk.press("import-check")

    show = {
        "演出名称": "夏夜民谣专场", "批准文号": "钢文演〔2026〕21号", "开始日期": "2026-09-18",
        "演出地点": "虚构剧场", "举办单位": "虚构演艺公司", "演员、团体": "青石乐队；丙",
    }  # fmt: skip
    choose(show, show | {"批准文号": "钢文演〔2026〕22号", "开始日期": "待定"})
    expect(desk.row("钢文演〔2026〕22号")).to_contain_text("看不懂的日期“待定”")
    expect(send).to_have_attribute("aria-disabled", "true")
    choose(show, show | {"批准文号": "钢文演〔2026〕22号", "开始日期": "2026-09-19"})
    expect(send).to_have_text("写入 2 场")
    send.click()
    expect(desk.mark("import-done")).to_have_text("已写入 2 场演出")
    desk.press("import-check")
    expect(desk.mark("import-sum")).to_have_text("新登记 0 场，有变化 0 场，已登记 2 场，不能采用 0 行")
    names = Performance.objects.everywhere("guard").values_list("approval_no", "performers")
    assert sorted(names) == [(f"钢文演〔2026〕2{n}号", ["青石乐队", "丙"]) for n in (1, 2)]


@embedded
def test_where_the_organ_is_found_and_the_minute_of_service_stand_on_the_papers(
    cast: Cast, desk_of: DeskOf
) -> None:
    case = case_make(cast, "decided")
    chief, officer = desk_of("supervisor"), desk_of("inspector")
    chief.go("/c/settings")
    expect(chief.mark("contact-none")).to_be_visible()
    chief.press("organ-edit")
    chief.type("organ-address", "钢城区虚构大街 8 号")
    chief.type("organ-phone", "0531-00000000")
    chief.settle()
    chief.sees("钢城区虚构大街 8 号")
    officer.go(f"/c/cases/{case.uuid}")
    officer.mark("mode").select_option("direct")
    officer.type("proof", "经营者签收")
    officer.mark("served-at").fill("09:05")
    officer.press("step")
    officer.sees("直接送达　09:05")
    case.refresh_from_db()
    assert (case.served_on, case.served_time) == (date(2026, 9, 15), time(9, 5))
    service_paper(case_id=case.uuid, now=clock.now())  # or the server's own follower was first
    proofs = Document.objects.everywhere("guard").filter(noun="case", noun_id=case.pk, form=SERVICE)
    # beside the notice's, which says no minute
    assert [row.values["served_at"] for row in proofs if proof_of(row.values) == "decision"] == [
        "2026-09-15T09:05"
    ]
    assert (
        Organ.objects.everywhere("guard").get(pk=cast.organ.pk).contact
        == "钢城区虚构大街 8 号，0531-00000000"
    )
