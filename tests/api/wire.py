"""What the generated tests of the wire read from the router and from the schema."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator
from rest_framework.views import APIView

PREFIX = "api/v1/"
_UUID = re.compile(r"<uuid:(\w+)>")
_ANY = re.compile(r"<(?:\w+:)?(\w+)>")
_BRACES = r"{\1}"
_LOOKED_AT = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Route:
    """One method of one address: `venues/<uuid:venue>/edit` with POST."""

    pattern: str
    method: str
    view: type[APIView]

    def __str__(self) -> str:
        return f"{self.method} /{self.pattern}"

    @property
    def public(self) -> bool:
        """For everybody, signed in or not."""
        return self.pattern.startswith("public/") or self.pattern == "session"

    def nouns(self) -> list[str]:
        """The words before each UUID: keys of tests/api/objects.py."""
        parts = self.pattern.split("/")
        return [parts[at - 1] for at, part in enumerate(parts) if _UUID.fullmatch(part)]

    def schema_path(self) -> str:
        """As the OpenAPI document names it."""
        return f"/{PREFIX}{_ANY.sub(_BRACES, self.pattern)}"

    def address(self, *uuids: Any) -> str:
        """A real address, its UUIDs filled in from left to right and anything else with `x`."""
        path = self.pattern
        for uuid in uuids:
            path = _UUID.sub(str(uuid), path, count=1)
        return f"/{PREFIX}{_ANY.sub('x', path)}"


@cache
def routes() -> tuple[Route, ...]:
    """Every method of every address under /api/v1, in the router's order."""
    return tuple(_routes(get_resolver().url_patterns, ""))


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Route]:
    for entry in patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _routes(entry.url_patterns, here)
            continue
        view = getattr(entry.callback, "cls", None)
        if view is None or not here.startswith(PREFIX):
            continue
        for method in _LOOKED_AT:
            if hasattr(view, method):
                yield Route(here.removeprefix(PREFIX), method.upper(), view)


@cache
def openapi() -> dict[str, Any]:
    """The document the doors describe today."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call] # drf-spectacular types half of it
    schema: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema
