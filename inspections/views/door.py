"""Doors behind the code of a visit, without sign-in: the result notice."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from backend import clock
from backend.domain.errors import DomainError
from backend.public import CodeDoor
from inspections.selectors.door import door_result
from inspections.serializers.door import PublicVisitResultOut


class PublicVisitResultView(CodeDoor):
    """GET /public/visits/{token}/result."""

    @extend_schema(responses=PublicVisitResultOut, auth=[])
    def get(self, request: Request, token: str) -> Response:
        """What came of the visit, once it is published."""
        told = door_result(token, clock.today())
        if told is None:
            raise DomainError("code_unknown")
        return Response(told)
