"""What the industry section did after the penalties of the demonstration year closed."""

from datetime import date, timedelta

from backend.models import User
from counting.demonstration.draws import moment_of
from counting.demonstration.history import TODAY, Story
from enforcement.models import FollowUp
from enforcement.selectors.repair import repair_records
from enforcement.services.cases.follow_up_visits import follow_up_visit
from enforcement.services.cases.followups import follow_up_close, follow_up_plan, follow_up_step
from enforcement.services.cases.opinions import follow_up_answer, follow_up_send
from enforcement.services.cases.repairing import follow_up_prompt

OPINION = "半年内已受行政处罚，建议延续许可时核查整改情况。"
LICENSING = "钢城区行政审批服务局（演示）"


def follow_ups_tell(story: Story) -> None:
    """The first is closed with an opinion that was answered, the second closed, the third asks for a visit."""
    rows = FollowUp.objects.everywhere("loader").select_related("case").order_by("created_at", "case__number")
    for number, row in enumerate(rows):
        _tell(story, row, number)


def _tell(story: Story, row: FollowUp, number: int) -> None:
    actor, began = story.users["guan"], row.case.closed_on or TODAY
    if (day := _day(story, began, 2)) is None:
        return
    follow_up_plan(
        follow_up_id=row.uuid, plan="一个月内回访一次，复核整改，提示信用修复。", actor=actor,
        now=moment_of(day, 9, 40),
    )  # fmt: skip
    if number == 2:
        _visit_ask(story, row, day)
    if number > 1 or (day := _day(story, day, 8)) is None:
        return
    follow_up_step(
        follow_up_id=row.uuid, kind="visit", text="到场回访，实名登记设备运行正常。", actor=actor,
        now=moment_of(day, 15, 10),
    )  # fmt: skip
    _prompt(row, actor, day)
    if number == 0 and (answered := _day(story, day, 5)) is not None:
        follow_up_send(
            follow_up_id=row.uuid, opinion=OPINION, opinion_to=LICENSING, actor=actor,
            now=moment_of(day, 16, 30),
        )  # fmt: skip
        follow_up_answer(
            follow_up_id=row.uuid,
            answer="已列入延续许可的核查要点。",
            actor=actor,
            now=moment_of(answered, 10),
        )
        day = answered
    follow_up_close(
        follow_up_id=row.uuid, conclusion="整改到位，经营规范。", actor=actor, now=moment_of(day, 17)
    )


def _visit_ask(story: Story, row: FollowUp, day: date) -> None:
    """Next week, about what the penalty was for; the brigade has not said yet who goes."""
    checked = story.by_category[story.category[row.case.venue_id]]
    items = [item.code for item in checked if row.case.violation_id in item.violations]
    begin = TODAY + timedelta(days=6)
    follow_up_visit(
        follow_up_id=row.uuid, kind="recheck", items=items, planned_from=begin,
        planned_to=begin + timedelta(days=3), reason="处罚已结案，到场复核整改是否保持", actor=story.users["guan"],
        now=moment_of(day, 10, 5), cap_reason="处罚后复核，本年次数已满的增加一次",
    )  # fmt: skip


def _prompt(row: FollowUp, actor: User, on: date) -> None:
    """The venue is told from when its record may be repaired; nothing where nothing may."""
    for record in repair_records(row, actor, on):
        if not record["why_not"]:
            follow_up_prompt(
                follow_up_id=row.uuid, noun=record["noun"], record=record["uuid"], actor=actor,
                now=moment_of(on, 15, 40),
            )  # fmt: skip


def _day(story: Story, after: date, days: int) -> date | None:
    """A working day some days later, if it has come."""
    day = story.some_days_on(after, days, days + 2)
    return day if day <= TODAY - timedelta(days=1) else None
