"""The union's desk."""

from licensing.admin.desk import LicenceAdmin, LicenceRequestAdmin
from licensing.admin.papers import DocumentTypeAdmin

__all__ = ["DocumentTypeAdmin", "LicenceAdmin", "LicenceRequestAdmin"]
