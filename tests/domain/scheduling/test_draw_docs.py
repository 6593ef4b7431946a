"""The public page of the draw names what the code has: files, keys, events, steps."""

import re

import pytest

from scheduling.domain import beacon, drawlog, roster
from scheduling.domain.characters import ranges
from scheduling.domain.commit import Commit
from scheduling.domain.policy import Policy
from tests.domain.scheduling import drawn, packages

PAGE = (drawn.VERIFIER.parents[2] / "docs" / "draws.md").read_text()


def section(title: str) -> str:
    """The text under a heading, up to the next one."""
    return re.split(rf"^##+ {re.escape(title)}$", PAGE, flags=re.MULTILINE)[1].split("\n## ")[0]


def named(rows: str) -> set[str]:
    """Every word in code in the first column of a table."""
    cells = re.findall(r"^\| (.*?) \|", rows, flags=re.MULTILINE)
    return {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}


def test_every_table_is_described_with_its_columns() -> None:
    columns = {
        "venues.tsv": roster.VENUE_COLUMNS,
        "officers.tsv": roster.OFFICER_COLUMNS,
        "blocked.tsv": roster.PAIR_COLUMNS,
        "lifted.tsv": roster.PAIR_COLUMNS,
        "results.tsv": roster.RESULT_COLUMNS,
        "supplement-K.tsv": roster.RESULT_COLUMNS,
        "replace.tsv": roster.CHANGE_COLUMNS,
    }
    for name, names in columns.items():
        assert f"| `{name}` | `{' '.join(names)}`" in PAGE


def test_every_key_of_commit_and_policy_is_described_and_no_other() -> None:
    whole = section("3. The commit")
    commit, policy = whole.split("### 3.1 The policy")
    assert named(commit) == set(Commit.__required_keys__)
    assert named(policy) == set(Policy.__required_keys__)


def test_every_event_is_described_with_its_keys() -> None:
    rows = dict(re.findall(r"^\| ([A-Z_]+) \| (.*) \|$", section("10. The log"), flags=re.MULTILINE))
    assert set(rows) == set(drawlog.FIELDS)
    for event, fields in drawlog.FIELDS.items():
        assert all(f"`{name}`" in rows[event] for name in fields), event


def test_the_steps_are_those_of_the_verifier_in_their_order() -> None:
    told = section("12. The steps of a verifier").split("\nA step")[0]
    rows = re.findall(r"^\| ([a-z, ]+) \|", told, flags=re.MULTILINE)
    steps = [step for row in rows for step in row.split(", ")]
    assert steps == ["step", *drawn.verifier().STEPS]


def test_numbers_of_the_page_are_those_of_the_code() -> None:
    characters = sum(last - first + 1 for first, last in ranges())
    assert f"{characters:,} characters" in PAGE
    told = ", ".join(f"{kind} {beacon.BITS[kind]}" for kind in ("ssq", "pl5", "3d", "drand"))
    assert f"{told}, each die {beacon.DIE_BITS}" in PAGE
    assert f"must have {beacon.FEWEST_BITS} or more" in PAGE
    assert f"(moment − {beacon.CHAIN_STARTS_AT}) / {beacon.CHAIN_PERIOD_S}) + 1" in PAGE


def test_the_steps_need_what_the_verifier_needs() -> None:
    told = section("12. The steps of a verifier").split("\nA step")[0]
    rows = dict(re.findall(r"^\| ([a-z]+) \|([^|]*)\|", told, flags=re.MULTILINE))
    for step, (_, before) in drawn.verifier().STEPS.items():
        # a need with a condition stands behind a semicolon
        assert rows[step].split(";")[0].replace(",", "").split() == before.split(), step


def test_a_proof_is_described_with_its_keys() -> None:
    assert named(section("9. The result")) == set(drawn.verifier().PROOF_KEYS)


def test_the_key_of_the_chain_is_the_one_both_verifiers_hold() -> None:
    told = "".join(re.findall(r"^    ([0-9a-f]{64})$", section("6. The beacon"), flags=re.MULTILINE))
    first, second = (int(told[n : n + 96], 16) for n in (0, 96))
    (low, high), _ = drawn.verifier().KEY
    assert (first % (1 << 381), second) == (high, low)
    browser = (drawn.VERIFIER.parents[2] / "web" / "src" / "domain" / "draw" / "drand.ts").read_text()
    assert told == "".join(re.findall(r'"([0-9a-f]{64,})"', browser))


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("COMMIT, perhaps BEACON_DELAY", "committed"),
        ("VOID and BEACON", "void"),
        ("sealed: the same, with REPLACE and SUPPLEMENT", "sealed"),
        ("sealed: VOID and BEACON, no REVEAL yet", "void sealed"),
        ("everything", "revealed"),
    ],
)
def test_what_is_partial_is_told_for_every_state(state: str, kind: str) -> None:
    found = [step for step, level in drawn.levels(packages.made(kind)).items() if level == "PARTIAL"]
    assert f"| {state} | {', '.join(found) or 'none'} |" in PAGE
