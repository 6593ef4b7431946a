"""A list door asked from inside the house, as a person: his scope, his verb, its masks, page after page."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import resolve

from backend.api import PAGE_MAX
from backend.domain.errors import DomainError
from backend.models import User


def list_pages(path: str, query: Mapping[str, str], actor: User) -> Iterator[dict[str, Any]]:
    """Every page (`{"count", "rows", "next"}`) the door would answer this person; its refusal is raised.

    What a page of the console shows and what is taken out of the house cannot differ this way.
    """
    door = resolve(path)
    cursor = ""
    while True:
        request = HttpRequest()
        request.method, request.path, request.user = "GET", path, actor
        request.META = {"REQUEST_METHOD": "GET", "SERVER_NAME": "inside", "SERVER_PORT": "443"}
        asked = {**query, "limit": str(PAGE_MAX), **({"cursor": cursor} if cursor else {})}
        request.GET = QueryDict(urlencode(asked))
        answer = door.func(request, *door.args, **door.kwargs)
        if answer.status_code != 200:
            raise DomainError(answer.data["code"], answer.data["data"])
        yield answer.data
        cursor = answer.data.get("next") or ""
        if not cursor:
            return
