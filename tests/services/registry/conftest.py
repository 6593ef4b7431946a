import pytest

from tests.factories_registry import catalogue_make


@pytest.fixture
def catalogue(db: None) -> None:
    """The shipped catalogue, whole."""
    catalogue_make()
