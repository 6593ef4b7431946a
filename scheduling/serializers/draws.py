"""Draws on the wire."""

from typing import Any

from rest_framework import serializers

from scheduling.models import Draw
from scheduling.serializers.filters import FilterOut
from scheduling.serializers.partners import PartnerOut
from scheduling.serializers.policies import PolicyBriefOut
from scheduling.serializers.rules import RulesOut, numbers

STATES = Draw.State.choices


class DrawProgressOut(serializers.Serializer[Any]):
    """How far the visits of a draw have come."""

    visits = serializers.IntegerField()
    approved = serializers.IntegerField()
    finished = serializers.IntegerField()


class DrawApprovalOut(serializers.Serializer[Any]):
    """Where the approval of the draw's visits stands."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(["asked", "approved", "rejected"])
    asked_by = serializers.CharField(allow_blank=True)
    by = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    retro = serializers.BooleanField()


class DrawCardOut(serializers.Serializer[Any]):
    """One draw in brief."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    name = serializers.CharField()
    scope = serializers.CharField()
    no = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(STATES)
    directed = serializers.BooleanField()
    plan_row = serializers.UUIDField(allow_null=True)
    further_rows = serializers.ListField(child=serializers.UUIDField(), help_text="rows its visits serve too")
    item_class = serializers.ChoiceField(["general", "key"])
    visit_from = serializers.DateField()
    visit_to = serializers.DateField()
    created_at = serializers.DateTimeField()
    committed_at = serializers.DateTimeField(allow_null=True)
    moment = serializers.DateTimeField(allow_null=True)
    drawn_at = serializers.DateTimeField(allow_null=True)
    voided_at = serializers.DateTimeField(allow_null=True)
    void_code = serializers.CharField(allow_blank=True)
    sealed = serializers.BooleanField()
    reveal_by = serializers.DateTimeField(allow_null=True)
    revealed_at = serializers.DateTimeField(allow_null=True)
    quota_sum = serializers.IntegerField()
    open_count = serializers.IntegerField()
    progress = DrawProgressOut()
    approval = DrawApprovalOut(allow_null=True)
    verbs = serializers.ListField(child=serializers.CharField())


class WitnessOut(serializers.Serializer[Any]):
    """A witness and his office."""

    name = serializers.CharField()
    role = serializers.CharField(allow_blank=True)


class StageOut(serializers.Serializer[Any]):
    """Open seats after a relaxation; the first stage has none."""

    relaxation = serializers.CharField(allow_blank=True)
    open = serializers.IntegerField()


class ShortageOut(serializers.Serializer[Any]):
    """The same officers short for several seats."""

    officers = serializers.ListField(child=serializers.CharField())
    seats = serializers.IntegerField()
    capacity = serializers.IntegerField()
    lacking = serializers.IntegerField()
    raise_by = serializers.IntegerField()


class PublicSeatOut(serializers.Serializer[Any]):
    """A seat nobody could take: the rule that left nobody, officers left after each rule, ways out."""

    code = serializers.CharField()
    name = serializers.CharField()
    seat = serializers.IntegerField()
    needs = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()
    funnel = numbers()
    officers = serializers.ListField(child=serializers.CharField())
    ways_out = serializers.ListField(child=serializers.CharField())


class OpenSeatOut(PublicSeatOut):
    """With the visit it belongs to."""

    visit = serializers.UUIDField()


class DrawFileOut(serializers.Serializer[Any]):
    """A frozen file."""

    name = serializers.CharField()
    sha256 = serializers.CharField()
    bytes = serializers.IntegerField()


class LogLineOut(serializers.Serializer[Any]):
    """A line of the log and the head it makes."""

    seq = serializers.IntegerField()
    ev = serializers.CharField()
    at = serializers.DateTimeField()
    line = serializers.CharField()
    head = serializers.CharField()


