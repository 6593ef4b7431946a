"""One record in full: what was recorded, beside what is irregular, missing, kept, and done since."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from backend.api import found
from backend.clock import BEIJING
from backend.domain.errors import DomainError
from backend.models import JournalLine, User
from backend.services.calendar import work_calendar
from inspections.domain.checklist import rule_forbids
from inspections.domain.irregularities import sentence
from inspections.domain.states import INSPECTION_MOVES
from inspections.models import Inspection, InspectionVersion, Irregularity
from inspections.selectors.earlier import earlier_of
from inspections.selectors.inspections import accept_facts, inspection_rows, makers, publish_facts
from inspections.selectors.photos import photo_cards
from registry.models import CheckItem
from registry.selectors.catalogue import catalogue_wording

CLOCK_DIFFERENCE_MS = 5 * 60 * 1000
RESUBMIT = "inspection.submit"
_DIGEST = re.compile(r"[0-9a-f]{64}")


def inspection_get(inspection_id: UUID, actor: User, today: date) -> dict[str, Any]:
    """Everything a reviewer looks at; a fixed number of queries."""
    row = found(
        Inspection.objects.within(actor)
        .select_related(
            "visit__venue__township", "visit__trigger", "visit__performance", "submitted_by", "reviewed_by"
        )
        .filter(pk=inspection_id)
        .first()
    )
    card = inspection_rows([row], actor, today)[0]
    mine = actor.pk in makers(row)
    return card | {
        "verbs": _verbs(card["verbs"], mine=mine),
        "own": mine,
        "waits": _waits(row),
        "digest": row.digest,
        "form_version": row.form_version,
        "statement": row.statement,
        "objection": row.objection,
        "party": {"name": row.party_name, "role": row.party_role},
        "scan": {"mode": row.scan_mode, "at": row.scanned_at, "reason": row.scan_reason},
        "gps": row.gps,
        "device": {
            "time": row.device_time,
            "offset_ms": row.clock_offset_ms,
            "differs": abs(row.clock_offset_ms) > CLOCK_DIFFERENCE_MS,
        },
        "revisit": {"call_record": row.call_record, "door_photo": row.door_photo},
        "submitted_by": row.submitted_by.name,
        "review": {
            "by": row.reviewed_by.name if row.reviewed_by else "",
            "at": row.reviewed_at,
            "reason": row.review_reason,
        },
        "answers": _answers(row),
        "photo_list": photo_cards(row),
        "earlier": earlier_of(row, actor),
        "manifest": row.manifests.filter(rev=row.rev).values("key", "signed_at").first(),
        "recorders": row.recorders,
        "signatures": _signatures(row),
        "faults": _faults(row),
        "findings": _findings(row),
        "versions": _versions(row),
        "publications": _publications(row),
        "rectifications": [
            {"uuid": one.uuid, "number": one.number, "state": one.state, "due_on": one.due_on}
            for one in row.rectifications.order_by("ordered_on", "number")
        ],
        "history": _history(row),
    }


def _verbs(verbs: list[str], *, mine: bool) -> list[str]:
    """Whoever made the record may send it again, and decides nothing about it."""
    return [verb for verb in verbs if (verb == RESUBMIT) is mine]


def _waits(row: Inspection) -> list[str]:
    """What the next move still waits for: acceptance, or publication."""
    accept = INSPECTION_MOVES.get((row.state, "inspection.accept"))
    if accept is not None and accept.guard is not None:
        return accept.guard(accept_facts(row))
    publish = INSPECTION_MOVES.get((row.state, "inspection.publish"))
    if publish is not None and publish.guard is not None:
        return publish.guard(publish_facts(row, row.result_codes))
    return []


def _answers(row: Inspection) -> list[dict[str, Any]]:
    """Answers with the wording of the form they were given under, and what the rules say of that moment."""
    answers = list(row.answers.all())
    wording = catalogue_wording(row.form_version)
    items = CheckItem.objects.everywhere("reference").in_bulk([one.item for one in answers])
    moment = row.started_at.astimezone(BEIJING)
    calendar = work_calendar(row.organ.division_id)
    shown = []
    for one in answers:
        words, item = wording.get(one.item, {}), items.get(one.item)
        said = {True: words.get("ok"), False: words.get("bad"), None: "不适用"}[one.conforms]
        shown.append(
            {
                "item": one.item,
                "question": words.get("question") or (item.question_zh if item else one.item),
                "level": item.level if item else "",
                "conforms": one.conforms,
                "sentence": said or "",
                "note": one.note,
                "photos": one.photos,
                "corrected": one.detail["corrected"],
                "corrected_photos": one.detail["corrected_photos"],
                "follow": _asked_on(item, one.detail["follow"]),
                "forbidden_then": rule_forbids(
                    item.rule if item else None, moment.time(), moment.date(), calendar
                ),
            }
        )
    return shown


def _asked_on(item: CheckItem | None, follow: dict[str, Any]) -> dict[str, Any]:
    """What was asked on (追问) in words; a key the catalogue does not know stays as it was sent."""
    told = {}
    for key, value in follow.items():
        asked = next((one for one in item.follow if one["key"] == key), None) if item else None
        choices = {one["key"]: one["zh"] for one in asked["choices"]} if asked else {}
        told[asked["zh"] if asked else key] = choices.get(value, value) if isinstance(value, str) else value
    return told


def _signatures(row: Inspection) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind,
            "name": one.name,
            "role": one.role,
            "cert_no": one.officer.cert_no if one.officer else "",
            "officer": one.officer_id,
            "file": one.file,
            "signed_at": one.signed_at,
            "refusal_reason": one.refusal_reason,
            "witness": one.witness,
        }
        for one in row.signatures.select_related("officer")
    ]


def _faults(row: Inspection) -> list[dict[str, Any]]:
    rows = Irregularity.objects.everywhere("guard").filter(inspection=row, current=True)
    return [
        {
            "id": one.pk,
            "rule": one.rule,
            "code": one.code,
            "data": one.data,
            "message": sentence(one.code, one.data),
            "message_en": sentence(one.code, one.data, "en"),
            "found_at": one.found_at,
            "counts": one.counts,
            "reason": one.reason,
            "settled_by": one.settled_by.name if one.settled_by else "",
            "settled_at": one.settled_at,
        }
        for one in rows.select_related("settled_by")
    ]


def _findings(row: Inspection) -> list[dict[str, Any]]:
    return [
        {
            "uuid": one.uuid,
            "item": one.item,
            "violations": one.violations,
            "transfer_to": [organ for organ in one.transfer_to.split(",") if organ],
            "note": one.note,
            "corrected": one.corrected_on_spot,
            "found_on": one.found_on,
        }
        for one in row.findings.filter(current=True).order_by("item")
    ]


def _versions(row: Inspection) -> list[dict[str, Any]]:
    rows = InspectionVersion.objects.everywhere("guard").filter(inspection=row).select_related("sent_by")
    return [
        {
            "id": one.pk,
            "rev": one.rev,
            "digest": one.digest,
            "kept": one.kept,
            "photos": one.photos,
            "sent_by": one.sent_by.name,
            "sent_at": one.sent_at,
        }
        for one in rows.order_by("sent_at", "pk").defer("body")
    ]


def _publications(row: Inspection) -> list[dict[str, Any]]:
    return [
        {
            "uuid": one.uuid,
            "state": one.state,
            "text": one.text,
            "result_codes": one.result_codes,
            "published_by": one.published_by.name,
            "published_at": one.published_at,
            "reason": one.reason,
        }
        for one in row.publications.select_related("published_by").order_by("published_at")
    ]


def _history(row: Inspection) -> list[dict[str, Any]]:
    """What was done to the record, oldest first, with the reasons given."""
    lines = list(
        JournalLine.objects.everywhere("guard")
        .filter(noun="inspection", noun_id=row.pk, verb__startswith="inspection.")
        .select_related("note")
    )
    people = User.objects.everywhere("reference").in_bulk([one.actor_id for one in lines if one.actor_id])
    return [
        {
            "verb": one.verb,
            "before": one.before,
            "after": one.after,
            "by": people[one.actor_id].name if one.actor_id in people else "",
            "at": one.at,
            "reason": one.note.text if hasattr(one, "note") else "",
        }
        for one in lines
    ]


def version_get(inspection_id: UUID, digest: str, actor: User) -> dict[str, Any]:
    """One body as it was sent, in its canonical spelling: its SHA-256 is the digest."""
    if not _DIGEST.fullmatch(digest):
        raise DomainError("not_found")
    row = found(
        InspectionVersion.objects.within(actor).filter(inspection=inspection_id, digest=digest).first()
    )
    return {"id": row.pk, "rev": row.rev, "digest": row.digest, "kept": row.kept, "body": row.body}
