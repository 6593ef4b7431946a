"""Performances on the wire."""

from typing import Any

from rest_framework import serializers


class PerformanceVenueOut(serializers.Serializer[Any]):
    """The venue on the register it takes place in."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()


class PerformanceOut(serializers.Serializer[Any]):
    """An approved performance."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    approval_no = serializers.CharField()
    approved_by = serializers.CharField(allow_blank=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    place = serializers.CharField()
    venue = PerformanceVenueOut(allow_null=True)
    organiser = serializers.CharField()
    organiser_licence = serializers.CharField(allow_blank=True)
    performers = serializers.ListField(child=serializers.CharField())
    programme = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField(allow_blank=True)
    verbs = serializers.ListField(child=serializers.CharField())


class PerformanceIn(serializers.Serializer[Any]):
    """What the approval says."""

    name = serializers.CharField(max_length=120)
    approval_no = serializers.CharField(max_length=60)
    approved_by = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    place = serializers.CharField(max_length=120)
    venue = serializers.UUIDField(required=False, allow_null=True, default=None)
    organiser = serializers.CharField(max_length=120)
    organiser_licence = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    performers = serializers.ListField(
        child=serializers.CharField(max_length=120, allow_blank=True),
        max_length=200,
        required=False,
        default=list,
    )
    programme = serializers.ListField(
        child=serializers.CharField(max_length=120, allow_blank=True),
        max_length=200,
        required=False,
        default=list,
    )
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class PerformanceQuery(serializers.Serializer[Any]):
    """What the list is narrowed by; `near`: lately held or soon to come."""

    q = serializers.CharField(max_length=60, required=False, default="")
    venue = serializers.UUIDField(required=False)
    near = serializers.BooleanField(required=False, default=False)


class PerformanceReasonIn(serializers.Serializer[Any]):
    """Why it is withdrawn."""

    reason = serializers.CharField(max_length=200)


class PerformanceImportIn(serializers.Serializer[Any]):
    """A list of the approving organ as a workbook."""

    file = serializers.FileField(allow_empty_file=True)


class PerformanceNamedOut(serializers.Serializer[Any]):
    """A performance by its name."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()


class PerformanceFaultOut(serializers.Serializer[Any]):
    """Why a row cannot be taken."""

    field = serializers.CharField()
    title = serializers.CharField()
    message = serializers.CharField()


class PerformanceChangeOut(serializers.Serializer[Any]):
    """What a row would say anew of a performance that is listed."""

    field = serializers.CharField()
    title = serializers.CharField()
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class PerformanceImportRowOut(serializers.Serializer[Any]):
    """One row with what becomes of it; `performance`: the one it is already, or was made into."""

    row = serializers.IntegerField()
    verdict = serializers.ChoiceField(choices=["refused", "same", "changed", "new"])
    approval_no = serializers.CharField(allow_blank=True)
    name = serializers.CharField(allow_blank=True)
    performance = PerformanceNamedOut(allow_null=True)
    same_row = serializers.IntegerField(allow_null=True)
    changes = PerformanceChangeOut(many=True)
    faults = PerformanceFaultOut(many=True)


class PerformanceLeftOut(serializers.Serializer[Any]):
    """A line that is no row."""

    row = serializers.IntegerField()
    why = serializers.CharField()


class PerformanceImportOut(serializers.Serializer[Any]):
    """Every row with its verdict; `written` False: only looked at."""

    written = serializers.BooleanField()
    rows = PerformanceImportRowOut(many=True)
    unknown = serializers.ListField(child=serializers.CharField())
    left = PerformanceLeftOut(many=True)
