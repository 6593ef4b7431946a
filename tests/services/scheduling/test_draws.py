import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Organ, User
from scheduling.models import Draw, DrawFile, DrawLogLine, DrawPick, Visit, VisitOfficer
from scheduling.selectors.draws import draw_preview
from scheduling.selectors.packages import package_bytes
from scheduling.services.draws import draw_approve, draw_ask, draw_commit, draw_draw, draw_edit, draw_void
from scheduling.services.leaves import leave_enter
from scheduling.services.visits import visit_approve, visit_assign, visit_finish
from tests.factories_scheduling import catalogue_make, officer_make, recusal_make, venue_make, visit_make
from tests.services.scheduling.drawn import (
    DICE,
    LOTTERIES,
    OTHER_THROWS,
    SSQ,
    THROWS,
    WITNESSES,
    District,
    at_moment,
    committed,
    district_make,
    drafted,
    drawn,
    sheet_of,
    whole,
)

VERIFIER = Path("scheduling/verifier/ssj_verify.py")


@pytest.fixture
def district(organ: Organ, calendars: None) -> District:
    catalogue_make()
    return district_make(organ)


def verified(draw: Draw, tmp_path: Path) -> tuple[int, str]:
    """Exit status and words of the stand-alone verifier over the package."""
    package = tmp_path / f"{draw.no}.zip"
    package.write_bytes(package_bytes(draw))
    head = DrawLogLine.objects.everywhere("published").filter(scope=draw.scope).order_by("seq").last()
    assert head is not None
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(package), "--head", head.head],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def events(draw: Draw) -> list[str]:
    lines = DrawLogLine.objects.everywhere("published").filter(scope=draw.scope).order_by("seq")
    return list(lines.values_list("ev", flat=True))


def test_draft_is_named_after_its_year_and_organ(district: District, supervisor: User) -> None:
    draw = drafted(supervisor, title="网吧暑期")
    assert draw.name == "2026年度文化市场综合行政执法大队随机抽查001（网吧暑期）"
    assert (draw.number, draw.scope, draw.state, draw.directed) == (
        "钢抽〔2026〕001号",
        "370117",
        "drafted",
        False,
    )


def test_commit_fixes_roster_quota_and_beacon(district: District, supervisor: User) -> None:
    draw = committed(supervisor)
    assert (draw.state, draw.no, draw.beacon) == ("committed", 1, DICE)
    assert draw.counts["registered"] == {"A": 8, "B": 15, "C": 7}
    assert sum(draw.quota.values()) == 9
    names = DrawFile.objects.everywhere("published").filter(draw=draw).values_list("name", flat=True)
    assert set(names) == {"venues.tsv", "officers.tsv", "blocked.tsv"}
    commit = json.loads(draw.commit)
    assert json.dumps(commit, sort_keys=True, separators=(",", ":"), ensure_ascii=False) == draw.commit
    assert events(draw) == ["COMMIT"]


def test_commit_less_than_an_hour_ahead_is_refused(district: District, supervisor: User) -> None:
    draft = drafted(supervisor)
    with pytest.raises(DomainError) as refused:
        committed(supervisor, draft, moment=clock.now() + timedelta(minutes=59))
    assert refused.value.code == "draw_order"
    assert Draw.objects.everywhere("guard").get(pk=draft.pk).state == "drafted"
    assert events(draft) == []


def test_second_commit_of_a_scope_waits_for_the_first(district: District, supervisor: User) -> None:
    first = committed(supervisor)
    with pytest.raises(DomainError) as refused:
        committed(supervisor)
    assert (refused.value.code, refused.value.data["no"]) == ("draw_open", 1)
    drawn(first, supervisor)
    with at_moment(first, timedelta(hours=1)):
        assert committed(supervisor).no == 2


def test_committed_draw_cannot_be_changed_or_committed_again(district: District, supervisor: User) -> None:
    draw = committed(supervisor)
    with pytest.raises(DomainError) as refused:
        draw_edit(draw_id=draw.uuid, rules={"overall": 100}, actor=supervisor, now=clock.now())
    assert refused.value.code == "move_not_open"
    with pytest.raises(DomainError) as refused:
        committed(supervisor, draw)
    assert refused.value.code == "move_not_open"


