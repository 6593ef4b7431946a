"""Who may see what behind the code of a visit, and when."""

from datetime import timedelta
from typing import Any

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import User
from scheduling.selectors.codes import SALT, code_of, visit_by_token
from scheduling.selectors.door import public_visit
from scheduling.selectors.visits import visit_card
from tests.factories_scheduling import visit_make
from tests.services.scheduling.conftest import Field


def test_the_card_carries_a_code_that_opens_in_its_days_only(field: Field, supervisor: User) -> None:
    row = visit_make(field.venue, field.team, supervisor)
    token = visit_card(row)["token"]
    day = clock.now() + (row.planned_from - clock.today())
    assert visit_by_token(token, day) == row
    assert visit_by_token(row.token, day) == row  # of a card fetched before codes were sealed
    assert public_visit(token, row.planned_from) is not None
    late = day + (row.planned_to - row.planned_from) + timedelta(days=10)
    assert visit_by_token(token, late) == row
    for moment, code in ((day - timedelta(days=1), "code_early"), (late + timedelta(days=1), "code_expired")):
        with pytest.raises(DomainError) as refused:
            visit_by_token(token, moment)
        assert refused.value.code == code


def test_a_forged_code_and_one_of_a_lost_key_open_nothing(
    field: Field, supervisor: User, settings: Any
) -> None:
    row = visit_make(field.venue, field.team, supervisor)
    token = code_of(row)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = f"next of {SALT}"
    day = clock.now() + (row.planned_from - clock.today())
    assert visit_by_token(token, day) == row
    settings.SECRET_KEY_FALLBACKS = []
    for wrong in (token, token[:-1] + "_", "nothing", "空"):
        with pytest.raises(DomainError) as refused:
            visit_by_token(wrong, day)
        assert refused.value.code == "not_found"
