"""Administrative guidance (行政指导): talks with a venue (约谈) and its letters of commitment (承诺书)."""

from django.db import models

from backend.models.base import Noun
from enforcement.domain.guidance import PLEDGE, TALK


class Guidance(Noun):
    """given → signed, a commitment → checked; withdrawn with its reason.

    What was told or promised is frozen in its document.
    """

    class Kind(models.TextChoices):
        TALK = TALK, "约谈"
        PLEDGE = PLEDGE, "承诺书"

    class State(models.TextChoices):
        GIVEN = "given", "待签回"
        SIGNED = "signed", "已签收"
        CHECKED = "checked", "已核验"
        WITHDRAWN = "withdrawn", "已撤回"

    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.GIVEN)
    number = models.CharField("文号", max_length=60)
    venue = models.ForeignKey("registry.Venue", models.PROTECT, related_name="guidance")
    cause_noun = models.CharField(max_length=30, blank=True)
    cause_id = models.UUIDField(null=True)
    reason = models.CharField("事由", max_length=600)
    held_at = models.DateTimeField("时间")
    place = models.CharField("地点", max_length=120, blank=True)
    officers = models.JSONField("约谈人", default=list)  # [{uuid, name, cert_no}] as on the paper
    came = models.CharField("到场人或承诺人", max_length=60)
    came_role = models.CharField("职务", max_length=60, blank=True)
    content = models.TextField("约谈内容或承诺事项")
    statement = models.TextField("场所陈述", blank=True)
    until = models.DateField("承诺期限至", null=True)
    talk = models.ForeignKey("self", models.PROTECT, null=True, related_name="pledges")
    document = models.ForeignKey("backend.Document", models.PROTECT, related_name="+")
    given_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    signed_on = models.DateField("签收日期", null=True)
    files = models.JSONField("签字件", default=list)  # uuids in their order
    checked_on = models.DateField("核验日期", null=True)
    kept = models.BooleanField("已履行承诺", null=True)
    check_note = models.CharField("核验情况", max_length=600, blank=True)
    ended_reason = models.CharField("撤回理由", max_length=600, blank=True)

    class Meta:
        ordering = ["-held_at", "uuid"]
        indexes = [
            models.Index(fields=["organ", "kind", "held_at"], name="guidance_by_kind"),
            models.Index(fields=["cause_noun", "cause_id"], name="guidance_by_cause"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organ", "kind", "number"], name="guidance_is_numbered_once"),
            models.CheckConstraint(
                condition=~models.Q(state="signed") | models.Q(signed_on__isnull=False),
                name="signed_guidance_has_its_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="checked")
                | models.Q(kind="pledge", checked_on__isnull=False, kept__isnull=False),
                name="checked_commitment_was_kept_or_not",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="withdrawn") | ~models.Q(ended_reason=""),
                name="withdrawn_guidance_has_its_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="pledge", until__isnull=False)
                | models.Q(kind="talk", until__isnull=True, talk__isnull=True),
                name="pledge_has_its_period",
            ),
            models.CheckConstraint(
                condition=models.Q(cause_noun="", cause_id__isnull=True)
                | (~models.Q(cause_noun="") & models.Q(cause_id__isnull=False)),
                name="guidance_cause_is_whole",
            ),
        ]

    def __str__(self) -> str:
        """Its number."""
        return self.number