def test_draw_gives_visits_of_two_officers_awaiting_approval(district: District, supervisor: User) -> None:
    draw = whole(supervisor)
    visits = list(Visit.objects.everywhere("guard").filter(draw=draw))
    assert len(visits) == sum(draw.quota.values()) == 9
    assert {row.state for row in visits} == {"planned"}
    assert {(row.trigger_id, row.cap_used, row.cap_limit) for row in visits} == {("random_draw", 0, 2)}
    seats = VisitOfficer.objects.everywhere("guard").filter(visit__draw=draw)
    assert seats.count() == 18
    assert events(draw) == ["COMMIT", "BEACON", "RESULT"]
    assert draw.open_seats == []


def test_every_roster_row_gets_its_pick(district: District, supervisor: User) -> None:
    district.venues[0].status = "closed"
    district.venues[0].save()
    draw = whole(supervisor)
    picks = list(DrawPick.objects.everywhere("published").filter(draw=draw))
    assert len(picks) == 30
    assert {p.eligible for p in picks} == {"Y", "closed"}
    closed = next(p for p in picks if p.eligible == "closed")
    assert (closed.rank, closed.ticket, closed.selected) == (None, "", False)
    for pick in picks:
        if pick.selected:
            assert pick.rank is not None
            behind = [
                p
                for p in picks
                if p.cell == pick.cell and p.grade == pick.grade and p.rank and not p.selected
            ]
            assert all(p.rank is not None and p.rank > pick.rank for p in behind)


def test_package_verifies_with_the_stand_alone_file(
    district: District, supervisor: User, tmp_path: Path
) -> None:
    status, words = verified(whole(supervisor), tmp_path)
    assert status == 0, words


def test_lotteries_are_a_beacon_too(district: District, supervisor: User, tmp_path: Path) -> None:
    draft = drafted(supervisor)
    moment = clock.now().replace(hour=13, minute=0)  # 21:00 in Beijing
    draw = draw_commit(draw_id=draft.uuid, beacon=LOTTERIES, moment=moment, actor=supervisor, now=clock.now())
    with at_moment(draw, timedelta(hours=1)):
        draw = draw_draw(
            draw_id=draw.uuid,
            values=["07 03 11 19 24 30 08", "0 7 1 9 2", "719"],
            actor=supervisor,
            now=clock.now(),
        )
    assert draw.values == ["ssq:2026107:03-07-11-19-24-30+08", "pl5:2026245:07192", "3d:2026245:719"]
    status, words = verified(draw, tmp_path)
    assert status == 0, words


def test_one_lottery_alone_is_too_weak(district: District, supervisor: User) -> None:
    with pytest.raises(DomainError) as refused:
        draw_commit(
            draw_id=drafted(supervisor).uuid, beacon=SSQ, actor=supervisor, now=clock.now(),
            moment=clock.now() + timedelta(hours=2),
        )  # fmt: skip
    assert refused.value.code == "draw_beacon_weak"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"values": [THROWS[:39]]}, "draw_beacon_wrong"),
        ({"values": [THROWS[:39] + "x"]}, "draw_beacon_wrong"),
        ({"values": [THROWS, THROWS]}, "draw_beacon_wrong"),
        ({"values": []}, "draw_beacon_wrong"),
        ({"opt": 1}, "draw_beacon_wrong"),
        ({"witnesses": WITNESSES[:2]}, "draw_witnesses_few"),
        ({"witnesses": [WITNESSES[0]] * 3}, "draw_witnesses_few"),
        ({"sheet": None}, "draw_sheet_missing"),
    ],
)
def test_beacon_that_is_not_the_committed_one_is_refused(
    district: District, supervisor: User, values: dict[str, Any], code: str
) -> None:
    draw = committed(supervisor)
    with pytest.raises(DomainError) as refused:
        drawn(draw, supervisor, **values)
    assert refused.value.code == code
    assert events(draw) == ["COMMIT"]
    assert Draw.objects.everywhere("guard").get(pk=draw.pk).state == "committed"


