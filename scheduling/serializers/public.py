"""Plans, draws and figures for everybody, on the wire."""

from typing import Any

from rest_framework import serializers

from backend.domain.persons import told_openly
from scheduling.domain.rosterdiff import KINDS
from scheduling.domain.tally import FIGURES
from scheduling.selectors.draws.public import WHICH
from scheduling.serializers.draws import STATES, FixedOut, PublicChangeOut, PublicSeatOut
from scheduling.serializers.plans import YEAR, PlanExtraOut
from scheduling.serializers.rules import numbers

STANDINGS = (
    "unlisted", "excluded", "pending", "sealed", "drawn", "waiting", "replaced", "brought", "supplemented",
    "void_drawn", "void_waiting",
)  # fmt: skip


def names() -> serializers.DictField:
    """Code of a township → its name."""
    return serializers.DictField(child=serializers.CharField())


class PublicQuery(serializers.Serializer[Any]):
    """Of which organ and year; empty = all."""

    organ = serializers.CharField(max_length=24, required=False, allow_blank=True, default="")
    year = serializers.IntegerField(required=False, allow_null=True, default=None, **YEAR)


class PublicDrawQuery(PublicQuery):
    """And by what stands in their logs."""

    which = serializers.ChoiceField(list(WHICH), required=False, allow_blank=True, default="")


class OrganNameOut(serializers.Serializer[Any]):
    """An organ that publishes here."""

    code = serializers.CharField()
    name = serializers.CharField()


class PublicPlanCardOut(serializers.Serializer[Any]):
    """One published plan in brief."""

    uuid = serializers.UUIDField()
    organ = serializers.CharField()
    year = serializers.IntegerField()
    name = serializers.CharField()
    number = serializers.CharField(allow_blank=True)
    cutoff_on = serializers.DateField()
    published_on = serializers.DateField(allow_null=True)
    rows_count = serializers.IntegerField()


class PublicPlanRowOut(serializers.Serializer[Any]):
    """One row: the published wording verbatim, the number it was settled to, how many draws came of it."""

    uuid = serializers.UUIDField()
    seq = serializers.IntegerField()
    item = serializers.CharField(allow_blank=True)
    item_class = serializers.ChoiceField(["", "general", "key"])
    basis = serializers.CharField(allow_blank=True)
    object_text = serializers.CharField(allow_blank=True)
    categories = serializers.ListField(child=serializers.CharField())
    initiating = serializers.CharField(allow_blank=True)
    cooperating = serializers.CharField(allow_blank=True)
    method = serializers.CharField(allow_blank=True)
    quota_verbatim = serializers.CharField(allow_blank=True)
    ratio_bp = serializers.IntegerField(allow_null=True)
    quota_count = serializers.IntegerField(allow_null=True)
    settled_reason = serializers.CharField(allow_blank=True)
    month_from = serializers.IntegerField(allow_null=True)
    month_to = serializers.IntegerField(allow_null=True)
    deadline_on = serializers.DateField(allow_null=True)
    deadline_verbatim = serializers.CharField(allow_blank=True)
    extra = PlanExtraOut(many=True)
    draws = serializers.IntegerField()


class PublicPlanOut(PublicPlanCardOut):
    """One published plan with its rows."""

    rows = PublicPlanRowOut(many=True)


class PublicDrawCardOut(serializers.Serializer[Any]):
    """One draw in brief, for everybody. `reveal_by`: sealed mode; `events`: lines of its log by event."""

    uuid = serializers.UUIDField()
    organ = serializers.CharField()
    name = serializers.CharField()
    number = serializers.CharField()
    scope = serializers.CharField()
    no = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(STATES)
    committed_at = serializers.DateTimeField(allow_null=True)
    moment = serializers.DateTimeField(allow_null=True)
    drawn_at = serializers.DateTimeField(allow_null=True)
    reveal_by = serializers.DateTimeField(allow_null=True)
    revealed = serializers.BooleanField()
    late = serializers.BooleanField(help_text="its secret was owed and not shown in time")
    void_code = serializers.CharField(allow_blank=True)
    commit_digest = serializers.CharField()
    quota_sum = serializers.IntegerField()
    events = numbers()


class AttemptsOut(serializers.Serializer[Any]):
    """How many draws of the scope were committed, and how many of them voided."""

    committed = serializers.IntegerField()
    void = serializers.IntegerField()


