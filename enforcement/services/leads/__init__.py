"""Leads (线索): register, check, end, transfer, reply, extend, visit."""

from enforcement.services.leads.deciding import (
    lead_answer,
    lead_dismiss,
    lead_join,
    lead_refuse,
    lead_transfer,
    lead_verify,
)
from enforcement.services.leads.extending import lead_decide_extension, lead_extend
from enforcement.services.leads.importing import leads_import, leads_judge
from enforcement.services.leads.registering import lead_register
from enforcement.services.leads.replying import lead_name, lead_reply, lead_see, lead_unmask
from enforcement.services.leads.telling import FILING, organ_of
from enforcement.services.leads.terms import channel_term_set
from enforcement.services.leads.visiting import lead_visit

__all__ = [
    "FILING",
    "channel_term_set",
    "lead_answer",
    "lead_decide_extension",
    "lead_dismiss",
    "lead_extend",
    "lead_join",
    "lead_name",
    "lead_refuse",
    "lead_register",
    "lead_reply",
    "lead_see",
    "lead_transfer",
    "lead_unmask",
    "lead_verify",
    "lead_visit",
    "leads_import",
    "leads_judge",
    "organ_of",
]