def test_beacon_before_its_moment_or_three_days_after_is_refused(
    district: District, supervisor: User
) -> None:
    draw = committed(supervisor)
    for later in (timedelta(minutes=-1), timedelta(days=3, minutes=1)):
        with at_moment(draw, later), pytest.raises(DomainError) as refused:
            sheet = sheet_of(draw, supervisor).uuid
            draw_draw(
                draw_id=draw.uuid, values=[THROWS], witnesses=WITNESSES, sheet=sheet, actor=supervisor,
                now=clock.now(),
            )  # fmt: skip
        assert refused.value.code == "draw_order"


def test_v04_draw_is_not_drawn_twice(district: District, supervisor: User) -> None:
    draw = whole(supervisor)
    before = list(
        DrawPick.objects.everywhere("published").filter(draw=draw, selected=True).values_list("code")
    )
    with pytest.raises(DomainError):
        drawn(draw, supervisor, OTHER_THROWS)
    after = list(
        DrawPick.objects.everywhere("published").filter(draw=draw, selected=True).values_list("code")
    )
    assert before == after
    assert events(draw) == ["COMMIT", "BEACON", "RESULT"]


def test_void_stays_in_the_log_and_its_would_be_result_is_kept(
    district: District, supervisor: User, tmp_path: Path
) -> None:
    draw = committed(supervisor)
    draw = draw_void(draw_id=draw.uuid, code="roster", reason="名录有误", actor=supervisor, now=clock.now())
    assert (draw.state, draw.void_code, draw.void_reason) == ("void", "roster", "名录有误")
    draw = drawn(draw, supervisor)
    assert (draw.state, bool(draw.root)) == ("void", True)
    assert DrawPick.objects.everywhere("published").filter(draw=draw, selected=True).count() == 9
    assert not Visit.objects.everywhere("guard").filter(draw=draw).exists()
    with pytest.raises(DomainError) as refused:
        drawn(draw, supervisor, OTHER_THROWS)
    assert refused.value.code == "move_not_open"
    with clock.at(clock.now() + timedelta(hours=3)):
        second = whole(supervisor)
    assert events(draw) == ["COMMIT", "VOID", "BEACON", "COMMIT", "BEACON", "RESULT"]
    status, words = verified(second, tmp_path)
    assert status == 0, words
    # a void draw never passes, and nothing in it is false
    status, words = verified(draw, tmp_path)
    assert (status, "FAIL" in words) == (1, False)
    assert "the draw was voided (roster); 9 venues follow from its beacon" in words


def test_void_needs_a_reason(district: District, supervisor: User) -> None:
    draw = committed(supervisor)
    with pytest.raises(DomainError) as refused:
        draw_void(draw_id=draw.uuid, code="roster", reason="", actor=supervisor, now=clock.now())
    assert refused.value.data["missing"] == ["reason"]


def test_drawn_draw_is_not_voided(district: District, supervisor: User) -> None:
    draw = whole(supervisor)
    with pytest.raises(DomainError) as refused:
        draw_void(draw_id=draw.uuid, code="roster", reason="不满意", actor=supervisor, now=clock.now())
    assert refused.value.code == "move_not_open"


@pytest.mark.parametrize("act", ["update", "delete"])
def test_log_refuses_update_and_delete(district: District, supervisor: User, act: str) -> None:
    draw = committed(supervisor)
    rows = DrawLogLine.objects.everywhere("guard").filter(scope=draw.scope)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(line="{}") if act == "update" else rows.delete()
    assert events(draw) == ["COMMIT"]


