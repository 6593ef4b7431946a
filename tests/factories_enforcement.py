"""What the tests of enforcement and counting need: a piece of law, and cases carried on by the services."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from backend import clock
from backend.models import Document, User
from backend.services.files import Announced, file_receive
from enforcement.domain.archive import CODES
from enforcement.models import Case, CaseEvidence, FollowUp, FollowUpVisit, Guidance, Lead
from enforcement.selectors.leniency import Pointed
from enforcement.services.cases import (
    case_archive,
    case_close,
    case_decide,
    case_file,
    case_inform,
    case_intend,
    case_investigate,
    case_pay,
    case_perform,
    case_review,
    case_send_back,
    case_serve,
    case_statement,
    track_begin,
)
from enforcement.services.cases.evidence import evidence_add
from enforcement.services.cases.follow_up_visits import follow_up_visit
from enforcement.services.cases.followups import follow_up_plan
from enforcement.services.guidance import guidance_give
from enforcement.services.leads import lead_register, lead_verify
from inspections.models import Finding
from registry.models import LegalBasis, Officer, Venue, Violation, ViolationBasis
from tests.cast import Cast
from tests.factories_inspections import body_of, record_make, scene_of
from tests.factories_scheduling import catalogue_make, officer_make
from tests.factories_scheduling import venue_make as venue_row

MINORS = "NET-MINORS"
ACT = date(2026, 9, 10)
# key → what differs: law made up for these tests
LAW: dict[str, dict[str, Any]] = {
    "TEST-123": {"penalty_kinds": ["warning", "fine"], "fine_max_fen": 5_000_000, "verified": True},
    "TEST-OLD": {"penalty_kinds": ["warning", "fine"], "valid_to": date(2026, 6, 30)},
    "TEST-27": {
        "penalty_kinds": ["confiscation", "fine"],
        "fine_min_fen": 1_000_000,
        "fine_max_fen": 5_000_000,
        "detail": {"multiple_min": 5, "multiple_max": 10, "threshold_fen": 1_000_000},
    },
    "TEST-SALES": {"penalty_kinds": ["fine"], "detail": {"multiple_max": 2}},
    "TEST-DUTY": {"role": "duty"},
}


def law_make() -> Violation:
    """接纳未成年人 with five provisions: in force, out of force, by multiple, by multiple alone, a duty."""
    catalogue_make()
    act, made = Violation.objects.everywhere("loader").get_or_create(
        code=MINORS,
        defaults={
            "category_id": "NET",
            "title_zh": "接纳未成年人进入营业场所",
            "title_en": "Admitting minors",
        },
    )
    if made:
        for position, (key, values) in enumerate(LAW.items()):
            basis = LegalBasis(
                key=key, role="penalty", law="互联网上网服务营业场所管理条例", law_short="网吧条例",
                version="2022修订", article=f"第{position + 1}条", valid_from=date(2021, 6, 1),
            )  # fmt: skip
            for name, value in values.items():
                setattr(basis, name, value)
            basis.save(force_insert=True)
            ViolationBasis.objects.create(violation=act, basis=basis, position=position)
    return act


def team_make(cast: Cast) -> list[Officer]:
    """The cast's inspector and colleague as officers."""
    law_make()
    team = []
    for number, user in enumerate((cast.inspector, cast.colleague), 1):
        row = Officer.objects.everywhere("guard").filter(user=user).first()
        team.append(row or officer_make(cast.organ, f"370117000000{number:02d}", user=user))
    return team


def venue_make(cast: Cast, name: str = "蓝鲸网咖", **values: Any) -> Venue:
    """One more venue of the district."""
    law_make()
    count = Venue.objects.everywhere("guard").count()
    return venue_row(cast.organ, f"91370117MA3E{count:04d}X1", name=name, **values)


def case_make(cast: Cast, until: str = "filed", **values: Any) -> Case:
    """A case from a venue, filed now by the leader, carried on to the state `until` as a penalty."""
    team = team_make(cast)
    case = case_file(
        **{
            "violation": MINORS,
            "officers": [row.uuid for row in team],
            "summary": "检查发现两名未成年人上网",
            "occurred_on": ACT,
            "venue": None if {"finding", "lead", "rectification"} & set(values) else venue_make(cast).uuid,
            "source": "report",
            "actor": cast.leader,
            "now": clock.now(),
            **values,
        }
    )
    return case_carry(cast, case, until)


