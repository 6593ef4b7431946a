"""The one way this engine says no: which rule, where, and why."""

from typing import NoReturn

from backend.domain.errors import DomainError


def refuse(rule: str, where: str, why: str) -> NoReturn:
    """Refuse material that breaks a MUST of SSJ-DRAW/1; nothing is ever repaired."""
    raise DomainError("draw_invalid", {"rule": rule, "where": where, "why": why})
