"""Doors of what becomes of a lead."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found
from backend.models import User
from backend.permissions import May
from enforcement.serializers import CaseReasonIn
from enforcement.serializers.leads import (
    LeadAnswerIn,
    LeadDecideIn,
    LeadDetailOut,
    LeadJoinIn,
    LeadNameIn,
    LeadRefuseIn,
    LeadReplyIn,
    LeadTransferIn,
    LeadVerifyIn,
    LeadVisitIn,
)
from enforcement.services import leads
from enforcement.views.leads import answered
from registry.views.answers import KEY, body
from scheduling.selectors.plans import plan_row_get


class _Step(APIView):
    """One step: its body, its service; the answer is the lead as it stands after it."""

    permission_classes = [May]
    takes: type[serializers.Serializer[Any]] = CaseReasonIn

    def do(self, lead_id: UUID, actor: User, values: dict[str, Any]) -> object:
        """The service."""
        raise NotImplementedError

    def step(self, request: Request, lead_id: UUID) -> Response:
        """Once per key."""
        values = body(self.takes, request)
        return answered(request, lead_id, lambda actor: self.do(lead_id, actor, values))


class LeadVerifyView(_Step):
    """POST /leads/{uuid}/verify: the facts were checked."""

    verbs = {"POST": "lead.verify"}
    takes = LeadVerifyIn

    @extend_schema(request=LeadVerifyIn, responses=LeadDetailOut, parameters=[KEY])
    def post(self, request: Request, lead_id: UUID) -> Response:
        """Starts the period for filing."""
        return self.step(request, lead_id)

    def do(self, lead_id: UUID, actor: User, values: dict[str, Any]) -> object:
        """Checked."""
        return leads.lead_verify(lead_id=lead_id, actor=actor, now=clock.now(), **values)


class LeadDismissView(_Step):
    """POST /leads/{uuid}/dismiss: no case comes of it."""

    verbs = {"POST": "lead.dismiss"}

    @extend_schema(request=CaseReasonIn, responses=LeadDetailOut, parameters=[KEY])
    def post(self, request: Request, lead_id: UUID) -> Response:
        """With the reason."""
        return self.step(request, lead_id)

    def do(self, lead_id: UUID, actor: User, values: dict[str, Any]) -> object:
        """No case."""
        return leads.lead_dismiss(lead_id=lead_id, actor=actor, now=clock.now(), **values)


class LeadRefuseView(_Step):
    """POST /leads/{uuid}/refuse: not accepted."""

    verbs = {"POST": "lead.refuse"}
    takes = LeadRefuseIn

    @extend_schema(request=LeadRefuseIn, responses=LeadDetailOut, parameters=[KEY])
    def post(self, request: Request, lead_id: UUID) -> Response:
        """On one of the grounds."""
        return self.step(request, lead_id)

    def do(self, lead_id: UUID, actor: User, values: dict[str, Any]) -> object:
        """Not accepted."""
        return leads.lead_refuse(lead_id=lead_id, actor=actor, now=clock.now(), **values)


class LeadJoinView(_Step):
    """POST /leads/{uuid}/join: it belongs to another lead."""

    verbs = {"POST": "lead.join"}
    takes = LeadJoinIn

    @extend_schema(request=LeadJoinIn, responses=LeadDetailOut, parameters=[KEY])
    def post(self, request: Request, lead_id: UUID) -> Response:
        """Nothing of it is lost."""
        return self.step(request, lead_id)

    def do(self, lead_id: UUID, actor: User, values: dict[str, Any]) -> object:
        """Joined."""
        return leads.lead_join(lead_id=lead_id, actor=actor, now=clock.now(), **values)


class LeadTransferView(_Step):
    """POST /leads/{uuid}/transfer: to the organ whose matter it is."""

    verbs = {"POST": "lead.transfer"}
    takes = LeadTransferIn

    @extend_schema(request=LeadTransferIn, responses=LeadDetailOut, parameters=[KEY])
    def post(self, request: Request, lead_id: UUID) -> Response:
        """Its answer is then awaited."""
        return self.step(request, lead_id)

    def do(self, lead_id: UUID, actor: User, values: dict[str, Any]) -> object:
        """Transferred."""
        return leads.lead_transfer(lead_id=lead_id, actor=actor, now=clock.now(), **values)


class LeadAnswerView(_Step):
    """POST /leads/{uuid}/answer: what the organ it was transferred to answered."""

    verbs = {"POST": "lead.answer"}
    takes = LeadAnswerIn

    @extend_schema(request=LeadAnswerIn, responses=LeadDetailOut, parameters=[KEY])
    def post(self, request: Request, lead_id: UUID) -> Response:
        """Stops its clock."""
        return self.step(request, lead_id)

    def do(self, lead_id: UUID, actor: User, values: dict[str, Any]) -> object:
        """Answered."""
        return leads.lead_answer(lead_id=lead_id, actor=actor, now=clock.now(), **values)


class LeadReplyView(_Step):
    """POST /leads/{uuid}/reply: what whoever reported was told."""

    verbs = {"POST": "lead.reply"}
    takes = LeadReplyIn

    @extend_schema(request=LeadReplyIn, responses=LeadDetailOut, parameters=[KEY])
    def post(self, request: Request, lead_id: UUID) -> Response:
        """Stops the clock of the reply."""
        return self.step(request, lead_id)

    def do(self, lead_id: UUID, actor: User, values: dict[str, Any]) -> object:
        """Told."""
        return leads.lead_reply(lead_id=lead_id, actor=actor, now=clock.now(), **values)


class LeadNameView(_Step):
    """POST /leads/{uuid}/name: whoever reported is known by now."""

    verbs = {"POST": "lead.name"}
    takes = LeadNameIn

    @extend_schema(request=LeadNameIn, responses=LeadDetailOut, parameters=[KEY])
    def post(self, request: Request, lead_id: UUID) -> Response:
        """Kept apart from the lead."""
        return self.step(request, lead_id)

    def do(self, lead_id: UUID, actor: User, values: dict[str, Any]) -> object:
        """Named."""
        return leads.lead_name(lead_id=lead_id, actor=actor, now=clock.now(), **values)


class LeadExtendView(_Step):
    """POST /leads/{uuid}/extend: ask for more time."""

    verbs = {"POST": "lead.extend"}

    @extend_schema(request=CaseReasonIn, responses=LeadDetailOut, parameters=[KEY])
    def post(self, request: Request, lead_id: UUID) -> Response:
        """While the first period runs."""
        return self.step(request, lead_id)

    def do(self, lead_id: UUID, actor: User, values: dict[str, Any]) -> object:
        """Asked."""
        return leads.lead_extend(lead_id=lead_id, actor=actor, now=clock.now(), **values)


class LeadExtensionView(_Step):
    """POST /leads/{uuid}/extension: the leader's answer to it."""

    verbs = {"POST": "lead.grant"}
    takes = LeadDecideIn

    @extend_schema(request=LeadDecideIn, responses=LeadDetailOut, parameters=[KEY])
    def post(self, request: Request, lead_id: UUID) -> Response:
        """Never by whoever asked."""
        return self.step(request, lead_id)

    def do(self, lead_id: UUID, actor: User, values: dict[str, Any]) -> object:
        """Granted or refused."""
        return leads.lead_decide_extension(lead_id=lead_id, actor=actor, now=clock.now(), **values)


class LeadVisitView(_Step):
    """POST /leads/{uuid}/visit: plan a visit to look into it."""

    verbs = {"POST": "lead.visit"}
    takes = LeadVisitIn

    @extend_schema(request=LeadVisitIn, responses=LeadDetailOut, parameters=[KEY])
    def post(self, request: Request, lead_id: UUID) -> Response:
        """It then waits for its approval as any visit."""
        return self.step(request, lead_id)

    def do(self, lead_id: UUID, actor: User, values: dict[str, Any]) -> object:
        """Planned."""
        row, values["visit_id"] = values.pop("plan_row", None), values.pop("uuid", None)
        values["plan_row"] = found(plan_row_get(row, actor)) if row else None
        return leads.lead_visit(lead_id=lead_id, values=values, actor=actor, now=clock.now())
