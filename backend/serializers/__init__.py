"""Shapes of the ground on the wire."""

from typing import Any

from rest_framework import serializers

from backend.domain.forms import KINDS
from backend.models import Document, NumberUse, Reminder
from backend.serializers.clocks import ClockDetailOut as ClockDetailOut
from backend.serializers.clocks import ClockOut as ClockOut


class SessionIn(serializers.Serializer[Any]):
    """User name and password."""

    username = serializers.CharField(max_length=60)
    password = serializers.CharField(max_length=200, trim_whitespace=False)


class OrganOut(serializers.Serializer[Any]):
    """An organ in brief."""

    code = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    issuer = serializers.CharField(help_text="in whose name its documents are issued")
    division = serializers.CharField()
    contact = serializers.CharField(allow_blank=True, help_text="address and telephone for its papers")


class OrganContactIn(serializers.Serializer[Any]):
    """Where an organ is found and called: the office's, nobody's own."""

    address = serializers.CharField(max_length=120, allow_blank=True)
    phone = serializers.RegexField(
        r"^[0-9+()（）\-－、，,; 转]*$", max_length=40, allow_blank=True, help_text="of the office"
    )


class OrganContactOut(serializers.Serializer[Any]):
    """The same, with what one may do."""

    name = serializers.CharField()
    address = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    verbs = serializers.ListField(child=serializers.CharField())


class PersonOut(serializers.Serializer[Any]):
    """The signed-in person."""

    uuid = serializers.UUIDField()
    username = serializers.CharField()
    name = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    verbs = serializers.ListField(child=serializers.CharField())
    organ = OrganOut(allow_null=True)


class ChannelOut(serializers.Serializer[Any]):
    """Where to complain: a number to call, and for what."""

    code = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()
    for_zh = serializers.CharField()
    for_en = serializers.CharField()


class AboutOut(serializers.Serializer[Any]):
    """关于: who runs this installation."""

    sponsor = serializers.CharField(allow_blank=True, help_text="主办单位")
    filing = serializers.CharField(allow_blank=True, help_text="备案号")
    feedback = serializers.ListField(child=serializers.CharField(), help_text="意见反馈")
    channels = ChannelOut(many=True)
    demonstration = serializers.BooleanField()


class SessionOut(serializers.Serializer[Any]):
    """Who is signed in (or nobody), the CSRF token, and the server's time."""

    user = PersonOut(allow_null=True)
    csrf = serializers.CharField()
    today = serializers.DateField()
    now = serializers.DateTimeField()
    demo = serializers.BooleanField()
    calendar_until = serializers.DateField(allow_null=True)


class FileOut(serializers.Serializer[Any]):
    """How far a file is."""

    uuid = serializers.UUIDField()
    offset = serializers.IntegerField()
    complete = serializers.BooleanField()
    state = serializers.ChoiceField(choices=["announced", "parked", "stored"])
    chunk = serializers.CharField()  # SHA-256 of the bytes of this call; "" when it only asked


class CopyOut(serializers.Serializer[Any]):
    """A reduced copy was taken; `original`: the camera's own bytes were here before it."""

    uuid = serializers.UUIDField()
    original = serializers.BooleanField()


class JournalLineOut(serializers.Serializer[Any]):
    """One journal line with its seal."""

    id = serializers.IntegerField()
    actor = serializers.CharField(allow_null=True)
    verb = serializers.CharField()
    noun = serializers.CharField()
    noun_id = serializers.UUIDField()
    before = serializers.CharField()
    after = serializers.CharField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()
    seq = serializers.IntegerField(allow_null=True)
    hash = serializers.CharField(allow_null=True)


class DivisionOut(serializers.Serializer[Any]):
    """One division."""

    code = serializers.CharField()
    name = serializers.CharField()
    level = serializers.CharField()


class CalendarDayOut(serializers.Serializer[Any]):
    """One day of the working calendar."""

    on = serializers.DateField()
    workday = serializers.BooleanField(allow_null=True)
    statutory = serializers.BooleanField(allow_null=True)
    vacation = serializers.BooleanField()
    label = serializers.CharField()  # type: ignore[assignment] # a field by this name, not the heading


class OutlineOut(serializers.Serializer[Any]):
    """Rings of [lng, lat]."""

    rings = serializers.ListField(
        child=serializers.ListField(
            child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)
        )
    )


class ReminderOut(serializers.Serializer[Any]):
    """A thing to look at, told once per stage; the page puts kind and stage into words."""

    uuid = serializers.UUIDField()
    kind = serializers.CharField()
    stage = serializers.ChoiceField(choices=Reminder.Stage.choices)
    noun = serializers.CharField()
    noun_id = serializers.UUIDField()
    title = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField(allow_null=True)
    words = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    read = serializers.BooleanField()


class RemindersReadOut(serializers.Serializer[Any]):
    """How many were not read before."""

    read = serializers.IntegerField()


