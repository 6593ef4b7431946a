"""How long a browser may keep what WhiteNoise gives it."""

from wsgiref.headers import Headers

# A new version of these must be seen at once.
_ALWAYS_ASKED = frozenset({"/sw.js", "/index.html", "/manifest.webmanifest"})
# Names that carry a hash of their content never change.
IMMUTABLE = r"^/assets/.+-[\w-]{8}\.\w+$"


def static_headers(headers: Headers, path: str, url: str) -> None:  # noqa: ARG001 as WhiteNoise says
    """The service worker and the shell are asked for every time."""
    if url in _ALWAYS_ASKED:
        headers["Cache-Control"] = "no-cache"