def test_v05_venue_at_its_cap_stays_in_the_roster_with_the_reason(
    district: District, supervisor: User
) -> None:
    busy = district.venues[1]
    for _ in range(2):
        row = visit_make(busy, district.officers[:2], supervisor)
        visit_finish(
            visit=row,
            finished_at=clock.now() - timedelta(days=1),
            counts_to_cap=True,
            actor=None,
            now=clock.now(),
        )
    draw = whole(supervisor, rules={"overall": 10000, "lift_recent": False})
    pick = DrawPick.objects.everywhere("published").get(draw=draw, code=busy.code)
    assert (pick.eligible, pick.selected) == ("cap", False)
    assert draw.counts["excluded"]["cap"] == 1
    codes = list(DrawPick.objects.everywhere("published").filter(draw=draw).values_list("code", flat=True))
    assert len(codes) == len(set(codes)) == 30


def test_v05_arranged_visits_of_another_draw_count_too(district: District, supervisor: User) -> None:
    busy = district.venues[1]
    for _ in range(2):
        visit_make(busy, district.officers[:2], supervisor, trigger="annual_patrol")
    draw = whole(supervisor)
    assert DrawPick.objects.everywhere("published").get(draw=draw, code=busy.code).eligible == "cap"


@pytest.mark.parametrize(("allowed", "verdict"), [(True, "Y"), (False, "cap")])
def test_v05_key_items_exceed_the_cap_only_by_rule(
    district: District, supervisor: User, allowed: bool, verdict: str
) -> None:
    busy = district.venues[3]
    assert busy.credit_grade == "C"
    for _ in range(2):
        row = visit_make(busy, district.officers[:2], supervisor)
        visit_finish(
            visit=row,
            finished_at=clock.now() - timedelta(days=200),
            counts_to_cap=True,
            actor=None,
            now=clock.now(),
        )
    draw = whole(supervisor, item_class="key", rules={"overall": 10000, "key_exceeds_cap": allowed})
    pick = DrawPick.objects.everywhere("published").get(draw=draw, code=busy.code)
    assert (pick.eligible, pick.selected) == (verdict, allowed)
    if allowed:
        assert Visit.objects.everywhere("guard").get(draw=draw, venue=busy).cap_reason


def test_v02_recused_officer_is_never_drawn_for_the_venue(district: District, supervisor: User) -> None:
    kept_away = district.officers[0]
    for venue in district.venues:
        recusal_make(kept_away, venue, supervisor)
    draw = whole(supervisor)
    assert not VisitOfficer.objects.everywhere("guard").filter(visit__draw=draw, officer=kept_away).exists()
    blocked = DrawFile.objects.everywhere("published").get(draw=draw, name="blocked.tsv").content
    assert blocked.count(kept_away.cert_no) == 30
    assert "近亲属" not in blocked


def test_v01_expired_certificate_is_not_drawn(district: District, supervisor: User) -> None:
    expired = district.officers[0]
    expired.cert_valid_to = date(2026, 9, 29)
    expired.save()
    draw = whole(supervisor)
    assert not VisitOfficer.objects.everywhere("guard").filter(visit__draw=draw, officer=expired).exists()


def test_public_files_name_no_officer(district: District, supervisor: User) -> None:
    draw = whole(supervisor)
    for row in DrawFile.objects.everywhere("published").filter(draw=draw):
        for officer in district.officers:
            assert officer.name not in row.content


def test_infeasible_match_is_reported_in_full(organ: Organ, calendars: None, supervisor: User) -> None:
    catalogue_make()
    for number in range(6):
        venue_make(organ, f"91370117MA3E{number:04d}X0", category="KTV")
    officer_make(organ, "37011700301", lead_quals=["NET"], quals=["NET"])
    officer_make(organ, "37011700302", lead_quals=["NET"], quals=["NET"])
    draw = whole(supervisor, rules={"overall": 10000})
    assert [row["open"] for row in draw.stages] == [6, 6, 6]
    assert len(draw.open_seats) == 6
    assert {(s["seat"], s["reason"], tuple(s["ways_out"])) for s in draw.open_seats} == {
        (0, "qualification", ("assign", "qualify"))
    }
    assert draw.open_seats[0]["funnel"]["qualification"] == 0


