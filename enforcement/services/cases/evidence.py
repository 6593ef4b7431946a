"""Evidence of a case: added with where it comes from, or set aside with the reason; nothing is deleted."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.models import File, User
from backend.permissions import require
from backend.services.files import Announced, files_announce
from backend.services.moves import lock, move
from enforcement.domain.evidence import EVIDENCE, MEDIA, SHUT
from enforcement.models import Case, CaseEvidence
from enforcement.services.cases.taking import case_take, line


def evidence_add(
    *,
    case_id: UUID,
    files: Sequence[Announced],
    kind: str,
    name: str,
    collected_at: datetime,
    place: str,
    collected_by: str,
    actor: User,
    now: datetime,
    proves: str = "",
) -> Case:
    """Files uploaded with the owner `case:<uuid>`; of several under one name each is numbered.

    Refusals: not_allowed, facts_missing (case_open, evidence_stored), invalid, content_differs.
    """
    with transaction.atomic():
        case = case_take(case_id, "evidence.add", actor)
        if collected_at > now:
            raise DomainError("invalid", {"fields": {"collected_at": ["收集时间不能晚于现在"]}})
        told = files_announce(files=files, owner=case.ref, organ_id=case.organ_id, actor=actor, now=now)
        odd = [
            one.media_type for one in told if one.state == File.State.STORED and one.media_type not in MEDIA
        ]
        if odd:
            raise DomainError(
                "invalid", {"fields": {"files": [f"文件内容不是可以收的格式：{'、'.join(odd)}"]}}
            )
        here = bool(told) and all(one.state == File.State.STORED for one in told)
        next_state(EVIDENCE, "", "evidence.add", {"case_open": case.state not in SHUT, "stored": here})
        ids = [one.uuid for one in told]
        if len(set(ids)) < len(ids) or CaseEvidence.objects.everywhere("guard").filter(file__in=ids).exists():
            raise DomainError("conflict", {"files": [str(one) for one in ids]})
        CaseEvidence.objects.bulk_create(
            CaseEvidence(
                uuid=uuid4(), organ_id=case.organ_id, created_at=now, case=case, file=one, kind=kind,
                name=f"{name.strip()}（{n}）" if len(told) > 1 else name.strip(), proves=proves.strip(),
                collected_at=collected_at, place=place.strip(), collected_by=collected_by.strip(),
                added_by=actor, position=n,
            )
            for n, one in enumerate(told, 1)
        )  # fmt: skip
        data = {"kind": kind, "files": [str(one) for one in ids], "sha256": [one.sha256 for one in told]}
        line(case, "evidence.add", case.state, actor, now, data=data)
    return case


def evidence_set_aside(*, evidence_id: UUID, text: str, actor: User, now: datetime) -> CaseEvidence:
    """It stands in the file no more, and stays on the page with who, when and why."""
    require(actor, "evidence.set_aside")
    with transaction.atomic():
        row = lock(CaseEvidence, evidence_id, actor)
        case, why = case_take(row.case_id, "evidence.set_aside", actor), text.strip()
        move(
            row, EVIDENCE, "evidence.set_aside", facts={"reason": why, "case_open": case.state not in SHUT},
            set_aside_at=now, set_aside_by=actor, set_aside_reason=why,
        )  # fmt: skip
        data = {"evidence": str(row.uuid), "file": str(row.file_id)}
        line(case, "evidence.set_aside", case.state, actor, now, reason=why, data=data)
    return row
