"""Shapes of follow-ups."""

from typing import Any

from rest_framework import serializers

from backend.models import Document
from backend.serializers import ClockOut
from enforcement.domain.repair import ASKS, LEVELS, NOTHING
from enforcement.models import FollowUp, FollowUpStep, FollowUpVisit
from enforcement.serializers.afterwards import FollowUpStepOut
from enforcement.serializers.cases import CaseVenueOut
from scheduling.models import Visit
from scheduling.serializers.visits import VisitApprovalOut


class FollowUpVisitOut(serializers.Serializer[Any]):
    """A visit it caused; `pending`: not made yet, or its record not accepted yet."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=Visit.State.choices)
    kind = serializers.ChoiceField(choices=FollowUpVisit.Kind.choices)
    reason = serializers.CharField()
    planned_from = serializers.DateField()
    planned_to = serializers.DateField()
    officers = serializers.ListField(child=serializers.CharField())
    open_seats = serializers.IntegerField()
    record = serializers.UUIDField(allow_null=True)
    pending = serializers.BooleanField()


class FollowUpVisitMemberOut(serializers.Serializer[Any]):
    """Who goes."""

    name = serializers.CharField()
    unit = serializers.CharField()
    cert_no = serializers.CharField()
    lead = serializers.BooleanField()


class FollowUpVisitPageOut(FollowUpVisitOut):
    """The same on a page of its own, to be read only."""

    follow_up = serializers.UUIDField()
    venue = CaseVenueOut()
    basis = serializers.CharField(allow_blank=True)
    counts_to_cap = serializers.BooleanField(help_text="whether it takes one of the year's checks")
    approval = VisitApprovalOut(allow_null=True)
    items_text = serializers.CharField()
    items_count = serializers.IntegerField()
    team = FollowUpVisitMemberOut(many=True)
    started_at = serializers.DateTimeField(allow_null=True)
    scanned_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


class FollowUpOpinionOut(serializers.Serializer[Any]):
    """An opinion sent to who licenses; one from before papers were made has no document."""

    to = serializers.CharField()
    text = serializers.CharField()
    sent_on = serializers.DateField()
    document = serializers.UUIDField(allow_null=True)
    number = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=Document.State.choices, allow_null=True)
    problem = serializers.CharField(allow_blank=True)
    answer = serializers.CharField(allow_blank=True)
    answered_on = serializers.DateField(allow_null=True)
    voided_on = serializers.DateField(allow_null=True)
    due = ClockOut(allow_null=True)
    verbs = serializers.ListField(child=serializers.CharField())


class FollowUpOut(serializers.Serializer[Any]):
    """A follow-up with the penalty in brief."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=FollowUp.State.choices)
    case_number = serializers.CharField()
    decision_number = serializers.CharField(allow_blank=True)
    closed_case_on = serializers.DateField(allow_null=True)
    case = serializers.UUIDField()
    violation_code = serializers.CharField()
    violation = serializers.CharField()
    violation_en = serializers.CharField()
    venue = CaseVenueOut()
    plan = serializers.CharField(allow_blank=True)
    conclusion = serializers.CharField(allow_blank=True)
    opinion = serializers.CharField(allow_blank=True)
    opinions = FollowUpOpinionOut(many=True)
    closed_on = serializers.DateField(allow_null=True)
    due = ClockOut(allow_null=True)
    steps = FollowUpStepOut(many=True)
    visits = FollowUpVisitOut(many=True)
    visit_counts = serializers.BooleanField(help_text="whether a visit it asks for counts to the year's cap")
    rev = serializers.IntegerField(help_text="acts so far; sent back as `seen`")
    verbs = serializers.ListField(child=serializers.CharField())


class _SeenIn(serializers.Serializer[Any]):
    seen = serializers.IntegerField(
        min_value=0, required=False, allow_null=True, help_text="`rev` of the page this was decided on"
    )


class FollowUpPlanIn(_SeenIn):
    """What will be done."""

    plan = serializers.CharField(max_length=600, allow_blank=True)


