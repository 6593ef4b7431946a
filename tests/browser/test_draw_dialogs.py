"""The acts beside a draw, pressed at the desk: seal, replace, supplement, erratum, delay, reveal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from backend import clock
from backend.models import Organ, User
from scheduling.models import Draw, DrawLogLine, DrawSecret, Visit
from scheduling.services.draws import draw_commit
from tests.browser.desk import Desk
from tests.cast import TODAY
from tests.factories_scheduling import catalogue_make
from tests.ground.chromium import DESK, screen
from tests.services.scheduling.drawn import LOTTERIES, district_make, drafted, drawn, sealed, whole

pytestmark = pytest.mark.embedded  # the pages of the one database are those of the other

PASSWORD = "Wenxun-2026"
WORDS = "保管人自己的口令一二三四"
PICTURE = {"name": "page.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff a page"}


@dataclass
class Draws:
    open: Draw
    secret: Draw
    late: Draw
    draft: Draw


@pytest.fixture
def draws(organ: Organ, supervisor: User, calendars: None, transactional_db: None) -> Iterator[Draws]:
    """One drawn in the open, one under seal whose visits are over, one whose lottery is late, one draft."""
    catalogue_make()
    district_make(organ)
    first = whole(supervisor, rules={"overall": 3000, "extra": [{"A": 1, "B": 2}]})
    with clock.at(TODAY + timedelta(hours=3)):
        secret = drawn(sealed(supervisor), supervisor)
    Visit.objects.everywhere("guard").filter(draw=secret).update(state="cancelled")
    with clock.at(TODAY + timedelta(hours=6)):
        late = draw_commit(
            draw_id=drafted(supervisor).uuid, beacon=LOTTERIES, moment=TODAY + timedelta(hours=11),
            actor=supervisor, now=clock.now(),
        )  # fmt: skip
        draft = drafted(supervisor)
    with clock.at(TODAY + timedelta(days=2)):
        yield Draws(first, secret, late, draft)


@pytest.fixture
def desk(draws: Draws, browser: Browser, site: str, windows: list[BrowserContext]) -> Iterator[Desk]:
    windows.append(screen(browser, DESK, base_url=site))
    one = Desk(windows[-1], "supervisor", PASSWORD)
    yield one
    assert one.errors == []


def upload(desk: Desk, name: str) -> None:
    desk.mark(name).set_input_files(PICTURE)  # type: ignore[arg-type]
    expect(desk.mark(f"{name}-stored")).to_be_visible()


def events(draw: Draw) -> list[str]:
    lines = DrawLogLine.objects.everywhere("guard").filter(draw=draw).order_by("seq")
    return list(lines.values_list("ev", flat=True))


def test_every_act_beside_a_draw_is_taken_at_the_desk(draws: Draws, desk: Desk) -> None:
    desk.go(f"/c/draws/{draws.draft.uuid}")
    desk.press("seal")
    desk.type("seal-holder", "区纪委监委派驻组")
    desk.type("seal-words", WORDS)
    desk.type("seal-again", WORDS)
    desk.press("dialog-action")
    envelope = desk.mark("envelope").inner_text()
    desk.page.emulate_media(media="print")
    sheet = desk.page.locator(".envsheet")
    expect(sheet).to_contain_text(envelope)
    expect(desk.page.get_by_role("navigation", name="主导航")).to_be_hidden()
    desk.page.emulate_media(media="screen")
    desk.settle()
    expect(sheet).to_have_count(0)
    assert DrawSecret.objects.everywhere("guard").filter(draw=draws.draft).exists()

    desk.go(f"/c/draws/{draws.open.uuid}")
    desk.mark("replace").first.click()
    desk.press("replace-moved")
    follows = desk.mark("replace-next").locator(".mono").inner_text().split()[0]
    desk.type("replace-reason", "已迁出")
    upload(desk, "replace-photo")
    upload(desk, "replace-statement")
    desk.type("replace-place", "虚构路 1 号")
    desk.type("replace-signer-0", "秦知远")
    desk.type("replace-signer-1", "宋明岚")
    desk.settle()
    assert draws.open.picks.get(code=follows).origin == "replace"
    desk.press("supplement")
    desk.type("supplement-reason", "专项需要")
    desk.settle()
    desk.press("correct")
    desk.mark("erratum-line").select_option(index=0)
    desk.press("erratum-display")
    upload(desk, "erratum-page")
    desk.type("erratum-reason", "公示页漏字")
    desk.settle()
    assert events(draws.open) == ["COMMIT", "BEACON", "RESULT", "REPLACE", "SUPPLEMENT", "ERRATUM"]

    desk.go(f"/c/draws/{draws.late.uuid}")
    desk.press("delay")
    desk.press("delay-1")
    desk.type("delay-issue", "2026247")
    upload(desk, "delay-page")
    desk.type("delay-reason", "当日停售")
    desk.settle()
    assert events(draws.late) == ["COMMIT", "BEACON_DELAY"]
    desk.sees("没有开出，改用第 2026247 期")

    desk.go(f"/c/draws/{draws.secret.uuid}")
    desk.press("reveal")
    desk.settle()
    assert events(draws.secret)[-1] == "REVEAL"
