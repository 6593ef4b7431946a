"""Hazards (隐患), what was done about each, and to whom it was transferred with what answer."""

from django.db import models

from backend.models.base import Noun, Scoped
from backend.models.people import User
from backend.scope import organ_range
from inspections.domain.hazards import ANSWERS, AUTHORITIES, LEVELS


class Hazard(Noun):
    """found → corrected | ordered | transferred → answered → closed; dropped: entered by mistake."""

    class State(models.TextChoices):
        FOUND = "found", "待处置"
        CORRECTED = "corrected", "已自查自改"
        ORDERED = "ordered", "责令整改中"
        TRANSFERRED = "transferred", "已移送待反馈"
        ANSWERED = "answered", "已反馈"
        CLOSED = "closed", "已销号"
        DROPPED = "dropped", "已撤下"

    state = models.CharField(max_length=12, choices=State.choices, default=State.FOUND)
    number = models.CharField("隐患编号", max_length=60)
    level = models.CharField(
        "等级", max_length=10, choices=[(code, words[0]) for code, words in LEVELS.items()], default="general"
    )
    venue = models.ForeignKey("registry.Venue", models.PROTECT, related_name="hazards")
    finding = models.OneToOneField("inspections.Finding", models.PROTECT, null=True, related_name="hazard")
    place = models.CharField("部位", max_length=120, blank=True)
    description = models.TextField("隐患情况")
    wanted = models.CharField("应移送", max_length=120, blank=True)  # authorities, separated by commas
    found_on = models.DateField("发现日期")
    reported_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    files = models.JSONField("附件", default=list)  # uuids in their order
    order = models.ForeignKey(
        "inspections.Rectification",
        models.PROTECT,
        null=True,
        related_name="hazards",
        verbose_name="责令改正",
    )
    recheck = models.ForeignKey(
        "inspections.Inspection", models.PROTECT, null=True, related_name="+", verbose_name="复核记录"
    )
    closed_on = models.DateField("销号日期", null=True)

    class Meta:
        ordering = ["-found_on", "uuid"]
        indexes = [models.Index(fields=["organ", "state", "found_on"], name="hazard_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["organ", "number"], name="hazard_is_numbered_once"),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_on__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_on__isnull=True)),
                name="closed_hazard_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        """Its number."""
        return self.number


class HazardTransfer(Noun):
    """One letter to one authority (移送函), the day its answer is due on a clock, and the answer."""

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="transfers")
    authority = models.CharField(
        "部门", max_length=20, choices=[(code, words[0]) for code, words in AUTHORITIES.items()]
    )
    to_organ = models.CharField("受移送单位", max_length=120)
    receiver = models.ForeignKey("backend.Organ", models.PROTECT, null=True, related_name="+")  # here too
    received_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField("签收时间", null=True)
    number = models.CharField("文号", max_length=60)
    document = models.ForeignKey("backend.Document", models.PROTECT, related_name="+")
    content = models.TextField("移送内容")
    transferred_on = models.DateField("移送日期")
    transferred_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    due_on = models.DateField("反馈期限")
    outcome = models.CharField(
        "处理结果", max_length=12, blank=True, choices=[(code, words[0]) for code, words in ANSWERS.items()]
    )
    answer = models.TextField("反馈内容", blank=True)
    answered_by = models.CharField("反馈人", max_length=60, blank=True)
    answer_number = models.CharField("反馈文号", max_length=60, blank=True)
    answered_on = models.DateField("反馈日期", null=True)
    files = models.JSONField("反馈附件", default=list)

    class Meta:
        ordering = ["transferred_on", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["hazard", "authority", "to_organ"],
                condition=models.Q(answered_on__isnull=True),
                name="hazard_waits_once_for_an_authority",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_on__isnull=True) | ~models.Q(outcome=""),
                name="answer_has_its_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(received_at__isnull=True)
                | models.Q(receiver__isnull=False, received_by__isnull=False),
                name="only_who_was_asked_receives_a_letter",
            ),
        ]

    def __str__(self) -> str:
        """Its number."""
        return self.number


class HazardStep(Scoped):
    """What was done on which day, with what shows it."""

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    on = models.DateField("日期")
    text = models.TextField("情况", blank=True)
    files = models.JSONField("附件", default=list)
    recorded_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its hazard."""
        return organ_range(actor, "hazard__organ")

    def __str__(self) -> str:
        """Its day."""
        return str(self.on)