def test_cap_shortage_says_how_much_is_lacking(organ: Organ, calendars: None, supervisor: User) -> None:
    catalogue_make()
    for number in range(10):
        venue_make(organ, f"91370117MA3E{number:04d}X0")
    officer_make(organ, "37011700301")
    officer_make(organ, "37011700302")
    draw = whole(supervisor, rules={"overall": 10000, "officer_cap": 4, "relax": []})
    (shortage,) = draw.shortages
    assert (shortage["seats"], shortage["capacity"], shortage["lacking"], shortage["raise_by"]) == (
        20,
        8,
        12,
        6,
    )
    assert len(draw.open_seats) == 12


def test_three_hundred_venues_are_drawn_and_verified(
    organ: Organ, calendars: None, supervisor: User, tmp_path: Path
) -> None:
    catalogue_make()
    district_make(organ, venues=300, officers=14)
    draw = whole(supervisor, rules={"overall": 2000})
    assert sum(draw.quota.values()) == 60
    assert Visit.objects.everywhere("guard").filter(draw=draw).count() == 60
    status, words = verified(draw, tmp_path)
    assert status == 0, words


def test_leader_approves_the_whole_draw_in_one_act(
    district: District, supervisor: User, leader: User
) -> None:
    draw = whole(supervisor)
    draw_ask(draw_id=draw.uuid, actor=supervisor, now=clock.now())
    draw = draw_approve(draw_id=draw.uuid, approve="approved", actor=leader, now=clock.now())
    visits = Visit.objects.everywhere("guard").filter(draw=draw)
    assert {row.state for row in visits} == {"approved"}
    assert draw.approval is not None
    content = draw.approval.content
    assert (content["items"], content["basis"]) == (["NET-01", "KTV-01"], "国办发〔2024〕54号")
    assert len(content["visits"]) == 9
    assert {v["cap"] for v in content["visits"]} == {"0/2"}
    assert all(len(v["officers"]) == 2 for v in content["visits"])


def test_rejected_draw_leaves_its_visits_planned(district: District, supervisor: User, leader: User) -> None:
    draw = whole(supervisor)
    draw_ask(draw_id=draw.uuid, actor=supervisor, now=clock.now())
    with pytest.raises(DomainError) as refused:
        draw_approve(draw_id=draw.uuid, approve="rejected", actor=leader, now=clock.now())
    assert refused.value.code == "reason_needed"
    draw_approve(
        draw_id=draw.uuid, approve="rejected", reason="依据应写明条款", actor=leader, now=clock.now()
    )
    assert {row.state for row in Visit.objects.everywhere("guard").filter(draw=draw)} == {"planned"}
    draw_ask(draw_id=draw.uuid, actor=supervisor, now=clock.now())
    draw_approve(draw_id=draw.uuid, approve="approved", actor=leader, now=clock.now())
    assert {row.state for row in Visit.objects.everywhere("guard").filter(draw=draw)} == {"approved"}


def test_one_visit_of_a_draw_is_approved_alone(district: District, supervisor: User, leader: User) -> None:
    draw = whole(supervisor)
    visit = Visit.objects.everywhere("guard").filter(draw=draw).first()
    assert visit is not None
    visit_approve(visit_id=visit.uuid, approve="approved", actor=leader, now=clock.now())
    draw_ask(draw_id=draw.uuid, actor=supervisor, now=clock.now())
    draw = draw_approve(draw_id=draw.uuid, approve="approved", actor=leader, now=clock.now())
    assert {row.state for row in Visit.objects.everywhere("guard").filter(draw=draw)} == {"approved"}
    visit.refresh_from_db()
    assert visit.approval_id != draw.approval_id


