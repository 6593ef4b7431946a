"""The channels of leads: the house's data, and over it the deadlines a bureau set."""

import json
from functools import cache
from pathlib import Path
from typing import Any, cast

from backend.domain.deadlines import Unit
from backend.domain.errors import DomainError
from backend.models import Organ, User
from enforcement.domain.channels import Channel, LeadTerm, channel_of, parse_channels, term_set
from enforcement.domain.sources import SOURCES
from enforcement.models import ChannelTerm

FILE = Path(__file__).resolve().parents[1] / "data" / "channels.json"


@cache
def channels() -> dict[str, Channel]:
    """All channels of the data file."""
    return parse_channels(json.loads(FILE.read_text(encoding="utf-8")), SOURCES)


def channel_named(channel: str, source: str) -> Channel:
    """The channel, else the plainest of the source; `invalid` where neither is known."""
    row = channel_of(channels(), channel, source)
    if row is None:
        raise DomainError("invalid", {"fields": {"channel": ["请选择线索渠道"]}})
    return row


def terms_of(organ: Organ | str) -> dict[str, dict[str, LeadTerm]]:
    """channel → term → the deadline as this organ has it."""
    found = {code: dict(channel.terms) for code, channel in channels().items()}
    code = organ if isinstance(organ, str) else organ.code
    for row in ChannelTerm.objects.everywhere("guard").filter(organ=code, ended_at__isnull=True):
        there = found.get(row.channel, {}).get(row.term)
        if there is not None:
            found[row.channel][row.term] = term_set(there, row.length, cast("Unit", row.unit), row.basis)
    return found


def channel_words(channel: Channel) -> dict[str, Any]:
    """A channel in both languages, and what it carries."""
    return {
        "code": channel.code, "zh": channel.zh, "en": channel.en, "reporter": channel.reporter,
        "number": channel.number, "trigger": channel.trigger,
    }  # fmt: skip


def channel_cards(actor: User) -> list[dict[str, Any]]:
    """Every channel with its deadlines as the person's organ has them."""
    terms = terms_of(str(actor.organ_id))
    return [
        channel_words(row) | {"terms": [_term(name, term) for name, term in terms[code].items()]}
        for code, row in channels().items()
    ]


def _term(name: str, term: LeadTerm) -> dict[str, Any]:
    return {
        "term": name, "length": term.length, "unit": term.unit, "start_event": term.start_event,
        "basis": term.basis, "source": term.source, "verified": term.verified, "set_here": term.set_here,
    }  # fmt: skip
