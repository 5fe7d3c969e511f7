"""The staff's desk of the bodies: every list scoped, every write a service's."""

from organizations.admin.access import MobileChangeAdmin
from organizations.admin.bodies import ChamberAdmin, CommissionAdmin, CoverageAdmin, UnionAdmin
from organizations.admin.colleagues import StaffAccountAdmin
from organizations.admin.conditions import GeneralConditionsAdmin, SpecialConditionsAdmin
from organizations.admin.imports import CategoryImportAdmin
from organizations.admin.members import AuthorizationAdmin, BoardMemberAdmin, MembershipAdmin, MinuteAdmin
from organizations.admin.places import CategoryAdmin, CountyAdmin, LegalValueAdmin, ProvinceAdmin
from organizations.admin.proposals import ActivationAdmin, SuggestionAdmin
from organizations.admin.tariffs import AccountAdmin, ApprovalAdmin, FeeAdmin

__all__ = [
    "AccountAdmin",
    "ActivationAdmin",
    "ApprovalAdmin",
    "AuthorizationAdmin",
    "BoardMemberAdmin",
    "CategoryAdmin",
    "CategoryImportAdmin",
    "ChamberAdmin",
    "CommissionAdmin",
    "CountyAdmin",
    "CoverageAdmin",
    "FeeAdmin",
    "GeneralConditionsAdmin",
    "LegalValueAdmin",
    "MembershipAdmin",
    "MinuteAdmin",
    "MobileChangeAdmin",
    "ProvinceAdmin",
    "SpecialConditionsAdmin",
    "StaffAccountAdmin",
    "SuggestionAdmin",
    "UnionAdmin",
]