def test_v03_open_seat_is_assigned_with_reason_and_approver(
    organ: Organ, calendars: None, supervisor: User, leader: User, tmp_path: Path
) -> None:
    catalogue_make()
    venue_make(organ, "91370117MA3E0000X0", category="KTV")
    officer_make(organ, "37011700301", lead_quals=["NET"], quals=["NET"])
    other = officer_make(organ, "37011700302", lead_quals=["NET"], quals=["NET"])
    draw = whole(supervisor, rules={"overall": 10000})
    visit = Visit.objects.everywhere("guard").get(draw=draw)
    (second,) = VisitOfficer.objects.everywhere("guard").filter(visit=visit)
    free = (
        other
        if second.officer_id != other.pk
        else second.officer.__class__.objects.everywhere("guard").get(cert_no="37011700301")
    )
    with pytest.raises(DomainError) as refused:
        visit_approve(visit_id=visit.uuid, approve="approved", actor=leader, now=clock.now())
    assert refused.value.data["missing"] == ["two_officers"]
    with pytest.raises(DomainError) as refused:
        visit_assign(
            visit_id=visit.uuid, seat=0, officer_id=free.uuid, reason="", actor=supervisor, now=clock.now()
        )
    assert refused.value.data["missing"] == ["reason"]
    visit_assign(
        visit_id=visit.uuid, seat=0, officer_id=free.uuid, reason="本队无歌舞主检资质人员", actor=supervisor,
        now=clock.now(),
    )  # fmt: skip
    with at_moment(draw, timedelta(hours=1)):
        visit = visit_approve(visit_id=visit.uuid, approve="approved", actor=leader, now=clock.now())
    assert visit.state == "approved"
    assert events(draw) == ["COMMIT", "BEACON", "RESULT", "ASSIGN"]
    line = json.loads(DrawLogLine.objects.everywhere("published").get(ev="ASSIGN").line)
    assert (line["slot"], line["officer"], line["code"]) == (0, free.cert_no, "direct")
    status, words = verified(draw, tmp_path)
    assert status == 0, words


def test_v03_recused_officer_is_not_assigned(organ: Organ, calendars: None, supervisor: User) -> None:
    catalogue_make()
    venue = venue_make(organ, "91370117MA3E0000X0", category="KTV")
    officer_make(organ, "37011700301", lead_quals=[])
    recused = officer_make(organ, "37011700302", lead_quals=[])
    recusal_make(recused, venue, supervisor)
    draw = whole(supervisor, rules={"overall": 10000})
    visit = Visit.objects.everywhere("guard").get(draw=draw)
    with pytest.raises(DomainError) as refused:
        visit_assign(
            visit_id=visit.uuid, seat=0, officer_id=recused.uuid, reason="人手不足", actor=supervisor,
            now=clock.now(),
        )  # fmt: skip
    assert refused.value.code == "officer_recused"


def test_last_team_does_not_return_to_the_venue(organ: Organ, calendars: None, supervisor: User) -> None:
    catalogue_make()
    district = district_make(organ, venues=1, officers=4)
    row = visit_make(district.venues[0], district.officers[:2], supervisor)
    visit_finish(
        visit=row,
        finished_at=clock.now() - timedelta(days=300),
        counts_to_cap=False,
        actor=None,
        now=clock.now(),
    )
    draw = whole(supervisor, rules={"overall": 10000})
    seats = VisitOfficer.objects.everywhere("guard").filter(visit__draw=draw)
    assert {seat.officer_id for seat in seats} == {row.pk for row in district.officers[2:]}


def test_stranger_cannot_touch_a_draw(district: District, supervisor: User, stranger: User) -> None:
    draw = committed(supervisor)
    acts: tuple[Callable[[], object], ...] = (
        lambda: committed(stranger, draw),
        lambda: draw_void(draw_id=draw.uuid, code="roster", reason="无", actor=stranger, now=clock.now()),
        lambda: drawn(draw, stranger),
        lambda: draw_ask(draw_id=draw.uuid, actor=stranger, now=clock.now()),
        lambda: draw_approve(draw_id=draw.uuid, approve="approved", actor=stranger, now=clock.now()),
    )
    for act in acts:
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "not_found"


