"""Activities of the year: those held and confirmed by another, one still to be confirmed, one planned."""

import hashlib
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from backend.clock import BEIJING
from backend.models import User
from backend.services.files import Announced, file_receive
from counting.demonstration.records import photo, uuid_of
from counting.models import Activity
from counting.services.activities import activity_confirm, activity_enter, activity_prove

DICE = Random(22)  # nosec B311 # their own, so that the rest of the story stays as it is
# kind, title, day, people, who, place
HELD = (
    ("safety_committee_meetings", "第一季度文旅安全生产委员会会议", date(2026, 3, 26), 24, "members", "区文旅局会议室"),
    ("safety_committee_meetings", "第二季度文旅安全生产委员会会议", date(2026, 6, 25), 26, "members", "区文旅局会议室"),
    ("safety_trainings_and_drills", "娱乐场所消防疏散演练", date(2026, 5, 20), 80, "operators", "艾山街道"),
    ("green_bookmark_campus_event", "绿书签进校园（艾山中心小学）", date(2026, 4, 22), 320, "pupils", "艾山中心小学"),
    ("street_enforcement_training", "街道综合执法培训", date(2026, 8, 19), 45, "street", "大队会议室"),
)  # fmt: skip
WAITING = (
    "safety_trainings_and_drills",
    "网吧从业人员安全生产培训",
    date(2026, 9, 11),
    60,
    "operators",
    "大队会议室",
)
PLANNED = (
    "safety_committee_meetings",
    "第三季度文旅安全生产委员会会议",
    date(2026, 9, 24),
    None,
    "members",
    "区文旅局会议室",
)


def activities_tell(holder: User, other: User) -> None:
    """Told by calling the services on the day; another person confirms the day after."""
    for row in HELD:
        activity_confirm(
            activity_id=_entered(row, holder, "held").pk, actor=other, now=_at(row[2]) + timedelta(days=1)
        )
    _entered(WAITING, holder, "held")
    _entered(PLANNED, holder, "planned", now=_at(date(2026, 9, 8)))


def _at(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 17, 0, tzinfo=BEIJING)


def _entered(row: tuple[Any, ...], actor: User, state: str, now: datetime | None = None) -> Activity:
    kind, title, on, people, audience, place = row
    now = now or _at(on)
    made = activity_enter(
        kind=kind, title=title, on=on, place=place, people=people, audience=audience, note="", state=state,
        actor=actor, now=now,
    )  # fmt: skip
    if state == "held":
        activity_prove(activity_id=made.pk, files=[_photo(made, actor, now)], actor=actor, now=now)
    return made


def _photo(row: Activity, actor: User, now: datetime) -> Announced:
    """A small real picture, received before it is named."""
    data = photo(DICE, row.on.isoformat())
    sha256 = hashlib.sha256(data).hexdigest()
    told = Announced(uuid_of(DICE), "evidence", sha256, len(data), "image/jpeg")
    file_receive(
        file_id=told.uuid, offset=0, data=data, total=len(data), sha256=sha256, owner=row.ref, actor=actor,
        now=now,
    )  # fmt: skip
    return told
