"""Coordinates of addresses (地址解析): ask a provider in a task, review every answer before it is saved."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQuotaExceeded,
    GeocoderTimedOut,
    GeocoderUnavailable,
    GeopyError,
)
from geopy.geocoders import get_geocoder_for_service
from geopy.geocoders.base import Geocoder

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import record
from backend.models import Division, Organ, User
from backend.permissions import require
from backend.services.moves import lock, move
from registry.domain.states import GEOCODE_MOVES
from registry.models import Geocode, Venue
from registry.services.register import register_lock_of

log = structlog.get_logger()
State = Geocode.State
BATCH_MAX = 300  # at one a second well inside the ten minutes after which a delivery counts as stuck
FORGOTTEN_AFTER = timedelta(days=1)
# What a provider's numbers mean; 百度 answers in BD-09, the rest of geopy in WGS-84.
DATUMS = {"baidu": Venue.Datum.BD09, "baiduv3": Venue.Datum.BD09}
# Not about this address: the run ends and comes back.
OUTAGES = (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQuotaExceeded,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
SEVEN = Decimal("1e-7")


def geocode_ask(*, venues: Sequence[UUID], actor: User, now: datetime) -> list[Geocode]:
    """Put questions for these venues, or (none named) for open venues of the organ without coordinates.

    At most 300 at once; a venue with a question open or an answer unreviewed is passed over.
    `geocoder_off` when no provider is set.
    """
    require(actor, "venue.edit")
    if not settings.GEOCODER:
        raise DomainError("geocoder_off")
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "venue.edit"})
    Geocode.objects.within(actor).filter(state=State.ASKED, created_at__lt=now - FORGOTTEN_AFTER).update(
        state=State.MISSED, problem="服务商一天没有回答"
    )
    busy = Geocode.objects.within(actor).filter(state__in=[State.ASKED, State.PROPOSED])
    rows = Venue.objects.within(actor).exclude(pk__in=busy.values("venue")).select_related("organ__division")
    if venues:
        rows = rows.filter(pk__in=list(venues))
    else:
        rows = rows.filter(organ=actor.organ, lng__isnull=True).exclude(status=Venue.Status.CANCELLED)
    batch = uuid4()
    with transaction.atomic():
        asked = [
            Geocode(
                organ_id=row.organ_id, created_at=now, batch=batch, venue=row, provider=settings.GEOCODER,
                address=_question(row), asked_by=actor,
            )
            for row in rows.order_by("code")[:BATCH_MAX]
        ]  # fmt: skip
        if not asked:
            return []
        try:
            with transaction.atomic():
                Geocode.objects.bulk_create(asked)
        except IntegrityError as error:
            raise DomainError("conflict", {"state": "", "verb": "geocode.ask"}) from error
        record(
            organ=actor.organ, actor=actor, verb="geocode.ask", noun="geocode", noun_id=batch, now=now,
            after=State.ASKED, data={"venues": len(asked), "provider": settings.GEOCODER},
        )  # fmt: skip
    return asked


def _question(venue: Venue) -> str:
    """The address as a provider needs it: with province, city and county before what people write."""
    place = venue.address
    above = _above(venue.organ)
    return "".join(name for name in above if not place.startswith(name)) + place


def _above(organ: Organ) -> list[str]:
    code = organ.division_id
    rows = Division.objects.everywhere("reference").filter(code__in=[code[:2], code[:4], code[:6]])
    return list(rows.order_by("code").values_list("name", flat=True))


def geocoder() -> Geocoder:
    """The provider named by GEOCODER with its key, address and proxy from the environment."""
    kind = get_geocoder_for_service(settings.GEOCODER)
    wanted = kind.__init__.__code__.co_varnames
    given: dict[str, Any] = {
        "user_agent": "wenxun",
        "timeout": settings.GEOCODER_TIMEOUT_SECONDS,
        "api_key": settings.GEOCODER_KEY,
        "security_key": settings.GEOCODER_SECRET,
        "domain": settings.GEOCODER_DOMAIN,
        "scheme": settings.GEOCODER_SCHEME,
        "proxies": {"http": settings.GEOCODER_PROXY, "https": settings.GEOCODER_PROXY}
        if settings.GEOCODER_PROXY
        else "",
    }
    return kind(**{name: value for name, value in given.items() if name in wanted and value})


def geocode_run(*, batch: UUID, now: datetime) -> None:
    """The task after a question: ask for what is open, one after the other, and propose the answers.

    May run twice: what was answered is not asked again. A provider that does not answer at all ends the run
    with its error, so that the delivery comes back later.
    """
    provider = geocoder()
    rows = Geocode.objects.everywhere("task").filter(batch=batch, state=State.ASKED).order_by("venue__code")
    for place, row in enumerate(rows):
        if place:
            time.sleep(settings.GEOCODER_PAUSE_SECONDS)
        try:
            answer = provider.geocode(row.address)
        except OUTAGES:
            raise
        except GeopyError as error:  # some providers say "no result" as an error
            _answered(row, "geocode.miss", now, problem=f"服务商：{error}"[:200])
            continue
        if answer is None:
            _answered(row, "geocode.miss", now, problem="服务商没有找到这个地址")
            continue
        _answered(
            row, "geocode.propose", now,
            lng=Decimal(repr(answer.longitude)).quantize(SEVEN),
            lat=Decimal(repr(answer.latitude)).quantize(SEVEN),
            datum=DATUMS.get(row.provider, Venue.Datum.WGS84), label=str(answer.address or "")[:200],
        )  # fmt: skip


def _answered(row: Geocode, verb: str, now: datetime, **values: Any) -> None:
    """One question's answer and its line, unless another run was faster."""
    after = next_state(GEOCODE_MOVES, State.ASKED, verb)
    with transaction.atomic():
        open_row = Geocode.objects.everywhere("task").filter(pk=row.pk, state=State.ASKED)
        if open_row.update(state=after, **values):
            record(
                organ=row.organ_id, actor=None, verb=verb, noun="geocode", noun_id=row.uuid, now=now,
                before=State.ASKED, after=after, data={"venue": str(row.venue_id)},
            )  # fmt: skip


