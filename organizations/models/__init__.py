"""Places, trades, the bodies that answer for them, and the conditions and fees they publish."""

from organizations.models.bodies import Body, Chamber, Commission, Union, UnionCoverage, UnitCount
from organizations.models.conditions import (
    CommissionApproval,
    FeeItem,
    GeneralConditions,
    LegalValue,
    PayeeAccount,
    SpecialConditions,
)
from organizations.models.members import BoardAuthorization, BoardMember, BoardMinute, Membership
from organizations.models.places import Category, CategorySynonym, County, Province
from organizations.models.proposals import CategoryEntry, CategoryImport, CategorySuggestion, UnionActivation

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