class FollowUpStepIn(_SeenIn):
    """What was done."""

    kind = serializers.ChoiceField(choices=FollowUpStep.Kind.choices)
    text = serializers.CharField(max_length=600, allow_blank=True)
    on = serializers.DateField(required=False, allow_null=True, help_text="default today")


class RepairConditionOut(serializers.Serializer[Any]):
    """What must be so before one asks; `met`: it is so by the records of this organ."""

    code = serializers.ChoiceField(choices=list(ASKS))
    met = serializers.BooleanField()


class RepairPromptOut(serializers.Serializer[Any]):
    """The prompt made of a record."""

    on = serializers.DateField()
    number = serializers.CharField()
    document = serializers.UUIDField()
    state = serializers.ChoiceField(choices=Document.State.choices)
    problem = serializers.CharField(allow_blank=True)
    verbs = serializers.ListField(child=serializers.CharField())


class RepairRecordOut(serializers.Serializer[Any]):
    """A decision or a list with what may be repaired of it; `why_not`: why nothing may."""

    noun = serializers.ChoiceField(choices=["case", "dishonestyrecord"])
    uuid = serializers.UUIDField()
    name = serializers.CharField(help_text="number of the decision, level of the list")
    on = serializers.DateField()
    level = serializers.ChoiceField(choices=list(LEVELS))
    why_not = serializers.ChoiceField(choices=list(NOTHING), allow_blank=True)
    why = serializers.CharField(allow_blank=True)
    why_en = serializers.CharField(allow_blank=True)
    from_on = serializers.DateField(allow_null=True)
    until_on = serializers.DateField(allow_null=True, help_text="last public day")
    conditions = RepairConditionOut(many=True)
    materials = serializers.ListField(child=serializers.CharField())
    basis = serializers.CharField()
    verified = serializers.BooleanField()
    due = serializers.BooleanField(help_text="the day has come")
    prompt = RepairPromptOut(allow_null=True)


class FollowUpPromptIn(_SeenIn):
    """Of which record the venue is told that it may be repaired."""

    noun = serializers.ChoiceField(choices=["case", "dishonestyrecord"])
    record = serializers.UUIDField()
    note = serializers.CharField(max_length=300, allow_blank=True, default="")


class FollowUpVoidIn(_SeenIn):
    """Which paper, and why."""

    document = serializers.UUIDField()
    reason = serializers.CharField(max_length=200, allow_blank=True)


class FollowUpPaperQuery(serializers.Serializer[Any]):
    """Which paper, and in which rendering."""

    document = serializers.UUIDField()
    part = serializers.ChoiceField(choices=["pdf", "docx"], default="pdf")


class FollowUpVisitIn(_SeenIn):
    """A visit asked for: why, what is to be checked, and when."""

    kind = serializers.ChoiceField(choices=FollowUpVisit.Kind.choices)
    reason = serializers.CharField(max_length=200, allow_blank=True)
    items = serializers.ListField(child=serializers.CharField(max_length=40), max_length=200)
    planned_from = serializers.DateField()
    planned_to = serializers.DateField()
    cap_reason = serializers.CharField(max_length=200, allow_blank=True, default="")
    outside_reason = serializers.CharField(max_length=200, allow_blank=True, default="")


class FollowUpCloseIn(_SeenIn):
    """The conclusion, and the opinion for who licenses."""

    conclusion = serializers.CharField(max_length=600, allow_blank=True)
    opinion = serializers.CharField(max_length=600, allow_blank=True, default="")


class FollowUpSendIn(_SeenIn):
    """The opinion as it goes to who licenses."""

    opinion = serializers.CharField(max_length=600, allow_blank=True)
    opinion_to = serializers.CharField(max_length=100, allow_blank=True)
    on = serializers.DateField(required=False, allow_null=True, help_text="default today")


class FollowUpAnswerIn(_SeenIn):
    """What the licensing side did or said."""

    answer = serializers.CharField(max_length=600, allow_blank=True)
    on = serializers.DateField(required=False, allow_null=True, help_text="default today")
