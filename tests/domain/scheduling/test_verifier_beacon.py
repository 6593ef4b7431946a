"""The verifier before the chance a draw waits for: signatures of drand, sources that were delayed."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.domain.scheduling import drawn, packages
from tests.domain.scheduling.drawn import MOMENT, SHEET, levels
from tests.domain.scheduling.packages import Event, Files, made
from tests.domain.scheduling.relogged import dropped, of, recommitted, relogged, told


@pytest.mark.parametrize(
    "changed",
    [
        {"proof": ["00" + packages.SIGNATURE[2:], SHEET]},
        {"proof": [packages.SIGNATURE[:-1] + "a", SHEET]},
        {"values": ["00" * 32, drawn.THROWN]},
        {"values": [packages.RANDOMNESS]},
        {"opt": 1},
    ],
)
def test_a_value_of_drand_that_was_not_signed_fails(changed: dict[str, Any]) -> None:
    assert levels(relogged(made("drand"), told("BEACON", **changed)))["beacon"] == "FAIL"


SIGNED = bytes.fromhex(packages.SIGNATURE)


def test_the_signature_of_a_round_is_checked() -> None:
    verifier = drawn.verifier()
    assert verifier.signed(packages.ROUND, SIGNED)
    assert not verifier.signed(packages.ROUND + 1, SIGNED)
    # the same point mirrored: on the curve, in the subgroup, signed by nobody
    assert not verifier.signed(packages.ROUND, bytes([SIGNED[0] ^ 0x20]) + SIGNED[1:])


@pytest.mark.parametrize(
    "signature",
    [
        "00" * 48,  # not compressed
        "c0" + "00" * 47,  # infinity
        "9f" + "ff" * 47,  # not below p
        SIGNED.hex()[:-1] + "a",  # not on the curve
        "80" + "00" * 46 + "04",  # outside the subgroup
    ],
)
def test_what_is_no_point_of_the_group_is_no_signature(signature: str) -> None:
    verifier = drawn.verifier()
    with pytest.raises(verifier.Broken):
        verifier.signed(packages.ROUND, bytes.fromhex(signature))


def test_another_chain_fails() -> None:
    committed = recommitted(made("committed"), beacon={**packages.DRAND, "chain": "00" * 32})
    assert levels(committed)["beacon"] == "FAIL"


DELAYED = [
    {"i": 3},  # dice
    {"i": 4},
    {"from": "2026256"},
    {"to": "2026257"},
    {"to": "258"},
    {"at": 1790256600 + 86399},
]


@pytest.mark.parametrize("changed", DELAYED)
def test_a_delay_that_is_none_fails(changed: dict[str, Any]) -> None:
    assert levels(relogged(made("delayed lottery"), told("BEACON_DELAY", **changed)))["beacon"] == "FAIL"


@pytest.mark.parametrize(
    "changed", [{"to": "657412"}, {"to": "657414"}, {"from": "599813"}, {"at": 1694689204}]
)
def test_a_delay_to_another_round_fails(changed: dict[str, Any]) -> None:
    assert levels(relogged(made("delayed drand"), told("BEACON_DELAY", **changed)))["beacon"] == "FAIL"


def without_results(files: Mapping[str, bytes]) -> Files:
    return {name: data for name, data in files.items() if not name.startswith(("res", "lif", "rep", "sup"))}


def test_a_source_is_delayed_once_unless_the_draw_is_void() -> None:
    def twice(events: list[Event]) -> None:
        place = of(events, "BEACON_DELAY")
        at, kind, fields = events[place]
        events.insert(place + 1, (at, kind, {**fields, "from": "2026258", "to": "2026259"}))

    def void(events: list[Event]) -> None:
        twice(events)
        dropped("RESULT")(events)
        events.insert(of(events, "BEACON_DELAY") + 1, (events[1][0], "VOID", {"code": "beacon"}))
        values = [*packages.NUMBERS[:2], "3d:2026259:007", drawn.THROWN]
        told("BEACON", values=values)(events)

    assert levels(relogged(made("delayed lottery"), twice))["beacon"] == "FAIL"
    assert levels(without_results(relogged(made("delayed lottery"), void)))["beacon"] == "WARN"


def test_a_result_may_be_as_late_as_its_source_was() -> None:
    at = 1790256600 + 86400
    latest = MOMENT + 3 * 86400 + (at - 1790256600) + 3 * 86400
    for when, level in ((latest, "WARN"), (latest + 1, "FAIL")):
        assert levels(relogged(made("delayed lottery"), told("RESULT", when)))["times"] == level
