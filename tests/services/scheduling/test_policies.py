from datetime import date
from typing import Any

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import User
from scheduling.domain.grading import table_read
from scheduling.models import DrawPolicy
from scheduling.selectors.data import shipped_policy
from scheduling.selectors.draws import draw_detail
from scheduling.selectors.policies import policy_effect, policy_in_force, policy_list
from scheduling.services.policies import policy_save
from tests.services.scheduling.drawn import District, committed, drafted

TODAY = date(2026, 9, 15)


def table(**changed: Any) -> dict[str, Any]:
    """The shipped table with other cells for grade B of a row: `NET={"bp": 1000}`."""
    rest = shipped_policy()["table"]["*"]
    return {"*": rest, **{code: {**rest, "B": rest["B"] | cell} for code, cell in changed.items()}}


def saved(actor: User, **values: Any) -> DrawPolicy:
    return policy_save(
        **{
            "number": "钢文执〔2026〕3号", "title": "分级分类抽查办法", "valid_from": TODAY, "table": table(),
            "note": "首次制定", "actor": actor, "now": clock.now(), **values,
        }
    )  # fmt: skip


def test_policy_in_force_is_the_default_of_a_new_draw(district: District, supervisor: User) -> None:
    assert drafted(supervisor, categories=["NET"]).policy is None
    policy = saved(supervisor, table=table(NET={"bp": 1500, "exclude_natural_days": 30}))
    draft = drafted(supervisor, categories=["NET"])
    assert draft.policy == policy
    assert (draft.rules["bp"]["B"], draft.rules["overall"]) == (1500, 3000)
    detail = draw_detail(draft, supervisor)
    assert (detail["policy"]["number"], detail["departures"]) == ("钢文执〔2026〕3号", [])
    other = drafted(supervisor, categories=["NET"], rules={"bp": {"A": 0, "B": 0, "C": 0, "D": 0}})
    assert draw_detail(other, supervisor)["departures"] == ["bp"]


def test_commit_keeps_what_counted_whatever_is_saved_later(district: District, supervisor: User) -> None:
    saved(supervisor, table=table(NET={"bp": 1500}))
    draw = committed(supervisor, categories=["NET"])
    saved(supervisor, table=table(NET={"bp": 9000}), note="提高比例")
    draw.refresh_from_db()
    assert '"B":1500' in draw.commit
    assert draw.policy is not None
    assert draw.policy.version == 1


def test_versions_are_kept_and_the_newest_in_force_holds(district: District, supervisor: User) -> None:
    first = saved(supervisor)
    saved(supervisor, valid_from=date(2027, 1, 1), note="明年起")
    third = saved(supervisor, note="改错")
    assert policy_in_force(first.organ_id, TODAY) == third
    assert policy_in_force(first.organ_id, date(2026, 9, 14)) is None
    listed = policy_list(supervisor, TODAY)
    assert [(row["version"], row["in_force"]) for row in listed] == [
        (3, True), (2, False), (1, False), (0, False),
    ]  # fmt: skip
    with pytest.raises(TypeError):
        first.delete()


def test_table_that_is_not_whole_is_refused_by_cell(district: District, supervisor: User) -> None:
    with pytest.raises(DomainError) as refused:
        saved(supervisor, table=table(XXX={"bp": 10001}))
    assert sorted(refused.value.data["fields"]) == ["table.XXX", "table.XXX.B.bp"]
    assert not DrawPolicy.objects.everywhere("guard").exists()


def test_effect_tells_what_would_change_and_writes_nothing(district: District, supervisor: User) -> None:
    assert supervisor.organ is not None
    effect = policy_effect(supervisor.organ, table_read(table(NET={"bp": 5000})), TODAY)
    changed = [row for row in effect if row["quota_then"] != row["quota_now"]]
    pool = [v for n, v in enumerate(district.venues) if n % 2 == 0 and v.credit_grade == "B"]
    assert [(row["category"], row["grade"], row["registered"]) for row in changed] == [
        ("NET", "B", len(pool))
    ]
    assert changed[0]["quota_then"] == -(-len(pool) // 2)
    assert not DrawPolicy.objects.everywhere("guard").exists()