class StampOut(serializers.Serializer[Any]):
    """A time stamp (RFC 3161) over the commit's digest."""

    given_at = serializers.DateTimeField()
    authority = serializers.CharField(help_text="who issued the certificate that signed it")
    serial = serializers.CharField()


class FixedOut(serializers.Serializer[Any]):
    """What commit, beacon and result fixed."""

    commit = serializers.CharField(allow_blank=True, help_text="canonical JSON, byte for byte")
    commit_digest = serializers.CharField(allow_blank=True)
    verifier = serializers.CharField(help_text="SHA-256 of the verifier in use")
    spec = serializers.CharField(allow_blank=True, help_text="the profile: SSJ-DRAW/1 or SSJ-DRAW/1-SM3")
    beacon = serializers.DictField()
    awaited = serializers.DictField(help_text="the beacon with the rounds and issues that are awaited now")
    result_by = serializers.DateTimeField(allow_null=True, help_text="a later result counts as void")
    extra_left = serializers.IntegerField(help_text="supplementary draws left of those announced")
    opt = serializers.IntegerField()
    values = serializers.ListField(child=serializers.CharField())
    seed = serializers.CharField(allow_blank=True)
    root = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # of the Merkle tree
    registered = numbers()
    eligible = numbers()
    excluded = numbers()
    quota = numbers()
    shortfall = numbers()
    relaxed = serializers.IntegerField()
    stages = StageOut(many=True)
    shortages = ShortageOut(many=True)
    stamp = StampOut(allow_null=True)
    files = DrawFileOut(many=True)
    log = LogLineOut(many=True)


class ChangedVenueOut(serializers.Serializer[Any]):
    """A venue that was replaced or brought in."""

    code = serializers.CharField()
    name = serializers.CharField()


class PublicChangeOut(serializers.Serializer[Any]):
    """A line that changed something: REPLACE, SUPPLEMENT, BEACON_DELAY, ERRATUM."""

    seq = serializers.IntegerField()
    ev = serializers.CharField()
    at = serializers.DateTimeField()
    k = serializers.IntegerField(allow_null=True)
    code = serializers.CharField(allow_blank=True)
    digest = serializers.CharField(allow_blank=True, help_text="of its evidence, as the line has it")
    out = ChangedVenueOut(allow_null=True)
    brought = ChangedVenueOut(allow_null=True)
    seat = serializers.IntegerField(allow_null=True)
    officer_out = serializers.CharField(allow_blank=True)
    officer_in = serializers.CharField(allow_blank=True, help_text="- when nobody could take the seat")


class ChangeOut(PublicChangeOut):
    """With what lies behind it."""

    reason = serializers.CharField(allow_blank=True)
    by = serializers.CharField()
    files = serializers.ListField(child=serializers.UUIDField())
    evidence = serializers.CharField(allow_blank=True, help_text="canonical JSON; the line holds its digest")
    out_visit = serializers.UUIDField(allow_null=True)
    brought_visit = serializers.UUIDField(allow_null=True)


class ProofOut(serializers.Serializer[Any]):
    """That the venue's row is in the result, without any other row (N17); a proof.json for the verifiers."""

    spec = serializers.CharField()
    line = serializers.CharField(help_text="of the log, as it stands there")
    event = serializers.ChoiceField(["RESULT", "REPLACE", "SUPPLEMENT"])
    seq = serializers.IntegerField(help_text="the line of the log that holds the root, or the leaf itself")
    head = serializers.CharField(help_text="of that line")
    root = serializers.CharField()  # type: ignore[assignment] # of the Merkle tree
    row = serializers.CharField()
    salt = serializers.CharField()
    leaf = serializers.CharField()
    index = serializers.IntegerField()
    n = serializers.IntegerField()
    siblings = serializers.ListField(child=serializers.CharField())


class ServedRowOut(serializers.Serializer[Any]):
    """A plan row the visits of a draw serve."""

    uuid = serializers.UUIDField()
    plan = serializers.UUIDField()
    seq = serializers.IntegerField()
    item = serializers.CharField()


