"""Numbers, states, refusals and media types of the ground."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import CATALOGUE, DomainError
from backend.domain.media import DOCX, XLSX, ending, media_type
from backend.domain.numbers import check_template, number, sequence
from backend.domain.states import Facts, Move, next_state, open_verbs

TEMPLATE = "({short})文综罚字〔{year}〕{seq}号"


def test_number_is_printed_as_its_template_says() -> None:
    printed = number(TEMPLATE, short="钢", kind="decision", year=2026, seq=8)
    padded = number("{short}检〔{year}〕{seq3}号", short="钢", kind="visit", year=2026, seq=8)
    assert (printed, padded) == ("(钢)文综罚字〔2026〕8号", "钢检〔2026〕008号")


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("{name}〔{year}〕{seq}", "unknown slots"),
        ("〔{year}〕号", "needs"),
        ("第{seq}号", "needs"),
    ],
)
def test_template_without_year_or_sequence_is_refused(template: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        check_template(template)


@given(
    a=st.tuples(st.integers(2000, 2100), st.integers(1, 99999)),
    b=st.tuples(st.integers(2000, 2100), st.integers(1, 99999)),
)
def test_two_numbers_of_one_series_never_look_alike(a: tuple[int, int], b: tuple[int, int]) -> None:
    one, two = (number(TEMPLATE, short="钢", kind="k", year=year, seq=seq) for year, seq in (a, b))
    assert (one == two) == (a == b)


def _with_reason(facts: Facts) -> list[str]:
    return [] if facts.get("reason") else ["reason"]


MOVES = {
    ("drafted", "publish"): Move("published"),
    ("drafted", "void"): Move("void", _with_reason),
    ("published", "void"): Move("void", _with_reason),
}


@pytest.mark.parametrize(
    ("state", "verbs"), [("drafted", ("publish", "void")), ("published", ("void",)), ("void", ())]
)
def test_open_verbs_come_in_the_order_of_the_table(state: str, verbs: tuple[str, ...]) -> None:
    assert open_verbs(MOVES, state) == verbs


def test_move_without_guard_leads_on() -> None:
    assert next_state(MOVES, "drafted", "publish") == "published"


def test_guard_lets_pass_what_has_its_facts() -> None:
    assert next_state(MOVES, "drafted", "void", {"reason": "重名"}) == "void"


def test_closed_move_is_refused_with_state_and_verb() -> None:
    with pytest.raises(DomainError) as refusal:
        next_state(MOVES, "void", "publish")
    assert (refusal.value.code, refusal.value.data) == ("move_not_open", {"state": "void", "verb": "publish"})


def test_missing_facts_are_named() -> None:
    with pytest.raises(DomainError) as refusal:
        next_state(MOVES, "drafted", "void")
    assert (refusal.value.code, refusal.value.data["missing"]) == ("facts_missing", ["reason"])


def test_refusal_speaks_both_languages_with_its_facts() -> None:
    refusal = DomainError("file_too_big", {"limit_mb": 30})
    assert (refusal.status, refusal.message(), refusal.message("en")) == (
        413,
        "文件超过 30 MB。",
        "The file is larger than 30 MB.",
    )


def test_fact_that_is_missing_stays_visible() -> None:
    assert DomainError("file_too_big").message() == "文件超过 — MB。"


def test_unknown_refusal_is_a_bug() -> None:
    with pytest.raises(ValueError, match="not in the catalogue"):
        DomainError("no_such_code")


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_refusal_is_a_sentence_in_both_languages(code: str) -> None:
    status, chinese, english = CATALOGUE[code]
    assert 400 <= status < 600
    assert chinese.endswith(("。", "）", "{why}")), chinese
    assert english.endswith((".", "{why}")), english


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (HEIC, "image/heic"),
        (HEIC.replace(b"heic", b"mif1"), "image/heic"),
        (HEIC.replace(b"heic", b"avif"), "image/avif"),
        (HEIC.replace(b"heic", b"qt  "), "video/quicktime"),
        (HEIC.replace(b"heic", b"isom"), "video/mp4"),
        (HEIC.replace(b"heic", b"isom") + b"hdlr" + bytes(8) + b"vide", "video/mp4"),
        (HEIC.replace(b"heic", b"iso5") + b"hdlr" + bytes(8) + b"soun", "audio/mp4"),
        (HEIC.replace(b"heic", b"M4A "), "audio/mp4"),
        (HEIC.replace(b"heic", b"3gp4"), "video/3gpp"),
        (b"\x1a\x45\xdf\xa3....V_VP9....A_OPUS", "video/webm"),
        (b"\x1a\x45\xdf\xa3....A_OPUS", "audio/webm"),
        (b"OggS", "audio/ogg"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"%PDF-1.7", "application/pdf"),
        (b"PK\x03\x04", "application/zip"),
        (b"PK\x03\x04..word/document.xml", DOCX),
        (b"PK\x03\x04..xl/workbook.xml", XLSX),
        (b"PK\x03\x04..word/document.xml..word/vbaProject.bin", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/octet-stream"),
        (b"<svg onload=alert(1)>", "application/octet-stream"),
        (b"<html>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_file_is_what_its_first_bytes_say(head: bytes, kind: str) -> None:
    assert media_type(head) == kind


def test_a_file_is_named_by_what_it_is() -> None:
    assert [ending(one) for one in ("image/jpeg", "audio/mpeg", "audio/mp4", XLSX, "image/png")] == [
        "jpg", "mp3", "m4a", "xlsx", "png",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "template",
    ["({short})罚字〔{year}〕{seq}号", "第{seq3}号〔{year}〕{short}", "{short}{seq}-{year}", "{year}{seq}号"],
)
def test_the_sequence_is_read_from_its_place_in_the_format(template: str) -> None:
    for seq in (1, 26, 1234):
        printed = number(template, short="钢", kind="decision", year=2026, seq=seq)
        assert sequence(template, printed, year=2026) == seq
    assert sequence(template, "另一种〔2026〕甲号", year=2026) is None
