"""The desk of the bodies over people's access: numbers after a lost SIM, and staff accounts."""

from organizations.admin.access import MobileChangeAdmin, StaffAccountAdmin

__all__ = ["MobileChangeAdmin", "StaffAccountAdmin"]