class DrawOut(DrawCardOut, FixedOut):
    """One draw whole."""

    filter = FilterOut()
    rows = ServedRowOut(many=True, help_text="its own first, then those merged into it")
    partners = PartnerOut(many=True)
    assistants = WitnessOut(many=True)
    items = serializers.ListField(child=serializers.CharField())
    basis = serializers.CharField(allow_blank=True)
    rules = RulesOut()
    policy = PolicyBriefOut()
    departures = serializers.ListField(child=serializers.CharField())
    drafted_by = serializers.CharField()
    drawn_by = serializers.CharField(allow_blank=True)
    void_reason = serializers.CharField(allow_blank=True)
    witnesses = WitnessOut(many=True)
    sheet = serializers.UUIDField(allow_null=True)
    escrow = serializers.UUIDField(allow_null=True, help_text="photo of the receipt")
    escrow_holder = serializers.CharField(allow_blank=True, help_text="set once the secret was made")
    changes = ChangeOut(many=True)
    open_seats = OpenSeatOut(many=True)


class SeatNameOut(serializers.Serializer[Any]):
    """A certificate and its holder; `-` is an open seat."""

    cert_no = serializers.CharField()
    name = serializers.CharField(allow_blank=True)


class PickOut(serializers.Serializer[Any]):
    """One row of the roster and what became of it."""

    code = serializers.CharField()
    venue = serializers.UUIDField()
    name = serializers.CharField()
    grade = serializers.CharField()
    cell = serializers.CharField()
    eligible = serializers.CharField()
    ticket = serializers.CharField(allow_blank=True)
    rank = serializers.IntegerField(allow_null=True)
    selected = serializers.BooleanField()
    origin = serializers.CharField(allow_blank=True, help_text="result, replace, supplement or nothing")
    out_code = serializers.CharField(allow_blank=True, help_text="why it was replaced")
    team = SeatNameOut(many=True)
    visit = serializers.UUIDField(allow_null=True)


class NextPickOut(serializers.Serializer[Any]):
    """Who follows by the rule; an empty code when nobody is left."""

    code = serializers.CharField(allow_blank=True)
    name = serializers.CharField(allow_blank=True)
    grade = serializers.CharField(allow_blank=True)
    cell = serializers.CharField(allow_blank=True)
    rank = serializers.IntegerField(allow_null=True)
    ticket = serializers.CharField(allow_blank=True)


class MinutesPickOut(serializers.Serializer[Any]):
    """A drawn venue in the minutes."""

    code = serializers.CharField()
    name = serializers.CharField()
    grade = serializers.CharField()
    cell = serializers.CharField()
    rank = serializers.IntegerField(allow_null=True)
    ticket = serializers.CharField()
    team = SeatNameOut(many=True)


class SealedOut(DrawOut):
    """A draft whose secret was made, and the envelope to print and hand over."""

    envelope = serializers.CharField()


class DrandRoundOut(serializers.Serializer[Any]):
    """A round of drand as it was fetched, its signature checked."""

    number = serializers.IntegerField()
    value = serializers.CharField()
    signature = serializers.CharField()


class LogHeadOut(serializers.Serializer[Any]):
    """Where the log of a scope stands, and when it was last recounted."""

    scope = serializers.CharField()
    organ = serializers.CharField()
    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    head = serializers.CharField()
    checked_at = serializers.DateTimeField(allow_null=True)
    checked_seq = serializers.IntegerField()
    fault = serializers.BooleanField(help_text="the last recount found something wrong")


class DrawMinutesOut(DrawOut):
    """The minutes, ready to be printed."""

    organ = serializers.CharField()
    sheet_sha256 = serializers.CharField(allow_blank=True)
    head = serializers.CharField(allow_blank=True)
    picks = MinutesPickOut(many=True)
