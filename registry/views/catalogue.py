"""Doors of the catalogue."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.domain.errors import DomainError
from backend.permissions import May
from backend.public import PublicDoor
from registry.selectors.catalogue import (
    catalogue_form,
    catalogue_list,
    category_list,
    item_list_public,
)
from registry.selectors.law import discretion_list
from registry.serializers.catalogue import (
    CatalogueOut,
    CategoryOut,
    FormOut,
    ItemListOut,
    ResultCodeOut,
)
from registry.services.catalogue import shipped
from registry.views.answers import asked


class CatalogueQuery(serializers.Serializer[Any]):
    """Narrowed to one category, or the whole."""

    category = serializers.CharField(max_length=3, required=False, default="")


class FormQuery(serializers.Serializer[Any]):
    """Category codes, separated by commas."""

    categories = serializers.CharField(max_length=80)


class CategoryListView(APIView):
    """GET /categories."""

    permission_classes = [May]
    verbs = {"GET": "catalogue.view"}

    @extend_schema(responses=CategoryOut(many=True))
    def get(self, request: Request) -> Response:
        """Every category with its licences."""
        return Response(category_list())


class CatalogueView(APIView):
    """GET /catalogue?category=NET."""

    permission_classes = [May]
    verbs = {"GET": "catalogue.view"}

    @extend_schema(parameters=[CatalogueQuery], responses=CatalogueOut)
    def get(self, request: Request) -> Response:
        """Items, violations, every version of their bases; discretion and leniency beside them."""
        shown = catalogue_list(**asked(CatalogueQuery, request), on=clock.today())
        return Response(shown | discretion_list())


class PublicItemListView(PublicDoor):
    """GET /public/items."""

    fresh_seconds = 300

    @extend_schema(responses=ItemListOut, auth=[])
    def get(self, request: Request) -> Response:
        """检查事项清单: the items in force today and the provisions they rest on."""
        return Response(item_list_public(clock.today()))


class CatalogueFormView(APIView):
    """GET /catalogue/form?categories=NET,KTV."""

    permission_classes = [May]
    verbs = {"GET": "catalogue.view"}

    @extend_schema(parameters=[FormQuery], responses=FormOut)
    def get(self, request: Request) -> Response:
        """The sections the phone asks at a venue of these categories today."""
        codes = [code.strip() for code in asked(FormQuery, request)["categories"].split(",")]
        known = {row["code"] for row in category_list()}
        unknown = sorted(set(codes) - known)
        if unknown:
            raise DomainError("invalid", {"fields": {"categories": [f"没有这个类别：{'、'.join(unknown)}"]}})
        return Response(catalogue_form(categories=codes, on=clock.today()))


class ResultCodeListView(APIView):
    """GET /result-codes."""

    permission_classes = [May]
    verbs = {"GET": "catalogue.view"}

    @extend_schema(responses=ResultCodeOut(many=True))
    def get(self, request: Request) -> Response:
        """The results of a random check (抽查结果) and their rules."""
        return Response(
            [
                {
                    "code": row.code, "name": row.zh, "name_en": row.en, "national": row.national,
                    "exclusive": row.exclusive, "needs_revisit": row.needs_revisit, "problem": row.problem,
                    "internal": row.internal, "verified": row.verified,
                }
                for row in shipped().result_codes
            ]
        )  # fmt: skip
