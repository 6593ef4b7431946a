"""台账 of any list: a page of the console that shows a list takes it out, and every ledger has its page."""

import re
from functools import cache

import pytest

from counting.selectors.ledgers import LEDGERS
from tests.ground import ROOT

SRC = ROOT / "web" / "src"
ROUTES = SRC / "console" / "routes.ts"
# Pages that show no rows of their own, or whose rows are taken out elsewhere: path → why.
WITHOUT = {
    "workbench": "duties point to the lists they come from",
    "draws/new": "a form",
    "draw-policy": "versions of one setting",
    "approvals": "its rows are draws and visits, taken out from their own lists by the filter 审批",
    "visits/calendar": "the visits of the list, by day",
    "visits/map": "the visits of the list, on the map",
    "records": "a queue of the records; the list beside it is taken out",
    "records/relay": "files on this computer, before they are anybody's record",
    "records/:record": "one matter: its papers are its file",
    "cases/leads/:lead": "one matter",
    "cases/:case": "one matter: its file is 案卷",
    "catalogue": "check items go out in the catalogue's workbook",
    "catalogue/law": "provisions go out in the catalogue's workbook",
    "credit/policy": "versions of one setting",
    "figures/platforms": "the export in the order of the platform's columns is the ledger",
    "settings": "settings",
}
# Components with a list and no ledger: path → why.
PARTS = {
    "counting/PlatformRows.vue": "the export in the order of the platform's columns is the ledger",
    "counting/ReminderMenu.vue": "the bell: what it says stands on the workbench",
    "enforcement/VenueGuidance.vue": "of one venue",
    "inspections/ReviewDesk.vue": "a queue of the records; the list beside it is taken out",
    "registry/VenueSheet.vue": "of one venue",
    "scheduling/ApprovalList.vue": "rows of draws and visits, taken out from their own lists",
    "scheduling/DrawApproval.vue": "of one draw",
    "scheduling/OpenSeats.vue": "of one draw",
}
LIST = re.compile(r"<DataTable\b|\buseList\(|\buseCounted\(")
LEDGER = re.compile(r":ledger=|<LedgerMenu\b")


@cache
def source(name: str) -> str:
    return (SRC / name).read_text(encoding="utf-8")


@cache
def behind(name: str) -> frozenset[str]:
    """A component and every component it shows."""
    found, open_ = {name}, [name]
    while open_:
        for other in re.findall(r"[\"']@/([\w/-]+\.vue)[\"']", source(open_.pop())):
            if other not in found:
                found.add(other)
                open_.append(other)
    return frozenset(found)


def pages() -> dict[str, str]:
    """Every page within the console: its path and its component."""
    inside = ROUTES.read_text(encoding="utf-8").partition("consoleRoutes")[2].partition("bareRoutes")[0]
    return dict(re.findall(r'path: "([^"]+)", component: \(\) => import\("@/([\w/-]+\.vue)"\)', inside))


def own(name: str) -> set[str]:
    """What a page shows in its own place: not the sheets of one matter it opens, nor what every page has."""
    return {one for one in behind(name) if not one.endswith(("Sheet.vue", "Dialog.vue", "DataTable.vue"))}


PAGES = pages()


@pytest.mark.parametrize("path", PAGES)
def test_page_takes_its_list_out_or_says_why_it_has_none(path: str) -> None:
    has = any(LEDGER.search(source(one)) for one in own(PAGES[path]))
    assert has != (path in WITHOUT), f"/c/{path} ({PAGES[path]}): a ledger, or its reason in WITHOUT"


def test_component_with_a_list_takes_it_out_or_says_why_it_has_none() -> None:
    shown = {one for name in PAGES.values() for one in behind(name)}
    bare = {one for one in shown if LIST.search(source(one)) and not LEDGER.search(source(one))}
    assert bare - set(PARTS) == set()


def test_page_with_two_tables_takes_out_both() -> None:
    shown = {one for name in PAGES.values() for one in behind(name)} - set(PARTS)
    tables = {one: source(one).count("<DataTable") for one in shown}
    assert {one for one, n in tables.items() if n > len(LEDGER.findall(source(one)))} == set()


def test_every_ledger_stands_under_its_list_on_some_page() -> None:
    named = re.compile(r"\bof: ['\"](\w+)['\"]|<LedgerMenu[^>]*?\bof=\"(\w+)\"")
    said = (path.read_text(encoding="utf-8") for path in SRC.rglob("*.vue"))
    keys = {key for text in said for found in named.findall(text) for key in found}
    assert set(LEDGERS) - keys == set()


def test_what_is_without_a_ledger_is_still_there() -> None:
    assert set(WITHOUT) <= set(PAGES)
    assert [one for one in PARTS if not (SRC / one).is_file()] == []
    assert len(PAGES) > 60
