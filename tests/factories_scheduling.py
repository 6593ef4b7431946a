"""What the tests of scheduling and the floors above it need: a small registry, and visits by the services."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from backend import clock
from backend.models import Organ, User
from registry.models import Category, CheckItem, HearingThreshold, Officer, Recusal, Venue, VenueCategory
from registry.services.catalogue import shipped, threshold_of
from scheduling.domain.filtering import Filter
from scheduling.models import Campaign, Draw, Plan, Visit
from scheduling.services.campaigns import campaign_approve, campaign_ask, campaign_file, campaign_make
from scheduling.services.draws import draw_commit, draw_draft
from scheduling.services.filters import filter_save
from scheduling.services.outings import outing_set
from scheduling.services.plans import plan_make, plan_row_add
from scheduling.services.recusals import recusal_request
from scheduling.services.triggers import triggers_load
from scheduling.services.visits import visit_plan
from tests.cast import Cast, organ_make, user_of

CATEGORIES = (("NET", "互联网上网服务营业场所", "网吧"), ("KTV", "歌舞娱乐场所", "歌舞"))
_numbers = count(1)
FIRST, LAST = date(2026, 9, 21), date(2026, 9, 30)


def catalogue_make() -> None:
    """Two categories with two items each, and the triggers of visits."""
    triggers_load()
    thresholds_load()
    if CheckItem.objects.everywhere("loader").filter(code="KTV-02").exists():
        return
    for position, (code, name, short) in enumerate(CATEGORIES):
        Category.objects.everywhere("loader").get_or_create(
            code=code,
            defaults={"name_zh": name, "name_en": code, "short_zh": short, "position": position},
        )
        for number in (1, 2):
            item_make(f"{code}-{number:02d}", code, number)


def thresholds_load() -> None:
    """The hearing thresholds that ship with the program."""
    HearingThreshold.objects.bulk_create(
        [threshold_of(row) for row in shipped().hearing_thresholds], ignore_conflicts=True
    )


def item_make(code: str, category: str, position: int, **values: Any) -> CheckItem:
    row, _ = CheckItem.objects.everywhere("loader").get_or_create(
        code=code,
        defaults={
            "category_id": category,
            "position": position,
            "section_zh": "主体资格与证照",
            "section_en": "Standing",
            "question_zh": f"是否符合{code}",
            "question_en": code,
            "conforms_answer": "yes",
            "statement_ok": "符合",
            "statement_bad": "不符合",
            "level": "general",
            **values,
        },
    )
    return row


def venue_make(organ: Organ, code: str, *, category: str = "NET", **values: Any) -> Venue:
    """One open venue of one category in 艾山街道, grade B unless said otherwise."""
    row = Venue(
        organ=organ,
        created_at=clock.now(),
        code=code,
        name=f"场所{code}",
        address="钢城区虚构路 1 号",
        township_id="370117001" if organ.division_id == "370117" else None,
        registered_on=date(2025, 1, 1),
    )
    _written(row, values)
    VenueCategory.objects.create(venue=row, category_id=category, entered_on=date(2025, 1, 1))
    return row


def officer_make(organ: Organ, cert_no: str, *, user: User | None = None, **values: Any) -> Officer:
    """An officer qualified and able to lead in every category, good until the end of 2027."""
    row = Officer(
        organ=organ,
        created_at=clock.now(),
        user=user,
        name=user.name if user else f"执法{cert_no[-4:]}",
        cert_no=cert_no,
        cert_valid_to=date(2027, 12, 31),
        unit="一中队",
        quals=[code for code, _, _ in CATEGORIES],
        lead_quals=[code for code, _, _ in CATEGORIES],
        towns=["*"],
    )
    _written(row, values)
    return row


def _written(row: Venue | Officer, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def recusal_make(officer: Officer, venue: Venue, by: User) -> Recusal:
    return Recusal.objects.create(
        organ=officer.organ,
        created_at=clock.now(),
        officer=officer,
        venue=venue,
        reason="近亲属经营",
        declared_by=by,
    )


def visit_make(
    venue: Venue,
    officers: Sequence[Officer | UUID],
    actor: User,
    *,
    trigger: str = "complaint",
    **values: Any,
) -> Visit:
    """A planned visit of these officers, awaiting approval; a complaint unless said otherwise."""
    ids = [row if isinstance(row, UUID) else row.uuid for row in officers]
    return visit_plan(
        **{
            "venue_id": venue.uuid,
            "trigger": trigger,
            "items": ["NET-01", "NET-02"],
            "officers": ids,
            "planned_from": FIRST,
            "planned_to": LAST,
            "basis": "《互联网上网服务营业场所管理条例》第四条",
            "precheck": "remote" if values.get("remote") else "see_there",
            "precheck_reason": "须查看现场",
            "filing_no": campaign_running(venue.organ, actor, trigger) if "campaign" in trigger else "",
            "actor": actor,
            "now": clock.now(),
            **values,
        }
    )


def campaign_running(organ: Organ, actor: User, trigger: str = "campaign_own") -> str:
    """The filing number of a campaign that runs all year over every venue and both items of net cafés."""
    row, _ = Campaign.objects.everywhere("loader").get_or_create(
        organ=organ, trigger_id=trigger, state=Campaign.State.RUNNING,
        defaults={
            "created_at": clock.now(), "name": "暑期专项检查", "made_by": actor,
            "items": ["NET-01", "NET-02"],
            "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "filed_on": date(2026, 1, 1),
            "filing_no": f"钢文专备〔2026〕{3 if trigger == 'campaign_own' else 4}号",
            "filed_with": "区司法局",
        },
    )  # fmt: skip
    return row.filing_no


def campaign_draft(actor: User, **values: Any) -> Campaign:
    """A campaign being drawn up: net cafés, September and October."""
    given = {
        "name": "校园周边网吧专项检查", "trigger": "campaign_own", "ordered_by": "",
        "plan_text": "逐家检查实名登记",
        "starts_on": date(2026, 9, 10), "ends_on": date(2026, 10, 31), "categories": ["NET"],
        "townships": [], "venues": [], "items": ["NET-01", "NET-02"], **values,
    }  # fmt: skip
    return campaign_make(values=given, actor=actor, now=clock.now())


def campaign_filed(
    supervisor: User, leader: User, number: str = "钢文专备〔2026〕9号", **values: Any
) -> Campaign:
    """Approved by the leader and filed today."""
    row = campaign_draft(supervisor, **values)
    campaign_ask(campaign_id=row.uuid, actor=supervisor, now=clock.now())
    campaign_approve(campaign_id=row.uuid, approve="approved", actor=leader, now=clock.now())
    return campaign_file(
        campaign_id=row.uuid, filing_no=number, filed_with="区司法局", on=None, actor=supervisor,
        now=clock.now(),
    )  # fmt: skip


def _campaign(cast: Cast) -> UUID:
    catalogue_make()
    return campaign_draft(cast.supervisor).uuid


def plan_of(actor: User) -> Plan:
    """A plan in the making with one row."""
    plan = plan_make(year=2026, name=f"抽查计划{next(_numbers)}", actor=actor, now=clock.now())
    values = {"item": "网吧", "quota_verbatim": "≥10%", "month_from": 3, "month_to": 10}
    plan_row_add(plan_id=plan.uuid, values=values, actor=actor, now=clock.now())
    return plan


def _visit(cast: Cast) -> UUID:
    catalogue_make()
    number = next(_numbers)
    venue = venue_make(cast.organ, f"91370117MA3F{number:04d}X1")
    return visit_make(venue, _team(cast), cast.supervisor).uuid


def _team(cast: Cast) -> list[Officer]:
    number = next(_numbers)
    return [officer_make(cast.organ, f"370117{number:03d}{seat:02d}") for seat in (81, 82)]


def _recusal(cast: Cast) -> UUID:
    visit = Visit.objects.everywhere("guard").get(pk=_visit(cast))
    seat = visit.team.order_by("seat")[0]
    return recusal_request(
        visit_id=visit.pk, officer_id=seat.officer_id, party="周老板", party_role="店长", reason="近亲属经营",
        actor=cast.inspector, now=clock.now(),
    ).uuid  # fmt: skip


def _outing(cast: Cast) -> UUID:
    officers = [row.uuid for row in _team(cast)]
    return outing_set(
        on=clock.today(), vehicle="", officers=officers, actor=cast.inspector, now=clock.now()
    ).uuid


def _draw(cast: Cast) -> UUID:
    """The open commit of the scope: there is only one at a time."""
    standing = Draw.objects.everywhere("loader").filter(state=Draw.State.COMMITTED).first()
    if standing is not None:
        return standing.uuid
    _visit(cast)
    draft = draw_draft(
        items=["NET-01"], visit_from=FIRST, visit_to=LAST, actor=cast.supervisor, now=clock.now()
    )
    draw_commit(
        draw_id=draft.uuid, beacon={"kind": "dice", "n": 40}, moment=clock.now() + timedelta(hours=2),
        actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    return draft.uuid


def _plan_row(cast: Cast) -> UUID:
    row = plan_of(cast.supervisor).rows.first()
    assert row is not None
    return row.uuid


def _filter(cast: Cast) -> UUID:
    catalogue_make()
    chosen = Filter(grades=("C",))
    return filter_save(name="丙级", chosen=chosen, actor=cast.supervisor, now=clock.now()).uuid


def _partner(cast: Cast) -> UUID:
    """The organ asked is the cast's own: a further organ leads the draw."""
    catalogue_make()
    number = next(_numbers)
    lead = organ_make(f"WH370117{number:03d}", f"联合牵头机关{number}", "联", "370117")
    chief = user_of(lead, f"lead{number}", "牵头人", "supervisor")
    draft = draw_draft(
        items=["NET-01"], visit_from=FIRST, visit_to=LAST, actor=chief, now=clock.now(),
        partners=[{"organ": cast.organ.pk, "items": ["NET-02"], "seats": 1}],
    )  # fmt: skip
    return draft.partners.get().uuid


OBJECTS: dict[str, Callable[[Cast], UUID]] = {
    "plans": lambda cast: plan_of(cast.supervisor).uuid,
    "plan-rows": _plan_row,
    "draws": _draw,
    "draw-filters": _filter,
    "campaigns": _campaign,
    "draw-partners": _partner,
    "visits": _visit,
    "recusal-requests": _recusal,
    "outings": _outing,
}
