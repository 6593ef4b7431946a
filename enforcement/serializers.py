"""Shapes of enforcement on the wire."""

from typing import Any

from rest_framework import serializers

from backend.serializers import ClockOut
from enforcement.domain.penalties import CLASSES, CLOSING_TYPES
from enforcement.domain.sources import SERVICE_MODES, SOURCES
from enforcement.models import Case, Lead
from registry.serializers.catalogue import BasisOut

SUM_MAX = 10**13
_CLASSES = list(CLASSES)
SOURCE_CHOICES = [(code, words[0]) for code, words in SOURCES.items()]
MODE_CHOICES = [(code, words[0]) for code, words in SERVICE_MODES.items()]


class CaseVenueOut(serializers.Serializer[Any]):
    """A venue in brief."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    code = serializers.CharField()


class CaseViolationOut(serializers.Serializer[Any]):
    """A violation in brief."""

    code = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField()


class InvestigatorOut(serializers.Serializer[Any]):
    """An investigator."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    cert_no = serializers.CharField()


class CaseCauseOut(serializers.Serializer[Any]):
    """What it came from."""

    noun = serializers.CharField(allow_blank=True)
    uuid = serializers.UUIDField(allow_null=True)


class CaseOut(serializers.Serializer[Any]):
    """A case as listed. Sums in fen."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=Case.State.choices)
    venue = CaseVenueOut()
    party_name = serializers.CharField()
    violation = CaseViolationOut()
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


class CaseStepOut(serializers.Serializer[Any]):
    """One step of the course."""

    state = serializers.CharField()
    on = serializers.DateField(allow_null=True)


class CaseBasisOut(BasisOut):
    """A penalty article the case may cite; `in_force` on the day of the act, the first is the default."""

    multiple_min = serializers.IntegerField(allow_null=True, help_text="of the illegal income or turnover")
    multiple_max = serializers.IntegerField(allow_null=True)
    threshold_fen = serializers.IntegerField(allow_null=True, help_text="from here on the multiples hold")


class InformedOut(serializers.Serializer[Any]):
    """The penalty of which the party was informed."""

    classes = serializers.ListField(child=serializers.CharField())
    fine_fen = serializers.IntegerField()
    confiscated_fen = serializers.IntegerField()


class CaseDetailOut(CaseOut):
    """A case in full."""

    summary = serializers.CharField()
    occurred_on = serializers.DateField()
    cause = CaseCauseOut()
    facts = serializers.CharField(allow_blank=True)
    proposal = serializers.CharField(allow_blank=True)
    review_opinion = serializers.CharField(allow_blank=True)
    informed = InformedOut()
    statement = serializers.CharField(allow_blank=True)
    statement_waived = serializers.BooleanField()
    decision_text = serializers.CharField(allow_blank=True)
    basis = CaseBasisOut(allow_null=True, help_text="the provision of the decision, `verified` or not")
    amount_fen = serializers.IntegerField(allow_null=True)
    band_reason = serializers.CharField(allow_blank=True)
    late_reason = serializers.CharField(allow_blank=True)
    service_mode = serializers.CharField(allow_blank=True)
    service_proof = serializers.CharField(allow_blank=True)
    published_on = serializers.DateField(allow_null=True)
    publication_text = serializers.CharField(allow_blank=True)
    suspended = serializers.BooleanField(help_text="the 90 days stand still")
    ended_reason = serializers.CharField(allow_blank=True)
    course = CaseStepOut(many=True)
    clocks = ClockOut(many=True)
    bases = CaseBasisOut(many=True)


class CaseFileIn(serializers.Serializer[Any]):
    """File a case from a finding, an order to rectify, a verified lead, or a venue with its source."""

    finding = serializers.UUIDField(required=False, allow_null=True)
    rectification = serializers.UUIDField(required=False, allow_null=True)
    lead = serializers.UUIDField(required=False, allow_null=True)
    venue = serializers.UUIDField(required=False, allow_null=True)
    violation = serializers.CharField(max_length=20)
    officers = serializers.ListField(child=serializers.UUIDField(), min_length=2, max_length=10)
    summary = serializers.CharField(max_length=4000)
    occurred_on = serializers.DateField()
    source = serializers.ChoiceField(choices=SOURCE_CHOICES, default="inspection")  # type: ignore[assignment] # DRF takes declared fields off the class


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
    on = serializers.DateField(required=False, allow_null=True, help_text="served on; default today")


class CaseStatementIn(serializers.Serializer[Any]):
    """What the party stated; or his waiver in writing."""

    text = serializers.CharField(max_length=4000, allow_blank=True, default="")
    waived = serializers.BooleanField(default=False)


class CaseDecideIn(serializers.Serializer[Any]):
    """The decision, sums in fen."""

    outcome = serializers.ChoiceField(choices=Case.Outcome.choices)
    basis = serializers.CharField(max_length=60, allow_blank=True, default="")
    classes = serializers.ListField(
        child=serializers.ChoiceField(choices=_CLASSES), max_length=12, default=list
    )
    fine_fen = serializers.IntegerField(min_value=0, max_value=SUM_MAX, default=0)
    confiscated_fen = serializers.IntegerField(min_value=0, max_value=SUM_MAX, default=0)
    amount_fen = serializers.IntegerField(
        min_value=0,
        max_value=SUM_MAX,
        required=False,
        allow_null=True,
        help_text="illegal income or turnover",
    )
    text = serializers.CharField(max_length=4000, allow_blank=True, default="")
    band_reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    late_reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class CaseServeIn(serializers.Serializer[Any]):
    """How it was served, with the proof: who signed, or the mark of the mail."""

    mode = serializers.ChoiceField(choices=MODE_CHOICES)
    proof = serializers.CharField(max_length=200, allow_blank=True)
    on = serializers.DateField(required=False, allow_null=True, help_text="default today")


class CaseDayIn(serializers.Serializer[Any]):
    """The day of the act."""

    on = serializers.DateField(required=False, allow_null=True, help_text="default today")


class CaseSuspendIn(serializers.Serializer[Any]):
    """From which day the 90 days stand still, and why."""

    basis = serializers.CharField(max_length=200, help_text="legal basis")
    on = serializers.DateField(required=False, allow_null=True, help_text="default today")


class CaseCloseIn(serializers.Serializer[Any]):
    """The closing type; 终止结案 needs its reason."""

    closing_type = serializers.ChoiceField(choices=list(CLOSING_TYPES))
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class CaseReasonIn(serializers.Serializer[Any]):
    """A reason."""

    reason = serializers.CharField(max_length=300)


class LeadVerifyIn(serializers.Serializer[Any]):
    """What the check of a lead found; the venue, where the lead did not name it."""

    note = serializers.CharField(max_length=300, allow_blank=True, default="")
    venue = serializers.UUIDField(required=False, allow_null=True)


class LeadOut(serializers.Serializer[Any]):
    """A lead."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=Lead.State.choices)
    source = serializers.CharField()  # type: ignore[assignment] # DRF takes declared fields off the class
    content = serializers.CharField()
    venue = CaseVenueOut(allow_null=True)
    cause = CaseCauseOut()
    created_at = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)
    verbs = serializers.ListField(child=serializers.CharField())


class LeadIn(serializers.Serializer[Any]):
    """Register a lead."""

    source = serializers.ChoiceField(choices=SOURCE_CHOICES)  # type: ignore[assignment] # DRF takes declared fields off the class
    content = serializers.CharField(max_length=4000)
    venue = serializers.UUIDField(required=False, allow_null=True)
    finding = serializers.UUIDField(required=False, allow_null=True)


class PenaltyWordOut(serializers.Serializer[Any]):
    """A code with its words."""

    code = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()


class PenaltyWordsOut(serializers.Serializer[Any]):
    """Penalty classes light to heavy, outcomes, sources, modes of service, closing types."""

    classes = PenaltyWordOut(many=True)
    outcomes = PenaltyWordOut(many=True)
    sources = PenaltyWordOut(many=True)
    modes = PenaltyWordOut(many=True)
    closing_types = PenaltyWordOut(many=True)
    closing_of = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), help_text="outcome → closing types"
    )
