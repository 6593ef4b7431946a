"""A voice note: spoken into the phone's microphone, its time and size shown, arrived byte for byte."""

import re
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, BrowserContext, expect

from backend.models import File
from backend.services.files import file_bytes
from tests.browser.phone import Phone
from tests.browser.test_phone import VENUE, stored, visit_today
from tests.cast import Cast
from tests.ground.chromium import PHONE, camera_of, screen
from tests.ground.film import film_make

pytestmark = pytest.mark.embedded  # the pages of the one database are those of the other
SPOKEN_MS = 1_800


def test_a_voice_note_is_spoken_kept_with_its_length_and_arrives(
    cast: Cast, browser: Browser, site: str, windows: list[BrowserContext], tmp_path: Path
) -> None:
    visit_today(cast)
    film_make(segno.make("unseen"), tmp_path / "film.y4m")
    microphone = camera_of(browser.browser_type, tmp_path / "film.y4m")
    try:
        windows.append(screen(microphone, PHONE, base_url=site))
        phone = Phone(windows[-1])
        page = phone.page
        phone.sign_in("inspector", "Wenxun-2026")
        phone.open_task(VENUE)
        phone.show_code()
        for number in range(1, len(phone.questions()) + 1):
            phone.pass_(number)
            phone.next()
        phone.at("证据与现场")
        page.get_by_role("button", name="录音").click()
        page.get_by_role("button", name="开始录音").click()
        # it grows while it is spoken
        expect(page.get_by_role("timer")).to_have_text(re.compile(r"0:01.*[1-9]\d* ?(B|KB)"))
        page.wait_for_timeout(SPOKEN_MS)
        page.get_by_role("button", name="录好了").click()
        expect(page.locator("button.ph")).to_have_count(1)
        phone.finish("韩山", "值班经理")
        assert phone.errors == []
        windows.pop().close()
    finally:
        microphone.close()
    (note,) = File.objects.everywhere("guard").filter(noun_id=stored().uuid).exclude(kind="signature")
    assert (note.media_type, len(file_bytes(note))) == ("audio/webm", note.size)
    assert note.meta["duration_ms"] >= SPOKEN_MS
    assert list(stored().irregularities.all()) == []
