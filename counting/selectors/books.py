"""Case statistics, 表一 and the report of a period as books: the numbers, and the rows behind them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from backend.domain.errors import DomainError
from backend.models import User
from counting.domain.books import COUNT, DAY, FEN, Book, Column, Sheet, Value, shown
from counting.domain.cuts import WHOLE, Cut
from counting.domain.facts import Facts
from counting.domain.indicators import INDICATORS
from counting.domain.windows import days, words
from counting.domain.yearbook import COLUMNS, Line
from counting.selectors.campaigns import PARTS, campaign_figures
from counting.selectors.cuts import case_cut, case_rows, case_yearbook, organs_seen
from counting.selectors.facts import facts_of
from counting.selectors.figures import figure_card, figure_of, target_cards
from counting.selectors.rows import rows_shown
from enforcement.domain.penalties import CLASSES
from scheduling.selectors.campaigns import campaign_list

Head = list[tuple[str, str]]
BY: dict[str, str] = {
    "category": "类别", "violation": "违法行为", "trigger": "案源", "closing": "结案方式",
    "class": "处罚种类", "month": "月份", "organ": "执法主体", "township": "街道",
}  # fmt: skip
# grouped by the way they closed they are those closed in the period, each on that day; else those decided
DECIDED_CASES, CLOSED_CASES = "行政处罚案件统计", "办结案件统计"
_ROWS = (
    Column("日期", DAY, 12), Column("内容", width=34), Column("说明", width=40), Column("计", COUNT, 6),
)  # fmt: skip


def cut_book(query: Mapping[str, str], actor: User, head: Head) -> Book:
    """Cases one way, or one way across another: numbers, sums in yuan, and every case with its row's name."""
    year, period = int(query["year"]), query["period"]
    rows, columns, organ = query["rows"], query.get("columns", ""), query.get("organ", "")
    found = case_cut(actor, rows, columns, *days(year, period), organ)
    name = f"按{BY[rows]}" + (f"、{BY[columns]}" if columns else "")
    closing = "closing" in (rows, columns)
    sheets = [
        _cut_sheet(found, f"件数（{name}）", BY[rows], COUNT),
        _cut_sheet(found, f"罚没金额（元，{name}）", BY[rows], FEN),
        _behind("案件明细", actor, case_rows(rows, columns), found.cell(WHOLE, WHOLE).ids),
    ]
    lines = [("期间", words(year, period)), ("执法主体", _organ(actor, organ)), *head]
    title = CLOSED_CASES if closing else DECIDED_CASES
    return Book(f"{title} {words(year, period)} {name}", lines, sheets)


def _organ(actor: User, code: str) -> str:
    return next((one.name for one in organs_seen(actor) if one.code == code), "辖区全部")


def _cut_sheet(found: Cut, name: str, by: str, kind: str) -> Sheet:
    def line(title: str, key: str) -> list[Value]:
        cells = [found.cell(key, column[0]) for column in found.columns]
        whole = found.cell(key, WHOLE)
        return [title, *(len(c.ids) if kind == COUNT else c.sum_fen for c in (*cells, whole))]

    heads = [
        Column(by, width=30),
        *(Column(one[1], kind, 12) for one in found.columns),
        Column("合计", kind, 12),
    ]
    return Sheet(name, heads, [line(one[1], one[0]) for one in found.rows], line("合计", WHOLE))


def _behind(
    name: str, actor: User, kind: str, ids: Sequence[UUID], weights: Mapping[UUID, int] | None = None
) -> Sheet:
    rows = rows_shown(actor, kind, ids, weights)
    lines: list[list[Value]] = [[row["on"], row["title"], row["detail"], row["value"]] for row in rows]
    return Sheet(name, _ROWS, lines, [None, "合计", None, sum(row["value"] for row in rows)])


def campaign_book(campaign: UUID, actor: User, head: Head) -> Book:
    """A campaign with what it adds up to, and the rows behind each of its numbers."""
    found = campaign_list(actor).filter(uuid=campaign).first()
    if found is None:
        raise DomainError("not_found", {"campaign": str(campaign)})
    numbers = campaign_figures(found, actor)
    counted: list[list[Value]] = [[PARTS[part][1], one.value] for part, one in numbers.items()]
    sheets = [
        Sheet("主要数字", (Column("指标", width=30), Column("数", COUNT, 10)), counted),
        *(
            _behind(PARTS[part][1], actor, PARTS[part][0], one.rows, one.weights)
            for part, one in numbers.items()
            if one.rows
        ),
    ]
    lines = [
        ("部署单位", found.ordered_by or found.organ.name),
        ("期间", f"{found.starts_on.isoformat()} 至 {found.ends_on.isoformat()}"),
        ("备案", f"{found.filing_no} {found.filed_with}".strip() or "／"),
        ("状态", found.get_state_display()), *head,
    ]  # fmt: skip
    return Book(f"{found.name} 统计", lines, sheets, lead=[found.report] if found.report else [])


