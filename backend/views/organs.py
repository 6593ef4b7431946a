"""Door of one's own organ."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import person
from backend.domain.errors import DomainError
from backend.models import Organ
from backend.permissions import May, may
from backend.serializers import OrganContactIn, OrganContactOut
from backend.services.organs import organ_edit


class OrganView(APIView):
    """GET and POST /organ: where one's own organ is found, as its papers print it."""

    permission_classes = [May]
    verbs = {"GET": "", "POST": "organ.edit"}

    @extend_schema(responses=OrganContactOut)
    def get(self, request: Request) -> Response:
        """Of the organ of whoever asks."""
        organ = person(request).organ
        if organ is None:
            raise DomainError("not_found", {"organ": ""})
        return Response(_card(request, organ))

    @extend_schema(request=OrganContactIn, responses=OrganContactOut)
    def post(self, request: Request) -> Response:
        """Both at once; what is left empty prints nothing."""
        body = OrganContactIn(data=request.data)
        body.is_valid(raise_exception=True)
        return Response(
            _card(request, organ_edit(actor=person(request), now=clock.now(), **body.validated_data))
        )


def _card(request: Request, organ: Organ) -> dict[str, Any]:
    verbs = ["organ.edit"] if may(person(request), "organ.edit") else []
    return {"name": organ.name, "address": organ.address, "phone": organ.phone, "verbs": verbs}
