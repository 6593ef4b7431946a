"""Doors of phones in the field: what a phone says of its outbox, and the list for whoever helps."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from inspections.selectors.devices import device_card, device_list
from inspections.serializers.devices import FieldDeviceIn, FieldDeviceOut
from inspections.services.devices import device_report
from registry.views.answers import body


class FieldDeviceListView(APIView):
    """/field-devices."""

    permission_classes = [May]
    verbs = {"GET": "device.view", "POST": "device.report"}

    @extend_schema(parameters=LIST_PARAMETERS, responses=listing("FieldDevicePage", FieldDeviceOut))
    def get(self, request: Request) -> Response:
        """Phones, the lost and those whose records wait longest first."""
        now = clock.now()
        rows = device_list(person(request), now)
        return Response(
            page(
                rows,
                request,
                lambda got: [device_card(row, now) for row in got],
                order="waits_since",
                key="id",
            )
        )

    @extend_schema(request=FieldDeviceIn, responses=FieldDeviceOut)
    def post(self, request: Request) -> Response:
        """The phone's last word; it replaces the one before."""
        values = body(FieldDeviceIn, request)
        now = clock.now()
        row = device_report(device=values.pop("device"), values=values, actor=person(request), now=now)
        return Response(FieldDeviceOut(device_card(row, now)).data)
