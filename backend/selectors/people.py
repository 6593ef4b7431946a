"""Who is signed in, and what they may do."""

from typing import Any

from backend.models import User
from backend.permissions import verbs_of


def user_card(user: User) -> dict[str, Any]:
    """The person as the session door prints it."""
    organ = user.organ
    return {
        "uuid": user.uuid,
        "username": user.username,
        "name": user.name,
        "roles": sorted(user.roles),
        "verbs": sorted(verbs_of(user.roles)),
        "organ": {"code": organ.code, "name": organ.name, "short_name": organ.short_name,
                  "issuer": organ.principal_name or organ.name,
                  "division": organ.division_id, "contact": organ.contact} if organ else None,
    }  # fmt: skip
