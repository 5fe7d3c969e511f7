"""The union's desk."""

from licensing.admin.desk import LicenceRequestAdmin
from licensing.admin.inquiries import (
    InquiryAdmin,
    InquiryBodyAdmin,
    InquiryNeedAdmin,
    InquiryOfficeAdmin,
)
from licensing.admin.licences import LicenceAdmin
from licensing.admin.minute_requests import MinuteRequestAdmin
from licensing.admin.papers import DocumentTypeAdmin
from licensing.admin.reasons import ReasonAdmin
from licensing.admin.sessions import BoardSessionAdmin

__all__ = [
    "BoardSessionAdmin",
    "DocumentTypeAdmin",
    "InquiryAdmin",
    "InquiryBodyAdmin",
    "InquiryNeedAdmin",
    "InquiryOfficeAdmin",
    "LicenceAdmin",
    "LicenceRequestAdmin",
    "MinuteRequestAdmin",
    "ReasonAdmin",
]
