"""Shapes of credit grades, policies, appeals and records of dishonesty."""

from typing import Any

from rest_framework import serializers

from backend.serializers import ClockOut
from registry.domain.credit import KINDS
from registry.models import CreditAppeal, CreditGrade, DishonestyRecord
from registry.models.credit import GRADES
from registry.serializers.dishonesty import LACKS, CreditVenueOut, DishonestyOut

_KINDS = [(kind, kind) for kind in KINDS]


class CreditRowOut(serializers.Serializer[Any]):
    """A venue in the list by grade; no score before it was first graded."""

    uuid = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    sign_name = serializers.CharField(allow_blank=True)
    grade = serializers.ChoiceField(GRADES)
    score = serializers.IntegerField(allow_null=True)
    on = serializers.DateField(allow_null=True)
    overridden = serializers.BooleanField()
    appealed = serializers.BooleanField()
    dishonest = serializers.BooleanField()


class CreditQuery(serializers.Serializer[Any]):
    """What the list is narrowed by."""

    q = serializers.CharField(max_length=60, required=False, default="", help_text="name or code")
    grade = serializers.ChoiceField(GRADES, required=False, default="")
    appealed = serializers.BooleanField(required=False, default=False)


class CreditCountsOut(serializers.Serializer[Any]):
    """Venues by grade."""

    A = serializers.IntegerField()
    B = serializers.IntegerField()
    C = serializers.IntegerField()
    D = serializers.IntegerField()


class PublicReasonOut(serializers.Serializer[Any]):
    """What counts in a grade: kind and day, points of the policy, points counted today."""

    kind = serializers.ChoiceField(_KINDS)
    on = serializers.DateField()
    points = serializers.IntegerField()
    counted = serializers.IntegerField()


class CreditReasonOut(PublicReasonOut):
    """With the row it opens to; `bp` basis points of its weight, `told` its public number."""

    noun = serializers.CharField()
    uuid = serializers.UUIDField()
    told = serializers.CharField(allow_blank=True)
    bp = serializers.IntegerField()


class CreditPolicyBriefOut(serializers.Serializer[Any]):
    """By which policy."""

    version = serializers.IntegerField()
    number = serializers.CharField(allow_blank=True)
    title = serializers.CharField()
    verified = serializers.BooleanField()


class CreditGradeOut(serializers.Serializer[Any]):
    """One row of the change log."""

    no = serializers.IntegerField()
    on = serializers.DateField()
    grade = serializers.ChoiceField(GRADES)
    computed = serializers.ChoiceField(GRADES)
    score = serializers.IntegerField()
    before = serializers.CharField(allow_blank=True)
    cause = serializers.ChoiceField(CreditGrade.Cause.choices)
    by = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)


class CreditOverrideOut(serializers.Serializer[Any]):
    """A grade set by hand."""

    grade = serializers.ChoiceField(GRADES)
    until = serializers.DateField()
    reason = serializers.CharField()
    made_by = serializers.CharField()


class CreditAgainstOut(serializers.Serializer[Any]):
    """The grade an appeal is against."""

    grade = serializers.ChoiceField(GRADES)
    score = serializers.IntegerField()
    on = serializers.DateField()


