"""Requests and their life, papers, inquiries, invoices, decisions, and the licences they end in."""

from licensing.models.decisions import CaseEvent, Decision
from licensing.models.documents import DocumentType, RequestDocument
from licensing.models.inquiries import Inquiry, InquiryBody, InquiryNeed, InquiryOffice, LetterBatch
from licensing.models.invoices import Invoice, InvoiceLine
from licensing.models.licences import Licence, Serial
from licensing.models.requests import LicenceRequest

__all__ = [
    "CaseEvent",
    "Decision",
    "DocumentType",
    "Inquiry",
    "InquiryBody",
    "InquiryNeed",
    "InquiryOffice",
    "Invoice",
    "InvoiceLine",
    "LetterBatch",
    "Licence",
    "LicenceRequest",
    "RequestDocument",
    "Serial",
]
