"""A decision of no penalty at its doors: what may prove it is shown, words alone are refused."""

from collections.abc import Callable

from rest_framework.test import APIClient

from backend.models import User
from tests.cast import Cast
from tests.factories_enforcement import case_make, evidence_make

Clients = Callable[[User | None], APIClient]
SAID = {"outcome": "no_penalty", "ground": "minor", "correction": "当场改正", "education": "已批评教育"}


def test_no_penalty_is_decided_on_a_file_of_the_evidence_and_not_on_words(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    case = case_make(cast, "reviewed")
    row = evidence_make(cast, case)
    client, address = client_of(cast.leader), f"/api/v1/cases/{case.pk}"
    assert client.get(f"{address}/leniency").json() == {
        "found_on": "2026-09-15",
        "orders": [],
        "files": [{"uuid": str(row.file_id), "name": "上网登记台账", "on": "2026-09-15"}],
        "guidance": [],
        "traces": [],
    }
    assert client_of(stranger).get(f"{address}/leniency").status_code == 404
    refused = client.post(f"{address}/decide", SAID, format="json")
    assert (refused.status_code, refused.json()["data"]["missing"]) == (422, ["correction_proof"])
    done = client.post(f"{address}/decide", {**SAID, "correction_file": str(row.file_id)}, format="json")
    assert (done.status_code, done.json()["leaned"]["proofs"]) == (
        200,
        [
            {
                "of": "correction",
                "noun": "file",
                "uuid": str(row.file_id),
                "words": "上网登记台账（2026-09-15）",
            }
        ],
    )
