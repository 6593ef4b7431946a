"""A record of dishonesty of the demonstration district, and the application to repair it."""

import hashlib
from datetime import date
from random import Random

from backend.services.files import Announced, file_receive
from counting.demonstration.draws import moment_of
from counting.demonstration.history import Story
from counting.demonstration.records import photo, uuid_of
from registry.models import CreditGrade
from registry.services.dishonesty import dishonesty_enlist, dishonesty_propose
from registry.services.repairs import repair_apply, repair_check

DICE = Random(17)  # nosec B311 # their own, so that the rest of the story stays as it is
PROPOSED, LISTED = date(2026, 3, 16), date(2026, 3, 20)
APPLIED, CHECKED = date(2026, 9, 8), date(2026, 9, 11)
BASIS = "文化和旅游市场信用管理规定（待核实）"


def listings_tell(story: Story) -> None:
    """Listed in spring; asked in September to leave the list, checked, not decided yet."""
    fined = CreditGrade.objects.everywhere("loader").filter(grade__in=("C", "D"))
    worst = fined.order_by("score", "venue__code").first()
    if worst is None:
        return
    guan, shao, gu = (story.users[name] for name in ("guan", "shao", "gu"))
    row = dishonesty_propose(
        venue_id=worst.venue_id, level="minor", ground="未按承诺期限完成整改（演示）", basis=BASIS, actor=guan,
        now=moment_of(PROPOSED, 10),
    )  # fmt: skip
    dishonesty_enlist(record_id=row.uuid, actor=gu, now=moment_of(LISTED, 15))
    uuid = uuid_of(DICE)
    data = photo(DICE, APPLIED.isoformat())
    told = Announced(uuid_of(DICE), "evidence", hashlib.sha256(data).hexdigest(), len(data), "image/jpeg")
    file_receive(
        file_id=told.uuid, offset=0, data=data, total=len(data), sha256=told.sha256,
        owner=("repairapplication", uuid), actor=guan, now=moment_of(APPLIED, 9),
    )  # fmt: skip
    repair_apply(
        application_id=uuid, record_id=row.uuid, mode="application", applied_on=APPLIED,
        text="已完成整改并通过复查，提交申请书、整改照片、信用承诺书。", files=[told], pledge=True, training=True,
        actor=guan, now=moment_of(APPLIED, 10),
    )  # fmt: skip
    repair_check(
        application_id=uuid, opinion="材料齐全，现场核实整改到位，建议准予修复。", actor=shao,
        now=moment_of(CHECKED, 16),
    )  # fmt: skip
