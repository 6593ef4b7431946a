import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rest_framework.test import APIClient

from backend import clock
from backend.models import User
from scheduling.models import Draw, Visit
from tests.services.scheduling.drawn import (
    THROWS,
    WITNESSES,
    District,
    at_moment,
    committed,
    drafted,
    drawn,
    sheet_of,
    whole,
)

Clients = Callable[[User | None], APIClient]
V1 = "/api/v1"
DRAFT = {
    "items": ["NET-01", "KTV-01"],
    "basis": "国办发〔2024〕54号",
    "visit_from": "2026-09-21",
    "visit_to": "2026-09-30",
    "rules": {"overall": 3000},
}
DICE = {"kind": "dice", "n": 40}


def post(client: APIClient, address: str, body: Any = None, **headers: Any) -> Any:
    return client.post(f"{V1}{address}", body, format="json", **headers)


def test_whole_draw_through_the_doors(
    district: District, supervisor: User, leader: User, client_of: Clients, tmp_path: Path
) -> None:
    desk = client_of(supervisor)
    draw = post(desk, "/draws", DRAFT).json()
    assert draw["verbs"] == ["draw.draft", "draw.seal", "draw.commit"]
    moment = clock.now() + timedelta(hours=2)
    at = f"/draws/{draw['uuid']}"
    draw = post(desk, f"{at}/commit", {"beacon": DICE, "moment": moment.isoformat()}).json()
    assert (draw["state"], draw["no"], draw["verbs"]) == (
        "committed",
        1,
        ["draw.draw", "draw.void", "draw.export", "draw.correct", "draw.stamp"],
    )
    with clock.at(moment + timedelta(minutes=1)):
        sheet = sheet_of(Draw.objects.everywhere("guard").get(pk=draw["uuid"]), supervisor)
        body = {"values": [THROWS], "witnesses": WITNESSES, "sheet": str(sheet.uuid)}
        draw = post(desk, f"{at}/draw", body).json()
        assert (draw["state"], draw["progress"]["visits"], draw["open_count"]) == ("drawn", 9, 0)
        assert post(desk, f"{at}/ask").json()["approval"]["state"] == "asked"
        office = client_of(leader)
        assert "visit.approve" in office.get(f"{V1}{at}").json()["verbs"]
        draw = post(office, f"{at}/approve", {"approve": "approved"}).json()
        assert draw["progress"] == {"visits": 9, "approved": 9, "finished": 0}
    token = Visit.objects.everywhere("guard").filter(draw_id=draw["uuid"])[0].token
    proof = APIClient().get(f"{V1}/public/visits/{token}").json()["proof"]
    (tmp_path / "proof.json").write_text(json.dumps(proof))
    assert verified(tmp_path / "proof.json", proof["head"]) == ""
    package = desk.get(f"{V1}{at}/package")
    assert package["Content-Type"] == "application/zip"
    (tmp_path / "draw.zip").write_bytes(package.content)
    assert verified(tmp_path / "draw.zip", draw["log"][-1]["head"]) == ""


def verified(package: Path, head: str) -> str:
    """What the program says when it does not pass."""
    command = [sys.executable, "scheduling/verifier/ssj_verify.py", str(package), "--head", head]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode else ""


def test_preview_tells_pool_exclusions_quotas_and_feasibility(
    district: District, supervisor: User, client_of: Clients
) -> None:
    district.venues[0].status = "closed"
    district.venues[0].save()
    draft = drafted(supervisor)
    seen = client_of(supervisor).get(f"{V1}/draws/{draft.uuid}/preview").json()
    assert (seen["pool"], seen["eligible"], seen["excluded_by_reason"]) == (30, 29, {"closed": 1})
    assert [row["code"] for row in seen["excluded"]] == [district.venues[0].code]
    assert sum(seen["quota"].values()) == 9
    assert (seen["trial"]["visits"], seen["trial"]["open"], seen["officers"]) == (9, 0, 6)
    assert seen["thin"] == []
    assert committed(supervisor, draft).quota == seen["quota"]


def test_preview_names_the_seats_nobody_can_take(
    district: District, supervisor: User, client_of: Clients
) -> None:
    for officer in district.officers[1:]:
        officer.lead_quals = ["NET"]
        officer.save()
    draft = drafted(supervisor, rules={"overall": 10000, "officer_cap": 3})
    seen = client_of(supervisor).get(f"{V1}/draws/{draft.uuid}/preview").json()
    assert {(row["needs"], row["officers"]) for row in seen["thin"]} == {("L:KTV", 1)}
    assert seen["trial"]["open"] > 0
    assert seen["trial"]["reasons"]["cap"] > 0
    assert "raise_cap" in seen["trial"]["ways_out"]


