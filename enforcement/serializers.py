"""Shapes of enforcement on the wire."""

from typing import Any

from rest_framework import serializers

from backend.serializers import ClockOut
from enforcement.domain.penalties import CLASSES, CLOSING_TYPES

SUM_MAX = 10**13
_CLASSES = list(CLASSES)
SOURCES = ["inspection", "hotline", "report", "superior", "transfer", "monitoring", "media", "liaison"]
MODES = ["direct", "left", "mail", "electronic", "announcement"]


class VenueRefOut(serializers.Serializer[Any]):
    """A venue in brief."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    code = serializers.CharField()


class ViolationRefOut(serializers.Serializer[Any]):
    """A violation in brief."""

    code = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField()


class InvestigatorOut(serializers.Serializer[Any]):
    """An investigator."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    cert_no = serializers.CharField()


class CauseOut(serializers.Serializer[Any]):
    """What it came from."""

    noun = serializers.CharField(allow_blank=True)
    uuid = serializers.UUIDField(allow_null=True)


class CaseOut(serializers.Serializer[Any]):
    """A case as listed. Sums in fen."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.CharField()
    venue = VenueRefOut()
    party_name = serializers.CharField()
    violation = ViolationRefOut()
    category = serializers.CharField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment] # DRF takes declared fields off the class
    filed_on = serializers.DateField()
    decided_on = serializers.DateField(allow_null=True)
    outcome = serializers.CharField(allow_blank=True)
    decision_number = serializers.CharField(allow_blank=True)
    penalty_classes = serializers.ListField(child=serializers.CharField())
    heaviest = serializers.CharField(allow_blank=True)
    fine_fen = serializers.IntegerField()
    confiscated_fen = serializers.IntegerField()
    total_fen = serializers.IntegerField()
    closing_type = serializers.CharField(allow_blank=True)
    officers = InvestigatorOut(many=True)
    due = ClockOut(allow_null=True)
    verbs = serializers.ListField(child=serializers.CharField())


class StepOut(serializers.Serializer[Any]):
    """One step of the course."""

    state = serializers.CharField()
    on = serializers.DateField(allow_null=True)


class BasisOut(serializers.Serializer[Any]):
    """A penalty article the case may cite."""

    key = serializers.CharField()
    law = serializers.CharField()
    version = serializers.CharField()
    article = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    penalty_kinds = serializers.ListField(child=serializers.CharField())
    fine_min_fen = serializers.IntegerField(allow_null=True)
    fine_max_fen = serializers.IntegerField(allow_null=True)
    verified = serializers.BooleanField()
    in_force = serializers.BooleanField(help_text="on the day of the act")


class InformedOut(serializers.Serializer[Any]):
    """The penalty of which the party was informed."""

    classes = serializers.ListField(child=serializers.CharField())
    fine_fen = serializers.IntegerField()
    confiscated_fen = serializers.IntegerField()


class CaseDetailOut(CaseOut):
    """A case in full."""

    summary = serializers.CharField()
    occurred_on = serializers.DateField()
    cause = CauseOut()
    facts = serializers.CharField(allow_blank=True)
    proposal = serializers.CharField(allow_blank=True)
    review_opinion = serializers.CharField(allow_blank=True)
    informed = InformedOut()
    statement = serializers.CharField(allow_blank=True)
    statement_due_on = serializers.DateField(allow_null=True)
    statement_waived = serializers.BooleanField()
    decision_text = serializers.CharField(allow_blank=True)
    basis = serializers.CharField(allow_null=True)
    service_mode = serializers.CharField(allow_blank=True)
    ended_reason = serializers.CharField(allow_blank=True)
    course = StepOut(many=True)
    clocks = ClockOut(many=True)
    bases = BasisOut(many=True)


class CaseFileIn(serializers.Serializer[Any]):
    """File a case from a finding, a verified lead or a venue."""

    finding = serializers.UUIDField(required=False, allow_null=True)
    lead = serializers.UUIDField(required=False, allow_null=True)
    venue = serializers.UUIDField(required=False, allow_null=True)
    violation = serializers.CharField(max_length=20)
    officers = serializers.ListField(child=serializers.UUIDField(), min_length=2, max_length=10)
    summary = serializers.CharField(max_length=4000)
    occurred_on = serializers.DateField()
    source = serializers.ChoiceField(choices=SOURCES, default="inspection")  # type: ignore[assignment] # DRF takes declared fields off the class


class CaseInvestigateIn(serializers.Serializer[Any]):
    """Facts and proposal."""

    facts = serializers.CharField(max_length=8000, allow_blank=True)
    proposal = serializers.CharField(max_length=4000, allow_blank=True)


class CaseReviewIn(serializers.Serializer[Any]):
    """The reviewer's opinion."""

    opinion = serializers.CharField(max_length=300, allow_blank=True)


