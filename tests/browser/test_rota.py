"""The rota as its people use it: drag to exchange, the same by keyboard, paper, and the phone off line."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, expect

from scheduling.models import DutySeat
from tests.browser.desk import Desk
from tests.browser.phone import Phone
from tests.cast import Cast
from tests.factories_rota import rota_make
from tests.ground.chromium import DESK, PHONE, screen

pytestmark = pytest.mark.embedded  # the pages of the one database are those of the other

PASSWORD = "Wenxun-2026"
Window = Callable[[tuple[int, int]], BrowserContext]


@pytest.fixture
def rota(cast: Cast, transactional_db: None) -> Cast:
    """Sixteen officers, nine weeks published."""
    rota_make(cast, 16)
    return cast


@pytest.fixture
def window(browser: Browser, site: str, windows: list[BrowserContext]) -> Iterator[Window]:
    def opened(size: tuple[int, int]) -> BrowserContext:
        windows.append(screen(browser, size, base_url=site))
        return windows[-1]

    yield opened


def seat(desk: Desk, week: int, at: int) -> Locator:
    return desk.mark("duty-week").nth(week).locator("[data-test='duty-seat']").nth(at)


def test_seats_are_exchanged_by_dragging_and_filled_by_keyboard_each_with_its_reason(
    rota: Cast, window: Window
) -> None:
    desk = Desk(window(DESK), "supervisor", PASSWORD)
    desk.go("/c/duty")
    one, other = seat(desk, 1, 0), seat(desk, 1, 3)
    expect(other).to_be_visible()
    names = one.inner_text().strip(), other.inner_text().strip()
    one.drag_to(other)
    desk.page.locator("dialog[open] textarea").fill("两组对调")
    desk.settle()
    expect(seat(desk, 1, 0)).to_contain_text(names[1])
    expect(seat(desk, 1, 3)).to_contain_text(names[0])
    third = seat(desk, 2, 0)
    third.focus()
    third.press("Enter")
    desk.page.get_by_label("由规则选下一人替补").check()
    desk.type("change-reason", "另有任务")
    desk.settle()
    desk.mark("duty-basis").nth(2).click()
    expect(desk.mark("proof")).to_contain_text("与公布一致")
    desk.sees("另有任务")
    changed = DutySeat.objects.everywhere("guard").filter(origin="change", ended_at__isnull=True)
    assert sorted(changed.values_list("reason", flat=True)) == ["两组对调", "两组对调", "另有任务"]
    desk.page.emulate_media(media="print")
    expect(desk.page.get_by_role("navigation", name="主导航")).to_be_hidden()
    expect(desk.page.get_by_role("heading", name="值班表 济南市")).to_be_visible()
    assert desk.errors == []


def test_phone_shows_ones_duty_off_line_and_asks_for_leave_on_line(rota: Cast, window: Window) -> None:
    phone = Phone(window(PHONE))
    phone.sign_in("inspector", PASSWORD)
    phone.wait_for_shell()
    phone.page.goto("/m/duty")
    duties = phone.page.locator("[data-test='own-duty']")
    expect(duties.first).to_be_visible()
    phone.page.locator("[data-test='leave-ask']").click()
    phone.page.get_by_label("事由").fill("探亲")
    phone.page.locator("[data-test='leave-send']").click()
    expect(phone.page.get_by_text("探亲")).to_be_visible()
    phone.window.set_offline(True)
    phone.page.reload()
    expect(phone.page.get_by_text("离线，显示")).to_be_visible()
    expect(duties.first).to_be_visible()
    expect(phone.page.get_by_text("待审批")).to_be_visible()
    assert phone.errors == []
