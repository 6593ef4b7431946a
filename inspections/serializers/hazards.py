"""Shapes of hazards on the wire."""

from typing import Any

from rest_framework import serializers

from backend.services.files import Announced
from inspections.domain.hazards import ANSWERS, AUTHORITIES, HAZARD_MOVES, LEVELS
from inspections.models import Hazard
from inspections.serializers.patrols import PatrolFileIn, PatrolFileOut
from inspections.serializers.queries import DaysQuery
from inspections.serializers.reviews import CheckedVenueOut, OrderBriefOut

AUTHORITY_CHOICES = [(code, words[0]) for code, words in AUTHORITIES.items()]
ANSWER_CHOICES = [(code, words[0]) for code, words in ANSWERS.items()]
LEVEL_CHOICES = [(code, words[0]) for code, words in LEVELS.items()]
STEPS = sorted({"hazard.report", *(verb for _, verb in HAZARD_MOVES)} - {"hazard.hear"})
_STATE = "|".join(Hazard.State.values)


class HazardFileIn(PatrolFileIn):
    """A picture or paper that was or will be uploaded with the owner `hazard:<uuid>`."""


class HazardQuery(DaysQuery):
    """What the list of hazards is narrowed by."""

    state = serializers.RegexField(rf"^({_STATE})(,({_STATE}))*\Z", required=False, max_length=100)
    level = serializers.ChoiceField(LEVEL_CHOICES, required=False)
    authority = serializers.ChoiceField(AUTHORITY_CHOICES, required=False)
    venue = serializers.UUIDField(required=False)
    overdue = serializers.BooleanField(required=False, default=False)
    q = serializers.CharField(max_length=60, required=False, allow_blank=True)


class HazardLetterOut(serializers.Serializer[Any]):
    """One transfer with the day its answer is due, and the answer."""

    uuid = serializers.UUIDField()
    authority = serializers.ChoiceField(AUTHORITY_CHOICES)
    to_organ = serializers.CharField()
    number = serializers.CharField()
    transferred_on = serializers.DateField()
    by = serializers.CharField()
    content = serializers.CharField()
    due_on = serializers.DateField()
    due_words = serializers.CharField()
    basis = serializers.CharField(allow_blank=True)
    clock = serializers.UUIDField(allow_null=True)
    rest = serializers.IntegerField()
    outcome = serializers.ChoiceField(ANSWER_CHOICES, allow_blank=True)
    answer = serializers.CharField(allow_blank=True)
    answered_by = serializers.CharField(allow_blank=True)
    answer_number = serializers.CharField(allow_blank=True)
    answered_on = serializers.DateField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True, help_text="where its organ works here too")
    file_ids = serializers.ListField(child=serializers.UUIDField())


class HazardOut(serializers.Serializer[Any]):
    """A hazard as listed; `due`: the letter whose answer is due next."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.ChoiceField(Hazard.State.choices)
    level = serializers.ChoiceField(LEVEL_CHOICES)
    venue = CheckedVenueOut()
    place = serializers.CharField(allow_blank=True)
    description = serializers.CharField()
    wanted = serializers.ListField(child=serializers.CharField())
    found_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True)
    record = serializers.UUIDField(allow_null=True)
    item = serializers.CharField(allow_blank=True)
    withdrawn = serializers.BooleanField(help_text="what its record said was taken back")
    order = OrderBriefOut(allow_null=True)
    by = serializers.CharField()
    transfers = HazardLetterOut(many=True)
    due = HazardLetterOut(allow_null=True)
    overdue = serializers.BooleanField()
    verbs = serializers.ListField(child=serializers.CharField())


class HazardStepOut(serializers.Serializer[Any]):
    """One step; `by` "": it came with a record."""

    verb = serializers.ChoiceField(STEPS)
    on = serializers.DateField()
    text = serializers.CharField(allow_blank=True)
    by = serializers.CharField(allow_blank=True)
    files = PatrolFileOut(many=True)


class HazardRecheckOut(serializers.Serializer[Any]):
    """The record of a check made since."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    on = serializers.DateField()


class HazardDetailOut(HazardOut):
    """A hazard with everything."""

    files = PatrolFileOut(many=True)
    steps = HazardStepOut(many=True)
    rechecks = HazardRecheckOut(many=True)
    seen_gone = serializers.UUIDField(allow_null=True)


class HazardCountOut(serializers.Serializer[Any]):
    """How many in a state."""

    code = serializers.CharField()
    count = serializers.IntegerField()


class HazardSummaryOut(serializers.Serializer[Any]):
    """The numbers above the list; each is a filter of it."""

    states = HazardCountOut(many=True)
    major = serializers.IntegerField()
    overdue = serializers.IntegerField()


