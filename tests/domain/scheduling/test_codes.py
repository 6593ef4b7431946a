"""The code a team shows: read back as it was sealed, refused when anything in it was changed."""

from datetime import date
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.domain.codes import Code, opened, sealed

KEY, OLDER = b"k" * 32, b"o" * 32
CODE = Code(UUID(int=7), "370117", date(2026, 9, 1), date(2026, 10, 10))


@settings(max_examples=30)
@given(
    st.uuids(), st.from_regex(r"[0-9]{6,12}", fullmatch=True), st.dates(date(2000, 1, 1), date(2060, 1, 1))
)
def test_a_sealed_code_reads_back_and_fits_a_small_square(visit: UUID, organ: str, first: date) -> None:
    code = Code(visit, organ, first, first)
    text = sealed(code, KEY)
    assert opened(text, [KEY]) == code
    assert len(text) <= 80


def test_a_code_sealed_with_an_older_key_still_opens() -> None:
    assert opened(sealed(CODE, OLDER), [KEY, OLDER]) == CODE
    assert opened(sealed(CODE, OLDER), [KEY]) is None


def test_a_changed_code_is_forged() -> None:
    text = sealed(CODE, KEY)
    for at in range(len(text)):
        other = "A" if text[at] != "A" else "B"
        assert opened(text[:at] + other + text[at + 1 :], [KEY]) is None
    for wrong in ("", "空", "1.a.b.c.d.e", text + ".x", "2" + text[1:], text[:-1], "空" + text):
        assert opened(wrong, [KEY]) is None
