"""The door to other investigators: the supervisor's alone."""

from collections.abc import Callable

from rest_framework.test import APIClient

from backend.models import User
from tests.cast import Cast
from tests.factories_enforcement import case_make, team_make
from tests.factories_scheduling import officer_make

Clients = Callable[[User | None], APIClient]


def test_a_supervisor_names_the_investigators_anew(cast: Cast, stranger: User, client_of: Clients) -> None:
    case = case_make(cast)
    stays, _ = team_make(cast)
    comes = officer_make(cast.organ, "37011700000077")
    address = f"/api/v1/cases/{case.pk}/assign"
    body = {"officers": [str(stays.pk), str(comes.pk)], "reason": "原承办人调离"}
    others = (cast.inspector, cast.leader, cast.legal_reviewer, cast.auditor)
    assert {client_of(who).post(address, body, format="json").status_code for who in others} == {403}
    assert client_of(stranger).post(address, body, format="json").status_code == 404
    done = client_of(cast.supervisor).post(address, body, format="json")
    assert done.status_code == 200
    assert {one["uuid"] for one in done.json()["officers"]} == {str(stays.pk), str(comes.pk)}
    assert done.json()["team_changes"][0]["reason"] == "原承办人调离"
