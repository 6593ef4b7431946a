"""The cross references of the catalogue: every violation rests on a basis, every item leads somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any, Final

from registry.domain.catalogue import rows

Sections = dict[str, tuple[Any, ...]]
_UNREAD: Final = ("OKU", "INF")


def faults_in(sections: Sections) -> Iterator[str]:
    """Every fault, with the row it is in."""
    yield from _doubles(sections)
    yield from _sources(sections)
    for category in sections["categories"]:
        yield from _category(category)
    codes = {name: {row.code for row in sections[name]} for name in ("categories", "violations", "bases")}
    parties = {
        category.code: {party.code for party in category.parties} for category in sections["categories"]
    }
    for item in sections["items"]:
        yield from _item(item, codes, parties)
    for violation in sections["violations"]:
        where = f"violations[{violation.code}]"
        if not violation.bases:
            yield f"{where}: no legal basis"
        yield from _unknown(where, "category", filter(None, [violation.category]), codes["categories"])
        yield from _unknown(where, "basis", violation.bases, codes["bases"])
    classes = {row.code for row in sections["penalty_classes"]}
    for basis in sections["bases"]:
        yield from _basis(basis, classes)
    yield from _overlaps(sections["bases"])
    for rule in sections["lenient_rules"]:
        where = f"lenient_rules[{rule.code}]"
        yield from _unknown(where, "violation", [rule.violation], codes["violations"])
        yield from _unknown(where, "correction", [rule.correction], rows.CORRECTIONS)
        yield from _unknown(where, "measure", rule.measures, rows.LENIENT_MEASURES)
    yield from _bands(sections)
    yield from _hearings(sections["hearing_thresholds"], codes["categories"])
    for trigger in sections["triggers"]:
        kinds = ("daily", "case", "special", "other")
        yield from _unknown(f"triggers[{trigger.code}]", "kind", [trigger.kind], kinds)
    yield from _grades(sections["grade_policies"])


def _doubles(sections: Sections) -> Iterator[str]:
    for section, listed in sections.items():
        keys = [getattr(row, "code", None) or getattr(row, "grade", None) or row.no for row in listed]
        yield from (f"{section}[{key}]: code given twice" for key, n in Counter(keys).items() if n > 1)
    licences = [licence.code for category in sections["categories"] for licence in category.licences]
    yield from (f"licences[{code}]: code given twice" for code, n in Counter(licences).items() if n > 1)


def _sources(sections: Sections) -> Iterator[str]:
    known = {source.code for source in sections["sources"]} | set(_UNREAD)
    for section in sections.keys() - {"sources"}:
        for row in sections[section]:
            where = f"{section}[{getattr(row, 'code', None) or getattr(row, 'grade', None) or row.no}]"
            yield from _unknown(where, "source", row.source, known)
            if row.verified and set(row.source) & set(_UNREAD):
                yield f"{where}: verified, although its source is {' '.join(row.source)}"
            if row.verified and not row.source:
                yield f"{where}: verified without a source"


def _category(category: rows.Category) -> Iterator[str]:
    if not category.licences:
        yield f"categories[{category.code}]: no licence, filing or plaque"
    for licence in category.licences:
        where = f"licences[{licence.code}]"
        yield from _unknown(where, "kind", [licence.kind], ("licence", "filing", "approval", "plaque"))


def _item(item: rows.CheckItem, codes: dict[str, set[str]], parties: dict[str, set[str]]) -> Iterator[str]:
    where = f"items[{item.code}]"
    if item.category is not None:
        yield from _unknown(where, "category", [item.category], codes["categories"])
    yield from _unknown(where, "violation", item.violations, codes["violations"])
    yield from _unknown(where, "duty", item.duties, codes["bases"])
    yield from _unknown(where, "transfer", item.transfer_to, rows.TRANSFER_ORGANS)
    yield from _unknown(where, "party", item.applies_to, parties.get(item.category or "", set()))
    yield from _unknown(where, "answer", [item.conforms_answer], ("yes", "no"))
    yield from _unknown(where, "level", [item.level], ("general", "key"))
    yield from _unknown(where, "evidence rule", [item.evidence.on_violation], rows.EVIDENCE_RULES)
    if not (item.violations or item.transfer_to):
        yield f"{where}: leads to no violation and to no transfer"
    keys = Counter(one.key for one in item.follow)
    yield from (f"{where}: follow question {key} given twice" for key, n in keys.items() if n > 1)
    for one in item.follow:
        yield from _unknown(where, "follow question", [one.kind], rows.FOLLOW_KINDS)
        if (one.kind == "choice") != bool(one.choices):
            yield f"{where}: follow question {one.key} needs choices, other kinds have none"
    rule = item.time_rule
    if rule is not None:
        yield from _unknown(where, "time rule", [rule.kind], rows.TIME_RULES)
        if (rule.kind == "closed_hours") != (rule.start is not None and rule.end is not None):
            yield f"{where}: closed hours need from and to, other rules have none"


def _basis(basis: rows.LegalBasis, classes: set[str]) -> Iterator[str]:
    where = f"bases[{basis.code}]"
    yield from _unknown(where, "role", [basis.role], ("duty", "penalty"))
    yield from _unknown(where, "penalty class", basis.penalties, classes)
    yield from _unknown(where, "measure", basis.measures, rows.MEASURES)
    yield from _unknown(where, "transfer", basis.transfer_to, rows.TRANSFER_ORGANS)
    yield from _unknown(where, "basis amount", [basis.basis_amount or "sales"], rows.BASIS_AMOUNTS)
    yield from _unknown(where, "tier", [basis.tier or "ordinary"], rows.TIERS)
    yield from _unknown(where, "party", [basis.party or "unit"], rows.PARTIES_FINED)
    if basis.role == "penalty" and not (basis.penalties or basis.measures):
        yield f"{where}: a penalty basis without penalty or measure"
    if basis.role == "duty" and basis.penalties:
        yield f"{where}: a duty with a penalty"
    for name, low, high in (
        ("time in force", basis.valid_from, basis.valid_to),
        ("fine", basis.fine_min_fen, basis.fine_max_fen),
        ("multiple", basis.multiple_min, basis.multiple_max),
        ("suspension", basis.suspension_min_months, basis.suspension_max_months),
    ):
        if low is not None and high is not None and low > high:  # type: ignore[operator]
            yield f"{where}: {name} ends before it begins"
    if (basis.multiple_max is None) != (basis.basis_amount is None):
        yield f"{where}: a multiple and the amount it multiplies go together"
    if basis.verified and basis.article is None and basis.role == "penalty":
        yield f"{where}: verified without an article"


def _bands(sections: Sections) -> Iterator[str]:
    """A step lies within the statutory band of its basis, and belongs to a penalty."""
    bases = {row.code: row for row in sections["bases"]}
    for step in sections["discretion_bands"]:
        where = f"discretion_bands[{step.code}]"
        basis = bases.get(step.basis)
        if basis is None or basis.role != "penalty":
            yield f"{where}: unknown basis {step.basis}"
            continue
        for name in ("fine", "multiple"):
            unit = "_fen" if name == "fine" else ""
            low, high = (getattr(step, f"{name}_{end}{unit}") for end in ("min", "max"))
            least, most = (getattr(basis, f"{name}_{end}{unit}") for end in ("min", "max"))
            if low is not None and high is not None and low > high:
                yield f"{where}: {name} ends before it begins"
            if (low is not None and least is not None and low < least) or (
                high is not None and most is not None and high > most
            ):
                yield f"{where}: {name} outside the band of its basis"
        if step.valid_from and step.valid_to and step.valid_from > step.valid_to:
            yield f"{where}: time in force ends before it begins"


def _hearings(listed: tuple[rows.HearingThreshold, ...], categories: set[str]) -> Iterator[str]:
    """A threshold is a positive sum, of a known field and party; two never hold together for the same."""
    held: dict[tuple[str | None, ...], list[rows.HearingThreshold]] = {}
    for row in listed:
        where = f"hearing_thresholds[{row.code}]"
        yield from _unknown(where, "party", [row.party], rows.HEARING_PARTIES)
        yield from _unknown(where, "category", filter(None, [row.field]), categories)
        if row.region is not None and not (row.region.isdigit() and len(row.region) <= 12):
            yield f"{where}.region: region is no code of a division"
        if row.no_cap_fen < 1:
            yield f"{where}.no_cap_fen: sum is not positive"
        if row.never_below_fen < 1:
            yield f"{where}.never_below_fen: sum is not positive"
        if row.cap_percent is not None and not 1 <= row.cap_percent <= 100:
            yield f"{where}.cap_percent: share is not one to a hundred"
        if row.valid_from and row.valid_to and row.valid_from > row.valid_to:
            yield f"{where}: time in force ends before it begins"
        held.setdefault((row.region, row.field, row.party), []).append(row)
    for versions in held.values():
        versions.sort(key=lambda row: row.valid_from or date.min)
        for earlier, later in pairwise(versions):
            if (earlier.valid_to or date.max) >= (later.valid_from or date.min):
                where = f"hearing_thresholds[{later.code}]"
                yield f"{where}: in force together with {earlier.code}, another version of it"


def _overlaps(bases: Iterable[rows.LegalBasis]) -> Iterator[str]:
    lines: dict[tuple[str | None, ...], list[rows.LegalBasis]] = {}
    for basis in bases:
        provision = (basis.lineage,) if basis.lineage else (basis.law, basis.article, basis.paragraph)
        if basis.lineage or basis.article:
            key = (*provision, basis.role, basis.tier, basis.party)
            lines.setdefault(key, []).append(basis)
    for versions in lines.values():
        versions.sort(key=lambda basis: basis.valid_from or date.min)
        for earlier, later in pairwise(versions):
            if (earlier.valid_to or date.max) >= (later.valid_from or date.min):
                yield f"bases[{later.code}]: in force together with {earlier.code}, another version of it"


def _grades(policies: tuple[rows.GradePolicy, ...]) -> Iterator[str]:
    if not policies:
        return
    ordered = sorted(policies, key=lambda policy: policy.score_min)
    ends = [ordered[0].score_min, *(policy.score_max + 1 for policy in ordered)]
    if (
        ends[0] != 0
        or ends[-1] != 101
        or any(p.score_min != end for p, end in zip(ordered, ends, strict=False))
    ):
        yield "grade_policies: the scores 0 to 100 are not covered exactly once"
    if sum(policy.default for policy in policies) != 1:
        yield "grade_policies: exactly one grade is the default"
    for policy in policies:
        if not 0 <= policy.ratio_min_bp <= policy.ratio_max_bp <= 10000:
            yield f"grade_policies[{policy.grade}]: ratio outside 0 to 10000 basis points or upside down"


def _unknown(where: str, what: str, codes: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    yield from (f"{where}: unknown {what} {code}" for code in codes if code not in known)
