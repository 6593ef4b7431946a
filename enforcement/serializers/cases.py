"""Shapes of cases on the wire."""

from typing import Any

from rest_framework import serializers

from backend.serializers import ClockOut
from enforcement.domain.disputes import EFFECTS
from enforcement.models import Case
from enforcement.serializers.afterwards import FollowUpBriefOut
from enforcement.serializers.leniency import LeanedOut
from enforcement.serializers.publications import CasePublicationOut
from enforcement.serializers.tracks import CaseTrackOut, MoneyOut, PriorOut
from registry.serializers.catalogue import BandOut, BasisOut, LenientOut


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
    procedure = serializers.ChoiceField(choices=Case.Procedure.choices)
    irregularities = serializers.ListField(child=serializers.CharField(), help_text="by code")
    counts = serializers.BooleanField(help_text="False until what is irregular is settled")
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
    fine_optional = serializers.BooleanField(help_text="可以并处: no fine is within the band")
    bands = BandOut(many=True, help_text="steps of discretion in force on the day of the act")


class InformedOut(serializers.Serializer[Any]):
    """The penalty of which the party was informed."""

    classes = serializers.ListField(child=serializers.CharField())
    fine_fen = serializers.IntegerField()
    confiscated_fen = serializers.IntegerField()


class CaseNoticeOut(InformedOut):
    """A prior notice (事先告知书): drawn up, then served, or replaced by another before it was."""

    uuid = serializers.UUIDField()
    drawn_on = serializers.DateField()
    drawn_by = serializers.CharField()
    basis = serializers.CharField(help_text="key of the provision")
    hearing_reasons = serializers.ListField(
        child=serializers.CharField(), help_text="why the party may ask for a hearing; none: no right"
    )
    replaced_on = serializers.DateField(allow_null=True)
    served_on = serializers.DateField(allow_null=True)
    service_mode = serializers.CharField(allow_blank=True)
    service_proof = serializers.CharField(allow_blank=True)
    service_consent = serializers.CharField(allow_blank=True)
    service_consent_file = serializers.UUIDField(allow_null=True)


class FileWantOut(serializers.Serializer[Any]):
    """One line of the checklist: there, or missing with its explanation."""

    code = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()
    forms = serializers.ListField(child=serializers.CharField())
    there = serializers.BooleanField()
    reason = serializers.CharField(allow_blank=True)


class SentBackOut(serializers.Serializer[Any]):
    """Why legal review did not pass."""

    on = serializers.DateField()
    by = serializers.CharField()
    reason = serializers.CharField()


class SeatOut(serializers.Serializer[Any]):
    """An investigator as named then."""

    name = serializers.CharField()
    cert_no = serializers.CharField()


class TeamChangeOut(serializers.Serializer[Any]):
    """One change of the investigators."""

    on = serializers.DateField()
    by = serializers.CharField()
    reason = serializers.CharField()
    before = SeatOut(many=True)
    after = SeatOut(many=True)


class CaseSettledOut(serializers.Serializer[Any]):
    """An irregularity that was settled."""

    code = serializers.CharField()
    on = serializers.DateField()
    by = serializers.CharField()
    reason = serializers.CharField()


class CaseDetailOut(CaseOut):
    """A case in full."""

    summary = serializers.CharField()
    occurred_on = serializers.DateField()
    cause = CaseCauseOut()
    facts = serializers.CharField(allow_blank=True)
    proposal = serializers.CharField(allow_blank=True)
    review_opinion = serializers.CharField(allow_blank=True)
    sent_back = SentBackOut(allow_null=True, help_text="legal review did not pass, and has not since")
    informed = InformedOut()
    informed_basis = serializers.CharField(
        allow_blank=True, help_text="key of the provision told; blank: of a notice before it was kept"
    )
    notices = CaseNoticeOut(many=True, help_text="oldest first; none of a time before they were kept")
    statement = serializers.CharField(allow_blank=True)
    stated = serializers.BooleanField(help_text="in words or in a hearing: the penalty does not rise")
    statement_waived = serializers.BooleanField()
    decision_text = serializers.CharField(allow_blank=True)
    basis = CaseBasisOut(allow_null=True, help_text="the provision of the decision, `verified` or not")
    amount_fen = serializers.IntegerField(allow_null=True)
    discretion_step = serializers.CharField(allow_blank=True)
    lenient = LenientOut(many=True, help_text="rules of no penalty in force on the day of the act")
    first_window_months = serializers.IntegerField(help_text="the months a first offence is proven over")
    band_reason = serializers.CharField(allow_blank=True)
    late_reason = serializers.CharField(allow_blank=True)
    service_mode = serializers.CharField(allow_blank=True)
    service_proof = serializers.CharField(allow_blank=True)
    service_consent = serializers.CharField(allow_blank=True, help_text="electronic (行政处罚法 Art 61)")
    service_consent_file = serializers.UUIDField(allow_null=True)
    served_time = serializers.CharField(allow_blank=True, help_text="of the day of service, where recorded")
    published_on = serializers.DateField(allow_null=True)
    shelf = serializers.CharField(allow_blank=True, help_text="of the case file in the archive")
    checklist = FileWantOut(many=True, help_text="from the closing on: what its file must hold (归档清单)")
    publication_text = serializers.CharField(allow_blank=True)
    publication = CasePublicationOut(allow_null=True)
    suspended = serializers.BooleanField(help_text="the 90 days stand still")
    complex_case = serializers.BooleanField()
    public_interest = serializers.BooleanField()
    harm = serializers.BooleanField()
    found_on = serializers.DateField(allow_null=True)
    party_kind = serializers.ChoiceField(choices=Case.PartyKind.choices)
    ground = serializers.CharField(allow_blank=True)
    ground_reason = serializers.CharField(allow_blank=True)
    correction = serializers.CharField(allow_blank=True)
    education = serializers.CharField(allow_blank=True)
    leaned = LeanedOut(allow_null=True, help_text="of a decision of no penalty: its rule and proofs")
    hearing_reasons = serializers.ListField(
        child=serializers.CharField(), help_text="why the party may ask for a hearing; none: no right"
    )
    review_reasons = serializers.ListField(child=serializers.CharField())
    discussion_reasons = serializers.ListField(child=serializers.CharField())
    priors = PriorOut(many=True)
    tracks = CaseTrackOut(many=True)
    beginnings = serializers.ListField(
        child=serializers.CharField(), help_text="side tracks that may be begun"
    )
    money = MoneyOut(allow_null=True)
    ended_reason = serializers.CharField(allow_blank=True)
    team_changes = TeamChangeOut(many=True)
    settled = CaseSettledOut(many=True, help_text="irregularities a supervisor settled with a reason")
    effect = serializers.ChoiceField(
        choices=list(EFFECTS), allow_blank=True, help_text="what became of the decision by review and court"
    )
    follow_up = FollowUpBriefOut(allow_null=True)
    paper = serializers.UUIDField(allow_null=True, help_text="of a penalty on the spot: its decision")
    reported_on = serializers.DateField(allow_null=True)
    report_note = serializers.CharField(allow_blank=True)
    handed_in = serializers.CharField(allow_blank=True)
    course = CaseStepOut(many=True)
    clocks = ClockOut(many=True)
    bases = CaseBasisOut(many=True)
