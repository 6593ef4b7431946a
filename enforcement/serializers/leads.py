"""Shapes of leads."""

from typing import Any

from rest_framework import serializers

from backend.domain.deadlines import UNITS
from backend.serializers import ClockOut
from enforcement.domain.channels import TERMS
from enforcement.domain.leads import REFUSALS, REPLIED_TO, REPLY_MODES
from enforcement.models import Lead
from enforcement.serializers.cases import CaseCauseOut, CaseVenueOut
from enforcement.serializers.steps import SOURCE_CHOICES
from scheduling.serializers.visits import VisitIn


class LeadVerifyIn(serializers.Serializer[Any]):
    """What the check of a lead found; the venue, where the lead did not name it."""

    note = serializers.CharField(max_length=300, allow_blank=True, default="")
    venue = serializers.UUIDField(required=False, allow_null=True)
    another = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default="", help_text="why it is another matter"
    )


class LeadChannelOut(serializers.Serializer[Any]):
    """A channel, and what comes with it: a reporter, a number of its own."""

    code = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()
    reporter = serializers.BooleanField()
    number = serializers.BooleanField()
    trigger = serializers.CharField()


class LeadTermOut(serializers.Serializer[Any]):
    """A deadline of a channel; not verified and not set here: 待核实."""

    term = serializers.ChoiceField(choices=TERMS)
    length = serializers.IntegerField()
    unit = serializers.ChoiceField(choices=UNITS)
    start_event = serializers.CharField()
    basis = serializers.CharField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # DRF takes declared fields off the class
    verified = serializers.BooleanField()
    set_here = serializers.BooleanField()


class LeadChannelCardOut(LeadChannelOut):
    """A channel with its deadlines."""

    terms = LeadTermOut(many=True)


class LeadTermIn(serializers.Serializer[Any]):
    """A deadline as the bureau sets it."""

    channel = serializers.CharField(max_length=20)
    term = serializers.ChoiceField(choices=TERMS)
    length = serializers.IntegerField(min_value=1, max_value=366)
    unit = serializers.ChoiceField(choices=UNITS)
    basis = serializers.CharField(max_length=160)
    reason = serializers.CharField(max_length=300)


class LeadOut(serializers.Serializer[Any]):
    """A lead as listed: of whoever reported it only whether there is somebody."""

    uuid = serializers.UUIDField()
    number = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=Lead.State.choices)
    source = serializers.CharField()  # type: ignore[assignment] # DRF takes declared fields off the class
    channel = LeadChannelOut()
    external_number = serializers.CharField(allow_blank=True)
    received_on = serializers.DateField()
    content = serializers.CharField()
    venue = CaseVenueOut(allow_null=True)
    cause = CaseCauseOut()
    created_at = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)
    due = ClockOut(allow_null=True)
    named = serializers.BooleanField()
    unread = serializers.BooleanField()
    verbs = serializers.ListField(child=serializers.CharField())


class LeadBriefOut(serializers.Serializer[Any]):
    """Another lead in brief."""

    uuid = serializers.UUIDField()
    number = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=Lead.State.choices)
    content = serializers.CharField()
    channel = LeadChannelOut()
    external_number = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()


class LeadAlikeOut(serializers.Serializer[Any]):
    """A lead that may be the same matter."""

    uuid = serializers.UUIDField()
    number = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=Lead.State.choices)
    channel = serializers.CharField(allow_blank=True)
    external_number = serializers.CharField(allow_blank=True)
    content = serializers.CharField()
    venue = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()


class LeadReplyOut(serializers.Serializer[Any]):
    """What was told."""

    mode = serializers.ChoiceField(choices=list(REPLY_MODES))
    to = serializers.ChoiceField(choices=list(REPLIED_TO))
    on = serializers.DateField()
    text = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    by = serializers.CharField()


class LeadExtensionOut(serializers.Serializer[Any]):
    """The request for more time."""

    state = serializers.ChoiceField(choices=["asked", "approved", "rejected"])
    asked = serializers.CharField(allow_blank=True)
    answer = serializers.CharField(allow_blank=True)


class LeadLinkOut(serializers.Serializer[Any]):
    """A visit or case that came of it."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.CharField()
    on = serializers.DateField()


class VenuePastOut(serializers.Serializer[Any]):
    """One thing of the venue's past."""

    noun = serializers.ChoiceField(choices=["visit", "case", "lead"])
    uuid = serializers.UUIDField()
    title = serializers.CharField(allow_blank=True)
    on = serializers.DateField()
    state = serializers.CharField()


class VenueHistoryOut(serializers.Serializer[Any]):
    """What the venue had before."""

    visits = serializers.IntegerField()
    cases = serializers.IntegerField()
    leads = serializers.IntegerField()
    orders_open = serializers.IntegerField()
    last = VenuePastOut(many=True)


class LeadEventOut(serializers.Serializer[Any]):
    """One line of its course."""

    verb = serializers.CharField()
    actor = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class LeadDetailOut(LeadOut):
    """A lead with all that belongs to it."""

    clocks = ClockOut(many=True)
    wants_reply = serializers.BooleanField(allow_null=True)
    takes_reply = serializers.BooleanField()
    ground = serializers.CharField(allow_blank=True)
    another_reason = serializers.CharField(allow_blank=True)
    joined_to = LeadBriefOut(allow_null=True)
    joined = LeadBriefOut(many=True)
    to_organ = serializers.CharField(allow_blank=True)
    transferred_on = serializers.DateField(allow_null=True)
    answer = serializers.CharField(allow_blank=True)
    answered_on = serializers.DateField(allow_null=True)
    extension = LeadExtensionOut(allow_null=True)
    replies = LeadReplyOut(many=True)
    alike = LeadAlikeOut(many=True)
    visits = LeadLinkOut(many=True)
    case = LeadLinkOut(allow_null=True)
    history = VenueHistoryOut(allow_null=True)
    course = LeadEventOut(many=True)


