"""A database that stopped among migrations that are gone, or compares codes by a language, is refused."""

import pytest
from django.core.checks import Tags, run_checks
from django.db.migrations.recorder import MigrationRecorder

from backend import checks
from tests.ground import ROOT

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


def test_a_database_that_compares_codes_by_a_language_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # as one made with en_US or zh_CN answers
    monkeypatch.setattr(checks, "IN_ORDER", "SELECT '370117001' > '370117~'")
    assert said() == ["default：数据库按语言习惯排序，区划和机构代码的范围会出错，须按字节排序"]


def test_the_database_of_the_containers_is_made_in_the_order_of_bytes() -> None:
    compose = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    assert "--locale=C --locale-provider=builtin --builtin-locale=C.UTF-8" in compose