class WithFiles(serializers.Serializer[Any]):
    """A step with what shows it."""

    files = HazardFileIn(many=True, required=False, default=list)

    def validate_files(self, told: list[dict[str, Any]]) -> list[Announced]:
        """As the ground announces them."""
        return [Announced(one["id"], "evidence", one["sha256"], one["size"], one["type"]) for one in told]


class HazardIn(WithFiles):
    """One seen by the desk; `uuid` is the client's, so that it may be sent again and files come before."""

    uuid = serializers.UUIDField()
    venue = serializers.UUIDField()
    level = serializers.ChoiceField(LEVEL_CHOICES)
    place = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    description = serializers.CharField(max_length=2000)
    wanted = serializers.ListField(
        child=serializers.ChoiceField(AUTHORITY_CHOICES), max_length=8, required=False, default=list
    )
    found_on = serializers.DateField(required=False, allow_null=True, default=None)


class HazardGradeIn(serializers.Serializer[Any]):
    """Level and place, with the reason."""

    level = serializers.ChoiceField(LEVEL_CHOICES)
    place = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    text = serializers.CharField(max_length=600)


class HazardCorrectIn(WithFiles):
    """What the venue did itself, with what shows it."""

    text = serializers.CharField(max_length=2000)
    on = serializers.DateField(required=False, allow_null=True, default=None)


class HazardOrderIn(serializers.Serializer[Any]):
    """What to put right by when."""

    content = serializers.CharField(max_length=2000)
    due_on = serializers.DateField()


class HazardTransferIn(serializers.Serializer[Any]):
    """To whom, what it is told, and within how many working days it is asked to answer."""

    authority = serializers.ChoiceField(AUTHORITY_CHOICES)
    to_organ = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    receiver = serializers.CharField(
        max_length=24, required=False, allow_blank=True, default="", help_text="an organ of this system"
    )
    text = serializers.CharField(max_length=2000)
    enclosed = serializers.CharField(max_length=600, required=False, allow_blank=True, default="")
    workdays = serializers.IntegerField(
        min_value=1, max_value=180, required=False, allow_null=True, default=None
    )


class HazardUrgeIn(serializers.Serializer[Any]):
    """How the answer was asked for again."""

    transfer = serializers.UUIDField()
    text = serializers.CharField(max_length=600)


class HazardAnswerIn(WithFiles):
    """What an authority answered, who, when, by which paper."""

    transfer = serializers.UUIDField()
    outcome = serializers.ChoiceField(ANSWER_CHOICES)
    text = serializers.CharField(max_length=2000)
    by = serializers.CharField(max_length=60)
    number = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    on = serializers.DateField(required=False, allow_null=True, default=None)


class HazardCloseIn(WithFiles):
    """Why it is gone; proof, or the record of a check made since."""

    text = serializers.CharField(max_length=2000)
    record = serializers.UUIDField(required=False, allow_null=True, default=None)


class HazardDropIn(serializers.Serializer[Any]):
    """Why it is no hazard."""

    text = serializers.CharField(max_length=600)


class LetterVenueOut(serializers.Serializer[Any]):
    """Where it is."""

    code = serializers.CharField()
    name = serializers.CharField()
    address = serializers.CharField(allow_blank=True)


class LetterOut(serializers.Serializer[Any]):
    """A letter about a hazard at the organ it went to."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(["sent", "received", "answered"])
    number = serializers.CharField()
    organ = serializers.CharField()
    venue = LetterVenueOut()
    place = serializers.CharField(allow_blank=True)
    level = serializers.ChoiceField(LEVEL_CHOICES)
    content = serializers.CharField()
    transferred_on = serializers.DateField()
    due_on = serializers.DateField()
    rest = serializers.IntegerField()
    received_by = serializers.CharField(allow_blank=True)
    received_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(ANSWER_CHOICES, allow_blank=True)
    answer = serializers.CharField(allow_blank=True)
    answered_by = serializers.CharField(allow_blank=True)
    answer_number = serializers.CharField(allow_blank=True)
    answered_on = serializers.DateField(allow_null=True)
    files = serializers.IntegerField(help_text="how many went with the answer")
    paper = serializers.BooleanField()
    verbs = serializers.ListField(child=serializers.CharField())


class LetterAnswerIn(WithFiles):
    """What was done about it, by which paper, with what shows it."""

    outcome = serializers.ChoiceField(ANSWER_CHOICES)
    text = serializers.CharField(max_length=2000, allow_blank=True)
    number = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
