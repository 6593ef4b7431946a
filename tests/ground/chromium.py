"""The headless Chromium that came from npm, with its own libraries and our Chinese fonts."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, BrowserType, sync_playwright

from tests.ground import CACHE, ROOT, Missing
from tests.ground.node import node

PACKAGE = ROOT / "tests" / "browser" / "node_modules" / "@sparticuz" / "chromium"
UNPACK = ROOT / "tests" / "browser" / "unbrotli.mjs"
FONTS = CACHE / "fonts"
PHONE = (390, 844)
DESK = (1366, 768)

FLAGS = ["--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none", "--lang=zh-CN"]

FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="same"><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
  <alias binding="same"><family>serif</family><prefer><family>Noto Serif SC</family></prefer></alias>
  <alias binding="same"><family>monospace</family><prefer><family>Noto Sans SC</family></prefer></alias>
</fontconfig>
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser; `Missing` when this machine cannot run it."""
    folder = _unpacked()
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=folder / "chromium",
                env=_environment(folder),
                chromium_sandbox=False,
                args=FLAGS,
            )
        except Exception as error:
            raise Missing(f"Chromium did not start: {str(error)[:800]}") from error
        try:
            yield browser
        finally:
            browser.close()


def phone_of(kind: BrowserType, profile: Path, *, base_url: str, offline: bool = False) -> BrowserContext:
    """A browser of its own that keeps its data in `profile`, as a phone does when it is switched off."""
    folder = _unpacked()
    width, height = PHONE
    return kind.launch_persistent_context(
        profile,
        executable_path=folder / "chromium",
        env=_environment(folder),
        chromium_sandbox=False,
        args=FLAGS,
        viewport={"width": width, "height": height},
        has_touch=True,
        is_mobile=True,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        base_url=base_url,
        offline=offline,
        reduced_motion="reduce",
    )


def camera_of(kind: BrowserType, film: Path) -> Browser:
    """A browser whose camera shows `film` (y4m) over and over, and which lets every page look through it."""
    folder = _unpacked()
    return kind.launch(
        executable_path=folder / "chromium",
        env=_environment(folder),
        chromium_sandbox=False,
        args=[
            *FLAGS,
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    )


def _environment(folder: Path) -> dict[str, str | float | bool]:
    return {
        **os.environ,
        "LD_LIBRARY_PATH": str(folder / "lib"),
        "FONTCONFIG_FILE": str(_fonts_conf(folder)),
    }


def screen(browser: Browser, size: tuple[int, int] = DESK, *, base_url: str | None = None) -> BrowserContext:
    """A fresh user's window: Chinese, Beijing time; a touch screen when it is as narrow as a phone."""
    width, height = size
    narrow = width < 600
    return browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if narrow else 1,
        has_touch=narrow,
        is_mobile=narrow,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        base_url=base_url,
        reduced_motion="reduce",
    )


def _unpacked() -> Path:
    """`.cache/chromium-<version>/`, unpacked once; a rename makes it whole or absent."""
    if not (PACKAGE / "package.json").exists():
        raise Missing("npm package @sparticuz/chromium is not installed (make install)")
    if not any(FONTS.glob("*.ttf")):
        raise Missing("no Chinese font in .cache/fonts (make install): pages would be drawn as boxes")
    packed = PACKAGE / "bin"
    ready = CACHE / f"chromium-{(packed / 'chromium.br').stat().st_size}"
    if ready.exists():
        return ready
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="chromium.part-") as scratch:
        fresh = Path(scratch) / "chromium"
        fresh.mkdir()
        binary, libraries = fresh / "chromium", fresh / "libraries.tar"
        pairs = [packed / "chromium.br", binary, packed / "al2023.tar.br", libraries]
        subprocess.run([node(), UNPACK, *pairs], check=True)
        shutil.unpack_archive(libraries, fresh, "tar")
        libraries.unlink()
        binary.chmod(0o755)
        try:
            fresh.rename(ready)
        except OSError:  # another worker was first
            if not ready.exists():
                raise
    return ready


def _fonts_conf(folder: Path) -> Path:
    path = folder / f"fonts-{os.getpid()}.conf"
    path.write_text(FONTS_CONF.format(fonts=FONTS, cache=CACHE / "fontconfig"), encoding="utf-8")
    final = folder / "fonts.conf"
    path.replace(final)
    return final
