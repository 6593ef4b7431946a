"""Service (送达) of a notice or a decision: its way, proof and day, and the consent to an electronic one."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from backend.domain.errors import DomainError
from backend.models import User
from backend.services.clocks import clocks_done
from backend.services.moves import move
from enforcement.domain.penalties import total_fen
from enforcement.domain.sources import ELECTRONIC, UNAGREED
from enforcement.domain.states import CASE
from enforcement.models import Case, CaseNotice
from enforcement.selectors.evidence import file_evidence
from enforcement.services.cases.taking import act_day, act_time, case_take, line
from enforcement.services.cases.track_clocks import clock_of_track
from enforcement.services.periods import period_start


@dataclass(frozen=True, slots=True)
class Served:
    """How a paper was handed over; `announced`: by an announcement of it that ran out."""

    mode: str
    proof: str
    day: date
    announced: bool
    consent: str
    consent_file: UUID | None

    @property
    def unagreed(self) -> bool:
        """行政处罚法 Art 61: electronic, and nothing shows that the party agreed to it."""
        return self.mode == ELECTRONIC and not self.consent and self.consent_file is None

    @property
    def facts(self) -> dict[str, Any]:
        """What the guards of the table ask."""
        return {"service_mode": self.mode, "proof": self.proof, "announced": self.announced}

    @property
    def said(self) -> dict[str, str]:
        """What the journal tells of it."""
        told = {"mode": self.mode, "on": self.day.isoformat()}
        return told | ({"agreed": "no" if self.unagreed else "yes"} if self.mode == ELECTRONIC else {})

    def irregular(self, case: Case) -> list[str]:
        """The irregularities (不规范情形) of the case with this service."""
        more = [UNAGREED] if self.unagreed else []
        return list(dict.fromkeys([*case.irregularities, *more]))


def served_how(
    case: Case,
    *,
    of: CaseNotice | None,
    after: date | None,
    mode: str,
    proof: str,
    on: date | None,
    consent: str,
    consent_file: UUID | None,
    now: datetime,
) -> Served:
    """The service of the notice `of`, or of the decision: not before the day `after`, on which it was made.

    By announcement it is the day on which the announcement's period ended, whatever `on` says.
    """
    by_announcement = mode == Case.ANNOUNCEMENT
    ended_on = _announced(case, of) if by_announcement else None
    electronic = mode == ELECTRONIC
    if electronic:
        _of_this_case(case, consent_file)
    return Served(
        mode=mode,
        proof=proof,
        day=ended_on or act_day(None if by_announcement else on, after, now),
        announced=ended_on is not None,
        consent=consent.strip() if electronic else "",
        consent_file=consent_file if electronic else None,
    )


def case_serve(
    *,
    case_id: UUID,
    mode: str,
    proof: str,
    actor: User,
    now: datetime,
    on: date | None = None,
    at: time | None = None,
    consent: str = "",
    consent_file: UUID | None = None,
) -> Case:
    """Service (送达) `on` a day, `at` a time of it, with its proof (V32); periods begin by the day alone.

    Electronic service rests on what the party agreed to in writing (确认书, 行政处罚法 Art 61): its words, or
    the file of the evidence that shows it. A record without either stands and says so
    (`electronic_unagreed`).

    The period of payment begins where there is a sum. By announcement there is no hour.
    """
    with transaction.atomic():
        case = case_take(case_id, "case.serve", actor)
        before = case.state
        done = served_how(
            case, of=None, after=case.decided_on, mode=mode, proof=proof, on=on, consent=consent,
            consent_file=consent_file, now=now,
        )  # fmt: skip
        day = done.day
        hour = None if mode == Case.ANNOUNCEMENT else act_time(at, day, now)
        agreed = (
            {"service_consent": done.consent, "service_consent_file": done.consent_file}
            if mode == ELECTRONIC
            else {}
        )
        move(
            case, CASE, "case.serve", facts=done.facts, served_on=day, served_time=hour, service_mode=mode,
            service_proof=proof, irregularities=done.irregular(case), **agreed,
        )  # fmt: skip
        clocks_done(noun="case", noun_id=case.uuid, rule="case_service", on=day)
        if total_fen(case.fine_fen, case.confiscated_fen):
            period_start(rule="case_payment", of=case, on=day, actor=actor, now=now)
        period_start(rule="review_request", of=case, on=day, actor=actor, now=now)
        suit = period_start(rule="litigation_request", of=case, on=day, actor=actor, now=now)
        if total_fen(case.fine_fen, case.confiscated_fen):
            period_start(rule="court_application", of=case, on=day, actor=actor, now=now, follows=suit)
        data = done.said | {"at": f"{hour:%H:%M}" if hour else ""}
        line(case, "case.serve", before, actor, now, reason=proof, data=data)
    return case


def case_consent(
    *, case_id: UUID, actor: User, now: datetime, consent: str = "", consent_file: UUID | None = None
) -> Case:
    """The agreement (确认书, 行政处罚法 Art 61) an electronic service came without: it settles that.

    Of a notice or of the decision, or of both.

    Refusals: invalid (no file of this case's evidence), facts_missing (consent, or nothing to settle).
    """
    said = consent.strip()
    with transaction.atomic():
        case = case_take(case_id, "case.consent", actor)
        _of_this_case(case, consent_file)
        facts = {
            "unagreed": UNAGREED in case.irregularities,
            "consent": bool(said) or consent_file is not None,
        }
        own = case.service_mode == ELECTRONIC and not case.service_consent and not case.service_consent_file
        kept = {"service_consent": said, "service_consent_file": consent_file} if own else {}
        left = [one for one in case.irregularities if one != UNAGREED]
        move(case, CASE, "case.consent", facts=facts, irregularities=left, **kept)
        case.notices.filter(
            service_mode=ELECTRONIC, service_consent="", service_consent_file__isnull=True
        ).update(service_consent=said, service_consent_file=consent_file)
        data = {"file": str(consent_file or "")}
        line(case, "case.consent", case.state, actor, now, reason=said, data=data)
    return case


def _of_this_case(case: Case, file: UUID | None) -> None:
    if file is not None and all(one.file.pk != file for one in file_evidence(case)):
        raise DomainError("invalid", {"fields": {"consent_file": ["请选择本案证据中的文件"]}})


def _announced(case: Case, notice: CaseNotice | None) -> date | None:
    """The last day of the announcement of this notice, or since the decision, that ran out."""
    if notice is None and case.decided_on is None:
        return None
    of = Q(notice=notice) if notice else Q(notice__isnull=True, began_on__gte=case.decided_on)
    row = case.tracks.filter(of, kind="announcement", state="lapsed").order_by("-began_on").first()
    ran = clock_of_track(row, "announcement") if row else None
    return ran.due_on if ran else None
