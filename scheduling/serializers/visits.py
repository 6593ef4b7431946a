"""Visits on the wire: the card the desk and the phone share."""

from typing import Any

from rest_framework import serializers

from backend.serializers import ChannelOut, ClockOut
from registry.serializers.performances import PerformanceOut
from scheduling.domain.prechecks import ANSWERS
from scheduling.models import Visit
from scheduling.serializers.drafts import AssistantIn
from scheduling.serializers.draws import ProofOut
from scheduling.serializers.gates import PrecheckOut, RecusalRequestOut, VisitCauseOut

PRECHECKS = [(one.code, one.zh) for one in ANSWERS]
SCAN_MODES = ["before", "before_leave", "backfill"]
STANDINGS = ["planned", "early", "valid", "started", "finished", "expired", "cancelled", "replaced"]


class NamedOut(serializers.Serializer[Any]):
    """A code and its name."""

    code = serializers.CharField()
    name = serializers.CharField()


class VisitLicenceOut(serializers.Serializer[Any]):
    """A licence or filing in force or expired."""

    kind = serializers.CharField()
    number = serializers.CharField()
    scope = serializers.CharField(allow_blank=True)
    issued_on = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    expired = serializers.BooleanField()


class CapCountOut(serializers.Serializer[Any]):
    """Visits of the year that count, and the limit: n/N."""

    used = serializers.IntegerField()
    limit = serializers.IntegerField()
    year = serializers.IntegerField()


class VisitVenueOut(serializers.Serializer[Any]):
    """The venue as a team needs it on the spot."""

    uuid = serializers.UUIDField()
    code = serializers.CharField()
    uscc = serializers.CharField(allow_blank=True)
    name = serializers.CharField()
    sign_name = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)
    township = serializers.CharField(allow_blank=True)
    lng = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    datum = serializers.CharField(allow_blank=True)
    categories = NamedOut(many=True)
    grade = serializers.CharField()
    status = serializers.CharField()
    opens_at = serializers.CharField(allow_blank=True)
    closes_at = serializers.CharField(allow_blank=True)
    capacity = serializers.IntegerField(allow_null=True)
    units = serializers.IntegerField(allow_null=True)
    site_manager = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    licences = VisitLicenceOut(many=True)
    cap = CapCountOut()


class TeamMemberOut(serializers.Serializer[Any]):
    """One officer of the team; seat 0 leads. `direct_reason` when he was assigned, not matched."""

    officer = serializers.UUIDField()
    name = serializers.CharField()
    unit = serializers.CharField()
    cert_no = serializers.CharField()
    cert_valid_to = serializers.DateField()
    seat = serializers.IntegerField()
    lead = serializers.BooleanField()
    own = serializers.BooleanField(help_text="of the reader's organ: they sign its record first")
    direct_reason = serializers.CharField(allow_blank=True)
    confirmed_at = serializers.DateTimeField(allow_null=True, help_text="by his own sign-in")


class VisitApprovalOut(serializers.Serializer[Any]):
    """Where the approval stands."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(["asked", "approved", "rejected"])
    by = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    retro = serializers.BooleanField()


class VisitDrawOut(serializers.Serializer[Any]):
    """The draw a visit came from, with the head of the log as it stands, as notices print it."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    number = serializers.CharField()
    head = serializers.CharField(allow_blank=True)


class NoticeOut(serializers.Serializer[Any]):
    """What the business is told."""

    number = serializers.CharField()
    items_text = serializers.CharField(allow_blank=True)
    prohibitions = serializers.ListField(child=serializers.CharField())
    rights = serializers.ListField(child=serializers.CharField())


class ParticipantOut(serializers.Serializer[Any]):
    """Another organ on the visit; its items are its own to see."""

    organ = serializers.CharField()
    items = serializers.IntegerField(help_text="how many")


class AssistantOut(serializers.Serializer[Any]):
    """A helper declared beforehand (协助人员)."""

    name = serializers.CharField()
    role = serializers.CharField(allow_blank=True)