def yearbook_book(query: Mapping[str, str], actor: User, head: Head) -> Book:
    """表一: organs down, classes across, 合计（宗） and 罚没金额; and every decision."""
    year, organ = int(query["year"]), query.get("organ", "")
    lines, whole = case_yearbook(actor, year, organ)

    def row(name: str, line: Line) -> list[Value]:
        return [name, *(len(line.cells[one]) for one in COLUMNS), len(line.total), line.sum_fen]

    heads = [
        Column("执法主体", width=34),
        *(Column(CLASSES[one][0], COUNT, 9) for one in COLUMNS),
        Column("合计（宗）", COUNT, 9),
        Column("罚没金额（元）", FEN, 14),
    ]
    table = Sheet("行政处罚实施情况", heads, [row(name, line) for _, name, line in lines], row("合计", whole))
    said = [
        ("年度", f"{year}年1月1日至12月31日（按决定日期）"),
        ("口径", "一个决定计一宗，归入其中最重的种类；罚没金额按决定书所载，没收物品不能确定金额的不计"),
        *head,
    ]
    return Book(
        f"行政执法统计年报 表一 行政处罚实施情况 {year}年",
        said,
        [table, _behind("决定明细", actor, "case", whole.total)],
    )


def report_book(query: Mapping[str, str], actor: User, head: Head) -> Book:
    """The organ's report of a month, quarter, half year or year: words, figures, targets, cases, annexes."""
    year, period = int(query["year"]), query["period"]
    facts = facts_of(actor, year)
    cards = [figure_card(facts, key, year, period) for key in INDICATORS]
    cases = case_cut(actor, "class", "", *days(year, period))
    organ = actor.organ
    if organ is None:
        raise DomainError("not_allowed", {"verb": "statistics.export"})
    sheets = [
        Sheet("一、主要数字", _FIGURES, [_figure(card) for card in cards]),
        Sheet(
            "二、年度目标（截至目前）", _TARGETS, [_target(card) for card in target_cards(actor, year, facts)]
        ),
        _cut_sheet(cases, "三、案件（按处罚种类，件）", "处罚种类", COUNT),
        _cut_sheet(cases, "四、罚没金额（按处罚种类，元）", "处罚种类", FEN),
        *_annexes(actor, facts, year, period),
    ]
    lines = [("编制单位", organ.name), ("期间", words(year, period)), *head]
    return Book(
        f"{words(year, period)}工作报告", lines, sheets, lead=_said(cards, cases, words(year, period))
    )


_FIGURES = (
    Column("指标", width=26), Column("数值", width=12), Column("单位", width=8), Column("口径", width=60),
)  # fmt: skip
_TARGETS = (
    Column("工作要点原文", width=44), Column("目标", width=12), Column("目前", width=12),
    Column("是否达到", width=10),
)  # fmt: skip


def _amount(value: int, unit: str) -> str:
    """Basis points as percent."""
    return f"{value // 100}.{value % 100:02d}%" if unit == "bp" else str(value)


def _figure(card: Mapping[str, Any]) -> list[Value]:
    unit = "" if card["unit"] == "bp" else card["unit"]
    return [card["name"], _amount(card["value"], card["unit"]), unit, card["formula"]]


def _target(card: Mapping[str, Any]) -> list[Value]:
    unit = card["figure"]["unit"]
    met = "达到" if card["met"] else "尚未达到"
    return [card["verbatim"], _amount(card["target"], unit), _amount(card["figure"]["value"], unit), met]


def _said(cards: Sequence[Mapping[str, Any]], cases: Cut, period: str) -> list[str]:
    value = {card["indicator"]: _amount(card["value"], card["unit"]) for card in cards}
    whole = cases.cell(WHOLE, WHOLE)
    return [
        f"{period}，检查经营单位 {value['venue_visits']} 家次（{value['venues_checked']} 家），"
        f"出动执法人员 {value['officer_outings']} 人次；作出行政处罚决定 {value['penalty_cases']} 件，"
        f"罚没金额 {shown(FEN, whole.sum_fen)} 元；双随机抽查比例 {value['random_sampling_ratio']}，"
        f"达标覆盖率 {value['target_coverage']}。",
        "检查数字为工作量统计，按公布的年度计划列示，不分解到人，不作排名。",
    ]


def _annexes(actor: User, facts: Facts, year: int, period: str) -> list[Sheet]:
    """The rows behind each figure that counts, in the order of the figures; a ratio's are among them."""
    sheets: list[Sheet] = []
    for key, one in INDICATORS.items():
        found = figure_of(facts, key, year, period)
        if found.over is None and found.rows:
            name = f"附件{len(sheets) + 1} {one.zh}（{found.value} {one.unit}）"
            sheets.append(_behind(name, actor, one.rows, found.rows, found.weights))
    return sheets
