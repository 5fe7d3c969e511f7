"""The union's desk."""

from licensing.admin.desk import LicenceAdmin, LicenceRequestAdmin

__all__ = ["LicenceAdmin", "LicenceRequestAdmin"]
