"""What is made up beside a visit, requests to keep away, outings and service visits, on the wire."""

from typing import Any

from rest_framework import serializers

from scheduling.models import RecusalRequest, ServiceVisit


class BackfillIn(serializers.Serializer[Any]):
    """The code shown before leaving, or made up within ten days (补扫)."""

    scan_mode = serializers.ChoiceField(["before_leave", "backfill"])
    scanned_at = serializers.DateTimeField()
    reason = serializers.CharField(max_length=200)


class ConfirmIn(serializers.Serializer[Any]):
    """When he said so, where his phone had no network."""

    confirmed_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class NotifyIn(serializers.Serializer[Any]):
    """Notice given before the day."""

    noticed_at = serializers.DateTimeField()


class ReportIn(serializers.Serializer[Any]):
    """The report on a check outside the district."""

    number = serializers.CharField(max_length=60)


class RecuseIn(serializers.Serializer[Any]):
    """A party asks that an officer keep away."""

    officer = serializers.UUIDField()
    party = serializers.CharField(max_length=60)
    party_role = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    reason = serializers.CharField(max_length=200)


class GrantIn(serializers.Serializer[Any]):
    """The officer keeps away; `substitute` takes his seat at once."""

    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    substitute = serializers.UUIDField(required=False, allow_null=True, default=None)


class RecusalReasonIn(serializers.Serializer[Any]):
    """Why it is refused or taken back."""

    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class RecusalRequestOut(serializers.Serializer[Any]):
    """A request; party, reason and decision are blank for whoever may not read them."""

    uuid = serializers.UUIDField()
    visit = serializers.UUIDField()
    officer = serializers.UUIDField()
    officer_name = serializers.CharField()
    state = serializers.ChoiceField(RecusalRequest.State.choices)
    party = serializers.CharField(allow_blank=True)
    party_role = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    taken_at = serializers.DateTimeField()
    decided_by = serializers.CharField(allow_blank=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    decision = serializers.CharField(allow_blank=True)
    substitute = serializers.CharField(allow_blank=True)
    verbs = serializers.ListField(child=serializers.CharField())


class OutingIn(serializers.Serializer[Any]):
    """Who sets out, in which vehicle."""

    vehicle = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    officers = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=40)


class OutingNewIn(OutingIn):
    """A new outing of one day."""

    on = serializers.DateField()
    join = serializers.BooleanField(
        required=False,
        default=False,
        help_text="told afterwards: whoever is out already brings the others in",
    )


class OutingQuery(serializers.Serializer[Any]):
    """Of one day."""

    on = serializers.DateField(required=False)


class OutingOfficerOut(serializers.Serializer[Any]):
    """One who is out; `bound` while he is in the team of one of its visits."""

    officer = serializers.UUIDField()
    name = serializers.CharField()
    bound = serializers.BooleanField()


class OutingVisitOut(serializers.Serializer[Any]):
    """One visit made from it."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    venue = serializers.CharField()
    state = serializers.CharField()


class OutingOut(serializers.Serializer[Any]):
    """One outing (出动): its people are counted once, however many venues they see."""

    uuid = serializers.UUIDField()
    on = serializers.DateField()
    vehicle = serializers.CharField(allow_blank=True)
    officers = OutingOfficerOut(many=True)
    visits = OutingVisitOut(many=True)
    people = serializers.IntegerField(help_text="人次")
    made = serializers.IntegerField(help_text="visits finished")
    verbs = serializers.ListField(child=serializers.CharField())


class ServiceVisitIn(serializers.Serializer[Any]):
    """A call at a venue in which nothing was checked."""

    venue = serializers.UUIDField()
    kind = serializers.ChoiceField(ServiceVisit.Kind.choices)
    on = serializers.DateField()
    subject = serializers.CharField(max_length=200)
    note = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    people = serializers.IntegerField(min_value=1, max_value=99)


class ServiceVisitQuery(serializers.Serializer[Any]):
    """Of one venue."""

    venue = serializers.UUIDField(required=False)


class ServiceVisitOut(serializers.Serializer[Any]):
    """A logged one; it counts to no cap and no figure."""

    uuid = serializers.UUIDField()
    kind = serializers.ChoiceField(ServiceVisit.Kind.choices)
    venue = serializers.UUIDField()
    venue_name = serializers.CharField()
    on = serializers.DateField()
    subject = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    people = serializers.IntegerField()
    logged_by = serializers.CharField()


class VisitCauseOut(serializers.Serializer[Any]):
    """What caused the visit: a lead, an order to rectify, a follow-up, the visit it repeats."""

    noun = serializers.CharField()
    uuid = serializers.UUIDField()


class PrecheckOut(serializers.Serializer[Any]):
    """Whether it could be checked without entering, as it was answered."""

    code = serializers.CharField(allow_blank=True)
    name = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
