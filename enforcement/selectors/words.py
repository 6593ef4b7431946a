"""The words of cases and their side tracks, for forms and chips."""

from collections.abc import Mapping
from typing import Any

from enforcement.domain.acts import FIELDS, INSTANCES, PROCEDURES
from enforcement.domain.disputes import EFFECTS, RESULTS
from enforcement.domain.leniency import GROUNDS
from enforcement.domain.penalties import CLASSES, CLOSING_OF, CLOSING_TYPES, OUTCOMES
from enforcement.domain.sources import SERVICE_MODES, SOURCES
from enforcement.domain.tracks import STATE_WORDS, TRACKS, VERB_WORDS


def penalty_words() -> dict[str, Any]:
    """The words of cases, and which closing types fit which outcome."""
    return {
        "classes": _words(CLASSES),
        "outcomes": _words(OUTCOMES),
        "sources": _words(SOURCES),
        "modes": _words(SERVICE_MODES),
        "closing_types": _words(CLOSING_TYPES),
        "grounds": _words(GROUNDS),
        "track_states": _words(STATE_WORDS),
        "effects": _words(EFFECTS),
        "results": _words({code: (zh, en) for code, (zh, en, _) in RESULTS.items()}),
        "courses": [{"code": code, "zh": zh, "en": en} for code, zh, en in (*PROCEDURES, *INSTANCES)],
        "tracks": [_track(code) for code in TRACKS],
        "closing_of": {
            outcome: [code for code in CLOSING_TYPES if code in open_to]
            for outcome, open_to in CLOSING_OF.items()
        },
    }


def _words(table: Mapping[str, tuple[str, str]]) -> list[dict[str, str]]:
    return [{"code": code, "zh": zh, "en": en} for code, (zh, en) in table.items()]


def _track(code: str) -> dict[str, Any]:
    """One kind with its acts in the table's order and the fields of each."""
    row = TRACKS[code]
    acts = dict.fromkeys(verb for _, verb in row.moves)
    return {
        "code": code, "zh": row.zh, "en": row.en, "law": row.law,
        "acts": [_act(verb) for verb in acts],
    }  # fmt: skip


def _act(verb: str) -> dict[str, Any]:
    zh, en = VERB_WORDS[verb.partition(".")[2]]
    fields = [
        {
            "name": field.name, "kind": field.kind, "zh": field.zh, "en": field.en, "needed": field.needed,
            "choices": [{"code": code, "zh": zh, "en": en} for code, zh, en in field.choices],
        }
        for field in FIELDS[verb]
    ]  # fmt: skip
    return {"verb": verb, "zh": zh, "en": en, "fields": fields}
