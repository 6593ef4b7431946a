"""Administrative guidance (行政指导): a talk or commitment with its paper, signed, or withdrawn."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from backend.clock import BEIJING, civil
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Document, File, Organ, User
from backend.permissions import require
from backend.services.documents import document_request, document_void
from backend.services.files import Announced, files_announce
from backend.services.moves import lock, move
from enforcement.domain.guidance import FORM, GUIDANCE, KEPT, PLEDGE, TALK
from enforcement.models import Guidance
from enforcement.selectors.guidance import cause_of
from registry.models import Officer, Venue

BEHIND = timedelta(days=366)


def guidance_give(
    *,
    kind: str,
    venue: UUID,
    reason: str,
    held_at: datetime,
    came: str,
    content: str,
    actor: User,
    now: datetime,
    cause: tuple[str, UUID] | None = None,
    officers: Sequence[UUID] = (),
    place: str = "",
    came_role: str = "",
    statement: str = "",
    until: date | None = None,
    talk: UUID | None = None,
) -> Guidance:
    """A talk that was held or a commitment that was made; its paper bears the next number of its series.

    Refusals: not_found (venue, cause, talk or officer out of scope), invalid (fields).
    """
    require(actor, "guidance.give")
    organ = actor.organ
    if organ is None:
        raise DomainError("not_allowed", {"verb": "guidance.give"})
    where = Venue.objects.within(actor).filter(pk=venue).first()
    if where is None:
        raise DomainError("not_found", {"venue": str(venue)})
    _sound(kind, held_at, officers, place, until, now)
    before = _talk(talk, where, actor) if kind == PLEDGE else None
    about = cause_of(cause, where, actor) if cause else None
    values: dict[str, Any] = {
        "kind": kind, "venue": where, "reason": reason.strip(), "held_at": held_at, "place": place.strip(),
        "came": came.strip(), "came_role": came_role.strip(), "content": content.strip(),
        "statement": statement.strip() if kind == TALK else "",
        "officers": _team(officers, actor) if kind == TALK else [],
        "until": until if kind == PLEDGE else None, "talk": before,
        "cause_noun": cause[0] if cause else "", "cause_id": cause[1] if cause else None,
    }  # fmt: skip
    row = Guidance(uuid=uuid4(), organ=organ, created_at=now, given_by=actor, **values)
    with transaction.atomic():
        row.document = _paper(row, organ, about or (before.number if before else ""), actor, now)
        row.number = row.document.number
        row.save(force_insert=True)
        _line(row, "guidance.give", "", actor, now, reason=row.reason, cause=str(row.cause_id or ""))
    return row


def _sound(
    kind: str, held_at: datetime, officers: Sequence[UUID], place: str, until: date | None, now: datetime
) -> None:
    wrong: dict[str, list[str]] = {}
    if kind not in FORM:
        wrong["kind"] = ["没有这种文书"]
    if held_at > now or held_at < now - BEHIND:
        wrong["held_at"] = ["时间晚于现在，或者早得不合理"]
    if kind == TALK and not officers:
        wrong["officers"] = ["写明谁约谈"]
    if kind == TALK and not place.strip():
        wrong["place"] = ["写明在哪里约谈"]
    if kind == PLEDGE and (until is None or until < civil(held_at)):
        wrong["until"] = ["承诺期限不能早于承诺日期"]
    if wrong:
        raise DomainError("invalid", {"fields": wrong})


def _talk(talk: UUID | None, venue: Venue, actor: User) -> Guidance | None:
    """The talk a commitment was made at, with the same venue."""
    if talk is None:
        return None
    rows = Guidance.objects.within(actor).filter(kind=TALK, venue=venue)
    found = rows.exclude(state=Guidance.State.WITHDRAWN).filter(pk=talk).first()
    if found is None:
        raise DomainError("not_found", {"guidance": str(talk)})
    return found


def _team(officers: Sequence[UUID], actor: User) -> list[dict[str, str]]:
    """As the paper names them, in the order given."""
    rows = {row.pk: row for row in Officer.objects.within(actor).filter(pk__in=officers)}
    if len(rows) != len(set(officers)):
        raise DomainError("not_found", {"officers": [str(one) for one in officers if one not in rows]})
    return [
        {"uuid": str(one), "name": rows[one].name, "cert_no": rows[one].cert_no}
        for one in dict.fromkeys(officers)
    ]


def _paper(row: Guidance, organ: Organ, about: str, actor: User, now: datetime) -> Document:
    venue, at = row.venue, row.held_at.astimezone(BEIJING)
    values: dict[str, Any] = {
        "party_name": venue.name, "party_address": venue.registered_address or venue.address,
        "reason": row.reason, "about": about, "came": row.came, "came_role": row.came_role,
    }  # fmt: skip
    if row.kind == TALK:
        values |= {
            "held_at": at.strftime("%Y-%m-%dT%H:%M"), "talk_place": row.place, "points": row.content,
            "statement": row.statement,
            "officers": [{"name": one["name"], "cert_no": one["cert_no"]} for one in row.officers],
        }  # fmt: skip
    else:
        values |= {
            "party_id": venue.uscc, "promised": row.content, "from_on": at.date().isoformat(),
            "until": row.until.isoformat() if row.until else "",
        }  # fmt: skip
    return document_request(
        form=FORM[row.kind], of=row.ref, organ=organ, values=values, issued_on=at.date(), actor=actor, now=now
    )


def guidance_sign(
    *, guidance_id: UUID, actor: User, now: datetime, files: Sequence[Announced] = (), on: date | None = None
) -> Guidance:
    """The signed paper is back, or one with the refusal to sign on it; only now it counts."""
    require(actor, "guidance.sign")
    with transaction.atomic():
        row = lock(Guidance, guidance_id, actor)
        day = on or civil(now)
        if day > civil(now) or day < civil(row.held_at):
            raise DomainError("invalid", {"fields": {"on": ["日期晚于今天，或者早于约谈、承诺的日期"]}})
        kept = [str(one.uuid) for one in files]
        move(
            row, GUIDANCE, "guidance.sign", facts={"signed_copy": _stored(row, files, actor, now)},
            signed_on=day, files=kept,
        )  # fmt: skip
        _line(row, "guidance.sign", Guidance.State.GIVEN, actor, now, on=day.isoformat(), files=kept)
    return row


def _stored(row: Guidance, files: Sequence[Announced], actor: User, now: datetime) -> bool:
    """Whether there is a copy, and every byte of it is here."""
    told = files_announce(files=files, owner=row.ref, organ_id=row.organ_id, actor=actor, now=now)
    return bool(told) and all(one.state == File.State.STORED for one in told)


def guidance_check(*, guidance_id: UUID, kept: str, text: str, actor: User, now: datetime) -> Guidance:
    """The day of a commitment has ended: was it `kept` or `broken`, and how that was seen."""
    require(actor, "guidance.check")
    with transaction.atomic():
        row = lock(Guidance, guidance_id, actor)
        today, said = civil(now), text.strip()
        facts = {"text": said, "over": row.until is not None and row.until < today}
        move(
            row, GUIDANCE, "guidance.check", facts=facts, checked_on=today, kept=kept == KEPT, check_note=said
        )
        _line(row, "guidance.check", Guidance.State.SIGNED, actor, now, reason=said, result=kept)
    return row


def guidance_withdraw(*, guidance_id: UUID, text: str, actor: User, now: datetime) -> Guidance:
    """Entered by mistake or no longer upheld: it stays with its number and reason, its paper is void."""
    require(actor, "guidance.withdraw")
    with transaction.atomic():
        row = lock(Guidance, guidance_id, actor)
        before, why = row.state, text.strip()
        move(row, GUIDANCE, "guidance.withdraw", facts={"text": why}, ended_reason=why)
        papers = Document.objects.everywhere("guard").filter(noun=row.ref[0], noun_id=row.pk)
        for paper in papers.filter(replaced_by__isnull=True).exclude(state=Document.State.VOID):
            document_void(document_id=paper.pk, reason=why, actor=actor, now=now)
        _line(row, "guidance.withdraw", before, actor, now, reason=why)
    return row


def _line(
    row: Guidance, verb: str, before: str, actor: User, now: datetime, reason: str = "", **data: Any
) -> None:
    record(
        organ=row.organ_id, actor=actor, verb=verb, noun="guidance", noun_id=row.uuid, now=now,
        before=before, after=row.state, reason=reason, data={"kind": row.kind, **data},
    )  # fmt: skip
