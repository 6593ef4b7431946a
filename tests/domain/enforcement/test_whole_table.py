"""State × verb × role: every state of every table, every verb, every role, every relation to a case."""

# ruff: noqa: E501 a table reads best with a thing on few lines

from collections.abc import Mapping
from itertools import product
from types import SimpleNamespace

import pytest

from backend.domain.errors import DomainError
from backend.domain.states import Moves, next_state
from backend.permissions import VERBS, verbs_for, verbs_of
from enforcement.domain.acts import FIELDS
from enforcement.domain.evidence import EVIDENCE, SIGNED
from enforcement.domain.leads import ALL, LEAD, OPEN
from enforcement.domain.relations import closed_to
from enforcement.domain.states import CASE, FOLLOW_UP
from enforcement.domain.tracks import TRACKS
from tests.domain.enforcement.test_case_states import STATES
from tests.domain.enforcement.test_case_states import TABLE as CASE_TABLE
from tests.domain.enforcement.test_tracks import TABLE as TRACK_TABLE

# who may do what, written by hand: i 执法人员, s 主管, l 负责人, r 法制审核, n 行业科室
LETTERS = {"i": "inspector", "s": "supervisor", "l": "leader", "r": "legal_reviewer", "n": "industry_section"}
NOBODY = ("street_liaison", "auditor", "system_admin", "security_admin", "audit_admin")
WHO = {
    "case.file": "l", "case.file_simple": "is", "case.report": "s", "case.investigate": "is", "case.review": "r",
    "case.send_back": "r",
    "case.intend": "is", "case.inform": "is", "case.statement": "is", "case.decide": "l", "case.serve": "is", "case.pay": "is",
    "case.perform": "is", "case.close": "is", "case.archive": "s", "case.mark": "l", "case.assign": "s",
    "case.consent": "s", "case.settle": "s", "case.suspend": "l",
    "case.resume": "l", "case.withdraw": "l", "case.transfer": "l", "publication.prepare": "is",
    "case.publish": "sl", "publication.return": "sl",
    "preservation.ask": "is", "preservation.approve": "l", "preservation.reject": "l", "preservation.dispose": "is",
    "seizure.ask": "is", "seizure.act": "is", "seizure.approve": "l", "seizure.reject": "l",
    "seizure.prolong": "is", "seizure.extend": "l", "seizure.deny": "l", "seizure.lift": "is",
    "announcement.post": "is", "announcement.lapse": "is", "announcement.withdraw": "is",
    "referral.propose": "is", "referral.approve": "l", "referral.reject": "l", "referral.hand_over": "is",
    "referral.accept": "is", "referral.decline": "is", "referral.object": "is", "referral.deliver": "is",
    "sampling.take": "is", "sampling.result": "is",
    "hearing.request": "is", "hearing.notify": "r", "hearing.hold": "r", "hearing.report": "r", "hearing.refuse": "r",
    "hearing.withdraw": "is", "discussion.record": "l",
    "instalments.ask": "is", "instalments.approve": "l", "instalments.reject": "l",
    "urging.send": "is", "urging.apply": "is", "urging.end": "is",
    "evidence.add": "is", "evidence.set_aside": "is", "document.sign": "is",
    "review.receive": "sr", "review.answer": "sr", "review.conclude": "sr",
    "litigation.receive": "sr", "litigation.plead": "sr", "litigation.conclude": "sr",
    "lead.verify": "s", "lead.refuse": "s", "lead.extend": "s", "lead.grant": "l", "lead.deny": "l",
    "lead.visit": "is", "lead.dismiss": "s", "lead.join": "is", "lead.transfer": "s", "lead.answer": "s",
    "lead.reply": "is", "lead.name": "is", "lead.unmask": "sl",
    "follow_up.plan": "n", "follow_up.step": "n", "follow_up.close": "n", "follow_up.send": "n",
    "follow_up.answer": "n", "follow_up.visit": "n", "follow_up.prompt": "ns",
    "follow_up.void": "ns",
}  # fmt: skip
SPOT = {
    ("", "case.file_simple"),
    ("served", "case.report"),
    ("served", "case.withdraw"),
    ("served", "case.close"),
}
LEADS = {
    *(("registered", f"lead.{act}") for act in ("verify", "refuse", "extend", "grant", "deny")),
    ("verified", "case.file"), ("transferred", "lead.answer"),
    *product(OPEN, ("lead.visit", "lead.dismiss", "lead.join", "lead.transfer")),
    *product(ALL, ("lead.reply", "lead.name", "lead.unmask")),
}  # fmt: skip
FOLLOWED = {
    ("opened", "follow_up.plan"),
    *product(["planned"], ("follow_up.plan", "follow_up.step", "follow_up.visit", "follow_up.close")),
    *product(["opened", "planned", "closed"], ("follow_up.prompt", "follow_up.void")),
    *product(["planned", "closed"], ("follow_up.send", "follow_up.answer")),
}
TABLES: dict[str, tuple[Moves, set[tuple[str, str]]]] = {
    "case": (CASE, set(CASE_TABLE) | SPOT),
    "lead": (LEAD, LEADS),
    "follow-up": (FOLLOW_UP, FOLLOWED),
    "signed copy": (SIGNED, {("made", "document.sign")}),
    "evidence": (EVIDENCE, {("", "evidence.add"), ("kept", "evidence.set_aside")}),
    **{
        kind: (
            TRACKS[kind].moves,
            {(state, f"{kind}.{act}") for state, acts in rows.items() for act in acts},
        )
        for kind, rows in TRACK_TABLE.items()
    },
}
EVERY = sorted(verbs_of(frozenset(VERBS)) | set(WHO))