class VisitCampaignOut(serializers.Serializer[Any]):
    """The special campaign a visit stands under."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()


class NearVisitOut(serializers.Serializer[Any]):
    """Another visit at the same premises around these days (重复检查预警)."""

    organ = serializers.CharField()
    own = serializers.BooleanField(help_text="of the same organ")
    on = serializers.DateField()
    days = serializers.IntegerField(help_text="between the two")


class VisitCardOut(serializers.Serializer[Any]):
    """One visit."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.ChoiceField(Visit.State.choices)
    planned_from = serializers.DateField()
    planned_to = serializers.DateField()
    trigger = NamedOut()
    items = serializers.ListField(child=serializers.CharField(), help_text="of the reader's organ")
    participants = ParticipantOut(many=True)
    assistants = AssistantOut(many=True)
    basis = serializers.CharField(allow_blank=True)
    remote = serializers.BooleanField()
    precheck = PrecheckOut()
    counts_to_cap = serializers.BooleanField(help_text="whether it takes one of the year's checks")
    filing_no = serializers.CharField(allow_blank=True)
    campaign = VisitCampaignOut(allow_null=True)
    performance = PerformanceOut(allow_null=True, help_text="it is about")
    near = NearVisitOut(many=True)
    owed = ClockOut(many=True, help_text="approval, scan or report still to be made up")
    recusals = RecusalRequestOut(many=True)
    verbs = serializers.ListField(child=serializers.CharField())
    venue = VisitVenueOut()
    seats = serializers.IntegerField()
    team = TeamMemberOut(many=True)
    cap_reason = serializers.CharField(allow_blank=True)
    approval = VisitApprovalOut(allow_null=True)
    draw = VisitDrawOut(allow_null=True)
    notice = NoticeOut()
    notice_workdays = serializers.IntegerField(help_text="told this long before; 0: on arrival")
    noticed_at = serializers.DateTimeField(allow_null=True)
    urgent_reason = serializers.CharField(allow_blank=True)
    scan_reason = serializers.CharField(allow_blank=True)
    outside_reason = serializers.CharField(allow_blank=True)
    outside_report = serializers.CharField(allow_blank=True)
    token = serializers.CharField(help_text="of the code to show, sealed by the server; works without signal")
    started_at = serializers.DateTimeField(allow_null=True)
    scanned_at = serializers.DateTimeField(allow_null=True)
    scan_mode = serializers.CharField(allow_blank=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    revisit_of = serializers.UUIDField(allow_null=True)
    cause = VisitCauseOut(allow_null=True)
    reason = serializers.CharField(allow_blank=True)


class VisitIn(serializers.Serializer[Any]):
    """A visit outside a draw; officers in the order of their seats."""

    uuid = serializers.UUIDField(
        required=False,
        allow_null=True,
        default=None,
        help_text="named by the client: a lost answer doubles nothing",
    )
    venue = serializers.UUIDField()
    trigger = serializers.CharField(max_length=20)
    items = serializers.ListField(child=serializers.CharField(max_length=12), min_length=1, max_length=300)
    officers = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=12)
    planned_from = serializers.DateField()
    planned_to = serializers.DateField()
    basis = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    plan_row = serializers.UUIDField(required=False, allow_null=True, default=None)
    remote = serializers.BooleanField(required=False, default=False)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    cap_reason = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default="", help_text="why beyond the yearly cap"
    )
    precheck = serializers.ChoiceField(PRECHECKS, help_text="can it be checked without entering?")
    precheck_reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    assistants = AssistantIn(many=True, required=False, default=list)
    filing_no = serializers.CharField(
        max_length=60, required=False, allow_blank=True, default="", help_text="of a special campaign"
    )
    campaign = serializers.UUIDField(
        source="campaign_id", required=False, allow_null=True, default=None,
        help_text="instead of its filing number",
    )  # fmt: skip
    performance = serializers.UUIDField(
        source="performance_id", required=False, allow_null=True, default=None
    )
    outside_reason = serializers.CharField(
        max_length=200,
        required=False,
        allow_blank=True,
        default="",
        help_text="of a venue outside the district",
    )


class VisitBeginIn(serializers.Serializer[Any]):
    """An unplanned visit begun without network, as it happened."""

    venue = serializers.UUIDField()
    trigger = serializers.CharField(max_length=20)
    items = serializers.ListField(child=serializers.CharField(max_length=12), max_length=300)
    officers = serializers.ListField(child=serializers.UUIDField(), max_length=12)
    begun_at = serializers.DateTimeField()
    basis = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    reason = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default="", help_text="why beyond the yearly cap"
    )
    precheck = serializers.ChoiceField(PRECHECKS, required=False, allow_blank=True, default="")
    precheck_reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    assistants = AssistantIn(many=True, required=False, default=list)
    filing_no = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    campaign = serializers.UUIDField(source="campaign_id", required=False, allow_null=True, default=None)
    performance = serializers.UUIDField(
        source="performance_id", required=False, allow_null=True, default=None
    )
    outside_reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


