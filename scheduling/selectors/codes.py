"""Codes of visits (亮码): sealed for the card a phone keeps, opened for whoever scans one."""

from datetime import datetime

from django.conf import settings
from django.utils.crypto import salted_hmac

from backend.clock import civil
from backend.domain.errors import DomainError
from scheduling.domain.codes import AFTERWARDS, Code, opened, sealed
from scheduling.models import Visit

SALT = "scheduling.visit.code"


def code_of(visit: Visit) -> str:
    """The text of the QR: valid from the first day of the visit's window until ten days after its last."""
    return sealed(_code(visit), _keys()[0])


def visit_named(token: str) -> Visit | None:
    """The visit a code belongs to, whatever the day; None: not one of ours, or forged.

    The bare code of a card fetched before codes were sealed still names its visit.
    """
    rows = Visit.objects.everywhere("published").select_related("organ", "venue", "trigger", "draw")
    code = opened(token, _keys())
    if code is not None:
        return rows.filter(pk=code.visit, organ_id=code.organ).first()
    return rows.filter(token=token).first() if token.isprintable() else None


def visit_by_token(token: str, now: datetime) -> Visit:
    """The visit whose code may be shown at this moment.

    Refused: `not_found` (forged, unknown, or of a sealed draw before its day: nobody learns that it exists),
    `code_early` before its first day, `code_expired` more than ten natural days after its last.
    """
    visit = visit_named(token)
    if visit is None:
        raise DomainError("not_found")
    code = _code(visit)
    standing = code.standing(civil(now))
    if standing == "early":
        if visit.draw is not None and visit.draw.untold:
            raise DomainError("not_found")
        raise DomainError("code_early", {"first": code.first.isoformat()})
    if standing == "expired":
        raise DomainError("code_expired", {"last": code.last.isoformat()})
    return visit


def _code(visit: Visit) -> Code:
    """From the row: the window of a visit never changes, so this is what its seal says."""
    return Code(visit.pk, visit.organ_id, visit.planned_from, visit.planned_to + AFTERWARDS)


def _keys() -> list[bytes]:
    """The key in use and those before it, derived from the server's secret."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [salted_hmac(SALT, "", secret=secret, algorithm="sha256").digest() for secret in secrets]
