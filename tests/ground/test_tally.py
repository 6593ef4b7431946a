"""The closing line that CI reads is never better than what happened."""

from pathlib import Path

import pytest

from tests import __main__ as suite
from tests.tally import Tally, from_junit, from_vitest

JUNIT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"><failure/></testcase><testcase name="c"><error/></testcase>
<testcase name="d"><skipped/></testcase><testcase name="e"/>
</testsuite></testsuites>"""


def test_junit_errors_count_as_failures(tmp_path: Path) -> None:
    report = tmp_path / "junit.xml"
    report.write_text(JUNIT)

    assert from_junit(report, 1, 2.0) == Tally(passed=2, failed=2, skipped=1, seconds=2.0)


def test_a_run_that_died_without_a_report_is_one_failure(tmp_path: Path) -> None:
    absent = tmp_path / "absent"

    assert (from_junit(absent, 4, 0), from_vitest(absent, 1, 0)) == (Tally(failed=1), Tally(failed=1))


def test_vitest_file_that_cannot_load_is_a_failure(tmp_path: Path) -> None:
    report = tmp_path / "vitest.json"
    report.write_text('{"numPassedTests": 7, "numFailedTests": 0, "numPendingTests": 1, "numTodoTests": 1}')

    assert from_vitest(report, 1, 0) == Tally(passed=7, failed=1, skipped=2)


@pytest.mark.parametrize(("in_ci", "code"), [(True, 1), (False, 0)])
def test_what_could_not_run_fails_only_where_the_suite_must_be_whole(
    in_ci: bool, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(suite, "IN_CI", in_ci)

    assert suite._close({"embedded": Tally(passed=3)}, {"real": "PostgreSQL (gone)"}, []) == code

    lines = capsys.readouterr().out.splitlines()
    assert "NOT RUN" in lines[-2]
    assert lines[-1] == "3 passed, 0 failed, 0 skipped"


def test_coverage_below_the_floor_fails_the_run() -> None:
    assert suite._close({"embedded": Tally(passed=3)}, {}, ["coverage      whole 80.00 % BELOW 90 %"]) == 1