def roles_for(verb: str) -> set[str]:
    return {LETTERS[letter] for letter in WHO.get(verb, "")}


@pytest.mark.parametrize("name", TABLES)
def test_every_state_verb_and_role_of_the_table_is_open_or_closed_as_it_is_written(name: str) -> None:
    moves, allowed = TABLES[name]
    states = {"", *STATES, *(state for state, _ in moves), *(move.next for move in moves.values())}
    assert set(VERBS) == {*LETTERS.values(), *NOBODY}
    for state, role in product(sorted(states), VERBS):
        actor = SimpleNamespace(roles=frozenset({role}))
        opened = set(verbs_for(actor, moves, state))
        wanted = {verb for verb in EVERY if (state, verb) in allowed and role in roles_for(verb)}
        assert opened == wanted, (name, state, role)


def test_every_verb_of_a_case_and_its_tracks_is_held_by_those_named_and_no_other() -> None:
    in_tables = {verb for moves, _ in TABLES.values() for _, verb in moves}
    assert set(WHO) == in_tables | set(FIELDS) | {"case.file"}
    for verb, role in product(WHO, VERBS):
        assert (verb in VERBS[role]) == (role in roles_for(verb)), (verb, role)


def test_a_pair_without_a_row_is_refused_whatever_the_facts_say() -> None:
    everything: Mapping[str, object] = dict.fromkeys(("reason", "basis", "text", "proof", "opinion"), "x")
    for moves, allowed in TABLES.values():
        states = {"", *(state for state, _ in moves), *(move.next for move in moves.values())}
        for state, verb in product(states, WHO):
            if (state, verb) not in allowed:
                with pytest.raises(DomainError) as refused:
                    next_state(moves, state, verb, everything)
                assert refused.value.code == "move_not_open"


# the work of a case is its investigators' or the overseer's; judgement is never an investigator's
WORK = {
    *(f"case.{act}" for act in ("investigate", "intend", "inform", "statement", "serve", "perform", "close", "pay")),
    "publication.prepare", "evidence.add", "evidence.set_aside", "document.sign", "hearing.request", "hearing.withdraw",
    *(verb for verb in FIELDS if WHO[verb] == "is"),
}  # fmt: skip
JUDGED = {
    "case.review", "case.send_back", "case.decide", "case.report", "case.settle", "hearing.notify", "hearing.hold", "hearing.report", "hearing.refuse",
    *(verb for verb in FIELDS if verb.endswith((".approve", ".reject")) or verb in ("seizure.extend", "seizure.deny")),
}  # fmt: skip


@pytest.mark.parametrize(("investigator", "filed", "oversees"), list(product((True, False), repeat=3)))
def test_every_verb_asks_for_the_relation_it_is_written_with(
    investigator: bool, filed: bool, oversees: bool
) -> None:
    for verb in WHO:
        wanted = ""
        if verb in WORK and not investigator and not oversees:
            wanted = "not_allowed"
        if verb in JUDGED and investigator:
            wanted = "own_record"
        if verb in ("case.review", "case.send_back") and filed:
            wanted = "own_record"
        said = closed_to(verb, investigator=investigator, filed=filed, oversees=oversees)
        assert said == wanted, (verb, investigator, filed, oversees)
