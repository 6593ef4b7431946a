"""A pure model of cases, written from the law beside the house's own tables: what is open, what follows.

It knows no row and no date. Time goes in eras, each longer than every period of the law, with a few days in
each: what began in an earlier era is over, what began in this one is not.
"""

from dataclasses import dataclass, field

BEFORE = frozenset({"filed", "investigated", "reviewed", "informed"})
PUBLIC = frozenset({"decided", "served", "performed", "closed", "archived"})
# verb → (states it is open in, state it leads to); None: it stays
CASE: dict[str, tuple[frozenset[str], str | None]] = {
    "investigate": (frozenset({"filed"}), "investigated"),
    "review": (frozenset({"investigated"}), "reviewed"),
    "send_back": (frozenset({"investigated"}), "filed"),
    "intend": (frozenset({"reviewed", "informed"}), None),
    "inform": (frozenset({"reviewed", "informed"}), "informed"),
    "statement": (frozenset({"informed"}), None),
    "mark": (BEFORE, None),
    "suspend": (BEFORE, None),
    "resume": (BEFORE, None),
    "serve": (frozenset({"decided"}), "served"),
    "archive": (frozenset({"closed", "withdrawn", "transferred"}), None),  # the latter two stay what they are
    "withdraw": (BEFORE, "withdrawn"),
    "transfer": (BEFORE, "transferred"),
    "report": (frozenset({"served"}), None),
    "settle": (frozenset({"informed", "decided", "served", "performed", "closed"}), None),
}
# the next step of a case that nothing keeps
NEXT = {
    "filed": "investigate", "investigated": "review", "reviewed": "intend", "informed": "statement",
    "decided": "serve", "closed": "archive", "withdrawn": "archive", "transferred": "archive",
}  # fmt: skip
_DISPUTE = "receive>received received:{0}>{1} received:conclude>concluded {1}:conclude>concluded"
# kind → (states of the case it may begin in, its moves: first>state, state:verb>state)
_TRACKS: dict[str, tuple[frozenset[str], str]] = {
    "preservation": (BEFORE, "ask>asked asked:approve>held asked:reject>rejected held:dispose>disposed"),
    "seizure": (
        BEFORE,
        "ask>asked act>acted asked:approve>sealed asked:reject>rejected acted:approve>sealed"
        " acted:reject>refused refused:lift>lifted sealed:prolong>prolonging prolonging:extend>extended"
        " prolonging:deny>sealed sealed:lift>lifted prolonging:lift>lifted extended:lift>lifted",
    ),
    "announcement": (
        frozenset({"reviewed", "informed", "decided"}),
        "post>posted posted:lapse>lapsed posted:withdraw>withdrawn",
    ),
    "referral": (
        BEFORE | {"decided", "served"},
        "propose>proposed proposed:approve>granted proposed:reject>rejected granted:hand_over>handed_over"
        " handed_over:accept>accepted handed_over:decline>declined declined:object>objected"
        " objected:accept>accepted objected:decline>declined accepted:deliver>delivered",
    ),
    "sampling": (BEFORE, "take>taken taken:result>identified"),
    "hearing": (
        frozenset({"informed"}),
        "request>requested requested:notify>notified requested:refuse>unheard notified:notify>notified"
        " notified:hold>held held:report>reported requested:withdraw>withdrawn notified:withdraw>withdrawn",
    ),
    "discussion": (frozenset({"investigated", "reviewed", "informed"}), "record>recorded"),
    "instalments": (frozenset({"served"}), "ask>asked asked:approve>approved asked:reject>rejected"),
    "urging": (frozenset({"served"}), "send>sent sent:apply>applied sent:end>ended applied:end>ended"),
    "review": (PUBLIC, _DISPUTE.format("answer", "answered")),
    "litigation": (PUBLIC, _DISPUTE.format("plead", "pleaded")),
}
BEGINS_IN = {kind: states for kind, (states, _) in _TRACKS.items()}
# (state, verb with its kind) → the next state
MOVES: dict[tuple[str, str], str] = {}
for _kind, (_, _moves) in _TRACKS.items():
    for _move in _moves.split():
        _verb, _after = _move.split(">")
        _state, _colon, _word = _verb.rpartition(":")
        MOVES[_state, f"{_kind}.{_word}"] = _after
VERBS = sorted({verb for _, verb in MOVES})
# a track that is in one of these is settled
_SETTLED = frozenset(
    {
        "rejected", "disposed", "lifted", "lapsed", "withdrawn", "declined", "delivered", "identified",
        "unheard", "reported", "recorded", "approved", "ended", "concluded",
    }
)  # fmt: skip
ONE_AT_A_TIME = frozenset(
    {"announcement", "referral", "hearing", "instalments", "urging", "review", "litigation"}
)
MAY_FOLLOW = {
    "": ("publish", "withhold"), "withheld": ("publish",), "published": ("correct", "withdraw"),
    "corrected": ("correct", "withdraw"), "withdrawn": ("publish",),
}  # fmt: skip
STANDS_AS = {"publish": "published", "withhold": "withheld", "correct": "corrected", "withdraw": "withdrawn"}


