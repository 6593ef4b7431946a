"""Shapes of venues."""

from typing import Any

from rest_framework import serializers

from registry.models import Venue
from registry.serializers.catalogue import CodeNameOut

COUNT_MAX = 2_000_000
GRADES = [(grade, grade) for grade in "ABCD"]


class LicenceIn(serializers.Serializer[Any]):
    """A licence or filing (证照); without `valid_to` it is long-term."""

    kind = serializers.CharField(max_length=80)
    number = serializers.CharField(max_length=60)
    scope = serializers.CharField(max_length=200, allow_blank=True, default="")
    issued_on = serializers.DateField(allow_null=True, default=None)
    valid_to = serializers.DateField(allow_null=True, default=None)


class VenueIn(serializers.Serializer[Any]):
    """What a person may type about a venue; `township` by code or name."""

    name = serializers.CharField(max_length=120)
    address = serializers.CharField(max_length=200)
    categories = serializers.ListField(child=serializers.CharField(max_length=3), min_length=1, max_length=19)
    uscc = serializers.CharField(max_length=30, allow_blank=True, required=False)
    sign_name = serializers.CharField(max_length=120, allow_blank=True, required=False)
    kind = serializers.ChoiceField(Venue.Kind.choices, required=False)
    legal_person = serializers.CharField(max_length=60, allow_blank=True, required=False)
    site_manager = serializers.CharField(max_length=60, allow_blank=True, required=False)
    phone = serializers.CharField(max_length=30, allow_blank=True, required=False)
    registered_address = serializers.CharField(max_length=200, allow_blank=True, required=False)
    township = serializers.CharField(max_length=60, allow_blank=True, allow_null=True, required=False)
    lng = serializers.DecimalField(10, 7, allow_null=True, required=False)
    lat = serializers.DecimalField(10, 7, allow_null=True, required=False)
    datum = serializers.ChoiceField(Venue.Datum.choices, allow_blank=True, required=False)
    capacity = serializers.IntegerField(min_value=0, max_value=COUNT_MAX, allow_null=True, required=False)
    area_m2 = serializers.IntegerField(min_value=0, max_value=COUNT_MAX, allow_null=True, required=False)
    units = serializers.IntegerField(min_value=0, max_value=COUNT_MAX, allow_null=True, required=False)
    opens_at = serializers.CharField(max_length=5, allow_blank=True, required=False)
    closes_at = serializers.CharField(max_length=5, allow_blank=True, required=False)
    credit_grade = serializers.ChoiceField(GRADES, required=False)
    opened_on = serializers.DateField(allow_null=True, required=False)
    registered_on = serializers.DateField(allow_null=True, required=False)
    licences = serializers.ListField(child=LicenceIn(), required=False, max_length=40)


class VenueEditIn(VenueIn):
    """Only what is named changes; a change of `status` needs `reason`."""

    name = serializers.CharField(max_length=120, required=False)
    address = serializers.CharField(max_length=200, required=False)
    categories = serializers.ListField(
        child=serializers.CharField(max_length=3), min_length=1, max_length=19, required=False
    )
    registered_on = None  # type: ignore[assignment] # the day of listing is not edited
    status = serializers.ChoiceField(Venue.Status.choices, required=False)
    reason = serializers.CharField(max_length=400, allow_blank=True, default="")


class VenueRowOut(serializers.Serializer[Any]):
    """A venue in the list; `valid_to` is the earliest end of its licences, null when all are long-term."""

    uuid = serializers.UUIDField()
    code = serializers.CharField()
    uscc = serializers.CharField()
    name = serializers.CharField()
    sign_name = serializers.CharField()
    address = serializers.CharField()
    township = CodeNameOut(allow_null=True)
    categories = CodeNameOut(many=True)
    grade = serializers.ChoiceField(GRADES)
    status = serializers.ChoiceField(Venue.Status.choices)
    valid_to = serializers.DateField(allow_null=True)
    expired = serializers.BooleanField()
    has_coordinates = serializers.BooleanField()
    verbs = serializers.ListField(child=serializers.CharField())


class LicenceOut(serializers.Serializer[Any]):
    """A licence; `ended_on` when it was replaced or given up."""

    kind = serializers.CharField()
    number = serializers.CharField()
    scope = serializers.CharField()
    issued_on = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    expired = serializers.BooleanField()
    ended_on = serializers.DateField(allow_null=True)


class CategoryPeriodOut(CodeNameOut):
    """A category with the days it was entered and left."""

    entered_on = serializers.DateField()
    left_on = serializers.DateField(allow_null=True)


class OfficerBriefOut(serializers.Serializer[Any]):
    """An officer in brief."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    cert_no = serializers.CharField()


class VenueBriefOut(serializers.Serializer[Any]):
    """A venue in brief."""

    uuid = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()


class RecusalOut(serializers.Serializer[Any]):
    """A recusal (回避); `reason` is null for those it is not for."""

    uuid = serializers.UUIDField()
    officer = OfficerBriefOut()
    venue = VenueBriefOut()
    reason = serializers.CharField(allow_null=True)
    declared_at = serializers.DateTimeField()
    ended_on = serializers.DateField(allow_null=True)
    verbs = serializers.ListField(child=serializers.CharField())


class LicenceWarningOut(serializers.Serializer[Any]):
    """What does not fit between licences and categories (V19); `number` "" when none is held."""

    code = serializers.ChoiceField([("expired", "已过期"), ("missing", "没有登记"), ("scope", "范围不符")])
    category = serializers.CharField(allow_blank=True)
    number = serializers.CharField(allow_blank=True)


class VenueOut(VenueRowOut):
    """Everything the register holds about a venue."""

    organ = serializers.CharField()
    kind = serializers.ChoiceField(Venue.Kind.choices)
    legal_person = serializers.CharField()
    site_manager = serializers.CharField()
    phone = serializers.CharField()
    registered_address = serializers.CharField()
    lng = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    datum = serializers.ChoiceField([("", ""), *Venue.Datum.choices])
    coordinates_from = serializers.CharField()
    capacity = serializers.IntegerField(allow_null=True)
    area_m2 = serializers.IntegerField(allow_null=True)
    units = serializers.IntegerField(allow_null=True)
    opens_at = serializers.CharField()
    closes_at = serializers.CharField()
    opened_on = serializers.DateField(allow_null=True)
    registered_on = serializers.DateField()
    left_on = serializers.DateField(allow_null=True)
    licences = LicenceOut(many=True)
    licence_warnings = LicenceWarningOut(many=True)
    category_periods = CategoryPeriodOut(many=True)
    recusals = RecusalOut(many=True)
