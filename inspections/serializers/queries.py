"""What lists of inspections are narrowed by."""

from typing import Any

from rest_framework import serializers

from inspections.models import Inspection, Rectification


class DaysQuery(serializers.Serializer[Any]):
    """`from` and `to`, both included."""

    to = serializers.DateField(required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is a word Python keeps for itself."""
        return {"from": serializers.DateField(required=False), **super().get_fields()}


def _states(choices: type[Inspection.State] | type[Rectification.State]) -> serializers.RegexField:
    one = "|".join(choices.values)
    return serializers.RegexField(
        rf"^({one})(,({one}))*\Z", required=False, max_length=100, help_text="one or several, by comma"
    )


class InspectionQuery(DaysQuery):
    """Narrowing the list of records."""

    state = _states(Inspection.State)
    outcome = serializers.ChoiceField(choices=Inspection.Outcome.choices, required=False)
    venue = serializers.UUIDField(required=False)
    visit = serializers.UUIDField(required=False)


class StandingQuery(serializers.Serializer[Any]):
    """Which venues: at most a page of them, by comma."""

    venues = serializers.RegexField(
        r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(,[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}){0,99}\Z",
        help_text="uuids, one or several, by comma",
    )


class ResultQuery(DaysQuery):
    """Narrowing the public list."""

    organ = serializers.CharField(max_length=24, required=False)
    q = serializers.CharField(max_length=60, required=False)


class TableQuery(serializers.Serializer[Any]):
    """Narrowing the public list as a file."""

    organ = serializers.CharField(max_length=24, required=False)
    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False)


class FindingQuery(DaysQuery):
    """Narrowing the list of findings."""

    venue = serializers.UUIDField(required=False)
    inspection = serializers.UUIDField(required=False)
    item = serializers.CharField(max_length=12, required=False)


class RectificationQuery(serializers.Serializer[Any]):
    """Narrowing the list of orders."""

    state = _states(Rectification.State)
    venue = serializers.UUIDField(required=False)
    inspection = serializers.UUIDField(required=False)
    overdue = serializers.BooleanField(required=False, default=False)