class CaseInformIn(serializers.Serializer[Any]):
    """The intended penalty, in fen."""

    classes = serializers.ListField(child=serializers.ChoiceField(choices=_CLASSES), max_length=12)
    fine_fen = serializers.IntegerField(min_value=0, max_value=SUM_MAX, default=0)
    confiscated_fen = serializers.IntegerField(min_value=0, max_value=SUM_MAX, default=0)


class CaseStatementIn(serializers.Serializer[Any]):
    """What the party stated; or his waiver in writing."""

    text = serializers.CharField(max_length=4000, allow_blank=True, default="")
    waived = serializers.BooleanField(default=False)


class CaseDecideIn(serializers.Serializer[Any]):
    """The decision, sums in fen."""

    outcome = serializers.ChoiceField(choices=["penalty", "no_penalty", "not_established", "transfer"])
    basis = serializers.CharField(max_length=60, allow_blank=True, default="")
    classes = serializers.ListField(
        child=serializers.ChoiceField(choices=_CLASSES), max_length=12, default=list
    )
    fine_fen = serializers.IntegerField(min_value=0, max_value=SUM_MAX, default=0)
    confiscated_fen = serializers.IntegerField(min_value=0, max_value=SUM_MAX, default=0)
    text = serializers.CharField(max_length=4000, allow_blank=True, default="")
    band_reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    late_reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class CaseServeIn(serializers.Serializer[Any]):
    """How it was served."""

    mode = serializers.ChoiceField(choices=MODES)


class CaseCloseIn(serializers.Serializer[Any]):
    """The closing type."""

    closing_type = serializers.ChoiceField(choices=list(CLOSING_TYPES))


class ReasonIn(serializers.Serializer[Any]):
    """A reason."""

    reason = serializers.CharField(max_length=300)


class NoteIn(serializers.Serializer[Any]):
    """A note."""

    note = serializers.CharField(max_length=300, allow_blank=True, default="")


class LeadOut(serializers.Serializer[Any]):
    """A lead."""

    uuid = serializers.UUIDField()
    state = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment] # DRF takes declared fields off the class
    content = serializers.CharField()
    venue = VenueRefOut(allow_null=True)
    cause = CauseOut()
    created_at = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)
    verbs = serializers.ListField(child=serializers.CharField())


class LeadIn(serializers.Serializer[Any]):
    """Register a lead."""

    source = serializers.ChoiceField(choices=SOURCES)  # type: ignore[assignment] # DRF takes declared fields off the class
    content = serializers.CharField(max_length=4000)
    venue = serializers.UUIDField(required=False, allow_null=True)
    finding = serializers.UUIDField(required=False, allow_null=True)


class WordOut(serializers.Serializer[Any]):
    """A code with its words."""

    code = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()


class PenaltyWordsOut(serializers.Serializer[Any]):
    """Penalty classes light to heavy, and closing types."""

    classes = WordOut(many=True)
    closing_types = WordOut(many=True)
