"""What else a year in the field leaves: patrols on line, a request for recusal, who set out in which vehicle."""

from datetime import date, datetime, timedelta

from backend.models import User
from counting.demonstration.history import BEIJING, TODAY, Story
from counting.demonstration.records import uuid_of
from inspections.services.patrols import patrol_close, patrol_record
from registry.models import Officer
from scheduling.models import Outing, Visit, VisitOfficer
from scheduling.services.outings import outing_edit, outing_set
from scheduling.services.recusals import recusal_request
from scheduling.services.service_visits import service_visit_log

VEHICLES = ("执法车01（演示）", "执法车02（演示）")
# kind, what was looked at, address, day, content, why it was closed ("" = still open)
PATROLS = (
    ("platform", "同城团购平台", "https://example.com/group/ktv", date(2026, 6, 18),
     "查看 12 家歌舞娱乐场所页面，均公示许可证号和未成年人禁入提示", "未发现问题"),
    ("shop", "某网店图书频道", "https://example.com/shop/books", date(2026, 7, 9),
     "一家书店网页未亮出版物经营许可证，已电话提醒，当日补上", "已改正"),
    ("camera", "网吧视频监控平台", "", date(2026, 8, 27),
     "22 时至 23 时抽看 9 家上网服务营业场所前台，均有核对证件", "未发现问题"),
    ("live", "演出预告直播间", "https://example.com/live/stage", date(2026, 9, 11),
     "直播间预告周末商场小型演出，未见批准文号，待核实", ""),
)  # fmt: skip

SERVICES = (
    (date(2026, 4, 16), "guidance", "实名登记系统使用指导", "现场演示核验流程，留下操作说明"),
    (date(2026, 6, 3), "training", "暑期未成年人保护培训", "经营者及前台 6 人参加"),
    (date(2026, 8, 21), "service", "许可证变更事项咨询", "说明变更材料和办理窗口"),
)


def field_tell(story: Story) -> None:
    """All of it, with the services that do it on any other day."""
    for kind, subject, url, on, content, reason in PATROLS:
        at = datetime(on.year, on.month, on.day, 22, 10, tzinfo=BEIJING)
        row = patrol_record(
            patrol_id=uuid_of(story.dice), kind=kind, subject=subject, url=url, venue=None, seen_at=at,
            content=content, violations=[], files=[], actor=story.users["qin"], now=at + timedelta(minutes=9),
        )  # fmt: skip
        if reason:
            patrol_close(
                patrol_id=row.pk, reason=reason, actor=story.users["shao"], now=at + timedelta(days=1)
            )
    _service_visits(story)
    _recusal()
    _outings(story.users["shao"], story.officers)


def _service_visits(story: Story) -> None:
    """Calls at which nothing was checked: they count to nothing."""
    for number, (on, kind, subject, note) in enumerate(SERVICES):
        service_visit_log(
            venue_id=story.venues[20 * number + 7].uuid, kind=kind, on=on, subject=subject, note=note, people=2,
            actor=story.users["song"], now=datetime(on.year, on.month, on.day, 16, 0, tzinfo=BEIJING),
        )  # fmt: skip


def _recusal() -> None:
    """A business asks that an officer keep away; the leader has not decided yet."""
    waiting = Visit.objects.everywhere("loader").filter(state=Visit.State.APPROVED, draw__isnull=True)
    waiting = waiting.filter(remote=False) or Visit.objects.everywhere("loader").filter(state="approved")
    seats = VisitOfficer.objects.everywhere("loader").filter(
        visit__in=[row.pk for row in waiting], ended_at__isnull=True, officer__user__isnull=False
    )
    lead = (
        seats.select_related("officer__user", "visit__venue")
        .order_by("visit__planned_to", "visit__number", "seat")
        .first()
    )
    if lead is None or lead.officer.user is None:
        return
    recusal_request(
        visit_id=lead.visit_id, officer_id=lead.officer_id, party=lead.visit.venue.name, party_role="经营者",
        reason="该执法人员与本店房东有租赁纠纷", actor=lead.officer.user,
        now=datetime(2026, 9, 14, 15, 30, tzinfo=BEIJING),
    )  # fmt: skip


def _outings(actor: User, officers: list[Officer]) -> None:
    """The vehicles of the last outings, and those who have set out today."""
    rows = Outing.objects.everywhere("loader").filter(organ=actor.organ, on__lt=TODAY)
    for number, row in enumerate(rows.order_by("-on", "created_at")[:8]):
        people = row.officers.filter(struck_at__isnull=True).values_list("officer_id", flat=True)
        outing_edit(
            outing_id=row.pk, vehicle=VEHICLES[number % 2], officers=list(people), actor=actor,
            now=datetime(row.on.year, row.on.month, row.on.day, 18, 0, tzinfo=BEIJING),
        )  # fmt: skip
    out = Outing.objects.everywhere("loader").filter(organ=actor.organ, on=TODAY)
    busy = set(out.values_list("officers__officer_id", flat=True))
    free = [row.pk for row in officers if row.pk not in busy and row.cert_valid_to >= TODAY][-2:]
    outing_set(
        on=TODAY, vehicle=VEHICLES[0], officers=free, actor=actor,
        now=datetime(TODAY.year, TODAY.month, TODAY.day, 8, 40, tzinfo=BEIJING),
    )  # fmt: skip
