"""A database from before the migrations were made one is refused when it stopped among them."""

import pytest
from django.core.checks import Tags, run_checks
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db

GONE = {"app": "enforcement", "name": "0015_talks_and_commitments"}


def said() -> list[str]:
    return [fault.msg for fault in run_checks(tags=[Tags.database], databases=["default"])]


def test_a_database_that_has_all_or_none_of_them_is_taken() -> None:
    assert said() == []
    MigrationRecorder.Migration.objects.filter(app="enforcement").delete()
    assert said() == []


def test_a_database_that_stopped_among_them_is_refused_by_name() -> None:
    assert MigrationRecorder.Migration.objects.filter(**GONE).delete()[0] == 1
    assert said() == ["enforcement.0001_as_of_2026_11：数据库停在更早的版本，缺 0015_talks_and_commitments"]
