"""What is asked of enforcement."""

from enforcement.selectors.cases import by_clock, case_cards, case_get, case_list, case_verbs
from enforcement.selectors.channels import channel_cards
from enforcement.selectors.lead_details import lead_detail
from enforcement.selectors.leads import lead_cards, lead_get, lead_list, lead_summary
from enforcement.selectors.words import penalty_words

__all__ = [
    "by_clock",
    "case_cards",
    "case_get",
    "case_list",
    "case_verbs",
    "channel_cards",
    "lead_cards",
    "lead_detail",
    "lead_get",
    "lead_list",
    "lead_summary",
    "penalty_words",
]
