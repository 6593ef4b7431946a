"""Files of records: which have arrived, and how they are shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from backend.models import File
from inspections.models import Inspection, PhotoView
from inspections.selectors.places import far_of
from registry.models import Venue

NOUN = "inspection"
CONTENT = "/api/v1/files/{}/content"
COPY = "/api/v1/files/{}/copy"
VIEW = "/api/v1/photos/{}/view?layer={}"


def photos_arrived(rows: Iterable[Inspection]) -> dict[UUID, set[str]]:
    """record → ids of its announced files that are stored; one query."""
    wanted = {row.pk: set(row.photos) for row in rows}
    arrived: dict[UUID, set[str]] = {pk: set() for pk in wanted}
    stored = File.objects.everywhere("guard").filter(
        noun=NOUN, noun_id__in=[pk for pk, photos in wanted.items() if photos], stored_at__isnull=False
    )
    for owner, uuid in stored.values_list("noun_id", "uuid"):
        if str(uuid) in wanted[owner]:
            arrived[owner].add(str(uuid))
    return arrived


def photos_missing(row: Inspection) -> list[str]:
    """Ids of announced files that are not stored, in their order."""
    arrived = photos_arrived([row])[row.pk]
    return [photo for photo in row.photos if photo not in arrived]


def photo_cards(row: Inspection) -> list[dict[str, Any]]:
    """Every announced file in its order, whether it has come or not; two queries."""
    files = {str(one.uuid): one for one in File.objects.everywhere("guard").filter(noun=NOUN, noun_id=row.pk)}
    views: dict[str, set[str]] = defaultdict(set)
    for file, layer in row.photo_views.values_list("file", "layer"):
        views[str(file)].add(layer)
    return [
        _card(photo, files.get(photo), row.visit.venue) | _views(photo, views[photo])
        for photo in _ordered(row.photos)
    ]


def _views(photo: str, layers: Collection[str]) -> dict[str, str | None]:
    """Addresses of the views: as it is, and with marks and blur."""
    shown = {"view": PhotoView.Layer.PLAIN, "marked": PhotoView.Layer.MARKED}
    return {key: VIEW.format(photo, layer) if layer in layers else None for key, layer in shown.items()}


def _ordered(photos: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(photos))


def _card(photo: str, row: File | None, venue: Venue) -> dict[str, Any]:
    meta = row.meta if row else {}
    stored = row is not None and row.stored_at is not None
    return {
        "id": photo,
        "kind": row.kind if row else "photo",
        "state": row.state if row else "missing",
        "name": meta.get("name", ""),
        "caption": meta.get("caption", ""),
        "item": meta.get("item", ""),
        "source": meta.get("source", ""),
        "taken_at": meta.get("taken_at"),
        "gps": meta.get("gps"),
        "far": far_of(meta.get("gps"), venue),
        "device": meta.get("device"),
        "officers": meta.get("officers", []),
        "duration_ms": meta.get("duration_ms"),
        "marks": meta.get("marks", []),
        "sha256": row.sha256 if row else "",
        "size": row.size if row else 0,
        "offset": row.offset if row else 0,
        "media_type": row.media_type if row else "",
        "stored_at": row.stored_at if row else None,
        "problem": row.problem if row else "",
        "url": CONTENT.format(photo) if stored else None,
        "copy": COPY.format(photo) if row is not None and row.reduced and not stored else None,
        "thumb": f"{CONTENT.format(photo)}?thumb=1" if row is not None and row.thumbnail else None,
    }
