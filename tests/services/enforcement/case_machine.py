"""A case driven at random, lawful and unlawful, against a small pure model of its table.

The model knows state, decisions and publication alone; the house must agree after every act: the same
moves are open, no number is lost or given twice, the journal has one line for each act that was done.
"""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from backend import clock
from backend.domain.errors import DomainError
from backend.models import JournalLine, NumberSeries
from enforcement.models import Case
from enforcement.services.cases import case_end, case_publish, publication_prepare
from tests.cast import TODAY, Cast
from tests.factories_enforcement import NO_PENALTY, case_make, step

# verb → (states it is open in, state it leads to); None: it stays
MODEL: dict[str, tuple[frozenset[str], str | None]] = {
    "investigate": (frozenset({"filed"}), "investigated"),
    "review": (frozenset({"investigated"}), "reviewed"),
    "send_back": (frozenset({"investigated"}), "filed"),
    "inform": (frozenset({"reviewed", "informed"}), "informed"),
    "statement": (frozenset({"informed"}), None),
    "serve": (frozenset({"decided"}), "served"),
    "archive": (frozenset({"closed", "withdrawn", "transferred"}), None),  # the latter two stay what they are
    "withdraw": (frozenset({"filed", "investigated", "reviewed", "informed"}), "withdrawn"),
    "transfer": (frozenset({"filed", "investigated", "reviewed", "informed"}), "transferred"),
}
_NEXT = {
    "filed": "investigate", "investigated": "review", "reviewed": "inform", "informed": "statement",
    "decided": "serve", "closed": "archive", "withdrawn": "archive", "transferred": "archive",
}  # fmt: skip
PUBLIC = frozenset({"decided", "served", "performed", "closed", "archived"})
NOTHING: dict[str, Any] = {"classes": [], "fine_fen": 0, "confiscated_fen": 0}


class Believed:
    """What the model believes of one case."""

    def __init__(self, row: Case) -> None:
        self.row = row
        self.state = "filed"
        self.outcome = ""
        self.waived = False
        self.shelved = False
        self.owed = False
        self.public = ""
        self.prepared_by = ""
        self.lines = 1


