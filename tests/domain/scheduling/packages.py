"""A package of every kind a bureau can publish, drawn by the engine: what both verifiers are shown."""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from hypothesis import strategies as st

from scheduling.domain import drawing, drawlog
from scheduling.domain.amendments import Seat, Standing
from scheduling.domain.beacon import CHAIN
from scheduling.domain.delays import Delay
from scheduling.domain.drawing import Prepared, Seal
from scheduling.domain.encoding import profile_named
from scheduling.domain.roster import OPEN_SEAT, Pair
from tests.domain.scheduling import drawn
from tests.domain.scheduling.drawn import DICE, MOMENT, SHEET, THROWN
from tests.stamping import unsigned

SECRET = bytes(range(32))
SEAL = Seal(SECRET, "e5" * 32, MOMENT + 30 * 86400)
SM3 = profile_named("SSJ-DRAW/1-SM3")
LOTTERIES = tuple({"kind": kind, "issue": "2026257", "date": "2026-09-24"} for kind in ("ssq", "pl5", "3d"))
NUMBERS = ("ssq:2026257:03-07-11-19-24-30+08", "pl5:2026257:07192", "3d:2026257:719")
# a round of drand quicknet as it was signed
ROUND = 657413
ROUND_AT = 1694775603
SIGNATURE = "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
RANDOMNESS = "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"
# when an authority stamped the commit: a little before its line in the log says so
GIVEN = datetime.fromtimestamp(MOMENT - 86500, UTC).strftime("%Y%m%d%H%M%SZ")
DRAND = {"kind": "drand", "chain": CHAIN, "round": ROUND}

Files = dict[str, bytes]
Event = tuple[int, str, Mapping[str, Any]]
Later = Callable[[Standing], Iterable[tuple[str, Mapping[str, Any]]]]


def logged(commit: Prepared, events: Iterable[Event]) -> list[bytes]:
    """The log of a first draw; instants are seconds after its moment."""
    profile, lines = profile_named(commit.commit["spec"]), list[bytes]()
    for at, event, fields in events:
        made = drawlog.append(
            lines,
            scope=commit.commit["scope"],
            no=1,
            at=commit.commit["moment"] + at,
            ev=event,
            fields=fields,
            profile=profile,
        )
        lines.append(made.line)
    return lines


def package(
    commit: Prepared,
    values: Sequence[str] = (THROWN,),
    proof: Sequence[str] = (),
    *,
    opt: int = 0,
    delays: Sequence[tuple[int, Delay]] = (),
    revealed: bool = True,
    void: str = "",
    later: Later | None = None,
    stamp: str = "",
) -> Files:
    """A draw from its commit to whatever came after it; `stamp` is the time a token over it was given."""
    sealed = bool(commit.commit["secret"])
    token = unsigned(commit.digest, stamp) if stamp else b""
    events: list[Event] = [(-90000, "COMMIT", {"commit": commit.digest})]
    if token:
        digest = profile_named(commit.commit["spec"]).hash(token).hex()
        events.append((-80000, "STAMP", {"token": digest}))
    for at, delay in delays:
        told = {"i": delay.i, "from": delay.due, "to": delay.next, "evidence": SHEET}
        events.append((at, "BEACON_DELAY", told))
    known = max([at + 2 * 86400 for at, _ in delays], default=60)
    told = {"opt": opt, "values": list(values), "proof": list(proof) or [SHEET] * len(values)}
    if void:
        events.append((known, "VOID", {"code": void}))
    events.append((known, "BEACON", told))
    reveal: Event = (known + 9000, "REVEAL", {"secret": SECRET.hex()})
    if void:
        events += [reveal] if sealed and revealed else []
        return pack(commit, events, None, {}, token)
    result = drawing.draw(
        commit_bytes=commit.commit_bytes,
        rosters=commit.rosters,
        values=values,
        opt=opt,
        secret=SECRET if sealed else b"",
        delays=[delay for _, delay in delays],
    )
    events.append((known + 60, "RESULT", result.result_fields))
    state = Standing(result, commit.commit["policy"], commit.rosters)
    for event, fields in later(state) if later else ():
        events.append((known + 120, event, fields))
    events += [reveal] if sealed and revealed else []
    shown = revealed or not sealed
    return pack(commit, events, result if shown else None, state.files() if shown else {}, token)


