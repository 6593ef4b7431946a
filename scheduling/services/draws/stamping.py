"""A time stamp (时间戳, RFC 3161) laid beside a commit, once its signature and chain were checked.

Its digest is a line of the log, so that no byte of it changes unnoticed.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509 import Certificate, InvalidVersion, load_pem_x509_certificates
from django.conf import settings
from django.db import transaction
from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.files import file_bytes
from backend.services.moves import lock
from scheduling.domain.stamps import LARGEST, Stamp, answer_of, stamp_check, stamp_read, token_of
from scheduling.domain.states import DRAW_MOVES
from scheduling.models import Draw, DrawStamp
from scheduling.selectors.packages import profile_of, stamp_lines
from scheduling.services.drawlogs import log_append
from scheduling.services.draws.evidence import file_of

AHEAD = timedelta(minutes=5)  # by how much an authority's clock may be ahead of ours


def draw_stamp(*, draw_id: UUID, file: UUID, actor: User, now: datetime) -> Draw:
    """Keep the token a trusted authority gave over this commit, once; the package carries it from then on.

    It may come late, but must have been given an hour before the moment: a later one proves nothing.
    """
    require(actor, "draw.stamp")
    with transaction.atomic():
        draw = lock(Draw, draw_id, actor)
        known = DrawStamp.objects.everywhere("guard").filter(draw=draw).exists()
        next_state(DRAW_MOVES, draw.state, "draw.stamp", {"stamped": known})
        row = file_of(draw, file, "stamp", actor=actor, now=now)
        if row.size > LARGEST:
            raise DomainError("stamp_unreadable", {"why": "size"})
        token = token_of(file_bytes(row))
        stamp = stamp_read(token)
        stamp_check(
            stamp, digest=draw.commit_digest, moment=int(draw.moment.timestamp()) if draw.moment else 0
        )
        given = datetime.fromtimestamp(stamp.at, UTC)
        if given > now + AHEAD:
            raise DomainError("stamp_late", {"at": stamp.at, "now": int(now.timestamp())})
        DrawStamp.objects.create(
            draw=draw, token=token, given_at=given, serial=str(stamp.serial),
            authority=signed_by(token, stamp), added_at=now, added_by=actor,
        )  # fmt: skip
        log_append(draw, "STAMP", {"token": profile_of(draw).hash(token).hex()}, now)
        record(
            organ=draw.organ_id, actor=actor, verb="draw.stamp", noun="draw", noun_id=draw.uuid, now=now,
            before=draw.state, after=draw.state, data={"file": row.sha256, "at": stamp.at},
        )  # fmt: skip
    return draw


def stamps_log(*, now: datetime) -> int:
    """The line STAMP of every token that was taken before tokens were logged; returns how many.

    A log that takes no line is left to the recount, which says what is wrong with it.
    """
    rows = DrawStamp.objects.everywhere("task").select_related("draw").order_by("pk")
    written = 0
    for row in rows.exclude(draw__in=stamp_lines().values("draw")):
        token = profile_of(row.draw).hash(bytes(row.token)).hex()
        with suppress(DomainError):
            log_append(row.draw, "STAMP", {"token": token}, now)
            written += 1
    return written


def signed_by(token: bytes, stamp: Stamp) -> str:
    """Whose certificate signed it; refused unless that leads to a root of the bureau's list, at its time."""
    roots = _roots(Path(settings.TIME_STAMP_ROOTS))
    if not roots:
        raise DomainError("stamp_untrusted", {"why": "no roots"})
    try:
        answer = decode_timestamp_response(answer_of(token))
        VerifierBuilder(roots=list(roots)).build().verify(answer, stamp.imprint)
        (signer,) = answer.signed_data.signer_infos
    except (VerificationError, ValueError, InvalidVersion, UnsupportedAlgorithm) as error:
        raise DomainError("stamp_untrusted", {"why": str(error)[:200]}) from error
    return str(signer.issuer.rfc4514_string())[:200]


def _roots(folder: Path) -> tuple[Certificate, ...]:
    """The certificates of the folder; read anew when a file came, went or changed."""
    files = sorted(folder.glob("*.pem")) if folder.is_dir() else []
    return _read(tuple((path, path.stat().st_mtime_ns) for path in files))


@cache
def _read(files: tuple[tuple[Path, int], ...]) -> tuple[Certificate, ...]:
    return tuple(row for path, _ in files for row in load_pem_x509_certificates(path.read_bytes()))
