"""All models of organizations, for Django; code imports a model from its noun."""

from organizations.approvals.models import CommissionApproval
from organizations.bodies.models import Body, Chamber, Commission, Union, UnionCoverage, UnitCount
from organizations.categories.import_models import CategoryImport
from organizations.categories.models import Category, CategorySynonym
from organizations.conditions.models import GeneralConditions, SpecialConditions
from organizations.law.models import LegalValue
from organizations.members.models import BoardAuthorization, BoardMember, BoardMinute, Membership
from organizations.places.models import County, Province
from organizations.proposals.models import CategoryEntry, CategorySuggestion, UnionActivation
from organizations.tariffs.models import FeeItem, PayeeAccount

__all__ = [
    "BoardAuthorization",
    "BoardMember",
    "BoardMinute",
    "Body",
    "Category",
    "CategoryEntry",
    "CategoryImport",
    "CategorySuggestion",
    "CategorySynonym",
    "Chamber",
    "Commission",
    "CommissionApproval",
    "County",
    "FeeItem",
    "GeneralConditions",
    "LegalValue",
    "Membership",
    "PayeeAccount",
    "Province",
    "SpecialConditions",
    "Union",
    "UnionActivation",
    "UnionCoverage",
    "UnitCount",
]
