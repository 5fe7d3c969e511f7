"""The union's desk."""

from licensing.admin.desk import LicenceRequestAdmin
from licensing.admin.inquiries import (
    InquiryAdmin,
    InquiryBodyAdmin,
    InquiryNeedAdmin,
    InquiryOfficeAdmin,
)
from licensing.admin.licences import LicenceAdmin
from licensing.admin.papers import DocumentTypeAdmin

__all__ = [
    "DocumentTypeAdmin",
    "InquiryAdmin",
    "InquiryBodyAdmin",
    "InquiryNeedAdmin",
    "InquiryOfficeAdmin",
    "LicenceAdmin",
    "LicenceRequestAdmin",
]
