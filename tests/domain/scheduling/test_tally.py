from datetime import UTC, datetime

from scheduling.domain.tally import Counted, draws_tally

NOW = datetime(2026, 9, 15, 2, tzinfo=UTC)
BY = datetime(2026, 9, 14, tzinfo=UTC)
LATER = datetime(2026, 12, 1, tzinfo=UTC)


def test_year_of_an_organ_is_counted_by_what_its_log_says() -> None:
    draws = [
        Counted("WH1", 2026, "drawn", None, {"RESULT": 1, "REPLACE": 2, "SUPPLEMENT": 1}),
        Counted("WH1", 2026, "void", BY, {"VOID": 1, "BEACON_DELAY": 1}),
        Counted("WH1", 2026, "drawn", LATER, {"RESULT": 1, "ASSIGN": 3}),
        Counted("WH1", 2026, "drawn", BY, {"RESULT": 1, "REVEAL": 1, "ERRATUM": 1}),
        Counted("WH1", 2025, "committed", None, {}),
        Counted("WH2", 2026, "drawn", None, {"RESULT": 1}),
    ]
    found = draws_tally(draws, NOW)
    assert found["WH1", 2026] == {
        "committed": 4, "drawn": 3, "void": 1, "sealed": 3, "owed": 1, "missing": 1, "replacements": 2,
        "supplements": 1, "assignments": 3, "delays": 1, "errata": 1,
    }  # fmt: skip
    assert {key: row["committed"] for key, row in found.items()} == {
        ("WH1", 2026): 4,
        ("WH1", 2025): 1,
        ("WH2", 2026): 1,
    }