VISIT_SORTS = [sign + name for name in ("planned_to", "finished_on") for sign in ("", "-")]


class VisitQuery(serializers.Serializer[Any]):
    """What a list of visits is narrowed by."""

    mine = serializers.BooleanField(required=False, default=False)
    sort = serializers.ChoiceField(VISIT_SORTS, required=False, default="planned_to")
    venue = serializers.UUIDField(required=False)
    draw = serializers.UUIDField(required=False)
    campaign = serializers.UUIDField(required=False)
    approval = serializers.ChoiceField(["asked", "approved", "rejected", "none"], required=False)


class DecisionIn(serializers.Serializer[Any]):
    """Approved, or rejected with a reason."""

    approve = serializers.ChoiceField(["approved", "rejected"])
    reason = serializers.CharField(max_length=400, required=False, allow_blank=True, default="")


class VisitStartIn(serializers.Serializer[Any]):
    """On the spot: when, and how the code was shown."""

    started_at = serializers.DateTimeField()
    scan_mode = serializers.ChoiceField(SCAN_MODES)
    scanned_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    urgent = serializers.CharField(
        max_length=200,
        required=False,
        allow_blank=True,
        default="",
        help_text="why it begins without approval",
    )


class ReasonIn(serializers.Serializer[Any]):
    """A reason."""

    reason = serializers.CharField(max_length=200)


class AssignIn(serializers.Serializer[Any]):
    """Direct assignment (直接委派) to an open seat."""

    seat = serializers.IntegerField(min_value=0, max_value=11)
    officer = serializers.UUIDField()
    reason = serializers.CharField(max_length=200)


class SeatQuery(serializers.Serializer[Any]):
    """A seat of a visit; 0 leads."""

    seat = serializers.IntegerField(min_value=0, max_value=11)


class SeatOfficerOut(serializers.Serializer[Any]):
    """Somebody who may be assigned to a seat."""

    officer = serializers.UUIDField()
    name = serializers.CharField()
    unit = serializers.CharField()
    cert_no = serializers.CharField()


class PublicOfficerOut(serializers.Serializer[Any]):
    """An officer as the business may verify him."""

    name = serializers.CharField()
    unit = serializers.CharField()
    cert_no = serializers.CharField()
    cert_valid_to = serializers.DateField()


class PublicVisitDrawOut(serializers.Serializer[Any]):
    """The draw the visit came from."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()


class PublicBasisOut(serializers.Serializer[Any]):
    """A provision an item rests on."""

    law = serializers.CharField()
    article = serializers.CharField(allow_blank=True)


class PublicNoticeOut(NoticeOut):
    """What the business is told, in both languages."""

    prohibitions_en = serializers.ListField(child=serializers.CharField())
    rights_en = serializers.ListField(child=serializers.CharField())


class PublicItemOut(serializers.Serializer[Any]):
    """One item the team will check."""

    code = serializers.CharField()
    question = serializers.CharField()
    question_en = serializers.CharField()
    organ = serializers.CharField(allow_blank=True, help_text="that takes part and checks it")
    bases = PublicBasisOut(many=True)


class PublicVisitOut(serializers.Serializer[Any]):
    """亮码: who comes, on whose behalf, for which items, and what they must not do."""

    organ = serializers.CharField()
    state = serializers.ChoiceField(Visit.State.choices)
    standing = serializers.ChoiceField(STANDINGS, help_text="for whoever holds the code")
    valid = serializers.BooleanField(help_text="approved and not called off; only then anybody is named")
    open = serializers.BooleanField(help_text="the team may come in now")
    venue = serializers.CharField()
    code = serializers.CharField(help_text="of the venue, as the draw lists it")
    draw = PublicVisitDrawOut(allow_null=True)
    proof = ProofOut(allow_null=True, help_text="that the draw selected this venue")
    head = serializers.CharField(allow_blank=True, help_text="of the log of draws, as it stands")
    trigger = serializers.CharField()
    planned_from = serializers.DateField()
    planned_to = serializers.DateField()
    scanned_at = serializers.DateTimeField(allow_null=True)
    basis = serializers.CharField(allow_blank=True)
    cap = CapCountOut()
    officers = PublicOfficerOut(many=True)
    items = PublicItemOut(many=True)
    participants = ParticipantOut(many=True)
    assistants = AssistantOut(many=True, help_text="names covered")
    notice = PublicNoticeOut()
    channels = ChannelOut(many=True)
