"""The acts of the random cases on the house: who does them and what is written into them."""

from datetime import timedelta
from typing import Any

from backend import clock
from backend.documents.catalogue import form_get
from backend.models import Document, User
from backend.permissions import may
from enforcement.domain.acts import FIELDS
from enforcement.models import Case
from enforcement.services.cases import (
    case_end,
    case_file_simple,
    case_mark,
    case_publish,
    case_report,
    case_resume,
    case_settle,
    case_suspend,
    publication_prepare,
    publication_return,
)
from enforcement.services.papers import case_paper_make
from tests.cast import Cast
from tests.factories_enforcement import MINORS, NO_PENALTY, step, team_make, venue_make
from tests.services.enforcement.scenario_words import OF_ACT, USCC, words_of
from tests.services.enforcement.scenarios import usual

NOTHING: dict[str, Any] = {"classes": [], "fine_fen": 0, "confiscated_fen": 0}
LIGHT: dict[str, Any] = {"classes": ["warning", "fine"], "fine_fen": 800_000, "confiscated_fen": 0}
HEAVY = LIGHT | {"classes": ["warning", "fine", "suspension"]}
SPOT_FEN = 100_00
SPOT: dict[str, Any] = {
    "party_kind": "法人或者其他组织", "penalty": "警告、罚款", "facts": "未悬挂禁入标志",
    "statement": "当事人未提出陈述申辩。", "party_id": USCC,
}  # fmt: skip
# form → the field in which two papers of it differ
DIFFERS = {"question_notice": "bring", "prior_notice": "rights", "decision": "payment"}


def spot(cast: Cast, fine_fen: int) -> Case:
    """A penalty on the spot, written at the desk."""
    return case_file_simple(
        violation=MINORS, basis="TEST-123", venue=venue_make(cast).pk, values=SPOT | {"fine_fen": fine_fen},
        officers=[row.pk for row in team_make(cast)], actor=cast.inspector, now=clock.now(),
    )  # fmt: skip


def plain(cast: Cast, row: Case, verb: str, *, heavy: bool, right: bool) -> None:
    """One step of the course."""
    leader: dict[str, Any] = {"case_id": row.pk, "actor": cast.leader, "now": clock.now()}
    match verb:
        case "withdraw" | "transfer":
            case_end(verb=f"case.{verb}", reason="查明情况", **leader)
        case "mark":
            case_mark(complex_case=True, public_interest=False, **leader)
        case "suspend":
            case_suspend(basis="鉴定", **leader)
        case "resume":
            case_resume(**leader)
        case "settle":
            case_settle(code="hearing_early", reason="当事人当场同意", **leader | {"actor": cast.supervisor})
        case "report":
            case_report(**leader | {"actor": cast.supervisor})
        case _:
            step(cast, row, verb, **_values(verb, heavy=heavy, right=right))


def _values(verb: str, *, heavy: bool, right: bool) -> dict[str, Any]:
    match verb, right:
        case "intend", _:
            return HEAVY if heavy else LIGHT
        case "inform", False:
            return {"mode": "announcement", "proof": "公告截图"}
        case "statement", False:
            return {"text": "请求从轻", "waived_in_writing": ""}
        case "serve", False:
            return {"mode": "announcement", "proof": "公告截图"}
        case "archive", False:
            return {"gaps": {}}
    return {}


def decide(cast: Cast, row: Case, outcome: str, *, heavy: bool) -> None:
    """Outside the band, or after the ninety days, with its reason."""
    penalty = (HEAVY if heavy else LIGHT) | {"band_reason": "情节严重" if heavy else ""}
    values = penalty if outcome == "penalty" else {**NO_PENALTY, **NOTHING, "outcome": outcome}
    step(cast, row, "decide", **values, late_reason="案情复杂")


def prepare(row: Case, verb: str, actor: User) -> None:
    """What the public is to read."""
    changes = {"party_name": "更正后的名称"} if verb == "correct" else None
    publication_prepare(
        case_id=row.pk, act=verb, reason="依法", changes=changes, actor=actor, now=clock.now()
    )


def check(row: Case, actor: User, *, back: bool) -> None:
    """What another prepared is carried out, or returned."""
    if back:
        publication_return(case_id=row.pk, reason="写明依据", actor=actor, now=clock.now())
    else:
        case_publish(case_id=row.pk, actor=actor, now=clock.now())


def actor_of(cast: Cast, verb: str) -> User:
    """Who does this act of a side track."""
    people = (cast.inspector, cast.leader, cast.legal_reviewer, cast.supervisor)
    return next(person for person in people if may(person, verb))


def words_beside(verb: str, fen: int, result: str, *, right: bool) -> dict[str, Any]:
    """What is written into an act of a side track now; `fen`: the sum a schedule is for."""
    today = clock.today()
    said = {row.name: usual(row, today) for row in FIELDS[verb] if row.needed or row.name == "late_reason"}
    said |= {name: words for name, words in OF_ACT.get(verb, {}).items() if name in said}
    later = (today + timedelta(days=30)).isoformat()
    differs: dict[str, Any] = {
        "at": clock.now().strftime("%Y-%m-%dT%H:%M"),
        "days": 30 if right else 31,
        "hearing_on": later if right else (today + timedelta(days=5)).isoformat(),
        "schedule": [{"on": later, "fen": fen + (not right)}],
    }
    if verb.endswith(".conclude"):
        differs["result"] = result
    return said | {name: value for name, value in differs.items() if name in said}


def paper(cast: Cast, row: Case, form: str, content: int) -> Document:
    """Asked for in one of two wordings."""
    row.refresh_from_db()
    known = {one.key for one in form_get(form).fields}
    said = words_of(form, row, "2026-09-15") | {DIFFERS[form]: f"示例内容{content}"}
    values = {key: value for key, value in said.items() if key in known}
    return case_paper_make(case_id=row.pk, form=form, values=values, actor=cast.inspector, now=clock.now())
