"""A check outside the district (V15): planned at the desk, made on the phone, reported at the desk."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from backend import clock
from backend.models import Clock, Division, Organ
from inspections.models import Inspection
from scheduling.models import Visit
from scheduling.services.triggers import triggers_load
from scheduling.services.visits import visit_approve
from tests.browser.desk import Desk
from tests.browser.phone import Phone
from tests.cast import Cast
from tests.factories_registry import catalogue_make, officer_make, uscc_make
from tests.factories_scheduling import venue_make as their_venue
from tests.ground.chromium import DESK, PHONE, screen

pytestmark = pytest.mark.postgres  # the pages of the one database are those of the other

PASSWORD = "Wenxun-2026"
VENUE = "雪野湖网吧"
WHY = "应邻区来函协助核查连锁场所"
PLACES = (
    ("37", "山东省", "", "province"),
    ("3701", "济南市", "37", "city"),
    ("370116", "莱芜区", "3701", "county"),
    ("370116001", "凤城街道", "370116", "township"),
    ("370117", "钢城区", "3701", "county"),
)


@pytest.fixture
def uscc(cast: Cast, stranger_organ: Organ) -> str:
    """The code of the premises; the organ of their district goes there in six days."""
    for code, name, parent, level in PLACES:
        Division.objects.everywhere("loader").get_or_create(
            code=code, defaults={"name": name, "parent": parent, "level": level}
        )
    catalogue_make()
    triggers_load()
    for user in (cast.inspector, cast.colleague):
        officer_make(cast.supervisor, user)
    code, then = uscc_make(), clock.today() + timedelta(days=6)
    Visit.objects.create(
        organ=stranger_organ, created_at=clock.now(), number="莱检〔2026〕8号", trigger_id="complaint",
        venue=their_venue(stranger_organ, code, uscc=code), token="theirs",
        planned_from=then, planned_to=then,
    )  # fmt: skip
    return code


@pytest.fixture
def desk(
    cast: Cast, transactional_db: None, browser: Browser, site: str, windows: list[BrowserContext], uscc: str
) -> Iterator[Desk]:
    windows.append(screen(browser, DESK, base_url=site))
    desk = Desk(windows[-1], "supervisor", PASSWORD)
    yield desk
    assert desk.errors == []


def _registered(desk: Desk, uscc: str) -> None:
    """The premises enter our register with a township of the other district."""
    desk.go("/c/venues")
    desk.press("venue-new")
    desk.type("name", VENUE)
    desk.type("uscc", uscc)
    desk.type("address", "莱芜区凤城街道雪野路 6 号")
    desk.press("category-NET")
    desk.mark("township").select_option("away")
    desk.mark("town-county").select_option("370116")
    desk.mark("town-town").select_option("370116001")
    desk.settle()
    desk.sees(VENUE)


def _planned(desk: Desk) -> None:
    """Without the reason it is refused; whoever else goes there soon is told."""
    page = desk.page
    desk.go("/c/visits")
    desk.press("visit-plan")
    dialog = page.locator("dialog[open]")
    desk.type("venue-search", VENUE)
    desk.mark("venue-option").first.click()
    expect(dialog.locator("[data-test='near']")).to_contain_text("济南市莱芜区文化市场综合行政执法大队")
    desk.mark("trigger").select_option("assigned")
    for name in ("林知远", "宋明岚"):
        adding = desk.mark("officer-add")
        adding.select_option(adding.locator("option", has_text=name).first.get_attribute("value"))
    desk.press("items-all")
    desk.mark("precheck").select_option("ordered")
    desk.type("precheck-reason", "来函要求到现场核查")
    dialog.locator("[data-test='dialog-action']").click()
    expect(dialog.get_by_role("alert").first).to_be_visible()
    dialog.get_by_label("辖区外检查的理由").fill(WHY)
    desk.settle()


def test_a_check_outside_the_district_is_reasoned_made_and_reported(
    desk: Desk, cast: Cast, uscc: str, browser: Browser, site: str, windows: list[BrowserContext]
) -> None:
    _registered(desk, uscc)
    _planned(desk)
    visit = Visit.objects.everywhere("guard").get(organ=cast.organ)
    visit_approve(visit_id=visit.uuid, approve="approved", actor=cast.leader, now=clock.now())

    windows.append(screen(browser, PHONE, base_url=site))
    phone = Phone(windows[-1])
    phone.sign_in("inspector", PASSWORD)
    phone.open_task(VENUE)
    expect(phone.page.get_by_text(WHY)).to_be_visible()
    phone.show_code()
    for number in range(1, len(phone.questions()) + 1):
        phone.pass_(number)
        phone.next()
    phone.finish("韩山", "值班经理")
    assert phone.errors == []

    desk.go(f"/c/visits?open={visit.uuid}")
    expect(desk.mark("owed")).to_contain_text("辖区外检查报告")
    desk.press("report")
    desk.page.locator("dialog[open] textarea").fill("钢文执报〔2026〕2号")
    desk.settle()
    desk.sees("钢文执报〔2026〕2号")
    expect(desk.mark("owed")).to_have_count(0)

    visit.refresh_from_db()
    owed = Clock.objects.everywhere("guard").get(noun_id=visit.uuid, rule="outside_report")
    record = Inspection.objects.everywhere("guard").get()
    assert (visit.outside_reason, visit.outside_report, owed.done_on) == (
        WHY,
        "钢文执报〔2026〕2号",
        clock.today(),
    )
    assert list(record.irregularities.all()) == []
