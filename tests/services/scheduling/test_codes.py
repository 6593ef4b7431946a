"""Who may see what behind the code of a visit, and when."""

from datetime import timedelta
from typing import Any

from backend.models import User
from scheduling.selectors.codes import SALT, code_of
from scheduling.selectors.door import standing_of, visit_at_door
from scheduling.selectors.visits import visit_card
from tests.factories_scheduling import visit_make
from tests.services.scheduling.conftest import Field

DAY = timedelta(days=1)


def test_the_card_carries_a_code_that_opens_in_its_days_only(field: Field, supervisor: User) -> None:
    row = visit_make(field.venue, field.team, supervisor)
    first, last = row.planned_from, row.planned_to + 10 * DAY
    for token in (visit_card(row)["token"], row.token):  # the second: a card fetched before codes were sealed
        assert visit_at_door(token, first) == row
    row.state = "approved"
    days = (first - DAY, first, last, last + DAY)
    assert [standing_of(row, day) for day in days] == ["early", "valid", "valid", "expired"]


def test_a_forged_code_and_one_of_a_lost_key_open_nothing(
    field: Field, supervisor: User, settings: Any
) -> None:
    row = visit_make(field.venue, field.team, supervisor)
    token = code_of(row)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = f"next of {SALT}"
    assert visit_at_door(token, row.planned_from) == row
    settings.SECRET_KEY_FALLBACKS = []
    for wrong in (token, token[:-1] + "_", "nothing", "空"):
        assert visit_at_door(wrong, row.planned_from) is None
