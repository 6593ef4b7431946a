"""The draws of the demonstration year: committed, drawn by forty dice before three witnesses, approved."""

import hashlib
import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from PIL import Image, ImageDraw

from backend.clock import BEIJING
from backend.models import User
from backend.services.files import file_receive
from counting.demonstration.records import uuid_of
from registry.models import CheckItem
from scheduling.models import Draw, PlanRow
from scheduling.services.draws.approving import draw_approve, draw_ask
from scheduling.services.draws.committing import draw_commit
from scheduling.services.draws.drafting import draw_draft
from scheduling.services.draws.drawing import draw_draw

WITNESSES = (
    {"name": "米向阳", "role": "商户代表"},
    {"name": "闻人清", "role": "区人大代表"},
    {"name": "苏见微", "role": "公证员"},
)
DICE = 40


@dataclass(frozen=True, slots=True)
class Round:
    """One draw of the year: categories, share in basis points, when it is committed, until when it is checked."""

    title: str
    categories: tuple[str, ...]
    overall: int
    on: date
    until: date


ROUNDS = (
    Round("上网服务场所", ("NET",), 3000, date(2026, 3, 3), date(2026, 4, 10)),
    Round("歌舞游艺场所", ("KTV", "GAM"), 3000, date(2026, 4, 7), date(2026, 5, 15)),
    Round("出版物与印刷", ("PUB", "PRI"), 2000, date(2026, 5, 12), date(2026, 6, 18)),
    Round("旅行社", ("TRA",), 3000, date(2026, 6, 9), date(2026, 7, 10)),
    Round("剧本娱乐与电竞酒店", ("SCR", "EHT"), 4000, date(2026, 7, 7), date(2026, 8, 7)),
    Round("影院与卫星接收设施", ("FIL", "SAT"), 4000, date(2026, 8, 4), date(2026, 9, 11)),
    Round("上网服务场所（二）", ("NET",), 2500, date(2026, 9, 8), date(2026, 9, 30)),
)


def moment_of(on: date, hour: int, minute: int = 0) -> datetime:
    """An instant of a Beijing day."""
    return datetime.combine(on, time(hour, minute), BEIJING)


def round_run(
    plan_row: PlanRow | None,
    what: Round,
    items: list[CheckItem],
    *,
    supervisor: User,
    leader: User,
    dice: Random,
) -> Draw:
    """Draft and commit on the day, draw the next morning, ask and approve by noon."""
    start = what.on + timedelta(days=2)
    draw = draw_draft(
        title=what.title, plan_row_id=plan_row.uuid if plan_row else None, categories=what.categories,
        items=[item.code for item in items], basis="2026年度抽查工作计划", rules={"overall": what.overall},
        visit_from=start, visit_to=what.until, actor=supervisor, now=moment_of(what.on, 9),
    )  # fmt: skip
    beacon = {"kind": "dice", "n": DICE}
    throw = moment_of(what.on + timedelta(days=1), 9, 30)
    draw_commit(
        draw_id=draw.uuid, beacon=beacon, moment=throw, actor=supervisor, now=moment_of(what.on, 9, 20)
    )
    digits = "".join(str(dice.randrange(10)) for _ in range(DICE))
    sheet = _sheet(draw, digits, supervisor, throw, dice)
    draw_draw(
        draw_id=draw.uuid, values=[f"dice:{DICE}:{digits}"], witnesses=WITNESSES, sheet=sheet, actor=supervisor,
        now=throw + timedelta(minutes=20),
    )  # fmt: skip
    draw_ask(draw_id=draw.uuid, actor=supervisor, now=throw + timedelta(minutes=40))
    return draw_approve(draw_id=draw.uuid, approve="approved", actor=leader, now=throw + timedelta(hours=2))


def _sheet(draw: Draw, digits: str, actor: User, now: datetime, dice: Random) -> UUID:
    """The photo of the signed sheet: a drawn page with the digits on it."""
    image = Image.new("RGB", (900, 640), (252, 251, 247))
    pen = ImageDraw.Draw(image)
    pen.text((60, 40), f"SSJ-DRAW/1 {draw.number}", fill=(20, 24, 31))
    for row in range(4):
        for column in range(10):
            box = (60 + column * 78, 100 + row * 110, 120 + column * 78, 180 + row * 110)
            pen.rectangle(box, outline=(20, 24, 31), width=2)
            pen.text((box[0] + 24, box[1] + 28), digits[row * 10 + column], fill=(20, 24, 31))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    data = out.getvalue()
    uuid = uuid_of(dice)
    file_receive(
        file_id=uuid, offset=0, data=data, total=len(data), sha256=hashlib.sha256(data).hexdigest(),
        owner=("draw", draw.uuid), actor=actor, now=now,
    )  # fmt: skip
    return uuid
