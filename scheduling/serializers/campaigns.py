"""Special campaigns on the wire."""

from typing import Any

from rest_framework import serializers

from scheduling.domain.campaigns import ORDERED, OWN
from scheduling.models import Campaign
from scheduling.serializers.visits import CapCountOut, NamedOut, VisitApprovalOut

LONGEST = 8000


class CampaignVenueNamedOut(serializers.Serializer[Any]):
    """A venue the campaign names."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()


class CampaignOut(serializers.Serializer[Any]):
    """A campaign: plan, approval, filing, scope, days, and how many of its visits are open and made."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    state = serializers.ChoiceField(Campaign.State.choices)
    trigger = NamedOut()
    ordered_by = serializers.CharField(allow_blank=True)
    plan_text = serializers.CharField(allow_blank=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    categories = NamedOut(many=True)
    townships = NamedOut(many=True)
    venues = CampaignVenueNamedOut(many=True)
    items = serializers.ListField(child=serializers.CharField())
    made_by = serializers.CharField()
    approval = VisitApprovalOut(allow_null=True)
    filing_no = serializers.CharField(allow_blank=True)
    filed_with = serializers.CharField(allow_blank=True)
    filed_on = serializers.DateField(allow_null=True)
    report = serializers.CharField(allow_blank=True)
    ended_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    visits_open = serializers.IntegerField()
    visits_done = serializers.IntegerField()
    verbs = serializers.ListField(child=serializers.CharField())


class CampaignIn(serializers.Serializer[Any]):
    """A campaign being drawn up; empty categories, townships and venues narrow nothing."""

    name = serializers.CharField(max_length=80)
    trigger = serializers.ChoiceField([OWN, ORDERED])
    ordered_by = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    plan_text = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True, default="")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    categories = serializers.ListField(
        child=serializers.CharField(max_length=3), max_length=60, required=False, default=list
    )
    townships = serializers.ListField(
        child=serializers.CharField(max_length=12), max_length=100, required=False, default=list
    )
    venues = serializers.ListField(
        child=serializers.UUIDField(), max_length=2000, required=False, default=list
    )
    items = serializers.ListField(
        child=serializers.CharField(max_length=12), max_length=600, required=False, default=list
    )


class CampaignQuery(serializers.Serializer[Any]):
    """`open`: only those a visit may be made under today."""

    open = serializers.BooleanField(required=False, default=False)


class CampaignFileIn(serializers.Serializer[Any]):
    """Its filing (备案); without a day: today."""

    filing_no = serializers.CharField(max_length=60)
    filed_with = serializers.CharField(max_length=80)
    on = serializers.DateField(required=False, allow_null=True, default=None)


class CampaignReportIn(serializers.Serializer[Any]):
    """What came of it."""

    report = serializers.CharField(max_length=LONGEST)


class CampaignVenueOut(serializers.Serializer[Any]):
    """A venue in the scope, and the state of its visit under this campaign, if there is one."""

    uuid = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    township = serializers.CharField(allow_blank=True)
    categories = serializers.ListField(child=serializers.CharField())
    grade = serializers.CharField()
    cap = CapCountOut()
    visit = serializers.CharField(allow_blank=True)


class CampaignVisitsIn(serializers.Serializer[Any]):
    """One visit for each venue, by one team, in these days."""

    venues = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=60)
    officers = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=12)
    planned_from = serializers.DateField()
    planned_to = serializers.DateField()
    precheck_reason = serializers.CharField(max_length=200)
    cap_reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class CampaignVisitOut(serializers.Serializer[Any]):
    """What became of one venue: its visit, or why none was planned (`code`, with its facts)."""

    venue = serializers.UUIDField()
    name = serializers.CharField(allow_blank=True)
    visit = serializers.UUIDField(allow_null=True)
    number = serializers.CharField(allow_blank=True)
    code = serializers.CharField(allow_blank=True)
    data = serializers.DictField()  # type: ignore[assignment] # DRF takes declared fields off the class
