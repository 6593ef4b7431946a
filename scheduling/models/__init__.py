"""The nouns of scheduling."""

from scheduling.models.campaigns import Campaign
from scheduling.models.draws import (
    Draw,
    DrawChange,
    DrawFile,
    DrawLogCheck,
    DrawLogLine,
    DrawPick,
    DrawRow,
    DrawSecret,
    DrawStamp,
)
from scheduling.models.partners import DrawPartner
from scheduling.models.plans import CapPolicy, Plan, PlanRow, Trigger
from scheduling.models.policies import DrawPolicy
from scheduling.models.pools import PoolFilter, VenueMark
from scheduling.models.recusals import RecusalRequest
from scheduling.models.rota import DutySeat, DutyWeek, LeaveRequest, RotaPolicy, SwapRequest
from scheduling.models.services import ServiceVisit
from scheduling.models.visits import (
    Leave,
    Outing,
    OutingOfficer,
    Visit,
    VisitDay,
    VisitOfficer,
    VisitParticipant,
)

__all__ = [
    "Campaign",
    "CapPolicy",
    "Draw",
    "DrawChange",
    "DrawFile",
    "DrawLogCheck",
    "DrawLogLine",
    "DrawPartner",
    "DrawPick",
    "DrawPolicy",
    "DrawRow",
    "DrawSecret",
    "DrawStamp",
    "DutySeat",
    "DutyWeek",
    "Leave",
    "LeaveRequest",
    "Outing",
    "OutingOfficer",
    "Plan",
    "PlanRow",
    "PoolFilter",
    "RecusalRequest",
    "RotaPolicy",
    "ServiceVisit",
    "SwapRequest",
    "Trigger",
    "VenueMark",
    "Visit",
    "VisitDay",
    "VisitOfficer",
    "VisitParticipant",
]