def test_same_key_drafts_once(district: District, supervisor: User, client_of: Clients) -> None:
    desk = client_of(supervisor)
    answers = [post(desk, "/draws", DRAFT, HTTP_IDEMPOTENCY_KEY="draft-1").json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Draw.objects.everywhere("guard").count() == 1


def test_picks_are_listed_and_narrowed(district: District, supervisor: User, client_of: Clients) -> None:
    draw = whole(supervisor)
    desk = client_of(supervisor)
    everything = desk.get(f"{V1}/draws/{draw.uuid}/picks?limit=500").json()
    assert everything["count"] == 30
    first = desk.get(f"{V1}/draws/{draw.uuid}/picks?limit=20").json()
    second = desk.get(f"{V1}/draws/{draw.uuid}/picks?limit=20&cursor={first['next']}").json()
    assert ([*first["rows"], *second["rows"]], second["next"]) == (everything["rows"], None)
    chosen = desk.get(f"{V1}/draws/{draw.uuid}/picks?selected=1").json()
    assert chosen["count"] == 9
    assert all(row["visit"] and len(row["team"]) == 2 and row["team"][0]["name"] for row in chosen["rows"])
    one = desk.get(f"{V1}/draws/{draw.uuid}/picks?q={district.venues[4].code}").json()
    assert [row["code"] for row in one["rows"]] == [district.venues[4].code]


def test_minutes_hold_what_is_printed(district: District, supervisor: User, client_of: Clients) -> None:
    draw = whole(supervisor)
    minutes = client_of(supervisor).get(f"{V1}/draws/{draw.uuid}/minutes").json()
    assert minutes["organ"] == "济南市钢城区文化市场综合行政执法大队"
    assert [w["role"] for w in minutes["witnesses"]] == ["商户代表", "人大代表", "公证"]
    assert len(minutes["picks"]) == 9
    assert minutes["head"] == minutes["log"][-1]["head"]
    assert len(minutes["sheet_sha256"]) == 64
    assert (minutes["seed"], minutes["root"]) == (draw.seed, draw.root)


def test_everybody_sees_commits_results_and_void_attempts(
    district: District, supervisor: User, client_of: Clients
) -> None:
    drafted(supervisor)
    draw = whole(supervisor)
    public = client_of(None)
    listed = public.get(f"{V1}/public/draws").json()
    assert [row["uuid"] for row in listed["rows"]] == [str(draw.uuid)]
    seen = public.get(f"{V1}/public/draws/{draw.uuid}").json()
    assert (seen["witnesses"], seen["attempts"]) == (3, {"committed": 1, "void": 0})
    assert json.loads(seen["commit"])["quota"] == draw.quota
    assert len(seen["picks"]) == 9
    body = json.dumps(seen, ensure_ascii=False)
    assert not any(officer.name in body for officer in district.officers)
    assert not any(witness["name"] in body for witness in WITNESSES)
    package = public.get(f"{V1}/public/draws/{draw.uuid}/package")
    names = set(zipfile.ZipFile(io.BytesIO(package.content)).namelist())
    assert names == {"commit.json", "log.jsonl", "venues.tsv", "officers.tsv", "blocked.tsv", "results.tsv"}


def test_draft_is_nobody_elses_business(district: District, supervisor: User, client_of: Clients) -> None:
    draft = drafted(supervisor)
    public = client_of(None)
    for address in ("", "/why?code=X", "/package"):
        answer = public.get(f"{V1}/public/draws/{draft.uuid}{address}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    answer = client_of(supervisor).get(f"{V1}/draws/{draft.uuid}/package")
    assert (answer.status_code, answer.json()["code"]) == (409, "move_not_open")


def test_owner_learns_why_he_was_drawn_or_not(
    district: District, supervisor: User, client_of: Clients
) -> None:
    district.venues[0].status = "closed"
    district.venues[0].save()
    draw = whole(supervisor)
    public = client_of(None)

    def why(code: str) -> Any:
        return public.get(f"{V1}/public/draws/{draw.uuid}/why?code={code}").json()

    drawn_code = public.get(f"{V1}/public/draws/{draw.uuid}").json()["picks"][0]["code"]
    seen = why(drawn_code)
    assert (seen["selected"], seen["listed"], seen["eligible"]) == (True, True, "Y")
    assert seen["rank"] <= seen["cell_quota"] <= seen["cell_eligible"]
    closed = why(district.venues[0].code)
    assert (closed["selected"], closed["eligible"], closed["ticket"]) == (False, "closed", "")
    assert why("91370117NOBODY")["listed"] is False


def test_void_draw_shows_its_would_be_result(
    district: District, supervisor: User, client_of: Clients
) -> None:
    draw = committed(supervisor)
    desk = client_of(supervisor)
    answer = post(desk, f"/draws/{draw.uuid}/void", {"code": "roster", "reason": "名录漏登"}).json()
    assert (answer["state"], answer["verbs"]) == (
        "void",
        ["draw.draw", "draw.export", "draw.correct"],
    )
    drawn(draw, supervisor)
    seen = client_of(None).get(f"{V1}/public/draws/{draw.uuid}").json()
    assert (seen["state"], seen["void_code"], seen["attempts"]) == (
        "void",
        "roster",
        {"committed": 1, "void": 1},
    )
    assert "名录漏登" not in str(seen), "words of a person are the bureau's"
    assert len(seen["picks"]) == 9
    assert desk.get(f"{V1}/draws/{draw.uuid}").json()["verbs"] == ["draw.export", "draw.correct"]


def test_refusals_carry_their_facts(district: District, supervisor: User, client_of: Clients) -> None:
    desk = client_of(supervisor)
    first = committed(supervisor)
    second = drafted(supervisor)
    moment = (clock.now() + timedelta(hours=2)).isoformat()
    open_one = post(desk, f"/draws/{second.uuid}/commit", {"beacon": DICE, "moment": moment})
    assert (open_one.status_code, open_one.json()["code"], open_one.json()["data"]["no"]) == (
        409,
        "draw_open",
        1,
    )
    assert "第 1 次" in open_one.json()["message"]
    early = post(desk, f"/draws/{first.uuid}/draw", {"values": [THROWS]})
    assert (early.status_code, early.json()["code"]) == (409, "draw_too_early")
    with at_moment(first):
        alone = post(desk, f"/draws/{first.uuid}/draw", {"values": [THROWS], "witnesses": WITNESSES[:1]})
    assert (alone.status_code, alone.json()["code"]) == (422, "draw_witnesses_few")


def test_inspector_reads_draws_and_makes_none(
    district: District, supervisor: User, inspector: User, client_of: Clients
) -> None:
    draw = committed(supervisor)
    phone = client_of(inspector)
    assert phone.get(f"{V1}/draws/{draw.uuid}").json()["verbs"] == []
    assert post(phone, "/draws", DRAFT).status_code == 403
    assert post(phone, f"/draws/{draw.uuid}/void", {"code": "roster", "reason": "无"}).status_code == 403


def test_stranger_finds_no_draw(
    district: District, supervisor: User, stranger: User, client_of: Clients
) -> None:
    draw = committed(supervisor)
    outside = client_of(stranger)
    for address in ("", "/picks", "/minutes", "/preview"):
        answer = outside.get(f"{V1}/draws/{draw.uuid}{address}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert outside.get(f"{V1}/draws").json()["count"] == 0


def test_list_of_draws_costs_the_same_for_one_as_for_many(
    district: District, supervisor: User, client_of: Clients, django_assert_num_queries: Any
) -> None:
    desk = client_of(supervisor)
    whole(supervisor)
    desk.get(f"{V1}/draws")
    with django_assert_num_queries(7):
        assert desk.get(f"{V1}/draws").json()["count"] == 1
    for _ in range(3):
        drafted(supervisor)
    with django_assert_num_queries(7):
        assert desk.get(f"{V1}/draws").json()["count"] == 4


def test_list_of_picks_costs_the_same_for_one_as_for_many(
    district: District, supervisor: User, client_of: Clients, django_assert_num_queries: Any
) -> None:
    draw = whole(supervisor)
    desk = client_of(supervisor)
    desk.get(f"{V1}/draws")
    for limit in (1, 30):
        with django_assert_num_queries(11):
            desk.get(f"{V1}/draws/{draw.uuid}/picks?limit={limit}&selected=1")


def test_moment_is_an_instant_with_a_zone(district: District, supervisor: User, client_of: Clients) -> None:
    draft = drafted(supervisor)
    answer = post(
        client_of(supervisor),
        f"/draws/{draft.uuid}/commit",
        {"beacon": DICE, "moment": "2026-09-15T20:30:00+08:00"},
    ).json()
    assert datetime.fromisoformat(answer["moment"]) == datetime.fromisoformat("2026-09-15T12:30:00+00:00")


def test_draft_is_edited_and_a_relaxation_is_listed_once(
    district: District, supervisor: User, client_of: Clients
) -> None:
    desk = client_of(supervisor)
    at = f"/draws/{drafted(supervisor).uuid}/edit"
    assert post(desk, at, {"overall": 1000}).json()["rules"]["overall"] == 1000
    twice = post(desk, at, {"relax": ["cap", "cap"]})
    assert (twice.status_code, list(twice.json()["data"]["fields"])) == (400, ["relax"])


def test_review_is_shown_of_a_drawn_draw_only(
    district: District,
    supervisor: User,
    stranger: User,
    client_of: Clients,
    django_assert_max_num_queries: Any,
) -> None:
    desk = client_of(supervisor)
    draft = drafted(supervisor)
    assert desk.get(f"{V1}/draws/{draft.uuid}/review").json()["code"] == "move_not_open"
    draw = whole(supervisor)
    with django_assert_max_num_queries(14):
        seen = desk.get(f"{V1}/draws/{draw.uuid}/review").json()
    assert (seen["venues_count"], seen["open"], seen["officers"]) == (9, 0, 6)
    assert client_of(stranger).get(f"{V1}/draws/{draw.uuid}/review").status_code == 404
