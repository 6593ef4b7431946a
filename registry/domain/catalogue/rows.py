"""The nouns of the catalogue: categories, check items, violations, versioned legal bases, fixed lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final

TIME_RULES: Final = ("closed_hours", "statutory_holiday_only", "holiday_weekend_vacation_only")
EVIDENCE_RULES: Final = ("photo_or_note", "photo_and_note", "note")
TRANSFER_ORGANS: Final = ("fire", "police", "market_regulation", "emergency", "health")
MEASURES: Final = ("rectify", "ban", "order_stop", "seal", "seize")
BASIS_AMOUNTS: Final = ("illegal_income", "illegal_turnover", "sales")
TIERS: Final = ("ordinary", "serious")
FOLLOW_KINDS: Final = ("number", "text", "choice")
CORRECTIONS: Final = ("on_spot", "within_days")
LENIENT_MEASURES: Final = ("education", "pledge", "interview")
HEARING_PARTIES: Final = ("organisation", "sole_trader", "citizen")
PARTIES_FINED: Final = ("individual", "unit", "responsible_person", "transferee", "installer")


@dataclass(frozen=True)
class Source:
    """Where a fact was read (出处); ``lead_only`` marks a low-grade mirror."""

    code: str
    title: str
    addresses: tuple[str, ...] = ()
    lead_only: bool = False


@dataclass(frozen=True)
class LicenceType:
    """A permit, filing or plaque (许可证、备案、标牌) of a category; None months: no fixed validity known."""

    code: str
    zh: str
    en: str
    kind: str
    verified: bool
    source: tuple[str, ...]
    validity_months: int | None = None
    validity_verified: bool = False
    note: str | None = None


@dataclass(frozen=True)
class Party:
    """A kind of subject within a category (适用对象) to which only some items apply."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Category:
    """A kind of venue (场所类别); ``optional`` ones are switched on by the organ."""

    code: str
    position: int
    zh: str
    en: str
    short_zh: str
    verified: bool
    source: tuple[str, ...]
    main: bool = False
    optional: bool = False
    licences: tuple[LicenceType, ...] = ()
    parties: tuple[Party, ...] = ()
    note: str | None = None


@dataclass(frozen=True)
class TimeRule:
    """When an item bites: within the closed hours (``start`` to ``end``, local) or off the named days."""

    kind: str
    start: time | None = None
    end: time | None = None


@dataclass(frozen=True)
class EvidenceRule:
    """What a non-conforming answer needs (photo, note); ``minors`` limits who may open the evidence."""

    on_violation: str
    suggested: tuple[str, ...] = ()
    minors: bool = False


@dataclass(frozen=True)
class Choice:
    """One answer of a question to choose from."""

    key: str
    zh: str
    en: str


@dataclass(frozen=True)
class Follow:
    """A question that opens under a non-conforming answer: a number, a text, or one of ``choices``."""

    key: str
    kind: str
    zh: str
    en: str
    required: bool = False
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class CheckItem:
    """One question (检查事项) with the answer that conforms and the sentences of the record (笔录)."""

    code: str
    section_zh: str
    section_en: str
    question_zh: str
    question_en: str
    conforms_answer: str
    conforms_zh: str
    violates_zh: str
    level: str
    evidence: EvidenceRule
    verified: bool
    source: tuple[str, ...]
    category: str | None = None
    time_rule: TimeRule | None = None
    exception_zh: str | None = None
    violations: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    transfer_to: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()
    follow: tuple[Follow, ...] = ()
    notice_workdays: int = 0  # told this long before the visit; 0: on arrival
    ended_on: date | None = None  # asked until this day


@dataclass(frozen=True)
class Violation:
    """A breach (违法行为) and its legal bases; the first penalty basis is the default of the bureau."""

    code: str
    zh: str
    en: str
    bases: tuple[str, ...]
    verified: bool
    source: tuple[str, ...]
    category: str | None = None
    ended_on: date | None = None  # acts after this day are not filed under it


@dataclass(frozen=True)
class LegalBasis:
    """One version of one provision (法律依据); both dates belong to the time in force, None is open.

    Below ``threshold_fen`` of the basis amount the fine in fen applies, from it on the multiple does.
    ``lineage`` joins the versions of a provision whose article number moved.
    """

    code: str
    law: str
    short: str
    version: str
    role: str
    note: str
    verified: bool
    source: tuple[str, ...]
    lineage: str | None = None
    article: str | None = None
    paragraph: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    tier: str | None = None
    party: str | None = None
    penalties: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    fine_optional: bool = False
    fine_min_fen: int | None = None
    fine_max_fen: int | None = None
    multiple_min: int | None = None
    multiple_max: int | None = None
    basis_amount: str | None = None
    threshold_fen: int | None = None
    suspension_min_months: int | None = None
    suspension_max_months: int | None = None
    revoke: bool = False
    transfer_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class ResultCode:
    """A result of a random check (抽查结果); ``problem`` counts for the rate of problems found."""

    code: str
    zh: str
    en: str
    national: bool
    exclusive: bool
    needs_revisit: bool
    problem: bool
    risk: bool
    internal: bool
    verified: bool
    source: tuple[str, ...]
    alias_zh: str | None = None
    note_zh: str | None = None


