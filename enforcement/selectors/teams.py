"""Who investigated a case before and was replaced (更换承办人)."""

from backend.models import User
from enforcement.models import Case
from registry.models import Officer


def left_team(case: Case, actor: User) -> bool:
    """Whether this person was one of its investigators once; no query where nobody was ever replaced."""
    left = {one["officer"] for change in case.team_changes for one in change["before"]}
    return bool(left) and Officer.objects.everywhere("guard").filter(pk__in=left, user=actor).exists()
