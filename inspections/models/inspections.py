"""Inspections (检查记录): the record as sent, its versions, answers, findings and signatures."""

from django.db import models

from backend.models.base import Noun, Scoped
from backend.models.people import User
from backend.scope import organ_range


class Inspection(Noun):
    """One organ's record of one visit; its UUID is the phone's. Stored whole, whatever is irregular."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", "待审核"
        RETURNED = "returned", "已退回"
        ACCEPTED = "accepted", "已通过"
        PUBLISHED = "published", "已公示"
        CORRECTED = "corrected", "已更正"
        WITHDRAWN = "withdrawn", "已撤回"

    class Outcome(models.TextChoices):
        DONE = "done", "完成检查"
        CLOSED = "closed", "未营业"
        NOT_FOUND = "not_found", "未找到"
        REFUSED = "refused", "拒绝检查"
        REMOTE = "remote", "非现场检查"

    state = models.CharField(max_length=10, choices=State.choices, default=State.SUBMITTED)
    visit = models.ForeignKey("scheduling.Visit", models.PROTECT, related_name="inspections")
    rev = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64)
    form_version = models.CharField("检查表版本", max_length=40)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    result_codes = models.JSONField(default=list)
    statement = models.TextField("现场情况", blank=True)
    objection = models.TextField("当事人意见", blank=True)
    party_name = models.CharField("现场人员", max_length=60, blank=True)
    party_role = models.CharField("现场人员职务", max_length=60, blank=True)
    call_record = models.CharField("通话记录", max_length=500, blank=True)
    door_photo = models.UUIDField("门头照片", null=True)
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("结束时间")
    finished_on = models.DateField()
    device_time = models.DateTimeField(null=True)
    clock_offset_ms = models.BigIntegerField(default=0)
    scan_mode = models.CharField(max_length=12, blank=True)
    scanned_at = models.DateTimeField(null=True)
    scan_reason = models.CharField(max_length=200, blank=True)
    gps = models.JSONField(null=True)
    recorders = models.JSONField(
        "执法记录仪", default=list
    )  # videos that stay in their own store, by number and hash
    submitted_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    photos = models.JSONField("附件", default=list)  # ids announced by the present revision, in their order
    reviewed_by = models.ForeignKey("backend.User", models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_reason = models.CharField(max_length=300, blank=True)
    accepted_on = models.DateField(null=True)
    # None until accepted; False: a supervisor settled that it does not count, so it is never published
    counts = models.BooleanField("计入统计", null=True)

    class Meta:
        ordering = ["-finished_on", "uuid"]
        indexes = [
            models.Index(fields=["organ", "state", "finished_on"], name="inspection_by_state"),
            models.Index(fields=["organ", "finished_on"], name="inspection_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "organ"],
                condition=models.Q(state__in=("accepted", "published", "corrected")),
                name="visit_has_one_accepted_record",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("submitted", "returned", "withdrawn"))
                | models.Q(accepted_on__isnull=False, counts__isnull=False),
                name="accepted_record_says_whether_it_counts",
            ),
        ]

    def __str__(self) -> str:
        """Visit and revision."""
        return f"{self.visit_id} r{self.rev}"

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """Records of the actor's organ tree: of a joint visit each organ sees its own."""
        return organ_range(actor)


class InspectionVersion(Scoped):
    """Every body that was ever sent: stored, superseded, or kept beside because it could not be stored.

    `body` is the canonical JSON without `digest`, so its SHA-256 is `digest`.
    """

    class Kept(models.TextChoices):
        STORED = "stored", "已存"
        DIFFERS = "content_differs", "同版本内容不同"
        STALE = "stale_rev", "版本较旧"
        NOT_RETURNED = "not_returned", "未退回即重交"
        NOT_OWNER = "not_owner", "非本人记录"
        REMOVED = "removed", "撤下后重交"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="versions")
    rev = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    kept = models.CharField(max_length=20, choices=Kept.choices)
    body = models.TextField()
    files = models.CharField("附件摘要", max_length=64)  # evidence.manifest_digest
    photos = models.PositiveSmallIntegerField("附件数", default=0)
    key = models.CharField(
        "密钥编号", max_length=16, blank=True
    )  # of the receipt; "": received before receipts were signed
    signature = models.CharField("回执签名", max_length=128, blank=True)
    sent_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "rev", "digest"], name="version_is_kept_once"),
            models.UniqueConstraint(
                fields=["inspection", "rev"],
                condition=models.Q(kept="stored"),
                name="revision_is_stored_once",
            ),
        ]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its record."""
        return organ_range(actor, "inspection__organ")

    def __str__(self) -> str:
        """Revision."""
        return str(self.rev)


class Answer(Scoped):
    """One answered question of the present revision."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="answers")
    item = models.CharField(max_length=12)
    conforms = models.BooleanField(null=True)  # None: not applicable
    note = models.TextField(blank=True)
    photos = models.JSONField(default=list)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["inspection", "item"], name="item_is_answered_once")]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its record."""
        return organ_range(actor, "inspection__organ")

    def __str__(self) -> str:
        """Item and answer."""
        return f"{self.item} {self.conforms}"


class Finding(Noun):
    """A non-conforming answer (不合格): what an order to rectify or a case can come from."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings")
    venue = models.ForeignKey("registry.Venue", models.PROTECT, related_name="findings")
    item = models.CharField(max_length=12)
    violations = models.JSONField(default=list)
    transfer_to = models.CharField("移送", max_length=40, blank=True)  # organs, separated by commas
    note = models.TextField(blank=True)
    corrected_on_spot = models.BooleanField("当场改正", default=False)
    found_on = models.DateField()
    current = models.BooleanField(default=True)  # False: of a superseded revision

    class Meta:
        indexes = [models.Index(fields=["venue", "item", "found_on"], name="finding_by_venue")]

    def __str__(self) -> str:
        """Its item."""
        return self.item


class Signature(Scoped):
    """One signature, or a refusal with its witness."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="signatures")
    kind = models.CharField(max_length=10)  # officer | officer2 | party | witness
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=60, blank=True)
    officer = models.ForeignKey("registry.Officer", models.PROTECT, null=True, related_name="signatures")
    file = models.UUIDField(null=True)
    refusal_reason = models.CharField(max_length=200, blank=True)
    witness = models.CharField(max_length=60, blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    @classmethod
    def scope_of(cls, actor: User) -> models.Q:
        """As its record."""
        return organ_range(actor, "inspection__organ")

    def __str__(self) -> str:
        """Kind and name."""
        return f"{self.kind} {self.name}"


class SpoiltPayload(Scoped):
    """A body that could not be read, kept for forensics: nothing an officer sent is thrown away."""

    organ = models.ForeignKey("backend.Organ", models.PROTECT, null=True, related_name="+")
    inspection_id = models.UUIDField()
    sent_by = models.ForeignKey("backend.User", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    problem = models.CharField(max_length=300)
    body = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspection_id", "digest", "sent_by"], name="spoilt_body_is_kept_once"
            )
        ]

    def __str__(self) -> str:
        """Its problem."""
        return self.problem
