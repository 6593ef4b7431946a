"""The draws of the demonstration year: by forty dice before three witnesses; open, sealed, voided, amended."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from PIL import Image, ImageDraw

from backend.clock import BEIJING
from backend.models import User
from backend.services.files import file_receive
from counting.demonstration.partners import ITEMS, agree, asked
from counting.demonstration.records import uuid_of
from registry.models import CheckItem
from scheduling.models import Draw, PlanRow, Visit
from scheduling.services.draws.approving import draw_approve, draw_ask
from scheduling.services.draws.committing import draw_commit
from scheduling.services.draws.drafting import draw_draft
from scheduling.services.draws.drawing import draw_draw
from scheduling.services.draws.replacing import draw_replace, draw_supplement
from scheduling.services.draws.sealing import draw_reveal, draw_seal
from scheduling.services.draws.voiding import draw_void
from scheduling.services.visits import visit_approve

WITNESSES = (
    {"name": "米向阳", "role": "商户代表"},
    {"name": "闻人清", "role": "区人大代表"},
    {"name": "苏见微", "role": "公证员"},
)
DICE = 40
HOLDER = "区纪委监委派驻第四纪检监察组"
# of the demonstration only: a real one is typed by its holder and known to nobody else
PASSPHRASE = "demonstration envelope"
SIGNERS = ("乔知远", "阮听松")


@dataclass(frozen=True, slots=True)
class Round:
    """One draw of the year: categories, share in basis points, when it is committed, until when it is checked.

    `kind`: open, sealed, void, joint with another organ, or changed: with two announced supplements, one of
    them drawn, a venue and an officer replaced.
    """

    title: str
    categories: tuple[str, ...]
    overall: int
    on: date
    until: date
    kind: str = "open"


ROUNDS = (
    Round("上网服务场所", ("NET",), 3000, date(2026, 3, 3), date(2026, 4, 10)),
    Round("歌舞游艺场所", ("KTV", "GAM"), 3000, date(2026, 4, 7), date(2026, 5, 15), "sealed"),
    Round("出版物与印刷", ("PUB", "PRI"), 2000, date(2026, 5, 12), date(2026, 6, 18), "changed"),
    Round("旅行社", ("TRA",), 3000, date(2026, 6, 9), date(2026, 7, 10)),
    Round("剧本娱乐与电竞酒店", ("SCR", "EHT"), 4000, date(2026, 7, 7), date(2026, 8, 7)),
    Round("旅行社（补）", ("TRA",), 2000, date(2026, 7, 21), date(2026, 8, 21), "void"),
    Round("影院与卫星接收设施", ("FIL", "SAT"), 4000, date(2026, 8, 4), date(2026, 9, 11)),
    Round("上网服务场所（二）", ("NET",), 2500, date(2026, 9, 8), date(2026, 9, 30), "sealed"),
    Round("歌舞娱乐与电竞酒店联合检查", ("KTV", "EHT"), 1000, date(2026, 9, 10), date(2026, 10, 16), "joint"),
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
    partner: User,
    dice: Random,
) -> Draw:
    """Draft and commit on the day, draw the next morning, ask and approve by noon; a void one ends there."""
    start = what.on + timedelta(days=2)
    rules: dict[str, Any] = {"overall": what.overall}
    if what.kind == "changed":
        rules["extra"] = [{"A": 1, "B": 1}, {"B": 2, "C": 1}]
    draw = draw_draft(
        title=what.title, plan_row_id=plan_row.uuid if plan_row else None, categories=what.categories,
        items=[item.code for item in items], basis="2026年度抽查工作计划", rules=rules,
        visit_from=start, visit_to=what.until, actor=supervisor, now=moment_of(what.on, 9),
        **(asked(ITEMS) if what.kind == "joint" else {}),
    )  # fmt: skip
    if what.kind == "joint":
        agree(draw, partner, moment_of(what.on, 9, 10))
    throw = moment_of(what.on + timedelta(days=1), 9, 30)
    draw_commit(
        draw_id=draw.uuid, beacon={"kind": "dice", "n": DICE}, moment=throw, actor=supervisor,
        now=moment_of(what.on, 9, 20), **(_sealed(draw, what, supervisor, dice) if what.kind == "sealed" else {}),
    )  # fmt: skip
    if what.kind == "void":
        draw_void(
            draw_id=draw.uuid, code="roster", reason="名录漏登两家新设旅行社，重新核对后另行组织", actor=supervisor,
            now=throw - timedelta(minutes=30),
        )  # fmt: skip
    digits = "".join(str(dice.randrange(10)) for _ in range(DICE))
    sheet = _sheet(draw, digits, supervisor, throw, dice)
    draw = draw_draw(
        draw_id=draw.uuid, values=[f"dice:{DICE}:{digits}"], witnesses=WITNESSES, sheet=sheet, actor=supervisor,
        now=throw + timedelta(minutes=20),
    )  # fmt: skip
    if what.kind == "void":
        return draw
    draw_ask(draw_id=draw.uuid, actor=supervisor, now=throw + timedelta(minutes=40))
    draw = draw_approve(draw_id=draw.uuid, approve="approved", actor=leader, now=throw + timedelta(hours=2))
    if what.kind == "changed":
        _changed(draw, supervisor=supervisor, leader=leader, now=throw + timedelta(hours=4), dice=dice)
    return draw


def _sealed(draw: Draw, what: Round, actor: User, dice: Random) -> dict[str, Any]:
    """The secret made, its envelope handed over, the receipt photographed."""
    now = moment_of(what.on, 9, 10)
    draw_seal(
        draw_id=draw.uuid, holder=HOLDER, passphrase=PASSPHRASE, actor=actor, now=now, fresh=dice.randbytes
    )  # fmt: skip
    receipt = _page(draw, ["密封件签收单", draw.number], actor, now, dice)
    return {"escrow": receipt, "reveal_by": moment_of(what.until + timedelta(days=7), 18)}


def reveal_run(draw: Draw, on: date, *, supervisor: User) -> None:
    """The secret of a sealed draw, shown on a morning after its visits."""
    draw_reveal(draw_id=draw.uuid, actor=supervisor, now=moment_of(on, 8, 50))


def _changed(draw: Draw, *, supervisor: User, leader: User, now: datetime, dice: Random) -> None:
    """A venue has moved away, an officer is on leave, and the announced supplement is drawn."""
    gone, other = Visit.objects.everywhere("loader").filter(draw=draw).order_by("number")[:2]
    for visit, code, seat, reason in (
        (gone, "moved", None, "现场已搬空，物业确认已迁出本区"), (other, "leave", 1, "执法人员请假参加培训"),
    ):  # fmt: skip
        draw_replace(
            draw_id=draw.uuid, visit_id=visit.pk, code=code, seat=seat, reason=reason, place=gone.venue.address,
            signers=SIGNERS, photo=_page(draw, ["现场", draw.number], supervisor, now, dice),
            statement=_page(draw, ["情况说明", draw.number], supervisor, now, dice), actor=supervisor, now=now,
        )  # fmt: skip
    draw_supplement(draw_id=draw.uuid, reason="专项整治需要", actor=supervisor, now=now + timedelta(hours=1))
    planned = Visit.objects.everywhere("loader").filter(draw=draw, state=Visit.State.PLANNED)
    for visit in planned.order_by("number"):
        visit_approve(visit_id=visit.pk, approve="approved", actor=leader, now=now + timedelta(hours=2))


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
    return _stored(image, draw, actor, now, dice)


def _page(draw: Draw, lines: Sequence[str], actor: User, now: datetime, dice: Random) -> UUID:
    """A page of paper with a stamp's place and its own noise, so that no two are the same file."""
    image = Image.new("RGB", (640, 480), (252, 251, 247))
    pen = ImageDraw.Draw(image)
    for row, _ in enumerate(lines):
        pen.rectangle((60, 60 + row * 60, 400 + dice.randrange(180), 84 + row * 60), fill=(20, 24, 31))
    pen.ellipse((430, 320, 560, 450), outline=(168, 43, 43), width=6)
    return _stored(image, draw, actor, now, dice)


def _stored(image: Image.Image, draw: Draw, actor: User, now: datetime, dice: Random) -> UUID:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    data = out.getvalue()
    uuid = uuid_of(dice)
    file_receive(
        file_id=uuid, offset=0, data=data, total=len(data), sha256=hashlib.sha256(data).hexdigest(),
        owner=("draw", draw.uuid), actor=actor, now=now,
    )  # fmt: skip
    return uuid
