from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from backend import clock
from backend.models import User
from inspections.services.reviewing import inspection_accept
from tests.cast import Cast
from tests.factories_inspections import body_of, record_make, scene_of

Clients = Callable[[User | None], APIClient]


def test_standing_tells_the_cap_and_the_last_accepted_result(
    cast: Cast, stranger: User, client_of: Clients, django_assert_num_queries: Any
) -> None:
    seen, unseen = scene_of(cast), scene_of(cast, started=False)
    row = record_make(seen, body_of(seen, photos=0))
    inspection_accept(inspection_id=row.pk, actor=cast.supervisor, now=clock.now())
    ids = [str(one.venue.uuid) for one in (seen, unseen)]
    address = f"/api/v1/standings?venues={','.join([*ids, str(uuid4())])}"
    desk = client_of(cast.supervisor)
    desk.get(address)

    with django_assert_num_queries(8):
        shown = {one.pop("venue"): one for one in desk.get(address).json()}

    assert shown == {
        ids[0]: {"used": 1, "limit": 2, "last": {"on": str(clock.today()), "codes": ["A"]}},
        ids[1]: {"used": 0, "limit": 2, "last": None},
    }
    assert client_of(stranger).get(address).json() == []


@pytest.mark.parametrize("asked", ["", "x", ",".join([str(uuid4())] * 101)])
def test_standing_is_asked_for_a_page_of_venues(cast: Cast, client_of: Clients, asked: str) -> None:
    assert client_of(cast.supervisor).get(f"/api/v1/standings?venues={asked}").status_code == 400