class CreditAppealOut(serializers.Serializer[Any]):
    """An appeal; `contact` is empty for those who neither take nor decide it."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(CreditAppeal.State.choices)
    venue = CreditVenueOut()
    against = CreditAgainstOut()
    reasons = CreditReasonOut(many=True)
    text = serializers.CharField()
    contact = serializers.CharField(allow_blank=True)
    disputed = serializers.ListField(child=serializers.UUIDField())
    struck = serializers.ListField(child=serializers.UUIDField())
    taken_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    decided_by = serializers.CharField(allow_blank=True)
    decided_on = serializers.DateField(allow_null=True)
    decision = serializers.CharField(allow_blank=True)
    due = ClockOut(allow_null=True, help_text="by when it is decided")
    verbs = serializers.ListField(child=serializers.CharField())


class CreditOut(serializers.Serializer[Any]):
    """Credit of one venue."""

    venue = CreditVenueOut()
    grade = serializers.ChoiceField(GRADES)
    score = serializers.IntegerField(allow_null=True)
    on = serializers.DateField(allow_null=True)
    reasons = CreditReasonOut(many=True)
    policy = CreditPolicyBriefOut()
    history = CreditGradeOut(many=True)
    override = CreditOverrideOut(allow_null=True)
    appeals = CreditAppealOut(many=True)
    dishonesty = DishonestyOut(many=True)
    verbs = serializers.ListField(child=serializers.CharField())


class CreditOverrideIn(serializers.Serializer[Any]):
    """Grade, last day, reason."""

    grade = serializers.ChoiceField(GRADES)
    until = serializers.DateField()
    reason = serializers.CharField(max_length=300)


class CreditReasonIn(serializers.Serializer[Any]):
    """A reason."""

    reason = serializers.CharField(max_length=300)


class CreditAppealIn(serializers.Serializer[Any]):
    """What the venue says, against which rows, whom to answer."""

    text = serializers.CharField(max_length=1000)
    contact = serializers.CharField(max_length=100, allow_blank=True, default="")
    disputed = serializers.ListField(child=serializers.UUIDField(), max_length=200, default=list)


class CreditUpholdIn(serializers.Serializer[Any]):
    """Rows that count no more, and why."""

    struck = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=200)
    decision = serializers.CharField(max_length=300)


class CreditRejectIn(serializers.Serializer[Any]):
    """Why the objection does not hold."""

    decision = serializers.CharField(max_length=300)


class CreditAppealQuery(serializers.Serializer[Any]):
    """One state, or all."""

    state = serializers.ChoiceField(CreditAppeal.State.choices, required=False, default="")


class PublicRepairDecidedOut(serializers.Serializer[Any]):
    """An application that was decided: its days, its number, what was lacking; no free text."""

    applied_on = serializers.DateField()
    decided_on = serializers.DateField()
    outcome = serializers.ChoiceField(["granted", "denied"])
    level = serializers.ChoiceField(DishonestyRecord.Level.choices)
    number = serializers.CharField(allow_blank=True)
    grounds = serializers.ListField(child=serializers.ChoiceField(LACKS))


class CreditPointsOut(serializers.Serializer[Any]):
    """Signed points, whole months, months until they are gone."""

    points = serializers.IntegerField()
    full = serializers.IntegerField()
    gone = serializers.IntegerField()


class CreditTableOut(serializers.Serializer[Any]):
    """Points by kind, thresholds by grade."""

    base = serializers.IntegerField()
    plus_most = serializers.IntegerField()
    rules = serializers.DictField(child=CreditPointsOut())
    lowest = serializers.DictField(child=serializers.IntegerField())


class CreditPolicyOut(serializers.Serializer[Any]):
    """One version; the shipped default has no uuid."""

    uuid = serializers.UUIDField(allow_null=True)
    version = serializers.IntegerField()
    number = serializers.CharField(allow_blank=True)
    title = serializers.CharField()
    valid_from = serializers.DateField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # the word of the wire
    verified = serializers.BooleanField()
    saved_by = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField(allow_null=True)
    in_force = serializers.BooleanField()
    table = CreditTableOut()


class CreditPolicyIn(serializers.Serializer[Any]):
    """A new version."""

    number = serializers.CharField(max_length=60)
    title = serializers.CharField(max_length=120)
    valid_from = serializers.DateField()
    note = serializers.CharField(max_length=400)
    source = serializers.CharField(max_length=200, allow_blank=True, default="")  # type: ignore[assignment] # the word of the wire
    verified = serializers.BooleanField(default=False)
    table = serializers.DictField()


class PublicCreditOut(serializers.Serializer[Any]):
    """A venue's grade for everybody: no person, no free text."""

    organ = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    grade = serializers.ChoiceField(GRADES)
    score = serializers.IntegerField(allow_null=True)
    on = serializers.DateField(allow_null=True)
    reasons = PublicReasonOut(many=True)
    policy = CreditPolicyBriefOut()
    overridden = serializers.BooleanField()
    repairs = PublicRepairDecidedOut(many=True)


class PublicCreditQuery(serializers.Serializer[Any]):
    """A venue's code or 统一社会信用代码."""

    code = serializers.CharField(max_length=23, min_length=6)
    organ = serializers.CharField(max_length=12, required=False, default="")


class PublicDishonestyOut(serializers.Serializer[Any]):
    """A listed venue."""

    organ = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    level = serializers.ChoiceField(DishonestyRecord.Level.choices)
    basis = serializers.CharField()
    from_on = serializers.DateField()
    to_on = serializers.DateField()
