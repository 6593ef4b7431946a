"""The doors to what is irregular in a case, the supervisor's alone: consent to electronic service, reason."""

from collections.abc import Callable

from rest_framework.test import APIClient

from backend.models import User
from enforcement.models import Case
from tests.cast import Cast
from tests.factories_enforcement import case_make, step

Clients = Callable[[User | None], APIClient]


def test_a_supervisor_adds_the_agreement_to_electronic_service(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    case = step(cast, case_make(cast, "decided"), "serve", mode="electronic", proof="邮件已送达回执")
    address, body = f"/api/v1/cases/{case.pk}/consent", {"consent": "a@example.cn，2026-09-14签订"}
    others = (cast.inspector, cast.leader, cast.legal_reviewer, cast.auditor)
    assert {client_of(who).post(address, body, format="json").status_code for who in others} == {403}
    assert client_of(stranger).post(address, body, format="json").status_code == 404
    empty = client_of(cast.supervisor).post(address, {}, format="json")
    assert (empty.status_code, empty.json()["data"]["missing"]) == (422, ["consent"])
    done = client_of(cast.supervisor).post(address, body, format="json").json()
    assert (done["service_consent"], done["irregularities"]) == (body["consent"], [])


def test_a_supervisor_settles_a_hearing_held_too_early(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    case = case_make(cast, "informed")
    Case.objects.everywhere("guard").filter(pk=case.pk).update(irregularities=["hearing_early"])
    address = f"/api/v1/cases/{case.pk}/settle"
    body = {"code": "hearing_early", "reason": "当事人当场同意提前举行"}
    others = (cast.inspector, cast.leader, cast.legal_reviewer, cast.auditor)
    assert {client_of(who).post(address, body, format="json").status_code for who in others} == {403}
    assert client_of(stranger).post(address, body, format="json").status_code == 404
    desk = client_of(cast.supervisor)
    empty = desk.post(address, {**body, "reason": ""}, format="json")
    assert (empty.status_code, empty.json()["data"]["missing"]) == (422, ["reason"])
    wrong = desk.post(address, {**body, "code": "electronic_unagreed"}, format="json")
    assert (wrong.status_code, list(wrong.json()["data"]["fields"])) == (400, ["code"])
    done = desk.post(address, body, format="json").json()
    assert (done["irregularities"], done["settled"][0]["reason"]) == ([], body["reason"])
