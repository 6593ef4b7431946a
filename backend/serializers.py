"""Shapes of the ground on the wire."""

from typing import Any

from rest_framework import serializers

from backend.models import Reminder


class SessionIn(serializers.Serializer[Any]):
    """User name and password."""

    username = serializers.CharField(max_length=60)
    password = serializers.CharField(max_length=200, trim_whitespace=False)


class OrganOut(serializers.Serializer[Any]):
    """An organ in brief."""

    code = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    division = serializers.CharField()


class PersonOut(serializers.Serializer[Any]):
    """The signed-in person."""

    uuid = serializers.UUIDField()
    username = serializers.CharField()
    name = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    verbs = serializers.ListField(child=serializers.CharField())
    organ = OrganOut(allow_null=True)


class SessionOut(serializers.Serializer[Any]):
    """Who is signed in (or nobody), the CSRF token, and the server's time."""

    user = PersonOut(allow_null=True)
    csrf = serializers.CharField()
    today = serializers.DateField()
    now = serializers.DateTimeField()
    demo = serializers.BooleanField()
    calendar_until = serializers.DateField(allow_null=True)


class FileOut(serializers.Serializer[Any]):
    """How far a file is."""

    uuid = serializers.UUIDField()
    offset = serializers.IntegerField()
    complete = serializers.BooleanField()
    state = serializers.ChoiceField(choices=["announced", "parked", "stored"])
    chunk = serializers.CharField()  # SHA-256 of the bytes of this call; "" when it only asked


class DayCountOut(serializers.Serializer[Any]):
    """One day of a reckoning."""

    on = serializers.DateField()
    number = serializers.IntegerField(allow_null=True)
    why = serializers.CharField()


class ClockOut(serializers.Serializer[Any]):
    """A clock with its words; provisional dates say what they wait for."""

    uuid = serializers.UUIDField()
    rule = serializers.CharField()
    noun = serializers.CharField()
    noun_id = serializers.UUIDField()
    start_event = serializers.CharField()
    starts_on = serializers.DateField()
    length = serializers.IntegerField()
    unit = serializers.ChoiceField(choices=["workdays", "natural_days", "months"])
    basis = serializers.CharField()
    due_on = serializers.DateField()
    words = serializers.CharField()
    provisional = serializers.BooleanField()
    done_on = serializers.DateField(allow_null=True)
    rest = serializers.IntegerField(help_text="natural days left, negative when overdue")


class ClockDetailOut(ClockOut):
    """A clock with its reckoning day by day."""

    reckoning = DayCountOut(many=True)


class JournalLineOut(serializers.Serializer[Any]):
    """One journal line with its seal."""

    id = serializers.IntegerField()
    actor = serializers.CharField(allow_null=True)
    verb = serializers.CharField()
    noun = serializers.CharField()
    noun_id = serializers.UUIDField()
    before = serializers.CharField()
    after = serializers.CharField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()
    seq = serializers.IntegerField(allow_null=True)
    hash = serializers.CharField(allow_null=True)


class DivisionOut(serializers.Serializer[Any]):
    """One division."""

    code = serializers.CharField()
    name = serializers.CharField()
    level = serializers.CharField()


class CalendarDayOut(serializers.Serializer[Any]):
    """One day of the working calendar."""

    on = serializers.DateField()
    workday = serializers.BooleanField(allow_null=True)
    statutory = serializers.BooleanField(allow_null=True)
    vacation = serializers.BooleanField()
    label = serializers.CharField()  # type: ignore[assignment] # a field by this name, not the heading


class ReminderOut(serializers.Serializer[Any]):
    """A thing to look at, told once per stage; the page puts kind and stage into words."""

    uuid = serializers.UUIDField()
    kind = serializers.CharField()
    stage = serializers.ChoiceField(choices=Reminder.Stage.choices)
    noun = serializers.CharField()
    noun_id = serializers.UUIDField()
    title = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField(allow_null=True)
    words = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    read = serializers.BooleanField()


class RemindersReadOut(serializers.Serializer[Any]):
    """How many were not read before."""

    read = serializers.IntegerField()