def pack(
    commit: Prepared,
    events: Sequence[Event],
    result: drawing.Drawn | None,
    later: Mapping[str, bytes],
    token: bytes = b"",
) -> Files:
    """The files."""
    return drawing.package(
        commit_bytes=commit.commit_bytes,
        log=logged(commit, events),
        rosters=commit.rosters,
        drawn=result,
        later=later,
        stamp=token,
    )


def announced(**changed: Any) -> Prepared:
    """A district with long waiting lists and few officers, whose commit announces two supplements."""
    everyone = drawn.venues(48)
    pairs = [Pair("370117001", venue.id) for venue in everyone if venue.cls != "D"]
    rules = drawn.policy(
        bp={"A": 500, "B": 1000, "C": 2000, "D": 4000},
        overall=1500,
        max_extra=[{"A": 2, "B": 1}, {"C": 1, "D": 9}],
    )
    given = {"policy": rules, "venues": everyone, "blocked": pairs, "lifted": pairs[:12]}
    return drawn.prepared(**{**given, "officers": drawn.officers(5, cap=4), **changed})


def busy(state: Standing) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Venues and officers replaced, open seats assigned, both supplements drawn, and the same again."""
    for code in ("moved", "cancelled"):
        yield from replaced(state, code)
        yield from assigned(state)
        yield "SUPPLEMENT", state.supplement().fields
        yield from relieved(state)
    yield from replaced(state, "duplicate")


def replaced(state: Standing, code: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """The first venue of each class."""
    firsts = {row.cls: uid for uid, row in sorted(state.rows.items(), reverse=True)}
    for uid in firsts.values():
        yield "REPLACE", {**state.replace(code, uid).fields, "evidence": SHEET}


def relieved(state: Standing) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """One seat of every third venue, twice over."""
    for number, uid in enumerate(sorted(state.rows)[::3] * 2):
        seat = next((s for s, o in enumerate(state.rows[uid].team) if o != OPEN_SEAT), None)
        if seat is not None:
            code = ("leave", "sick", "transfer", "recusal")[number % 4]
            yield "REPLACE", {**state.relieve(code, Seat(uid, seat)).fields, "evidence": SHEET}


def assigned(state: Standing) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """The first two open seats, one of them to an officer of the roster."""
    seats = [
        Seat(uid, s) for uid, row in sorted(state.rows.items()) for s, o in enumerate(row.team) if o == "-"
    ]
    for seat, uid in zip(
        (s for s in seats if s not in state.assigned), ("370118001", "370117000"), strict=False
    ):
        if uid in state.team(seat.venue):
            continue
        leaf = state.leaf(state.rows[seat.venue])
        state.assign(seat, uid)
        line = {"leaf": leaf, "slot": seat.slot, "officer": uid, "code": "邻队", "approval": SHEET}
        yield "ASSIGN", line
        if uid == "370117000" and "370117002" not in state.team(seat.venue):  # he cannot come after all
            state.assign(seat, "370117002")
            yield "ASSIGN", line | {"officer": "370117002"}


def small() -> Prepared:
    """The same for a few venues, sealed: for proofs over every byte."""
    everyone = drawn.venues(14)
    pairs = [Pair("370117001", venue.id) for venue in everyone if venue.cls != "D"]
    return announced(
        venues=everyone, blocked=pairs, lifted=pairs[:3], officers=drawn.officers(4, 3), seal=SEAL
    )


def brief(state: Standing) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """One of each."""
    row = next(row for row in sorted(state.rows.values()) if row.cls == "A")
    yield "REPLACE", {**state.replace("moved", row.id).fields, "evidence": SHEET}
    yield "SUPPLEMENT", state.supplement().fields
    yield from itertools.islice(relieved(state), 1)
    yield from itertools.islice(assigned(state), 1)


def only_committed(commit: Prepared) -> Files:
    """A package before its draw."""
    return pack(commit, [(-90000, "COMMIT", {"commit": commit.digest})], None, {})


def delayed_lottery() -> Files:
    """The 3D numbers of the day did not come."""
    commit = drawn.prepared(beacon={"kind": "all", "of": [*LOTTERIES, DICE]})
    late = 1790256600 + 86400 - MOMENT  # a day after 21:30 of the lotteries' date
    values = (*NUMBERS[:2], "3d:2026258:007", THROWN)
    return package(commit, values, delays=[(late, Delay(2, "2026257", "2026258", MOMENT + late))])


def delayed_drand() -> Files:
    """A round that did not come; the one after the delay is the one whose signature is known."""
    said = ROUND_AT - 86400
    moment = said - 86400 - 3
    commit = drawn.prepared(beacon={**DRAND, "round": ROUND - 2 * 28800 - 1}, moment=moment)
    delay = Delay(0, str(ROUND - 2 * 28800 - 1), str(ROUND), said)
    return package(commit, [RANDOMNESS], [SIGNATURE], delays=[(said - moment, delay)])


KINDS: dict[str, Callable[[], Files]] = {
    "open": lambda: package(drawn.prepared()),
    "tight": lambda: package(drawn.tight()),
    "committed": lambda: only_committed(drawn.prepared()),
    "sealed": lambda: package(announced(seal=SEAL), revealed=False, later=busy),
    "revealed": lambda: package(announced(seal=SEAL), later=busy),
    "sm3": lambda: package(announced(seal=SEAL, profile=SM3), later=busy),
    "busy": lambda: package(announced(), later=busy),
    "void": lambda: package(drawn.prepared(), void="roster"),
    "void sealed": lambda: package(drawn.prepared(seal=SEAL), void="order", revealed=False),
    "void revealed": lambda: package(drawn.prepared(seal=SEAL), void="beacon"),
    "drand": lambda: package(
        drawn.prepared(beacon={"kind": "all", "of": [DRAND, DICE]}, moment=ROUND_AT - 1),
        [RANDOMNESS, THROWN],
        [SIGNATURE, SHEET],
    ),
    "several": lambda: package(
        drawn.prepared(beacon={"kind": "first", "of": [DICE, {"kind": "all", "of": list(LOTTERIES)}]}),
        NUMBERS,
        opt=1,
    ),
    "stamped": lambda: package(drawn.prepared(), stamp=GIVEN),
    "stamped sm3": lambda: package(announced(seal=SEAL, profile=SM3), later=busy, stamp=GIVEN),
    "stamped void": lambda: package(drawn.prepared(), void="roster", stamp=GIVEN),
    "delayed lottery": delayed_lottery,
    "delayed drand": delayed_drand,
}


@cache
def made(kind: str) -> Mapping[str, bytes]:
    """A package of this kind."""
    return KINDS[kind]()


ACTS = st.lists(st.tuples(st.sampled_from("VVOSA"), st.integers(0, 999), st.integers(0, 2)), max_size=12)


def acted(acts: list[tuple[str, int, int]]) -> Later:
    """What happened after the result, by the engine."""

    def later(state: Standing) -> Any:
        for act, place, slot in acts:
            rows = sorted(state.rows)
            if not rows:
                return
            row = state.rows[rows[place % len(rows)]]
            seat = Seat(row.id, slot % len(row.team))
            if act == "V":
                yield "REPLACE", {**state.replace("moved", row.id).fields, "evidence": SHEET}
            elif act == "O" and row.team[seat.slot] != OPEN_SEAT:
                code = ("leave", "sick", "transfer", "recusal")[place % 4]
                yield "REPLACE", {**state.relieve(code, seat).fields, "evidence": SHEET}
            elif act == "S" and len(state.supplements) < 2:
                yield "SUPPLEMENT", state.supplement().fields
            elif act == "A" and row.team[seat.slot] == OPEN_SEAT:
                fields = {"leaf": state.leaf(row), "slot": seat.slot, "code": "邻队", "approval": SHEET}
                officer = f"37011700{place % 10}"
                if officer not in state.team(row.id):
                    state.assign(seat, officer)
                    yield "ASSIGN", {**fields, "officer": officer}

    return later


def roomy(spec: str, sealed: bool, cap: int, extra: int) -> drawing.Prepared:
    """A district with long waiting lists, and enough or too few officers."""
    rules = drawn.policy(
        overall=0, bp=dict.fromkeys("ABCD", 1000), max_extra=[{"A": extra, "C": 1}, {"B": extra, "D": 5}]
    )
    return drawn.prepared(
        policy=rules,
        venues=drawn.venues(60),
        officers=drawn.officers(8, cap),
        seal=SEAL if sealed else drawing.OPEN,
        profile=profile_named(spec),
    )
