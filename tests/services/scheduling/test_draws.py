import json
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Organ, User
from scheduling.domain.sampling import HEADS
from scheduling.models import Draw, DrawFile, DrawLogLine, DrawPick, Visit, VisitOfficer
from scheduling.selectors.draws import public_why
from scheduling.services.draws import draw_commit, draw_draw, draw_edit, draw_void
from tests.factories_scheduling import plan_of, venue_make
from tests.services.scheduling.drawn import (
    DICE,
    LOTTERIES,
    OTHER_THROWS,
    SSQ,
    THROWS,
    VERIFIER,
    WITNESSES,
    District,
    at_moment,
    committed,
    drafted,
    drawn,
    events,
    listed,
    sheet_of,
    two_cells,
    verified,
    whole,
)


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
    assert refused.value.code == "draw_commit_late"
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
    picks = list(listed(draw, supervisor).values())
    assert len(picks) == 30
    assert {p["eligible"] for p in picks} == {"Y", "closed"}
    (closed,) = (p for p in picks if p["eligible"] == "closed")
    assert (closed["rank"], closed["ticket"], closed["selected"]) == (None, "", False)
    cells: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for pick in picks:
        if pick["rank"]:
            cells.setdefault((pick["grade"], pick["cell"]), []).append(pick)
    for rows in cells.values():
        rows.sort(key=itemgetter("rank"))
        assert [row["rank"] for row in rows] == [*range(1, len(rows) + 1)]
        assert [row["ticket"] for row in rows] == sorted(row["ticket"] for row in rows)
        assert [row["selected"] for row in rows] == sorted((row["selected"] for row in rows), reverse=True)


def test_only_the_drawn_and_who_follows_next_are_stored(district: District, supervisor: User) -> None:
    two_cells(district)
    draw = whole(supervisor)
    stored = {
        row.code: (row.rank, row.ticket) for row in DrawPick.objects.everywhere("published").filter(draw=draw)
    }
    told = listed(draw, supervisor)
    drawn_in = Counter((row["grade"], row["cell"]) for row in told.values() if row["selected"])
    first = {
        code: (row["rank"], row["ticket"])
        for code, row in told.items()
        if row["rank"] and row["rank"] <= drawn_in[row["grade"], row["cell"]] + HEADS
    }
    assert stored == first
    assert len(stored) == 9 + 2 * HEADS < len(told) == 30


def test_a_draw_of_before_with_a_row_for_every_venue_reads_the_same(
    district: District, supervisor: User
) -> None:
    two_cells(district)
    district.venues[0].status = "closed"
    district.venues[0].save()
    draw = whole(supervisor)
    told = listed(draw, supervisor)
    known = set(draw.picks.values_list("code", flat=True))
    DrawPick.objects.bulk_create(
        DrawPick(
            draw=draw, venue_id=row["venue"],
            **{name: row[name] for name in ("code", "grade", "cell", "eligible", "ticket", "rank")},
        )
        for code, row in told.items()
        if code not in known
    )  # fmt: skip
    assert draw.picks.count() == 30
    assert listed(draw, supervisor) == told
    codes = [venue.code for venue in district.venues]
    assert [public_why(draw.pk, code, clock.now())["standing"] for code in codes] == [  # type: ignore[index]
        "drawn" if told[code]["selected"] else "waiting" if told[code]["rank"] else "excluded"
        for code in codes
    ]


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
    for later, code in (
        (timedelta(minutes=-1), "draw_too_early"),
        (timedelta(days=3, minutes=1), "draw_too_late"),
    ):
        with at_moment(draw, later), pytest.raises(DomainError) as refused:
            sheet = sheet_of(draw, supervisor).uuid
            draw_draw(
                draw_id=draw.uuid, values=[THROWS], witnesses=WITNESSES, sheet=sheet, actor=supervisor,
                now=clock.now(),
            )  # fmt: skip
        assert refused.value.code == code


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


def test_draft_takes_other_rules_and_keeps_the_rest(district: District, supervisor: User) -> None:
    draft = drafted(supervisor, rules={"overall": 3000, "relax": ["town"]})
    draft = draw_edit(draw_id=draft.uuid, rules={"overall": 1000}, actor=supervisor, now=clock.now())
    assert (draft.rules["overall"], draft.rules["relax"]) == (1000, ["town"])
    assert committed(supervisor, draft).quota == {"A": 1, "B": 1, "C": 2}


def test_moment_months_ahead_is_refused(district: District, supervisor: User) -> None:
    with pytest.raises(DomainError) as refused:
        committed(supervisor, drafted(supervisor), moment=clock.now() + timedelta(days=93))
    assert (refused.value.code, list(refused.value.data["fields"])) == ("invalid", ["moment"])


def test_sheet_of_another_district_is_no_sheet(district: District, supervisor: User, stranger: User) -> None:
    draw = committed(supervisor)
    theirs = sheet_of(draw, stranger).uuid
    with pytest.raises(DomainError) as refused:
        drawn(draw, supervisor, sheet=theirs)
    assert refused.value.code == "draw_sheet_missing"


def test_plan_row_of_another_district_is_not_found(
    district: District, supervisor: User, stranger: User
) -> None:
    row = plan_of(stranger).rows.get()
    with pytest.raises(DomainError) as refused:
        drafted(supervisor, plan_row_id=row.uuid)
    assert refused.value.code == "not_found"
