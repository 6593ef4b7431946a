"""Leads (线索), whoever reported them, what they were told, and a bureau's own deadlines."""

from django.db import models

from backend.models.base import Noun, Scoped
from backend.models.people import User
from backend.scope import organ_range


class Lead(Noun):
    """registered → verified → filed | dismissed; refused, joined to another lead, transferred to an organ.

    Who reported it stands in LeadReporter alone.
    """

    class State(models.TextChoices):
        REGISTERED = "registered", "已登记"
        VERIFIED = "verified", "已核查"
        FILED = "filed", "已立案"
        DISMISSED = "dismissed", "不予立案"
        REFUSED = "refused", "不予受理"
        JOINED = "joined", "已并入"
        TRANSFERRED = "transferred", "已移送"

    state = models.CharField(max_length=12, choices=State.choices, default=State.REGISTERED)
    number = models.CharField("线索号", max_length=60, blank=True)
    source = models.CharField("来源", max_length=20)
    channel = models.CharField("渠道", max_length=20, blank=True)  # "": registered before channels were told
    external_number = models.CharField("来件编号", max_length=60, blank=True)
    received_on = models.DateField("收到日期", null=True)
    venue = models.ForeignKey("registry.Venue", models.PROTECT, null=True, related_name="leads")
    cause_noun = models.CharField(max_length=30, blank=True)
    cause_id = models.UUIDField(null=True)
    content = models.TextField("内容")
    reported_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    ground = models.CharField("不予受理事由", max_length=20, blank=True)
    another_reason = models.CharField("另行登记的理由", max_length=300, blank=True)
    joined_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="joined")
    to_organ = models.CharField("移送至", max_length=120, blank=True)
    transferred_on = models.DateField("移送日期", null=True)
    answer = models.CharField("受移送机关反馈", max_length=1000, blank=True)
    answered_on = models.DateField("反馈日期", null=True)
    extension = models.ForeignKey("backend.Approval", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["organ", "state", "created_at"], name="lead_by_state"),
            models.Index(fields=["organ", "external_number"], name="lead_by_external_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "number"], condition=~models.Q(number=""), name="lead_is_numbered_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="joined", joined_to__isnull=False)
                | (~models.Q(state="joined") & models.Q(joined_to__isnull=True)),
                name="joined_lead_names_the_other",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="transferred")
                | (~models.Q(to_organ="") & models.Q(transferred_on__isnull=False)),
                name="transferred_lead_names_its_organ",
            ),
        ]

    def __str__(self) -> str:
        """Its number, else its first words."""
        return self.number or self.content[:30]


class LeadReporter(Scoped):
    """Who reported a lead (举报人): read by `lead.unmask` alone, and every look stands in the journal."""

    lead = models.OneToOneField(Lead, models.PROTECT, related_name="reporter")
    name = models.CharField("姓名", max_length=60, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    wants_reply = models.BooleanField("要求回复", default=True)

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its lead."""
        return organ_range(actor, "lead__organ")

    def __str__(self) -> str:
        """Nobody's name by accident."""
        return "举报人"


class LeadReply(Scoped):
    """What was told to whom, how and when; or why nobody could be told."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="replies")
    mode = models.CharField("方式", max_length=10)
    to = models.CharField("对象", max_length=10)
    on = models.DateField("日期")
    text = models.TextField("内容", blank=True)
    reason = models.CharField("无法回复的理由", max_length=300, blank=True)
    recorded_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its lead."""
        return organ_range(actor, "lead__organ")

    def __str__(self) -> str:
        """Its day."""
        return str(self.on)


class LeadSeen(Scoped):
    """That a person has opened a lead: so that his inbox can tell him what is new."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="seen")
    person = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lead", "person"], name="lead_is_new_once")]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """One's own."""
        return models.Q(person=actor.pk)

    def __str__(self) -> str:
        """When."""
        return str(self.at)


class ChannelTerm(Noun):
    """A deadline of a channel as the bureau set it; the former one keeps its row."""

    channel = models.CharField("渠道", max_length=20)
    term = models.CharField("期限", max_length=20)
    length = models.PositiveSmallIntegerField("长度")
    unit = models.CharField("单位", max_length=14)
    basis = models.CharField("依据", max_length=160)
    set_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "channel", "term"],
                condition=models.Q(ended_at__isnull=True),
                name="channel_term_is_set_once",
            )
        ]

    def __str__(self) -> str:
        """Channel and term."""
        return f"{self.channel} {self.term}"
