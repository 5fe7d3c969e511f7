"""All models of licensing, for Django; code imports a model from its noun."""

from licensing.billing.models import DepositSlip, Invoice, InvoiceLine
from licensing.billing.refund_models import Refund, SlipRefusal
from licensing.cards.models import GuildCard
from licensing.cases.models import CaseEvent, LicenceRequest, Serial
from licensing.cases.moved_terms import MovedTerm
from licensing.decisions.minute_request_models import MinuteRequest
from licensing.decisions.models import Decision
from licensing.decisions.reason_models import DecisionReason, NeedMet, Reason, ReasonPlace
from licensing.decisions.silence_models import LapseWarning, SilenceLetter, SilenceWarning
from licensing.desk.checklist_models import ChecklistTick
from licensing.desk.models import Reading, SavedFilter
from licensing.inquiries.models import (
    Inquiry,
    InquiryBody,
    InquiryCorrection,
    InquiryNeed,
    InquiryOffice,
    InquiryReminder,
    LetterBatch,
)
from licensing.inquiries.postal_models import PostalCheck
from licensing.interviews.models import Interview
from licensing.licences.models import Licence
from licensing.notes.models import UnionNote
from licensing.papers.models import DocumentType, RequestDocument
from licensing.sessions.models import AgendaGround, AgendaItem, BoardSession, Vote
