"""Organs (执法主体): what their papers say of where they are found."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Organ, User
from backend.permissions import require


def organ_edit(*, address: str, phone: str, actor: User, now: datetime) -> Organ:
    """Address and telephone of the actor's own organ; papers made before keep what they say."""
    require(actor, "organ.edit")
    if actor.organ_id is None:
        raise DomainError("not_allowed", {"verb": "organ.edit"})
    with transaction.atomic():
        organ = Organ.objects.within(actor).select_for_update().get(pk=actor.organ_id)
        organ.address, organ.phone = address.strip(), phone.strip()
        organ.save(update_fields=["address", "phone"])
        record(
            organ=organ, actor=actor, verb="organ.edit", noun="organ",
            noun_id=uuid5(NAMESPACE_URL, f"organ:{organ.code}"), now=now, reason=organ.contact,
        )  # fmt: skip
    return organ
