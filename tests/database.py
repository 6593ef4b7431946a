"""The suite's database: reference rows loaded once, and transactional tests that clean up after them."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from backend import clock
from backend.models import CalendarYear, Division
from backend.services.calendar import calendar_load_year, seed_days
from tests.mould import pour, throw_away

YEARS = (2025, 2026)
DIVISIONS = (
    ("37", "山东省", "", "province"),
    ("3701", "济南市", "37", "city"),
    ("370116", "莱芜区", "3701", "county"),
    ("370117", "钢城区", "3701", "county"),
    ("370117001", "艾山街道", "370117", "township"),
    ("370117002", "里辛街道", "370117", "township"),
    ("370117003", "汶源街道", "370117", "township"),
)
# What migrations and `reference_load` put there: every test may count on it.
KEPT = frozenset(
    {
        "django_migrations",
        "django_content_type",
        "auth_permission",
        "django_celery_beat_intervalschedule",
        "django_celery_beat_crontabschedule",
        "django_celery_beat_solarschedule",
        "django_celery_beat_clockedschedule",
        "django_celery_beat_periodictask",
        "django_celery_beat_periodictasks",
        "backend_division",
        "backend_calendaryear",
        "backend_specialdate",
    }
)

RESTART = """
SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences
WHERE schemaname = current_schema() AND last_value IS NOT NULL AND NOT sequencename = ANY(%s)
"""


def reference_load() -> None:
    """The district's divisions and the published calendars; years a test has added are taken away."""
    CalendarYear.objects.everywhere("loader").exclude(year__in=YEARS).delete()
    for code, name, parent, level in DIVISIONS:
        Division.objects.everywhere("loader").get_or_create(
            code=code, defaults={"name": name, "parent": parent, "level": level}
        )
    for year in YEARS:
        if not CalendarYear.objects.everywhere("loader").filter(year=year).exists():
            calendar_load_year(year=year, source="国务院办公厅通知", days=seed_days(year), now=clock.now())


@pytest.fixture(scope="session", autouse=True)
def append_only_survives_the_flush() -> Iterator[None]:
    """Transactional tests end by emptying the tables: only then are append-only triggers lifted."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", _empty)
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A copy of the migrated database instead of the migrations, and the reference rows."""
    with django_db_blocker.unblock():
        pour()
        reference_load()
    yield
    with django_db_blocker.unblock():
        throw_away()


def _empty(case: TransactionTestCase) -> None:
    tables = [name for name in connection.introspection.table_names() if name not in KEPT]
    quoted = [connection.ops.quote_name(name) for name in tables]
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor, triggers_lifted():
            # to truncate them all would make a thousand files anew for a handful of rows
            cursor.execute("; ".join(f"DELETE FROM {name}" for name in quoted))
            cursor.execute(RESTART, [[f"{name}_id_seq" for name in KEPT]])
    else:
        # one transaction: each statement by itself would wait for the disk some two hundred times
        with (
            connection.constraint_checks_disabled(),
            transaction.atomic(),
            connection.cursor() as cursor,
            triggers_lifted(),
        ):
            for name in quoted:
                cursor.execute(f"DELETE FROM {name}")
            cursor.execute("DELETE FROM sqlite_sequence")
    reference_load()


@contextmanager
def triggers_lifted() -> Iterator[None]:
    """As somebody with all rights over the database could do it: append-only tables can be written."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        try:
            yield
        finally:
            for _, sql in triggers:
                cursor.execute(sql)
