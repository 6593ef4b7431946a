"""Who did what to a case or a follow-up last: told to whoever came too late."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from backend.clock import BEIJING
from backend.domain.errors import DomainError
from backend.models import JournalLine, User
from enforcement.domain.acts import FIELDS
from enforcement.domain.words import CASE_WORDS, FOLLOW_UP_WORDS, done_words
from enforcement.models import Case, CaseTrack, FollowUp

_TOO_LATE = frozenset({"move_not_open", "conflict"})
_TOO_LATE_AFTERWARDS = _TOO_LATE | {"opinion_sent", "follow_up_visit_open"}


@contextmanager
def too_late_is_told(case_id: UUID, actor: User) -> Iterator[None]:
    """A refusal because the case has moved names who moved it, what he did and when (`case_moved`)."""
    try:
        yield
    except DomainError as refusal:
        if refusal.code in _TOO_LATE:
            _tell("case", Case.objects.within(actor).filter(uuid=case_id).first(), actor, refusal)
        raise


@contextmanager
def follow_up_moved_is_told(follow_up_id: UUID, actor: User) -> Iterator[None]:
    """The same of a follow-up (`follow_up_moved`)."""
    try:
        yield
    except DomainError as refusal:
        if refusal.code in _TOO_LATE_AFTERWARDS:
            row = FollowUp.objects.within(actor).filter(uuid=follow_up_id).first()
            _tell("follow_up", row, actor, refusal)
        raise


def case_of_track(track_id: UUID, actor: User) -> UUID:
    """The case of a side track; the track's own id where there is none in scope."""
    found = CaseTrack.objects.within(actor).filter(uuid=track_id).values_list("case", flat=True).first()
    return found or track_id


# noun → the refusal that tells, and the acts it tells of
_MOVED: dict[str, tuple[str, Collection[str]]] = {
    "case": ("case_moved", [*CASE_WORDS, *FIELDS]),
    "follow_up": ("follow_up_moved", [*FOLLOW_UP_WORDS]),
}


def _tell(noun: str, row: Case | FollowUp | None, actor: User, refusal: DomainError) -> None:
    """Nothing where the last act was one's own, or nobody's."""
    if row is None:
        return
    code, acts = _MOVED[noun]
    lines = JournalLine.objects.everywhere("guard").filter(noun=noun, noun_id=row.uuid)
    last = lines.filter(verb__in=acts).order_by("-id").first()
    if last is None or last.actor_id in (None, actor.uuid):
        return
    who = User.objects.everywhere("guard").filter(uuid=last.actor_id).values_list("name", flat=True).first()
    raise DomainError(
        code,
        {
            "who": who or "",
            "at": f"{last.at.astimezone(BEIJING):%m月%d日 %H:%M}",
            "did": done_words(last.verb),
            "state": row.get_state_display(),
            "verb": refusal.data.get("verb", ""),
        },
    ) from refusal
