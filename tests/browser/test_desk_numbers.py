"""What stands behind a number of the tables, on the screen, on paper and in Word; and what a search finds."""

from playwright.sync_api import expect

from backend.documents.word import word_text
from tests.browser.test_desk_jobs import DeskOf, desk_of  # noqa: F401 a fixture
from tests.cast import Cast
from tests.factories_enforcement import case_make, guidance_make


def test_a_number_of_a_table_opens_its_cases_is_printed_and_taken_to_word(
    cast: Cast,
    desk_of: DeskOf,  # noqa: F811 the fixture
) -> None:
    cases = [case_make(cast, "decided"), case_make(cast, "served")]
    desk = desk_of("supervisor")
    page, opened = desk.page, desk.mark("counted")
    desk.go("/c/figures/cases?rows=class&columns=month")
    desk.mark("cell").first.click()
    expect(opened).to_have_count(2)
    desk.press("show-sum")
    expect(desk.mark("cell").first).to_have_text("16,000")
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)

    desk.press("mode-yearbook")
    desk.mark("sum").first.click()  # 罚没金额
    expect(opened).to_have_count(2)
    expect(desk.mark("counted-value")).to_have_text(["8,000", "8,000"])
    page.evaluate("() => { window.print = () => { window.printed = (window.printed ?? 0) + 1; }; }")
    desk.press("print")
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    expect(desk.mark("sum").first).to_be_visible()
    for away in ("print", "export-menu", "counted", "mode-yearbook"):
        expect(desk.mark(away).first).to_be_hidden()
    page.emulate_media(media="screen")

    desk.mark("export-menu").first.click()
    with page.expect_download() as taken:
        desk.press("export-docx")
    path = taken.value.path()
    said = word_text(path.read_bytes())
    assert "16000" in said.replace(",", "").replace(".00", "")
    opened.first.click()
    page.wait_for_url("**/c/cases/*")
    assert page.url.rpartition("/")[2] in {str(case.pk) for case in cases}


def test_a_search_finds_what_is_filed_by_its_words_and_opens_it(
    cast: Cast,
    desk_of: DeskOf,  # noqa: F811 the fixture
) -> None:
    case = case_make(cast, "decided")
    guidance_make(cast, venue=case.venue_id)
    desk = desk_of("supervisor")
    desk.go("/c/search")
    desk.sees("输入要查的内容")
    box = desk.page.locator("[data-page-search] input, input[data-page-search]").first
    box.fill(case.party_name)
    expect(desk.mark("kind-case")).to_contain_text("1")
    expect(desk.mark("kind-talk")).to_contain_text("1")
    desk.press("kind-case")
    expect(desk.mark("hit")).to_have_count(1)
    box.fill(case.decision_number)
    desk.mark("hit").filter(has_text=case.decision_number).first.click()
    desk.page.wait_for_url(f"**/c/cases/{case.pk}*")
    desk.go("/c/search?q=没有这样的事")
    expect(desk.mark("hit")).to_have_count(0)
