"""Journal lines as they are shown."""

from typing import Any

from backend.models import JournalLine, User


def journal_cards(lines: list[JournalLine], *, words: bool) -> list[dict[str, Any]]:
    """The lines with actor and seal, and the words of the reason where they may be shown."""
    ids = {line.actor_id for line in lines if line.actor_id}
    names = dict(User.objects.everywhere("reference").filter(uuid__in=ids).values_list("uuid", "name"))
    return [_card(line, names.get(line.actor_id) if line.actor_id else None, words=words) for line in lines]


def _card(line: JournalLine, actor: str | None, *, words: bool) -> dict[str, Any]:
    seal = getattr(line, "seal", None)  # none until the sealer has come by
    note = getattr(line, "note", None) if words else None
    return {
        "id": line.pk,
        "actor": actor,
        "verb": line.verb,
        "noun": line.noun,
        "noun_id": line.noun_id,
        "before": line.before,
        "after": line.after,
        "reason": note.text if note else "",
        "at": line.at,
        "seq": seal.seq if seal else None,
        "hash": seal.hash if seal else None,
    }
