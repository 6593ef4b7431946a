"""Time stamps over a commit: three readers that share no code say the same of every byte."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backend.domain.errors import DomainError
from scheduling.domain.stamps import LARGEST, Stamp, answer_of, stamp_check, stamp_read, token_of
from tests.domain.scheduling import drawn, packages, twin
from tests.domain.scheduling.relogged import dropped, relogged
from tests.domain.scheduling.relogged import told as told_as
from tests.stamping import Authority, element, unsigned

DIGEST = "5f" * 32
GIVEN = "20260922103000Z"


def at(seconds: int) -> str:
    return datetime.fromtimestamp(drawn.MOMENT + seconds, UTC).strftime("%Y%m%d%H%M%SZ")


def stamped(moment: str) -> dict[str, bytes]:
    return packages.package(drawn.prepared(), stamp=moment)


def times(files: dict[str, bytes]) -> tuple[str, str]:
    level, message = drawn.verdicts(files)["times"]
    theirs, _ = twin.verdicts(files)["times"]
    assert theirs == level
    return level, message


def test_stamp_takes_the_place_of_the_time_in_the_log() -> None:
    level, message = times(stamped(at(-90000)))
    assert (level, "time not proven" in message) == ("WARN", False)
    assert "over this commit, but who signed it is not checked here" in message
    assert "commit 90000 s before the moment" in message
    assert times(stamped(at(-3600)))[0] == "WARN"
    assert times(stamped(at(-3599)))[0] == "FAIL"
    other = unsigned(DIGEST, at(-90000))
    files = relogged(stamped(at(-90000)), told_as("STAMP", token=hashlib.sha256(other).hexdigest()))
    assert times({**files, "commit.tst": other})[0] == "FAIL"


def test_no_byte_of_a_logged_token_can_change() -> None:
    files = stamped(at(-90000))
    sound = files["commit.tst"]
    for one in spoiled(sound)[::5]:  # all of them under `make proof`
        assert drawn.levels({**files, "commit.tst": one})["times"] == "FAIL", one.hex()
    for one in spoiled(sound)[::40]:
        assert times({**files, "commit.tst": one})[0] == "FAIL", one.hex()
    assert times({name: data for name, data in files.items() if name != "commit.tst"})[0] == "FAIL"


def test_token_that_is_not_in_the_log_counts_for_nothing_and_is_never_passed() -> None:
    """As packages were before tokens were logged, and as anybody can lay one into a package."""
    files = relogged(stamped(at(-86000)), dropped("STAMP"))
    level, message = times(files)
    assert (level, "time not proven" in message) == ("PARTIAL", True)
    assert "commit.tst is not in the log" in message
    # that of the log counts: more than a day before, where the token says less
    assert "less than a day" not in message
    assert times({**files, "commit.tst": unsigned(DIGEST, at(-90000))})[0] == "FAIL"
    found = {drawn.levels({**files, "commit.tst": one})["times"] for one in spoiled(files["commit.tst"])[::5]}
    assert found == {"PARTIAL", "FAIL"}
    del files["commit.tst"]
    assert times(files)[0] == "WARN"


def test_package_is_not_made_with_another_token_than_the_logged_one() -> None:
    commit = drawn.prepared()
    events: list[packages.Event] = [(-90000, "COMMIT", {"commit": commit.digest})]
    with pytest.raises(DomainError, match="draw_invalid"):
        packages.pack(commit, events, None, {}, unsigned(commit.digest, GIVEN))
    events.append((-80000, "STAMP", {"token": DIGEST}))
    with pytest.raises(DomainError, match="draw_invalid"):
        packages.pack(commit, events, None, {})


def told(token: bytes) -> Any:
    """What the engine's reader and the stand-alone one make of it: the same, or both refuse."""
    found: list[Any] = []
    verifier = drawn.verifier()
    for read in (lambda: stamp_read(token)[:2], lambda: verifier.stamp_told(token)):
        try:
            found.append(read())
        except (DomainError, verifier.Broken):
            found.append(None)
    assert found[0] == found[1], token.hex()
    return found[0]


