"""A small district ready to be drawn, and the steps of a draw by the services."""

import hashlib
import subprocess
import sys
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from backend import clock
from backend.models import File, Organ, User
from backend.services.files import file_receive
from registry.models import Officer, Venue
from scheduling.models import Draw, DrawLogLine, Visit
from scheduling.selectors.draws import pick_cards, pick_list
from scheduling.selectors.packages import package_bytes
from scheduling.services.draws import (
    draw_commit,
    draw_draft,
    draw_draw,
    draw_replace,
    draw_reveal,
    draw_seal,
)
from tests.factories_scheduling import FIRST, LAST, officer_make, venue_make

VERIFIER = Path("scheduling/verifier/ssj_verify.py")
DICE = {"kind": "dice", "n": 40}
SSQ = {"date": "2026-09-15", "issue": "2026107", "kind": "ssq"}
LOTTERIES: dict[str, Any] = {
    "kind": "all",
    "of": [
        SSQ,
        {"date": "2026-09-15", "issue": "2026245", "kind": "pl5"},
        {"date": "2026-09-15", "issue": "2026245", "kind": "3d"},
    ],
}
THROWS = "0718293645509182736455091827364550918273"
OTHER_THROWS = THROWS[::-1]
WITNESSES = [
    {"name": "商户代表甲", "role": "商户代表"},
    {"name": "人大代表乙", "role": "人大代表"},
    {"name": "公证员丙", "role": "公证"},
]


@dataclass
class District:
    """Thirty venues in three townships and two categories, six officers."""

    organ: Organ
    venues: list[Venue]
    officers: list[Officer]


def district_make(organ: Organ, *, venues: int = 30, officers: int = 6) -> District:
    made = [
        venue_make(
            organ,
            f"91370117MA3D{number:04d}X{number % 10}",
            category=("NET", "KTV")[number % 2],
            township_id=f"37011700{1 + number % 3}",
            credit_grade="ABBC"[number % 4],
        )
        for number in range(venues)
    ]
    people = [officer_make(organ, f"370117002{number:02d}") for number in range(officers)]
    return District(organ, made, people)


def two_cells(district: District) -> None:
    """All of one grade and one township: long waiting lists."""
    for venue in district.venues:
        venue.credit_grade, venue.township_id = "B", "370117001"
        venue.save()


def drafted(supervisor: User, **values: Any) -> Draw:
    return draw_draft(
        **{
            "items": ["NET-01", "KTV-01"],
            "basis": "国办发〔2024〕54号",
            "visit_from": FIRST,
            "visit_to": LAST,
            "rules": {"overall": 3000},
            "actor": supervisor,
            "now": clock.now(),
            **values,
        }
    )


def committed(supervisor: User, draw: Draw | None = None, **values: Any) -> Draw:
    moment = values.pop("moment", clock.now() + timedelta(hours=2))
    return draw_commit(
        draw_id=(draw or drafted(supervisor, **values)).uuid, beacon=DICE, moment=moment, actor=supervisor,
        now=clock.now(),
    )  # fmt: skip


def at_moment(draw: Draw, later: timedelta = timedelta(minutes=1)) -> AbstractContextManager[None]:
    assert draw.moment is not None
    return clock.at(draw.moment + later)


def sheet_of(draw: Draw, actor: User, content: bytes = b"\xff\xd8\xff signed sheet") -> File:
    """The photo of the signed sheet, uploaded as the desk does."""
    return file_receive(
        file_id=uuid4(), offset=0, data=content, total=len(content),
        sha256=hashlib.sha256(content).hexdigest(), owner=("draw", draw.uuid), actor=actor, now=clock.now(),
    )  # fmt: skip


def drawn(draw: Draw, actor: User, throws: str = THROWS, **values: Any) -> Draw:
    """The draw at its moment, with dice and three witnesses."""
    with at_moment(draw):
        return draw_draw(
            **{
                "draw_id": draw.uuid,
                "values": [throws],
                "witnesses": WITNESSES,
                "sheet": sheet_of(draw, actor).uuid,
                "actor": actor,
                "now": clock.now(),
                **values,
            }
        )


def whole(supervisor: User, **values: Any) -> Draw:
    """Drafted, committed and drawn."""
    return drawn(committed(supervisor, **values), supervisor)


def verified(draw: Draw, tmp_path: Path) -> tuple[int, str]:
    """Exit status and words of the stand-alone verifier over the package."""
    package = tmp_path / f"{draw.no}.zip"
    package.write_bytes(package_bytes(draw))
    head = DrawLogLine.objects.everywhere("published").filter(scope=draw.scope).order_by("seq").last()
    assert head is not None
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(package), "--head", head.head],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def listed(draw: Draw, actor: User) -> dict[str, dict[str, Any]]:
    """code → what the list says of it, for every venue of the roster."""
    return {row["code"]: row for row in pick_cards(pick_list(draw, actor), draw)}


def events(draw: Draw) -> list[str]:
    lines = DrawLogLine.objects.everywhere("published").filter(scope=draw.scope).order_by("seq")
    return list(lines.values_list("ev", flat=True))


# sealed, and what comes after a result

PASSPHRASE = "十二个字以上的托管口令才行"
HOLDER = "区纪委监委派驻组"


def photo_of(draw: Draw, actor: User, what: str) -> UUID:
    """A stored picture of something."""
    return sheet_of(draw, actor, b"\xff\xd8\xff" + what.encode()).uuid


def over(draw: Draw) -> datetime:
    """The night after the last day of its visits."""
    return datetime.combine(draw.visit_to + timedelta(days=1), time(), clock.BEIJING)


def sealed(supervisor: User, draw: Draw | None = None, **values: Any) -> Draw:
    """Committed under seal: the envelope handed over, its receipt uploaded, to be revealed a week after."""
    draft = draw or drafted(supervisor, **values)
    draw_seal(draw_id=draft.uuid, holder=HOLDER, passphrase=PASSPHRASE, actor=supervisor, now=clock.now())
    return draw_commit(
        draw_id=draft.uuid, beacon=DICE, moment=clock.now() + timedelta(hours=2), actor=supervisor,
        now=clock.now(), escrow=photo_of(draft, supervisor, "receipt"),
        reveal_by=over(draft) + timedelta(days=7),
    )  # fmt: skip


def revealed(draw: Draw, actor: User, **values: Any) -> Draw:
    """The secret shown once the visits are over."""
    with clock.at(over(draw)):
        return draw_reveal(draw_id=draw.uuid, actor=actor, now=clock.now(), **values)


def replaced(draw: Draw, actor: User, visit: Visit, code: str = "moved", **values: Any) -> Draw:
    """A line REPLACE with all its evidence, five hours after the moment or later."""
    with at_moment(draw, values.pop("later", timedelta(hours=5))):
        return draw_replace(
            **{
                "draw_id": draw.uuid,
                "visit_id": visit.pk,
                "code": code,
                "reason": "现场已搬空",
                "photo": photo_of(draw, actor, "door"),
                "statement": photo_of(draw, actor, "statement"),
                "place": "钢城区虚构路 1 号",
                "signers": ["商户代表甲", "社区网格员丁"],
                "actor": actor,
                "now": clock.now(),
                **values,
            }
        )


def visits_of_draw(draw: Draw) -> list[Visit]:
    """Its visits that stand, by number."""
    rows = Visit.objects.everywhere("guard").select_related("venue").filter(draw=draw)
    return list(rows.exclude(state="replaced").order_by("number"))