@dataclass(slots=True)
class Time:
    """Now: which era, and which day of it."""

    era: int = 0
    day: int = 0

    @property
    def now(self) -> tuple[int, int]:
        return self.era, self.day


@dataclass(slots=True)
class Beside:
    """What is believed of one side track."""

    kind: str
    state: str
    began: tuple[int, int]
    runs_since: tuple[int, int]  # its period, or when it ran again
    at_once: bool = False  # a seizure that was done before it was approved
    paused: bool = False  # the seizure's, while things are identified
    late: bool = False  # a hearing asked for after its day
    result: str = ""
    notice: int = 0  # of an announcement: which notice it serves; 0: the decision

    @property
    def open(self) -> bool:
        return self.state not in _SETTLED


@dataclass(slots=True)
class Believed:
    """What is believed of one case."""

    time: Time
    simple: bool = False
    fine_fen: int = 0
    state: str = "filed"
    outcome: str = ""
    complex: bool = False
    heavy: bool = False  # the notice told of a penalty that may be heard
    drawn: int = 0  # which notice was drawn up last; none: 0
    waits: bool = False  # and is not served yet
    drawn_heavy: bool = False
    early: bool = False  # a hearing was held before its day, and nobody has settled that
    stated: bool = False
    waived: bool = False
    told: tuple[int, int] | None = None  # the latest notice
    told_heavy: tuple[int, int] | None = None
    still: str = ""  # why the ninety days stand still
    still_since: tuple[int, int] = (0, 0)
    ran_again: tuple[int, int] | None = None  # the last day that did not count
    decided: tuple[int, int] = (0, 0)
    unpaid_fen: int = 0
    paid: bool = False
    pay_era: int | None = None
    remedy_era: int | None = None
    reported: bool = False
    shelved: bool = False
    public: str = ""
    prepared: tuple[str, str] | None = None  # (who, act)
    tracks: list[Beside] = field(default_factory=list)
    notices: list[tuple[tuple[int, int], bool]] = field(default_factory=list)  # (day drawn up, heavy)
    lines: list[tuple[str, str]] = field(default_factory=list)  # (verb, state after it), in order

    @property
    def told_of_heavy(self) -> bool:
        """What the paper of the notice says now."""
        return self.drawn_heavy if self.waits else self.heavy

    @property
    def next(self) -> str:
        """The next step of the course."""
        if self.early and self.state == "informed":
            return "settle"
        return "inform" if self.waits and self.state == "reviewed" else NEXT[self.state]

    def over(self, since: tuple[int, int] | None) -> bool:
        """Whether what began then has run out."""
        return since is not None and since[0] < self.time.era

    def of(self, kind: str) -> list[Beside]:
        return [row for row in self.tracks if row.kind == kind]

    @property
    def held(self) -> bool:
        """Whether a side track still binds the case."""
        return any(row.open for row in self.tracks)

    @property
    def heard(self) -> bool:
        return any(row.state in ("held", "reported") for row in self.of("hearing"))

    @property
    def fallen(self) -> bool:
        """Revoked by the latest word of the review, or of the court."""
        said = {row.kind: row.result for row in self.tracks if row.result}
        return "revoked" in said.values()

    @property
    def owed_fen(self) -> int:
        """Nothing by a decision that fell."""
        return 0 if self.fallen else self.unpaid_fen

    # -- may this be done now?

    def lawful(self, verb: str, *, heavy: bool = False, right: bool = True) -> bool:
        """A plain step; `right`: with what it needs besides (the proof by announcement, the file's notes)."""
        if verb == "withdraw" and self.simple and self.state == "served":
            return not self.paid and not self.held
        if self.state not in CASE[verb][0]:
            return False
        match verb:
            case "intend":
                return not self._rises(heavy)
            case "inform":
                served = right or self.announced_of(self.drawn) is not None
                return self.waits and served and not self._rises(self.drawn_heavy)
            case "suspend":
                return not self.still and self.ran_again != self.time.now
            case "resume":
                return bool(self.still) and not self.with_police
            case "archive":
                return right and not self.shelved
            case "withdraw":
                return not self.held
            case "transfer":
                return not self.referred
            case "report":
                return self.simple and not self.reported
            case "settle":
                return self.early
        return True

    @property
    def referred(self) -> bool:
        """To go to the police, or gone there, and not answered."""
        waits = ("proposed", "granted", "handed_over", "objected")
        return any(row.state in waits for row in self.of("referral"))

    @property
    def with_police(self) -> bool:
        return any(row.state in ("handed_over", "objected") for row in self.of("referral"))

    def discussed(self, heavy: bool) -> bool:
        """Discussed together: a heavy one on the day of a heavy notice or later, or before any."""
        for row in self.of("discussion"):
            known = [one for when, one in self.notices if when <= row.began] or [
                one for _, one in self.notices[:1]
            ]
            if not heavy or any(known):
                return True
        return False

    def _rises(self, heavy: bool) -> bool:
        """Above what the party was told of, after it stated its case."""
        return heavy and not self.heavy and (self.stated or self.heard)

    def may_decide(self, outcome: str, *, heavy: bool) -> bool:
        penal = outcome == "penalty"
        if self.referred:
            return False
        if self.state == "reviewed":
            return not penal and not self.still
        if self.state != "informed" or self.still or not (self.waived or self.over(self.told)):
            return False
        return not penal or self._penalty_may_stand(heavy)

    def _penalty_may_stand(self, heavy: bool) -> bool:
        hearings = self.of("hearing")
        if self.early or any(row.open for row in hearings) or (heavy and not self.heavy):
            return False
        asked = any(row.state != "unheard" for row in hearings)
        waits = self.heavy and not self.over(self.told_heavy) and not self.waived
        discussed = self.discussed(heavy) or not (self.complex or heavy)
        return discussed and (asked or not waits)

    def may_serve(self, *, announced: bool) -> bool:
        return self.state == "decided" and (not announced or self.announced_of(0) is not None)

    def announced_of(self, notice: int) -> Beside | None:
        """The announcement of this notice (0: of the decision) that ran out."""
        lapsed = [row for row in self.of("announcement") if row.state == "lapsed" and row.notice == notice]
        return max(lapsed, key=lambda row: row.began, default=None)

    def may_pay(self, fen: int) -> bool:
        return self.state == "served" and 0 < fen <= self.owed_fen

    @property
    def may_perform(self) -> bool:
        return self.state == "served" and self.outcome == "penalty" and not self.owed_fen

    @property
    def closing(self) -> str:
        """The type that fits."""
        if self.outcome == "penalty":
            return "performed_simple" if self.simple else "performed_general"
        return "transferred" if self.outcome == "transfer" else "performed_no_penalty"

    def may_close(self, kind: str) -> bool:
        ready = self.state == "performed" or (
            self.state == "served" and (self.outcome != "penalty" or kind == "terminated")
        )
        reported = self.reported or not self.simple
        return ready and kind in (self.closing, "terminated") and reported and not self.held

    def may_prepare(self, act: str) -> bool:
        follows = act in MAY_FOLLOW[self.public] and self._may_read(act)
        return self._public and follows and self.prepared is None

    def may_check(self, who: str, *, back: bool) -> bool:
        if self.prepared is None or not self._public or self.prepared[0] == who:
            return False
        return back or self._may_read(self.prepared[1])

    def _may_read(self, act: str) -> bool:
        """Of a penalty taken back only the taking down, of a fallen one no publication."""
        return act == "withdraw" if self.state == "withdrawn" else not (act == "publish" and self.fallen)

    @property
    def _public(self) -> bool:
        unreported = self.simple and not self.reported
        return self.state in PUBLIC | {"withdrawn"} and self.outcome == "penalty" and not unreported

    # -- what follows from it

    def done(self, verb: str, state: str | None = None) -> None:
        """A line of the journal, in the state it leaves the case in."""
        self.state = state or self.state
        self.lines.append((verb, self.state))

    def step(self, verb: str, *, heavy: bool = False, right: bool = True) -> None:
        state = CASE[verb][1]
        match verb:
            case "intend":
                self.drawn, self.waits, self.drawn_heavy = self.drawn + 1, True, heavy
                self.notices.append((self.time.now, heavy))
            case "inform":
                row = None if right else self.announced_of(self.drawn)
                self.told = row.began if row else self.time.now  # of the era in which it ran out
                self.heavy, self.waived, self.waits = self.drawn_heavy, False, False
                self.told_heavy = self.told if self.heavy else self.told_heavy
            case "statement":
                self.waived, self.stated = self.waived or right, self.stated or not right
            case "mark":
                self.complex = True
            case "suspend":
                self.still, self.still_since = "suspended", self.time.now
            case "resume":
                self.run_again()
            case "archive":
                self.shelved = True
                state = "archived" if self.state == "closed" else None
            case "report":
                self.reported = True
            case "settle":
                self.early = False
        self.done(f"case.{verb}", state)

    def run_again(self) -> None:
        """The day before is the last that is not counted, at least the day it began."""
        self.ran_again = self.time.now if self.still_since == self.time.now else None
        self.still = ""

    def decide(self, outcome: str) -> None:
        self.waits = False
        self.outcome, self.decided = outcome, self.time.now
        self.unpaid_fen = self.fine_fen if outcome == "penalty" else 0
        self.done("case.decide", "decided")

    def serve(self, *, announced: bool) -> None:
        era = self.time.era
        row = self.announced_of(0)
        if announced and row is not None:
            era = row.began[0]  # served on the day it ran out
        self.pay_era = era if self.unpaid_fen else None
        self.remedy_era = era
        self.done("case.serve", "served")
