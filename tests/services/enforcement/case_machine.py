"""Cases driven at random, lawful and unlawful, against the pure model (case_model.py, track_model.py).

The house must agree after every act: the same moves are open, refused without a trace, no number is lost or
given twice, the journal tells every act that was done, in its order, and none beside.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Clock, Document, JournalLine, NumberSeries, Suspension
from backend.services.calendar import calendar_load_year, work_calendar
from backend.services.documents import document_void
from enforcement.models import Case, CaseTrack
from enforcement.services.cases import track_act, track_begin
from tests.cast import TODAY, Cast
from tests.factories_enforcement import case_make, step
from tests.services.enforcement import case_acts as house
from tests.services.enforcement.case_model import (
    BEFORE,
    CASE,
    MAY_FOLLOW,
    MOVES,
    NEXT,
    PUBLIC,
    STANDS_AS,
    VERBS,
    Believed,
    Time,
)
from tests.services.enforcement.track_model import act, begin, may_act, may_begin

ERA = timedelta(days=250)
ERAS, DAYS, MOST = 3, 3, 5
REFUSALS = ("move_not_open", "facts_missing", "own_record", "conflict", "invalid")
FORMS = ("question_notice", "prior_notice", "decision")
picks = st.integers(0, MOST - 1)


class CaseMachine(RuleBasedStateMachine):
    """A few cases of one brigade; `cast` is set by the test that runs it."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.time = Time()
        self.rows: list[Case] = []
        self.cases: list[Believed] = []
        self.tracks: list[list[CaseTrack]] = []
        self.papers: dict[tuple[int, str, int], Document] = {}  # (case, form, content) → the one that stands
        self.told: list[tuple[Document, str]] = []  # the journal of the papers
        self.taken: Counter[str] = Counter()
        self.minutes = 0
        for year in {2027, 2028} - set(work_calendar().years):
            calendar_load_year(year=year, source="示例", days=[], now=TODAY)
        self.start_again = transaction.savepoint()
        self.before = self._last()

    def _last(self) -> Counter[str]:
        rows = NumberSeries.objects.everywhere("guard").filter(organ=self.cast.organ)
        found: Counter[str] = Counter()
        for kind, last in rows.values_list("kind", "last"):
            found[kind] += last
        return found

    def _now(self) -> AbstractContextManager[None]:
        self.minutes += 1
        days = self.time.era * ERA + timedelta(days=self.time.day)
        return clock.at(TODAY + days + timedelta(minutes=self.minutes % 600))

    def _add(self, row: Case, one: Believed) -> None:
        self.rows.append(row)
        self.cases.append(one)
        self.tracks.append([])

    @initialize(steps=st.lists(st.integers(0, 9), min_size=2, max_size=2), heavy=st.booleans())
    def start(self, steps: list[int], heavy: bool) -> None:
        """Two cases, each some way along its course."""
        for which, most in enumerate(steps):
            self.file()
            for _ in range(most):
                self.go_on(which, heavy=heavy)

    @rule()
    def file(self) -> None:
        if len(self.cases) < MOST and not self.time.era:
            with self._now():
                self._add(case_make(self.cast), Believed(self.time, fine_fen=house.LIGHT["fine_fen"]))
            self.cases[-1].lines.append(("case.file", "filed"))
            self.taken["case"] += 1

    @rule(fine=st.sampled_from([house.SPOT_FEN, 3_000_01]))
    def file_simple(self, fine: int) -> None:
        """On the spot: at most 3,000 yuan of an organisation."""
        made: list[Case] = []
        if len(self.cases) < MOST and not self.time.era:
            lawful = fine == house.SPOT_FEN
            if self._try(lambda: made.append(house.spot(self.cast, fine)), lawful, fine):
                one = Believed(self.time, simple=True, fine_fen=fine, unpaid_fen=fine, outcome="penalty")
                one.pay_era = one.remedy_era = self.time.era
                one.done("case.file_simple", "served")
                self._add(made[0], one)
                self.taken["spot_penalty"] += 1

    @rule(far=st.sampled_from([False, False, True]))
    def time_goes(self, far: bool) -> None:
        if far and self.time.era + 1 < ERAS:
            self.time.era, self.time.day = self.time.era + 1, 0
        elif self.time.day + 1 < DAYS:
            self.time.day += 1

    def _try(self, do: Callable[[], object], lawful: bool, why: Any = "") -> bool:
        """Do it; whether it was done must be what the model says, and a refusal leaves no trace."""
        lines = JournalLine.objects.everywhere("guard")
        with self._now():
            last = lines.count()
            try:
                do()
                done = True
            except DomainError as refusal:
                assert refusal.code in REFUSALS, refusal.code
                assert lines.count() == last, "a refusal leaves no trace"
                why = (why, refusal.code, refusal.data)
                done = False
        assert done is lawful, why
        return done

    def _case(self, which: int) -> tuple[int, Case, Believed]:
        number = which % len(self.cases)
        return number, self.rows[number], self.cases[number]

    # -- the course of the case

    @rule(which=picks, verb=st.sampled_from(sorted(CASE)), heavy=st.booleans(), right=st.booleans())
    def plain(self, which: int, verb: str, heavy: bool, right: bool) -> None:
        _, row, one = self._case(which)
        announced = verb == "serve" and not right
        lawful = (
            one.may_serve(announced=announced)
            if verb == "serve"
            else one.lawful(verb, heavy=heavy, right=right)
        )
        if self._try(
            lambda: house.plain(self.cast, row, verb, heavy=heavy, right=right), lawful, (verb, one)
        ):
            if verb == "serve":
                one.serve(announced=announced)
            else:
                one.step(verb, heavy=heavy, right=right)
            self.taken["archive"] += verb == "archive"

    @rule(
        which=picks,
        outcome=st.sampled_from(["penalty", "no_penalty", "not_established", "transfer"]),
        heavy=st.booleans(),
    )
    def decide(self, which: int, outcome: str, heavy: bool) -> None:
        _, row, one = self._case(which)
        lawful = one.may_decide(outcome, heavy=heavy)
        if self._try(
            lambda: house.decide(self.cast, row, outcome, heavy=heavy), lawful, (outcome, heavy, one)
        ):
            one.decide(outcome)
            self.taken["decision"] += outcome == "penalty"

    @rule(which=picks, part=st.sampled_from(["all", "half", "more"]))
    def pay(self, which: int, part: str) -> None:
        _, row, one = self._case(which)
        fen = {"all": one.owed_fen, "half": one.owed_fen // 2, "more": one.owed_fen + 1}[part]
        receipt = f"SD-{self.minutes}"
        given = {"amount_fen": fen, "receipt": receipt}
        if self._try(lambda: step(self.cast, row, "pay", **given), one.may_pay(fen), (part, one)):
            one.unpaid_fen, one.paid = one.unpaid_fen - fen, True
            one.done("case.pay")

    @rule(which=picks)
    def perform(self, which: int) -> None:
        _, row, one = self._case(which)
        given = {"remission_reason": "法院裁定"}
        if self._try(lambda: step(self.cast, row, "perform", **given), one.may_perform, one):
            one.done("case.perform", "performed")

    @rule(which=picks, kind=st.sampled_from(["right", "right", "wrong", "terminated"]))
    def close(self, which: int, kind: str) -> None:
        _, row, one = self._case(which)
        wrong = "performed_no_penalty" if one.outcome == "penalty" else "performed_general"
        named = {"right": one.closing, "wrong": wrong}.get(kind, kind)
        given = {"closing_type": named, "reason": "当事人已注销"}
        if self._try(lambda: step(self.cast, row, "close", **given), one.may_close(named), (named, one)):
            one.done("case.close", "closed")

    # -- the public

    @rule(
        which=picks,
        verb=st.sampled_from(["publish", "withhold", "correct", "withdraw"]),
        who=st.sampled_from(["inspector", "supervisor"]),
    )
    def prepare(self, which: int, verb: str, who: str) -> None:
        _, row, one = self._case(which)
        actor = getattr(self.cast, who)
        if self._try(lambda: house.prepare(row, verb, actor), one.may_prepare(verb), (verb, one)):
            one.prepared = (who, verb)
            one.done("publication.prepare")

    @rule(which=picks, who=st.sampled_from(["leader", "supervisor"]), back=st.booleans())
    def check(self, which: int, who: str, back: bool) -> None:
        _, row, one = self._case(which)
        actor, lawful = getattr(self.cast, who), one.may_check(who, back=back)
        if self._try(lambda: house.check(row, actor, back=back), lawful, (who, back, one)) and one.prepared:
            one.public = one.public if back else STANDS_AS[one.prepared[1]]
            one.prepared = None
            one.done("publication.return" if back else "case.publish")

    @rule(which=picks, pick=st.integers(0, 1))
    def go_on_in_public(self, which: int, pick: int) -> None:
        """What may follow is prepared by one and checked by another."""
        _, _, one = self._case(which)
        if one.prepared is None:
            follows = MAY_FOLLOW[one.public]
            self.prepare(which, follows[pick % len(follows)], "inspector")
        if one.prepared is not None:
            self.check(which, "leader", back=False)

    # -- beside it

    @rule(which=picks, verb=st.sampled_from(VERBS), of=st.integers(0, 9), right=st.booleans())
    def beside(self, which: int, verb: str, of: int, right: bool) -> None:
        """Any act of any track, mostly unlawful."""
        self._beside(which, verb, of, right=right, revoked=False)

    @rule(
        which=picks,
        fresh=st.integers(0, 99),
        chosen=st.lists(st.integers(0, 9), min_size=1, max_size=6),
        revoked=st.booleans(),
    )
    def go_on_beside(self, which: int, fresh: int, chosen: list[int], revoked: bool) -> None:
        """A track begun as it may be and carried on as it may be, days between: its later states too."""
        _, _, one = self._case(which)
        begins = [verb for state, verb in sorted(MOVES) if not state and may_begin(one, verb, right=True)]
        if begins:
            self._beside(which, begins[fresh % len(begins)], 0, right=fresh % 7 > 0, revoked=revoked)
        for pick in chosen if one.tracks else ():
            last = len(one.tracks) - 1
            acts = [verb for _, verb in sorted(MOVES) if may_act(one, one.tracks[last], verb, right=True)]
            if acts and pick < 7:
                self._beside(which, acts[pick % len(acts)], last, right=pick > 0, revoked=revoked)
            else:
                self.time_goes(far=pick == 9)

    def _beside(self, which: int, verb: str, of: int, *, right: bool, revoked: bool) -> None:
        number, row, one = self._case(which)
        result, tracks = "revoked" if revoked else "upheld", self.tracks[number]
        given: dict[str, Any] = {"verb": verb, "actor": house.actor_of(self.cast, verb)}

        def told() -> dict[str, Any]:
            return {
                **given, "values": house.words_beside(verb, one.fine_fen, result, right=right),
                "now": clock.now(),
            }  # fmt: skip

        if ("", verb) in MOVES:
            lawful = may_begin(one, verb, right=right)
            if self._try(lambda: tracks.append(track_begin(case_id=row.pk, **told())), lawful, (verb, one)):
                begin(one, verb)
        elif tracks:
            track, beside = tracks[of % len(tracks)], one.tracks[of % len(tracks)]
            lawful = may_act(one, beside, verb, right=right)
            if self._try(lambda: track_act(track_id=track.pk, **told()), lawful, (verb, beside, one)):
                act(one, beside, verb, result)

    # -- its papers

    @rule(which=picks, form=st.sampled_from(FORMS), content=st.integers(0, 1))
    def paper(self, which: int, form: str, content: int) -> None:
        """Asked for twice in the same words it is one paper; a decision has the number of its case."""
        number, row, one = self._case(which)
        states = {"prior_notice": PUBLIC | {"reviewed", "informed"}, "decision": PUBLIC}.get(form)
        lawful = not one.simple and (states is None or one.state in states)
        lawful = lawful and (form != "decision" or one.outcome == "penalty")
        lawful = lawful and (form != "prior_notice" or one.told is not None or one.waits)
        found: list[Document] = []
        if not self._try(
            lambda: found.append(house.paper(self.cast, row, form, content)), lawful, (form, one)
        ):
            return
        made, key = found[0], (number, form, content + 2 * (form == "prior_notice" and one.told_of_heavy))
        if key in self.papers:
            assert made == self.papers[key]
            return
        if form == "decision":
            assert made.number == row.decision_number
            self.papers.pop((number, form, 1 - content), None)  # the former version
        else:
            self.taken["question" if form == "question_notice" else form] += 1
        self.papers[key] = made
        self.told.append((made, "document.request"))

    @rule(pick=st.integers(0, 99))
    def void(self, pick: int) -> None:
        if self.papers:
            key = sorted(self.papers)[pick % len(self.papers)]
            row = self.papers.pop(key)
            actor = self.cast.supervisor
            self._try(
                lambda: document_void(document_id=row.pk, reason="填写有误", actor=actor, now=clock.now()),
                True,
            )
            self.told.append((row, "document.void"))

    @rule(which=picks, heavy=st.booleans())
    def go_on(self, which: int, heavy: bool) -> None:
        """The next step of the course, so that the later states are reached often enough."""
        _, _, one = self._case(which)
        if one.state == "informed" and not one.early and (one.waived or one.over(one.told)):
            self.decide(which, "penalty", heavy)
        elif one.state in NEXT:
            self.plain(which, one.next, heavy=heavy, right=True)
        elif one.state == "served" and one.owed_fen:
            self.pay(which, "all")
        elif one.may_perform:
            self.perform(which)
        elif one.state in ("served", "performed"):
            self.close(which, "right")

    # -- what is true after every act

    @invariant()
    def the_house_agrees(self) -> None:
        numbers = [row.pk for row in self.rows]
        found = {row.pk: row for row in Case.objects.everywhere("guard").filter(pk__in=numbers)}
        for row, one in zip(self.rows, self.cases, strict=True):
            now = found[row.pk]
            assert (now.state, now.outcome, now.publication) == (one.state, one.outcome, one.public)
            assert bool(now.decision_number) == (one.outcome == "penalty")
            assert bool(now.shelf) == one.shelved
        stand = CaseTrack.objects.everywhere("guard").filter(case__in=numbers).order_by("created_at")
        house = Counter(stand.values_list("case_id", "kind", "state"))
        model = Counter(
            (row.pk, beside.kind, beside.state)
            for row, one in zip(self.rows, self.cases, strict=True)
            for beside in one.tracks
        )
        assert house == model
        running = Clock.objects.everywhere("guard").filter(noun_id__in=numbers, rule="case_decision")
        still = Suspension.objects.everywhere("guard").filter(
            clock__in=running.filter(done_on=None), ends_on=None
        )
        waits = [
            row.pk
            for row, one in zip(self.rows, self.cases, strict=True)
            if one.still and one.state in BEFORE
        ]
        assert sorted(still.values_list("clock__noun_id", flat=True)) == sorted(waits)

    @invariant()
    def no_number_is_lost_or_doubled(self) -> None:
        assert self._last() - self.before == self.taken

    def teardown(self) -> None:
        try:
            self.all_is_told()
        finally:
            transaction.savepoint_rollback(self.start_again)

    def all_is_told(self) -> None:
        """Every number once, and the journal tells every act in its order."""
        cases = [Case.objects.everywhere("guard").get(pk=row.pk) for row in self.rows]
        for name in ("number", "decision_number", "shelf"):
            given = [getattr(row, name) for row in cases if getattr(row, name)]
            assert len(set(given)) == len(given), name
        for row, one in zip(cases, self.cases, strict=True):
            lines = JournalLine.objects.everywhere("guard").filter(noun="case", noun_id=row.pk).order_by("id")
            told = lines.exclude(verb__startswith="clock.").values_list("verb", "after")
            assert list(told) == one.lines
        self._papers_are_whole([row.pk for row in cases])

    def _papers_are_whole(self, cases: list[Any]) -> None:
        rows = Document.objects.everywhere("guard").filter(noun_id__in=cases, noun="case")
        own = rows.exclude(form__in=("decision", "spot_penalty"))
        by_form: dict[tuple[str, int | None], list[int]] = {}
        for form, year, seq in own.values_list("form", "year", "seq").order_by("seq"):
            by_form.setdefault((form, year), []).append(seq or 0)
        for given in by_form.values():
            assert given == list(range(given[0], given[0] + len(given)))  # no gap, none twice
        lines = JournalLine.objects.everywhere("guard").filter(noun="document", noun_id__in=rows.values("pk"))
        spot = rows.filter(form="spot_penalty").values("pk")
        told = lines.exclude(noun_id__in=spot).order_by("id").values_list("noun_id", "verb")
        assert list(told) == [(row.pk, verb) for row, verb in self.told]
