"""关于 without sign-in, and the frames a page may be shown in."""

import pytest
from django.test import override_settings
from rest_framework.test import APIClient

from tests.personal import personal

ABOUT = "/api/v1/public/about"
PORTAL = "https://portal.example.gov.cn"


@override_settings(
    ABOUT_SPONSOR="钢城区文化和旅游局", ABOUT_FILING="鲁政务App备（示例）1号", ABOUT_FEEDBACK=["12345", ""]
)
def test_everybody_reads_who_runs_this() -> None:
    told = APIClient().get(ABOUT).json()
    assert (told["sponsor"], told["filing"], told["feedback"]) == (
        "钢城区文化和旅游局", "鲁政务App备（示例）1号", ["12345"],
    )  # fmt: skip
    assert personal(told) == []


@pytest.mark.parametrize(
    ("ancestors", "older"), [("'none'", "DENY"), (f"'self' {PORTAL}", None)], ids=["nobody", "a portal"]
)
def test_a_page_is_framed_only_by_whom_the_setting_names(ancestors: str, older: str | None) -> None:
    with override_settings(FRAME_ANCESTORS=ancestors):
        answer = APIClient().get(ABOUT)
    assert f"frame-ancestors {ancestors}" in answer["Content-Security-Policy"]
    assert answer.get("X-Frame-Options") == older
