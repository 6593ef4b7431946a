"""Whether a page may be shown inside another's frame: what the two headers say (a portal's webview)."""

NOBODY = "'none'"
OURSELVES = "'self'"


def frame_options(ancestors: str) -> str:
    """X-Frame-Options for `frame-ancestors`; "" where the older header cannot say it and must be left out."""
    return {NOBODY: "DENY", OURSELVES: "SAMEORIGIN"}.get(ancestors.strip(), "")
