"""Grades of the demonstration district: computed by the service from the year's own records."""

from datetime import datetime

from backend.clock import BEIJING
from counting.demonstration.history import TODAY, Story
from enforcement.services.credit import regrade_organ
from registry.models import CreditGrade
from registry.services.credit import credit_appeal, credit_override

NIGHT = datetime(TODAY.year, TODAY.month, TODAY.day, 1, 40, tzinfo=BEIJING)
MORNING = datetime(TODAY.year, TODAY.month, TODAY.day, 8, 50, tzinfo=BEIJING)


def credit_tell(story: Story) -> int:
    """Grade the register, hear one venue that objects, set one grade by hand; how many were graded."""
    organ = story.users["shao"].organ
    assert organ is not None  # the desk of the district has one
    count = regrade_organ(organ=organ.code, now=NIGHT)
    fined = [
        row
        for row in CreditGrade.objects.everywhere("loader")
        .filter(grade__in=("C", "D"))
        .order_by("score", "venue__code")
        if any(one["kind"] in ("fine", "warning") for one in row.reasons)
    ]
    if fined:
        disputed = [one["uuid"] for one in fined[0].reasons if one["counted"] < 0][:1]
        credit_appeal(
            venue_id=fined[0].venue_id, text="处罚已履行并完成整改，申请重新评价。", contact="经营者（电话登记）",
            disputed=disputed, actor=story.users["shao"], now=MORNING,
        )  # fmt: skip
    if len(fined) > 1:
        credit_override(
            venue_id=fined[1].venue_id, grade="B", until=TODAY.replace(month=12), actor=story.users["gu"],
            reason="已参加普法培训并通过复查，按包容审慎要求调整", now=MORNING,
        )  # fmt: skip
    return count
