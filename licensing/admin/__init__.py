"""The union's desk."""

from licensing.admin.desk import LicenceAdmin, LicenceRequestAdmin
from licensing.admin.inquiries import (
    InquiryAdmin,
    InquiryBodyAdmin,
    InquiryNeedAdmin,
    InquiryOfficeAdmin,
)
from licensing.admin.papers import DocumentTypeAdmin
from licensing.admin.reasons import ReasonAdmin

__all__ = [
    "DocumentTypeAdmin",
    "InquiryAdmin",
    "InquiryBodyAdmin",
    "InquiryNeedAdmin",
    "InquiryOfficeAdmin",
    "LicenceAdmin",
    "LicenceRequestAdmin",
    "ReasonAdmin",
]
