"""Codes of visits (亮码): sealed for the card a phone keeps, opened for whoever scans one."""

from django.conf import settings
from django.utils.crypto import salted_hmac

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


def _code(visit: Visit) -> Code:
    """From the row: the window of a visit never changes, so this is what its seal says."""
    return Code(visit.pk, visit.organ_id, visit.planned_from, visit.planned_to + AFTERWARDS)


def _keys() -> list[bytes]:
    """The key in use and those before it, derived from the server's secret."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [salted_hmac(SALT, "", secret=secret, algorithm="sha256").digest() for secret in secrets]
