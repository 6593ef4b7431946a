"""The doors under generated requests: schemathesis in this process, signed in as one of the cast."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import schemathesis
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from backend.models import User
from tests.api.wire import Route, openapi

TOKEN = "t" * 32


@cache
def schema() -> Any:
    """Today's document, answered by this process's own WSGI application."""
    loaded = schemathesis.openapi.from_dict(openapi())
    loaded.app = get_wsgi_application()
    return loaded


def operation_of(route: Route) -> Any:
    """The operation of the document that this route is."""
    return schema()[route.schema_path()][route.method]


@dataclass(frozen=True)
class SignedIn:
    """What a signed-in browser sends with every request; nothing for nobody."""

    cookies: Mapping[str, str]
    headers: Mapping[str, str]

    @classmethod
    def as_user(cls, user: User | None) -> "SignedIn":
        if user is None:
            return cls({}, {})
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "backend.services.people.SignIn"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        cookies = {"sessionid": str(session.session_key), "csrftoken": TOKEN}
        return cls(cookies, {"X-CSRFToken": TOKEN})

    def call(self, case: Any) -> Any:
        """Send one generated request as this person, whatever cookies it invents."""
        case.cookies = {}
        with _staying_connected():
            return case.call(headers=dict(self.headers), cookies=dict(self.cookies))


@contextmanager
def _staying_connected() -> Iterator[None]:
    """A real server drops its connection between requests; the test's transaction lives in this one."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
