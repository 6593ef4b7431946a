"""Addresses of online patrols."""

import pytest

from inspections.domain.patrols import address_fault


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://live.example.cn/room/1?from=list", True),
        ("http://127.0.0.1/x", True),
        ("javascript:alert(1)", False),
        ("ftp://a.example/x", False),
        ("https://", False),
        ("https://user:secret@a.example/", False),
        ("http://[::1", False),
        ("云阶直播间", False),
    ],
)
def test_an_address_is_of_the_web_and_carries_no_password(url: str, kept: bool) -> None:
    assert (address_fault(url) == "") is kept
