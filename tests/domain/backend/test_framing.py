"""The two headers about frames say the same."""

import pytest

from backend.domain.framing import frame_options


@pytest.mark.parametrize(
    ("ancestors", "header"),
    [("'none'", "DENY"), (" 'self' ", "SAMEORIGIN"), ("'self' https://portal.example.gov.cn", "")],
)
def test_the_older_header_says_what_it_can(ancestors: str, header: str) -> None:
    assert frame_options(ancestors) == header
