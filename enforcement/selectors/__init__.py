"""What is asked of enforcement."""

from enforcement.selectors.cases import case_cards, case_get, case_list, case_verbs
from enforcement.selectors.leads import lead_cards, lead_get, lead_list
from enforcement.selectors.words import penalty_words

__all__ = [
    "case_cards",
    "case_get",
    "case_list",
    "case_verbs",
    "lead_cards",
    "lead_get",
    "lead_list",
    "penalty_words",
]
