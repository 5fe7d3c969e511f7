"""Requests and their life, papers, inquiries, invoices, decisions, and the licences they end in."""

from licensing.models.checklists import ChecklistTick
from licensing.models.decisions import CaseEvent, Decision
from licensing.models.desk import Reading, SavedFilter
from licensing.models.documents import DocumentType, RequestDocument
from licensing.models.guild_cards import GuildCard
from licensing.models.inquiries import (
    Inquiry,
    InquiryBody,
    InquiryCorrection,
    InquiryNeed,
    InquiryOffice,
    InquiryReminder,
    LetterBatch,
)
from licensing.models.interviews import Interview
from licensing.models.invoices import DepositSlip, Invoice, InvoiceLine
from licensing.models.licences import Licence, Serial
from licensing.models.minute_requests import MinuteRequest
from licensing.models.moved_terms import MovedTerm
from licensing.models.notes import UnionNote
from licensing.models.payments import Refund, SlipRefusal
from licensing.models.postal import PostalCheck
from licensing.models.reasons import DecisionReason, NeedMet, Reason, ReasonPlace
from licensing.models.requests import LicenceRequest
from licensing.models.sessions import AgendaGround, AgendaItem, BoardSession, Vote
from licensing.models.silence import LapseWarning, SilenceLetter, SilenceWarning

__all__ = [
    "AgendaGround",
    "AgendaItem",
    "BoardSession",
    "CaseEvent",
    "ChecklistTick",
    "Decision",
    "DecisionReason",
    "DepositSlip",
    "DocumentType",
    "GuildCard",
    "Inquiry",
    "InquiryBody",
    "InquiryCorrection",
    "InquiryNeed",
    "InquiryOffice",
    "InquiryReminder",
    "Interview",
    "Invoice",
    "InvoiceLine",
    "LapseWarning",
    "LetterBatch",
    "Licence",
    "LicenceRequest",
    "MinuteRequest",
    "MovedTerm",
    "NeedMet",
    "PostalCheck",
    "Reading",
    "Reason",
    "ReasonPlace",
    "Refund",
    "RequestDocument",
    "SavedFilter",
    "Serial",
    "SilenceLetter",
    "SilenceWarning",
    "SlipRefusal",
    "UnionNote",
    "Vote",
]
