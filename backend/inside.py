"""A list door asked from inside the house, as a person: his scope, his verb, its masks, page after page."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from backend.api import PAGE_MAX
from backend.domain.errors import DomainError
from backend.models import User


def list_pages(path: str, query: Mapping[str, str], actor: User) -> Iterator[dict[str, Any]]:
    """Every page (`{"count", "rows", "next"}`) the door would answer this person; its refusal is raised.

    A bare list is one page; a door that pages by number is asked from its `next` on.
    What a page of the console shows and what is taken out of the house cannot differ this way.
    """
    try:
        door = resolve(path)
    except Resolver404 as error:
        raise DomainError("not_found", {"path": path}) from error
    further: dict[str, str] = {}
    while True:
        request = HttpRequest()
        request.method, request.path, request.user = "GET", path, actor
        request.META = {"REQUEST_METHOD": "GET", "SERVER_NAME": "inside", "SERVER_PORT": "443"}
        asked = {**query, "limit": str(PAGE_MAX), **further}
        request.GET = QueryDict(urlencode(asked))
        answer = door.func(request, *door.args, **door.kwargs)
        if answer.status_code != 200:
            raise DomainError(answer.data["code"], answer.data["data"])
        if isinstance(answer.data, list):
            yield {"count": len(answer.data), "rows": answer.data}
            return
        yield answer.data
        following = answer.data.get("next")
        if not following:
            return
        further = {"offset" if isinstance(following, int) else "cursor": str(following)}
