"""Doors of the archive search."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.api import page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from counting.selectors.search import KINDS, Asked, search_groups, search_list, search_rows
from counting.serializers.search import SearchGroupOut, SearchHitOut, SearchQuery, SearchRowsQuery
from registry.views.answers import asked


class SearchView(APIView):
    """GET /search?q=…"""

    permission_classes = [May]
    verbs = {"GET": "venue.view"}

    @extend_schema(parameters=[SearchQuery], responses=SearchGroupOut(many=True))
    def get(self, request: Request) -> Response:
        """Every kind this person may look at: how many hits, and the newest of them."""
        return Response(search_groups(Asked(**asked(SearchQuery, request)), person(request)))


class SearchRowListView(APIView):
    """GET /search/rows?kind=case&q=…"""

    permission_classes = [May]
    verbs = {"GET": "venue.view"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, SearchRowsQuery], responses=listing("SearchPage", SearchHitOut)
    )
    def get(self, request: Request) -> Response:
        """One page of the hits of one kind."""
        query = asked(SearchRowsQuery, request)
        name = query.pop("kind")
        narrowed = Asked(**query)
        rows = search_list(name, narrowed, person(request))

        def show(got: list[Any]) -> list[Any]:
            return search_rows(name, got, narrowed)

        return Response(page(rows, request, show, order=KINDS[name].order))
