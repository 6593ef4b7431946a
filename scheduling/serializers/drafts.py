"""What is typed about a draw: draft, commit, beacon, void, and what its lists are narrowed by."""

from typing import Any

from rest_framework import serializers

from scheduling.domain.drawlog import ERRATUM_CODES, VOID_CODES
from scheduling.domain.policy import OFFICER_CODES, REPLACE_CODES
from scheduling.models import Draw
from scheduling.serializers.filters import FilterIn
from scheduling.serializers.partners import PartnerIn
from scheduling.serializers.rules import RulesIn


class AssistantIn(serializers.Serializer[Any]):
    """An expert or helper who goes along and never signs as an inspector."""

    name = serializers.CharField(max_length=40)
    role = serializers.CharField(max_length=60, allow_blank=True, default="")


class DrawIn(FilterIn):
    """A draft; an empty filter means all."""

    title = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    plan_row = serializers.UUIDField(required=False, allow_null=True, default=None)
    further_rows = serializers.ListField(
        child=serializers.UUIDField(), max_length=30, required=False, default=list,
        help_text="other plan rows the same visits serve",
    )  # fmt: skip
    partners = PartnerIn(many=True, required=False)
    assistants = AssistantIn(many=True, required=False)
    items = serializers.ListField(child=serializers.CharField(max_length=12), min_length=1, max_length=300)
    item_class = serializers.ChoiceField(["general", "key"], required=False, default="general")
    basis = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    campaign = serializers.UUIDField(required=False, allow_null=True, default=None)
    rules = RulesIn(required=False)
    visit_from = serializers.DateField()
    visit_to = serializers.DateField()


class DrawCommitIn(serializers.Serializer[Any]):
    """The beacon by its descriptor (SSJ-DRAW/1 N15) and the earliest instant it can be known."""

    beacon = serializers.DictField(help_text='e.g. {"kind": "dice", "n": 40}')
    moment = serializers.DateTimeField()
    reveal_by = serializers.DateTimeField(
        required=False, allow_null=True, default=None, help_text="makes the draw a sealed one"
    )
    escrow = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="photo of the receipt for the envelope"
    )


class DrandQuery(serializers.Serializer[Any]):
    """Which option of the beacon."""

    opt = serializers.IntegerField(min_value=0, max_value=10, required=False, default=0)


class DrawSealIn(serializers.Serializer[Any]):
    """Who keeps the copy of the secret, and the words only he knows."""

    holder = serializers.CharField(max_length=100)
    passphrase = serializers.CharField(min_length=12, max_length=200, trim_whitespace=False)


class DrawRevealIn(serializers.Serializer[Any]):
    """Nothing, or the holder's envelope with his passphrase when our own key is lost."""

    envelope = serializers.CharField(max_length=400, required=False, allow_blank=True, default="")
    passphrase = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default="", trim_whitespace=False
    )


class DrawReplaceIn(serializers.Serializer[Any]):
    """A venue that is gone, or with `seat` an officer who cannot come."""

    visit = serializers.UUIDField()
    code = serializers.ChoiceField([*REPLACE_CODES, *OFFICER_CODES])
    reason = serializers.CharField(max_length=400)
    seat = serializers.IntegerField(min_value=0, max_value=255, required=False, allow_null=True, default=None)
    photo = serializers.UUIDField(required=False, allow_null=True, default=None)
    statement = serializers.UUIDField(required=False, allow_null=True, default=None)
    place = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    signers = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=6, required=False, default=list
    )


class DrawSupplementIn(serializers.Serializer[Any]):
    """Why more venues are drawn now."""

    reason = serializers.CharField(max_length=400)


class DrawDelayIn(serializers.Serializer[Any]):
    """A source that was not produced; the next issue of a lottery has to be named."""

    i = serializers.IntegerField(min_value=0, max_value=50, help_text="depth first from 0")
    issue = serializers.CharField(max_length=7, required=False, allow_blank=True, default="")
    reason = serializers.CharField(max_length=400)
    page = serializers.UUIDField(help_text="picture of the official page")


class DrawCorrectIn(serializers.Serializer[Any]):
    """A mistake about an earlier line of the log that changes no computed value."""

    ref = serializers.IntegerField(min_value=1)
    code = serializers.ChoiceField(ERRATUM_CODES)
    reason = serializers.CharField(max_length=400)
    page = serializers.UUIDField()


class DrawStampIn(serializers.Serializer[Any]):
    """The time-stamp token over the commit's digest, a stored file."""

    file = serializers.UUIDField(
        help_text="the token, or the authority's answer that holds it (RFC 3161, DER)"
    )


class WitnessIn(serializers.Serializer[Any]):
    """A witness and his office."""

    name = serializers.CharField(max_length=40)
    role = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class DrawDrawIn(serializers.Serializer[Any]):
    """The beacon's values as typed; dice need witnesses and the photo of the signed sheet."""

    values = serializers.ListField(child=serializers.CharField(max_length=1200), min_length=1, max_length=10)
    opt = serializers.IntegerField(min_value=0, max_value=10, required=False, default=0)
    witnesses = WitnessIn(many=True, required=False)
    sheet = serializers.UUIDField(required=False, allow_null=True, default=None)
    proofs = serializers.ListField(
        child=serializers.CharField(max_length=96), max_length=10, required=False, default=list
    )

    def validate_witnesses(self, value: list[Any]) -> list[Any]:
        """Not a crowd."""
        if len(value) > 20:
            raise serializers.ValidationError("最多 20 名见证人")
        return value


class DrawVoidIn(serializers.Serializer[Any]):
    """Why the draw is void."""

    code = serializers.ChoiceField(VOID_CODES)
    reason = serializers.CharField(max_length=400)


class DrawQuery(serializers.Serializer[Any]):
    """What a list of draws is narrowed by."""

    state = serializers.ChoiceField(Draw.State.choices, required=False)


class PickQuery(serializers.Serializer[Any]):
    """What a list of roster rows is narrowed by."""

    selected = serializers.BooleanField(required=False, allow_null=True, default=None)
    eligible = serializers.ChoiceField(["Y", "closed", "case", "cap", "recent"], required=False, default="")
    q = serializers.CharField(max_length=60, required=False, default="")


class WhyQuery(serializers.Serializer[Any]):
    """Which venue."""

    code = serializers.CharField(max_length=23)
