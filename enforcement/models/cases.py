"""Cases (行政处罚案件)."""

from django.db import models

from backend.models.base import Noun, Scoped
from backend.models.people import User
from backend.scope import organ_range


class Case(Noun):
    """One case from filing to archive, or withdrawn, or transferred (moves: domain/states.py)."""

    class State(models.TextChoices):
        FILED = "filed", "已立案"
        INVESTIGATED = "investigated", "调查终结"
        REVIEWED = "reviewed", "已审核"
        INFORMED = "informed", "已告知"
        DECIDED = "decided", "已决定"
        SERVED = "served", "已送达"
        PERFORMED = "performed", "已履行"
        CLOSED = "closed", "已结案"
        ARCHIVED = "archived", "已归档"
        WITHDRAWN = "withdrawn", "已撤销"
        TRANSFERRED = "transferred", "已移送"

    class Outcome(models.TextChoices):
        PENALTY = "penalty", "行政处罚"
        NO_PENALTY = "no_penalty", "不予处罚"
        NOT_ESTABLISHED = "not_established", "违法事实不成立"
        TRANSFER = "transfer", "移送司法"

    class PartyKind(models.TextChoices):
        ORGANISATION = "organisation", "法人或者其他组织"
        SOLE_TRADER = "sole_trader", "个体工商户"
        CITIZEN = "citizen", "公民"

    class Procedure(models.TextChoices):
        GENERAL = "general", "普通程序"
        SIMPLE = "simple", "简易程序"

    ANNOUNCEMENT = "announcement"  # 公告送达

    number = models.CharField("立案号", max_length=60)
    state = models.CharField(max_length=12, choices=State.choices, default=State.FILED)
    procedure = models.CharField(max_length=8, choices=Procedure.choices, default=Procedure.GENERAL)
    # of a penalty on the spot: its paper is the decision, whatever is irregular about it
    paper = models.OneToOneField("backend.Document", models.PROTECT, null=True, related_name="+")
    irregularities = models.JSONField("不规范情形", default=list)  # codes
    settled = models.JSONField("不规范情形的处理", default=list)  # [{code, on, by, reason}]
    counts = models.BooleanField("计入统计", default=True)  # False until what is irregular is settled
    reported_on = models.DateField("报备日期", null=True)
    report_note = models.CharField("审定意见", max_length=300, blank=True)
    handed_in = models.CharField("缴存凭证", max_length=60, blank=True)
    venue = models.ForeignKey("registry.Venue", models.PROTECT, related_name="cases")
    party_name = models.CharField("当事人", max_length=120)
    party_kind = models.CharField("当事人类型", max_length=12, choices=PartyKind.choices, blank=True)
    violation = models.ForeignKey("registry.Violation", models.PROTECT, related_name="+")
    category = models.ForeignKey("registry.Category", models.PROTECT, null=True, related_name="+")
    source = models.CharField("案源", max_length=20)
    cause_noun = models.CharField(max_length=30, blank=True)
    cause_id = models.UUIDField(null=True)
    summary = models.TextField("简要案情")
    occurred_on = models.DateField("案发日期")
    filed_on = models.DateField("立案日期")
    filed_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    complex_case = models.BooleanField("情节复杂或者重大", default=False)
    public_interest = models.BooleanField("涉及重大公共利益", default=False)
    harm = models.BooleanField("涉及公民生命健康安全、金融安全且有危害后果", default=False)
    found_on = models.DateField("发现日期", null=True)
    investigated_on = models.DateField(null=True)
    facts_found = models.TextField("违法事实", blank=True)
    proposal = models.TextField("处理建议", blank=True)
    reviewed_on = models.DateField(null=True)
    reviewed_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    review_opinion = models.CharField(max_length=300, blank=True)
    # 审核未通过: the latest time, whatever came after
    sent_back_on = models.DateField("退回日期", null=True)
    sent_back_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    sent_back_reason = models.CharField("退回理由", max_length=300, blank=True)
    informed_on = models.DateField(null=True)
    informed_classes = models.JSONField("拟处罚种类", default=list)
    informed_fine_fen = models.BigIntegerField("拟罚款（分）", default=0)
    informed_confiscated_fen = models.BigIntegerField("拟没收（分）", default=0)
    # None: of a notice given before this was kept
    informed_basis = models.ForeignKey("registry.LegalBasis", models.PROTECT, null=True, related_name="+")
    hearing_reasons = models.JSONField("可以要求听证的事由", default=list)
    statement_waived = models.BooleanField("书面放弃陈述申辩", default=False)
    statement = models.TextField("陈述申辩", blank=True)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    decision_number = models.CharField("决定书文号", max_length=60, blank=True)
    basis = models.ForeignKey("registry.LegalBasis", models.PROTECT, null=True, related_name="+")
    amount_fen = models.BigIntegerField("违法所得或经营额（分）", null=True)
    discretion_step = models.CharField("裁量档次", max_length=40, blank=True)  # code of a DiscretionBand
    band_reason = models.CharField("超出幅度的理由", max_length=300, blank=True)
    late_reason = models.CharField("超过办案期限的理由", max_length=300, blank=True)
    ground = models.CharField("不予处罚的事由", max_length=12, blank=True)
    correction = models.CharField("改正情况", max_length=300, blank=True)
    education = models.CharField("教育情况", max_length=300, blank=True)
    ground_reason = models.CharField("不予处罚的说明", max_length=300, blank=True)
    # {rule, rule_words, proofs: [{of, noun, uuid, words}]} as they stood on the day of the decision
    leaned = models.JSONField("免罚规则和证明", default=dict)
    penalty_classes = models.JSONField("处罚种类", default=list)
    heaviest = models.CharField("最重种类", max_length=30, blank=True)
    fine_fen = models.BigIntegerField("罚款（分）", default=0)
    confiscated_fen = models.BigIntegerField("没收（分）", default=0)
    decision_text = models.TextField("处罚内容", blank=True)
    served_on = models.DateField(null=True)
    served_time = models.TimeField("送达时刻", null=True)  # of that day, to the minute
    service_mode = models.CharField("送达方式", max_length=12, blank=True)
    service_proof = models.CharField("送达凭证", max_length=200, blank=True)
    # 行政处罚法 Art 61: of electronic service, what the party agreed to, and the file that shows it
    service_consent = models.CharField("电子送达确认", max_length=200, blank=True)
    service_consent_file = models.UUIDField(null=True)
    published_on = models.DateField("公示日期", null=True)
    publication = models.CharField("公示状态", max_length=10, blank=True)
    publication_text = models.CharField("公示内容", max_length=600, blank=True)
    performed_on = models.DateField(null=True)
    remission_reason = models.CharField("减免加处罚款的理由", max_length=300, blank=True)
    closed_on = models.DateField(null=True)
    closing_type = models.CharField("结案方式", max_length=20, blank=True)
    archived_on = models.DateField(null=True)
    archived_by = models.ForeignKey(
        "backend.User", models.PROTECT, null=True, related_name="+"
    )  # checked the file
    archive_gaps = models.JSONField("备考说明", default=dict)  # code of the checklist → why it is not there
    shelf = models.CharField("卷号", max_length=60, blank=True)  # of the case file in the archive
    ended_reason = models.CharField("撤销或移送理由", max_length=300, blank=True)
    # [{on, by, reason, before, after}], teams as {officer, name, cert_no}; only ever added to
    team_changes = models.JSONField("更换承办人", default=list)

    class Meta:
        ordering = ["-filed_on", "number"]
        indexes = [
            models.Index(fields=["organ", "decided_on"], name="case_by_decision"),
            models.Index(fields=["organ", "state", "filed_on"], name="case_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organ", "number"], name="case_number_is_given_once"),
            models.UniqueConstraint(
                fields=["organ", "decision_number"],
                condition=~models.Q(decision_number=""),
                name="decision_number_is_given_once",
            ),
            models.UniqueConstraint(
                fields=["cause_noun", "cause_id", "violation"],
                condition=models.Q(cause_id__isnull=False) & ~models.Q(state="withdrawn"),
                name="cause_is_filed_once_per_violation",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_on__isnull=True)
                | (models.Q(decided_on__gte=models.F("filed_on")) & ~models.Q(outcome="")),
                name="case_is_decided_after_filing",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_on__isnull=True)
                | ~models.Q(outcome="penalty")
                | ~models.Q(decision_number=""),
                name="penalty_has_its_number",
            ),
            models.CheckConstraint(
                condition=models.Q(served_on__isnull=True)
                | (models.Q(served_on__gte=models.F("decided_on")) & ~models.Q(service_proof="")),
                name="service_is_proven_after_decision",
            ),
            models.CheckConstraint(
                condition=models.Q(served_time__isnull=True) | models.Q(served_on__isnull=False),
                name="time_of_service_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(performed_on__isnull=True)
                | models.Q(performed_on__gte=models.F("served_on")),
                name="case_is_performed_after_service",
            ),
            models.CheckConstraint(
                condition=models.Q(fine_fen__gte=0) & models.Q(confiscated_fen__gte=0),
                name="case_sums_are_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(fine_fen=0, confiscated_fen=0) | models.Q(outcome="penalty"),
                name="only_a_penalty_has_sums",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_back_on__isnull=True, sent_back_reason="")
                | (models.Q(sent_back_on__isnull=False) & ~models.Q(sent_back_reason="")),
                name="case_is_sent_back_with_its_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(procedure="general") | models.Q(paper__isnull=False),
                name="simple_case_has_its_paper",
            ),
        ]

    def __str__(self) -> str:
        """Its number."""
        return self.number

    @property
    def unreported(self) -> bool:
        """A penalty on the spot the organ has not been told of (行政处罚法 Art 52)."""
        return self.simple and self.reported_on is None

    @property
    def simple(self) -> bool:
        """Whether it was decided on the spot (简易程序)."""
        return self.procedure == self.Procedure.SIMPLE


class CaseOfficer(Scoped):
    """An investigator (承办人) of a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="officers")
    officer = models.ForeignKey("registry.Officer", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "officer"], name="investigator_is_named_once")]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its case."""
        return organ_range(actor, "case__organ")

    def __str__(self) -> str:
        """The officer."""
        return str(self.officer_id)
