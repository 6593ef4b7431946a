"""Evidence behind a line of the log (证据): stored files, and one list of them whose digest is published."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from backend.domain.errors import DomainError
from backend.models import File, User
from backend.services.files import file_announce, file_bytes
from scheduling.domain.canonical import canon
from scheduling.domain.encoding import SHA256, Profile
from scheduling.models import Draw
from scheduling.selectors.packages import profile_of
from scheduling.selectors.pools import plain

SIGNERS = 2


class Evidence(NamedTuple):
    """The list as it is kept, its digest as the log has it, and the files it names."""

    text: str
    digest: str
    files: list[str]


def file_of(draw: Draw, file_id: UUID | None, kind: str, *, actor: User, now: datetime) -> File:
    """A stored file of the actor's, announced as the draw's; `draw_evidence_few` when there is none."""
    stored = File.objects.within(actor).filter(stored_at__isnull=False)
    row = stored.filter(pk=file_id).first() if file_id else None
    if row is None:
        raise DomainError("draw_evidence_few", {"file": str(file_id or "")})
    return file_announce(
        file_id=row.uuid, owner=("draw", draw.uuid), kind=kind, meta={}, sha256=row.sha256, size=row.size,
        media=row.media_type, organ_id=draw.organ_id, actor=actor, now=now,
    )  # fmt: skip


def digest_of(profile: Profile, row: File) -> str:
    """The file's digest under the profile of the draw."""
    return row.sha256 if profile is SHA256 else profile.hash(file_bytes(row)).hex()


def evidence_of(
    draw: Draw,
    files: Mapping[str, UUID | None],
    *,
    place: str = "",
    signers: Sequence[str] = (),
    actor: User,
    now: datetime,
) -> Evidence:
    """The evidence of one line: files by what they are, the place, and who signed."""
    profile = profile_of(draw)
    rows = {kind: file_of(draw, file_id, kind, actor=actor, now=now) for kind, file_id in files.items()}
    told: dict[str, Any] = {kind: digest_of(profile, row) for kind, row in rows.items()}
    told |= {"place": plain(place), "signers": [plain(name) for name in signers]}
    text = canon(told, "evidence")
    return Evidence(text.decode(), profile.hash(text).hex(), [str(row.uuid) for row in rows.values()])


def venue_evidence(
    draw: Draw,
    *,
    photo: UUID | None,
    statement: UUID | None,
    place: str,
    signers: Sequence[str],
    actor: User,
    now: datetime,
) -> Evidence:
    """For a venue that cannot be inspected: photo, place, and a statement two people signed."""
    names = {name.strip() for name in signers} - {""}
    if not place.strip() or len(names) < SIGNERS:
        raise DomainError("draw_evidence_few", {"signers": len(names), "fewest": SIGNERS})
    files = {"photo": photo, "statement": statement}
    return evidence_of(draw, files, place=place, signers=signers, actor=actor, now=now)
