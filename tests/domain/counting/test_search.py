"""What a typed text asks for, and what is shown of a hit."""

import pytest

from counting.domain.search import snippet, words_asked


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", []),
        ("蓝鲸 未成年人", [("蓝鲸",), ("未成年人",)]),
        ("（钢）罚字[2026]1号", [("（钢）罚字[2026]1号", "(钢)罚字[2026]1号", "(钢)罚字〔2026〕1号")]),
        ("罚字(2026)１号", [("罚字(2026)１号", "罚字(2026)1号", "罚字〔2026〕1号")]),
    ],
)  # fmt: skip
def test_words_are_asked_in_the_ways_they_may_be_written(typed: str, words: list[tuple[str, ...]]) -> None:
    assert words_asked(typed) == words


def test_at_most_eight_words_are_asked() -> None:
    assert len(words_asked("一 二 三 四 五 六 七 八 九 十")) == 8


def test_a_snippet_shows_the_place_of_the_hit() -> None:
    text = "前" * 40 + "接纳未成年人\n" + "后" * 60
    shown = snippet(text, words_asked("未成年人"))
    assert shown.startswith("…") and shown.endswith("…") and "接纳未成年人 后" in shown  # one sentence
    assert snippet("全部", words_asked("全部")) == "全部"
    assert snippet("无关", words_asked("未成年人")) == ""
