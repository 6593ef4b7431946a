"""Pictures of every phone page: `python -m tests.pictures` writes docs/pictures/phone/ from the build."""

import os
import sys
import tempfile
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import django
from PIL import Image

from tests.ground import ROOT

if TYPE_CHECKING:
    from tests.browser.phone import Phone

FOLDER = ROOT / "docs" / "pictures" / "phone"
PASSWORD = "Wenxun-2026"
VENUE = "云阶量贩KTV"
ITEMS = [f"KTV-{number:02d}" for number in (*range(1, 10), 11)] + ["SAF-01", "SAF-05"]
PLACES = (
    ("370117", "钢城区", "3701", "county"),
    ("370117001", "艾山街道", "370117", "township"),
    ("370117002", "里辛街道", "370117", "township"),
)
# Pages shown in another look too: page → (name, theme, size, light, how large the text)
LOOKS = {
    "tasks": [("dark", "dark", "normal", "room", "1"), ("elder", "light", "elder", "room", "1.24")],
    "check-finding": [("dark", "dark", "normal", "room", "1"), ("sun", "light", "normal", "sun", "1")],
    "review": [("large", "light", "elder", "room", "2")],
}
WEAR = """([theme, size, light, k]) => {
  Object.assign(document.documentElement.dataset, { theme, size, light });
  document.documentElement.style.setProperty("--k", k);
}"""
PLAIN = ["light", "normal", "room", "1"]
COLOURS = 64


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="wenxun-pictures-") as scratch:
        os.environ |= {"VAR_DIR": scratch, "DJANGO_SETTINGS_MODULE": "backend.settings.base"}
        django.setup()
        return _draw()


def _draw() -> int:
    from django.core.management import call_command
    from django.test import override_settings

    from backend import clock
    from tests.browser.phone import Phone
    from tests.browser.walk import Errand, walk
    from tests.cast import TODAY
    from tests.ground.chromium import PHONE, chromium, screen
    from tests.ground.serving import serving

    call_command("migrate", verbosity=0)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with clock.at(TODAY), override_settings(ALLOWED_HOSTS=["localhost"]):
        _district()
        with serving() as site, chromium() as browser:
            window = screen(browser, PHONE, base_url=site)
            window.grant_permissions(["geolocation"])
            window.set_geolocation({"latitude": 36.0602, "longitude": 117.8121, "accuracy": 38})
            phone = Phone(window)
            phone.page.goto("/login")
            phone.page.get_by_role("button", name="登录", exact=True).wait_for()
            _keep(phone, "sign-in")
            phone.sign_in("qin", PASSWORD)
            for name in walk(phone, Errand(VENUE, fails="接纳未成年人", party=("吴珊", "现场负责人"))):
                _keep(phone, name)
    return 0


def _keep(phone: "Phone", name: str) -> None:
    """The page as it stands, and in its other looks."""
    page = phone.page
    page.wait_for_timeout(250)
    _shoot(page, name)
    for look, *worn in LOOKS.get(name, ()):
        page.evaluate(WEAR, worn)
        _shoot(page, f"{name}-{look}")
    page.evaluate(WEAR, PLAIN)


def _shoot(page: Any, name: str) -> None:
    """Small: a palette at the page's own size."""
    whole = Image.open(BytesIO(page.screenshot())).convert("RGB")
    small = whole.resize((390, 844), Image.Resampling.LANCZOS)
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)
    sys.stdout.write(f"{name}.png\n")


def _district() -> None:
    """One inspector's day: the next visit, a late recheck, two more."""
    from backend import clock
    from backend.models import Division
    from scheduling.services.triggers import triggers_load
    from scheduling.services.visits import visit_approve
    from tests.cast import organ_make, user_of
    from tests.factories_registry import catalogue_make, officer_make, venue_make
    from tests.factories_scheduling import visit_make

    for code, name, parent, level in PLACES:
        Division.objects.everywhere("loader").get_or_create(
            code=code, defaults={"name": name, "parent": parent, "level": level}
        )
    organ = organ_make("WH370117P", "虚构区文化市场综合行政执法大队", "钢", "370117")
    catalogue_make()
    triggers_load()
    chief = user_of(organ, "shao", "邵立行", "supervisor")
    leader = user_of(organ, "gu", "顾承岳", "leader")
    team = [
        officer_make(chief, user_of(organ, username, name, "inspector"), name=name)
        for username, name in (("qin", "秦知远"), ("song", "宋明岚"))
    ]
    today = clock.today()

    def visit(name: str, category: str, place: tuple[str, str], days: tuple[date, date], **more: Any) -> None:
        venue = venue_make(
            chief, name=f"虚构{name}有限公司", sign_name=name, categories=[category], lng=Decimal(place[0]),
            lat=Decimal(place[1]), datum="wgs84", **more,
        )  # fmt: skip
        row = visit_make(
            venue, team, chief, items=ITEMS if category == "KTV" else ["NET-01", "NET-06"],
            planned_from=days[0], planned_to=days[1], trigger="random_draw", basis="年度双随机抽查计划",
        )  # fmt: skip
        visit_approve(visit_id=row.uuid, approve="approved", actor=leader, now=clock.now())

    permit = {
        "kind": "娱乐经营许可证",
        "number": "370117DEM023",
        "valid_to": "2026-12-31",
        "scope": "包厢 32 间",
    }
    ktv = {
        "licences": [permit],
        "address": "艾山街道府前大街 88 号地下一层",
        "phone": "0531-55550101",
        "capacity": 180,
    }
    visit(VENUE, "KTV", ("117.8140", "36.0650"), (today, today), **ktv)
    late = (today - timedelta(days=9), today - timedelta(days=1))
    visit("红石榴歌厅", "KTV", ("117.8480", "36.0720"), late, licences=[permit | {"number": "370117DEM031"}])
    for number, (name, place) in enumerate(
        (("小熊网吧", ("117.7960", "36.0480")), ("麦浪网咖", ("117.7700", "36.0910")))
    ):
        kind = {"kind": "网络文化经营许可证", "number": f"370117DEM10{number}", "valid_to": None}
        visit(name, "NET", place, (today, today + timedelta(days=number + 1)), licences=[kind])


if __name__ == "__main__":
    sys.exit(main())
