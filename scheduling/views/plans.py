"""Doors of plans, caps and triggers."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from registry.views.answers import KEY, answer_once, asked, body
from scheduling.imports import plan_file_read
from scheduling.selectors.caps import cap_policy_list
from scheduling.selectors.plans import (
    plan_cards,
    plan_detail,
    plan_get,
    plan_list,
    plan_row_card,
    trigger_list,
)
from scheduling.serializers.plans import (
    CapIn,
    CapOut,
    CapQuery,
    PlanCardOut,
    PlanImportIn,
    PlanIn,
    PlanOut,
    PlanQuery,
    PlanRowEditIn,
    PlanRowIn,
    PlanRowOut,
    TriggerOut,
)
from scheduling.services.caps import cap_set
from scheduling.services.plans import plan_import, plan_make, plan_publish, plan_row_add, plan_row_edit


class PlanListView(APIView):
    """GET and POST /plans."""

    permission_classes = [May]
    verbs = {"GET": "plan.view", "POST": "plan.edit"}

    @extend_schema(parameters=[*LIST_PARAMETERS, PlanQuery], responses=listing("PlanPage", PlanCardOut))
    def get(self, request: Request) -> Response:
        """Annual plans, newest first."""
        actor = person(request)
        rows = plan_list(actor, year=asked(PlanQuery, request).get("year"))
        return Response(page(rows, request, lambda got: plan_cards(got, actor), order="-created_at"))

    @extend_schema(request=PlanIn, responses={201: PlanOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Begin a plan."""
        actor, values = person(request), body(PlanIn, request)

        def act() -> tuple[int, Any]:
            return 201, plan_detail(plan_make(actor=actor, now=clock.now(), **values), actor)

        return answer_once(request, request.data, act)


class PlanView(APIView):
    """GET /plans/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "plan.view"}

    @extend_schema(responses=PlanOut)
    def get(self, request: Request, plan_id: UUID) -> Response:
        """The plan with its rows, numbers and progress."""
        actor = person(request)
        return Response(plan_detail(found(plan_get(plan_id, actor)), actor))


class PlanRowListView(APIView):
    """POST /plans/{uuid}/rows."""

    permission_classes = [May]
    verbs = {"POST": "plan.edit"}

    @extend_schema(request=PlanRowIn, responses={201: PlanRowOut}, parameters=[KEY])
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Add a row; its wording is read at once."""
        actor, values = person(request), body(PlanRowIn, request)

        def act() -> tuple[int, Any]:
            row = plan_row_add(plan_id=plan_id, values=values, actor=actor, now=clock.now())
            return 201, plan_row_card(row, actor)

        return answer_once(request, request.data, act)


class PlanRowEditView(APIView):
    """POST /plan-rows/{uuid}/edit."""

    permission_classes = [May]
    verbs = {"POST": "plan.edit"}

    @extend_schema(request=PlanRowEditIn, responses=PlanRowOut, parameters=[KEY])
    def post(self, request: Request, row_id: UUID) -> Response:
        """Change a row, or settle its numbers with a reason."""
        actor, values = person(request), body(PlanRowEditIn, request)
        reason = values.pop("reason")

        def act() -> tuple[int, Any]:
            row = plan_row_edit(row_id=row_id, values=values, reason=reason, actor=actor, now=clock.now())
            return 200, plan_row_card(row, actor)

        return answer_once(request, request.data, act)


class PlanImportView(APIView):
    """POST /plans/import (multipart)."""

    permission_classes = [May]
    parser_classes = [MultiPartParser]
    verbs = {"POST": "plan.edit"}

    @extend_schema(request={"multipart/form-data": PlanImportIn}, responses={201: PlanOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """A published table (CSV or XLSX) becomes a plan, cells verbatim."""
        actor, values = person(request), body(PlanImportIn, request)
        upload = values.pop("file")
        stem = "".join(c for c in str(upload.name).rpartition(".")[0] if c.isprintable())[:100]
        name = values.pop("name") or f"{values['year']}年度抽查计划（{stem}）"

        def act() -> tuple[int, Any]:
            rows = plan_file_read(upload)
            plan = plan_import(name=name, rows=rows, actor=actor, now=clock.now(), **values)
            return 201, plan_detail(plan, actor)

        return answer_once(request, request.data, act)


class PlanPublishView(APIView):
    """POST /plans/{uuid}/publish."""

    permission_classes = [May]
    verbs = {"POST": "plan.publish"}

    @extend_schema(request=None, responses=PlanOut, parameters=[KEY])
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Publish a plan whose rows are all settled."""
        actor = person(request)

        def act() -> tuple[int, Any]:
            return 200, plan_detail(plan_publish(plan_id=plan_id, actor=actor, now=clock.now()), actor)

        return answer_once(request, None, act)


class CapListView(APIView):
    """GET and POST /caps."""

    permission_classes = [May]
    verbs = {"GET": "plan.view", "POST": "cap.edit"}

    @extend_schema(parameters=[CapQuery], responses=CapOut(many=True))
    def get(self, request: Request) -> Response:
        """The organ's rules of the year."""
        year = asked(CapQuery, request).get("year") or clock.today().year
        return Response(cap_policy_list(person(request), year))

    @extend_schema(request=CapIn, responses=CapOut(many=True), parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Set one rule; the answer is the whole list."""
        actor, values = person(request), body(CapIn, request)

        def act() -> tuple[int, Any]:
            cap_set(actor=actor, now=clock.now(), **values)
            return 200, cap_policy_list(actor, values["year"])

        return answer_once(request, request.data, act)


class TriggerListView(APIView):
    """GET /triggers."""

    permission_classes = [May]
    verbs = {"GET": "visit.view"}

    @extend_schema(responses=TriggerOut(many=True))
    def get(self, request: Request) -> Response:
        """Why visits are made, and which of them count to the cap."""
        return Response(trigger_list(person(request)))
