"""Shapes of demonstration sites."""

from typing import Any

from rest_framework import serializers

from counting.domain.sites import SITE, SITE_KINDS
from counting.models import Site
from inspections.serializers.hazards import WithFiles
from inspections.serializers.patrols import PatrolFileOut

STEPS = sorted({verb for _, verb in SITE})
MOST = 1_000_000


class SiteStepOut(serializers.Serializer[Any]):
    """One step."""

    verb = serializers.ChoiceField(choices=STEPS)
    on = serializers.DateField()
    text = serializers.CharField(allow_blank=True)
    by = serializers.CharField()
    households = serializers.IntegerField(allow_null=True)
    found = serializers.IntegerField(allow_null=True)
    self_removed = serializers.IntegerField(allow_null=True)
    forced = serializers.IntegerField(allow_null=True)
    files = PatrolFileOut(many=True)


class SiteSurveyOut(serializers.Serializer[Any]):
    """The last survey: households asked, with a dish, without, gone, left."""

    households = serializers.IntegerField()
    found = serializers.IntegerField()
    without = serializers.IntegerField()
    gone = serializers.IntegerField()
    left = serializers.IntegerField()


class SiteRecheckOut(serializers.Serializer[Any]):
    """By when a named site is to be looked at again, and after which text."""

    on = serializers.DateField()
    months = serializers.IntegerField()
    basis = serializers.CharField()
    overdue = serializers.BooleanField()


class SiteOut(serializers.Serializer[Any]):
    """A site with its steps."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=Site.State.choices)
    kind = serializers.ChoiceField(choices=SITE_KINDS)
    kind_name = serializers.CharField()
    kind_name_en = serializers.CharField()
    name = serializers.CharField()
    place = serializers.CharField(allow_blank=True)
    why = serializers.CharField()
    named_on = serializers.DateField(allow_null=True)
    survey = SiteSurveyOut(allow_null=True)
    rechecked_on = serializers.DateField(allow_null=True)
    recheck_due = SiteRecheckOut(allow_null=True)
    steps = SiteStepOut(many=True)
    verbs = serializers.ListField(child=serializers.CharField())


class SiteIn(serializers.Serializer[Any]):
    """A place that is to become one."""

    kind = serializers.ChoiceField(choices=SITE_KINDS)
    name = serializers.CharField(max_length=120)
    place = serializers.CharField(max_length=120, allow_blank=True, default="")
    why = serializers.CharField(max_length=600)


class SiteNameIn(WithFiles):
    """How it was named; files of the owner `site:<uuid>`, where the acceptance brought none."""

    text = serializers.CharField(max_length=2000, allow_blank=True, default="")
    on = serializers.DateField(required=False, allow_null=True)


class SiteStepIn(SiteNameIn):
    """One step but the naming; numbers only of a survey, a check or a recheck."""

    verb = serializers.ChoiceField(choices=[step for step in STEPS if step != "site.name"])
    households = serializers.IntegerField(min_value=0, max_value=MOST, required=False, allow_null=True)
    found = serializers.IntegerField(min_value=0, max_value=MOST, required=False, allow_null=True)
    self_removed = serializers.IntegerField(min_value=0, max_value=MOST, required=False, allow_null=True)
    forced = serializers.IntegerField(min_value=0, max_value=MOST, required=False, allow_null=True)
