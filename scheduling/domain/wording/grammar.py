"""The grammar over the tokens: amounts with their bounds and windows, levels, choices, references."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Final

from scheduling.domain.wording.reading import Wording
from scheduling.domain.wording.settling import Amount, Reading, choice, joined
from scheduling.domain.wording.tokens import NotUnderstood, Token, normalised, number, split, tokenised

_BOUNDS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "FLOOR": ("floor", ()),
    "CAP": ("cap", ()),
    "OVER": ("floor", ("strictly more",)),
    "UNDER": ("cap", ("strictly less",)),
    "ABOUT": ("exact", ("approximate",)),
    "FLOOR_AFTER": ("floor", ()),
    "CAP_AFTER": ("cap", ()),
    "ABOUT_AFTER": ("exact", ("approximate",)),
}
_SHARES: Final = {"%": (1, ""), "‰": (10, "per mille"), "‱": (100, "per ten thousand")}
_COUNTS: Final = {"COUNT": "absolute count", "VISITS": "visits (家次), not distinct venues"}
_SPANS: Final = {
    "半年": "half-year",
    "年": "year",
    "季": "quarter",
    "月": "month",
    "周": "week",
    "星期": "week",
}


def parse_wording(verbatim: str) -> Wording:
    """Read one published wording of quota, frequency or both."""
    text = normalised(verbatim)
    if not text:
        return Wording(verbatim=verbatim)
    try:
        options = split(tokenised(text), "OR")
        if len(options) == 1:
            return replace(_labelled(options[0], text), verbatim=verbatim)
        readings = [_Reader(text).read(option) for option in options]
    except (NotUnderstood, ZeroDivisionError):
        return Wording(verbatim=verbatim, understood=False)
    return replace(choice(readings), verbatim=verbatim)


def _labelled(tokens: list[Token], text: str) -> Wording:
    """A wording by level or by object class; without labels, one plain reading."""
    kinds = {token.kind for token in tokens} & {"LEVEL", "CLASS"}
    if not kinds:
        return _Reader(text).read(tokens).wording()
    if len(kinds) > 1:
        raise NotUnderstood(text)
    groups = _groups(tokens, kinds.pop())
    preface, named = groups[0][1], groups[1:]
    parts = tuple(
        replace(
            _Reader(text).read(body).wording(),
            label=_closed(text, label),
            verbatim=text[label[0].start : body[-1].end],
        )
        for label, body in named
        if body
    )
    if len(parts) < len(named):
        raise NotUnderstood(text)
    return _gathered(parts, preface, text, "by_level" if named[0][0][0].kind == "LEVEL" else "compound")


def _groups(tokens: list[Token], kind: str) -> list[tuple[list[Token], list[Token]]]:
    """Label tokens and the tokens they govern; the first pair has no label."""
    groups: list[tuple[list[Token], list[Token]]] = [([], [])]
    for token in tokens:
        label, body = groups[-1]
        if token.kind != kind:
            body.append(token)
        elif label and not body:
            label.append(token)
        else:
            groups.append(([token], []))
    return groups


def _closed(text: str, label: list[Token]) -> str:
    words = text[label[0].start : label[-1].end]
    return words + ")" if words.count("(") > words.count(")") else words


def _gathered(parts: tuple[Wording, ...], preface: list[Token], text: str, kind: str) -> Wording:
    """The whole of labelled parts; a frequency behind the last part alone may be meant for all: not read."""
    timed = [part for part in parts if part.freq_kind]
    if all(t.kind == "LEVELS" or (t.kind == "WINDOW" and _window(t.text) == "year") for t in preface):
        preface = []
    if len(parts) > 1 and timed == [parts[-1]]:
        raise NotUnderstood(text)
    if kind == "compound" and len(parts) == 1:
        return replace(parts[0], label="", remark=joined([parts[0].remark, f"for {parts[0].label}"]))
    common = _Reader(text).read(preface).wording() if preface else Wording(verbatim="")
    if common.ratio_kind != "empty" or (timed and common.freq_kind):
        raise NotUnderstood(text)
    return replace(
        common,
        ratio_kind=kind if any(part.ratio_kind != "empty" for part in parts) else "empty",
        freq_kind=kind if timed else common.freq_kind,
        parts=parts,
    )


class _Reader:
    """Reads one run of tokens from left to right; words that wait for their number are kept pending."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.queue: list[Token] = []
        self.mark = 0
        self.bound: tuple[str, tuple[str, ...]] | None = None
        self.window: str | None = None
        self.window_owner: int | None = None
        self.each = self.per_object = False
        self.reading = Reading()

    def read(self, tokens: list[Token]) -> Reading:
        self.tokens, self.queue = tokens, list(tokens)
        while self.queue:
            token = self.queue.pop(0)
            if token.kind == "NUMBER":
                self._amount(token.value)
            else:
                self._word(token)
        return self._finished()

    def _word(self, token: Token) -> None:
        kind = token.kind
        if kind in ("FLOOR", "CAP", "OVER", "UNDER", "ABOUT") and self.bound is None:
            self.bound = _BOUNDS[kind]
        elif kind == "WINDOW" and (
            self.window in (None, _window(token.text)) or self.window_owner is not None
        ):
            self.window, self.window_owner = _window(token.text), None
        elif kind == "EACH":
            self.each = True
        elif kind == "PER_OBJECT":
            self.per_object = True
        elif kind == "FULL" and self.bound is None:
            self._ratio(Amount("exact", Fraction(100), Fraction(100), "%"))
        elif kind == "SHORT":
            self._ratio(Amount("floor", token.value, None, "count", ("absolute count",)))
        elif kind in ("NEED", "UNSPECIFIED", "REFERENCE", "LEVELS", "HEDGE"):
            self.reading.words[kind] = token.text
            self.mark = len(self.tokens) - len(self.queue)
        else:
            raise NotUnderstood(token.text)

    def _taken(self, *kinds: str) -> Token | None:
        return self.queue.pop(0) if self.queue and self.queue[0].kind in kinds else None

    def _said(self) -> str:
        """The words since the last amount, this one included."""
        first, self.mark = self.mark, len(self.tokens) - len(self.queue)
        return self.text[self.tokens[first].start : self.tokens[self.mark - 1].end]

    def _amount(self, low: Fraction) -> None:
        high = low
        unit = self._taken("PERCENT", "COUNT", "VISITS", "TIMES")
        ranged = self._taken("RANGE") is not None
        if ranged:
            upper = self._taken("NUMBER")
            last = self._taken("PERCENT", "COUNT", "VISITS", "TIMES") or unit
            unit = unit or last
            if (
                upper is None
                or unit is None
                or last is None
                or (unit.kind, unit.text) != (last.kind, last.text)
            ):
                raise NotUnderstood(self.text)
            high = upper.value
        if unit is None or high < low:
            raise NotUnderstood(self.text)
        after = self._taken("FLOOR_AFTER", "CAP_AFTER", "ABOUT_AFTER")
        kind, remarks = self._bounded(after, ranged=ranged)
        amount = Amount(
            kind,
            None if kind == "cap" else low,
            None if kind == "floor" else high,
            unit.text,
            remarks,
        )
        self._timed(amount) if unit.kind == "TIMES" else self._share(amount, unit)

    def _bounded(self, after: Token | None, *, ranged: bool) -> tuple[str, tuple[str, ...]]:
        before, self.bound = self.bound, None
        behind = _BOUNDS[after.kind] if after else None
        if before and behind and before != behind:
            raise NotUnderstood(self.text)
        kind, remarks = before or behind or ("exact", ())
        if ranged and kind != "exact":
            raise NotUnderstood(self.text)
        return ("range" if ranged else kind), remarks

    def _share(self, amount: Amount, unit: Token) -> None:
        parts, remark = _SHARES.get(unit.text, (1, _COUNTS.get(unit.kind, "")))
        low, high = (None if end is None else end / parts for end in (amount.low, amount.high))
        name = "%" if unit.kind == "PERCENT" else "count"
        whole = all(end is None or end.denominator == 1 for end in (low, high))
        if (name == "%" and max(low or 0, high or 0) > 100) or (name == "count" and not whole):
            raise NotUnderstood(self.text)
        remarks = (*amount.remarks, *([remark] if remark else []))
        per = self._taken("PER_WINDOW")
        window = _window(per.text) if per else None
        self._ratio(replace(amount, low=low, high=high, unit=name, remarks=remarks, window=window))

    def _ratio(self, amount: Amount) -> None:
        if self.window and amount.window is None:
            amount = replace(amount, window=self.window)
            if self.window_owner is None:
                self.window_owner = len(self.reading.ratios)
        self.reading.ratios.append(replace(amount, each=self.each, said=self._said()))
        self.each = False

    def _timed(self, amount: Amount) -> None:
        per_object, window = self.per_object, None
        while token := self._taken("PER_WINDOW", "PER_OBJECT"):
            per_object = per_object or token.kind == "PER_OBJECT"
            window = _window(token.text) if token.kind == "PER_WINDOW" else window
        if window is None and self.window:
            window = self.window
            if self.window_owner is not None:
                ratios = self.reading.ratios
                ratios[self.window_owner :] = [replace(r, window=None) for r in ratios[self.window_owner :]]
            self.window = self.window_owner = None
        if any(end is not None and end.denominator != 1 for end in (amount.low, amount.high)):
            raise NotUnderstood(self.text)
        beat = replace(amount, unit="times", window=window, per_object=per_object, said=self._said())
        self.reading.beats.append(beat)
        self.per_object = False

    def _finished(self) -> Reading:
        beats = self.reading.beats
        if self.window and self.window_owner is None and len(beats) == 1 and beats[0].window is None:
            beats[0] = replace(beats[0], window=self.window)
            self.window = None
        if self.bound or self.each or self.per_object or (self.window and self.window_owner is None):
            raise NotUnderstood(self.text)
        if self.tokens:
            self.reading.said = self.text[self.tokens[0].start : self.tokens[-1].end]
        self.reading.settle(self.text)
        return self.reading


def _window(text: str) -> str:
    if "有效期" in text:
        return "licence validity"
    span = next(name for word, name in _SPANS.items() if word in text)
    several = re.search(r"(?<!\d)([2-9二两三四五六])个?(?:半年|年|季|月|周)", text)
    return f"{number(several[1])} {span}s" if several else span
