"""Where an organ is found, at its door and on its papers."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from backend import clock
from backend.models import JournalLine, Organ, User
from enforcement.selectors.papers import case_of, paper_offers
from enforcement.services.papers import case_paper_make
from tests.cast import Cast
from tests.factories_enforcement import case_make

Clients = Callable[[User | None], APIClient]
V1 = "/api/v1"
BODY = {"address": " 钢城区虚构大街 8 号 ", "phone": "0531-00000000"}


def test_the_supervisor_says_where_the_organ_is_found_and_everybody_of_it_reads_it(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    said = {
        who: client_of(getattr(cast, who)).post(f"{V1}/organ", BODY, format="json").status_code
        for who in ("inspector", "leader", "auditor", "supervisor")
    }
    assert said == {"inspector": 403, "leader": 403, "auditor": 403, "supervisor": 200}
    read = client_of(cast.inspector).get(f"{V1}/organ").json()
    assert (read["address"], read["phone"], read["verbs"]) == ("钢城区虚构大街 8 号", "0531-00000000", [])
    known = client_of(cast.inspector).get(f"{V1}/session").json()["user"]["organ"]["contact"]
    assert known == "钢城区虚构大街 8 号，0531-00000000"
    assert client_of(stranger).get(f"{V1}/organ").json()["address"] == ""
    [line] = JournalLine.objects.everywhere("guard").filter(verb="organ.edit")
    assert (line.noun, "虚构" in str(line.data)) == ("organ", False)


@pytest.mark.parametrize("body", [{"address": "长" * 121, "phone": ""}, {"address": "", "phone": "问小王"}])
def test_what_is_no_address_or_telephone_is_refused(
    cast: Cast, client_of: Clients, body: dict[str, str]
) -> None:
    answer = client_of(cast.supervisor).post(f"{V1}/organ", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_papers_print_where_the_organ_is_found_unless_another_place_is_written(
    cast: Cast, client_of: Clients
) -> None:
    case = case_make(cast, "informed")

    def contact(**values: str) -> str:
        row = case_paper_make(
            case_id=case.uuid, form="prior_notice",
            values={"party_id": "x", "facts": "事实", "reasons": "依据", **values}, actor=cast.inspector,
            now=clock.now(),
        )  # fmt: skip
        return str(row.values.get("organ_contact", ""))

    assert contact() == ""
    client_of(cast.supervisor).post(f"{V1}/organ", BODY, format="json")
    offers = {one["form"]: one["values"] for one in paper_offers(case_of(case.uuid, cast.inspector))}
    assert offers["prior_notice"]["organ_contact"] == "钢城区虚构大街 8 号，0531-00000000"
    assert contact(facts="事实二", organ_contact=" ") == "钢城区虚构大街 8 号，0531-00000000"
    assert contact(organ_contact="执法一中队") == "执法一中队"
    assert Organ.objects.everywhere("guard").get(pk=cast.organ.pk).contact.endswith("0531-00000000")