class CaseMachine(RuleBasedStateMachine):
    """Two or three cases of one brigade; `cast` is set by the test that runs it."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.cases: list[Believed] = []
        self.penalties = 0
        self.minutes = 0
        self.first_decision = self._last("decision")
        self.first_case = self._last("case")

    def _last(self, kind: str) -> int:
        rows = NumberSeries.objects.everywhere("guard").filter(kind=kind, organ=self.cast.organ)
        return next(iter(rows.values_list("last", flat=True)), 0)

    def _file(self) -> None:
        self.cases.append(Believed(case_make(self.cast)))

    @initialize()
    def begin(self) -> None:
        self._file()
        self._file()

    @rule()
    def one_more(self) -> None:
        if len(self.cases) < 4:
            self._file()

    def _try(self, one: Believed, act: Any, lawful: bool) -> bool:
        """Do it; whether it was done must be what the model says."""
        self.minutes += 1
        with clock.at(TODAY + timedelta(minutes=self.minutes)):
            try:
                act()
                done = True
            except DomainError as refusal:
                assert refusal.code in ("move_not_open", "facts_missing", "own_record", "conflict", "invalid")
                done = False
        assert done is lawful, (one.state, one.outcome, lawful)
        one.row.refresh_from_db()
        one.lines += done
        return done

    @rule(which=st.integers(0, 3), verb=st.sampled_from(sorted(MODEL)))
    def plain(self, which: int, verb: str) -> None:
        one = self.cases[which % len(self.cases)]
        states, leads_to = MODEL[verb]
        if verb in ("withdraw", "transfer"):
            act: Any = lambda: case_end(  # noqa: E731 one call, made later
                case_id=one.row.uuid, verb=f"case.{verb}", reason="查明情况", actor=self.cast.leader,
                now=clock.now(),
            )  # fmt: skip
        else:
            act = lambda: step(self.cast, one.row, verb)  # noqa: E731 one call, made later
        lawful = one.state in states and not (verb == "archive" and one.shelved)
        if self._try(one, act, lawful):
            one.shelved = one.shelved or verb == "archive"
            one.state = "archived" if (one.state, verb) == ("closed", "archive") else leads_to or one.state
            one.waived = verb == "statement" or (one.waived and verb != "inform")

    @rule(
        which=st.integers(0, 3),
        outcome=st.sampled_from(["penalty", "no_penalty", "not_established", "transfer"]),
    )
    def decide(self, which: int, outcome: str) -> None:
        one = self.cases[which % len(self.cases)]
        values = {} if outcome == "penalty" else {**NO_PENALTY, **NOTHING, "outcome": outcome}
        heard = one.state == "informed" and one.waived
        lawful = heard or (one.state == "reviewed" and outcome != "penalty")
        if self._try(one, lambda: step(self.cast, one.row, "decide", **values), lawful):
            one.state, one.outcome = "decided", outcome
            one.owed = outcome == "penalty"
            self.penalties += outcome == "penalty"

    @rule(which=st.integers(0, 3))
    def pay(self, which: int) -> None:
        one = self.cases[which % len(self.cases)]
        lawful = one.state == "served" and one.owed
        receipt = f"SD-{self.minutes}"
        if self._try(one, lambda: step(self.cast, one.row, "pay", receipt=receipt), lawful):
            one.owed = False

    @rule(which=st.integers(0, 3))
    def perform(self, which: int) -> None:
        one = self.cases[which % len(self.cases)]
        lawful = one.state == "served" and one.outcome == "penalty" and not one.owed
        if self._try(one, lambda: step(self.cast, one.row, "perform"), lawful):
            one.state = "performed"

    @rule(which=st.integers(0, 3), right=st.booleans())
    def close(self, which: int, right: bool) -> None:
        one = self.cases[which % len(self.cases)]
        fits = {"penalty": "performed_general", "transfer": "transferred"}.get(
            one.outcome, "performed_no_penalty"
        )
        kind = fits if right else "announced" if one.outcome != "penalty" else "transferred"
        open_now = one.state == "performed" or (one.state == "served" and one.outcome != "penalty")
        if self._try(one, lambda: step(self.cast, one.row, "close", closing_type=kind), open_now and right):
            one.state = "closed"

    @rule(
        which=st.integers(0, 3),
        act=st.sampled_from(["publish", "withdraw"]),
        who=st.sampled_from(["inspector", "supervisor"]),
    )
    def prepare(self, which: int, act: str, who: str) -> None:
        one = self.cases[which % len(self.cases)]
        follows = one.public in ("", "withdrawn") if act == "publish" else one.public == "published"
        lawful = one.state in PUBLIC and one.outcome == "penalty" and follows and not one.prepared_by
        actor = getattr(self.cast, who)

        def prepare() -> None:
            publication_prepare(case_id=one.row.uuid, act=act, reason="依法", actor=actor, now=clock.now())

        if self._try(one, prepare, lawful):
            one.prepared_by = f"{who} {act}"

    @rule(which=st.integers(0, 3), who=st.sampled_from(["leader", "supervisor"]))
    def check(self, which: int, who: str) -> None:
        one = self.cases[which % len(self.cases)]
        lawful = bool(one.prepared_by) and not one.prepared_by.startswith(who)
        actor = getattr(self.cast, who)
        if self._try(one, lambda: case_publish(case_id=one.row.uuid, actor=actor, now=clock.now()), lawful):
            one.public = "published" if one.prepared_by.endswith("publish") else "withdrawn"
            one.prepared_by = ""

    @rule(which=st.integers(0, 3))
    def go_on(self, which: int) -> None:
        """The next lawful act, so that the later states are reached often enough."""
        one = self.cases[which % len(self.cases)]
        if one.state == "informed" and one.waived:
            self.decide(which, "penalty")
        elif one.state in _NEXT:
            self.plain(which, _NEXT[one.state])
        elif one.state == "served" and one.owed:
            self.pay(which)
        elif one.state == "served" and one.outcome == "penalty":
            self.perform(which)
        elif one.state in ("served", "performed"):
            self.close(which, True)

    @invariant()
    def the_house_agrees(self) -> None:
        for one in self.cases:
            assert (one.row.state, one.row.outcome, one.row.publication) == (
                one.state,
                one.outcome,
                one.public,
            )
            assert bool(one.row.decision_number) == (one.outcome == "penalty")

    @invariant()
    def no_number_is_lost_or_doubled(self) -> None:
        numbers = [one.row.decision_number for one in self.cases if one.row.decision_number]
        assert len(set(numbers)) == len(numbers) == self.penalties
        assert self._last("decision") - self.first_decision == self.penalties
        assert self._last("case") - self.first_case == len(self.cases)
        assert len({one.row.number for one in self.cases}) == len(self.cases)

    def teardown(self) -> None:
        """One line of the journal for each act that was done, and none beside."""
        for one in self.cases:
            lines = JournalLine.objects.everywhere("guard").filter(noun="case", noun_id=one.row.uuid)
            assert lines.exclude(verb__startswith="clock.").count() == one.lines
