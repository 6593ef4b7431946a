"""The console as one person at a desk uses it."""

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.phone import PATIENCE


class Desk:
    """One person's window of the console."""

    def __init__(self, window: BrowserContext, username: str, password: str) -> None:
        self.window = window
        self.page: Page = window.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self._sign_in(username, password)

    def _sign_in(self, username: str, password: str) -> None:
        self.page.goto("/login")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码", exact=True).fill(password)
        self.page.get_by_role("button", name="登录", exact=True).click()
        expect(self.page.get_by_role("navigation", name="主导航")).to_be_visible(timeout=PATIENCE)

    def go(self, path: str) -> None:
        """A page by its address, read anew: its clock is the server's of now."""
        self.page.goto(path)

    def rail(self, name: str) -> None:
        """A page by the rail."""
        self.page.get_by_role("navigation", name="主导航").get_by_role("link", name=name, exact=True).click()

    def mark(self, name: str) -> Locator:
        """What the page marks with this name."""
        return self.page.locator(f"[data-test='{name}']")

    def press(self, name: str) -> None:
        self.mark(name).click()

    def type(self, name: str, text: str) -> None:
        """Into the field so marked, or into the field inside of what is so marked."""
        marked = self.mark(name)
        marked.and_(self.page.locator("input, textarea")).or_(marked.locator("input, textarea")).fill(text)

    def settle(self) -> None:
        """Take the step of the open dialog; it closes when the server agreed."""
        dialog = self.page.locator("dialog[open]")
        dialog.locator("[data-test='dialog-action']").click()
        expect(dialog).to_have_count(0)
        # the keyboard goes on in the page, not at its very beginning
        self.page.wait_for_function("() => document.activeElement !== document.body")

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=PATIENCE)

    def row(self, text: str) -> Locator:
        """The row of the page's table that says this."""
        return self.page.get_by_role("row").filter(has_text=text)
