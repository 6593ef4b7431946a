"""The stand-alone verifier of evidence: a whole package passes, and nothing that was touched does."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.domain.inspections.evidence_packages import (
    KEY,
    PUBLIC,
    VERIFIER,
    damages,
    failed,
    levels,
    package,
    repacked,
    sign,
    signed_again,
    verifier,
)

# RFC 8032, 7.1: public key, message, signature
RFC = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
STEPS = ["keys", "package", "files", "record", "receipt", "manifest", "originals", "marks", "journal"]


@pytest.mark.parametrize(("public", "message", "signature"), RFC, ids=["1", "2", "3"])
def test_vectors_of_rfc_8032_verify_and_nothing_near_them(public: str, message: str, signature: str) -> None:
    a, m, s = (bytes.fromhex(part) for part in (public, message, signature))
    check = verifier().ed25519_verify
    more = int.from_bytes(s[32:], "little") + verifier().L  # the same point by another spelling
    assert check(a, m, s)
    assert not any(
        (
            check(a, m + b"x", s),
            check(a, m, s[:-1]),
            check(a, m, bytes([s[0] ^ 1]) + s[1:]),
            check(a, m, s[:32] + more.to_bytes(32, "little")),
            check(bytes([a[0] ^ 1]) + a[1:], m, s),
            check((2**255 - 1).to_bytes(32, "little"), m, s),
            check(a[:-1], m, s),
        )
    )


def test_whole_package_passes_every_step() -> None:
    assert levels(package()) == dict.fromkeys(STEPS, "PASS")


def test_without_a_published_key_the_reader_is_warned() -> None:
    assert levels(package(), trusted=False) == {**dict.fromkeys(STEPS, "PASS"), "keys": "WARN"}


def test_missing_original_is_told_and_is_no_pass() -> None:
    assert levels(package(arrived=1)) == {**dict.fromkeys(STEPS, "PASS"), "originals": "PARTIAL"}


def test_key_nobody_published_signs_nothing() -> None:
    found = verifier().verify(package(), ["00" * 32])
    assert [level for _, level, _ in found][:2] == ["PASS", "FAIL"]


def test_any_byte_changed_removed_or_doubled_fails() -> None:
    survivors = [(name, at) for name, at, files in damages(package(), 97) if not failed(files)]
    assert survivors == []


def test_what_is_added_to_a_package_fails() -> None:
    assert failed({**package(), "files/00000000-0000-4000-8000-000000000009.jpg": b"more"})


@pytest.mark.parametrize(
    ("step", "change"),
    [
        ("receipt", lambda files: signed_again(files, "receipt.json", digest="0" * 64)),
        ("receipt", lambda files: signed_again(files, "receipt.json", rev=2)),
        ("receipt", lambda files: signed_again(files, "receipt.json", files="0" * 64)),
        ("receipt", lambda files: signed_again(files, "receipt.json", photos=3)),
        ("receipt", lambda files: signed_again(files, "receipt.json", spec="WENXUN-EVIDENCE/1")),
        ("manifest", lambda files: signed_again(files, "manifest.json", record={})),
        ("manifest", lambda files: signed_again(files, "manifest.json", files=[])),
        ("originals", lambda files: signed_again(files, "manifest.json", stage="partial")),
        ("marks", lambda files: repacked(files, "marks.json", b"{}")),
        ("journal", lambda files: repacked(files, "journal.jsonl", b"")),
        ("files", lambda files: repacked({k: v for k, v in files.items() if k != "README.txt"}, "x", b"")),
    ],
)
def test_contradiction_under_good_signatures_fails_at_its_step(step: str, change) -> None:  # type: ignore[no-untyped-def]
    assert levels(change(package()))[step] == "FAIL"


def test_program_alone_says_so_line_by_line(tmp_path: Path) -> None:
    program = tmp_path / VERIFIER.name
    program.write_bytes(VERIFIER.read_bytes())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in package().items():
            packed.writestr(name, data)
    (tmp_path / "whole.zip").write_bytes(out.getvalue())
    (tmp_path / "cut.zip").write_bytes(out.getvalue()[:-60])
    told = []
    for name in ("whole.zip", "cut.zip"):
        command = [sys.executable, "-I", program.name, name, "--key", PUBLIC.hex()]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        told.append((done.returncode, [line.split()[:2] for line in done.stdout.splitlines()]))
    assert told == [(0, [["PASS", step] for step in STEPS]), (1, [["FAIL", "archive"]])]


def test_the_key_of_the_tests_has_the_id_it_says() -> None:
    assert verifier().key_id(PUBLIC) == KEY
    assert len(sign("x")) == 128
