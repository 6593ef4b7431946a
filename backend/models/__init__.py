"""The nouns of the ground."""

from backend.models.approvals import Approval
from backend.models.base import Noun, Scoped
from backend.models.calendar import CalendarChange, CalendarYear, ClockShift, SchoolVacation, SpecialDate
from backend.models.clocks import Clock, Suspension
from backend.models.documents import Document, FormTemplate, NumberSeries, NumberUse
from backend.models.files import Chunk, File
from backend.models.journal import Delivery, JournalLine, JournalNote, Seal
from backend.models.keys import SigningKey
from backend.models.organs import Division, Organ
from backend.models.people import Grant, User
from backend.models.receipts import Receipt
from backend.models.reminders import Reminder

__all__ = [
    "Approval",
    "CalendarChange",
    "CalendarYear",
    "Chunk",
    "Clock",
    "ClockShift",
    "Delivery",
    "Division",
    "Document",
    "File",
    "FormTemplate",
    "Grant",
    "JournalLine",
    "JournalNote",
    "Noun",
    "NumberSeries",
    "NumberUse",
    "Organ",
    "Receipt",
    "Reminder",
    "SchoolVacation",
    "Scoped",
    "Seal",
    "SigningKey",
    "SpecialDate",
    "Suspension",
    "User",
]
