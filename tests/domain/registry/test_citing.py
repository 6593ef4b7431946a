"""Laws are named with one pair of brackets."""

import pytest

from registry.domain.citing import law_named


@pytest.mark.parametrize(
    ("law", "named"),
    [
        ("互联网上网服务营业场所管理条例", "《互联网上网服务营业场所管理条例》"),
        (
            "《卫星电视广播地面接收设施管理规定》实施细则",
            "《卫星电视广播地面接收设施管理规定》实施细则",
        ),
    ],
)
def test_a_law_has_one_pair_of_brackets(law: str, named: str) -> None:
    assert law_named(law) == named