class PublicPickOut(serializers.Serializer[Any]):
    """A drawn venue with the certificates of its team."""

    code = serializers.CharField()
    name = serializers.CharField()
    grade = serializers.CharField()
    cell = serializers.CharField()
    rank = serializers.IntegerField(allow_null=True)
    ticket = serializers.CharField()
    team = serializers.ListField(child=serializers.CharField())
    origin = serializers.CharField(allow_blank=True, help_text="result, replace or supplement")
    out_code = serializers.CharField(allow_blank=True, help_text="why it was replaced")


class PublicDrawOut(PublicDrawCardOut, FixedOut):
    """One draw whole for everybody; of a void one what would have been drawn, of a sealed one nothing yet."""

    visit_from = serializers.DateField()
    visit_to = serializers.DateField()
    items = serializers.ListField(child=serializers.CharField())
    basis = serializers.CharField(allow_blank=True)
    witnesses = serializers.IntegerField()
    attempts = AttemptsOut()
    sealed = serializers.BooleanField(help_text="the result is still under seal")
    open_seats = PublicSeatOut(many=True)
    changes = PublicChangeOut(many=True)
    picks = PublicPickOut(many=True)
    towns = names()


class RosterRowOut(serializers.Serializer[Any]):
    """One venue that differs between two rosters; "" where it was not on one."""

    code = serializers.CharField()
    name = serializers.CharField()
    kinds = serializers.ListField(child=serializers.ChoiceField(list(KINDS)))
    was_grade = serializers.CharField(allow_blank=True)
    grade = serializers.CharField(allow_blank=True)
    was_cell = serializers.CharField(allow_blank=True)
    cell = serializers.CharField(allow_blank=True)
    was_status = serializers.CharField(allow_blank=True)
    status = serializers.CharField(allow_blank=True)
    left_on = serializers.DateField(allow_null=True, help_text="since when the register has it as gone")
    towns = names()


class OpenlyField(serializers.CharField):
    """Words somebody typed, as the public may read them."""

    def to_representation(self, value: Any) -> str:
        """Without the persons it names."""
        return told_openly(str(value))


class RosterBeforeOut(serializers.Serializer[Any]):
    """The draw whose roster is compared with."""

    uuid = serializers.UUIDField()
    no = serializers.IntegerField()
    name = OpenlyField()
    number = serializers.CharField(allow_blank=True)
    committed_at = serializers.DateTimeField()


class RosterBesideOut(serializers.Serializer[Any]):
    """A page of what differs from the roster before; `whole`: both draws asked for the same venues."""

    before = RosterBeforeOut(allow_null=True)
    whole = serializers.BooleanField()
    kinds = serializers.DictField(child=serializers.IntegerField())
    count = serializers.IntegerField()
    rows = RosterRowOut(many=True)
    next = serializers.CharField(allow_null=True)


class LookupOut(PublicDrawCardOut):
    """What one draw has to say about one venue. `last`, `count`, `limit`: where it was left out."""

    code = serializers.CharField()
    standing = serializers.ChoiceField(STANDINGS)
    listed = serializers.BooleanField()
    venue = serializers.CharField(allow_blank=True)
    grade = serializers.CharField(allow_blank=True)
    cell = serializers.CharField(allow_blank=True)
    eligible = serializers.CharField(allow_blank=True)
    last = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField(allow_null=True)
    limit = serializers.IntegerField(allow_null=True, help_text="days or inspections that kept it out")
    ticket = serializers.CharField(allow_blank=True)
    rank = serializers.IntegerField(allow_null=True)
    selected = serializers.BooleanField()
    out_code = serializers.CharField(allow_blank=True, help_text="why it was replaced")
    team = serializers.ListField(child=serializers.CharField())
    cell_eligible = serializers.IntegerField()
    cell_quota = serializers.IntegerField()
    grade_eligible = serializers.IntegerField()
    grade_quota = serializers.IntegerField()
    seed = serializers.CharField(allow_blank=True)
    towns = names()


class WhyOut(LookupOut):
    """Why a venue was drawn in this draw, or was not."""

    draw = serializers.UUIDField()


class StatisticFiguresOut(serializers.Serializer[Any]):
    """Draws and lines of their logs, counted."""

    def get_fields(self) -> dict[str, Any]:
        """One number per figure."""
        return {name: serializers.IntegerField() for name in FIGURES}


class PublicStatisticOut(serializers.Serializer[Any]):
    """One organ's draws of one year."""

    organ = serializers.CharField()
    organ_name = serializers.CharField()
    year = serializers.IntegerField()
    figures = StatisticFiguresOut()
