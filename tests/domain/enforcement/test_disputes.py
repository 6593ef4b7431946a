"""What review and court make of a decision, as a table."""

import pytest

from enforcement.domain.disputes import EFFECTS, FALLEN, RESULTS, effect, effect_of
from enforcement.domain.publication import acts_open, prepared_faults


@pytest.mark.parametrize(
    ("rulings", "became"),
    [
        ([], ""),
        ([("review", "withdrawn")], ""),
        ([("review", "upheld")], "stands"),
        ([("review", "changed"), ("litigation", "rejected")], "changed"),
        ([("review", "upheld"), ("litigation", "revoked")], "revoked"),
        ([("litigation", "revoked"), ("litigation", "appeal_rejected")], "revoked"),
        ([("litigation", "revoked"), ("litigation", "rejected")], "stands"),
        ([("litigation", "rejected"), ("litigation", "unlawful")], "unlawful"),
        ([("review", "unlawful"), ("litigation", "changed")], "unlawful"),
        ([("review", "mediated")], "changed"),
        ([("review", "void")], "revoked"),
    ],
)
def test_a_later_instance_replaces_an_earlier_and_the_heavier_word_stays(
    rulings: list[tuple[str, str]], became: str
) -> None:
    assert effect(rulings) == became


def test_every_result_has_a_known_effect_or_none() -> None:
    assert {effect_of(result) for result in RESULTS} == {"", *EFFECTS}
    assert effect_of("") == effect_of("unheard") == ""


def test_a_decision_that_fell_is_not_newly_made_public_and_may_leave_it() -> None:
    for became in FALLEN:
        assert acts_open("", became) == ("withhold",)
        assert acts_open("published", became) == ("correct", "withdraw")
        assert acts_open("withdrawn", became) == ()
        assert prepared_faults("publish", "", reason="", effect=became) == ["decision_stands"]
    assert acts_open("", "changed") == ("publish", "withhold")
    assert prepared_faults("publish", "", reason="", effect="stands") == []
