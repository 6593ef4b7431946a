import pytest

from backend.models import Organ
from tests.factories_scheduling import catalogue_make
from tests.services.scheduling.drawn import District, district_make


@pytest.fixture
def district(organ: Organ) -> District:
    catalogue_make()
    return district_make(organ)