def test_visit_of_a_draw_has_the_items_of_its_own_categories(district: District, supervisor: User) -> None:
    draw = whole(supervisor, items=["NET-01", "KTV-02"], rules={"overall": 10000})
    for visit in Visit.objects.everywhere("guard").filter(draw=draw).select_related("venue"):
        category = visit.venue.categories.get().category_id
        assert visit.items == ({"NET": ["NET-01"], "KTV": ["KTV-02"]}[category])


def test_empty_pool_is_not_committed(district: District, supervisor: User) -> None:
    draft = drafted(supervisor, townships=["370117009"])
    with pytest.raises(DomainError) as refused:
        committed(supervisor, draft)
    assert (refused.value.code, refused.value.data["missing"]) == ("facts_missing", ["venues"])
    assert draw_preview(draft, date(2026, 9, 15))["pool"] == 0


def test_unknown_category_is_not_drafted(district: District, supervisor: User) -> None:
    with pytest.raises(DomainError) as refused:
        drafted(supervisor, categories=["XYZ"])
    assert (refused.value.code, list(refused.value.data["fields"])) == ("invalid", ["categories"])


def test_pool_is_narrowed_by_category_township_and_grade(district: District, supervisor: User) -> None:
    draft = drafted(supervisor, categories=["NET"], townships=["370117001"], grades=["A", "B"])
    seen = draw_preview(draft, date(2026, 9, 15))
    expected = [
        v.code
        for n, v in enumerate(district.venues)
        if n % 2 == 0 and v.township_id == "370117001" and v.credit_grade in "AB"
    ]
    assert seen["pool"] == len(expected)
    assert {(row["grade"] in "AB", row["cell"]) for row in seen["cells"]} == {(True, "370117001/NET")}


def test_officer_on_leave_is_not_drawn(district: District, supervisor: User) -> None:
    away = district.officers[0]
    leave_enter(
        officer_id=away.uuid, starts_on=date(2026, 9, 24), ends_on=date(2026, 9, 25), actor=supervisor,
        now=clock.now(),
    )  # fmt: skip
    draw = whole(supervisor)
    assert not VisitOfficer.objects.everywhere("guard").filter(visit__draw=draw, officer=away).exists()


def test_short_leave_is_tolerated_by_rule(district: District, supervisor: User) -> None:
    for officer in district.officers:
        leave_enter(
            officer_id=officer.uuid, starts_on=date(2026, 9, 24), ends_on=date(2026, 9, 25), actor=supervisor,
            now=clock.now(),
        )  # fmt: skip
    assert len(whole(supervisor, rules={"overall": 3000, "leave_natural_days": 2}).open_seats) == 0


def test_draw_export_writes_a_package_that_verifies(
    district: District, supervisor: User, tmp_path: Path, capsys: Any
) -> None:
    whole(supervisor)
    out = tmp_path / "out.zip"
    call_command("draw_export", "1", "--scope", "370117", "--out", str(out))
    assert str(out) in capsys.readouterr().out
    done = subprocess.run([sys.executable, str(VERIFIER), str(out)], capture_output=True, check=False)
    assert done.returncode == 0
    for arguments in (["2"], ["1", "--scope", "370116"]):
        with pytest.raises(CommandError):
            call_command("draw_export", *arguments)


def test_same_number_in_two_scopes_asks_which(
    district: District, supervisor: User, stranger: User, stranger_organ: Organ, tmp_path: Path
) -> None:
    committed(supervisor)
    venue_make(stranger_organ, "91370116MA3E0000X0", township_id="370116")
    committed(stranger)
    with pytest.raises(CommandError, match="--scope"):
        call_command("draw_export", "1", "--out", str(tmp_path / "x.zip"))


def test_organs_of_two_districts_have_logs_of_their_own(
    district: District, supervisor: User, stranger: User, stranger_organ: Organ
) -> None:
    ours = committed(supervisor)
    venue_make(stranger_organ, "91370116MA3E0000X0", township_id="370116")
    theirs = committed(stranger)
    assert (ours.scope, ours.no, theirs.scope, theirs.no) == ("370117", 1, "370116", 1)