def geocode_accept(*, geocode_id: UUID, actor: User, now: datetime) -> Geocode:
    """Take a proposal over into the register, with its datum and where it came from."""
    require(actor, "venue.edit")
    with transaction.atomic():
        row = lock(Geocode, geocode_id, actor)
        register_lock_of(Venue, row.venue_id, actor)
        venue = lock(Venue, row.venue_id, actor)
        before = row.state
        move(row, GEOCODE_MOVES, "geocode.accept", decided_by=actor, decided_at=now)
        venue.lng, venue.lat, venue.datum = row.lng, row.lat, row.datum
        venue.coordinates_from = row.provider
        venue.save(update_fields=["lng", "lat", "datum", "coordinates_from"])
        record(
            organ=row.organ_id, actor=actor, verb="geocode.accept", noun="geocode", noun_id=row.uuid, now=now,
            before=before, after=row.state,
            data={"venue": str(venue.uuid), "lng": str(row.lng), "lat": str(row.lat), "datum": row.datum},
        )  # fmt: skip
    return row


def geocode_reject(*, geocode_id: UUID, reason: str, actor: User, now: datetime) -> Geocode:
    """Leave the register as it is; the reason may be empty."""
    require(actor, "venue.edit")
    with transaction.atomic():
        row = lock(Geocode, geocode_id, actor)
        before = row.state
        move(row, GEOCODE_MOVES, "geocode.reject", decided_by=actor, decided_at=now)
        record(
            organ=row.organ_id, actor=actor, verb="geocode.reject", noun="geocode", noun_id=row.uuid, now=now,
            before=before, after=row.state, data={"venue": str(row.venue_id)}, reason=reason,
        )  # fmt: skip
    return row
