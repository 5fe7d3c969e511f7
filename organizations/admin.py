"""All desks of organizations, for Django."""

from organizations.bodies.desk import ChamberAdmin, CommissionAdmin, CoverageAdmin
from organizations.categories.desk import CategoryAdmin
from organizations.categories.import_desk import CategoryImportAdmin
from organizations.conditions.desk import GeneralConditionsAdmin, SpecialConditionsAdmin
from organizations.law.desk import LegalValueAdmin
from organizations.members.account_desk import StaffAccountAdmin
from organizations.members.desk import AuthorizationAdmin, BoardMemberAdmin, MembershipAdmin, MinuteAdmin
from organizations.members.mobile_desk import MobileChangeAdmin
from organizations.places.desk import CountyAdmin, ProvinceAdmin
from organizations.proposals.desk import ActivationAdmin, SuggestionAdmin
from organizations.tariffs.approval_desk import ApprovalAdmin
from organizations.tariffs.desk import AccountAdmin, FeeAdmin
from organizations.unions.desk import UnionAdmin

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
