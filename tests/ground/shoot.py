"""A picture of a running page: `python -m tests.ground.shoot URL OUT.png 390x844 [--login USER:PASSWORD]`."""

import argparse
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.ground.chromium import chromium, screen


def main() -> int:
    wish = _wish()
    width, height = (int(part) for part in wish.size.split("x"))
    with chromium() as browser:
        context = screen(browser, (width, height))
        page = context.new_page()
        page.on("console", lambda said: _tell(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: _tell(f"page error: {error}"))
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(wish.url))
        for cookie in wish.cookie:
            name, _, value = cookie.partition("=")
            context.add_cookies([{"name": name, "value": value, "url": origin}])
        if wish.login:
            _sign_in(page, origin, wish.login)
        page.goto(wish.url)
        page.wait_for_load_state("networkidle")
        for selector in wish.click:
            page.locator(selector).first.click()
            page.wait_for_load_state("networkidle")
        if wish.wait:
            page.wait_for_selector(wish.wait)
        page.wait_for_timeout(wish.pause)
        page.screenshot(path=wish.out, full_page=wish.full)
    sys.stdout.write(f"{wish.out} {page.url}\n")
    return 0


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _wish() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.ground.shoot", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("out", type=Path)
    parser.add_argument("size", nargs="?", default="1366x768", help="390x844 is a phone with touch")
    parser.add_argument("--cookie", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--login", metavar="USER:PASSWORD", help="fill the sign-in page first")
    parser.add_argument("--click", action="append", default=[], metavar="SELECTOR", help="in this order")
    parser.add_argument("--wait", metavar="SELECTOR", help="until this is there")
    parser.add_argument("--pause", type=int, default=400, metavar="MS")
    parser.add_argument("--full", action="store_true", help="the whole page, not the first screen")
    return parser.parse_args()


def _sign_in(page: Page, origin: str, login: str) -> None:
    user, _, password = login.partition(":")
    page.goto(f"{origin}/")
    secret = page.locator("input[type=password]")
    page.locator("input:not([type=password]):visible").first.fill(user)
    secret.fill(password)
    secret.press("Enter")
    secret.wait_for(state="detached")


if __name__ == "__main__":
    sys.exit(main())