def spoiled(token: bytes) -> list[bytes]:
    """Each byte changed in several ways, removed, and one more before it."""
    changed = [
        token[:place] + bytes([token[place] ^ mask]) + token[place + 1 :]
        for place in range(len(token))
        for mask in (1, 0x20, 0x80)
    ]
    cut = [token[:place] + token[place + 1 :] for place in range(len(token))]
    longer = [token[:place] + b"\0" + token[place:] for place in range(len(token) + 1)]
    return changed + cut + longer


def test_every_byte_of_a_token_is_read_alike() -> None:
    token = unsigned(DIGEST, GIVEN)
    sound = told(token)
    assert sound == (bytes.fromhex(DIGEST), 1790073000)
    others = [found for found in map(told, spoiled(token)) if found not in (None, sound)]
    # who changes a digit of the digest or of the time has another stamp; nothing else is read
    assert all((digest == sound[0]) != (seconds == sound[1]) for digest, seconds in others)


def test_browser_reads_a_spoiled_token_as_the_others_do() -> None:
    files = stamped(at(-90000))
    token = files["commit.tst"]
    for one in spoiled(token)[::9]:
        spoiled_files = {**files, "commit.tst": one}
        assert drawn.levels(spoiled_files)["times"] == twin.levels(spoiled_files)["times"], one.hex()


@pytest.mark.parametrize(
    "token",
    [
        b"",
        b"\x30",
        unsigned(DIGEST, GIVEN)[:-1],
        unsigned(DIGEST, GIVEN) + b"\0",
        unsigned(DIGEST, "20260230103000Z"),
        unsigned(DIGEST, "20260922103060Z"),
        unsigned(DIGEST, "20260922103000.50Z"),
        unsigned(DIGEST, "20260922103000+0800"),
        unsigned(DIGEST[2:], GIVEN),
        unsigned(DIGEST, GIVEN, by="608648016503040203"),
        unsigned(DIGEST, GIVEN, serial=b""),
        element(0x30, element(6, b"\x2a"), element(0xA0, element(0x30))),
        element(0x3F, b""),
        b"\x30\x80\0\0",
        b"\x30\x81\x05\x02\x03\1\2\3",
        b"\x30\x85\0\0\0\0\1\0",
    ],
)
def test_what_is_no_token_is_refused(token: bytes) -> None:
    assert told(token) is None


def test_fraction_of_a_second_is_dropped() -> None:
    assert told(unsigned(DIGEST, "20260922103000.25Z")) == told(unsigned(DIGEST, GIVEN))


def test_token_is_taken_out_of_the_answer_of_an_authority(tmp_path: Path) -> None:
    authority = Authority(tmp_path / "tsa")
    answer, token = authority.answer(DIGEST), authority.answer(DIGEST, token_only=True)
    assert token_of(token) == token
    assert told(token_of(answer)) is not None
    assert answer.endswith(token_of(answer))
    assert stamp_read(token)[0].hex() == DIGEST
    # as a strict reader wants it; what it says is the same
    assert stamp_read(token_of(answer_of(token))) == stamp_read(token)


@pytest.mark.parametrize("status", [b"\2", b"\5"])
def test_answer_that_grants_nothing_is_refused(status: bytes) -> None:
    answer = element(0x30, element(0x30, element(2, status)), unsigned(DIGEST, GIVEN))
    with pytest.raises(DomainError, match="stamp_unreadable"):
        token_of(answer)
    with pytest.raises(DomainError, match="stamp_unreadable"):
        token_of(b"\x30" + bytes(LARGEST))


def test_stamp_must_be_over_the_commit_and_an_hour_ahead() -> None:
    stamp = Stamp(bytes.fromhex(DIGEST), 1000, 1)
    stamp_check(stamp, digest=DIGEST, moment=4600)
    with pytest.raises(DomainError, match="stamp_late"):
        stamp_check(stamp, digest=DIGEST, moment=4599)
    with pytest.raises(DomainError, match="stamp_of_another"):
        stamp_check(stamp, digest="00" * 32, moment=4600)
