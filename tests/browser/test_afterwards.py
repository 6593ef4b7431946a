"""What follows a penalty at the desk: evidence, publication, credit, dishonesty, follow-up; named sites."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from backend import clock
from counting.models import Site
from enforcement.models import CaseEvidence, FollowUp
from enforcement.services.cases.followups import follow_up_plan
from registry.models import DishonestyRecord
from tests.browser.desk import Desk
from tests.browser.test_desk_jobs import DeskOf, desk_of  # noqa: F401 a fixture
from tests.cast import Cast
from tests.factories_enforcement import case_make
from tests.factories_inspections import real_photo
from tests.factories_registry import graded_make

embedded = pytest.mark.embedded  # the pages of the one database are those of the other


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(real_photo(640, 480))
    return path


def said(desk: Desk, words: str) -> None:
    """Into the one long field of the open dialog, and the step is taken."""
    desk.page.locator("dialog[open] textarea").first.fill(words)
    desk.settle()


def button(desk: Desk, name: str) -> None:
    desk.page.get_by_role("button", name=name, exact=True).click()


@embedded
def test_evidence_is_added_and_set_aside_with_its_reason_and_a_decision_is_withheld_after_a_return(
    cast: Cast,
    desk_of: DeskOf,  # noqa: F811 the fixture
    photo: Path,
) -> None:
    case = case_make(cast, "decided")
    one, other = desk_of("supervisor"), desk_of("leader")
    one.go(f"/c/cases/{case.pk}")
    one.press("evidence-add")
    one.mark("file-add").set_input_files(photo)
    one.mark("file-added").wait_for()
    for name, text in (("name", "上网登记台账"), ("place", "大队询问室"), ("by", "当事人提供")):
        one.type(f"evidence-{name}", text)
    one.settle()
    row = one.mark("evidence-row")
    expect(row.locator("img")).to_have_count(1)
    one.press("evidence-aside")
    said(one, "与另一份重复")
    expect(row).to_contain_text("与另一份重复")
    expect(one.mark("evidence-aside")).to_have_count(0)
    kept = CaseEvidence.objects.everywhere("guard").get()
    assert (kept.set_aside_reason, kept.set_aside_by_id) == ("与另一份重复", cast.supervisor.pk)

    one.press("prepare-withhold")
    one.type("publication-reason", "涉及未成年人")
    one.settle()
    other.go(f"/c/cases/{case.pk}")
    other.press("return-publication")
    said(other, "写明依据的条款")
    expect(other.mark("sent-back")).to_contain_text("写明依据的条款")
    one.page.reload()
    expect(one.mark("sent-back")).to_contain_text("写明依据的条款")
    one.press("prepare-withhold")
    one.type("publication-reason", "涉及未成年人隐私（处罚法第四十八条）")
    one.settle()
    other.page.reload()
    other.press("check-publication")
    expect(other.mark("check-publication")).to_have_count(0)
    expect(other.mark("publication")).to_contain_text("不予公示")
    case.refresh_from_db()
    assert case.publication == "withheld"


@embedded
def test_a_grade_is_overridden_and_a_record_of_dishonesty_listed_and_repaired_by_two_persons(
    cast: Cast,
    desk_of: DeskOf,  # noqa: F811 the fixture
    photo: Path,
) -> None:
    venue = graded_make(cast.supervisor, name="云阶网咖")
    one, other = desk_of("supervisor"), desk_of("leader")
    other.go(f"/c/credit?open={venue.pk}")
    other.press("override")
    other.mark("until").fill("2026-12-31")
    other.type("reason-text", "连续两次约谈")
    other.page.locator("dialog[open] select").select_option("D")
    other.settle()
    expect(other.mark("credit-panel")).to_contain_text("连续两次约谈")
    button(other, "结束调整")
    said(other, "整改到位")
    expect(other.mark("credit-panel")).not_to_contain_text("连续两次约谈")

    one.go(f"/c/credit?open={venue.pk}")
    button(one, "提请列入失信")
    dialog = one.page.locator("dialog[open]")
    dialog.locator("textarea").fill("擅自从事经营活动被吊销许可")
    dialog.locator("input").last.fill("文化和旅游市场信用管理规定第十二条")
    one.settle()
    other.go("/c/credit/dishonesty")
    other.row("云阶网咖").click()
    button(other, "列入并公布")
    expect(other.mark("repairs")).to_have_count(0)
    one.go("/c/credit/dishonesty")
    one.row("云阶网咖").click()
    one.press("repair-apply")
    one.mark("file-add").set_input_files(photo)
    one.mark("file-added").wait_for()
    for tick in one.page.locator("dialog[open] input[type=checkbox]").all():
        tick.check()
    said(one, "已缴清罚款并完成整改")
    one.press("repair-check")
    said(one, "材料齐全，情况属实")
    expect(one.mark("repair-grant")).to_have_count(0)
    other.page.reload()
    other.press("repair-grant")
    said(other, "已履行义务，材料齐全")
    expect(other.mark("repair-state")).to_have_text("准予修复")
    row = DishonestyRecord.objects.everywhere("guard").get()
    assert (row.state, row.venue_id) == ("repaired", venue.pk)


def test_a_follow_up_has_its_step_its_end_and_the_opinion_that_is_sent_and_answered(
    cast: Cast,
    desk_of: DeskOf,  # noqa: F811 the fixture
) -> None:
    row = FollowUp.objects.everywhere("guard").get(case=case_make(cast, "closed"))
    follow_up_plan(follow_up_id=row.pk, plan="九月回访", actor=cast.industry_section, now=clock.now())
    section = desk_of("industry")
    section.go(f"/c/cases/follow-ups?open={row.pk}")
    button(section, "记一件事")
    said(section, "已到店回访，登记系统正常")
    expect(section.mark("steps")).to_contain_text("已到店回访，登记系统正常")
    button(section, "完成")
    dialog = section.page.locator("dialog[open] textarea")
    dialog.nth(0).fill("整改到位")
    dialog.nth(1).fill("建议延续时核查实名登记")
    section.settle()
    expect(section.mark("follow-up-state")).to_have_text("已完成")
    button(section, "发送审批意见")
    section.page.locator("dialog[open] input").first.fill("区行政审批服务局")
    section.settle()
    expect(section.mark("opinions")).to_contain_text("发往区行政审批服务局")
    link = section.mark("opinion-pdf")
    link.wait_for()  # a worker has made it
    assert section.page.request.get(link.get_attribute("href") or "").body().startswith(b"%PDF")
    button(section, "登记答复")
    said(section, "延续时一并核查")
    expect(section.mark("opinions")).to_contain_text("延续时一并核查")
    row.refresh_from_db()
    assert (row.state, row.conclusion) == ("closed", "整改到位")


@embedded
def test_a_site_is_screened_created_accepted_and_named_by_another(
    cast: Cast,
    desk_of: DeskOf,  # noqa: F811 the fixture
    photo: Path,
) -> None:
    one, other = desk_of("supervisor"), desk_of("leader")
    one.go("/c/figures/sites")
    one.press("site-screen")
    one.mark("site-kind").select_option("anti_piracy_demonstration_sites")
    one.type("site-name", "艾山街道综合文化站")
    one.type("site-why", "连续三年无违法")
    one.settle()
    one.row("艾山街道综合文化站").click()
    one.press("site.create")
    said(one, "制定创建方案")
    one.press("site.check")
    one.type("site-text", "现场验收合格")
    one.mark("file-add").set_input_files(photo)
    one.mark("file-added").wait_for()
    one.settle()
    expect(one.mark("site.check")).to_have_count(0)
    row = Site.objects.everywhere("guard").get()
    other.go(f"/c/figures/sites?open={row.pk}")
    other.press("site.name")
    other.type("site-text", "示范点命名通知")
    other.mark("file-add").set_input_files(photo)
    other.mark("file-added").wait_for()
    other.settle()
    expect(other.row(row.name)).to_contain_text("已命名")
    row.refresh_from_db()
    assert (row.state, row.named_on) == ("named", clock.today())
    one.page.reload()
    one.sees("下次复核")
