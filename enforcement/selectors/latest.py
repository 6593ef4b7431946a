"""Who did what to a case last: told to whoever came too late."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from backend.clock import BEIJING
from backend.domain.errors import DomainError
from backend.models import JournalLine, User
from enforcement.domain.acts import FIELDS
from enforcement.domain.words import CASE_WORDS, done_words
from enforcement.models import Case, CaseTrack

_TOO_LATE = frozenset({"move_not_open", "conflict"})


@contextmanager
def too_late_is_told(case_id: UUID, actor: User) -> Iterator[None]:
    """A refusal because the case has moved names who moved it, what he did and when (`case_moved`)."""
    try:
        yield
    except DomainError as refusal:
        if refusal.code in _TOO_LATE:
            _tell(case_id, actor, refusal)
        raise


def case_of_track(track_id: UUID, actor: User) -> UUID:
    """The case of a side track; the track's own id where there is none in scope."""
    found = CaseTrack.objects.within(actor).filter(uuid=track_id).values_list("case", flat=True).first()
    return found or track_id


def _tell(case_id: UUID, actor: User, refusal: DomainError) -> None:
    """Nothing where the last act was one's own, or nobody's."""
    case = Case.objects.within(actor).filter(uuid=case_id).first()
    lines = JournalLine.objects.everywhere("guard").filter(noun="case", noun_id=case_id)
    last = lines.filter(verb__in=[*CASE_WORDS, *FIELDS]).order_by("-id").first()
    if case is None or last is None or last.actor_id in (None, actor.uuid):
        return
    who = User.objects.everywhere("guard").filter(uuid=last.actor_id).values_list("name", flat=True).first()
    raise DomainError(
        "case_moved",
        {
            "who": who or "",
            "at": f"{last.at.astimezone(BEIJING):%m月%d日 %H:%M}",
            "did": done_words(last.verb),
            "state": case.get_state_display(),
            "verb": refusal.data.get("verb", ""),
        },
    ) from refusal
