"""The phone as an inspector uses it: one method for each thing he does."""

import io
import random
import re
from collections.abc import Sequence

from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, Request, Route, expect

SUBMIT = re.compile(r"/api/v1/inspections/[0-9a-f-]{36}$")
PATIENCE = 45_000  # ms; a shared machine may be slow, a page may not be wrong
expect.set_options(timeout=PATIENCE)


def photo(number: int) -> bytes:
    """A real JPEG of 1200×900, another one for every number and the same on every run."""
    grain = random.Random(number).randbytes(60 * 45 * 3)
    picture = Image.frombytes("RGB", (60, 45), grain).resize((1200, 900))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


class Phone:
    """One inspector's phone."""

    def __init__(self, window: BrowserContext) -> None:
        self.window = window
        self.page: Page = window.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def sign_in(self, username: str, password: str) -> None:
        page = self.page
        page.goto("/login")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码", exact=True).fill(password)
        page.get_by_role("button", name="登录", exact=True).click()
        self.at("今日任务")

    def at(self, title: str) -> None:
        """The page with this title is open."""
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible(
            timeout=PATIENCE
        )

    def wait_for_shell(self) -> None:
        """The service worker holds the app's shell: from now on it opens without network."""
        self.page.wait_for_function("() => navigator.serviceWorker.controller !== null")

    def open_task(self, venue: str) -> None:
        """From the list to the venue's card."""
        page = self.page
        card = page.locator("article.next", has=page.get_by_role("heading", name=venue))
        row = page.get_by_role("link", name=venue)
        expect(card.or_(row)).to_be_visible(timeout=PATIENCE)
        (card.get_by_role("button", name="开始检查") if card.count() else row).click()
        self.at("企业卡")

    def show_code(self, how: str = "已扫码") -> None:
        """The owner has seen who they are, the rules are told, the check begins."""
        page = self.page
        page.get_by_role("button", name="开始检查").click()
        self.at("亮码告知")
        expect(page.get_by_role("img", name="核验二维码")).to_be_visible()
        page.get_by_role("radio", name=how, exact=True).click()
        page.get_by_role("button", name="已告知，开始检查").click()
        self.at("现场检查")

    def questions(self) -> list[str]:
        """What the checklist asks, in its order, before anything is answered."""
        return self.page.get_by_role("region", name=re.compile(r"^第 \d+ 项$")).all_inner_texts()

    def question(self, number: int) -> Locator:
        return self.page.get_by_role("region", name=f"第 {number} 项", exact=True)

    def pass_(self, number: int) -> None:
        """合格."""
        self.question(number).get_by_role("radiogroup").get_by_text("合格", exact=True).click()

    def fail(self, number: int, note: str, photos: Sequence[bytes]) -> None:
        """不合格, with a note and photos from the camera."""
        asked = self.question(number)
        asked.get_by_role("radiogroup").get_by_text("不合格", exact=True).click()
        asked.get_by_label("写明看到的情况").fill(note)
        for taken, data in enumerate(photos, start=1):
            with self.page.expect_file_chooser() as chooser:
                asked.get_by_text("拍照", exact=True).click()
            chooser.value.set_files(FilePayload(name=f"IMG_{taken}.jpg", mimeType="image/jpeg", buffer=data))
            expect(asked.get_by_role("button", name=re.compile("^照片 "))).to_have_count(taken)

    def blur(self, number: int) -> None:
        """Blur a place of the question's first photo with a finger, add a box with keys, undo its move."""
        page = self.page
        self.question(number).get_by_role("button", name=re.compile("^照片 ")).first.click()
        page.get_by_role("button", name="标注、打码").click()
        page.get_by_role("radio", name="打码").click()
        stage = page.get_by_role("group", name=re.compile("^照片，0 处标注"))
        box = stage.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.25)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.5, steps=3)
        page.mouse.up()
        page.get_by_role("radio", name="方框").click()
        page.get_by_role("button", name="加在中间").click()
        page.get_by_role("group", name=re.compile("^照片，2 处标注")).press("ArrowRight")
        page.get_by_role("button", name="撤销").click()
        page.get_by_role("button", name="存下标注").click()
        page.get_by_role("button", name="关闭").click()

    def next(self) -> None:
        self.page.locator(".foot").get_by_role("button", name=re.compile("^下一未答|^全部答完")).click()

    def met(self, name: str, role: str) -> None:
        """Who was there, then the review."""
        page = self.page
        page.get_by_label("姓名").fill(name)
        page.get_by_label("职务").fill(role)
        page.get_by_role("button", name="去核对").click()
        self.at("核对")

    def go_signing(self) -> None:
        self.page.get_by_role("button", name="去签名", exact=True).click()
        self.at("签名")

    def sign(self, inside: str = "在框内签名", done: str = "确认签名") -> None:
        """Whoever's turn it is draws his name in the box."""
        page = self.page
        box = page.get_by_label(inside).bounding_box()
        assert box is not None
        left, top = box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.4
        page.mouse.move(left, top)
        page.mouse.down()
        for step in range(1, 13):
            page.mouse.move(left + step * 12, top + (step % 4) * 14)
        page.mouse.up()
        before = page.locator(".who .c-ok").count()
        page.get_by_role("button", name=done, exact=True).click()
        expect(page.locator(".who .c-ok")).to_have_count(before + 1)

    def refuse(self, reason: str, witness: str) -> None:
        """The person on site does not sign; a witness does."""
        page = self.page
        page.get_by_role("button", name="拒绝签名").click()
        page.get_by_label("拒签原因").fill(reason)
        page.get_by_label("见证人姓名").fill(witness)
        page.get_by_role("button", name="记下拒签").click()

    def finish(self, name: str, role: str) -> None:
        """Who was there, everybody's signature, and all of it has arrived."""
        self.met(name, role)
        self.go_signing()
        for _ in range(3):
            self.sign()
        self.submit()
        self.all_sent()

    def submit(self) -> None:
        self.page.get_by_role("button", name="提交", exact=True).click()
        self.at("已提交")

    def all_sent(self) -> None:
        """Everything has arrived."""
        expect(self.page.get_by_text("全部已上传")).to_be_visible(timeout=PATIENCE)

    def lose_first_reply(self) -> list[str]:
        """The first submission arrives and its answer is lost; returns the uuids sent, as they go."""
        sent: list[str] = []

        def lossy(route: Route, request: Request) -> None:
            if request.method != "POST":
                return route.continue_()
            sent.append(request.url.rpartition("/")[2])
            if len(sent) > 1:
                return route.continue_()
            route.fetch()
            return route.abort("connectionreset")

        self.page.route(SUBMIT, lossy)
        return sent
