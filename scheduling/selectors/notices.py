"""Whether a visit is told beforehand: on arrival, unless one of its items says otherwise."""

from collections.abc import Collection

from django.db.models import Max

from registry.models import CheckItem


def notice_workdays(items: Collection[str]) -> int:
    """The longest notice any of these items asks for, in working days; 0: on arrival."""
    rows = CheckItem.objects.everywhere("reference").filter(code__in=items)
    longest: int | None = rows.aggregate(longest=Max("notice_workdays"))["longest"]
    return longest or 0
