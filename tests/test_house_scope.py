"""Nobody looks beyond his jurisdiction without a reason that is written down."""

import pytest
from django.apps import apps
from django.db.models import Manager, Model

from backend.models import Organ, User
from backend.models.base import Reference
from backend.scope import ScopedManager, ScopeMissing
from tests.cast import user_of
from tests.house import LAYERS
from tests.scope_list import PAGE, page, unknown_reasons

MODELS = [model for model in apps.get_models() if model._meta.app_label in LAYERS]
NARROW = [model for model in MODELS if not issubclass(model, Reference)]


def _name(model: type[Model]) -> str:
    return model.__name__


def test_every_look_everywhere_has_its_reason() -> None:
    assert unknown_reasons() == []


def test_scope_page_is_what_the_code_says() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(), "python -m tests.scope_list --write"


@pytest.mark.parametrize("model", MODELS, ids=_name)
def test_unnarrowed_query_is_a_bug(model: type[Model]) -> None:
    manager = model._default_manager
    assert isinstance(manager, ScopedManager)
    assert type(model._base_manager) is Manager
    for ask in (manager.all, manager.count, manager.first, lambda: manager.filter(pk=1)):
        with pytest.raises(ScopeMissing):
            ask()


@pytest.mark.parametrize("model", MODELS, ids=_name)
@pytest.mark.django_db
def test_every_model_knows_what_a_person_may_see(model: type[Model], inspector: User) -> None:
    manager = model._default_manager
    assert isinstance(manager, ScopedManager)
    assert manager.within(inspector).count() >= 0


@pytest.mark.parametrize("model", NARROW, ids=_name)
@pytest.mark.django_db
def test_person_without_organ_sees_no_organs_rows(model: type[Model], organ: Organ) -> None:
    nobody = user_of(None, "adrift", "无单位", "system_admin")
    user_of(organ, "settled", "有单位", "inspector")
    manager = model._default_manager
    assert isinstance(manager, ScopedManager)
    assert manager.within(nobody).count() == 0
