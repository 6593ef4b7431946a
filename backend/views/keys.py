"""The public keys under which this installation has ever signed."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from backend.models import SigningKey
from backend.public import PublicDoor
from backend.serializers import PublicKeysOut


class PublicKeyListView(PublicDoor):
    """GET /public/keys."""

    @extend_schema(responses=PublicKeysOut, auth=[])
    def get(self, request: Request) -> Response:
        """Ed25519 keys in the order of their use; `until` null: in use."""
        rows = SigningKey.objects.everywhere("published").order_by("since", "key")
        keys = [
            {"key": row.key, "public": row.public, "since": row.since, "until": row.until} for row in rows
        ]
        return Response({"algorithm": "Ed25519", "keys": keys})
