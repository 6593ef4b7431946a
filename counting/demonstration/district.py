"""Put the demonstration together: organ, people, registers, plan, targets, the year so far."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import transaction

from backend.clock import BEIJING
from backend.models import Delivery, Organ, User
from counting.demonstration.activities import activities_tell
from counting.demonstration.campaigns import campaigns_end
from counting.demonstration.cases import cases_tell
from counting.demonstration.city import PEOPLE as CITY
from counting.demonstration.city import city_load, evaluations_tell
from counting.demonstration.credit import credit_tell
from counting.demonstration.field import field_tell
from counting.demonstration.followups import follow_ups_tell
from counting.demonstration.guidance import guidance_tell
from counting.demonstration.hazards import hazards_tell
from counting.demonstration.history import FIRST_DAY, ITEMS_MOST, TODAY, Story, year_tell
from counting.demonstration.leads import leads_tell
from counting.demonstration.listings import listings_tell
from counting.demonstration.partners import CHIEF, invitation_make, partner_load
from counting.demonstration.partners import OFFICERS as PARTNERS
from counting.demonstration.people import DESK, OFFICERS, PASSWORD, officers_load, people_load
from counting.demonstration.performances import performances_tell
from counting.demonstration.plans import plan_load
from counting.demonstration.rota import rota_tell
from counting.demonstration.sites import sites_tell
from counting.demonstration.venues import venues_load
from counting.imports import read_csv
from counting.services.targets import targets_load
from registry.models import Officer, Venue
from registry.services.officers import recusal_declare

SEED = 2026
LISTED_AT = datetime(2025, 12, 22, 9, 0, tzinfo=BEIJING)
TARGETS = Path(__file__).resolve().parent.parent / "data" / "targets_gangcheng_2023.csv"
PAPERS = (
    "scheduling.tasks.approval_papers", "scheduling.tasks.notice_paper", "inspections.tasks.result_paper",
    "enforcement.tasks.service_paper",
)  # fmt: skip
RECUSALS = ((2, 11, "近亲属经营"), (4, 60, "曾在该场所任职"), (7, 140, "近亲属任职"))


def demonstrate(say: Callable[[str], object]) -> str:
    """Load everything in one transaction; "" when an organ is there already."""
    if Organ.objects.everywhere("loader").exists():
        return ""
    with transaction.atomic():
        organ = organ_load()
        users = people_load(organ, LISTED_AT) | {CHIEF.username: partner_load(LISTED_AT)}
        users |= city_load(LISTED_AT)
        say("人员")
        officers = officers_load(users["shao"], LISTED_AT)
        venues = venues_load(users["shao"], LISTED_AT, SEED)
        _recusals(users["shao"], officers, venues)
        say(f"检查对象 {len(venues)} 家，执法人员 {len(officers)} 名")
        plan_rows = plan_load(users["shao"])
        _targets(users["shao"])
        dice = Random(SEED)  # nosec B311 # a fixed seed tells the same year every time
        story = Story(users=users, officers=officers, venues=venues, plan_rows=plan_rows, dice=dice)
        year_tell(story)
        campaigns_end(users["shao"])
        invitation_make(users["tao"], plan_rows, story.by_category["PER"][:ITEMS_MOST])
        cases = cases_tell(story)
        follow_ups_tell(story)
        weeks = rota_tell(users, LISTED_AT)
        say(f"值班 {weeks} 周")
        leads_tell(story)
        say(f"隐患 {hazards_tell(story)} 处")
        say(f"约谈和承诺书 {guidance_tell(story)} 件")
        field_tell(story)
        say(f"评价 {evaluations_tell()} 份")
        say(f"信用评价 {credit_tell(story)} 家")
        listings_tell(story)
        performances_tell(users["guan"])
        activities_tell(users["shao"], users["gu"])
        sites_tell(users["shao"], users["tao"])
        _papers_of_the_past()
    _logins()
    return f"{len(venues)} 家场所，{sum(n > 0 for n in story.visited.values())} 家到过，{sum(story.visited.values())} 次检查，{cases} 件案件"


def organ_load() -> Organ:
    """The brigade; a city organ above it, so that scope can be seen at work."""
    above = Organ.objects.create(
        code="WH3701", name="济南市文化市场综合行政执法支队（演示）", short_name="济南市文化执法支队", number_short="济",
        division_id="3701", lo="WH3701", hi="WH3702",
        address="济南市虚构路 1 号（示例）", phone="0531-00000001",
    )  # fmt: skip
    return Organ.objects.create(
        code="WH370117", name="济南市钢城区文化市场综合行政执法大队（演示）", short_name="钢城区文化执法大队",
        number_short="钢", division_id="370117", parent=above, lo="WH370117", hi="WH370118",
        address="钢城区虚构大街 8 号（示例）", phone="0531-00000000",
    )  # fmt: skip


def _recusals(actor: User, officers: list[Officer], venues: list[Venue]) -> None:
    for officer, venue, reason in RECUSALS:
        recusal_declare(
            officer_id=officers[officer].uuid,
            venue_id=venues[venue].uuid,
            reason=reason,
            actor=actor,
            now=LISTED_AT,
        )


def _targets(actor: User) -> None:
    rows = read_csv(TARGETS.read_bytes())
    now = datetime(2026, 1, 5, 9, 0, tzinfo=BEIJING)
    targets_load(
        year=FIRST_DAY.year, rows=rows, source="年度工作要点（沿用 2023 年文本）", actor=actor, now=now
    )


def _papers_of_the_past() -> None:
    """Forms of visits of past weeks are not drawn up again: hours of printing nobody would read."""
    before = datetime.combine(TODAY, time(), BEIJING) - timedelta(days=7)
    rows = Delivery.objects.everywhere("loader").filter(task__in=PAPERS, state=Delivery.State.PENDING)
    rows.filter(line__at__lt=before).update(state=Delivery.State.DONE, done_at=before)


def _logins() -> None:
    """Whom one can sign in as, for the server to print."""
    (settings.VAR / "logins.txt").write_text("\n".join(LOGINS) + "\n", encoding="utf-8")


_ROLES = {
    "supervisor": "大队长", "leader": "负责人", "legal_reviewer": "法制审核", "industry_section": "监管科室",
    "street_liaison": "街道联络员", "auditor": "监督员", "system_admin": "系统管理", "security_admin": "安全管理",
    "audit_admin": "审计管理",
}  # fmt: skip
LOGINS = [
    f"演示账号（密码都是 {PASSWORD}，人物均为虚构）",
    *(f"  {person.username:<9} {person.name} {_ROLES[person.roles[0]]}" for person in DESK),
    f"  {CHIEF.username:<9} {CHIEF.name} 公安分局（配合单位），"
    + " ".join(f"{username} {name}" for username, name, _ in PARTNERS)
    + "（执法人员）",
    *(f"  {person.username:<9} {person.name} 市支队{_ROLES[person.roles[0]]}" for person in CITY),
    "  "
    + " ".join(f"{o.username} {o.name}" for o in OFFICERS if o.username)
    + "（执法人员，用手机宽度打开）",
]

__all__ = ["LOGINS", "demonstrate"]
