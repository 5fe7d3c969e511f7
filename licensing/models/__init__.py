"""Requests and their life, papers, inquiries, invoices, decisions, and the licences they end in."""

from licensing.models.checklists import ChecklistTick
from licensing.models.decisions import CaseEvent, Decision
from licensing.models.desk import Reading, SavedFilter
from licensing.models.documents import DocumentType, RequestDocument
from licensing.models.guild_cards import GuildCard
from licensing.models.inquiries import (
    Inquiry,
    InquiryBody,
    InquiryNeed,
    InquiryOffice,
    InquiryReminder,
    LetterBatch,
)
from licensing.models.invoices import Invoice, InvoiceLine
from licensing.models.licences import Licence, Serial
from licensing.models.postal import PostalCheck
from licensing.models.reasons import DecisionReason, Reason
from licensing.models.requests import LicenceRequest
from licensing.models.silence import SilenceLetter, SilenceWarning

__all__ = [
    "CaseEvent",
    "ChecklistTick",
    "Decision",
    "DecisionReason",
    "DocumentType",
    "GuildCard",
    "Inquiry",
    "InquiryBody",
    "InquiryNeed",
    "InquiryOffice",
    "InquiryReminder",
    "Invoice",
    "InvoiceLine",
    "LetterBatch",
    "Licence",
    "LicenceRequest",
    "PostalCheck",
    "Reading",
    "Reason",
    "RequestDocument",
    "SavedFilter",
    "Serial",
    "SilenceLetter",
    "SilenceWarning",
]
