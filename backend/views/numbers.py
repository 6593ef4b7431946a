"""Doors of numbers (文号): series, their register, and the numbers a device holds."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import person, query_int
from backend.models import NumberUse
from backend.permissions import May
from backend.selectors import documents as selectors
from backend.serializers import (
    HeldNumberOut,
    NumbersReserveIn,
    NumbersReturnIn,
    NumbersVoidIn,
    RegisterOut,
    SeriesIn,
    SeriesOut,
)
from backend.services import booklets
from backend.services.numbers import series_format
from backend.views.documents import body_of


class SeriesListView(APIView):
    """GET /numbers: the series of this organ."""

    permission_classes = [May]
    verbs = {"GET": "number.view"}

    @extend_schema(responses=SeriesOut(many=True))
    def get(self, request: Request) -> Response:
        """Newest year first."""
        return Response(selectors.series_list(person(request)))


class SeriesFormatView(APIView):
    """POST /numbers/series: how numbers of a kind are printed from next year on."""

    permission_classes = [May]
    verbs = {"POST": "form.edit"}

    @extend_schema(request=SeriesIn, responses=SeriesOut(many=True))
    def post(self, request: Request) -> Response:
        """Never a number that was given."""
        series_format(actor=person(request), now=clock.now(), **body_of(SeriesIn, request))
        return Response(selectors.series_list(person(request)))


class NumberRegisterView(APIView):
    """GET /numbers/register?kind=&year=: the fate of every number of one series."""

    permission_classes = [May]
    verbs = {"GET": "number.view"}

    @extend_schema(
        parameters=[
            OpenApiParameter("kind", str, required=True),
            OpenApiParameter("year", int, required=True),
        ],
        responses=RegisterOut,
    )
    def get(self, request: Request) -> Response:
        """The latest first."""
        today = clock.today()
        year = query_int(request, "year", today.year, low=2000, high=2100)
        kind = request.query_params.get("kind", "")
        return Response(selectors.number_register(person(request), kind=kind, year=year, today=today))


class _Numbers(APIView):
    """What the doors of a booklet share: read the numbers, call the service, print those it touched."""

    permission_classes = [May]

    def act(
        self,
        request: Request,
        shape: type[serializers.Serializer[Any]],
        service: Callable[..., list[NumberUse]],
    ) -> Response:
        """Run `service` for this person."""
        rows = service(actor=person(request), now=clock.now(), **body_of(shape, request))
        return Response(HeldNumberOut(rows, many=True).data)


class NumbersReserveView(_Numbers):
    """POST /numbers/reserve: numbers this device may use off line."""

    verbs = {"POST": "number.reserve"}

    @extend_schema(request=NumbersReserveIn, responses=HeldNumberOut(many=True))
    def post(self, request: Request) -> Response:
        """All it holds now; a repeated call takes nothing more."""
        return self.act(request, NumbersReserveIn, booklets.numbers_reserve)


class NumbersReturnView(_Numbers):
    """POST /numbers/return: numbers given back unused."""

    verbs = {"POST": "number.return"}

    @extend_schema(request=NumbersReturnIn, responses=HeldNumberOut(many=True))
    def post(self, request: Request) -> Response:
        """Those that were held by this person."""
        return self.act(request, NumbersReturnIn, booklets.numbers_return)


class NumbersVoidView(_Numbers):
    """POST /numbers/void: numbers that will not come back."""

    verbs = {"POST": "number.void"}

    @extend_schema(request=NumbersVoidIn, responses=HeldNumberOut(many=True))
    def post(self, request: Request) -> Response:
        """With the reason."""
        return self.act(request, NumbersVoidIn, booklets.numbers_void)
