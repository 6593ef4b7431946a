"""What a proposed set of rows would do to the catalogue: a verdict per row, and what would change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from registry.domain.catalogue import checking
from registry.domain.catalogue.parsing import parsed
from registry.domain.catalogue.plain import Plain, key_of, plain
from registry.domain.catalogue.sheets import Given

# What of a verified provision may still change: its end, and what is said about it. Cases rest on the rest.
LOOSE: Final = frozenset({"note", "valid_to", "verified", "source", "lineage", "transfer_to"})
VERSIONED: Final = frozenset(
    {"bases", "hearing_thresholds"}
)  # sections whose rows are versions, each its own row
_FAULT: Final = re.compile(r"(\w+)\[([^\]]*)\](?:\.([\w.]+))?\S*: (.*)", re.DOTALL)
_WORDS: Final = (
    (r"unknown field (.+)", "没有“{}”这个字段"),
    (r"unknown (?:.* )?(\S+)", "没有这个编号：{}"),
    (r"field (\w+) is missing", "必填项为空"),
    (r"code given twice", "编号重复"),
    (r"no legal basis", "至少要有一个依据"),
    (r"verified without a source", "标为已核实，但没有出处"),
    (r"verified, although its source is (.+)", "标为已核实，但出处是 {}"),
    (r"verified without an article", "标为已核实，但没有写明条款"),
    (r"(.+) ends before it begins", "下限大于上限，或结束早于开始"),
    (r"(.+) outside the band of its basis", "超出依据的法定幅度"),
    (r"in force together with (.+), another version of it",
     "与同一条款的另一版本 {} 同时有效，请先填写其失效日期"),
    (r"a multiple and the amount it multiplies go together", "倍数与倍数基数应同时填写"),
    (r"a penalty basis without penalty or measure", "罚则没有处罚种类或措施"),
    (r"a duty with a penalty", "义务条款不写处罚种类"),
    (r"leads to no violation and to no transfer", "没有对应的违法行为或移送"),
    (r"region is no code of a division", "应为行政区划代码，如 37、370117"),
    (r"sum is not positive", "金额应大于零"),
    (r"share is not one to a hundred", "比例应为 1 至 100"),
    (r"closed hours need from and to, other rules have none", "禁止时段应写明起止时间，其他规则不写"),
    (r"no licence, filing or plaque", "没有证照、备案或标牌"),
    (r"(.+) is no (\S+)", "填写的内容不符合格式"),
)  # fmt: skip


class Verdict(NamedTuple):
    """One row: new, changed, same or refused; `faults` (field, why), `changes` (field, before, after).

    `row` is its line in the sheet, 0 for a row that was not given but would no longer hold.
    """

    section: str
    code: str
    row: int
    verdict: str
    faults: tuple[tuple[str, str], ...] = ()
    changes: tuple[tuple[str, Any, Any], ...] = ()


class Amended(NamedTuple):
    """The verdicts, and the rows that would change: section, code, before (None: new), after."""

    verdicts: list[Verdict]
    changes: list[dict[str, Any]]

    @property
    def refused(self) -> bool:
        """Whether anything stands against the whole."""
        return any(one.verdict == "refused" for one in self.verdicts)


def overlaid(whole: Plain, changes: Iterable[dict[str, Any]]) -> Plain:
    """The sections with changed rows in their places and new ones at the end."""
    done = {section: list(listed) for section, listed in whole.items()}
    for one in changes:
        listed = done[one["section"]]
        place = next((n for n, row in enumerate(listed) if key_of(row) == one["code"]), None)
        if place is None:
            listed.append(one["after"])
        else:
            listed[place] = one["after"]
    return done


def amended(current: Plain, given: Sequence[Given], on: date) -> Amended:
    """Judge every row against the catalogue in use on a day; nothing is left out or half taken."""
    standing = {(section, key_of(row)): row for section, listed in current.items() for row in listed}
    named = Counter((one.section, key_of(one.values)) for one in given)
    proposed: dict[tuple[str, str], dict[str, Any]] = {}
    told: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for one in given:
        at = (one.section, key_of(one.values))
        told.setdefault(at, []).extend(one.faults)
        if not at[1]:
            told[at].append(("code", "必填项为空"))
        elif named[at] > 1:
            told[at].append(("code", "编号重复"))
        elif not one.faults:
            faults: list[str] = []
            read = parsed({one.section: [one.values]}, faults)[one.section]
            told[at] += [_told(fault)[1] for fault in faults]
            if read:
                proposed[at] = plain(read[0])
                if at not in standing and proposed[at].get("source") == []:
                    told[at].append(("source", "必填项为空"))
                told[at] += _rewritten(standing.get(at), proposed[at], one.section, on)
    changed = {at: row for at, row in proposed.items() if standing.get(at) != row}
    changes = [
        {"section": section, "code": code, "before": standing.get((section, code)), "after": row}
        for (section, code), row in changed.items()
    ]
    whole = overlaid(current, changes)
    for fault in checking.faults_in(parsed(whole, [])):
        at, why = _told(fault)
        told.setdefault(at, []).append(why)
    verdicts = [_verdict(one, told, standing, changed) for one in given]
    there = {(one.section, key_of(one.values)) for one in given}
    verdicts += [
        Verdict(section, code, 0, "refused", tuple(faults))
        for (section, code), faults in told.items()
        if (section, code) not in there and faults
    ]
    return Amended(verdicts, changes)


def _verdict(
    one: Given,
    told: dict[tuple[str, str], list[tuple[str, str]]],
    standing: dict[tuple[str, str], dict[str, Any]],
    changed: dict[tuple[str, str], dict[str, Any]],
) -> Verdict:
    at = (one.section, key_of(one.values))
    if told[at]:
        return Verdict(*at, one.row, "refused", tuple(dict.fromkeys(told[at])))
    if at not in changed:
        return Verdict(*at, one.row, "same")
    before = standing.get(at)
    if before is None:
        return Verdict(*at, one.row, "new")
    after = changed[at]
    moved = tuple((name, before[name], after[name]) for name in after if before[name] != after[name])
    return Verdict(*at, one.row, "changed", (), moved)


def kept(section: str, row: dict[str, Any], on: date) -> bool:
    """Whether a version is not written over: it is verified, or what was asked by it is past."""
    ended = row.get("valid_to")
    past = section == "hearing_thresholds" and ended is not None and ended < on.isoformat()
    return section in VERSIONED and (bool(row["verified"]) or past)


def _rewritten(
    before: dict[str, Any] | None, after: dict[str, Any], section: str, on: date
) -> list[tuple[str, str]]:
    """A verified provision or a threshold that is past is not written over: a new version has its own row."""
    if before is None or not kept(section, before, on):
        return []
    why = "已核实的条款" if before["verified"] else "已失效的版本"
    return [
        (name, f"{why}不改写：请另加一行新版本，并填写本行的失效日期")
        for name in after
        if name not in LOOSE and before[name] != after[name]
    ]


def _told(fault: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """((section, code), (field, why in Chinese)) of a fault as the parser or the checks put it."""
    ((section, code, field, said),) = _FAULT.findall(fault)
    missing = re.fullmatch(r"(?:unknown field|field) (\w+).*", said)
    return (section, code), ((field or (missing[1] if missing else "")), _zh(said))


def _zh(said: str) -> str:
    told = (
        words.format(*found.groups()) for pattern, words in _WORDS if (found := re.fullmatch(pattern, said))
    )
    return next(told, said)
