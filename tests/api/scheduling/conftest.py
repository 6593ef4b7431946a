import pytest

from backend.models import Organ, User
from registry.models import Officer, Venue
from tests.factories_scheduling import catalogue_make, officer_make, venue_make
from tests.services.scheduling.drawn import District, district_make


@pytest.fixture
def district(organ: Organ) -> District:
    catalogue_make()
    return district_make(organ)


@pytest.fixture
def venue(organ: Organ) -> Venue:
    catalogue_make()
    return venue_make(organ, "91370117MA3C0001X1")


@pytest.fixture
def team(organ: Organ, inspector: User, colleague: User) -> list[Officer]:
    return [
        officer_make(organ, "37011700101", user=inspector),
        officer_make(organ, "37011700102", user=colleague),
    ]