@dataclass(frozen=True)
class Prohibition:
    """One of the five prohibitions (五个严禁) with its clauses (八个不得)."""

    no: int
    zh: str
    en: str
    clauses_zh: tuple[str, ...]
    verified: bool
    source: tuple[str, ...]
    clauses_en: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trigger:
    """Why a visit is made (检查来源): kind daily, case, special or other; default for the yearly cap."""

    code: str
    zh: str
    en: str
    kind: str
    counts_to_cap: bool
    notice: str
    verified: bool
    source: tuple[str, ...]
    note_zh: str | None = None


@dataclass(frozen=True)
class LenientRule:
    """A published rule of no penalty (免罚); it binds only where the organ has adopted it."""

    code: str
    violation: str
    region: str
    conditions_zh: str
    first_time: bool
    correction: str
    measures: tuple[str, ...]
    basis: str
    adopted: bool
    verified: bool
    source: tuple[str, ...]
    window_months: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    note_zh: str | None = None


@dataclass(frozen=True)
class DiscretionBand:
    """One step of a discretion standard (裁量基准) within a basis; it binds only where the organ adopted it.

    The fine in fen below the threshold of the basis, the multiple from it on.
    """

    code: str
    basis: str
    region: str
    circumstance_zh: str
    document: str
    adopted: bool
    verified: bool
    source: tuple[str, ...]
    fine_min_fen: int | None = None
    fine_max_fen: int | None = None
    multiple_min: int | None = None
    multiple_max: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    note_zh: str | None = None


@dataclass(frozen=True)
class HearingThreshold:
    """When a sum is 较大数额 and the party may ask for a hearing; no region or field: any. Sums in fen.

    With a statutory cap the fine exceeds `cap_percent` of it; the day of the notice decides which row holds.
    """

    code: str
    party: str
    no_cap_fen: int
    never_below_fen: int
    rule: str
    verified: bool
    source: tuple[str, ...]
    region: str | None = None
    field: str | None = None
    cap_percent: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class PenaltyClass:
    """A class of penalty (行政处罚种类) with its weight, light to heavy."""

    code: str
    zh: str
    en: str
    weight: int
    by_this_organ: bool
    verified: bool
    source: tuple[str, ...]


@dataclass(frozen=True)
class ClosingType:
    """How a case closes (结案类型)."""

    code: str
    zh: str
    en: str
    verified: bool
    source: tuple[str, ...]


@dataclass(frozen=True)
class GradePolicy:
    """What a credit grade (信用等级) means by default; where it has no cap, the published cap holds."""

    grade: str
    zh: str
    en: str
    score_min: int
    score_max: int
    ratio_min_bp: int
    ratio_max_bp: int
    lenient_ok: bool
    default: bool
    verified: bool
    source: tuple[str, ...]
    cap_per_year: int | None = None
    cap_per_year_low: int | None = None
    interval_natural_days: int | None = None
    recheck_natural_days: int | None = None
    note_zh: str | None = None


@dataclass(frozen=True)
class Catalogue:
    """Everything the check items rest on, every reference resolved."""

    categories: tuple[Category, ...]
    items: tuple[CheckItem, ...]
    violations: tuple[Violation, ...]
    bases: tuple[LegalBasis, ...]
    result_codes: tuple[ResultCode, ...]
    prohibitions: tuple[Prohibition, ...]
    triggers: tuple[Trigger, ...]
    lenient_rules: tuple[LenientRule, ...]
    discretion_bands: tuple[DiscretionBand, ...]
    hearing_thresholds: tuple[HearingThreshold, ...]
    penalty_classes: tuple[PenaltyClass, ...]
    closing_types: tuple[ClosingType, ...]
    grade_policies: tuple[GradePolicy, ...]
    sources: tuple[Source, ...]
    _bases: Mapping[str, LegalBasis] = field(default_factory=dict, repr=False, compare=False)

    def bases_of(self, violation: Violation) -> tuple[LegalBasis, ...]:
        """The bases of a violation in their order."""
        return tuple(self._bases[code] for code in violation.bases)
