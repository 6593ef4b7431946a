"""What the steps of a case take."""

from typing import Any

from rest_framework import serializers

from enforcement.domain.irregular import SETTLED
from enforcement.domain.leniency import GROUNDS
from enforcement.domain.penalties import CLASSES, CLOSING_TYPES
from enforcement.domain.sources import SERVICE_MODES, SOURCES
from enforcement.models import Case, Payment

SUM_MAX = 10**13
_CLASSES = list(CLASSES)
SOURCE_CHOICES = [(code, words[0]) for code, words in SOURCES.items()]
MODE_CHOICES = [(code, words[0]) for code, words in SERVICE_MODES.items()]


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
    party_kind = serializers.ChoiceField(
        choices=Case.PartyKind.choices, allow_blank=True, default="", help_text="default: from the register"
    )
    party_name = serializers.CharField(max_length=120, allow_blank=True, default="")
    harm = serializers.BooleanField(default=False)
    source = serializers.ChoiceField(choices=SOURCE_CHOICES, default="inspection")  # type: ignore[assignment] # DRF takes declared fields off the class


class CaseInvestigateIn(serializers.Serializer[Any]):
    """Facts and proposal."""

    facts = serializers.CharField(max_length=8000, allow_blank=True)
    proposal = serializers.CharField(max_length=4000, allow_blank=True)


class CaseReviewIn(serializers.Serializer[Any]):
    """The reviewer's opinion."""

    opinion = serializers.CharField(max_length=300, allow_blank=True)


class CaseSendBackIn(serializers.Serializer[Any]):
    """Why it does not pass."""

    reason = serializers.CharField(max_length=300, allow_blank=True)


class CaseIntendIn(serializers.Serializer[Any]):
    """The intended penalty, in fen."""

    classes = serializers.ListField(child=serializers.ChoiceField(choices=_CLASSES), max_length=12)
    fine_fen = serializers.IntegerField(min_value=0, max_value=SUM_MAX, default=0)
    confiscated_fen = serializers.IntegerField(min_value=0, max_value=SUM_MAX, default=0)
    basis = serializers.CharField(max_length=60, allow_blank=True, default="")
    on = serializers.DateField(required=False, allow_null=True, help_text="drawn up on; default today")


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
    step = serializers.CharField(
        max_length=40, allow_blank=True, default="", help_text="step of the adopted discretion standard"
    )
    text = serializers.CharField(max_length=4000, allow_blank=True, default="")
    band_reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    late_reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    ground = serializers.ChoiceField(choices=list(GROUNDS), allow_blank=True, default="")
    correction = serializers.CharField(max_length=300, allow_blank=True, default="")
    education = serializers.CharField(max_length=300, allow_blank=True, default="")
    ground_reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    rule = serializers.CharField(
        max_length=40, allow_blank=True, default="", help_text="code of the adopted rule of no penalty"
    )
    correction_order = serializers.UUIDField(
        required=False, allow_null=True, help_text="an order to rectify of this case that was met"
    )
    correction_file = serializers.UUIDField(
        required=False, allow_null=True, help_text="a file of its evidence that shows the correction"
    )
    guidance = serializers.ListField(
        child=serializers.UUIDField(), max_length=10, default=list, help_text="signed talks and commitments"
    )
    education_file = serializers.UUIDField(
        required=False, allow_null=True, help_text="a file of its evidence that shows the education"
    )


class CasePayIn(serializers.Serializer[Any]):
    """One payment, in fen."""

    part = serializers.ChoiceField(choices=Payment.Part.choices, default="penalty")
    amount_fen = serializers.IntegerField(min_value=1, max_value=SUM_MAX)
    mode = serializers.ChoiceField(choices=Payment.Mode.choices)
    receipt = serializers.CharField(max_length=60)
    on = serializers.DateField(required=False, allow_null=True, help_text="default today")
    hard_reason = serializers.CharField(max_length=200, allow_blank=True, default="")


class CasePerformIn(serializers.Serializer[Any]):
    """The day, and why the surcharge was remitted where it was."""

    on = serializers.DateField(required=False, allow_null=True, help_text="default today")
    remission_reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class CaseAssignIn(serializers.Serializer[Any]):
    """The investigators from now on, and why."""

    officers = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=6)
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class CaseConsentIn(serializers.Serializer[Any]):
    """What the party agreed to of electronic service: in words, or the file that shows it."""

    consent = serializers.CharField(max_length=200, allow_blank=True, default="")
    consent_file = serializers.UUIDField(
        required=False, allow_null=True, help_text="the file of the evidence that shows it"
    )


class CaseSettleIn(serializers.Serializer[Any]):
    """Which irregularity is settled, and why."""

    code = serializers.ChoiceField(choices=list(SETTLED))
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class CaseMarkIn(serializers.Serializer[Any]):
    """Complex or grave; touching a major public interest."""

    complex_case = serializers.BooleanField()
    public_interest = serializers.BooleanField()
    harm = serializers.BooleanField(
        required=False, allow_null=True, help_text="life, health or financial safety harmed; null: as it is"
    )


class CaseInformIn(serializers.Serializer[Any]):
    """How a paper was served, with the proof: who signed, or the mark of the mail."""

    mode = serializers.ChoiceField(choices=MODE_CHOICES)
    proof = serializers.CharField(max_length=200, allow_blank=True)
    on = serializers.DateField(required=False, allow_null=True, help_text="default today")
    consent = serializers.CharField(
        max_length=200, allow_blank=True, default="",
        help_text="of electronic service: the address and the day the party agreed (电子送达确认书)",
    )  # fmt: skip
    consent_file = serializers.UUIDField(
        required=False, allow_null=True, help_text="the file of the evidence that shows it"
    )


class CaseServeIn(CaseInformIn):
    """The same of the decision, with its time."""

    at = serializers.TimeField(required=False, allow_null=True, help_text="the time of that day in Beijing")


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


class CaseArchiveIn(serializers.Serializer[Any]):
    """`gaps`: code of the checklist → why it is not in the file; what is there needs none."""

    gaps = serializers.DictField(child=serializers.CharField(max_length=200, allow_blank=True), default=dict)


class CaseReasonIn(serializers.Serializer[Any]):
    """A reason."""

    reason = serializers.CharField(max_length=300)
