"""What the amounts of a wording come to: one ratio per unit, one frequency per window, or a contradiction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scheduling.domain.wording.reading import Wording
from scheduling.domain.wording.tokens import NotUnderstood


@dataclass(frozen=True)
class Amount:
    """A bounded number: a ratio in % or count, or a number of times."""

    kind: str
    low: Fraction | None
    high: Fraction | None
    unit: str
    remarks: tuple[str, ...] = ()
    window: str | None = None
    each: bool = False
    per_object: bool = False
    said: str = ""


@dataclass
class Reading:
    """What one run of tokens says, settled: at most one ratio per unit and one frequency per window."""

    ratios: list[Amount] = field(default_factory=list)
    beats: list[Amount] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    said: str = ""

    def settle(self, text: str) -> None:
        self.ratios = _settled(self.ratios, [ratio.unit for ratio in self.ratios])
        self.beats = _settled(self.beats, [str(beat.window) for beat in self.beats])
        vague = self.words.keys() & {"NEED", "UNSPECIFIED"}
        said = bool(self.ratios) or bool(self.words.keys() & {"REFERENCE", "LEVELS"})
        if not (said or self.beats or vague) or len(vague) > 1:
            raise NotUnderstood(text)
        if self.words.keys() >= {"LEVELS", "REFERENCE"} or ("LEVELS" in self.words and self.ratios):
            raise NotUnderstood(text)
        if vague and said and (self.beats or vague == {"UNSPECIFIED"}):
            raise NotUnderstood(text)

    def wording(self) -> Wording:
        quotas = [_quota(ratio) for ratio in self.ratios]
        quotas += [
            Wording(verbatim=self.words[word], ratio_kind=kind)
            for word, kind in (("REFERENCE", "by_reference"), ("LEVELS", "by_level"))
            if word in self.words
        ]
        beats = [_beat(beat) for beat in self.beats]
        vague = self.words.keys() & {"NEED", "UNSPECIFIED"}
        remarks = ["as needed"] * ("NEED" in vague) + ["in principle"] * ("HEDGE" in self.words)
        if vague and not quotas:
            quotas = [Wording(verbatim="", ratio_kind="unspecified")]
        elif vague:
            beats = [Wording(verbatim="", freq_kind="unspecified")]
        quota = quotas[0] if len(quotas) == 1 else Wording("", ratio_kind="compound" if quotas else "empty")
        beat = beats[0] if len(beats) == 1 else Wording("", freq_kind="compound" if beats else None)
        return replace(
            quota,
            verbatim=self.said,
            freq_kind=beat.freq_kind,
            freq_n=beat.freq_n,
            freq_window=beat.freq_window,
            remark=joined([quota.remark, beat.remark, *remarks]),
            parts=tuple((quotas if len(quotas) > 1 else []) + (beats if len(beats) > 1 else [])),
        )

    def total(self) -> tuple[str, str, Fraction | None, Fraction | None] | None:
        """The ratio of a whole window: kind, unit, least, greatest; None without exactly one ratio."""
        if len(self.ratios) != 1:
            return None
        ratio = self.ratios[0]
        times = self.beats[0].low if ratio.each and len(self.beats) == 1 else 1
        if times is None:
            return None
        low, high = (None if end is None else end * times for end in (ratio.low, ratio.high))
        return ratio.kind, ratio.unit, low, high


def _settled(amounts: list[Amount], keys: list[str]) -> list[Amount]:
    settled: dict[str, Amount] = {}
    for key, amount in zip(keys, amounts, strict=True):
        other = settled.setdefault(key, amount)
        if (other.kind, other.low, other.high) == (amount.kind, amount.low, amount.high):
            continue
        floor, cap = sorted((other, amount), key=lambda side: side.kind, reverse=True)
        if (floor.kind, cap.kind) != ("floor", "cap") or (floor.low or 0) > (cap.high or 0):
            raise NotUnderstood(key)
        remarks = tuple(dict.fromkeys((*floor.remarks, *cap.remarks)))
        settled[key] = replace(other, kind="range", low=floor.low, high=cap.high, remarks=remarks)
    return list(settled.values())


def _quota(ratio: Amount) -> Wording:
    remarks: list[str | None] = list(ratio.remarks)
    if ratio.kind == "cap":
        remarks.append("CAP, not floor")
    if ratio.unit == "%" and ratio.low == 100:
        remarks.append("full coverage")
    if ratio.each:
        remarks.append("per draw")
    if ratio.window not in (None, "year"):
        remarks.append(f"per {ratio.window}")
    return Wording(
        verbatim=ratio.said,
        ratio_kind=ratio.kind,
        ratio_min=ratio.low,
        ratio_max=ratio.high,
        unit=ratio.unit,
        ratio_base="pool",
        remark=joined(remarks),
    )


def _beat(beat: Amount) -> Wording:
    capped = beat.per_object and beat.kind == "cap"
    remarks: list[str | None] = list(beat.remarks)
    if beat.per_object:
        remarks.append("per-object cap" if capped else "per object")
    ends = dict.fromkeys(int(end) for end in (beat.low, beat.high) if end is not None)
    return Wording(
        verbatim=beat.said,
        freq_kind="cap_per_object" if capped else beat.kind,
        freq_n=tuple(ends),
        freq_window=beat.window,
        remark=joined(remarks),
    )


def choice(readings: list[Reading]) -> Wording:
    """Alternatives (或): the numbers stand above the parts only where every choice comes to the same."""
    parts = tuple(reading.wording() for reading in readings)
    if any(part.ratio_kind == "by_reference" for part in parts):
        return Wording("", ratio_kind="compound", remark="minimum or plan", parts=parts)
    whole = Wording("", parts=parts)
    totals = {reading.total() for reading in readings}
    if any(part.ratio_kind != "empty" for part in parts):
        whole = replace(whole, ratio_kind="alternatives")
    total = totals.pop() if len(totals) == 1 else None
    if total:
        whole = replace(whole, ratio_min=total[2], ratio_max=total[3], unit=total[1], ratio_base="pool")
    if any(part.freq_kind for part in parts):
        whole = replace(whole, freq_kind="alternatives")
    windows = {part.freq_window for part in parts} - {None}
    if all(part.freq_kind == "exact" for part in parts) and len(windows) <= 1:
        numbers = tuple(dict.fromkeys(n for part in parts for n in part.freq_n))
        whole = replace(whole, freq_n=numbers, freq_window=windows.pop() if windows else None)
    if total and whole.freq_window == "year":
        whole = replace(whole, remark="annual total fixed, batches free")
    return whole


def joined(remarks: Iterable[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(remark for remark in remarks if remark)) or None
