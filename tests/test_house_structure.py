"""The story is the structure: what the house promises about its own code."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import PurePath

import pytest
from django.apps import apps
from django.db.models import Field

from backend.celery import app as celery_app
from backend.domain.errors import CATALOGUE
from backend.journal import FOLLOWERS
from backend.permissions import VERBS
from tests.check import length
from tests.ground import ROOT
from tests.house import LAYERS, calls, packages, sources, text, texts

DRAWERS_WITHOUT_A_NAME = frozenset({"utils", "helpers", "common", "misc", "util", "helper"})


def _tracked() -> list[PurePath]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [PurePath(name) for name in done.stdout.split("\0") if name]


def test_top_level_packages_are_the_layers() -> None:
    assert packages() - {"tests", "bench"} == set(LAYERS)


def _relations() -> Iterator[tuple[str, str, str]]:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if model._meta.app_label in LAYERS and isinstance(field, Field) and field.is_relation:
                target = field.related_model
                assert isinstance(target, type)
                yield model._meta.label, field.name, target._meta.app_label


def test_no_foreign_key_points_forward() -> None:
    forward = [
        (model, field)
        for model, field, target in _relations()
        if target in LAYERS and LAYERS.index(target) > LAYERS.index(model.split(".")[0])
    ]
    assert forward == []


def _said(*, but: str) -> set[str]:
    """Every string of the code outside one file."""
    return {word for path, tree in sources().items() if path != but for word in texts(tree)}


def test_every_follower_is_a_task() -> None:
    celery_app.loader.import_default_modules()
    tasks = {name for names in FOLLOWERS.values() for name in names}
    assert tasks - celery_app.tasks.keys() == set()


def test_every_followed_line_is_recorded_somewhere() -> None:
    written = {
        word for path, tree in sources().items() if path != "backend/journal.py" for word in texts(tree)
    }
    assert {verb for verb in FOLLOWERS if verb not in written} == set()


def test_every_refusal_is_in_the_catalogue() -> None:
    raised = {
        (path, text(call.args[0]))
        for path, tree in sources().items()
        for call in calls(tree, "DomainError")
        if call.args and text(call.args[0]) is not None
    }
    assert [(path, code) for path, code in sorted(raised, key=str) if code not in CATALOGUE] == []


def test_every_refusal_of_the_catalogue_is_used() -> None:
    said = _said(but="backend/domain/errors.py")
    assert sorted(CATALOGUE.keys() - said) == []


def _doors() -> Iterator[str]:
    """Verbs the doors and services ask for."""
    for tree in sources().values():
        for call in calls(tree, "require", "may"):
            yield from (word for argument in call.args if (word := text(argument)) and "." in word)
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)):
                continue
            if any(getattr(target, "id", "") == "verbs" for target in node.targets):
                yield from (word for word in texts(node.value) if "." in word)


def test_every_verb_a_door_asks_for_is_somebodys() -> None:
    granted = frozenset().union(*VERBS.values())
    assert sorted(set(_doors()) - granted) == []


def test_every_write_is_a_post() -> None:
    """Gateways forbid the other methods, and the front end's one door speaks these two."""
    methods = {
        key.value
        for tree in sources().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and any(getattr(one, "id", "") == "verbs" for one in node.targets)
        and isinstance(node.value, ast.Dict)
        for key in node.value.keys
        if isinstance(key, ast.Constant)
    }
    assert methods == {"GET", "POST"}


def test_every_verb_of_a_role_is_asked_for() -> None:
    said = _said(but="backend/permissions.py")
    granted = frozenset().union(*VERBS.values())
    assert sorted(granted - said) == []


def test_no_drawer_is_without_a_name() -> None:
    assert [
        str(path)
        for path in _tracked()
        if {PurePath(part).stem for part in path.parts} & DRAWERS_WITHOUT_A_NAME
    ] == []


def test_no_file_is_longer_than_a_drawer() -> None:
    fine, said = length()
    assert fine, said


_IMPURE = re.compile(r"\b(?:datetime\.now|date\.today|time\.time|random\.|secrets\.|uuid4|open\()")
DOMAIN = [path for path in sources() if "domain" in PurePath(path).parts]


@pytest.mark.parametrize("path", DOMAIN)
def test_domain_knows_only_itself_and_the_standard_library(path: str) -> None:
    foreign = []
    for node in ast.walk(sources()[path]):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "absolute imports only"
            names = [node.module or ""]
        for name in names:
            floor, _, rest = name.partition(".")
            own = floor in LAYERS and (rest == "domain" or rest.startswith("domain."))
            if not own and floor not in sys.stdlib_module_names:
                foreign.append(name)
    assert foreign == []


@pytest.mark.parametrize("path", DOMAIN)
def test_domain_has_no_clock_and_no_dice(path: str) -> None:
    said = ast.unparse(sources()[path])
    assert (
        re.findall(r"\b(?:datetime\.now|date\.today|time\.time|random\.|secrets\.|uuid4|open\()", said) == []
    )


def test_every_migration_has_a_name() -> None:
    names = [path.stem for path in ROOT.glob("*/migrations/0*.py")]
    assert [name for name in names if "auto" in name or "alter" in name or name.endswith("and_more")] == []
