"""What stands beside a draw, on either database: a time stamp, a partner organ, a seat nobody could take."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, expect
from pytest_django import Settings

from backend import clock
from backend.models import Organ, User
from scheduling.models import DrawLogLine, VisitOfficer
from tests.browser.desk import Desk
from tests.cast import TODAY, organ_make, user_of
from tests.factories_scheduling import catalogue_make, item_make, officer_make, venue_make
from tests.ground.chromium import DESK, screen
from tests.services.scheduling.drawn import committed, district_make, drafted, drawn, whole
from tests.stamping import Authority

pytestmark = pytest.mark.postgres  # the pages of the one database are those of the other

PASSWORD = "Wenxun-2026"
At = Callable[[str], Desk]


@pytest.fixture
def at(browser: Browser, site: str, windows: list[BrowserContext]) -> Iterator[At]:
    """The desk of a person by his sign-in; none of their pages may break."""
    desks: list[Desk] = []

    def open_desk(username: str) -> Desk:
        windows.append(screen(browser, DESK, base_url=site))
        desks.append(Desk(windows[-1], username, PASSWORD))
        return desks[-1]

    yield open_desk
    assert [desk.errors for desk in desks] == [[] for _ in desks]


def test_a_time_stamp_from_a_file_is_laid_beside_a_commit(
    organ: Organ, supervisor: User, calendars: None, settings: Settings, tmp_path: Path, at: At
) -> None:
    authority = Authority(tmp_path / "tsa")
    settings.TIME_STAMP_ROOTS = tmp_path / "roots"
    settings.TIME_STAMP_ROOTS.mkdir()
    (settings.TIME_STAMP_ROOTS / "ours.pem").write_bytes((authority.folder / "root.pem").read_bytes())
    with clock.at(datetime.now(UTC)):  # the authority's clock is that of the wall
        catalogue_make()
        district_make(organ)
        first = clock.today() + timedelta(days=2)
        draw = committed(supervisor, visit_from=first, visit_to=first + timedelta(days=5))
        desk = at("supervisor")
        desk.go(f"/c/draws/{draw.uuid}")
        desk.press("stamp")
        token = authority.answer(draw.commit_digest)
        desk.mark("stamp-file").set_input_files(
            FilePayload(name="commit.tsr", mimeType="application/timestamp-reply", buffer=token)
        )
        expect(desk.mark("stamp-file-stored")).to_be_visible()
        desk.settle()
        expect(desk.mark("stamped")).to_contain_text("Fictional root")
        expect(desk.mark("stamp")).to_have_count(0)
    lines = DrawLogLine.objects.everywhere("guard").filter(draw=draw).order_by("seq")
    assert list(lines.values_list("ev", flat=True)) == ["COMMIT", "STAMP"]


def test_a_partner_organ_agrees_and_finds_its_visits_after_the_draw(
    organ: Organ, supervisor: User, calendars: None, at: At
) -> None:
    catalogue_make()
    district_make(organ)
    fire = organ_make("XF370117", "济南市钢城区消防救援大队", "消", "370117")
    item_make("NET-91", "NET", 91)
    for number in range(3):
        officer_make(fire, f"370117009{number:02d}")
    user_of(fire, "xiaofang", "火向明", "supervisor", "inspector")
    asked = [{"organ": fire.code, "items": ["NET-02"], "seats": 1}]
    draft = drafted(supervisor, categories=["NET"], partners=asked)
    with clock.at(TODAY):
        ours, theirs = at("supervisor"), at("xiaofang")
        ours.go(f"/c/draws/{draft.uuid}")
        expect(ours.mark("commit")).to_have_attribute("aria-disabled", "true")
        theirs.go("/c/draws")
        theirs.press("joint-agree")
        theirs.press("items-all-NET")
        theirs.settle()
        expect(theirs.mark("joint-agreed")).to_contain_text("已同意")
        ours.go(f"/c/draws/{draft.uuid}")
        ours.press("commit")
        ours.settle()
        expect(ours.mark("digest")).to_be_visible()
        draft.refresh_from_db()
    draw = drawn(draft, supervisor)
    with clock.at(TODAY + timedelta(hours=4)):
        theirs.go("/c/draws")
        theirs.press("joint-visits")
        expect(theirs.page.get_by_role("row")).to_have_count(1 + draw.visits.count())


def test_an_open_seat_is_given_to_an_officer_for_a_reason(
    organ: Organ, supervisor: User, leader: User, calendars: None, at: At
) -> None:
    catalogue_make()
    for number in range(6):
        venue_make(organ, f"91370117MA3E{number:04d}X0", category=("NET", "KTV")[number % 2])
    for number in range(2):
        officer_make(organ, f"370117003{number:02d}", lead_quals=["NET"], towns=["370117001"])
    officer_make(organ, "37011700309", towns=["370117002"], name="远志明")
    draw = whole(supervisor, rules={"overall": 10000})
    with clock.at(TODAY + timedelta(hours=4)):
        desk = at("supervisor")
        desk.go(f"/c/draws/{draw.uuid}/review")
        expect(desk.mark("facts")).to_contain_text("3")
        desk.go(f"/c/draws/{draw.uuid}")
        desk.press("view-seats")
        desk.mark("assign").first.click()
        desk.mark("assign-officer").select_option(index=0)
        desk.page.locator("dialog[open] textarea").fill("该乡镇无其他执法人员")
        desk.settle()
        desk.sees("该乡镇无其他执法人员")
        desk.press("view-approval")
        desk.press("ask")
        head = at("leader")
        head.go("/c/approvals")
        head.press("asked-draw")
        head.press("approve")
        head.settle()
    given = VisitOfficer.objects.everywhere("guard").get(visit__draw=draw, direct_reason__gt="")
    assert given.officer is not None
    line = DrawLogLine.objects.everywhere("guard").filter(draw=draw).order_by("seq").last()
    assert line is not None and line.ev == "ASSIGN" and given.officer.cert_no in line.line


def test_a_changed_policy_is_a_new_version_and_the_next_draft_draws_by_it(
    organ: Organ, supervisor: User, calendars: None, at: At
) -> None:
    catalogue_make()
    district_make(organ)
    with clock.at(TODAY):
        desk = at("supervisor")
        desk.go("/c/draw-policy")
        desk.mark("policy-add").select_option("NET")
        desk.type("bp-D", "75")
        desk.press("policy-save")
        for mark, said in (
            ("policy-number", "示文综〔2026〕9号"),
            ("policy-title", "虚构区文化市场抽查规则"),
            ("policy-note", "网吧 D 级提高抽查比例"),
        ):
            desk.type(mark, said)
        desk.settle()
        desk.row("示文综〔2026〕9号").or_(desk.page.get_by_text("示文综〔2026〕9号")).first.wait_for()
        draft = drafted(supervisor, categories=["NET"])
    assert draft.policy is not None
    kept = draft.policy
    assert (kept.number, kept.version, kept.table["NET"]["D"]["bp"]) == ("示文综〔2026〕9号", 1, 7500)
    assert kept.table["*"]["D"]["bp"] != 7500