class LeadCountOut(serializers.Serializer[Any]):
    """How many leads of a code."""

    code = serializers.CharField()
    count = serializers.IntegerField()


class LeadChannelCountOut(LeadCountOut):
    """How many leads of a channel."""

    zh = serializers.CharField()
    en = serializers.CharField()


class LeadSummaryOut(serializers.Serializer[Any]):
    """The numbers above the inbox; each is a filter of the list."""

    states = LeadCountOut(many=True)
    channels = LeadChannelCountOut(many=True)
    overdue = serializers.IntegerField()
    soon = serializers.IntegerField()
    unread = serializers.IntegerField()


class LeadReporterIn(serializers.Serializer[Any]):
    """Whoever reported; nothing filled in: anonymous."""

    name = serializers.CharField(max_length=60, allow_blank=True, default="")
    phone = serializers.CharField(max_length=40, allow_blank=True, default="")
    address = serializers.CharField(max_length=200, allow_blank=True, default="")
    wants_reply = serializers.BooleanField(default=True)


class LeadReporterOut(serializers.Serializer[Any]):
    """Whoever reported, shown to whoever said why he looks."""

    name = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)
    wants_reply = serializers.BooleanField()


class LeadIn(serializers.Serializer[Any]):
    """Register a lead by its channel, or by its source alone."""

    channel = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    source = serializers.ChoiceField(choices=SOURCE_CHOICES, required=False, allow_blank=True, default="")  # type: ignore[assignment] # DRF takes declared fields off the class
    content = serializers.CharField(max_length=4000)
    venue = serializers.UUIDField(required=False, allow_null=True)
    finding = serializers.UUIDField(required=False, allow_null=True)
    patrol = serializers.UUIDField(required=False, allow_null=True)
    external_number = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    received_on = serializers.DateField(required=False, allow_null=True)
    reporter = LeadReporterIn(required=False, allow_null=True)
    another = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default="", help_text="why it is another matter"
    )
    join = serializers.UUIDField(required=False, allow_null=True, help_text="the open lead it belongs to")


class LeadImportIn(serializers.Serializer[Any]):
    """A platform's export: the channel of rows that name none; why rows of busy venues are further leads."""

    file = serializers.FileField(allow_empty_file=True)
    channel = serializers.CharField(max_length=20)
    another = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class LeadNumberOut(serializers.Serializer[Any]):
    """A lead by its number."""

    uuid = serializers.UUIDField()
    number = serializers.CharField(allow_blank=True)


class LeadFaultOut(serializers.Serializer[Any]):
    """Why a row cannot be taken."""

    field = serializers.CharField()
    title = serializers.CharField()
    message = serializers.CharField()


class LeadImportRowOut(serializers.Serializer[Any]):
    """One row with what becomes of it; `lead`: the one it is already, or was made into."""

    row = serializers.IntegerField()
    verdict = serializers.ChoiceField(choices=["refused", "same", "alike", "new"])
    channel = serializers.CharField()
    external_number = serializers.CharField(allow_blank=True)
    content = serializers.CharField(allow_blank=True)
    named = serializers.BooleanField()
    venue = serializers.CharField(allow_blank=True)
    venue_said = serializers.CharField(allow_blank=True)
    lead = LeadNumberOut(allow_null=True)
    same_row = serializers.IntegerField(allow_null=True)
    alike = LeadAlikeOut(many=True)
    faults = LeadFaultOut(many=True)


class LeadLeftOut(serializers.Serializer[Any]):
    """A line that is no row."""

    row = serializers.IntegerField()
    why = serializers.CharField()


class LeadImportOut(serializers.Serializer[Any]):
    """Every row with its verdict; `written` False: only looked at."""

    written = serializers.BooleanField()
    rows = LeadImportRowOut(many=True)
    unknown = serializers.ListField(child=serializers.CharField())
    left = LeadLeftOut(many=True)


class LeadNameIn(serializers.Serializer[Any]):
    """Whoever reported, known by now."""

    name = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    address = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    wants_reply = serializers.BooleanField(required=False, default=True)


class LeadRefuseIn(serializers.Serializer[Any]):
    """Why it is not accepted."""

    ground = serializers.ChoiceField(choices=list(REFUSALS))
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class LeadJoinIn(serializers.Serializer[Any]):
    """The open lead it belongs to."""

    other = serializers.UUIDField()


class LeadTransferIn(serializers.Serializer[Any]):
    """The organ whose matter it is, and why."""

    to_organ = serializers.CharField(max_length=120)
    reason = serializers.CharField(max_length=300)


class LeadAnswerIn(serializers.Serializer[Any]):
    """What that organ answered."""

    text = serializers.CharField(max_length=1000)
    on = serializers.DateField(required=False, allow_null=True)


class LeadReplyIn(serializers.Serializer[Any]):
    """What was told to whom; `none` with the reason."""

    mode = serializers.ChoiceField(choices=list(REPLY_MODES))
    to = serializers.ChoiceField(choices=list(REPLIED_TO))
    text = serializers.CharField(max_length=2000, allow_blank=True, default="")
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    on = serializers.DateField(required=False, allow_null=True)


class LeadDecideIn(serializers.Serializer[Any]):
    """Grant more time, or refuse it with the reason."""

    approve = serializers.ChoiceField(choices=["approved", "rejected"])
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class LeadVisitIn(VisitIn):
    """A visit to look into it; venue and trigger are the lead's unless given."""

    venue = serializers.UUIDField(required=False, allow_null=True)
    trigger = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
