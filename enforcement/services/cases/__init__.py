"""Services of cases (案件): each step changes state by compare and set and starts its clocks."""

from enforcement.services.cases.assigning import case_assign
from enforcement.services.cases.deciding import case_decide
from enforcement.services.cases.ending import (
    case_archive,
    case_close,
    case_end,
    case_mark,
    case_perform,
)
from enforcement.services.cases.filing import case_file
from enforcement.services.cases.follow_up_visits import follow_up_record, follow_up_visit
from enforcement.services.cases.hearing import case_statement
from enforcement.services.cases.investigating import (
    case_investigate,
    case_resume,
    case_review,
    case_send_back,
    case_suspend,
)
from enforcement.services.cases.noticing import case_inform, case_intend
from enforcement.services.cases.paying import case_pay
from enforcement.services.cases.publishing import case_publish, publication_prepare, publication_return
from enforcement.services.cases.serving import case_consent, case_serve
from enforcement.services.cases.settling import case_settle
from enforcement.services.cases.simple import case_file_simple, case_report, simple_follow
from enforcement.services.cases.tracks import track_act, track_begin

__all__ = [
    "case_archive",
    "case_assign",
    "case_close",
    "case_consent",
    "case_decide",
    "case_end",
    "case_file",
    "case_file_simple",
    "case_inform",
    "case_intend",
    "case_investigate",
    "case_mark",
    "case_pay",
    "case_perform",
    "case_publish",
    "case_report",
    "case_resume",
    "case_review",
    "case_send_back",
    "case_serve",
    "case_settle",
    "case_statement",
    "case_suspend",
    "follow_up_record",
    "follow_up_visit",
    "publication_prepare",
    "publication_return",
    "simple_follow",
    "track_act",
    "track_begin",
]
