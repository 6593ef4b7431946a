from dataclasses import dataclass

import pytest

from backend.models import Organ, User
from registry.models import Officer, Venue
from tests.factories_scheduling import catalogue_make, officer_make, venue_make
from tests.services.scheduling.drawn import District, district_make


@dataclass
class Field:
    """A venue and the two officers of the cast."""

    organ: Organ
    venue: Venue
    lead: Officer
    second: Officer

    @property
    def team(self) -> list[Officer]:
        return [self.lead, self.second]


@pytest.fixture
def field(organ: Organ, calendars: None, inspector: User, colleague: User) -> Field:
    catalogue_make()
    return Field(
        organ,
        venue_make(organ, "91370117MA3C0001X1"),
        officer_make(organ, "37011700101", user=inspector),
        officer_make(organ, "37011700102", user=colleague),
    )


@pytest.fixture
def district(organ: Organ, calendars: None) -> District:
    catalogue_make()
    return district_make(organ)
