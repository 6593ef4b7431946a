"""The other side of row `submit`: nested ModelSerializers as tutorials write them, a create per item."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import path
from rest_framework import serializers, status
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.clock import civil
from backend.models import File
from backend.urls import urlpatterns as house
from inspections.models import Answer, Inspection, Signature
from registry.models import Officer
from scheduling.models import Visit


class AnswerSerializer(serializers.ModelSerializer[Answer]):
    class Meta:
        model = Answer
        fields = ("item", "conforms", "note", "photos")


class SignatureSerializer(serializers.ModelSerializer[Signature]):
    officer = serializers.PrimaryKeyRelatedField(
        queryset=Officer.objects.everywhere("task"), required=False, allow_null=True
    )

    class Meta:
        model = Signature
        fields = ("kind", "name", "role", "officer", "signed_at")


class PhotoSerializer(serializers.ModelSerializer[File]):
    id = serializers.UUIDField(source="uuid")
    type = serializers.CharField(source="media_type")

    class Meta:
        model = File
        fields = ("id", "sha256", "size", "type", "name")


class RecordSerializer(serializers.ModelSerializer[Inspection]):
    visit = serializers.PrimaryKeyRelatedField(queryset=Visit.objects.everywhere("task"))
    answers = AnswerSerializer(many=True)
    signatures = SignatureSerializer(many=True)
    photos = PhotoSerializer(many=True, write_only=True)

    class Meta:
        model = Inspection
        fields = (
            "visit", "rev", "digest", "form_version", "outcome", "result_codes", "statement", "started_at",
            "finished_at", "answers", "signatures", "photos",
        )  # fmt: skip

    def create(self, validated_data: dict[str, Any]) -> Inspection:
        """One INSERT after another."""
        user, uuid, now = self.context["request"].user, self.context["uuid"], clock.now()
        answers, signatures, photos = (
            validated_data.pop(name) for name in ("answers", "signatures", "photos")
        )
        finished_on = civil(validated_data["finished_at"])
        ids = [str(photo["uuid"]) for photo in photos]
        row = Inspection(
            uuid=uuid, organ=user.organ, created_at=now, submitted_by=user, submitted_at=now,
            finished_on=finished_on, photos=ids,
        )  # fmt: skip
        for name, value in validated_data.items():
            setattr(row, name, value)
        row.save(force_insert=True)
        for answer in answers:
            Answer.objects.create(inspection=row, **answer)
        for signature in signatures:
            Signature.objects.create(inspection=row, **signature)
        for photo in photos:
            File.objects.create(
                noun="inspection", noun_id=uuid, uploaded_by=user, organ=user.organ, created_at=now, **photo
            )
        return row


class NestedView(APIView):
    authentication_classes = (SessionAuthentication,)
    permission_classes = (IsAuthenticated,)

    def post(self, request: Request, uuid: UUID) -> Response:
        with transaction.atomic():
            record = RecordSerializer(data=request.data, context={"request": request, "uuid": uuid})
            record.is_valid(raise_exception=True)
            record.save()
        return Response(record.data, status=status.HTTP_201_CREATED)


urlpatterns = [path("nested/<uuid:uuid>", NestedView.as_view()), *house]
