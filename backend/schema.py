"""How doors describe themselves in docs/openapi.yaml: operation names by noun and verb, and every refusal."""

from typing import Any, Literal

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers


class ProblemOut(serializers.Serializer[Any]):
    """Every refusal."""

    code = serializers.CharField()
    message = serializers.CharField()
    data = serializers.DictField()  # type: ignore[assignment] # a field by this name, not the property


_REFUSALS = ("400", "401", "403", "404", "405", "406", "409", "410", "413", "415", "422", "429", "503", "507")


class SessionSignInScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call] # it registers itself
    """The session cookie, as the document names it."""

    target_class = "backend.api.SessionSignIn"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Cookie and, for every POST, the CSRF token of GET /session in X-CSRFToken."""
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class HouseSchema(AutoSchema):
    """Adds the one refusal shape to every operation and names operations `verb_noun` after the view class."""

    def get_operation_id(self) -> str:
        """`VenueListView` with GET → `venue_list_get`."""
        name = type(self.view).__name__.removesuffix("View")
        snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
        return f"{snake}_{self.method.lower()}"

    def get_tags(self) -> list[str]:
        """One tag per app."""
        return [type(self.view).__module__.split(".")[0]]

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction=direction)
        problem = self.resolve_serializer(ProblemOut, direction).ref
        for status in _REFUSALS:
            if status not in bodies:
                bodies[status] = {
                    "content": {"application/json": {"schema": problem}},
                    "description": "refused",
                }
        return bodies


def listing(name: str, row: Any) -> Any:
    """The serializer of one page of a list of `row`."""
    return inline_serializer(
        name,
        {
            "count": serializers.IntegerField(),
            "rows": row(many=True),
            "next": serializers.CharField(allow_null=True),
        },
    )


def binary(*media_types: str, status: int = 200) -> dict[tuple[int, str], Any]:
    """`responses=` of a door that gives bytes of these media types."""
    return {(status, media_type): OpenApiTypes.BINARY for media_type in media_types}


LIST_PARAMETERS = [
    OpenApiParameter(
        "limit", {"type": "integer", "minimum": 1, "maximum": 500, "default": 50}, description="rows a page"
    ),
    OpenApiParameter("cursor", str, description="`next` of the page before"),
]
