"""Side tracks of a case (旁线) and what was paid (缴款)."""

from django.db import models

from backend.models.base import Noun, Scoped
from backend.models.people import User
from backend.scope import organ_range
from enforcement.domain.tracks import TRACKS


class CaseTrack(Noun):
    """One side track: preservation, seizure, hearing, … (moves and fields: domain/tracks.py, domain/acts.py).

    `values`: verb → the fields of that act as last recorded; every act is a line of the journal beside it.
    """

    case = models.ForeignKey("enforcement.Case", models.PROTECT, related_name="tracks")
    kind = models.CharField("种类", max_length=16, choices=[(row.code, row.zh) for row in TRACKS.values()])
    state = models.CharField("状态", max_length=12, default="")
    values = models.JSONField("内容", default=dict)
    began_on = models.DateField("开始日期")
    ended_on = models.DateField("了结日期", null=True)
    # of an announcement: the prior notice it serves; None: of a decision
    notice = models.ForeignKey("enforcement.CaseNotice", models.PROTECT, null=True, related_name="announced")
    opened_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    approval = models.ForeignKey("backend.Approval", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("began_on")),
                name="track_ends_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["case", "kind"], name="track_by_case")]

    def __str__(self) -> str:
        """Kind and state."""
        return f"{self.kind} {self.state}"


class Payment(Scoped):
    """One sum paid: of the penalty, or of the surcharge."""

    class Part(models.TextChoices):
        PENALTY = "penalty", "罚没款"
        SURCHARGE = "surcharge", "加处罚款"

    class Mode(models.TextChoices):
        BANK = "bank", "银行"
        ELECTRONIC = "electronic", "电子支付"
        ON_SPOT = "on_spot", "当场收缴"
        COURT = "court", "法院划缴"

    case = models.ForeignKey("enforcement.Case", models.PROTECT, related_name="payments")
    part = models.CharField("款项", max_length=10, choices=Part.choices, default=Part.PENALTY)
    amount_fen = models.BigIntegerField("金额（分）")
    paid_on = models.DateField("缴款日期")
    mode = models.CharField("方式", max_length=12, choices=Mode.choices)
    receipt = models.CharField("票据号", max_length=60)
    hard_reason = models.CharField("当场收缴的理由", max_length=200, blank=True)
    recorded_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["paid_on", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_fen__gt=0), name="payment_is_positive"),
            models.UniqueConstraint(fields=["case", "receipt", "part"], name="receipt_is_recorded_once"),
        ]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its case."""
        return organ_range(actor, "case__organ")

    def __str__(self) -> str:
        """Its receipt."""
        return self.receipt
