"""The cases of the demonstration year: each goes through the procedure as far as its days allow."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.clock import BEIJING
from backend.domain.forms import day_words
from counting.demonstration.draws import moment_of
from counting.demonstration.history import TODAY, Story
from enforcement.domain.archive import CODES
from enforcement.models import Case
from enforcement.selectors.evidence import record_files
from enforcement.selectors.leniency import Pointed
from enforcement.selectors.weighing import discussed_because
from enforcement.services.cases import (
    case_archive,
    case_close,
    case_decide,
    case_end,
    case_file,
    case_inform,
    case_intend,
    case_investigate,
    case_pay,
    case_perform,
    case_publish,
    case_review,
    case_serve,
    case_statement,
    publication_prepare,
    track_act,
    track_begin,
)
from inspections.models import Finding
from registry.models import LegalBasis, Officer, Violation
from scheduling.models import VisitOfficer

PROVEN = "上述事实有现场检查（勘验）笔录、调查询问笔录、现场照片等证据证明。"
REVIEWED = "事实清楚、证据充分、适用法律正确、程序合法，同意。"
ON_PAPER = "纸质文书已签字，存于纸质案卷（示例）"
STEPS = ("investigate", "review", "inform", "decide", "serve", "publish", "perform", "close", "archive")


@dataclass(frozen=True, slots=True)
class Course:
    """How far a case goes and how it ends."""

    after: date
    last: str
    outcome: str = "penalty"


COURSES = (
    Course(date(2026, 1, 20), "archive"),
    Course(date(2026, 3, 10), "archive"),
    Course(date(2026, 4, 20), "close"),
    Course(date(2026, 5, 25), "close", "no_penalty"),
    Course(date(2026, 6, 22), "perform"),
    Course(date(2026, 8, 3), "inform"),
    Course(date(2026, 8, 28), "file"),
    Course(date(2026, 6, 1), "withdraw"),
    Course(date(2026, 7, 1), "transfer"),
)


def cases_tell(story: Story) -> int:
    """One case per course, from the first fitting finding after its day; returns how many."""
    used: set[UUID] = set()
    count = 0
    for course in COURSES:
        finding = _finding(course, used)
        if finding is not None:
            used.add(finding.venue_id)
            _run(story, course, finding)
            count += 1
    return count


def _finding(course: Course, used: set[UUID]) -> Finding | None:
    rows = Finding.objects.everywhere("loader").filter(
        current=True, found_on__gte=course.after, inspection__state__in=("accepted", "published")
    )
    for row in (
        rows.exclude(venue__in=used)
        .select_related("venue", "inspection")
        .order_by("found_on", "item", "venue__code")
    ):
        if row.violations and _law(row.violations[0], row.found_on) is not None:
            return row
    return None


def _law(violation: str, on: date) -> LegalBasis | None:
    """The first penalty of the violation with a plain band in force on the day."""
    for row in LegalBasis.objects.everywhere("loader").filter(violation=violation, role="penalty"):
        starts = row.valid_from is None or row.valid_from <= on
        ends = row.valid_to is None or on <= row.valid_to
        if (
            starts
            and ends
            and row.fine_max_fen
            and "fine" in row.penalty_kinds
            and "multiple_max" not in row.detail
        ):
            return row
    return None


def _run(story: Story, course: Course, finding: Finding) -> None:
    day = story.some_days_on(finding.found_on, 3, 5)
    violation = Violation.objects.everywhere("loader").get(code=finding.violations[0])
    law = _law(violation.code, finding.found_on)
    team = _team(story, finding, day)
    case = case_file(
        violation=violation.code, officers=[o.uuid for o in team], finding=finding.uuid,
        summary=f"{day_words(finding.found_on)}检查时发现：{finding.note}", occurred_on=finding.found_on,
        actor=story.users["gu"], now=moment_of(day, 9, 30),
    )  # fmt: skip
    if law is None or course.last == "file":
        return
    fine = max(law.fine_min_fen or 0, (law.fine_max_fen or 0) // 5)
    kinds = ["warning", "fine"] if "warning" in law.penalty_kinds else ["fine"]
    if course.last in ("withdraw", "transfer"):
        _ended(story, course.last, case, team, day)
        return
    acts = _acts(story, course, case, team, law, kinds, fine)
    for step in STEPS:
        if course.outcome != "penalty" and step in ("publish", "perform"):
            continue
        day = (
            story.some_days_on(day, 6, 8) if step in ("decide", "perform") else story.some_days_on(day, 2, 4)
        )
        if day >= TODAY:
            return
        acts[step](moment_of(day, 10))
        if step == course.last:
            return


def _ended(story: Story, how: str, case: Case, team: list[Officer], day: date) -> None:
    """Withdrawn because it does not hold, or handed over to the police, who file it."""
    gu = story.users["gu"]
    inspector = next((o.user for o in team if o.user is not None), story.users["shao"])
    if how == "withdraw":
        reason = "经核实，当事人在检查前已完成整改，违法事实不能成立，撤销立案。"
        case_end(case_id=case.uuid, verb="case.withdraw", reason=reason, actor=gu, now=moment_of(day, 16))
        return
    after = story.some_days_on(day, 2, 3)
    track = track_begin(
        case_id=case.uuid, verb="referral.propose", actor=inspector, now=moment_of(day, 14),
        values={"crime": "伪造、变造国家机关证件罪", "reason": "所悬挂的许可证涉嫌伪造，需要追究刑事责任"},
    )  # fmt: skip
    handed = {
        "at": f"{day.isoformat()}T16:30", "to": "济南市公安局钢城区分局（演示）", "receipt": "演示收字第1号",
        "copied": "钢城区人民检察院（演示）",
    }  # fmt: skip
    for verb, values, actor, now in (
        ("referral.approve", {}, gu, moment_of(day, 15)),
        ("referral.hand_over", handed, inspector, moment_of(day, 17)),
        ("referral.accept", {"on": after.isoformat(), "number": "演示立字〔2026〕1号"}, inspector,
         moment_of(after, 10)),
    ):  # fmt: skip
        track_act(track_id=track.uuid, verb=verb, values=values, actor=actor, now=now)
    case_end(
        case_id=case.uuid, verb="case.transfer", reason="涉嫌犯罪，公安机关已立案，移送处理。", actor=gu,
        now=moment_of(after, 11),
    )  # fmt: skip
    track_act(
        track_id=track.uuid, verb="referral.deliver", actor=inspector, now=moment_of(after, 15),
        values={"on": after.isoformat(), "note": "许可证原件和案卷复印件"},
    )  # fmt: skip


def _team(story: Story, finding: Finding, on: date) -> list[Officer]:
    """The officers who found it, if they may still act; else two others."""
    seats = VisitOfficer.objects.everywhere("loader").filter(
        visit=finding.inspection.visit, ended_at__isnull=True
    )
    found = [seat.officer for seat in seats.select_related("officer").order_by("seat")]
    valid = [officer for officer in found if officer.cert_valid_to >= on]
    return (valid + [o for o in story.officers if o.cert_valid_to >= on and o not in valid])[:2]


def _acts(
    story: Story,
    course: Course,
    case: Case,
    team: list[Officer],
    law: LegalBasis,
    kinds: list[str],
    fine: int,
) -> dict[str, Callable[[datetime], Any]]:
    """Each step as a call that takes its instant."""
    users = story.users
    inspector = next((o.user for o in team if o.user is not None), users["shao"])
    penal = course.outcome == "penalty"
    told: dict[str, Any] = {"classes": kinds, "fine_fen": fine, "confiscated_fen": 0}

    def inform(now: datetime) -> None:
        case_intend(case_id=case.uuid, basis=law.key, actor=inspector, now=now - timedelta(hours=1), **told)
        case_inform(case_id=case.uuid, mode="direct", proof="送达回证已签收", actor=inspector, now=now)
        if course.last != "inform":
            case_statement(
                case_id=case.uuid, text="" if penal else "初次违法，已当场改正，请求从宽。",
                waived_in_writing="yes" if penal else "", actor=inspector, now=now + timedelta(hours=2),
            )  # fmt: skip

    def decide(now: datetime) -> None:
        values: dict[str, Any] = {"basis": law.key, **told} if penal else {}
        if penal and discussed_because(case, kinds, fine, 0):
            conclusion = "事实清楚、证据充分、量罚适当，同意拟处罚意见。"
            spoken = {
                "on": now.date().isoformat(),
                "people": "负责人、分管负责人、法制审核人员",
                "conclusion": conclusion,
            }
            track_begin(
                case_id=case.uuid,
                verb="discussion.record",
                values=spoken,
                actor=users["gu"],
                now=now - timedelta(hours=1),
            )
        lenient = {
            "ground": "minor", "correction": "当场改正", "education": "已批评教育",
            "pointed": Pointed(file=next((one.uuid for one in reversed(record_files(case))), None)),
        }  # fmt: skip
        case_decide(
            case_id=case.uuid, outcome=course.outcome, actor=users["gu"], now=now,
            text="责令立即改正。" if penal else "初次违法且后果轻微并及时改正，不予行政处罚",
            **(values if penal else lenient),
        )  # fmt: skip

    def publish(now: datetime) -> None:
        publication_prepare(case_id=case.uuid, act="publish", actor=inspector, now=now)
        case_publish(case_id=case.uuid, actor=users["gu"], now=now + timedelta(hours=1))

    def perform(now: datetime) -> None:
        case.refresh_from_db()
        served = case.served_on or now.date()
        case_pay(
            case_id=case.uuid, amount_fen=fine, mode="bank", receipt=f"DEMO-{case.decision_number}",
            on=min(served + timedelta(days=7), now.date()), actor=inspector, now=now,
        )  # fmt: skip
        case_perform(case_id=case.uuid, actor=inspector, now=now)

    return {
        "investigate": lambda now: case_investigate(
            case_id=case.uuid, facts=f"{case.summary}{PROVEN}", actor=inspector, now=now,
            proposal="事实清楚、证据充分，建议依法予以行政处罚。" if penal else "建议不予行政处罚。",
        ),
        "review": lambda now: case_review(case_id=case.uuid, opinion=REVIEWED, actor=users["ji"], now=now),
        "inform": inform,
        "decide": decide,
        "serve": lambda now: case_serve(
            case_id=case.uuid, mode="direct", proof="送达回证已签收", actor=inspector, now=now,
            at=now.astimezone(BEIJING).time(),
        ),
        "publish": publish,
        "perform": perform,
        "close": lambda now: case_close(
            case_id=case.uuid, closing_type="performed_general" if penal else "performed_no_penalty",
            actor=inspector, now=now,
        ),
        "archive": lambda now: case_archive(
            case_id=case.uuid, actor=users["shao"], now=now, gaps=dict.fromkeys(CODES, ON_PAPER)
        ),
    }  # fmt: skip
