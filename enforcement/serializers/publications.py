"""Shapes of publication: of one case, of the ledger, of the public."""

from typing import Any

from rest_framework import serializers

from backend.serializers import ClockOut
from enforcement.domain.penalties import CLASSES
from enforcement.domain.publication import COLUMNS
from enforcement.domain.repair import ASKS, NOTHING
from enforcement.models import CasePublication
from enforcement.selectors.publications import STANDINGS

SUM_MAX = 10**13
NOUNS = ("case", "inspection")


class PublicColumnOut(serializers.Serializer[Any]):
    """A column of the public list with what it would say."""

    key = serializers.CharField()
    heading = serializers.CharField()
    value = serializers.CharField(allow_blank=True)


class PublicationRowOut(serializers.Serializer[Any]):
    """One step of a publication: who prepared what, who checked it."""

    uuid = serializers.UUIDField()
    act = serializers.ChoiceField(choices=CasePublication.Act.choices)
    state = serializers.ChoiceField(choices=CasePublication.State.choices)
    content = PublicColumnOut(many=True)
    text = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    prepared_by = serializers.CharField()
    prepared_at = serializers.DateTimeField()
    checked_by = serializers.CharField(allow_blank=True)
    checked_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField(allow_blank=True)


class PublicationActOut(serializers.Serializer[Any]):
    """An act that may be prepared now."""

    code = serializers.ChoiceField(choices=CasePublication.Act.choices)
    zh = serializers.CharField()
    en = serializers.CharField()


class CasePublicationOut(serializers.Serializer[Any]):
    """Where a penalty stands in public, what is and would be public, what waits for its second person."""

    standing = serializers.ChoiceField(
        choices=["withheld", "published", "corrected", "withdrawn"], allow_blank=True
    )
    acts = PublicationActOut(many=True)
    preview = PublicColumnOut(many=True)
    preview_text = serializers.CharField()
    public = PublicColumnOut(many=True, help_text="what the public reads now; empty: nothing")
    public_text = serializers.CharField(allow_blank=True)
    classes = serializers.ListField(
        child=serializers.ChoiceField(choices=list(CLASSES)), help_text="of the preview"
    )
    pending = PublicationRowOut(allow_null=True)
    history = PublicationRowOut(many=True)


class PublicationPrepareIn(serializers.Serializer[Any]):
    """An act with its reason; of a correction what is to be read instead."""

    act = serializers.ChoiceField(choices=CasePublication.Act.choices)
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    party_name = serializers.CharField(max_length=120, allow_blank=True, default="")
    classes = serializers.ListField(
        child=serializers.ChoiceField(choices=list(CLASSES)), max_length=12, default=list
    )
    fine_fen = serializers.IntegerField(min_value=0, max_value=SUM_MAX, required=False, allow_null=True)
    confiscated_fen = serializers.IntegerField(
        min_value=0, max_value=SUM_MAX, required=False, allow_null=True
    )


class LedgerQuery(serializers.Serializer[Any]):
    """Decisions or results, and where they stand."""

    noun = serializers.ChoiceField(choices=NOUNS, default="case")
    standing = serializers.ChoiceField(choices=STANDINGS, required=False)


class LedgerRowOut(serializers.Serializer[Any]):
    """One decision or result of the ledger."""

    noun = serializers.ChoiceField(choices=NOUNS)
    uuid = serializers.UUIDField()
    number = serializers.CharField()
    title = serializers.CharField()
    detail = serializers.CharField(help_text="the violation, or where the record stands")
    detail_en = serializers.CharField()
    on = serializers.DateField(help_text="day of the decision or of the check")
    standing = serializers.ChoiceField(choices=STANDINGS)
    published_on = serializers.DateField(allow_null=True)
    clock = ClockOut(allow_null=True)
    late = serializers.BooleanField(help_text="published after its day")


class LedgerCountOut(serializers.Serializer[Any]):
    """How many rows stand where."""

    noun = serializers.ChoiceField(choices=NOUNS)
    standing = serializers.ChoiceField(choices=STANDINGS)
    n = serializers.IntegerField()


class PublicPenaltyQuery(serializers.Serializer[Any]):
    """Narrowing the public list."""

    organ = serializers.CharField(max_length=24, required=False)
    q = serializers.CharField(max_length=60, required=False)
    code = serializers.CharField(max_length=40, required=False, help_text="credit code of the party")


class PublicRepairOut(serializers.Serializer[Any]):
    """From when the party may ask that its credit be repaired, on which conditions; or why it has not to."""

    from_on = serializers.DateField(allow_null=True)
    until_on = serializers.DateField(allow_null=True, help_text="last day of the longest publicity")
    why_not = serializers.ChoiceField(choices=list(NOTHING), allow_blank=True)
    asks = serializers.ListField(child=serializers.ChoiceField(choices=list(ASKS)))
    basis = serializers.CharField()
    verified = serializers.BooleanField()


class PublicPenaltyOut(serializers.Serializer[Any]):
    """One decision as the public reads it."""

    uuid = serializers.UUIDField()
    standing = serializers.ChoiceField(choices=["published", "corrected", "withdrawn"])
    text = serializers.CharField(allow_blank=True)
    published_at = serializers.DateTimeField()
    published_on = serializers.DateField(help_text="in Beijing")
    repair = PublicRepairOut()

    def get_fields(self) -> dict[str, Any]:
        """With the columns of the list."""
        return super().get_fields() | {key: serializers.CharField(allow_blank=True) for key in COLUMNS}
