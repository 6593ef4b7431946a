"""The catalogue that ships is whole, its rules hold, and a broken one names every fault."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

import registry
from registry.domain.catalogue import (
    Catalogue,
    CatalogueError,
    LegalBasis,
    TimeRule,
    base_in_force,
    merged,
    parse_catalogue,
)

DATA = Path(registry.__file__).parent / "data"
CATEGORIES = "NET KTV GAM PER ART INT SCR EHT TRA SCN HOT PUB PRI FIL SAT BRO REL EXM SPT".split()  # noqa: SIM905


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return parse_catalogue(merged(json.loads(path.read_text()) for path in sorted(DATA.rglob("*.json"))))


def test_all_categories_stand_in_their_order(shipped: Catalogue) -> None:
    assert [category.code for category in shipped.categories] == CATEGORIES


def test_every_category_has_items_on_its_licence_display_and_changes(shipped: Catalogue) -> None:
    sections = {
        code: {item.section_zh for item in shipped.items if item.category == code} for code in CATEGORIES
    }

    assert [code for code, named in sections.items() if "主体资格与证照" not in named and code != "EHT"] == []
    assert min(sum(item.category == code for item in shipped.items) for code in CATEGORIES) >= 4


def test_the_safety_items_hold_for_every_category_and_are_transferred(shipped: Catalogue) -> None:
    safety = [item for item in shipped.items if item.category is None]

    assert [item.code for item in safety] == [f"SAF-{n:02d}" for n in range(1, 9)]
    assert all(item.transfer_to and not item.violations for item in safety)


def test_admitting_minors_keeps_its_question_and_conforms_with_no(shipped: Catalogue) -> None:
    item = next(item for item in shipped.items if item.code == "NET-06")

    assert (item.question_zh, item.conforms_answer, item.level, item.evidence.minors) == (
        "是否接纳未成年人",
        "no",
        "key",
        True,
    )


def test_minors_have_two_competing_bases_in_force(shipped: Catalogue) -> None:
    found = {
        violation.code: [
            (basis.short, basis.article, basis.tier, basis.fine_min_fen, basis.fine_max_fen)
            for basis in base_in_force(shipped.bases_of(violation), date(2026, 9, 15))
            if basis.role == "penalty"
        ]
        for violation in shipped.violations
        if violation.code in ("NET-MINORS", "KTV-MINORS")
    }

    minors = [
        ("未保法", "第一百二十三条", "ordinary", None, 5_000_000),
        ("未保法", "第一百二十三条", "serious", 5_000_000, 50_000_000),
    ]
    assert found == {
        "NET-MINORS": [
            *minors,
            ("网吧条例", "第三十一条", "ordinary", None, 1_500_000),
            ("网吧条例", "第三十一条", "serious", None, None),
        ],
        "KTV-MINORS": [
            *minors,
            ("娱乐条例", "第四十八条", "ordinary", 1_000_000, 3_000_000),
            ("娱乐条例", "第四十八条", "serious", None, None),
        ],
    }


def test_the_article_that_moved_is_47_before_and_48_after(shipped: Catalogue) -> None:
    violation = next(row for row in shipped.violations if row.code == "KTV-CAPACITY")
    articles = {
        on: {
            basis.article
            for basis in base_in_force(shipped.bases_of(violation), on)
            if basis.role == "penalty"
        }
        for on in (date(2020, 11, 28), date(2020, 11, 29))
    }

    assert articles == {date(2020, 11, 28): {"第四十七条"}, date(2020, 11, 29): {"第四十八条"}}


def test_hours_and_days_are_rules_of_the_items(shipped: Catalogue) -> None:
    rules = {item.code: item.time_rule for item in shipped.items if item.time_rule}

    assert rules == {
        "NET-08": TimeRule("closed_hours", time(0), time(8)),
        "KTV-09": TimeRule("closed_hours", time(2), time(8)),
        "GAM-10": TimeRule("closed_hours", time(2), time(8)),
        "GAM-02": TimeRule("statutory_holiday_only"),
        "SCR-06": TimeRule("holiday_weekend_vacation_only"),
    }


def test_nothing_read_only_from_general_knowledge_is_called_verified(shipped: Catalogue) -> None:
    named = (shipped.categories, shipped.items, shipped.violations, shipped.bases, shipped.grade_policies)
    rows: list[Any] = [row for section in named for row in section]

    assert [row for row in rows if row.verified and {"OKU", "INF"} & set(row.source)] == []
    assert {row.verified for row in shipped.bases} == {True, False}


def test_result_code_one_excludes_others_and_code_six_needs_a_revisit(shipped: Catalogue) -> None:
    codes = shipped.result_codes

    assert [row.code for row in codes if row.exclusive] == ["1"]
    assert [row.code for row in codes if row.needs_revisit] == ["6"]
    assert [row.code for row in codes if row.national] == ["1", "B", "C", "6", "E", "8", "F", "A"]
    assert [row.code for row in codes if not row.problem] == ["1", "F", "closed_at_visit"]
    assert [row.code for row in codes if row.internal] == ["closed_at_visit"]


def test_triggers_prohibitions_classes_and_grades_are_those_published(shipped: Catalogue) -> None:
    assert {row.code for row in shipped.triggers if row.counts_to_cap} == {
        "random_draw",
        "annual_patrol",
        "campaign_own",
        "follow_up",
    }
    assert (len(shipped.prohibitions), sum(len(row.clauses_zh) for row in shipped.prohibitions)) == (5, 8)
    assert [row.zh for row in sorted(shipped.penalty_classes, key=lambda row: row.weight)][:3] == [
        "其他",
        "警告",
        "通报批评",
    ]
    assert [
        (row.grade, row.ratio_min_bp, row.ratio_max_bp, row.cap_per_year) for row in shipped.grade_policies
    ] == [
        ("A", 200, 500, 1),
        ("B", 500, 2000, 2),
        ("C", 2100, 6000, 2),
        ("D", 6100, 10000, None),
    ]
    assert {row.adopted for row in shipped.lenient_rules} == {False}


def basis(code: str, start: date | None, end: date | None) -> LegalBasis:
    return LegalBasis(code, "法", "法", code, "duty", "注", False, ("OKU",), valid_from=start, valid_to=end)


def test_a_basis_is_in_force_from_its_first_day_to_its_last() -> None:
    old = basis("old", None, date(2020, 11, 28))
    new = basis("new", date(2020, 11, 29), None)

    assert [base_in_force([old, new], on) for on in (date(2020, 11, 28), date(2020, 11, 29))] == [
        (old,),
        (new,),
    ]


# --- a small whole catalogue, and what breaks it -----------------------------------------------------------


def small() -> dict[str, Any]:
    own = {"verified": False, "source": ["OKU"]}
    two = {"zh": "名", "en": "name"}
    return {
        "sources": [{"code": "S1", "title": "出处"}],
        "penalty_classes": [
            {"code": "fine", **two, "weight": 3, "by_this_organ": True, "verified": True, "source": ["S1"]}
        ],
        "categories": [
            {
                "code": "NET",
                "position": 1,
                "short_zh": "网吧",
                **two,
                **own,
                "licences": [{"code": "NET-L1", **two, **own, "kind": "licence"}],
                "parties": [{"code": "venue", **two}],
            }
        ],
        "bases": [
            {
                "code": "L-1",
                "law": "条例",
                "short": "条例",
                "version": "一",
                "role": "penalty",
                "note": "注",
                "article": "第一条",
                "valid_from": "2020-01-01",
                "valid_to": "2020-12-31",
                "penalties": ["fine"],
                "fine_min_fen": 1,
                "fine_max_fen": 2,
                **own,
            }
        ],
        "violations": [{"code": "V-1", **two, "bases": ["L-1"], **own, "category": "NET"}],
        "items": [
            {
                "code": "NET-01",
                "category": "NET",
                "section_zh": "节",
                "section_en": "section",
                "question_zh": "是否",
                "question_en": "Is it?",
                "conforms_answer": "yes",
                "conforms_zh": "是",
                "violates_zh": "否",
                "level": "key",
                "evidence": {"on_violation": "note"},
                "time_rule": {"kind": "closed_hours", "from": "00:00", "to": "08:00"},
                "violations": ["V-1"],
                **own,
            }
        ],
        "result_codes": [],
        "prohibitions": [{"no": 1, **two, "clauses_zh": ["条"], **own}],
        "triggers": [{"code": "draw", **two, "kind": "daily", "counts_to_cap": True, "notice": "yes", **own}],
        "lenient_rules": [],
        "closing_types": [],
        "grade_policies": [grade("A", 50, 100, default=True), grade("B", 0, 49)],
    }


def grade(name: str, low: int, high: int, *, default: bool = False, ratio: int = 500) -> dict[str, Any]:
    return {
        "grade": name,
        "zh": name,
        "en": name,
        "score_min": low,
        "score_max": high,
        "ratio_min_bp": 100,
        "ratio_max_bp": ratio,
        "lenient_ok": True,
        "default": default,
        "verified": False,
        "source": ["INF"],
    }


def faults(raw: Any) -> tuple[str, ...]:
    with pytest.raises(CatalogueError) as caught:
        parse_catalogue(raw)
    assert str(caught.value) == "\n".join(caught.value.faults)
    return caught.value.faults


def test_a_small_catalogue_parses_and_knows_the_bases_of_a_violation() -> None:
    catalogue = parse_catalogue(small())

    assert [row.code for row in catalogue.bases_of(catalogue.violations[0])] == ["L-1"]


def test_files_are_merged_section_by_section_without_their_prefaces() -> None:
    assert merged([{"about": "文", "items": [1]}, {"items": [2], "bases": [3]}]) == {
        "items": [1, 2],
        "bases": [3],
    }


LATER = {"code": "L-2", "valid_from": "2020-12-31", "valid_to": None}
BROKEN: dict[str, tuple[list[tuple[str, int, dict[str, Any]]], list[str]]] = {
    "an unknown category": (
        [("items", 0, {"category": "XXX"}), ("violations", 0, {"category": "XXX"})],
        ["items[NET-01]: unknown category XXX", "violations[V-1]: unknown category XXX"],
    ),
    "an unknown violation, duty, transfer, party, answer, level or evidence rule": (
        [
            (
                "items",
                0,
                {
                    "violations": ["V-9"],
                    "duties": ["L-9"],
                    "transfer_to": ["navy"],
                    "applies_to": ["crowd"],
                    "conforms_answer": "是",
                    "level": "high",
                    "evidence": {"on_violation": "film"},
                },
            )
        ],
        [
            "items[NET-01]: unknown violation V-9",
            "items[NET-01]: unknown duty L-9",
            "items[NET-01]: unknown transfer navy",
            "items[NET-01]: unknown party crowd",
            "items[NET-01]: unknown answer 是",
            "items[NET-01]: unknown level high",
            "items[NET-01]: unknown evidence rule film",
        ],
    ),
    "an item that leads nowhere": (
        [("items", 0, {"violations": []})],
        ["items[NET-01]: leads to no violation and to no transfer"],
    ),
    "closed hours without hours": (
        [("items", 0, {"time_rule": {"kind": "closed_hours", "from": "00:00"}})],
        ["items[NET-01]: closed hours need from and to, other rules have none"],
    ),
    "follow questions twice, of an unknown kind, without choices": (
        [
            (
                "items",
                0,
                {
                    "follow": [
                        {"key": "n", "kind": "number", "zh": "数", "en": "n"},
                        {"key": "n", "kind": "choice", "zh": "数", "en": "n"},
                        {"key": "m", "kind": "film", "zh": "片", "en": "m"},
                    ]
                },
            )
        ],
        [
            "items[NET-01]: follow question n given twice",
            "items[NET-01]: follow question n needs choices, other kinds have none",
            "items[NET-01]: unknown follow question film",
        ],
    ),
    "an unknown time rule": (
        [("items", 0, {"time_rule": {"kind": "moon"}})],
        ["items[NET-01]: unknown time rule moon"],
    ),
    "a violation without a basis": (
        [("violations", 0, {"bases": []})],
        ["violations[V-1]: no legal basis"],
    ),
    "a violation on an unknown basis": (
        [("violations", 0, {"bases": ["L-9"]})],
        ["violations[V-1]: unknown basis L-9"],
    ),
    "a code given twice": (
        [("violations", 1, {})],
        ["violations[V-1]: code given twice"],
    ),
    "versions in force together": (
        [("bases", 1, LATER)],
        ["bases[L-2]: in force together with L-1, another version of it"],
    ),
    "versions of a lineage in force together": (
        [
            ("bases", 0, {"lineage": "x"}),
            ("bases", 1, LATER | {"lineage": "x", "article": "第二条", "valid_from": None}),
        ],
        ["bases[L-1]: in force together with L-2, another version of it"],
    ),
    "a basis of unknown role, class, measure, transfer, amount, tier and party": (
        [
            (
                "bases",
                0,
                {
                    "role": "x",
                    "penalties": ["x"],
                    "measures": ["x"],
                    "transfer_to": ["x"],
                    "basis_amount": "x",
                    "tier": "x",
                    "party": "x",
                    "multiple_max": 3,
                },
            )
        ],
        [
            f"bases[L-1]: unknown {what} x"
            for what in ("role", "penalty class", "measure", "transfer", "basis amount", "tier", "party")
        ],
    ),
    "a penalty basis without a penalty": (
        [("bases", 0, {"penalties": []})],
        ["bases[L-1]: a penalty basis without penalty or measure"],
    ),
    "a duty with a penalty": ([("bases", 0, {"role": "duty"})], ["bases[L-1]: a duty with a penalty"]),
    "ranges upside down": (
        [("bases", 0, {"valid_from": "2021-01-01", "fine_min_fen": 3})],
        ["bases[L-1]: time in force ends before it begins", "bases[L-1]: fine ends before it begins"],
    ),
    "a multiple of nothing": (
        [("bases", 0, {"multiple_max": 3})],
        ["bases[L-1]: a multiple and the amount it multiplies go together"],
    ),
    "verified general knowledge": (
        [("violations", 0, {"verified": True})],
        ["violations[V-1]: verified, although its source is OKU"],
    ),
    "verified without a source or with an unknown one": (
        [
            ("violations", 0, {"verified": True, "source": []}),
            ("triggers", 0, {"verified": True, "source": ["S9"]}),
        ],
        ["triggers[draw]: unknown source S9", "violations[V-1]: verified without a source"],
    ),
    "a penalty verified without an article": (
        [("bases", 0, {"article": None, "verified": True, "source": ["S1"]})],
        ["bases[L-1]: verified without an article"],
    ),
    "a category without a licence": (
        [("categories", 0, {"licences": []})],
        ["categories[NET]: no licence, filing or plaque"],
    ),
    "an unknown trigger kind": (
        [("triggers", 0, {"kind": "x"})],
        ["triggers[draw]: unknown kind x"],
    ),
    "no default grade and a gap in the scores": (
        [("grade_policies", 0, {"default": False, "score_min": 51})],
        [
            "grade_policies: the scores 0 to 100 are not covered exactly once",
            "grade_policies: exactly one grade is the default",
        ],
    ),
    "a ratio above the whole": (
        [("grade_policies", 0, {"ratio_max_bp": 10001})],
        ["grade_policies[A]: ratio outside 0 to 10000 basis points or upside down"],
    ),
    "a missing, an unknown and an unreadable field": (
        [("triggers", 0, {"notice": None, "counts_to_cap": 1, "more": 1})],
        [
            "triggers[draw]: unknown field more",
            "triggers[draw].counts_to_cap: 1 is no bool",
            "triggers[draw].notice: None is no str",
        ],
    ),
    "an unreadable list and date": (
        [("bases", 0, {"penalties": "fine", "valid_from": "2020-13-01"})],
        [
            "bases[L-1].valid_from: '2020-13-01' is no date",
            "bases[L-1].penalties: 'fine' is no tuple[str, ...]",
            "violations[V-1]: unknown basis L-1",
        ],
    ),
    "a nested row that is no object": (
        [("triggers", 0, {}), ("items", 0, {"evidence": "note"})],
        ["items[NET-01].evidence: not an object"],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_catalogue_names_every_fault_with_its_row(name: str) -> None:
    raw = small()
    changes, expected = BROKEN[name]
    for section, place, change in changes:
        if place == len(raw[section]):
            raw[section].append(dict(raw[section][0]))
        raw[section][place] |= change

    assert sorted(faults(raw)) == sorted(expected)


def test_a_lenient_rule_needs_its_violation_a_licence_its_kind_and_a_section_its_name() -> None:
    raw = small()
    raw["categories"][0]["licences"] = [raw["categories"][0]["licences"][0] | {"kind": "x"}] * 2
    raw["lenient_rules"] = [
        {
            "code": "R-1",
            "violation": "V-9",
            "region": "某市",
            "conditions_zh": "首次",
            "first_time": True,
            "correction": "on_spot",
            "measures": ["education"],
            "basis": "处罚法",
            "adopted": False,
            "verified": False,
            "source": ["OKU"],
        }
    ]
    del raw["triggers"][0]["zh"]

    assert faults(raw | {"extra": []}) == (
        "extra: unknown section",
        "triggers[draw]: field zh is missing",
        "licences[NET-L1]: code given twice",
        "licences[NET-L1]: unknown kind x",
        "licences[NET-L1]: unknown kind x",
        "lenient_rules[R-1]: unknown violation V-9",
    )


def test_a_catalogue_may_be_without_grades() -> None:
    assert parse_catalogue(small() | {"grade_policies": []}).grade_policies == ()