class PaperColumnOut(serializers.Serializer[Any]):
    """One column of a table of a form."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # a field by this name, not the heading


class PaperFieldOut(PaperColumnOut):
    """One field of a form."""

    label_en = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS)
    required = serializers.BooleanField()  # type: ignore[assignment] # the wire's word
    masked = serializers.BooleanField()
    columns = PaperColumnOut(many=True)


class PaperBlockOut(serializers.Serializer[Any]):
    """One block of the layout: its kind, and the words or keys it draws."""

    kind = serializers.CharField()
    of = serializers.JSONField()


class PaperTemplatesOut(serializers.Serializer[Any]):
    """Version of the bureau's own template of each kind; 0: the house's own."""

    typst = serializers.IntegerField()
    docx = serializers.IntegerField()


class PaperFormOut(serializers.Serializer[Any]):
    """One form of document with its field list and layout."""

    code = serializers.CharField()
    no = serializers.IntegerField(help_text="number in the list of twenty-eight; 0: not of that list")
    name = serializers.CharField()
    name_en = serializers.CharField()
    basis = serializers.CharField(allow_blank=True)
    series = serializers.CharField(allow_blank=True)
    public = serializers.BooleanField()
    templates = PaperTemplatesOut()
    fields = PaperFieldOut(many=True)  # type: ignore[assignment] # the wire's word
    blocks = PaperBlockOut(many=True)


class TemplateVersionOut(serializers.Serializer[Any]):
    """One version of a bureau's template of a form; `own` False: it went back to the house's."""

    kind = serializers.CharField()
    version = serializers.IntegerField()
    own = serializers.BooleanField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    sha256 = serializers.CharField(allow_blank=True)


class DocumentFaultOut(serializers.Serializer[Any]):
    """What is irregular about a paper from the field."""

    code = serializers.CharField()
    data = serializers.DictField()  # type: ignore[assignment] # the wire's word


class DocumentOut(serializers.Serializer[Any]):
    """One document; `progress` in percent while it is being made."""

    uuid = serializers.UUIDField()
    form = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    number = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Document.State.choices)
    progress = serializers.IntegerField()
    problem = serializers.CharField(allow_blank=True)
    origin = serializers.ChoiceField(choices=Document.Origin.choices)
    issued_on = serializers.DateField()
    made_at = serializers.DateTimeField(allow_null=True)
    by = serializers.CharField()
    sha256 = serializers.CharField(allow_blank=True)
    size = serializers.IntegerField()
    public = serializers.BooleanField()
    irregularities = DocumentFaultOut(many=True)
    verbs = serializers.ListField(child=serializers.CharField())


class OwnerOut(serializers.Serializer[Any]):
    """What a document is about."""

    noun = serializers.CharField()
    uuid = serializers.UUIDField()


class DocumentVersionOut(serializers.Serializer[Any]):
    """One version: made when, for whom, on which templates (0: the house's own), with which hash."""

    uuid = serializers.UUIDField()
    version = serializers.IntegerField()
    state = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    templates = serializers.DictField(child=serializers.IntegerField())
    sha256 = serializers.CharField(allow_blank=True)


class DocumentDetailOut(DocumentOut):
    """A document with what it says and its earlier versions."""

    of = OwnerOut()
    values = serializers.DictField()
    templates = serializers.DictField()
    present = DocumentVersionOut()
    earlier = DocumentVersionOut(many=True)


class DocumentVoidIn(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=200)


class NumbersReserveIn(serializers.Serializer[Any]):
    """How many numbers of a kind this device should hold."""

    kind = serializers.CharField(max_length=30)
    count = serializers.IntegerField(min_value=0, max_value=10)
    device = serializers.RegexField(r"^[0-9a-zA-Z-]{8,64}\Z")


class NumbersReturnIn(serializers.Serializer[Any]):
    """Numbers given back unused."""

    numbers = serializers.ListField(child=serializers.UUIDField(), max_length=50)


class NumbersVoidIn(NumbersReturnIn):
    """Numbers that will not come back, and why."""

    reason = serializers.CharField(max_length=200)


class HeldNumberOut(serializers.Serializer[Any]):
    """One number a device holds."""

    uuid = serializers.UUIDField()
    kind = serializers.CharField()
    number = serializers.CharField()
    year = serializers.IntegerField()
    seq = serializers.IntegerField()
    state = serializers.ChoiceField(choices=NumberUse.State.choices)
    expires_on = serializers.DateField()


class SeriesOut(serializers.Serializer[Any]):
    """One series of numbers."""

    kind = serializers.CharField()
    name = serializers.CharField()
    year = serializers.IntegerField()
    last = serializers.IntegerField()
    template = serializers.CharField()
    held = serializers.IntegerField()


class SeriesIn(serializers.Serializer[Any]):
    """The format of a kind from next year on, e.g. `({short})文综罚字〔{year}〕{seq}号`."""

    kind = serializers.CharField(max_length=30)
    template = serializers.CharField(max_length=60)


class NumberLineOut(serializers.Serializer[Any]):
    """One number and what became of it; `direct`: taken inside the act that used it."""

    seq = serializers.IntegerField()
    fate = serializers.ChoiceField(choices=["held", "issued", "returned", "void", "direct"])
    uuid = serializers.UUIDField(allow_null=True)
    number = serializers.CharField(allow_blank=True)
    holder = serializers.CharField(allow_blank=True)
    device = serializers.CharField(allow_blank=True)
    taken_at = serializers.DateTimeField(allow_null=True)
    expires_on = serializers.DateField(allow_null=True)
    overdue = serializers.BooleanField()
    reason = serializers.CharField(allow_blank=True)
    ended_by = serializers.CharField(allow_blank=True)
    document = serializers.UUIDField(allow_null=True)
    of = OwnerOut(allow_null=True)


class RegisterOut(serializers.Serializer[Any]):
    """A series with the fate of every number."""

    kind = serializers.CharField()
    year = serializers.IntegerField()
    last = serializers.IntegerField()
    lines = NumberLineOut(many=True)


class PublicKeyOut(serializers.Serializer[Any]):
    """One key: its id, its 32 bytes in hex, and the time in which it signed."""

    key = serializers.CharField()
    public = serializers.CharField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)


class PublicKeysOut(serializers.Serializer[Any]):
    """Every key this installation has signed with."""

    algorithm = serializers.CharField()
    keys = PublicKeyOut(many=True)
