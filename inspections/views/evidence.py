"""Doors of evidence: views of photos, and the package of a record."""

from uuid import UUID

import structlog
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from backend import clock
from backend.api import found, person
from backend.domain.errors import DomainError
from backend.permissions import May
from backend.schema import binary
from inspections.models import PhotoView
from inspections.services.evidence.packages import package_make

log = structlog.get_logger()
LAYERS = OpenApiParameter(
    "layer", str, enum=list(PhotoView.Layer.values), default=PhotoView.Layer.PLAIN.value
)


class PhotoViewView(APIView):
    """GET /photos/{uuid}/view: what was derived from a photo, never the photo."""

    permission_classes = [May]
    verbs = {"GET": "file.view"}

    @extend_schema(parameters=[LAYERS], responses=binary("image/jpeg"))
    def get(self, request: Request, file_id: UUID) -> HttpResponseBase:
        """JPEG with its watermark: as it is, or with marks and blur."""
        layer = request.query_params.get("layer", PhotoView.Layer.PLAIN)
        row = found(PhotoView.objects.within(person(request)).filter(file=file_id, layer=layer).first())
        try:
            stream = default_storage.open(row.path, "rb")
        except Exception as error:  # a disk and S3 fail in many classes
            log.exception("storage_down", file=str(file_id))
            raise DomainError("storage_down") from error
        return FileResponse(stream, content_type="image/jpeg", filename=f"{file_id}-{layer}.jpg")


class EvidencePackageView(APIView):
    """GET /inspections/{uuid}/evidence: the evidence package (证据包) of the present revision."""

    permission_classes = [May]
    verbs = {"GET": "evidence.export"}

    @extend_schema(responses=binary("application/zip"))
    def get(self, request: Request, inspection_id: UUID) -> HttpResponseBase:
        """ZIP that verifies off line; the export is a line of the journal."""
        package = package_make(inspection_id=inspection_id, actor=person(request), now=clock.now())
        name = f"evidence-{inspection_id}.zip"
        return FileResponse(package, content_type="application/zip", as_attachment=True, filename=name)
