"""Whole cases of different kinds from the lead to the archive: states, clocks, sums, papers and journal."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from backend import clock
from backend.models import Document, JournalLine
from backend.services.calendar import calendar_load_year
from counting.selectors.facts import case_facts
from enforcement.domain.papers import forms_open
from enforcement.models import Case, Lead
from enforcement.selectors import papers as case_papers
from tests.cast import Cast
from tests.services.enforcement.courses import SCENARIOS
from tests.services.enforcement.scenarios import Scenario, clocks_told, day_of, play

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def calendar_of(one: Scenario) -> None:
    """A case that runs into the next year needs its table."""
    if any(act[0].startswith("2027") for act in one.acts):
        calendar_load_year(year=2027, source="虚构通知", days=[], now=clock.now())


@pytest.mark.parametrize("one", SCENARIOS, ids=lambda one: one.name)
def test_a_whole_case_ends_as_the_law_has_it(cast: Cast, one: Scenario) -> None:
    calendar_of(one)
    case = play(cast, one)
    assert (case.state, case.outcome, case.closing_type, case.publication) == (
        one.state, one.outcome, one.closing, one.public,
    )  # fmt: skip
    assert clocks_told(case, one.clocks) == {rule: day for rule, day in one.clocks.items() if day}
    year = (cast.supervisor, day_of("01-01"), day_of("12-31"))
    assert [row.outcome for row in case_facts(*year)] == ([one.outcome] if one.outcome else [])
    assert (case.heaviest, case.fine_fen + case.confiscated_fen) == (one.counted or ("", 0))
    lines = JournalLine.objects.everywhere("guard").filter(noun="case", noun_id=case.uuid)
    acts = [name for name in lines.order_by("id").values_list("verb", flat=True) if name not in _BESIDE]
    assert len(acts) == len(one.acts) + 1, acts
    leads = Lead.objects.everywhere("guard").values_list("state", flat=True)
    assert list(leads) == ["filed" if one.simple is None else "dismissed"]
    assert case.archive_gaps == {}  # nothing of the archive's list was explained away
    assert ("decision" in forms_open(state=case.state, outcome=case.outcome)) == (case.decision_number != "")


_BESIDE = {"clock.start", "clock.recompute", "evidence.add"}


@pytest.mark.parametrize("name", ["withdrawn", "transferred"])
def test_a_case_that_ended_before_ends_were_kept_is_told_its_day_and_way(cast: Cast, name: str) -> None:
    case = play(cast, next(row for row in SCENARIOS if row.state == name))
    rows = Case.objects.everywhere("guard").filter(pk=case.pk)
    rows.update(closing_type="", closed_on=None)
    migration = "0003_ended_cases_are_closed"
    then = MigrationExecutor(connection).loader.project_state([("counting", migration)]).apps
    import_module(f"counting.migrations.{migration}").say(then, None)
    assert rows.values_list("closing_type", "closed_on").get() == (name, case.closed_on)


def test_decision_tells_of_the_hearing_before_it(cast: Cast) -> None:
    one = next(row for row in SCENARIOS if row.name == "heard before its decision")
    case = play(cast, one)
    told = "本机关于2026年9月15日告知当事人拟作出的行政处罚及其权利。"
    assert case_papers.case_facts(case)["heard"] == (
        f"{told}根据当事人的申请，本机关于2026年9月28日举行听证。"
    )
    paper = Document.objects.everywhere("guard").get(noun_id=case.pk, form="decision")
    assert "举行听证" in paper.values["heard"]
    case.tracks.filter(kind="hearing").update(state="withdrawn", values={})
    assert case_papers.case_facts(case)["heard"] == f"{told}当事人申请听证后撤回。"


def test_file_of_a_party_told_twice_holds_both_notices(cast: Cast) -> None:
    one = next(row for row in SCENARIOS if row.name.startswith("heard, told anew"))
    case = play(cast, one)
    told = [row for row in case_papers.file_papers(case) if row.form == "prior_notice"]
    assert [(row.seq, row.issued_on.isoformat()) for row in told] == [(1, "2026-09-15"), (2, "2026-09-17")]