PENALTY: dict[str, Any] = {"classes": ["warning", "fine"], "fine_fen": 800_000, "confiscated_fen": 0}


NO_PENALTY: dict[str, Any] = {
    "outcome": "no_penalty", "ground": "no_fault", "ground_reason": "经查证没有主观过错",
    "education": "已批评教育",
}  # fmt: skip
# slight and corrected: the pointed-at proof is made when the step is taken
CORRECTED: dict[str, Any] = {
    "outcome": "no_penalty", "ground": "minor", "correction": "当场改正", "education": "已批评教育",
    "classes": [], "fine_fen": 0,
    "pointed": lambda cast, case: Pointed(file=evidence_make(cast, case).file_id),
}  # fmt: skip


def step(cast: Cast, case: Case, verb: str, **values: Any) -> Case:
    """One step as it is usually done; `values` change what differs."""
    service, usual = _STEPS(cast)[verb]
    values = {key: one(cast, case) if callable(one) else one for key, one in values.items()}
    case = service(**{"case_id": case.uuid, "now": clock.now(), **usual, **values})
    case.refresh_from_db()
    return case


def _tell(
    *,
    case_id: UUID,
    actor: User,
    now: datetime,
    mode: str,
    proof: str,
    on: date | None = None,
    **penalty: Any,
) -> Case:
    """A notice drawn up and served on one day."""
    case_intend(case_id=case_id, actor=actor, now=now, on=on, **penalty)
    return case_inform(case_id=case_id, actor=actor, now=now, on=on, mode=mode, proof=proof)


def _STEPS(cast: Cast) -> dict[str, tuple[Callable[..., Case], dict[str, Any]]]:  # noqa: N802 a table that needs the cast
    officer: dict[str, User] = {"actor": cast.inspector}
    return {
        "investigate": (case_investigate, {**officer, "facts": "接纳未成年人", "proposal": "警告并罚款"}),
        "review": (case_review, {"actor": cast.legal_reviewer, "opinion": "同意"}),
        "send_back": (case_send_back, {"actor": cast.legal_reviewer, "reason": "缺少当事人的询问笔录"}),
        "intend": (case_intend, {**officer, **PENALTY, "basis": "TEST-123"}),
        "inform": (case_inform, {**officer, "mode": "direct", "proof": "经营者签收"}),
        "tell": (_tell, {**officer, **PENALTY, "basis": "TEST-123", "mode": "direct", "proof": "经营者签收"}),
        "statement": (case_statement, {**officer, "text": "", "waived_in_writing": "yes"}),
        "decide": (
            case_decide,
            {
                "actor": cast.leader,
                "outcome": "penalty",
                "basis": "TEST-123",
                **PENALTY,
                "text": "罚款 8000 元",
            },
        ),
        "serve": (case_serve, {**officer, "mode": "direct", "proof": "经营者签收"}),
        "pay": (case_pay, {**officer, "amount_fen": 800_000, "mode": "bank", "receipt": "SD-0001"}),
        "perform": (case_perform, officer),
        "close": (case_close, {**officer, "closing_type": "performed_general"}),
        "archive": (case_archive, {"actor": cast.supervisor, "gaps": dict.fromkeys(CODES, "纸质文书另册")}),
    }


_COURSE = {
    "filed": (),
    "investigated": ("investigate",),
    "reviewed": ("review",),
    "informed": ("intend", "inform"),
    "decided": ("statement", "decide"),
    "served": ("serve",),
    "performed": ("pay", "perform"),
    "closed": ("close",),
    "archived": ("archive",),
}


def case_carry(cast: Cast, case: Case, until: str) -> Case:
    """Carry a case just filed on to the state `until`."""
    for state, verbs in _COURSE.items():
        for verb in verbs:
            case = step(cast, case, verb)
        if state == until:
            return case
    raise ValueError(until)


def lead_make(cast: Cast, *, verified: str = "", **values: Any) -> Lead:
    """A lead of the liaison about a venue; `verified` (any word) by the supervisor."""
    law_make()
    lead = lead_register(
        **{
            "source": "liaison",
            "content": "夜间有未成年人进出",
            "venue": venue_make(cast).uuid,
            "actor": cast.liaison,
            "now": clock.now(),
            **values,
        }
    )
    if verified:
        lead = lead_verify(lead_id=lead.uuid, note=verified, actor=cast.supervisor, now=clock.now())
    return lead


def finding_make(cast: Cast, **values: Any) -> Finding:
    """A finding of a record the inspector sent from the phone."""
    law_make()
    scene = scene_of(cast, **values)
    record = record_make(scene, body_of(scene, photos=0))
    return record.findings.get()


def track_make(cast: Cast) -> UUID:
    """A registration and preservation that waits for its approval."""
    case = case_make(cast)
    items = [{"name": "主机", "count": 2, "unit": "台"}]
    row = track_begin(
        case_id=case.uuid,
        verb="preservation.ask",
        values={"items": items, "place": "机房", "reason": "证据可能灭失"},
        actor=cast.inspector,
        now=clock.now(),
    )
    return row.uuid


def evidence_told(
    cast: Cast, of: Case | Document, data: bytes = b"\x89PNG\r\n\x1a\n ledger", media: str = "image/png"
) -> Announced:
    """A file uploaded for the case, or for a paper."""
    owner = ("document", of.pk) if isinstance(of, Document) else of.ref
    told = Announced(uuid4(), "evidence", hashlib.sha256(data).hexdigest(), len(data), media)
    file_receive(
        file_id=told.uuid, offset=0, data=data, total=len(data), sha256=told.sha256, owner=owner,
        actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    return told


def evidence_make(cast: Cast, case: Case, **values: Any) -> CaseEvidence:
    """A ledger handed in by the party."""
    given: dict[str, Any] = {
        "files": [evidence_told(cast, case)], "kind": "documentary", "name": "上网登记台账",
        "collected_at": clock.now(), "place": "大队询问室", "collected_by": "当事人提供",
        "proves": "当晚未登记", "actor": cast.inspector, "now": clock.now(), **values,
    }  # fmt: skip
    evidence_add(case_id=case.pk, **given)
    return CaseEvidence.objects.everywhere("guard").filter(case=case).latest("created_at")


def guidance_make(cast: Cast, **values: Any) -> Guidance:
    """A talk held this morning with a venue of its own unless one is given."""
    venue = values.pop("venue", None) or venue_make(cast).uuid
    given: dict[str, Any] = {
        "kind": "talk", "reason": "连续两次检查发现未登记上网人员", "place": "大队会议室", "came": "贺兰舟",
        "came_role": "店长", "content": "逐人核验登记身份证件；三日内完成整改。", "statement": "立即整改。",
        "held_at": clock.now() - timedelta(hours=1),
    }  # fmt: skip
    if values.get("kind") == "pledge":
        given |= {"until": date(2026, 12, 31), "place": "", "statement": ""}
    else:
        given["officers"] = [row.uuid for row in team_make(cast)]
    return guidance_give(**given | values, venue=venue, actor=cast.supervisor, now=clock.now())


def _visit_back(cast: Cast) -> UUID:
    """A visit that a follow-up caused."""
    row = FollowUp.objects.everywhere("guard").get(case=case_make(cast, "closed"))
    now, today = clock.now(), clock.today()
    follow_up_plan(follow_up_id=row.uuid, plan="九月回访", actor=cast.industry_section, now=now)
    follow_up_visit(
        follow_up_id=row.uuid, kind="recheck", items=["NET-01"], planned_from=today, planned_to=today,
        reason="复核整改", actor=cast.industry_section, now=now,
    )  # fmt: skip
    return FollowUpVisit.objects.everywhere("guard").get(follow_up=row).visit_id


OBJECTS: dict[str, Callable[[Cast], UUID]] = {
    "guidance": lambda cast: guidance_make(cast).uuid,
    "case-evidence": lambda cast: evidence_make(cast, case_make(cast)).uuid,
    "cases": lambda cast: case_make(cast).uuid,
    "leads": lambda cast: lead_make(cast).uuid,
    "case-tracks": track_make,
    "follow-up-visits": _visit_back,
    "follow-ups": lambda cast: FollowUp.objects.everywhere("guard").get(case=case_make(cast, "closed")).uuid,
}
